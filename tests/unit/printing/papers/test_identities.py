"""勾稽核对表: every identity of the count, in words, with both sides and the difference."""

import io
import re

import pytest
from msgspec.structs import replace
from python_calamine import CalamineWorkbook

from counting import identities as kinds
from printing.errors import PaperRefused
from printing.papers import reconciliation_sheet, render, result_report
from printing.papers.content import Appendix, Paper, Paragraph, Table
from printing.papers.identities import WORDS, in_words
from printing.papers.values import Count, Identity, Reconciled, Session
from printing.tables import reconciliation_book, result_sheet


def identity(name: str, left: int, right: int, **more: object) -> Identity:
    facts = {"difference": left - right, "holds": True} | more
    return Identity(name=name, left=left, right=right, **facts)  # type: ignore[arg-type]  # as the tests give them


GOOD = (
    identity("issued<=present", 228, 228),
    identity("returned=valid+invalid", 227, 227, channel="paper"),
    *(
        identity("approve+oppose+abstain+illegible=valid", 224, 224, channel="paper", number=n)
        for n in (1, 2, 3, 5)
    ),
)
BAD = identity("returned=valid+invalid", 78, 77, channel="tablet", holds=False)


def rows(paper: Paper) -> list[list[str]]:
    table = [block for block in paper.blocks if isinstance(block, Table)][-1]
    return [[cell.text for cell in row] for row in table.body]


def test_names_are_said_in_words() -> None:
    assert in_words("returned=valid+invalid") == "收回＝有效＋无效"
    assert in_words("printed=issued+replaced+archived+left_over") == "印制＝发出＋换发＋存档＋剩余"
    assert in_words("sum_approve<=valid*seats") == "赞成合计≤有效×应选数"


def test_every_word_of_the_list_of_identities_has_a_chinese_one() -> None:
    listed = (kinds.__doc__ or "").partition("Identities (")[2]
    names = re.findall(r"[a-z_]+(?:[<>]?=|\+|\*)[a-z_0-9+*]+", listed)

    assert len(names) > 12
    for name in names:
        assert set(re.findall(r"[a-z_]+", name)) <= set(WORDS), name


def test_the_report_ends_with_the_table_and_equal_projects_share_a_row(count: Count) -> None:
    paper = result_report(replace(count, identities=GOOD))
    [appendix] = [block for block in paper.blocks if isinstance(block, Appendix)]

    assert appendix.heading == "附：勾稽核对表"
    assert rows(paper) == [
        ["发出≤实到", "合计", "", "228", "228", "0", "相符"],
        ["收回＝有效＋无效", "纸质票", "", "227", "227", "0", "相符"],
        ["赞成＋反对＋弃权＋辨认不清＝有效", "纸质票", "1—3、5号", "224", "224", "0", "相符"],
    ]


def test_one_that_fails_stops_every_paper_but_the_sheet_that_shows_it(
    count: Count, session: Session
) -> None:
    with pytest.raises(PaperRefused, match="有 1 项勾稽不符"):
        result_report(replace(count, identities=(*GOOD, BAD)))

    sheet = reconciliation_sheet(
        Reconciled(session=session, identities=(*GOOD, BAD), date="2026年1月22日")
    )
    assert rows(sheet)[0] == ["收回＝有效＋无效", "平板票", "", "78", "77", "＋1", "不符"]
    said = "".join(block.text for block in sheet.blocks if isinstance(block, Paragraph))
    assert "共核对7项勾稽关系，其中1项不符，查清以前不得宣布结果。" in said


def test_nothing_to_compare_is_no_sheet(session: Session) -> None:
    with pytest.raises(PaperRefused, match="还没有可以勾稽的数字"):
        reconciliation_sheet(Reconciled(session=session, identities=(), date="2026年1月22日"))


def test_a_long_table_repeats_its_head_on_every_page(session: Session, pages: object) -> None:
    many = tuple(identity("returned<=issued", n, 500, number=n) for n in range(1, 80))
    facts = Reconciled(session=session, identities=many, date="2026年1月22日")
    printed = pages(render(reconciliation_sheet(facts)).pdf)  # type: ignore[operator]  # the fixture is a function

    assert len(printed) > 2
    assert all("勾稽关系票种项目左数右数差额核对" in page for page in printed[:-1])


def test_the_spreadsheet_has_every_identity_in_a_row_of_its_own(
    count: Count, session: Session
) -> None:
    facts = Reconciled(session=session, identities=(*GOOD, BAD), date="2026年1月22日")
    alone = CalamineWorkbook.from_filelike(io.BytesIO(reconciliation_book(facts)))
    both = CalamineWorkbook.from_filelike(io.BytesIO(result_sheet(replace(count, identities=GOOD))))

    cells = alone.get_sheet_by_name("勾稽核对表").to_python()
    assert len(cells) == 3 + 7
    assert cells[3] == ["收回＝有效＋无效", "平板票", "", 78, 77, 1, "不符"]
    assert both.sheet_names == ["计票结果", "各票种", "勾稽核对表"]
