"""Both files of every paper: fonts, margins, marks, and the same bytes every time."""

import io
import zipfile
from collections.abc import Callable

import pypdfium2 as pdfium
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from msgspec.structs import replace
from PIL.Image import Image

from printing.errors import MissingGlyph, PaperRefused
from printing.papers import (
    Paper,
    announcement,
    attendance_report,
    issue_report,
    render,
    result_report,
    sealing_list,
)
from printing.papers.content import Cell, KeyFigures, Level, Note, Paragraph, Table, placed
from printing.papers.values import (
    Announcement,
    Attendance,
    ChannelCount,
    Count,
    Issue,
    ItemCount,
    Project,
    Sealing,
    Session,
    Signatory,
    Threshold,
)

ISSUER = "青禾县第十八届人民代表大会第四次会议主席团"


@pytest.fixture
def papers(
    attendance: Attendance, mixed_issue: Issue, mixed_count: Count, sealing: Sealing
) -> dict[str, Paper]:
    notice = Announcement(rounds=(mixed_count,), level="full", issuer=ISSUER, date="2026年1月22日")
    return {
        "attendance": attendance_report(attendance),
        "issue": issue_report(mixed_issue),
        "result": result_report(mixed_count),
        "announcement": announcement(notice),
        "sealing": sealing_list(sealing),
    }


ALL = ("attendance", "issue", "result", "announcement", "sealing")
PAGES = {"attendance": 1, "issue": 1, "result": 3, "announcement": 3, "sealing": 1}


@pytest.mark.parametrize("name", ALL)
def test_the_same_paper_gives_the_same_bytes(papers: dict[str, Paper], name: str) -> None:
    assert render(papers[name]) == render(papers[name])


@pytest.mark.parametrize("name", ALL)
def test_a_paper_has_as_many_pages_as_expected_and_none_is_empty(
    papers: dict[str, Paper], name: str
) -> None:
    with pdfium.PdfDocument(render(papers[name]).pdf) as document:
        assert len(document) == PAGES[name]
        for page in document:
            image = page.render(scale=1, grayscale=True).to_pil()
            width, height = image.size
            assert darkest(image.crop((0, 100, width, 740))) < 128
            # Nothing beyond the margins of 28 mm and 26 mm, less 2 mm.
            assert darkest(image.crop((0, 0, 73, height))) == 255
            assert darkest(image.crop((width - 67, 0, width, height))) == 255


def darkest(image: Image) -> int:
    return int(image.getextrema()[0])


@pytest.mark.parametrize("name", ALL)
def test_every_font_of_a_pdf_is_one_of_ours_and_embedded(
    papers: dict[str, Paper], name: str
) -> None:
    pdf = render(papers[name]).pdf

    assert b"/FontFile2" in pdf
    assert pdf.count(b"/BaseFont") - pdf.count(b"+NotoS") <= 1  # Helvetica is declared, not drawn


@pytest.mark.parametrize("name", ALL)
def test_both_files_carry_the_same_text(
    papers: dict[str, Paper], name: str, pages: Callable[[bytes], list[str]]
) -> None:
    rendered = render(papers[name])
    printed = "".join(pages(rendered.pdf))
    document = Document(io.BytesIO(rendered.docx))

    for paragraph in document.paragraphs:
        for piece in paragraph.text.split("\t"):
            for part in "".join(piece.split()).split("（签名）"):
                assert longest_pieces_in(part, printed)
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                assert longest_pieces_in("".join(cell.text.split()), printed)


def longest_pieces_in(text: str, printed: str) -> bool:
    """Whether all of ``text`` is printed, allowing for one page break with a foot in between."""
    return any(text[:cut] in printed and text[cut:] in printed for cut in range(len(text), -1, -1))


def test_a_rehearsal_is_marked_on_every_page_of_both_files(
    session: Session, count: Count, pages: Callable[[bytes], list[str]]
) -> None:
    rendered = render(result_report(replace(count, session=replace(session, rehearsal=True))))

    for page in pages(rendered.pdf):
        assert "【演练】本文件为演练材料，不具有任何效力" in page
        assert page.count("演练") == 3
    section = Document(io.BytesIO(rendered.docx)).sections[0]
    assert section.header.paragraphs[0].text == "【演练】本文件为演练材料，不具有任何效力"
    assert section.even_page_header.paragraphs[0].text.startswith("【演练】")


def test_a_real_session_is_not_marked(
    papers: dict[str, Paper], pages: Callable[[bytes], list[str]]
) -> None:
    rendered = render(papers["result"])

    assert "演练" not in "".join(pages(rendered.pdf))
    assert b"\xe6\xbc\x94\xe7\xbb\x83" not in b"".join(parts(rendered.docx).values())


def parts(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_docx_has_the_type_area_of_gb_t_9704(papers: dict[str, Paper]) -> None:
    section = Document(io.BytesIO(render(papers["result"]).docx)).sections[0]

    assert [round(side / Mm(1)) for side in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin / Mm(1), 1) for margin in margins] == [37, 35, 28, 26]


def test_the_docx_names_the_fonts_of_official_papers(papers: dict[str, Paper]) -> None:
    document = Document(io.BytesIO(render(papers["result"]).docx))
    fonts = {
        run._r.rPr.rFonts.get(qn("w:eastAsia"))
        for paragraph in document.paragraphs
        for run in paragraph.runs
    }
    body = next(p for p in document.paragraphs if p.text.startswith("发出228张"))

    assert fonts == {"方正小标宋简体", "楷体_GB2312", "仿宋_GB2312", "黑体"}
    assert document.paragraphs[0].runs[0].font.name == "方正小标宋简体"
    assert document.paragraphs[0].runs[0].font.size == Pt(22)
    assert body.runs[0].font.name == "仿宋_GB2312"
    assert body.paragraph_format.line_spacing == Pt(28.95)
    assert body.paragraph_format.first_line_indent == Pt(32)


def test_the_docx_foot_has_the_fingerprints_and_a_page_number(papers: dict[str, Paper]) -> None:
    section = Document(io.BytesIO(render(papers["announcement"]).docx)).sections[0]

    for footer in (section.footer, section.even_page_footer):
        text = "\n".join(paragraph.text for paragraph in footer.paragraphs)
        assert "定义　3f2a 91c4 07de b5a8" in text
        assert "检查点　51e9 0ac3 d46f 2278" in text
        assert "PAGE" in footer.paragraphs[0]._p.xml


def test_the_docx_repeats_the_head_and_merges_the_cells_of_a_table(
    papers: dict[str, Paper],
) -> None:
    table = Document(io.BytesIO(render(papers["result"]).docx)).tables[2]

    assert table.cell(0, 2).text == table.cell(0, 5).text == "纸质票"
    assert table.cell(0, 1).text == table.cell(1, 1).text == "项目"
    assert all("w:tblHeader" in row._tr.xml for row in table.rows[:2])
    assert "w:tblHeader" not in table.rows[2]._tr.xml


def test_the_docx_says_neither_who_made_it_nor_when(papers: dict[str, Paper]) -> None:
    properties = Document(io.BytesIO(render(papers["sealing"]).docx)).core_properties

    assert properties.author == properties.last_modified_by == properties.comments == ""
    assert properties.created.year == properties.modified.year == 2000


def test_rare_characters_are_drawn_in_every_face(pages: Callable[[bytes], list[str]]) -> None:
    rare = "䶮㛃𬱖"
    paper = Paper(
        titles=(rare,),
        blocks=(
            Note(rare),
            Paragraph(rare),
            Paragraph(rare, Level.HEADING),
            Paragraph(rare, Level.SUBHEADING),
            KeyFigures(((rare, rare),)),
            Table((78, 78), ((Cell(rare), Cell(rare)),), ((Cell(rare), Cell(rare, strong=True)),)),
        ),
    )
    [page] = pages(render(paper).pdf)

    assert page.count(rare) == 11


def test_a_character_without_a_glyph_stops_the_paper(attendance: Attendance) -> None:
    chief = (Signatory(name="陆\U0001f600远"),)
    facts = replace(attendance, signers=replace(attendance.signers, chief=chief))

    with pytest.raises(MissingGlyph) as refused:
        render(attendance_report(facts))

    assert "《代表到会情况报告》的“陆\U0001f600远”含有字体中没有的字符" in refused.value.sentence
    assert "U+1F600" in refused.value.sentence


def test_a_fingerprint_too_long_for_the_foot_is_refused(count: Count) -> None:
    prints = replace(count.fingerprints, definition="3f2a91c4" * 8)

    with pytest.raises(PaperRefused, match="“定义”指纹太长"):
        render(result_report(replace(count, fingerprints=prints)))


def test_a_large_session_with_long_titles_and_many_signatures_is_not_cut(
    count: Count, pages: Callable[[bytes], list[str]]
) -> None:
    title = "城乡供水一体化及老旧小区二次供水设施改造提升（含䶮山、㛃溪、𬱖坪三个片区管网更新）"
    items = tuple(
        ItemCount(number=number, approve=300 - 3 * number, oppose=20, abstain=65 + 3 * number)
        for number in range(1, 22)
    )
    scrutineers = tuple(Signatory(name=f"代表团{chr(0x4E00 + n)}号·艾合买提江") for n in range(35))
    facts = replace(
        count,
        seats=17,
        projects=tuple(Project(number=n, name=f"{title}之{n}") for n in range(1, 22)),
        channels=(
            ChannelCount(
                channel="paper", issued=390, returned=388, valid=385, invalid=3, items=items
            ),
        ),
        threshold=Threshold(total=400),
        invalid_reasons=(),
        elected=tuple(range(1, 18)),
        signers=replace(count.signers, scrutineers=scrutineers),
    )

    printed = "".join(pages(render(result_report(facts)).pdf))

    for project in facts.projects:
        assert f"{project.number}{project.name}{300 - 3 * project.number}" in printed
    for person in scrutineers:
        assert printed.count(person.name) == 1


def test_a_figure_wider_than_its_column_is_set_smaller_and_never_broken() -> None:
    row = tuple(Cell("1,234,567") for _ in range(12))
    paper = Paper(titles=("表",), blocks=(Table((13,) * 12, (), (row,)),))
    with pdfium.PdfDocument(render(paper).pdf) as document:
        text = document[0].get_textpage().get_text_range()

    assert text.count("1,234,567") == 12


def test_merged_cells_push_their_neighbours_aside() -> None:
    rows = (
        (Cell("a", rows=2), Cell("b", columns=2)),
        (Cell("c"), Cell("d")),
    )

    assert [(row, column, cell.text) for row, column, cell in placed(rows)] == [
        (0, 0, "a"),
        (0, 1, "b"),
        (1, 1, "c"),
        (1, 2, "d"),
    ]
