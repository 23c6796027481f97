"""The settings of a service as its process is told them: in the environment.

A database address may carry a password, and everybody on a machine can read the arguments of a
process, so what starts a service for another program passes nothing as an argument.
"""

import os
from pathlib import Path

from service.settings import Settings

DATA, DATABASE, WORKERS = "PIAOJUE_DATA", "PIAOJUE_DATABASE", "PIAOJUE_WORKERS"
SCANS = "PIAOJUE_SCANS"


def environment(settings: Settings) -> dict[str, str]:
    """Return what ``settings_here`` reads, for a child process."""
    return {
        DATA: str(settings.data.absolute()),
        DATABASE: settings.database or "",
        WORKERS: str(settings.workers),
        SCANS: "" if settings.scans is None else str(settings.scans.absolute()),
    }


def settings_here() -> Settings:
    """Return what the environment of this process says; what it leaves out takes the default."""
    return Settings(
        data=Path(os.environ.get(DATA) or "data"),
        database=os.environ.get(DATABASE) or None,
        scans=Path(scans) if (scans := os.environ.get(SCANS)) else None,
        workers=int(os.environ.get(WORKERS) or os.cpu_count() or 1),
    )
