"""What no font draws is found on the list, by project, language and character."""

import pytest

from ballot.candidates import Candidate
from printing.errors import MissingGlyph
from printing.preflight import require_printable_titles, unprintable, unprintable_titles

SCHOOL = Candidate(number=3, name="校车", titles={"mn": "ᠪᠤᠰ", "za": "Ci hagdangz"})
BRIDGE = Candidate(number=4, name="便民桥", department="镇村建办", titles={"za": "Giuz"})
BOTH = (SCHOOL, BRIDGE)


def test_latin_letters_are_drawn_and_mongolian_is_named_letter_by_letter() -> None:
    assert unprintable_titles(BOTH, ("zh", "za")) == ()
    (sentence,) = unprintable_titles(BOTH, ("zh", "za", "mn"))
    assert sentence == (
        "第 3 号项目“校车”的蒙古文名称含有字体中没有的字符：“ᠪ”（U+182A）、“ᠤ”（U+1824）、"
        "“ᠰ”（U+1830），文书印出来会成空白。"
    )


def test_a_language_that_the_rules_do_not_name_is_not_looked_at() -> None:
    require_printable_titles(BOTH, ("zh",))
    require_printable_titles(BOTH, ("zh", "za"))


def test_the_refusal_says_what_can_be_printed_instead() -> None:
    with pytest.raises(
        MissingGlyph, match=r"第 3 号项目“校车”.*chinese_only=true.*蒙古文名称另行印发"
    ):
        require_printable_titles(BOTH, ("zh", "mn"))


def test_all_names_are_told_at_once_and_many_are_counted() -> None:
    many = [Candidate(number=at, name="桥", titles={"mn": "ᠪ"}) for at in range(1, 14)]
    with pytest.raises(MissingGlyph) as caught:
        require_printable_titles(many, ("zh", "mn"))
    for at in range(1, 11):
        assert f"第 {at} 号项目“桥”" in caught.value.sentence
    assert "第 11 号" not in caught.value.sentence
    assert "另有 3 处。本文书没有出具" in caught.value.sentence


@pytest.mark.parametrize(
    ("field", "told"), [("name", "名称"), ("department", "责任单位"), ("category", "类别")]
)
def test_a_chinese_text_that_would_print_as_a_box_is_named(field: str, told: str) -> None:
    rare = Candidate(**{"number": 7, "name": "桥", field: "\U00030000桥"})  # type: ignore[arg-type]  # a field by name

    (sentence,) = unprintable((rare, *BOTH))
    assert sentence.startswith(f"第 7 号项目的{told}含有字体中没有的字符：")
    assert "U+30000" in sentence
