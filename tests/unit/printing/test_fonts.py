import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.errors import FontDamaged, MissingGlyph
from printing.fonts import Face, ScriptFace, checked, font_bytes, missing_glyphs, require_glyphs

RARE = "䶮㛃𬱖𫖯𪣻"


@pytest.mark.parametrize("face", [*Face, *ScriptFace])
def test_a_committed_font_is_the_file_whose_digest_is_written_down(face: Face | ScriptFace) -> None:
    assert font_bytes(face)[:4] == b"\x00\x01\x00\x00"


@pytest.mark.parametrize("face", [*Face, *ScriptFace])
def test_a_font_with_one_changed_byte_is_refused(face: Face | ScriptFace) -> None:
    content = bytearray(font_bytes(face))
    content[1000] ^= 1

    with pytest.raises(FontDamaged, match=face.value):
        checked(face, bytes(content))


@pytest.mark.parametrize("face", Face)
def test_rare_characters_of_names_are_covered(face: Face) -> None:
    assert missing_glyphs(RARE, face) == ()


@pytest.mark.parametrize("face", Face)
def test_all_of_gb2312_is_covered(face: Face) -> None:
    rows = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    text = "".join(row.decode("gb2312", "ignore") for row in rows)

    assert len(text) == 6763
    assert missing_glyphs(text, face) == ()


@pytest.mark.parametrize("face", Face)
def test_what_the_font_cannot_draw_is_returned_once_in_order(face: Face) -> None:
    assert missing_glyphs("供水\U0001f600管\u200b网\U0001f600", face) == ("\U0001f600", "\u200b")


def test_the_refusal_names_character_code_point_and_place() -> None:
    with pytest.raises(MissingGlyph) as refused:
        require_glyphs("口袋\U0001f600公园\u200b", Face.SERIF, "项目8的名称")

    assert refused.value.code == "printing.missing-glyph"
    assert refused.value.sentence.startswith("项目8的名称含有字体中没有的字符：")
    assert "“\U0001f600”（U+1F600）、不可见字符（U+200B）" in refused.value.sentence


@given(st.text(max_size=30))
def test_a_text_passes_exactly_when_nothing_is_missing(text: str) -> None:
    if missing_glyphs(text, Face.SANS):
        with pytest.raises(MissingGlyph):
            require_glyphs(text, Face.SANS, "标题")
    else:
        require_glyphs(text, Face.SANS, "标题")
