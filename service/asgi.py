"""The application for a server process: settings come from the environment of ``serve``."""

import os
from pathlib import Path

from litestar import Litestar

from service.app import create_app
from service.settings import Settings

DATA, DATABASE, WORKERS = "PIAOJUE_DATA", "PIAOJUE_DATABASE", "PIAOJUE_WORKERS"


def app() -> Litestar:
    """Return the application of this process."""
    return create_app(
        Settings(
            data=Path(os.environ[DATA]),
            database=os.environ.get(DATABASE) or None,
            workers=int(os.environ.get(WORKERS, "1")),
        )
    )


def environment(settings: Settings) -> dict[str, str]:
    """Return what ``app`` reads, for a child process."""
    return {
        DATA: str(settings.data.absolute()),
        DATABASE: settings.database or "",
        WORKERS: str(settings.workers),
    }
