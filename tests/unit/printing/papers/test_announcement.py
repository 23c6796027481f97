from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from printing.errors import PaperRefused
from printing.papers import announcement, render
from printing.papers.content import Closing, Paper, Paragraph, Table
from printing.papers.values import (
    Announcement,
    ChannelCount,
    Count,
    ItemCount,
    RoundKind,
    Session,
    Threshold,
)

CONGRESS = "青禾县第十八届人民代表大会第四次会议"


def announced(*rounds: Count, **settings: Any) -> Paper:
    facts = {"issuer": f"{CONGRESS}主席团", "date": "2026年1月22日"} | settings
    return announcement(Announcement(rounds=rounds, **facts))


def lines(paper: Paper) -> list[str]:
    return [block.text for block in paper.blocks if isinstance(block, Paragraph)]


def items(valid: int, **approvals: int) -> tuple[ItemCount, ...]:
    return tuple(
        ItemCount(number=int(name[1:]), approve=votes, oppose=0, abstain=valid - votes)
        for name, votes in approvals.items()
    )


@pytest.fixture
def tie(count: Count) -> Count:
    """Nine are in; 10 and 11 have 78 each for the tenth seat."""
    approvals = (110, 108, 104, 101, 99, 97, 95, 92, 90, 78, 78, 60)
    votes = {f"n{number}": votes for number, votes in enumerate(approvals, start=1)}
    channel = ChannelCount(
        channel="paper", issued=115, returned=115, valid=115, items=items(115, **votes)
    )
    return replace(
        count,
        threshold=Threshold(total=120),
        channels=(channel,),
        invalid_reasons=(),
        status="tie_at_cutoff",
        elected=tuple(range(1, 10)),
        tied=(10, 11),
        seats_left=1,
    )


@pytest.fixture
def runoff(tie: Count, session: Session) -> Count:
    channel = ChannelCount(
        channel="paper", issued=115, returned=114, valid=114, items=items(114, n10=54, n11=60)
    )
    return replace(
        tie,
        session=replace(session, round="runoff"),
        seats=1,
        threshold=Threshold(total=120, fraction=None),
        projects=tie.projects[9:11],
        channels=(channel,),
        status="final",
        elected=(11,),
        tied=(),
        seats_left=0,
    )


@pytest.fixture
def void(count: Count) -> Count:
    return replace(
        count,
        channels=(ChannelCount(channel="paper", issued=228, returned=229),),
        invalid_reasons=(),
        status="void_returned_gt_issued",
        elected=(),
    )


def test_the_worked_example_opens_as_an_announcement_does(count: Count) -> None:
    assert lines(announced(count))[0] == (
        "2026年1月22日，青禾县第十八届人民代表大会第四次会议以无记名投票方式，"
        "票决产生青禾县2026年民生实事项目10项。现予公告。"
    )


def test_names_only_tells_no_votes_and_not_even_their_order(count: Count) -> None:
    paper = announced(count, level="names")

    assert lines(paper)[1] == "1. 老旧小区供水管网改造（责任单位：县住建局；投资：2,860万元）"
    assert not any("票）" in line for line in lines(paper))
    assert not any(isinstance(block, Table) for block in paper.blocks)


def test_names_and_approvals_tells_the_approvals_of_the_elected(count: Count) -> None:
    paper = announced(count, level="names_approve", order="votes")

    assert lines(paper)[1] == (
        "1. 村级养老服务站建设（责任单位：县民政局；投资：1,240万元；赞成218票）"
    )
    assert not any("口袋公园" in line for line in lines(paper))


def test_full_appends_the_whole_table_after_the_signature(count: Count) -> None:
    blocks = announced(count, level="full").blocks
    [table] = [block for block in blocks if isinstance(block, Table)]
    [closing] = [block for block in blocks if isinstance(block, Closing)]

    assert blocks.index(closing) < blocks.index(table)
    assert len(table.body) == 12
    assert table.body[10][-1].text == "过半数，未入选"


def test_a_pending_runoff_is_announced_as_pending(tie: Count) -> None:
    text = lines(announced(tie))

    assert "民生实事项目9项。" in text[0]
    assert text[-1] == (
        "10号“充电设施进小区”、11号“残疾人家庭无障碍改造”赞成票数相等，均为78票，"
        "剩余名额1个。根据票决办法第七条，就这2个项目再次票决，产生1项，结果另行公告。"
    )


def test_names_only_tells_no_votes_of_the_tied_either(tie: Count) -> None:
    text = lines(announced(tie, level="names"))

    assert "赞成票数相等，剩余名额1个。根据票决办法第七条，" in text[-1]
    assert "78" not in "".join(text).replace("780", "")


def test_a_project_of_the_runoff_is_announced_with_the_votes_of_the_runoff(
    tie: Count, runoff: Count
) -> None:
    text = lines(announced(tie, runoff))

    assert "民生实事项目10项。" in text[0]
    assert text[10].startswith("10. 残疾人家庭无障碍改造")
    assert "赞成60票" in text[10]
    assert text[-1] == "其中第10项经再次票决产生。"


def test_a_shortfall_is_announced_with_what_is_missing(count: Count) -> None:
    short = replace(count, seats=12, elected=(*count.elected, 8), status="shortfall", vacant=1)

    assert lines(announced(short))[-1] == (
        "获得全体代表过半数赞成的项目不足应选数，缺额1项。根据票决办法第七条，"
        "不足部分是否另行票决，由主席团决定。"
    )


def test_nothing_elected_is_announced_without_a_list(count: Count) -> None:
    channel = ChannelCount(
        channel="paper", issued=228, returned=228, valid=228, items=items(228, n1=118, n2=100)
    )
    none = replace(
        count,
        seats=1,
        projects=count.projects[:2],
        channels=(channel,),
        invalid_reasons=(),
        status="shortfall",
        elected=(),
        vacant=1,
    )

    text = lines(announced(none))

    assert "没有候选项目入选。现予公告。" in text[0]
    assert len(text) == 2


def test_a_void_vote_has_no_announcement(void: Count) -> None:
    with pytest.raises(PaperRefused, match="本次票决无效，没有结果可以公告"):
        announced(void)


def test_a_revote_is_announced_and_the_void_round_is_not(
    void: Count, count: Count, session: Session
) -> None:
    revote = replace(count, session=replace(session, round="revote"))
    paper = announced(void, revote, level="full")

    assert lines(paper)[0].endswith("民生实事项目10项。现予公告。")
    assert sum(isinstance(block, Table) for block in paper.blocks) == 1


def test_figures_that_disagree_have_no_announcement(count: Count) -> None:
    with pytest.raises(PaperRefused, match="缺额0项之和不等于应选9项"):
        announced(replace(count, seats=9, mode="per_item"))


@pytest.mark.parametrize("kind", ["first", "fill", "revote"])
def test_a_round_that_the_one_before_did_not_call_for_is_refused(
    tie: Count, runoff: Count, kind: RoundKind
) -> None:
    after = replace(runoff, session=replace(runoff.session, round=kind))

    with pytest.raises(PaperRefused, match="接不上"):
        announced(tie, after)


def test_a_runoff_of_others_than_the_tied_is_refused(count: Count, runoff: Count) -> None:
    with pytest.raises(PaperRefused, match="再次票决的候选项目或应选数与上一轮的结果接不上"):
        announced(count, runoff)


def test_no_round_has_no_announcement() -> None:
    with pytest.raises(PaperRefused, match="没有计票结果"):
        announced()


def test_a_street_issues_a_notice_in_its_own_words(count: Count) -> None:
    street = Session(
        congress="青禾街道居民议事会第三次会议",
        subject="青禾街道2026年民生实事项目",
        body="street_assembly",
    )
    paper = announced(replace(count, session=street), issuer="人大青禾街道工作委员会")

    assert paper.titles == ("关于青禾街道2026年民生实事项目票选结果的通报",)
    assert "票选产生" in lines(paper)[0]
    assert lines(paper)[0].endswith("现予通报。")


def test_the_pages_carry_number_issuer_and_fingerprints(
    count: Count, pages: Callable[[bytes], list[str]]
) -> None:
    first, second = pages(render(announced(count, number="第3号")).pdf)

    assert first.startswith(f"{CONGRESS}主席团公告（第3号）") or "（第3号）" in first
    assert second.count(f"{CONGRESS}主席团") == 1
    assert second.count("检查点51e90ac3d46f2278") == 1
    for figure in ("214", "205", "218", "190", "201", "171", "209", "196", "183", "158"):
        assert (first + second).count(f"赞成{figure}票") == 1
