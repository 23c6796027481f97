"""What a round's archive depends on: whether there is one, and the time that it bears."""

from collections.abc import Sequence
from datetime import datetime

from audit.errors import Malformed
from ballot import events as e
from ballot.state import Round


def has_archive(current: Round) -> bool:
    """Tell whether the round has sealed ballots, or a sealed sum of none."""
    return bool(current.cast) or current.encrypted_tally is not None


def unix_seconds(minute: str) -> int:
    """Return a minute of the log as POSIX seconds; raises Malformed for one that is no time."""
    try:
        return int(datetime.fromisoformat(minute).timestamp())
    except (ValueError, OverflowError) as error:
        raise Malformed(f"“{minute}”不是一个时间。", code="record.minute") from error


def closed_at(events: Sequence[e.Event], number: int) -> int:
    """Return when round ``number`` was closed (POSIX seconds): the time of its archive."""
    for event in events:
        if isinstance(event, e.Closed) and event.round == number:
            return unix_seconds(event.at)
    raise Malformed(f"第 {number} 轮还没有截止。", code="record.not_closed")
