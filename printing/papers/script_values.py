"""What the 主持词 is made from: what is known of the round by now; the rest stays blank."""

import msgspec

from ballot.rules.values import ShortfallAction, TieAgain, TieRule
from printing.papers.values import (
    Announcement,
    Attendance,
    Channel,
    Count,
    Fingerprints,
    Issue,
    PublishLevel,
    Session,
)


class Provisions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the 票决办法 provides for mishaps, each with its clause, "" where none is known."""

    tie: TieRule = "re_vote_tied"
    tie_again: TieAgain = "presidium"
    shortfall: ShortfallAction = "presidium_decides"
    at_once: bool = False
    """收回多于发出: voted again at once instead of by a decision."""
    by_hands: bool = False
    """Failed devices: voted again by show of hands."""
    least: int = 0
    """Tokens that a channel must have, so that the vote is secret."""
    returned_clause: str = ""
    tie_clause: str = ""
    shortfall_clause: str = ""
    fallback_clause: str = ""
    exchange_clause: str = ""


class Script(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The round whose 主持词 is asked for. ``None`` and ``()``: not known yet.

    ``handed`` are tokens handed out by channel. ``instructions`` are the sentences that stand on
    the sheet. ``prints`` are read aloud before the vote, ``announcement`` is what is announced,
    at ``level`` and no more.
    """

    session: Session
    channels: tuple[Channel, ...]
    hands: bool = False
    candidates: int | None = None
    seats: int | None = None
    attendance: Attendance | None = None
    handed: tuple[tuple[Channel, int], ...] = ()
    instructions: tuple[str, ...] = ()
    prints: Fingerprints | None = None
    issue: Issue | None = None
    count: Count | None = None
    announcement: Announcement | None = None
    trustees: int | None = None
    threshold: int | None = None
    level: PublishLevel = "full"
    provisions: Provisions = Provisions()
