"""The 票决办法 on paper: what it says, how it is set, and that it can be read back."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from ballot.rules.text import EDITED, TextFacts, draft, split
from printing.errors import PaperRefused
from printing.papers import render
from printing.papers.measure import Measure, measure
from printing.papers.measure_reading import plain_text, text_of
from tests.support.rule_contexts import CONTEXTS, EVALUATION, FULL

GOLDEN = Path(__file__).parent / "golden"
FACTS = TextFacts(
    title="青禾县2026年民生实事项目票决",
    session="青禾县第十八届人民代表大会第四次会议",
    body="青禾县人民代表大会",
)
COMMITTEE = TextFacts(
    title="青禾县2025年民生实事项目满意度测评",
    session="青禾县第十八届人民代表大会常务委员会第三十次会议",
    body="青禾县人民代表大会常务委员会",
)
STREET = TextFacts(
    title="城关街道2026年民生实事项目票选",
    session="城关街道居民议事会第一次会议",
    body="城关街道居民议事会",
)
GIVEN = {
    "congress": Measure(rules=FULL, facts=FACTS, clauses=draft(FULL, FACTS)),
    "committee": Measure(rules=EVALUATION, facts=COMMITTEE, clauses=draft(EVALUATION, COMMITTEE)),
    "street": Measure(
        rules=CONTEXTS["street"], facts=STREET, clauses=draft(CONTEXTS["street"], STREET)
    ),
}


def docx(given: Measure = GIVEN["congress"]) -> bytes:
    return render(measure(given)).docx


def edited(change: Callable[..., None], raw: bytes) -> bytes:
    document = Document(io.BytesIO(raw))
    change(document)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


@pytest.mark.parametrize("name", GIVEN)
def test_the_paper_says_what_was_proofread(name: str) -> None:
    """A better word is a new text to be proofread; released wordings stay as they are."""
    lines = [line.text for line in Document(io.BytesIO(docx(GIVEN[name]))).paragraphs]

    assert "\n".join(lines) + "\n" == (GOLDEN / f"measure-{name}.txt").read_text(encoding="utf-8")


def test_word_file_and_pdf_say_the_same(pages: Callable[[bytes], list[str]]) -> None:
    rendered = render(measure(GIVEN["congress"]))
    printed = "".join(pages(rendered.pdf))

    for line in Document(io.BytesIO(rendered.docx)).paragraphs[2:]:
        for character in "".join(line.text.split()):
            assert character in printed
    assert "七、获得全体代表过半数赞成的候选项目，按赞成票数由多到少确定；" in printed


def test_the_same_text_gives_the_same_bytes() -> None:
    assert render(measure(GIVEN["congress"])) == render(measure(GIVEN["congress"]))


def test_title_and_body_name_the_fonts_of_an_office() -> None:
    lines = Document(io.BytesIO(docx())).paragraphs
    fonts = [line.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")) for line in lines if line.runs]

    assert fonts[:3] == ["方正小标宋简体"] * 3
    assert fonts[3] == "楷体_GB2312"
    assert set(fonts[4:]) == {"仿宋_GB2312"}


def test_a_draft_is_called_a_draft_and_its_date_is_blank() -> None:
    text = text_of(docx())

    assert "票决办法（草案）" in text
    assert "（　　年　　月　　日青禾县第十八届\n人民代表大会第四次会议通过）" in text


def test_a_passed_text_is_not_called_a_draft() -> None:
    passed = Measure(rules=FULL, facts=FACTS, clauses=draft(FULL, FACTS), passed=True)

    assert "草案" not in text_of(docx(passed))


def test_an_edited_clause_says_that_no_program_has_checked_it() -> None:
    clauses = list(draft(FULL, FACTS))
    clauses[6] = msgspec.structs.replace(clauses[6], text="甲。\n乙。", edited=True)
    raw = docx(Measure(rules=FULL, facts=FACTS, clauses=clauses))

    lines = [line.text for line in Document(io.BytesIO(raw)).paragraphs]
    assert [line for line in lines if EDITED in line] == [f"乙。〔{EDITED}〕"]
    assert split(text_of(raw))[6] == "甲。\n乙。"


@pytest.mark.parametrize("name", GIVEN)
def test_what_was_printed_is_read_back_clause_by_clause(name: str) -> None:
    given = GIVEN[name]

    assert split(text_of(docx(given))) == tuple(clause.text for clause in given.clauses)


def test_changes_that_nobody_has_accepted_are_refused() -> None:
    def insert(document: Document) -> None:  # type: ignore[valid-type]
        inserted = OxmlElement("w:ins")
        paragraph = document.paragraphs[8]._p  # type: ignore[attr-defined]
        inserted.append(paragraph.r_lst[0])
        paragraph.append(inserted)

    with pytest.raises(PaperRefused) as refused:
        text_of(edited(insert, docx()))

    assert refused.value.code == "measure.revisions"


def test_numbers_that_are_not_in_the_text_are_refused() -> None:
    def number(document: Document) -> None:  # type: ignore[valid-type]
        properties = document.paragraphs[8]._p.get_or_add_pPr()  # type: ignore[attr-defined]
        properties.get_or_add_numPr()

    with pytest.raises(PaperRefused) as refused:
        text_of(edited(number, docx()))

    assert refused.value.code == "measure.numbered"


def test_text_in_a_table_is_read_too() -> None:
    def tabulate(document: Document) -> None:  # type: ignore[valid-type]
        document.add_table(1, 1).cell(0, 0).text = "表中的话"  # type: ignore[attr-defined]

    assert text_of(edited(tabulate, docx())).endswith("表中的话")


def _bomb() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", bytes(50_000_000))
    return written.getvalue()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "measure.unreadable"),
        (b"PK\x03\x04 damaged", "measure.unreadable"),
        (docx()[:-100], "measure.unreadable"),
        (bytes(4_000_001), "measure.too_large"),
        (_bomb(), "measure.too_large"),
    ],
    ids=["empty", "damaged", "cut", "large", "bomb"],
)
def test_what_is_no_word_file_is_refused_with_a_sentence(raw: bytes, code: str) -> None:
    with pytest.raises(PaperRefused) as refused:
        text_of(raw)

    assert refused.value.code == code


def test_plain_text_is_taken_as_it_is_and_other_bytes_are_not() -> None:
    assert plain_text("\ufeff一、甲。".encode()) == "一、甲。"
    assert plain_text(docx()) == text_of(docx())
    with pytest.raises(PaperRefused):
        plain_text("一、甲。".encode("gb18030"))
