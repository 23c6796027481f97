from collections.abc import Callable

import pytest
from msgspec.structs import replace

from printing.errors import PaperRefused
from printing.papers import render, result_report
from printing.papers.content import Paper, Paragraph, Table
from printing.papers.values import (
    ChannelCount,
    Count,
    Fallback,
    ItemCount,
    Session,
    Threshold,
    WrittenInCount,
)

RESULT = 9


def sentences(paper: Paper) -> str:
    return "\n".join(block.text for block in paper.blocks if isinstance(block, Paragraph))


def rows(paper: Paper, table: int = 0) -> list[list[str]]:
    tables = [block for block in paper.blocks if isinstance(block, Table)]
    return [[cell.text for cell in row] for row in tables[table].body]


def tallied(count: Count, *approvals: int, valid: int = 115) -> Count:
    """The same projects with ``approvals``, everything else abstained."""
    items = tuple(
        ItemCount(number=number, approve=approve, oppose=0, abstain=valid - approve)
        for number, approve in enumerate(approvals, start=1)
    )
    channel = ChannelCount(channel="paper", issued=valid, returned=valid, valid=valid, items=items)
    projects = count.projects[: len(approvals)]
    return replace(count, channels=(channel,), invalid_reasons=(), projects=projects)


@pytest.fixture
def tie(count: Count) -> Count:
    """120 members, 115 ballots, two projects with 78 for the tenth seat."""
    votes = (110, 108, 104, 101, 99, 97, 95, 92, 90, 78, 78, 61)
    return replace(
        tallied(count, *votes),
        threshold=Threshold(total=120),
        status="tie_at_cutoff",
        elected=tuple(range(1, 10)),
        tied=(10, 11),
        seats_left=1,
    )


def test_the_worked_example_says_what_was_handed_out_and_the_line(count: Count) -> None:
    assert (
        "发出228张，收回227张，其中有效票224张，无效票3张（多选2张、全票无法辨认1张）。"
        "全体代表236名，过半数为119票。"
    ) in sentences(result_report(count))


def test_the_worked_example_is_reconciled_in_words(count: Count) -> None:
    assert (
        "勾稽：有效224＋无效3＝收回227；赞成合计2,184，不多于有效票与应选数之积224×10＝2,240；"
        "每个项目赞成、反对、弃权、辨认不清之和均等于有效票224；勾稽相符。"
    ) in sentences(result_report(count))


def test_the_table_of_the_worked_example(count: Count) -> None:
    table = rows(result_report(count))

    assert table[0] == [
        "3", "村级养老服务站建设", "218", "2", "4", "0", "224", "是", "1", "入选",
    ]  # fmt: skip
    assert [row[0] for row in table] == [
        "3", "1", "7", "2", "5", "9", "4", "10", "6", "11", "8", "12",
    ]  # fmt: skip
    assert [row[RESULT] for row in table[:10]] == ["入选"] * 10


def test_what_is_written_in_is_listed_apart_and_counts_against_the_limit(count: Count) -> None:
    (channel,) = count.channels
    written = (WrittenInCount(title="修桥", approve=2), WrittenInCount(title="修路", approve=5))
    listed = replace(channel, written=written)
    clauses = replace(count.clauses, write_in="第四条")
    paper = result_report(replace(count, write_ins=True, clauses=clauses, channels=(listed,)))

    assert rows(paper, 1) == [["修路", "5"], ["修桥", "2"]]
    said = sentences(paper)
    assert "赞成和另提合计2,191，不多于有效票与应选数之积224×10＝2,240" in said
    assert "另提项目2项，根据票决办法第四条，不参加排序，列表附后，报主席团研究。" in said
    none = result_report(replace(count, write_ins=True))
    assert "没有另提项目。" in sentences(none)


@pytest.mark.parametrize(
    ("rule", "approve", "words"),
    [
        ("no", 2, "没有规定可以另提项目"),
        ("allowed", 225, "多于有效票224张"),
        ("allowed", 60, "赞成和另提合计2244多于"),
    ],
)
def test_what_is_written_in_is_reconciled(
    count: Count, rule: str, approve: int, words: str
) -> None:
    (channel,) = count.channels
    listed = replace(channel, written=(WrittenInCount(title="修桥", approve=approve),))
    with pytest.raises(PaperRefused, match=words):
        result_report(replace(count, write_ins=rule == "allowed", channels=(listed,)))


def test_two_reasons_for_losing_read_differently(count: Count) -> None:
    table = rows(result_report(count))

    assert table[10][7:] == ["是", "11", "过半数，未入选"]
    assert table[11][7:] == ["否", "12", "未过半数"]


def test_exactly_half_is_not_a_majority(count: Count) -> None:
    facts = replace(
        tallied(count, 120, 101, 100, 60, valid=190),
        seats=3,
        threshold=Threshold(total=200),
        status="shortfall",
        elected=(1, 2),
        vacant=1,
    )
    paper = result_report(facts)

    assert [row[-1] for row in rows(paper)] == ["入选", "入选", "未过半数", "未过半数"]
    assert (
        "根据票决办法第七条，应选3项，入选2项。\n"
        "获得全体代表过半数赞成的项目不足应选数，缺额1项。"
        "根据票决办法第七条，不足部分是否另行票决，由主席团决定。"
    ) in sentences(paper)


def test_a_tie_is_named_with_its_votes_and_goes_to_a_runoff(tie: Count) -> None:
    paper = result_report(tie)

    assert (
        "10号“充电设施进小区”、11号“残疾人家庭无障碍改造”赞成票数相等，均为78票，剩余名额1个。"
        "根据票决办法第七条，就这2个项目再次票决，产生1项。"
    ) in sentences(paper)
    assert [row[-1] for row in rows(paper)][8:] == [
        "入选", "并列，待再次票决", "并列，待再次票决", "过半数，未入选",
    ]  # fmt: skip
    assert [row[-2] for row in rows(paper)][9:] == ["10", "10", "12"]


def test_a_second_tie_is_left_to_the_presidium(tie: Count, session: Session) -> None:
    again = replace(
        tallied(tie, 55, 55, valid=114),
        session=replace(session, round="runoff"),
        seats=1,
        threshold=Threshold(total=120, fraction=None),
        status="undecided_second_tie",
        elected=(),
        tied=(1, 2),
        seats_left=1,
    )
    paper = result_report(again)

    assert "均为55票，剩余名额1个。根据票决办法第七条，由主席团决定。" in sentences(paper)
    assert paper.blocks[0].text == "（青禾县2026年民生实事项目再次票决）"


def test_a_runoff_by_plurality_needs_no_majority(tie: Count) -> None:
    runoff = replace(
        tallied(tie, 60, 51, valid=114),
        seats=1,
        threshold=Threshold(total=120, fraction=None),
        status="final",
        elected=(1,),
        tied=(),
        seats_left=0,
    )
    paper = result_report(runoff)

    assert "按得票由多到少确定，至少有一票赞成。" in sentences(paper)
    assert [row[-1] for row in rows(paper)] == ["入选", "得票较少"]


def test_a_void_vote_shows_no_project_and_no_vote(
    count: Count, pages: Callable[[bytes], list[str]]
) -> None:
    void = replace(
        count,
        channels=(ChannelCount(channel="paper", issued=73, returned=74),),
        invalid_reasons=(),
        status="void_returned_gt_issued",
        elected=(),
    )
    [page] = pages(render(result_report(void)).pdf)

    assert "发出73张，收回74张。" in page
    assert (
        "收回票数多于发出票数，根据票决办法第六条，本次票决无效，不予计票，由主席团决定重新票决。"
    ) in page
    assert "赞成" not in page
    assert not any(project.name in page for project in count.projects)


def test_a_vote_declared_void_gives_the_reason(count: Count) -> None:
    void = replace(
        count,
        channels=(ChannelCount(channel="tablet", issued=73, returned=70),),
        invalid_reasons=(),
        status="void",
        elected=(),
        decision="票箱数据无法恢复。",
    )

    assert "票箱数据无法恢复，本次票决无效，不予计票" in sentences(result_report(void))


def test_each_failed_device_cites_the_clause_that_says_how_to_go_on(count: Count) -> None:
    failed = (Fallback(device="scanner", readings=9), Fallback(device="tablets"))
    clauses = replace(count.clauses, fallback="第十二条", exchange="第十一条")
    told = sentences(result_report(replace(count, fallbacks=failed, clauses=clauses)))

    assert "扫描计票设备发生故障，根据票决办法第十二条，全部纸质票" in told
    assert "会场平板发生故障，根据票决办法第十一条，尚未投票的改用纸质票投票。" in told


def test_mixed_channels_have_their_own_lines_and_table(mixed_count: Count) -> None:
    paper = result_report(mixed_count)

    assert rows(paper, 0) == [
        ["纸质票", "150", "149", "146", "3"],
        ["平板票", "78", "78", "78", "0"],
        ["合计", "228", "227", "224", "3"],
    ]
    totals = {row[0]: [int(figure) for figure in row[2:6]] for row in rows(paper, 1)}
    for row in rows(paper, 2):
        paper_votes, tablet_votes = [int(v) for v in row[2:6]], [int(v) for v in row[6:10]]
        assert [sum(pair) for pair in zip(paper_votes, tablet_votes, strict=True)] == totals[row[0]]


@pytest.mark.parametrize(
    ("threshold", "said"),
    [
        (Threshold(base="present", total=228), "实到228名，过半数为115票。"),
        (Threshold(base="returned", total=227), "收回票227张，过半数为114票。"),
        (Threshold(base="valid", total=224), "有效票224张，过半数为113票。"),
        (
            Threshold(total=236, fraction=(3, 5)),
            "全体代表236名，赞成票须超过其五分之三，即至少142票。",
        ),
    ],
)
def test_the_line_is_told_with_its_base(count: Count, threshold: Threshold, said: str) -> None:
    assert said in sentences(result_report(replace(count, threshold=threshold)))


def test_every_figure_of_the_worked_example_is_on_the_page_once(
    count: Count, pages: Callable[[bytes], list[str]]
) -> None:
    first, second = pages(render(result_report(count)).pdf)

    for figure in ("218", "214", "209", "205", "201", "196", "190", "183", "171", "158", "142"):
        assert first.count(figure) == 1
    for project in count.projects:
        assert first.count(project.name) == 1
    assert first.count("过半数，未入选") == 1
    assert second.count("2,184") == second.count("2,240") == 1
    assert "—1—" in first
    assert "—2—" in second


def test_the_four_fingerprints_are_at_the_foot_of_every_page(
    count: Count, pages: Callable[[bytes], list[str]]
) -> None:
    for page in pages(render(result_report(count)).pdf):
        assert page.count("定义3f2a91c407deb5a8") == 1
        assert page.count("选举公钥c0de77a15e2b9d34") == 1
        assert page.count("日志公钥8b16e2f04a7c13d9") == 1
        assert page.count("检查点51e90ac3d46f2278") == 1


def test_a_paper_session_says_that_it_has_no_election_key(count: Count) -> None:
    prints = replace(count.fingerprints, election_key=None)

    assert ("选举公钥", "本次未使用平板") in result_report(replace(count, fingerprints=prints)).foot


def test_who_signed_with_a_key_gets_no_line_to_sign_on(count: Count) -> None:
    chief = tuple(replace(person, by_hand=False) for person in count.signers.chief)
    paper = result_report(replace(count, signers=replace(count.signers, chief=chief)))

    assert "总监票人陆承远已用本人密钥签署，签署内容见记录包。" in sentences(paper)
