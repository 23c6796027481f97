"""The application for a bench that starts the server itself; settings come by the environment."""

import os
from pathlib import Path

from litestar import Litestar

from service.app import create_app
from service.settings import Settings


def app() -> Litestar:
    """Return the application over BENCH_DATA and BENCH_DATABASE with BENCH_WORKERS processes."""
    return create_app(
        Settings(
            data=Path(os.environ["BENCH_DATA"]),
            database=os.environ["BENCH_DATABASE"] or None,
            workers=int(os.environ["BENCH_WORKERS"]),
        )
    )
