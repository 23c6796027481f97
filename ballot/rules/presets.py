"""Rules files to begin with, one for each kind of session; every value can be changed.

A preset states what its kind of session decides; what a session fixes for itself (the figures of
`SESSION_FIGURES`, the number of 监票人) it leaves open, and the linter asks for it.
"""

import json
from typing import Any

import msgspec

from ballot.rules.parameters import Rules
from ballot.rules.parsing import rules_from

SESSION_FIGURES = ("roster_total", "present", "seats", "candidates_n")
"""What no preset can know."""


class Preset(msgspec.Struct, frozen=True, kw_only=True):
    """A preset: ``about`` says in Chinese for which session, ``given`` are its clauses."""

    name: str
    chinese: str
    about: str
    given: dict[str, Any]

    @property
    def rules(self) -> Rules:
        """The rules with every default."""
        return rules_from(self.given)

    @property
    def file(self) -> str:
        """The rules file, as the linter reads it."""
        return json.dumps(self.given, ensure_ascii=False, indent=2) + "\n"


_SHEET: dict[str, Any] = {
    "mark_approve": ["√"],
    "adjudication": "lenient_intent",
    "item_illegible": "item_invalid",
    "all_illegible": "ballot_void",
    "identifying_mark": "ballot_void",
    "returned_gt_issued": "void_revote",
    "revote_by": "presidium",
    "fallback": "hand_count",
}
_ONE_MARK: dict[str, Any] = {"mark_oppose": ["√"]}
"""Where each opinion has its box, one mark for all boxes is the easiest to say and to read."""
_CHOICE: dict[str, Any] = {
    **_ONE_MARK,
    "ballot_mode": "at_most_k",
    "choices": ["approve", "oppose", "abstain"],
    "blank_means": "abstain",
    "write_in": "no",
    "rank_by": "approve",
    "tie_rule": "re_vote_tied",
    "runoff_threshold": "plurality",
    "tie_again": "presidium",
    "shortfall_action": "presidium_decides",
    "shortfall_pool": "by_order",
    "shortfall_threshold": "majority_all",
    "max_rounds": 3,
}
_OF_ALL: dict[str, Any] = {"threshold": "majority", "threshold_base": "all_members"}
_CONGRESS: dict[str, Any] = {
    "body_type": "npc_congress",
    "roster_basis": "actual",
    "quorum_rule": "ge_2_3",
}
_TIERS: dict[str, Any] = {
    "ballot_mode": "graded",
    "grades": ["满意", "基本满意", "不满意"],
    "grade_rule": "tier_majority",
    "grade_base": "all_members",
    "grade_boundary_inclusive": [True, False],
}
_SEALED: dict[str, Any] = {
    "no_input_means": "not_returned",
    "min_channel": 10,
    "scrutineers": {"keys": 3, "threshold": 2},
}

PRESETS: tuple[Preset, ...] = (
    Preset(
        name="county_congress",
        chinese="县（市、区）人民代表大会",
        about="纸质票和会场平板并用，赞成不超过应选数，全体代表过半数，公布名单和赞成票数。",
        given={
            **_CONGRESS,
            "result_verb": "票决产生",
            **_CHOICE,
            **_OF_ALL,
            **_SHEET,
            "channels": ["paper", "tablet"],
            **_SEALED,
            "publish_level": "names_approve",
        },
    ),
    Preset(
        name="township_congress",
        chinese="乡镇人民代表大会",
        about="只用纸质票，人工计票，监票人三名，公布名单和赞成票数。",
        given={
            **_CONGRESS,
            "result_verb": "票决产生",
            **_CHOICE,
            **_OF_ALL,
            **_SHEET,
            "channels": ["paper"],
            "scrutineers": {"appointed": 3},
            "publish_level": "names_approve",
        },
    ),
    Preset(
        name="committee_evaluation",
        chinese="常委会满意度测评",
        about="三档，逐档累计达到全体组成人员半数；第一档含半数，第二档须超过半数。",
        given={
            "body_type": "standing_committee",
            "roster_basis": "actual",
            "quorum_rule": "gt_1_2",
            **_TIERS,
            **_SHEET,
            "channels": ["paper"],
            "scrutineers": {"appointed": 2},
        },
    ),
    Preset(
        name="congress_evaluation",
        chinese="人民代表大会满意度测评",
        about="三档，另设不了解；以满意率表示，不了解不计入有效票。",
        given={
            **_CONGRESS,
            "ballot_mode": "graded",
            "choices": ["abstain", "dont_know"],
            "grades": ["满意", "基本满意", "不满意"],
            "grade_rule": "rate",
            "grade_base": "valid",
            "dont_know": "excluded",
            **_SHEET,
            "channels": ["paper"],
            "scrutineers": {"appointed": 3},
        },
    ),
    Preset(
        name="street_assembly",
        chinese="街道选民议政会、居民议事会",
        about="票选推荐；到会超过三分之二，以到会人数过半数通过，公布名单。",
        given={
            "body_type": "street_assembly",
            "result_verb": "票选推荐",
            "roster_basis": "actual",
            "quorum_rule": "gt_2_3",
            **_CHOICE,
            "threshold": "majority",
            "threshold_base": "present",
            **_SHEET,
            "channels": ["paper"],
            "scrutineers": {"appointed": 2},
            "publish_level": "names",
        },
    ),
    Preset(
        name="motion",
        chinese="表决通过票决办法、监票人名单等",
        about="对一件草案整体表示赞成、反对、弃权，全体代表过半数通过；草案即候选项目，只列一项。"
        "两件草案由系统写出：票决办法在建立时下载，监票人名单在“人员名单”页下载。",
        given={
            **_CONGRESS,
            "result_verb": "表决通过",
            "seats": 1,
            "candidates_n": 1,
            "ballot_mode": "whole_list",
            "choices": ["approve", "oppose", "abstain"],
            **_ONE_MARK,
            "blank_means": "abstain",
            "write_in": "no",
            **_OF_ALL,
            **_SHEET,
            "channels": ["paper"],
            "scrutineers": {"appointed": 3},
            "publish_level": "full",
        },
    ),
)

NAMED: dict[str, Preset] = {preset.name: preset for preset in PRESETS}
