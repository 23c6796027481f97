"""The clock of the service, to the minute: the only place that reads the time for the log."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))
Now = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def minute(moment: datetime) -> str:
    """Return ``moment`` as the log writes it, ``2026-01-22T09:42+08:00``."""
    return moment.astimezone(BEIJING).strftime("%Y-%m-%dT%H:%M+08:00")
