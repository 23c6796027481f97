"""Rules under which each parameter matters, so that changing it must change the text."""

from typing import Final

from ballot.rules import Rules, Scrutineers
from ballot.rules.values import BudgetCap

FULL: Final = Rules(
    seats=10,
    candidates_n=12,
    roster_total=236,
    channels=("paper", "tablet"),
    scrutineers=Scrutineers(keys=3, threshold=2, appointed=5),
)
EVALUATION: Final = Rules(
    body_type="standing_committee",
    ballot_mode="graded",
    candidates_n=8,
    choices=("approve", "oppose", "abstain", "dont_know"),
    channels=("paper", "tablet"),
    grade_base="valid",
)
SYMBOLS: Final = Rules(seats=10, candidates_n=12, sheet_style="A")
"""One box a project, whose symbol says the opinion. Not of `CONTEXTS`, over which digests of old
wordings are pinned."""

CONTEXTS: Final[dict[str, Rules]] = {
    "default": Rules(),
    "full": FULL,
    "paper": Rules(seats=10, candidates_n=12),
    "fill": Rules(seats=10, candidates_n=12, shortfall_action="same_session"),
    "presidium": Rules(seats=10, candidates_n=12, tie_rule="presidium"),
    "vacant": Rules(seats=10, candidates_n=12, shortfall_action="vacant"),
    "by delegation": Rules(seats=10, candidates_n=12, breakdown="delegation", smallest_group=10),
    "hard cap": Rules(seats=10, candidates_n=12, budget_cap=BudgetCap(amount=9000, hard=True)),
    "quota": Rules(seats=10, candidates_n=12, category_quota={"交通": 2}),
    "exactly": Rules(seats=10, candidates_n=12, ballot_mode="exactly_k", undervote="void"),
    "per item": Rules(seats=10, candidates_n=12, ballot_mode="per_item", blank_means="approve"),
    "whole list": Rules(seats=12, candidates_n=12, ballot_mode="whole_list"),
    "ranked": Rules(seats=3, candidates_n=12, ballot_mode="ranked", rank_by="points"),
    "plurality": Rules(seats=10, candidates_n=12, threshold="plurality"),
    "street": Rules(seats=3, candidates_n=5, body_type="street_assembly"),
    "evaluation": EVALUATION,
    "evaluation weighted": Rules(
        ballot_mode="graded",
        candidates_n=8,
        grade_rule="weighted",
        choices=("approve", "oppose", "abstain", "dont_know"),
    ),
    "evaluation rate": Rules(ballot_mode="graded", candidates_n=8, grade_rule="rate"),
}
