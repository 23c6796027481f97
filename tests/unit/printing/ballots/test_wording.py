"""The 说明 in full, for every way of voting: it must say what the rules say."""

from typing import Any

import pytest
from msgspec.structs import replace

from ballot.rules import Rules
from ballot.rules.values import BudgetCap
from printing.ballots.wording import instructions, title_of
from tests.support.printed import STYLES, practice

COMMON = (
    "请用黑色或者蓝色钢笔、签字笔、圆珠笔。",
    "排列顺序不分先后。",
    "四角黑块和二维码供机器定位，请勿涂写、折叠。",
)
UNSIGNED = "请勿署名、编号或者作其他记号，否则该票无效。"
AT_MOST = "应选10项。赞成的项目等于或者少于10项的有效，多于10项的，该票无效。"
BY_BOX = (
    "赞成的，在“赞成”格内画“○”；反对的，在“反对”格内画“×”；"
    "弃权的，在“弃权”格内画“○”，或者各格都不作标记。"
)
TWO = "一项在两格以上作标记的，该项无效。"
NO_OTHER = "不得另提项目。"
UNNAMED = "本表无记名，由代表本人直接投入票箱，承办单位不得代收。"

GOLDEN: dict[str, tuple[Rules, tuple[str, ...]]] = {
    "B": (STYLES["B"], (AT_MOST, BY_BOX, TWO, NO_OTHER, UNSIGNED)),
    "B, any box the same mark": (
        Rules(mark_approve=("√", "fill"), mark_oppose=("√", "fill"), mark_abstain=("√", "fill")),
        (
            AT_MOST,
            "在选定的一格内画“√”或者涂满方格；各格都不作标记的，视为弃权。",
            TWO,
            NO_OTHER,
            UNSIGNED,
        ),
    ),
    "A": (
        STYLES["A"],
        (
            AT_MOST,
            "在“意见”格内作标记：赞成的，画“○”；反对的，画“×”；弃权的，不作任何标记。",
            NO_OTHER,
            UNSIGNED,
        ),
    ),
    "C": (
        STYLES["C"],
        (AT_MOST, "赞成的，在“选”格内画“○”；不作标记的，视为弃权。", NO_OTHER, UNSIGNED),
    ),
    "D": (
        STYLES["D"],
        (
            (
                "按优先次序在“排序”格内写阿拉伯数字，从1写起，最多写到10，每个数字只写一次；"
                "数字重复或者大于10的项目按无法辨认处理；不写数字的不得分。"
            ),
            UNSIGNED,
        ),
    ),
    "graded": (
        STYLES["graded"],
        (
            (
                "同意某一等次的，在对应格内画“√”，每项限选一个等次；不选的，视为弃权；"
                "选两个以上的，该项无效。"
            ),
            "选“不了解”的，不计入任何等次。",
            "请勿署名、编号或者作其他记号，否则该表无效。",
            UNNAMED,
        ),
    ),
    "whole list": (
        STYLES["whole_list"],
        (
            "请对候选项目清单整体表示一次意见，不对单个项目表示意见。",
            BY_BOX,
            "在两格以上作标记的，该票无效。",
            UNSIGNED,
        ),
    ),
    "exactly K": (
        Rules(ballot_mode="exactly_k", undervote="void", choices=("approve", "oppose")),
        (
            "应选10项。须恰好赞成10项，多于或者少于10项的，该票无效。",
            "赞成的，在“赞成”格内画“○”；反对的，在“反对”格内画“×”；各格都不作标记的，视为弃权。",
            TWO,
            NO_OTHER,
            UNSIGNED,
        ),
    ),
    "item by item, blank approves": (
        Rules(ballot_mode="per_item", blank_means="approve", mark_abstain=("fill",)),
        (
            "请逐项表示意见，赞成的项目数不限。",
            (
                "赞成的，在“赞成”格内画“○”；反对的，在“反对”格内画“×”；"
                "弃权的，在“弃权”格内涂满方格；各格都不作标记的，视为赞成。"
            ),
            TWO,
            NO_OTHER,
            UNSIGNED,
        ),
    ),
    "A, blank approves": (
        Rules(
            sheet_style="A", ballot_mode="per_item", blank_means="approve", mark_abstain=("fill",)
        ),
        (
            "请逐项表示意见，赞成的项目数不限。",
            (
                "在“意见”格内作标记：赞成的，画“○”；反对的，画“×”；弃权的，涂满方格；"
                "不作标记的，视为赞成。"
            ),
            NO_OTHER,
            UNSIGNED,
        ),
    ),
    "what else voids a sheet": (
        Rules(
            all_blank="void",
            budget_cap=BudgetCap(amount=5000, hard=True),
            item_illegible="ballot_void",
            write_in="ballot_void",
        ),
        (
            AT_MOST,
            BY_BOX,
            "一项在两格以上作标记的，该票无效。",
            "全部空白的，该票无效。",
            "赞成项目的投资合计超过5000万元的，该票无效。",
            "不得另提项目，另提的，该票无效。",
            UNSIGNED,
        ),
    ),
    "what does not": (
        Rules(item_illegible="item_abstain", write_in="ignore", identifying_mark="ignore"),
        (
            AT_MOST,
            BY_BOX,
            "一项在两格以上作标记的，该项计为弃权。",
            "另提的项目不予计票。",
            "请勿署名、编号或者作其他记号。",
        ),
    ),
    "others may be proposed": (
        Rules(write_in="allowed"),
        (
            AT_MOST,
            BY_BOX,
            TWO,
            "可以另提项目，名称写在清单下方的“另提项目”栏内，计入赞成的项目数。",
            UNSIGNED,
        ),
    ),
}


@pytest.mark.parametrize("mode", GOLDEN)
def test_the_instructions_say_what_the_rules_say(mode: str) -> None:
    rules, sentences = GOLDEN[mode]

    assert instructions(practice(rules), 1) == (*sentences, *COMMON)


def test_a_draft_put_to_the_vote_is_no_list_of_candidates() -> None:
    motion = Rules(ballot_mode="whole_list", result_verb="表决通过", candidates_n=1)
    told = instructions(practice(motion, projects=1), 1)

    assert told[0] == "请对草案整体表示一次意见。"
    assert not [one for one in told if "候选" in one or "清单" in one or "排列" in one]


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (Rules(), "应选1项，请对候选项目表示意见。"),
        (
            Rules(ballot_mode="exactly_k", undervote="void"),
            "应选1项。须赞成1项，不赞成的，该票无效。",
        ),
        (Rules(ballot_mode="per_item"), "请对候选项目表示意见。"),
        (STYLES["whole_list"], "请对候选项目表示一次意见。"),
    ],
)
def test_of_one_project_nothing_is_said_that_takes_several(rules: Rules, said: str) -> None:
    told = instructions(practice(rules, projects=1), 1)

    assert told[0] == said
    assert not [one for one in told if "逐项" in one or "清单" in one or "排列" in one]


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (Rules(), "应选5项，请逐项表示意见。"),
        (
            Rules(ballot_mode="exactly_k", undervote="void"),
            "应选5项。须恰好赞成5项，少于5项的，该票无效。",
        ),
        (
            Rules(write_in="allowed"),
            "应选5项。赞成的项目等于或者少于5项的有效，多于5项的，该票无效。",
        ),
    ],
)
def test_more_than_the_list_holds_can_be_approved_only_where_others_are_proposed(
    rules: Rules, said: str
) -> None:
    assert instructions(practice(rules, projects=5), 1)[0] == said


def test_of_one_box_nothing_is_said_that_takes_two() -> None:
    told = instructions(practice(Rules(choices=("approve",))), 1)

    assert told[1] == "赞成的，在“赞成”格内画“○”；不作标记的，视为弃权。"
    assert not [one for one in told if "两格" in one or "各格" in one]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "不计入任何等次"),
        ({"grade_base": "valid"}, "不计入该项的有效票"),
        ({"grade_base": "valid", "dont_know": "counted"}, "计入该项的有效票，不计入任何等次"),
        ({"grade_rule": "weighted"}, "不计入该项的评分"),
        ({"grade_rule": "weighted", "dont_know": "counted"}, "计0分"),
    ],
)
def test_a_form_says_how_not_knowing_counts(fields: dict[str, Any], said: str) -> None:
    told = instructions(practice(replace(STYLES["graded"], **fields)), 1)

    assert f"选“不了解”的，{said}。" in told


def test_a_form_without_it_does_not_name_it() -> None:
    told = instructions(practice(replace(STYLES["graded"], choices=("approve",))), 1)

    assert not [one for one in told if "不了解" in one]


def test_several_sides_are_told_first() -> None:
    assert instructions(practice(), 2)[0] == "本票共2面，请逐面填写。"
    assert instructions(practice(STYLES["graded"]), 2)[0] == "本表共2面，请逐面填写。"
    assert instructions(practice(STYLES["whole_list"]), 2)[0] == "本票共2面，意见填在最后一面。"


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("first", "青禾县2026年民生实事项目票决票"),
        ("runoff", "青禾县2026年民生实事项目再次票决票"),
        ("fill", "青禾县2026年民生实事项目另行票决票"),
        ("revote", "青禾县2026年民生实事项目重新票决票"),
    ],
)
def test_the_title_tells_the_rounds_apart(kind: str, title: str) -> None:
    assert title_of(practice(kind=kind)) == title


@pytest.mark.parametrize(
    ("rules", "given", "title"),
    [
        (Rules(body_type="street_assembly"), "青禾街道民生实事项目", "青禾街道民生实事项目票选票"),
        (
            Rules(body_type="street_assembly"),
            "青禾街道民生实事项目票决",
            "青禾街道民生实事项目票选票",
        ),
        (STYLES["graded"], "青禾县民生实事项目满意度测评", "青禾县民生实事项目满意度测评表"),
        (STYLES["graded"], "青禾县民生实事项目票决", "青禾县民生实事项目满意度测评表"),
    ],
)
def test_the_title_names_the_sheet_as_the_body_does(rules: Rules, given: str, title: str) -> None:
    assert title_of(practice(rules, title=given)) == title
