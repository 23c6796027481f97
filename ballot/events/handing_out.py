"""Printing, attendance and handing out: every token is booked before it is used."""

from ballot.events.base import Channel, Count, Fact, Minute, Number, PublicKey, RoundNumber, Sha256


class SheetsPrinted(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """``count`` paper ballots of the round; ``commitment`` binds the set of their identities.

    ``key`` signs the codes of the sheets and is this round's alone; ``layout`` names the public
    geometry that printing and reading share. All three are None for sheets without codes, which
    are counted by hand; ``commitment`` also where all sheets bear one code (``identity: batch``).
    """

    round: RoundNumber
    count: Number
    commitment: Sha256 | None
    key: PublicKey | None
    at: Minute
    layout: Sha256 | None = None


class PrintsDestroyed(Fact, frozen=True, kw_only=True):
    """The file that ``count`` sheets with codes were printed from was deleted after printing."""

    round: RoundNumber
    count: Number
    at: Minute


class CardsPrinted(Fact, frozen=True, kw_only=True):
    """``count`` voting cards; ``credentials`` names one sorted public list for each of 8 rounds."""

    count: Number
    credentials: tuple[Sha256, ...]
    at: Minute


class AttendanceDeclared(Fact, frozen=True, kw_only=True):
    """应到 and 实到 as reported to the presider; repeatable until 开始投票, the last counts."""

    round: RoundNumber
    roster_total: Number
    present: Count
    at: Minute


class Issued(Fact, frozen=True, kw_only=True):
    """``count`` persons hold a token of ``channel``; repeatable until 开始投票, the last counts."""

    round: RoundNumber
    channel: Channel
    count: Count
    at: Minute


class LeftoverDestroyed(Fact, frozen=True, kw_only=True):
    """Further ``left_over`` sheets cut up before everybody, ``archived`` kept as samples."""

    round: RoundNumber
    left_over: Count
    archived: Count
    at: Minute


class CardsCancelled(Fact, frozen=True, kw_only=True):
    """Leftover cards, scanned and destroyed in public.

    ``credentials`` holds, for each round from ``round`` to 8, the sorted credentials that die.
    """

    round: RoundNumber
    credentials: tuple[tuple[str, ...], ...]
    at: Minute
