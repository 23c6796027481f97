"""The server process itself: ``python -m service.serving HOST PORT [CERTIFICATE KEY]``.

One process and one event loop: SQLite has one writer, and several services over PostgreSQL are
several of these. No access log is written, on any route.
"""

import sys
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels


def serve(host: str, port: int, tls: tuple[Path, Path] | None = None) -> None:
    """Serve until told to stop."""
    certificate, key = tls or (None, None)
    Granian(
        "service.asgi:app",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        factory=True,
        workers=1,
        log_access=False,
        log_enabled=True,
        log_level=LogLevels.warning,
        ssl_cert=certificate,
        ssl_key=key,
    ).serve()


if __name__ == "__main__":
    paths = (Path(sys.argv[3]), Path(sys.argv[4])) if len(sys.argv) > 4 else None  # noqa: PLR2004
    serve(sys.argv[1], int(sys.argv[2]), paths)
