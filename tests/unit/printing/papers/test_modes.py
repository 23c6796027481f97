"""Papers of every mode, tie rule, quota and budget; each way of losing reads differently."""

from typing import Any

import pytest
from msgspec.structs import replace

from ballot.canonical import digest
from printing.errors import PaperRefused
from printing.papers import announcement, render, result_report
from printing.papers.content import Appendix, Paper, Paragraph, Table
from printing.papers.values import (
    Announcement,
    Cap,
    ChannelCount,
    Count,
    Fallback,
    Group,
    ItemCount,
    Loss,
    Lot,
    Threshold,
)

CATEGORIES = ("教育", "教育", "教育", "交通", "交通", "养老")


def counted(count: Count, approvals: tuple[int, ...], **facts: Any) -> Count:
    """115 ballots of 120 members, per item unless said; who does not approve abstains."""
    points = facts.pop("sums", (0,) * len(approvals))
    items = tuple(
        ItemCount(number=n, approve=votes, oppose=0, abstain=115 - votes, points=sum_)
        for n, (votes, sum_) in enumerate(zip(approvals, points, strict=True), start=1)
    )
    channel = ChannelCount(
        channel=facts.pop("channel", "paper"),
        issued=facts.pop("issued", 115),
        returned=115,
        valid=115,
        unused=facts.pop("unused", 0),
        items=items,
    )
    base: dict[str, Any] = {
        "mode": "per_item",
        "threshold": Threshold(total=120),
        "projects": count.projects[: len(approvals)],
        "channels": (channel,),
        "invalid_reasons": (),
        "elected": (),
        "status": "final",
    }
    return replace(count, **(base | facts))


def lost(**reasons: str) -> tuple[Loss, ...]:
    return tuple(Loss(number=int(name[1:]), reason=why) for name, why in reasons.items())  # type: ignore[arg-type]  # the tests name real reasons


def text(paper: Paper) -> str:
    return "\n".join(one.text for one in paper.blocks if isinstance(one, Paragraph))


def verdicts(paper: Paper) -> dict[str, str]:
    """The last cell of every row of the tables before the appendices, by number."""
    found: dict[str, str] = {}
    for block in paper.blocks:
        if isinstance(block, Appendix):
            break
        if isinstance(block, Table):
            found |= {row[0].text: row[-1].text for row in block.body}
    return found


def heads(paper: Paper) -> list[str]:
    table = next(block for block in paper.blocks if isinstance(block, Table))
    return [cell.text for cell in table.head[0]]


@pytest.fixture
def quota(count: Count) -> Count:
    """教育 2 of 3, 交通 tied for 1, the rest 1 of 1."""
    projects = tuple(
        replace(project, category=category)
        for project, category in zip(count.projects, CATEGORIES, strict=False)
    )
    return counted(
        count,
        (100, 90, 80, 70, 70, 65),
        projects=projects,
        seats=4,
        tie_rule="lot",
        status="tie_at_cutoff",
        action="draw_lot",
        elected=(1, 2, 6),
        tied=(4, 5),
        seats_left=1,
        losses=lost(n3="category_full"),
        groups=(
            Group(category="教育", seats=2, elected=(1, 2)),
            Group(category="交通", seats=1, tied=(4, 5), seats_left=1),
            Group(category="", seats=1, elected=(6,)),
        ),
    )


@pytest.fixture
def drawn(quota: Count) -> Count:
    lot = Lot(seed="骰子 4 2 6", prefix="piaojue-lot|e1|1|骰子 4 2 6|")
    first = min((4, 5), key=lambda number: digest(f"{lot.prefix}{number}".encode()))
    return replace(quota, lot=lot, settled=(first,))


def test_each_category_has_its_own_table_and_sentence(quota: Count) -> None:
    paper = result_report(quota)

    assert "“教育”类（应选2项）" in text(paper)
    assert "“教育”类应选2项，候选3项，入选2项。" in text(paper)
    assert "“交通”类应选1项，候选2项，入选0项，待定1项。" in text(paper)
    assert "其他各类应选1项，候选1项，入选1项。" in text(paper)
    assert verdicts(paper)["3"] == "本类名额已满"
    assert verdicts(paper)["4"] == "并列，待抽签"


def test_a_lot_is_told_so_that_anybody_can_draw_it_again(drawn: Count) -> None:
    paper = result_report(drawn)
    table = [block for block in paper.blocks if isinstance(block, Table)][-1]

    assert "种子为“骰子 4 2 6”" in text(paper)
    assert "piaojue-lot|e1|1|骰子 4 2 6|" in text(paper).splitlines()
    for row in table.body:
        number, ticket = row[1].text, row[3].text
        assert digest(f"piaojue-lot|e1|1|骰子 4 2 6|{number}".encode()).startswith(ticket)
    assert [row[4].text for row in table.body] == ["入选", "未入选"]
    assert [row[3].text for row in table.body] == sorted(row[3].text for row in table.body)


def test_the_announcement_lists_by_category_and_says_what_came_by_lot(drawn: Count) -> None:
    paper = announcement(Announcement(rounds=(drawn,), issuer="主席团", date="2026年1月22日"))

    assert "民生实事项目4项。" in text(paper)
    assert "“教育”类2项" in text(paper)
    assert "其中第3项经当众抽签产生。" in text(paper)
    assert "骰子 4 2 6" in text(paper)


@pytest.mark.parametrize(
    "change",
    [
        {"settled": (3,)},
        {"settled": (4, 5)},
        {"vacant": 1},
        {"groups": ()},
        {"losses": lost(n3="below_line")},
        {"elected": (1, 3, 6)},
    ],
)
def test_categories_that_do_not_agree_with_the_whole_are_refused(
    quota: Count, change: dict[str, Any]
) -> None:
    with pytest.raises(PaperRefused):
        result_report(replace(quota, **change))


def test_a_tie_decided_by_the_presidium_quotes_its_words(count: Count) -> None:
    facts = counted(
        count,
        (100, 80, 80),
        seats=2,
        tie_rule="presidium",
        status="tie_at_cutoff",
        action="presidium",
        elected=(1,),
        tied=(2, 3),
        seats_left=1,
        settled=(3,),
        decision="第3号项目受益面较大，予以入选。",
    )
    report = result_report(facts)
    notice = announcement(Announcement(rounds=(facts,), issuer="主席团", date="2026年1月22日"))

    assert verdicts(report) == {
        "1": "入选",
        "2": "并列，主席团决定未入选",
        "3": "并列，主席团决定入选",
    }
    for paper in (report, notice):
        assert "主席团决定：第3号项目受益面较大，予以入选。" in text(paper)
    assert "其中第2项经主席团决定产生。" in text(notice)


def test_all_of_a_tie_may_be_in_and_are_more_than_the_seats(count: Count) -> None:
    facts = counted(
        count, (100, 80, 80), seats=2, tie_rule="admit_all", elected=(1, 2, 3), losses=()
    )

    assert "票数相等的项目全部入选，入选项目比应选数多1项。" in text(result_report(facts))
    with pytest.raises(PaperRefused, match="不等于应选2项"):
        result_report(replace(facts, tie_rule="re_vote_tied"))


def test_the_cheaper_of_equals_is_in_and_the_dearer_is_told_why(count: Count) -> None:
    facts = counted(
        count,
        (100, 80, 80),
        seats=2,
        tie_rule="lower_cost",
        elected=(1, 2),
        losses=lost(n3="dearer_of_tied"),
    )
    report = result_report(facts)

    assert verdicts(report)["3"] == "票数相等、投资较多"
    assert "投资较多的3号“村级养老服务站建设”未入选。" in text(report)
    dearer = replace(facts, elected=(1, 3), losses=lost(n2="dearer_of_tied"))
    with pytest.raises(PaperRefused, match="票数不多于"):
        result_report(dearer)


@pytest.fixture
def capped(count: Count) -> Count:
    """2,860 + 960 + 1,240 are 5,060 万元; 780 more are above 5,500, 1,650 too."""
    return counted(
        count,
        (100, 90, 80, 70, 65),
        seats=4,
        cap=Cap(amount_wan=5500, hard=True),
        status="shortfall",
        action="leave_vacant",
        elected=(1, 2, 3),
        vacant=1,
        losses=lost(n4="over_budget", n5="over_budget"),
    )


def test_a_hard_cap_tells_the_sum_and_who_was_passed_over(capped: Count) -> None:
    report = result_report(capped)

    assert "入选项目投资合计5,060万元，资金上限5,500万元，没有超过" in text(report)
    assert verdicts(report)["4"] == "超过资金上限"
    assert "投资（万元）" in heads(report)
    assert "资金上限以内可以入选的项目不足应选数，缺额1项。" in text(report)
    assert text(report).splitlines()[-1].endswith("不足部分空缺，不再另行票决。")


def test_who_would_have_fitted_was_not_passed_over(capped: Count) -> None:
    with pytest.raises(PaperRefused, match="第4号项目并未超过资金上限"):
        result_report(replace(capped, cap=Cap(amount_wan=5900, hard=True)))
    with pytest.raises(PaperRefused, match="投资合计超过资金上限"):
        result_report(replace(capped, cap=Cap(amount_wan=5000, hard=True)))
    with pytest.raises(PaperRefused, match="没有设硬性资金上限"):
        result_report(replace(capped, cap=None))


def test_a_soft_cap_is_only_told(count: Count) -> None:
    facts = counted(
        count, (100, 90), seats=1, cap=Cap(amount_wan=2000, hard=False), elected=(1,),
        losses=lost(n2="above_line_out_of_rank"),
    )  # fmt: skip

    assert "超过860万元；根据票决办法，资金上限只作提示，不影响结果。" in text(result_report(facts))


def test_the_whole_list_is_one_question(count: Count) -> None:
    facts = counted(count, (80, 80, 80), mode="whole_list", seats=3, elected=(1, 2, 3))
    paper = result_report(facts)

    assert verdicts(paper) == {"候选项目清单（3项，整体表决）": "通过"}
    assert "对候选项目整体表决，候选项目清单通过，3项候选项目全部入选。" in text(paper)
    assert [one.heading for one in paper.blocks if isinstance(one, Appendix)] == [
        "附：候选项目清单"
    ]
    uneven = counted(count, (80, 80, 79), mode="whole_list", seats=3, elected=(1, 2, 3))
    with pytest.raises(PaperRefused, match="只有一个表决结果"):
        result_report(uneven)


def test_a_list_that_fails_leaves_all_seats_vacant(count: Count) -> None:
    facts = counted(
        count, (60, 60), mode="whole_list", seats=2, vacant=2, status="shortfall",
        action="fill_next_session", losses=lost(n1="below_line", n2="below_line"),
    )  # fmt: skip
    report = text(result_report(facts))

    assert "候选项目清单未获通过，没有项目入选。" in report
    assert "缺额2项。根据票决办法第七条，不足部分留待下次会议另行票决。" in report


def test_ranks_are_told_with_their_points(count: Count) -> None:
    facts = counted(
        count, (80, 75, 70), mode="ranked", choices=("approve",), rank_by="points",
        points=(2, 1), sums=(150, 180, 70), seats=2, elected=(2, 1),
        losses=lost(n3="above_line_out_of_rank"),
    )  # fmt: skip
    paper = result_report(facts)

    assert heads(paper) == [
        "序号",
        "项目",
        "排入",
        "未排入",
        "小计",
        "积分",
        "过半数",
        "名次",
        "结果",
    ]
    assert "第一名2分、第二名1分；按积分由多到少确定名次。" in text(paper)
    assert list(verdicts(paper)) == ["2", "1", "3"]


def test_a_ballot_of_approvals_alone_has_no_column_of_oppositions(count: Count) -> None:
    facts = counted(count, (100, 50), choices=("approve",), seats=1, elected=(1,))

    assert heads(result_report(facts))[2:5] == ["赞成", "未选", "小计"]


def test_a_third_of_the_ballots_is_enough_where_the_line_says_so(count: Count) -> None:
    line = Threshold(base="returned", total=115, fraction=(1, 3), inclusive=True)
    facts = counted(count, (39, 38), seats=1, threshold=line, elected=(1,))
    paper = result_report(facts)

    assert "赞成票须达到其三分之一，即至少39票。" in text(paper)
    assert verdicts(paper) == {"1": "入选", "2": "未过线"}


@pytest.mark.parametrize(
    ("means", "said"),
    [("abstain", "计为弃权，已包含在收回、有效"), ("not_counted", "单列为未投，既不计入收回")],
)
def test_cards_that_nobody_used_are_told_as_the_rules_count_them(
    count: Count, means: str, said: str
) -> None:
    facts = counted(
        count, (100, 50), seats=1, channel="tablet", issued=119, unused=4, no_input=means,
        elected=(1,),
    )  # fmt: skip

    assert f"领取后没有投票的4张，根据票决办法，{said}" in text(result_report(facts))


def test_a_show_of_hands_is_never_told_as_a_secret_ballot(count: Count) -> None:
    facts = counted(count, (100, 50), seats=1, channel="hands", elected=(1,))
    notice = announcement(Announcement(rounds=(facts,), issuer="主席团", date="2026年1月22日"))

    assert "以举手方式进行，实到115名，参加表决115名。" in text(result_report(facts))
    assert "以举手表决方式" in text(notice)
    assert "无记名" not in text(notice)


def test_a_failed_scanner_is_named_with_what_it_had_read(count: Count) -> None:
    facts = replace(count, fallbacks=(Fallback(device="scanner", readings=130),))

    assert "全部纸质票改用人工计票。设备已读的130张只作参考，没有计入。" in text(
        result_report(facts)
    )


def test_the_order_of_the_rules_is_that_of_the_table(count: Count) -> None:
    by_ballot = verdicts(result_report(replace(count, order="ballot")))
    by_stroke = verdicts(result_report(replace(count, order="stroke")))

    assert list(by_ballot) == [str(number) for number in range(1, 13)]
    assert next(iter(by_stroke)) == "8"  # 口 has 3 strokes; 乡 has 3 too, its radical comes later
    assert sorted(by_stroke) == sorted(by_ballot)


def test_an_announcement_of_other_projects_than_the_log_is_refused(count: Count) -> None:
    facts = Announcement(rounds=(count,), issuer="主席团", date="2026年1月22日", chosen=(1, 2))

    with pytest.raises(PaperRefused, match="与各轮结果不相符"):
        announcement(facts)


def test_all_of_it_can_be_printed(drawn: Count, capped: Count) -> None:
    for facts in (drawn, capped):
        rendered = render(result_report(facts))
        assert rendered.pdf.startswith(b"%PDF")
        assert rendered.docx.startswith(b"PK")
