"""From the closed box to the outcome."""

from typing import Literal

from ballot.events.base import (
    Approval,
    Approvals,
    Count,
    Fact,
    Minute,
    Number,
    RoundNumber,
    Sentence,
    Sha256,
)
from ballot.results import ChannelTally, Outcome, Tally

VoidGround = Literal["returned_gt_issued", "urn_lost", "keys_lost", "below_min_channel"]


class HandCountEntered(Fact, frozen=True, kw_only=True):
    """What 计票人 number ``teller`` counted, without seeing the other's figures."""

    round: RoundNumber
    teller: Number
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


class RoundVoided(Fact, frozen=True, kw_only=True):
    """The round does not count; a sealed sum of it is never opened."""

    round: RoundNumber
    ground: VoidGround
    clause: Sentence
    at: Minute
    approvals: Approvals


class PresidiumDecided(Fact, frozen=True, kw_only=True):
    """A decision of 主席团 on what the rules leave to it, in its own words."""

    round: RoundNumber
    matter: Literal["second_tie", "shortfall", "revote"]
    projects: tuple[Number, ...]
    text: Sentence
    at: Minute
