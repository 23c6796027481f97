"""Names in other scripts: their letters join, stack and run in the direction of their script."""

import io
import unicodedata

import pytest
from reportlab.pdfgen.canvas import Canvas

from ballot.rules.languages import LANGUAGES
from printing.errors import MissingGlyph
from printing.fonts import Face, ScriptFace
from printing.scripts import ScriptType, _shaped, has_type, require_script, wrap_words
from tests.support.printed import scanned

NAMES = {
    "bo": "རྫོང་ཁོངས་ཀྱི་འཐུང་ཆུའི་བཟོ་སྐྲུན་ལས་གཞི། (2026)",
    "ii": "ꆈꌠꁱꂷ ꉙ 2026",
    "kk": "اۋىلدىق سۋ قۇبىرىن جاڭارتۋ (2026)",
    "ko": "2026년 농촌 식수 공사",
    "ky": "ايىلدىق سۇۇ (2026)",
    "mn": "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ 2026 ᠣᠨ",
    "ug": "ناھىيەلىك 2026-يىللىق ئىچىملىك سۇ قۇرۇلۇشى (18.5)",
}


def characters(text: str, code: str) -> list[int]:
    """The glyphs of ``text`` one character at a time, as they stand in the font's table."""
    return [_shaped(char, code)[0].index for char in text]


def test_every_language_of_the_rules_but_those_in_latin_letters_has_a_type() -> None:
    assert {code for code in LANGUAGES if not has_type(code)} == {"zh", "za"}


@pytest.mark.parametrize("code", NAMES)
def test_names_of_every_language_can_be_drawn_and_have_no_missing_glyph(code: str) -> None:
    require_script(NAMES[code], code, "项目1的名称")

    assert all(glyph.index for glyph in _shaped(NAMES[code], code))


@pytest.mark.parametrize("code", NAMES)
def test_a_character_without_a_glyph_is_refused(code: str) -> None:
    with pytest.raises(MissingGlyph, match="项目1的名称含有字体中没有的字符：“\U0001f600”"):
        require_script(f"{NAMES[code]}\U0001f600", code, "项目1的名称")


def test_one_script_does_not_draw_another() -> None:
    with pytest.raises(MissingGlyph):
        require_script(NAMES["bo"], "ug", "项目1的名称")


@pytest.mark.parametrize("code", ["ug", "kk", "ky", "mn"])
def test_letters_that_join_are_not_those_that_stand_alone(code: str) -> None:
    word = NAMES[code].split()[0]
    glyphs = [glyph.index for glyph in _shaped(word, code)]

    assert sorted(glyphs) != sorted(characters(word, code))


def test_letters_that_stack_take_no_room_of_their_own() -> None:
    alone = sum(_shaped(char, "bo")[0].advance for char in "སྐྲུ" if unicodedata.combining(char) == 0)

    assert sum(glyph.advance for glyph in _shaped("སྐྲུ", "bo")) < alone


def test_a_line_from_right_to_left_begins_at_the_right_and_its_numbers_at_their_left() -> None:
    line = _shaped("ناھىيە 2026-يىل", "ug")
    digits = [glyph.index for glyph in line if glyph.face is Face.SANS]
    place = next(at for at, glyph in enumerate(line) if glyph.face is Face.SANS)

    # Left to right on paper: the last word, the hyphen, the year, a blank, the first word.
    after, year = _shaped("يىل", "ug"), _shaped("2026", "ug")
    assert line[: len(after)] == after
    assert digits[-4:] == [glyph.index for glyph in year]
    assert place == len(after)
    assert line[place].index == _shaped("-", "ug")[0].index
    assert line[-len(_shaped("ناھىيە", "ug")) :] == _shaped("ناھىيە", "ug")


def test_a_number_with_a_point_stays_in_its_order() -> None:
    line = _shaped("سۇ 18.5", "ug")

    assert list(line[:4]) == list(_shaped("18.5", "ug"))
    assert [glyph.index for glyph in line[:4]] == characters("18.5", "ug")


def test_brackets_turn_with_the_direction() -> None:
    opening, closing = characters("()", "bo")

    line = [glyph.index for glyph in _shaped("(سۇ)", "ug")]
    assert (line[0], line[-1]) == (opening, closing)


@pytest.mark.parametrize("code", NAMES)
@pytest.mark.parametrize("width", [40, 90, 400])
def test_lines_keep_within_their_width_and_lose_nothing(code: str, width: float) -> None:
    kind = ScriptType(code, 12)
    lines = wrap_words(NAMES[code], kind, width)

    assert all(kind.width(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(NAMES[code].split())


def test_a_tibetan_line_ends_behind_a_syllable() -> None:
    first, *_ = wrap_words(NAMES["bo"], ScriptType("bo", 12), 90)

    assert first.endswith("་")


@pytest.mark.parametrize("code", NAMES)
def test_a_line_is_drawn_as_wide_as_it_is_measured(code: str) -> None:
    kind = ScriptType(code, 20)
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(600, 100))
    kind.draw(canvas, (50, 40), NAMES[code])
    canvas.save()

    [image] = scanned(file.getvalue(), 144)
    ink = (image < 128).any(axis=0).nonzero()[0] / 2
    assert ink[0] == pytest.approx(50, abs=4)
    assert ink[-1] == pytest.approx(50 + kind.width(NAMES[code]), abs=4)


@pytest.mark.parametrize("code", NAMES)
def test_no_letter_reaches_out_of_its_line(code: str) -> None:
    kind = ScriptType(code, 100)
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(4000, 400))
    kind.draw(canvas, (50, 200), NAMES[code])
    canvas.save()

    [image] = scanned(file.getvalue(), 72)
    ink = (image < 128).any(axis=1).nonzero()[0] - 200
    assert ink[0] >= -kind.baseline - 1
    assert ink[-1] <= kind.leading - kind.baseline + 1


def test_what_stacks_or_hangs_has_room_between_lines() -> None:
    assert ScriptType("bo", 10).leading > ScriptType("ko", 10).leading
    assert {ScriptType(code, 10).right_to_left for code in ("ug", "kk", "ky")} == {True}
    assert len(ScriptFace) == 5
