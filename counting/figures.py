"""Everything that is counted in one round, before any judgement on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ballot.results import BallotFigures, ChannelTally
from ballot.rules import Rules

CHANNEL_NAMES = {"paper": "纸质票", "tablet": "平板票", "phone_qr": "手机票", "hands": "举手"}


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
    ``unused``: cards (or keypads) handed out with which nobody voted. Each is None where the
    channel has no such count.
    """

    handed: HandedOut
    tally: ChannelTally
    box_counted: int | None = None
    cast: int | None = None
    unused: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What a tie, a quota or a budget asks of a project: its 投资 in 分 and its 类别."""

    cost_fen: int | None = None
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A round's figures: people (``roster``, ``present``), ``seats`` of the round, the channels.

    ``projects`` by number; one that is missing has neither cost nor category. ``quota``: the seats
    of this round per category under 分类名额, "" for the projects of all other categories; None
    where the rules set no quota. ``spent_fen``: what the projects chosen in earlier rounds cost.
    """

    roster: int
    present: int
    seats: int
    channels: tuple[ChannelFigures, ...]
    projects: Mapping[int, Project] = field(default_factory=dict)
    quota: Mapping[str, int] | None = None
    spent_fen: int = 0

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


def ballots_of(part: ChannelFigures) -> BallotFigures:
    """Return the ballot figures of one channel as the outcome shows them."""
    handed, tally = part.handed, part.tally
    return BallotFigures(
        printed=handed.printed,
        issued=handed.issued,
        replaced=handed.replaced,
        archived=handed.archived,
        left_over=handed.left_over,
        returned=tally.returned,
        valid=tally.valid,
        invalid=tally.invalid,
        foreign=tally.foreign,
        unused=part.unused or 0,
    )


def added(parts: Sequence[BallotFigures]) -> BallotFigures:
    """Return the ballot figures of several channels as one; zeros for none."""
    if len(parts) == 1:
        return parts[0]
    columns = BallotFigures.__struct_fields__
    return BallotFigures(**{name: sum(getattr(one, name) for one in parts) for name in columns})


def not_returned(ballots: BallotFigures, rules: Rules) -> int:
    """Return 未收回: tokens handed out that neither came back nor count as something else."""
    apart = ballots.unused if rules.no_input_means == "not_counted" else 0
    return ballots.issued - ballots.returned - apart
