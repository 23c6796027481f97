"""Badges for checking in: each code reads back, nobody is cut off, and it says what it is for."""

from collections.abc import Callable

import pypdfium2 as pdfium
import pytest
import zxingcpp

from ballot.roll import Deputy, badge_code, is_badge, of_badge
from printing.badges import Badge, badges_pdf
from printing.errors import MissingGlyph, PaperRefused

SESSION = "青禾县第十八届人民代表大会第四次会议"
ROLL = tuple(
    Deputy(number=line, name=f"欧阳文静{line}", delegation="城关代表团", seat=f"{line}排3座")
    for line in range(1, 13)
)


def badge(one: Deputy, **other: str) -> Badge:
    texts = {"name": one.name, "group": one.delegation, "seat": one.seat, **other}
    return Badge(line=one.number, code=badge_code("f00d", one), **texts)


def codes_of(pdf: bytes) -> list[set[str]]:
    with pdfium.PdfDocument(pdf) as document:
        return [
            {found.text for found in zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil())}
            for page in document
        ]


def test_every_code_reads_back_from_the_page_and_names_its_deputy() -> None:
    first, second = codes_of(badges_pdf(SESSION, [badge(one) for one in ROLL], rehearsal=False))

    assert (len(first), len(second)) == (10, 2)
    found = {of_badge("f00d", ROLL, text) for text in first | second}
    assert found == set(ROLL)


def test_a_badge_bears_name_delegation_seat_and_its_purpose(
    pages: Callable[[bytes], list[str]],
) -> None:
    [page] = pages(badges_pdf(SESSION, [badge(ROLL[0])], rehearsal=True))

    for text in ("欧阳文静1", "城关代表团", "座位1排3座", SESSION, "与投票无关", "演练"):
        assert text in page


def test_a_name_that_fits_no_badge_is_refused_with_its_line() -> None:
    with pytest.raises(PaperRefused, match="名册第 1 名代表的姓名太长"):
        badges_pdf(SESSION, [badge(ROLL[0], name="很长的名字" * 16)], rehearsal=False)
    long = badges_pdf(SESSION, [badge(ROLL[0], name="买买提·阿不都热合曼·吐尔逊")], rehearsal=False)
    assert len(codes_of(long)) == 1


def test_a_character_that_no_font_has_is_named_with_its_line() -> None:
    with pytest.raises(MissingGlyph, match="名册第 1 名代表的姓名"):
        badges_pdf(SESSION, [badge(ROLL[0], name="王\U00030000")], rehearsal=False)


def test_an_empty_roll_has_no_badges() -> None:
    with pytest.raises(PaperRefused, match="请先导入代表名册"):
        badges_pdf(SESSION, [], rehearsal=False)


def test_a_badge_of_another_roll_or_session_is_nobodys() -> None:
    code = badge_code("f00d", ROLL[2])
    moved = [Deputy(number=3, name="别人"), *ROLL[:2]]

    assert of_badge("f00d", ROLL, code.lower().replace(":", "：")) == ROLL[2]
    assert of_badge("f00d", moved, code) is None
    assert of_badge("cafe", ROLL, code) is None
    assert is_badge(code)
    assert not is_badge("3")
    assert not is_badge("PJ1:ABCD")
