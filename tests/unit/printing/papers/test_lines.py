from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from printing.fonts import Face
from printing.papers.lines import NOTE_UNIT, Type, balanced, spread_to, wrap

KIND = Type(Face.SERIF, 16, 28.95)
TEXT = st.text(alphabet="票决办法，。（）《》2026年,·A ", max_size=60)


@given(TEXT, st.integers(20, 400), st.integers(0, 2))
@example("。。", 61, 2)
def test_no_character_is_lost_and_no_line_is_too_wide(text: str, width: int, indent: int) -> None:
    first = indent * 16 if width > 60 else 0

    lines = wrap(text, KIND, width, first)

    assert "".join("".join(lines).split()) == "".join(text.split())
    widest = max((KIND.width(char) for char in text), default=0)
    for place, line in enumerate(lines):
        room = width - (first if place == 0 else 0)
        assert KIND.width(line) <= max(room, widest, width if len(line) == 1 else 0)


@given(st.text(alphabet="票决办法，。、", min_size=1, max_size=60))
def test_a_line_never_begins_with_closing_punctuation(text: str) -> None:
    """Unless the line is all punctuation: then it has nothing to hang on to."""
    lines = wrap("票" + text.replace("，。", "票").replace("、、", "决"), KIND, 400)

    for line, following in pairwise(lines):
        assert following[0] not in "，。、" or not set(line) - set("，。、")


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("赞成合计二千二百四十即2,240票", "2,240票"),
        ("总投资合计约为人民币12,860万元", "12,860万元"),
        ("青禾县人民代表大会（第四次）", "（第四次）"),
    ],
)
def test_what_belongs_together_is_not_broken(text: str, whole: str) -> None:
    for width in range(120, 300, 7):
        assert any(whole in line for line in wrap(text, KIND, width))


def test_a_number_stays_with_its_sentence_and_no_line_is_one_character() -> None:
    notes = "6. 一项在两格以上作标记的，该票无效。7. “赞成”格内画“○”。8. 不得另提项目。"
    for width in range(120, 400, 3):
        for line in wrap(notes, KIND, width, unit_of=NOTE_UNIT):
            assert line[-1] != "."
            assert len(line) > 2


def test_a_run_wider_than_the_line_is_broken_rather_than_lost() -> None:
    lines = wrap("9f86d081884c7d659a2feaa0c55ad015", KIND, 60)

    assert len(lines) > 1
    assert "".join(lines) == "9f86d081884c7d659a2feaa0c55ad015"


def test_a_short_text_is_broken_into_lines_of_like_length() -> None:
    title = Type(Face.SERIF_BOLD, 22, 34)
    text = "关于青禾街道二〇二六年民生实事项目票选结果的通报"

    lines = balanced(text, title, 442)

    assert len(lines) == 2
    assert abs(len(lines[0]) - len(lines[1])) <= 2


def test_a_line_far_from_full_is_not_stretched() -> None:
    assert spread_to("票决", KIND, 400) == 0
    assert 0 < spread_to("票" * 24, KIND, 16 * 24 + 12) < 1
