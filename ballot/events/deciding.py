"""What people decide where figures alone do not: a void round, a fallback, 主席团, the lot."""

from typing import Literal

from ballot.events.base import (
    Approvals,
    Channel,
    Count,
    Fact,
    Minute,
    Number,
    RoundNumber,
    Sentence,
)

VoidGround = Literal[
    "returned_gt_issued", "urn_lost", "keys_lost", "below_min_channel", "devices_failed"
]
Matter = Literal["tie", "second_tie", "shortfall", "revote"]
Device = Literal["scanner", "tablets", "network"]


class RoundVoided(Fact, frozen=True, kw_only=True):
    """The round does not count; a sealed sum of it is never opened."""

    round: RoundNumber
    ground: VoidGround
    clause: Sentence
    at: Minute
    approvals: Approvals


class FallbackDeclared(Fact, frozen=True, kw_only=True):
    """总监票人 declares that a device failed and that the round goes on by the rules' other way.

    The scanner: all paper is counted by hand; ``readings`` sheets that it had read are kept as
    reference and mixed into nothing. Tablets or their network: voting goes on, unspent cards are
    exchanged for paper. Where the rules say 举手, the round is void and voted again by hands.
    """

    round: RoundNumber
    channel: Channel
    device: Device
    readings: Count
    clause: Sentence
    at: Minute
    approvals: Approvals


class PresidiumDecided(Fact, frozen=True, kw_only=True):
    """A decision of 主席团 on what the rules leave to it, in its own words.

    ``projects``: after a tie those that take the open seats; after a shortfall those that stand
    in the fill, none if the seats stay vacant; none for a revote. The presider signs for it.
    """

    round: RoundNumber
    matter: Matter
    projects: tuple[Number, ...]
    text: Sentence
    at: Minute
    approvals: Approvals


class LotDrawn(Fact, frozen=True, kw_only=True):
    """抽签 among the tied: ``seed`` was drawn before everybody and read aloud, the rest follows.

    ``chosen`` are the tied that take the open seats, as `ballot.lot` computes them.
    """

    round: RoundNumber
    seed: Sentence
    chosen: tuple[Number, ...]
    at: Minute
    approvals: Approvals
