"""无效票、疑问票认定记录: what stands in it, and what is never written down."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from printing.errors import PaperRefused
from printing.papers import render
from printing.papers.adjudication import (
    Adjudicated,
    Held,
    RuledItem,
    RuledSheet,
    adjudication_record,
)
from printing.papers.content import Paragraph, Table
from printing.papers.values import Session, Signatory, Signers

OUTSIDE = RuledSheet(
    batch=1,
    place=17,
    reasons=("有项目机器判读不了（第2项）",),
    items=(RuledItem(number=2, machine="疑问", ruled="赞成"),),
    views=(Held(scrutineer=1, said=("赞成",)), Held(scrutineer=2, said=("赞成",))),
    clause="票决办法第五条",
)
OVER = RuledSheet(
    batch=3,
    place=3,
    reasons=("多选",),
    machine="选了11项",
    items=(),
    views=(Held(scrutineer=1, said=(), void="多选"), Held(scrutineer=2, said=(), void="多选")),
    void="多选",
    clause="票决办法第五条",
)
DIVIDED = replace(
    OUTSIDE,
    place=20,
    views=(Held(scrutineer=1, said=("赞成",)), Held(scrutineer=4, said=("弃权",))),
)
UNREAD = RuledSheet(
    batch=3,
    place=0,
    reasons=("防伪码读不出", "缺一面"),
    machine="未能读票",
    items=tuple(
        RuledItem(number=at, machine="", ruled="赞成" if at < 3 else "反对") for at in (1, 2, 3)
    ),
    views=tuple(Held(scrutineer=at, said=("赞成", "赞成", "反对")) for at in (1, 2)),
    clause="票决办法第七条",
)


@pytest.fixture
def adjudicated(session: Session) -> Adjudicated:
    return Adjudicated(
        session=session,
        sheets=(OUTSIDE, DIVIDED, OVER, UNREAD),
        state="signed",
        signers=Signers(
            scrutineers=tuple(Signatory(name=name) for name in ("王岚", "刘志成")),
            chief=(Signatory(name="陆承远"),),
        ),
        date="2026年1月22日",
    )


def rows(facts: Adjudicated) -> list[list[str]]:
    [table] = [one for one in adjudication_record(facts).blocks if isinstance(one, Table)]
    return [[cell.text for cell in row] for row in table.body]


def test_each_sheet_is_told_with_what_everybody_held(adjudicated: Adjudicated) -> None:
    clause = "票决办法第五条"
    divided = "1:1　1号认为第2项赞成；4号认为第2项弃权"
    unread = "第1、2项赞成；第3项反对"
    assert rows(adjudicated) == [
        [
            "第1捆第17页",
            "有项目机器判读不了（第2项）",
            "第2项疑问",
            "2:0　第2项赞成",
            "第2项赞成；整票有效",
            clause,
        ],
        ["第1捆第20页", *rows(adjudicated)[0][1:3], divided, "第2项赞成；整票有效", clause],
        ["第3捆第3页", "多选", "选了11项", "2:0　整票无效（多选）", "整票无效（多选）", clause],
        [
            "第3捆（未读出）",
            "防伪码读不出；缺一面",
            "未能读票",
            f"2:0　{unread}",
            f"{unread}；整票有效",
            "票决办法第七条",
        ],
    ]


def test_the_total_says_what_became_of_the_sheets(adjudicated: Adjudicated) -> None:
    foreign = replace(OVER, place=4, void="不是本次印制的票", foreign=True)
    told = [
        one.text
        for one in adjudication_record(
            replace(adjudicated, sheets=(*adjudicated.sheets, foreign), state="unsigned")
        ).blocks
        if isinstance(one, Paragraph)
    ]

    assert told[0] == (
        "共认定5张：有效票3张，无效票1张（多选1张），不是本次印制的票1张。"
        "没有列出的各项，认定与机器判读一致。"
        "本页所列认定经监票人、总监票人签名后生效。"
    )


def test_sheets_of_the_sample_stand_behind_the_doubtful_ones(adjudicated: Adjudicated) -> None:
    drawn = replace(OUTSIDE, place=2, reasons=("抽样复核",), sampled=True)
    facts = replace(adjudicated, sheets=(drawn, *adjudicated.sheets))
    assert [row[0] for row in rows(facts)] == [
        *(row[0] for row in rows(adjudicated)),
        "第1捆第2页",
    ]
    paragraph = next(one for one in adjudication_record(facts).blocks if isinstance(one, Paragraph))
    assert paragraph.text.startswith("共认定5张（疑问票4张，抽样复核1张）：有效票4张")


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ((), "没有认定过任何一张票"),
        ((OUTSIDE, OUTSIDE), "第1捆第17页列了两次"),
        ((replace(OUTSIDE, views=OUTSIDE.views[:1]),), "没有两名监票人各自的意见"),
        ((replace(OUTSIDE, views=(OUTSIDE.views[0],) * 2),), "没有两名监票人各自的意见"),
        ((replace(OUTSIDE, items=OUTSIDE.items * 2),), "有一项列了两次"),
        ((replace(OUTSIDE, items=()),), "项数与列出的项数不符"),
        ((replace(OUTSIDE, clause=""),), "没有写明情形或者依据"),
    ],
)
def test_what_no_two_people_looked_at_is_not_recorded(
    adjudicated: Adjudicated, sheets: tuple[RuledSheet, ...], said: str
) -> None:
    with pytest.raises(PaperRefused, match=said):
        adjudication_record(replace(adjudicated, sheets=sheets))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("二.tif", "二.tif"),
        ("补扫🗳.tif", "补扫?.tif"),
        ("长" * 60 + ".tif", f"{'长' * 20}…{'长' * 16}.tif"),
    ],
)
def test_the_file_of_a_sheet_is_printed_whatever_it_is_called(
    adjudicated: Adjudicated, name: str, told: str, pages: Callable[[bytes], list[str]]
) -> None:
    facts = replace(adjudicated, sheets=(replace(OUTSIDE, file=name, page=2), OVER))

    assert [row[0] for row in rows(facts)] == [f"第1捆第17页\n（{told}第2页）", "第3捆第3页"]
    assert f"（{told}第2页）" in "".join(pages(render(adjudication_record(facts)).pdf)[0].split())


def test_two_unread_sheets_of_a_bundle_are_two(adjudicated: Adjudicated) -> None:
    assert len(rows(replace(adjudicated, sheets=(UNREAD, UNREAD)))) == 2


def test_the_page_has_a_line_for_everybody_who_signs(
    adjudicated: Adjudicated, pages: Callable[[bytes], list[str]]
) -> None:
    [page] = pages(render(adjudication_record(adjudicated)).pdf)

    for name in ("王岚", "刘志成", "陆承远"):
        assert page.count(name) == 1


@pytest.mark.parametrize("field", ["identity", "digest", "sheet"])
def test_no_identity_of_a_sheet_can_be_put_in(field: str) -> None:
    more: dict[str, Any] = {field: "0" * 32}
    with pytest.raises(TypeError):
        RuledSheet(**{name: getattr(OUTSIDE, name) for name in OUTSIDE.__struct_fields__} | more)
