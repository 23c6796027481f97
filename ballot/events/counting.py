"""From the closed box to the outcome."""

from ballot.events.base import (
    Approval,
    Approvals,
    Count,
    Fact,
    Minute,
    Number,
    RoundNumber,
    Sha256,
)
from ballot.results import ChannelTally, Outcome, Tally


class HandCountEntered(Fact, frozen=True, kw_only=True):
    """What 计票人 number ``teller`` counted, without seeing the other's figures.

    ``entry`` numbers the teller's own entries in this round: 1, 2, 3, without a gap. It is signed,
    so that no earlier entry can be put into the log again after a recount.
    """

    round: RoundNumber
    teller: Number
    entry: Number
    tally: ChannelTally
    approval: Approval


class HandCountAgreed(Fact, frozen=True, kw_only=True):
    """Both entries agree in every cell; this is the paper's count."""

    round: RoundNumber
    tally: ChannelTally


class PaperFrozen(Fact, frozen=True, kw_only=True):
    """The paper's count is final; only now may anybody see totals of items."""

    round: RoundNumber
    at: Minute
    approvals: Approvals


class OpeningAuthorised(Fact, frozen=True, kw_only=True):
    """总监票人 asks the key holders to open the sum of the sealed ballots."""

    round: RoundNumber
    at: Minute
    approvals: Approvals


class EncryptedTally(Fact, frozen=True, kw_only=True):
    """The product of all sealed ballots of the closed log, over ``ballots`` of them."""

    round: RoundNumber
    tally: Sha256
    ballots: Count


class PartialDecryption(Fact, frozen=True, kw_only=True):
    """Key holder ``owner``'s factors with their v1 proofs, and the strong proofs beside them."""

    round: RoundNumber
    owner: Number
    factors: Sha256
    strong: Sha256


class Tallied(Fact, frozen=True, kw_only=True):
    """The totals of every channel, as ``counting`` computed them."""

    round: RoundNumber
    tally: Tally


class OutcomeDecided(Fact, frozen=True, kw_only=True, tag="outcome"):
    """What the rules make of the totals, as ``counting`` computed it."""

    round: RoundNumber
    outcome: Outcome
