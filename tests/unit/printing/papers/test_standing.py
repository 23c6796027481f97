"""Every figure of a count contradicted in turn: no paper may come of it."""

from typing import Any

import pytest
from msgspec.structs import replace

from printing.errors import PaperRefused
from printing.papers import result_report
from printing.papers.agreement import reconcile
from printing.papers.standing import line, standings
from printing.papers.values import (
    ChannelCount,
    Count,
    InvalidReason,
    ItemCount,
    Status,
    Threshold,
)


def with_channel(count: Count, **figures: Any) -> Count:
    return replace(count, channels=(replace(count.channels[0], **figures), *count.channels[1:]))


def with_item(count: Count, number: int, **votes: int) -> Count:
    items = tuple(
        replace(item, **votes) if item.number == number else item
        for item in count.channels[0].items
    )
    return with_channel(count, items=items)


def refusal(count: Count) -> str:
    with pytest.raises(PaperRefused) as refused:
        result_report(count)
    return refused.value.sentence


def test_the_worked_example_agrees_with_itself(count: Count, mixed_count: Count) -> None:
    reconcile(count)
    reconcile(mixed_count)


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({"valid": 223}, "有效223张与无效3张之和不等于收回227张"),
        ({"invalid": 4}, "有效224张与无效4张之和不等于收回227张"),
        ({"issued": 226}, "收回227张多于发出226张"),
        ({"valid": -1, "invalid": 228}, "“有效”是 -1"),
        ({"items": ()}, "计票的项目与候选项目不一致"),
    ],
)
def test_ballots_that_do_not_add_up_are_refused(
    count: Count, figures: dict[str, Any], said: str
) -> None:
    assert said in refusal(with_channel(count, **figures))


def test_votes_that_do_not_add_up_are_refused(count: Count) -> None:
    assert "项目8的赞成、反对、弃权、辨认不清之和是225" in refusal(with_item(count, 8, oppose=53))


def test_a_negative_number_of_votes_is_refused(count: Count) -> None:
    assert "“辨认不清”是 -1" in refusal(with_item(count, 8, illegible=-1, oppose=53))


def test_more_approvals_than_ballots_times_seats_are_refused(count: Count) -> None:
    """C18: 183 approvals on 33 ballots for 5 seats."""
    items = tuple(ItemCount(number=n, approve=34 - n, oppose=0, abstain=n - 1) for n in range(1, 7))
    channel = ChannelCount(channel="paper", issued=33, returned=33, valid=33, items=items)
    facts = replace(
        count,
        seats=5,
        projects=count.projects[:6],
        channels=(channel,),
        threshold=Threshold(total=33),
        invalid_reasons=(),
        elected=(1, 2, 3, 4, 5),
    )

    assert "赞成合计183多于有效票33张与应选5项之积" in refusal(facts)
    reconcile(replace(facts, mode="per_item"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"invalid_reasons": (InvalidReason(reason="多选", sheets=2),)},
            "合计2张，不等于无效票3张",
        ),
        ({"threshold": Threshold(total=227)}, "通过线的基数是227"),
        ({"threshold": Threshold(base="valid", total=227)}, "通过线的基数是227"),
        ({"threshold": Threshold(base="returned", total=224)}, "通过线的基数是224"),
        ({"threshold": Threshold(total=236, fraction=(1, 0))}, "“236的0分之1”不成立"),
        ({"threshold": Threshold(total=236, fraction=(2, 2))}, "“236的2分之2”不成立"),
        ({"threshold": Threshold(total=0)}, "“0的2分之1”不成立"),
        ({"seats": 0}, "应选项目数是 0"),
        ({"channels": ()}, "没有任何票种"),
        ({"elected": (3, 1, 7, 2, 5, 9, 4, 10, 6)}, "入选9项、待定0项、缺额0项之和不等于应选10项"),
        ({"elected": (3, 1, 7, 2, 5, 9, 4, 10, 6, 6)}, "重复"),
        ({"elected": (3, 1, 7, 2, 5, 9, 4, 10, 6, 13)}, "不在候选项目中"),
        ({"elected": (3, 1, 7, 2, 5, 9, 4, 10, 6, 12)}, "未达到通过线"),
        ({"elected": (3, 1, 7, 2, 5, 9, 4, 10, 6, 8)}, "入选项目的票数不多于未入选的项目"),
        ({"tied": (8,)}, "并列的项目与待定名额不相符"),
        ({"seats": 11, "vacant": 1}, "却有过线的项目未入选"),
        ({"seats": 11, "vacant": 1, "status": "shortfall"}, "却有过线的项目未入选"),
        ({"status": "shortfall"}, "结果状态与缺额0项不相符"),
        ({"status": "tie_at_cutoff"}, "并列的项目与待定名额不相符"),
        ({"status": "void_returned_gt_issued"}, "不得开计，却有项目得票数字"),
    ],
)
def test_an_outcome_that_does_not_follow_is_refused(
    count: Count, change: dict[str, Any], said: str
) -> None:
    assert said in refusal(replace(count, **change))


def test_a_project_listed_twice_is_refused(count: Count) -> None:
    projects = (*count.projects[:11], count.projects[0])

    assert "同一项目序号出现了两次" in refusal(replace(count, projects=projects))


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("no_quorum", "到会人数不足法定人数"),
        ("issue_exceeds_present", "发出的票多于实到人数"),
        ("integrity_error", "计票数字不能勾稽"),
        ("integrity_error_sum_gt_valid_x_k", "赞成票合计多于有效票与应选数之积"),
    ],
)
def test_a_blocked_count_has_no_report(count: Count, status: Status, said: str) -> None:
    assert said in refusal(replace(count, status=status))


def test_tied_projects_must_have_equal_votes(count: Count) -> None:
    facts = replace(
        count,
        status="tie_at_cutoff",
        elected=(3, 1, 7, 2, 5, 9, 4, 10, 6),
        tied=(11, 8),
        seats_left=1,
    )

    assert "并列项目的票数不相等" in refusal(facts)


def test_a_void_needs_an_excess_or_a_reason(count: Count) -> None:
    channel = ChannelCount(channel="paper", issued=73, returned=73)
    void = replace(count, channels=(channel,), elected=(), invalid_reasons=())

    assert "收回都不多于发出" in refusal(replace(void, status="void_returned_gt_issued"))
    assert "没有写明原因" in refusal(replace(void, status="void"))


def test_equal_votes_on_both_sides_of_the_last_seat_are_refused(count: Count) -> None:
    equal = with_item(count, 8, approve=158, oppose=36)

    assert "票数不多于未入选" in refusal(equal)
    assert "票数不多于未入选" in refusal(replace(equal, decision="主席团决定第11号项目入选。"))


def test_rank_by_difference_orders_by_approvals_less_oppositions(count: Count) -> None:
    ranked = standings(
        replace(with_item(count, 3, oppose=6, abstain=0), rank_by="approve_minus_oppose")
    )

    assert [standing.item.number for standing in ranked][:2] == [3, 1]
    assert ranked[0].item.approve - ranked[0].item.oppose == 212


@pytest.mark.parametrize(
    ("total", "fraction", "least"),
    [
        (236, (1, 2), 119),
        (327, (1, 2), 164),
        (54, (1, 2), 28),
        (33, (1, 2), 17),
        (60, (2, 3), 41),
        (61, (2, 3), 41),
        (236, None, 1),
    ],
)
def test_the_line_is_the_least_number_beyond_the_share(
    count: Count, total: int, fraction: tuple[int, int] | None, least: int
) -> None:
    assert line(replace(count, threshold=Threshold(total=total, fraction=fraction))) == least
