"""Everything that is counted in one round, before any judgement on it."""

from collections.abc import Iterable
from dataclasses import dataclass

from ballot.results import BallotFigures, ChannelTally

CHANNEL_NAMES = {"paper": "纸质票", "tablet": "平板票", "phone_qr": "手机票"}


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOut:
    """Tokens (sheets or cards) of one channel, in pieces; ``issued`` counts persons holding one.

    A spoiled token is exchanged one for one and counts in ``replaced``; moving from one channel to
    another is issued − 1, replaced + 1 there and issued + 1 here.
    """

    printed: int
    issued: int
    replaced: int = 0
    archived: int = 0
    left_over: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFigures:
    """One channel's tokens and what came back.

    ``box_counted``: sheets found in the paper boxes; ``cast``: sealed ballots in the closed log;
    each is None where the channel has no such count.
    """

    handed: HandedOut
    tally: ChannelTally
    box_counted: int | None = None
    cast: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A round's figures: people (``roster``, ``present``), ``seats`` of the round, the channels."""

    roster: int
    present: int
    seats: int
    channels: tuple[ChannelFigures, ...]

    @property
    def issued(self) -> int:
        """Persons holding a token, over all channels."""
        return sum(channel.handed.issued for channel in self.channels)

    @property
    def returned(self) -> int:
        """Ballots that came back, over all channels."""
        return sum(channel.tally.returned for channel in self.channels)

    @property
    def valid(self) -> int:
        """Valid ballots, over all channels."""
        return sum(channel.tally.valid for channel in self.channels)


def ballots_of(channels: Iterable[ChannelFigures]) -> BallotFigures:
    """Return the ballot figures of ``channels`` added up, as the outcome shows them."""
    parts = tuple(channels)
    return BallotFigures(
        printed=sum(part.handed.printed for part in parts),
        issued=sum(part.handed.issued for part in parts),
        replaced=sum(part.handed.replaced for part in parts),
        archived=sum(part.handed.archived for part in parts),
        left_over=sum(part.handed.left_over for part in parts),
        returned=sum(part.tally.returned for part in parts),
        valid=sum(part.tally.valid for part in parts),
        invalid=sum(part.tally.invalid for part in parts),
        foreign=sum(part.tally.foreign for part in parts),
    )
