"""From 开始投票 to 截止. Ballots carry no time: the urn forgets when they came."""

from ballot.events.base import (
    Approvals,
    Channel,
    Count,
    Fact,
    Minute,
    Number,
    RoundNumber,
    Sha256,
)


class Opened(Fact, frozen=True, kw_only=True):
    """开始投票: the round accepts ballots from now on."""

    round: RoundNumber
    at: Minute
    approvals: Approvals


class Replaced(Fact, frozen=True, kw_only=True):
    """``count`` tokens exchanged one for one; between channels, the person moves with the token."""

    round: RoundNumber
    from_channel: Channel
    to_channel: Channel
    count: Number


class CardVoided(Fact, frozen=True, kw_only=True):
    """An unspent card is dead: its credentials for the rounds from ``round`` to 8."""

    round: RoundNumber
    credentials: tuple[str, ...]


class Closed(Fact, frozen=True, kw_only=True):
    """截止: the urn's ballots follow at once as ``ballot_cast``, in ascending order of hash."""

    round: RoundNumber
    at: Minute
    approvals: Approvals


class BallotCast(Fact, frozen=True, kw_only=True):
    """A sealed ballot of the urn; ``proofs`` names its exclusivity proofs, where there are any."""

    round: RoundNumber
    ballot: Sha256
    proofs: Sha256 | None
    credential: str


class BoxCounted(Fact, frozen=True, kw_only=True):
    """The ballot boxes were emptied: so many sheets lay in them, foreign ones included."""

    round: RoundNumber
    count: Count


class CardsInBox(Fact, frozen=True, kw_only=True):
    """So many spent cards lay in the card box."""

    round: RoundNumber
    count: Count


class ChallengesCounted(Fact, frozen=True, kw_only=True):
    """检验 of the round: ballots opened instead of cast, and how many did not say the truth."""

    round: RoundNumber
    burnt: Count
    failed: Count


class AssistedCounted(Fact, frozen=True, kw_only=True):
    """代写 of the round: so many ballots were filled in by somebody whom the deputy trusted.

    Counted by the people who stood there: no tablet and no sheet says that it was one of them.
    """

    round: RoundNumber
    paper: Count
    tablet: Count
