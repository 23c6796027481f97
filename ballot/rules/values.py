"""The words and small values that a parameter of the 票决办法 may take.

Words are those of the rules file; the Chinese names stand in `ballot.rules.terms`.
"""

from typing import Annotated, Literal

import msgspec

Count = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
"""A number of people, sheets or projects."""
Positive = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]

BodyType = Literal["npc_congress", "standing_committee", "street_assembly"]
ResultVerb = Literal["票决产生", "票决确定", "票选产生", "票选推荐", "表决通过"]
RosterBasis = Literal["statutory", "actual"]
QuorumRule = Literal["ge_2_3", "gt_2_3", "gt_1_2", "ge_4_5", "gt_4_5"]
MarginBase = Literal["of_seats", "of_candidates"]
BallotMode = Literal["at_most_k", "exactly_k", "per_item", "whole_list", "graded", "ranked"]
Choice = Literal["approve", "oppose", "abstain", "dont_know"]
SheetStyle = Literal["A", "B", "C", "D"]
Mark = Literal["○", "√", "×", "fill", "blank"]
BlankMeans = Literal["abstain", "approve"]
NoInputMeans = Literal["not_returned", "abstain", "not_counted"]
AllBlank = Literal["valid_abstain", "void"]
Overvote = Literal["ballot_void"]
Undervote = Literal["valid", "void"]
Adjudication = Literal["lenient_intent", "strict"]
ItemIllegible = Literal["item_invalid", "item_abstain", "ballot_void"]
AllIllegible = Literal["ballot_void", "valid"]
IdentifyingMark = Literal["ballot_void", "ignore"]
WriteIn = Literal["no", "ignore", "ballot_void", "allowed"]
LastPress = Literal["last", "first"]
ReturnedGtIssued = Literal["void_revote"]
RevoteBy = Literal["presidium", "automatic"]
ThresholdBase = Literal["all_members", "present", "returned", "valid"]
RankBy = Literal["approve", "approve_minus_oppose", "points"]
TieRule = Literal["re_vote_tied", "presidium", "admit_all", "lot", "lower_cost"]
RunoffThreshold = Literal["plurality", "majority"]
TieAgain = Literal["presidium", "repeat"]
ShortfallAction = Literal["presidium_decides", "vacant", "same_session", "next_session"]
ShortfallPool = Literal["by_order", "new_proposal"]
ShortfallThreshold = Literal["majority_all", "ge_1_3_ballots"]
Rounds = Annotated[int, msgspec.Meta(ge=1, le=8)]
"""A voting card carries credentials for at most 8 rounds."""
BallotOrder = Literal["presidium", "stroke", "category", "department", "random_once", "alphabet"]
ResultOrder = Literal["report_by_votes", "by_votes", "by_ballot", "by_stroke"]
Channel = Literal["paper", "tablet", "phone_qr"]
Identity = Literal["unique", "batch"]
Display = Literal["silent", "staged", "live"]
PublishLevel = Literal["names", "names_approve", "full"]
PublishPaper = Literal["totals", "items", "sheets"]
Fallback = Literal["hand_count", "show_of_hands"]
GradeRule = Literal["tier_majority", "rate", "weighted"]
GradeBase = Literal["all_members", "valid", "returned"]
DontKnow = Literal["excluded", "counted"]
DualChannel = Literal["first_sealed_wins"]
Breakdown = Literal["none", "delegation"]
Points = tuple[Count, ...]
"""Points of the first, second, … rank, or of the first, second, … 等次."""


class Fraction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of the 票决办法: strictly more than n/d of the base, written {"fraction": [n, d]}."""

    fraction: tuple[Positive, Positive]

    def __post_init__(self) -> None:
        """Refuse a line at or above the whole base, which nobody could pass."""
        if self.fraction[0] >= self.fraction[1]:
            raise ValueError("分子须小于分母")


Threshold = Literal["majority", "plurality"] | Fraction


class MarginMin(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """差额比例下限: (N − K) / base is at least ``ratio``; a smaller margin is a warning only."""

    ratio: tuple[Count, Positive] = (1, 5)
    base: MarginBase = "of_seats"

    def __post_init__(self) -> None:
        """Refuse a margin of all candidates or more, which no list can have."""
        if self.base == "of_candidates" and self.ratio[0] >= self.ratio[1]:
            raise ValueError("分子须小于分母")


class Scrutineers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who can open the sealed sum: ``threshold`` of ``keys`` 监票人.

    ``appointed`` is the number of 监票人 besides the 总监票人; None: the rules leave it open.
    """

    keys: Positive = 3
    threshold: Positive = 2
    appointed: Positive | None = None

    def __post_init__(self) -> None:
        """Refuse a threshold that all holders together could not reach."""
        if self.threshold > self.keys:
            raise ValueError("threshold 不得大于 keys")


class AuditSample(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """抽样复核: this share of the paper ballots, all of them up to ``all_up_to`` ballots."""

    ratio: tuple[Count, Positive] = (1, 20)
    all_up_to: Count = 120

    def __post_init__(self) -> None:
        """Refuse a share of more than all sheets."""
        if self.ratio[0] > self.ratio[1]:
            raise ValueError("分子不得大于分母")


class BudgetCap(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """资金上限 in 万元; ``hard`` makes a choice above it impossible, else it is only shown."""

    amount: Positive
    hard: bool
