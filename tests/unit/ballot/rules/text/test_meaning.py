"""The text says what the engine does, also where the usual sentence would be wrong."""

import msgspec
import pytest

from ballot.rules import Fraction, Rules
from ballot.rules.text import TextFacts, draft

FACTS = TextFacts(title="青禾县2026年民生实事项目票决", body="青禾县人民代表大会")
CHOSEN, TIED, VACANT, CASTING, COUNTING, PUBLIC = 6, 7, 8, 10, 11, 13


def text(number: int, **said: object) -> str:
    rules = Rules(seats=10, candidates_n=12, channels=("paper",))
    return draft(msgspec.structs.replace(rules, **said), FACTS)[number].text


def test_a_second_vote_by_majority_has_a_line_of_its_own() -> None:
    """`counting.line` draws it over the base of the rules, whatever the first line was."""
    said = text(TIED, threshold=Fraction(fraction=(2, 3)), runoff_threshold="majority")

    assert "再次投票须获得全体代表过半数赞成，以赞成票多的确定。" in said


def test_no_line_is_a_vote_without_regard_to_the_majority() -> None:
    assert text(CHOSEN, threshold="plurality").startswith(
        "获得赞成票的候选项目，不论是否过半数，按赞成票数由多到少确定"
    )


def test_on_a_ranked_sheet_nobody_approves() -> None:
    ranked = {"ballot_mode": "ranked", "rank_by": "points", "sheet_style": "D"}
    whole = "".join(
        clause.text
        for clause in draft(
            msgspec.convert({"seats": 3, "candidates_n": 8, **ranked}, Rules), FACTS
        )
    )

    assert "赞成" not in whole
    assert "弃权" not in whole
    assert "排入次序的票数超过全体代表半数的候选项目，按积分由高到低确定" in whole
    assert "再次投票以积分高的确定" in whole
    assert "按首次票决积分高低的次序确定" in whole
    assert "公告公布确定的项目名称和积分" in whole


def test_the_difference_of_votes_decides_throughout() -> None:
    said = "".join(text(n, rank_by="approve_minus_oppose") for n in (CHOSEN, TIED, VACANT, PUBLIC))

    assert "因票数之差相等不能确定的，就票数之差相等的项目再次投票" in said
    assert "再次投票以赞成票数减去反对票数的差大的确定" in said
    assert "报告单按赞成票数减去反对票数的差的大小排列" in said


@pytest.mark.parametrize(
    ("said", "rounds"),
    [
        ({}, "票决连同再次、另行票决，最多进行3轮，无效的不计。"),
        ({"tie_rule": "lot"}, "票决连同另行票决，最多进行3轮，无效的不计。"),
        ({"shortfall_action": "vacant"}, "票决连同再次票决，最多进行3轮，无效的不计。"),
        ({"shortfall_action": "vacant", "tie_rule": "lot"}, ""),
        ({"ballot_mode": "whole_list", "seats": 12}, ""),
    ],
)
def test_rounds_are_counted_where_there_may_be_more_than_one(
    said: dict[str, object], rounds: str
) -> None:
    assert ("轮" in text(VACANT, **said)) == bool(rounds)
    assert text(VACANT, **said).endswith(rounds)


def test_the_last_quota_leaves_nothing_to_share() -> None:
    some = text(CHOSEN, category_quota={"交通": 4, "教育": 3})
    every = text(CHOSEN, category_quota={"交通": 6, "教育": 4})

    assert "其余名额由其他类别的项目共用" in some
    assert "其余名额" not in every


def test_without_paper_there_is_nothing_about_sheets() -> None:
    whole = "".join(
        clause.text
        for clause in draft(Rules(seats=10, candidates_n=12, channels=("tablet",)), FACTS)
    )

    assert not any(word in whole for word in ("纸质票", "空白", "署名", "无法辨认", "疑问票"))


def test_each_channel_is_compared_on_its_own() -> None:
    both = draft(Rules(channels=("paper", "tablet")), FACTS)[5].text

    assert "各种投票方式分别比较" in both
    assert "分别比较" not in draft(Rules(), FACTS)[5].text


def test_a_printed_mark_is_no_mark_of_the_voter() -> None:
    assert "不属于本办法所称的特殊记号" in text(CASTING)


def test_a_standing_committee_makes_its_own_announcement() -> None:
    committee = text(PUBLIC, body_type="standing_committee")

    assert "向主任会议报告计票结果" in committee
    assert "由常务委员会公告" in committee


def test_an_evaluation_speaks_of_forms_and_of_the_units_that_carry_out() -> None:
    rules = Rules(ballot_mode="graded", candidates_n=8, grade_rule="rate", grade_base="valid")
    whole = "".join(clause.text for clause in draft(rules, FACTS))

    assert not any(word in whole for word in ("该票", "纸质票", "候选项目", "以电子方式"))
    assert "与测评项目承办单位有利害关系的" in whole
    assert "“不满意”票的比例一并列明" in whole
