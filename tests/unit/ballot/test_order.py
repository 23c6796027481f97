"""The order on the ballot follows from the list and can be made again by anybody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ballot.candidates import Candidate
from ballot.errors import Refused
from ballot.order import arranged, by_strokes, random_key, require_order
from ballot.rules.values import BallotOrder
from ballot.strokes import stroke_key

ELECTION = "e1"


def listed(*names: str, **words: tuple[str, ...]) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(number=n, name=name, **{key: texts[n - 1] for key, texts in words.items()})
        for n, name in enumerate(names, start=1)
    )


def names(candidates: tuple[Candidate, ...]) -> str:
    return "".join(one.name[0] for one in candidates)


def test_family_names_stand_in_order_of_their_strokes() -> None:
    """丁2 于3 王4 刘6 宋7 赵9 蒋12, as ICU sorts them."""
    assert "".join(sorted("蒋赵丁宋于刘王", key=stroke_key)) == "丁于王刘宋赵蒋"


def test_of_equal_first_characters_the_next_decides_and_the_shorter_is_first() -> None:
    words = ["王蒋", "王丁", "王", "王一丁"]

    assert sorted(words, key=stroke_key) == ["王", "王一丁", "王丁", "王蒋"]


def test_figures_and_letters_stand_before_characters_and_unknown_ones_after() -> None:
    assert sorted(["一", "A", "1", "ᠠ"], key=stroke_key) == ["1", "A", "一", "ᠠ"]


def test_every_character_of_the_basic_block_has_its_own_place() -> None:
    places = {stroke_key(chr(code)) for code in range(0x4E00, 0xA000)}

    assert len(places) == 0xA000 - 0x4E00
    assert max(place for ((place, _),) in places) < 27_798


def test_the_order_of_the_presidium_is_left_as_it_is() -> None:
    odd = (Candidate(number=7, name="乙"), Candidate(number=3, name="甲"))

    assert arranged(odd, "presidium", election=ELECTION, seed=None) == odd
    require_order(odd, "presidium", election=ELECTION, seed=None)


def test_by_strokes_projects_are_numbered_anew() -> None:
    ordered = arranged(listed("蒋", "丁", "王"), "stroke", election=ELECTION, seed=None)

    assert [(one.number, one.name) for one in ordered] == [(1, "丁"), (2, "王"), (3, "蒋")]
    assert [one.number for one in by_strokes(listed("蒋", "丁", "王"))] == [2, 3, 1]


@pytest.mark.parametrize("by", ["category", "department"])
def test_categories_are_kept_together_in_the_order_in_which_they_come(by: BallotOrder) -> None:
    given_ = listed("一", "二", "三", "四", **{by: ("水", "路", "水", "路")})

    assert names(arranged(given_, by, election=ELECTION, seed=None)) == "一三二四"
    with pytest.raises(Refused, match="请先重新排序编号"):
        require_order(given_, by, election=ELECTION, seed=None)


def test_the_random_order_follows_from_the_seed_and_from_nothing_else() -> None:
    one = arranged(listed(*"甲乙丙丁戊"), "random_once", election=ELECTION, seed="4 2 6")
    again = arranged(listed(*"戊丙乙丁甲"), "random_once", election=ELECTION, seed="4 2 6")
    other = arranged(listed(*"甲乙丙丁戊"), "random_once", election=ELECTION, seed="4 2 5")

    assert one == again
    assert names(one) != names(other)


def test_the_key_of_the_random_order_is_a_plain_sha_256() -> None:
    """`printf 'piaojue-order|e1|4 2 6|甲' | sha256sum`."""
    assert random_key("e1", "4 2 6", "甲") == (
        "a07f357fbb5c7ff3f676e608718cb7e0ed624b945c1bf38c0e4a354023f07df9"
    )


def test_a_random_order_without_a_seed_is_refused() -> None:
    with pytest.raises(Refused, match="种子"):
        arranged(listed("甲"), "random_once", election=ELECTION, seed=None)


def test_letters_need_names_in_the_script() -> None:
    with pytest.raises(Refused, match="第 1 号项目没有蒙古文名称"):
        arranged(listed("甲"), "alphabet", election=ELECTION, seed=None)


def test_by_letters_the_mongolian_names_decide() -> None:
    given_ = tuple(
        replace(one, titles={"mn": title})
        for one, title in zip(listed("甲", "乙"), ("ᠪ", "ᠠ"), strict=True)
    )

    assert names(arranged(given_, "alphabet", election=ELECTION, seed=None)) == "乙甲"


ORDERS: list[BallotOrder] = ["stroke", "category", "department", "random_once"]


@given(
    st.lists(
        st.tuples(st.text("一二三王刘赵", min_size=1, max_size=3), st.sampled_from("水路学")),
        min_size=1,
        max_size=8,
        unique_by=lambda row: row[0],
    ),
    st.sampled_from(ORDERS),
)
def test_what_was_arranged_stands_in_order_and_swapping_two_is_noticed(
    rows: list[tuple[str, str]], by: BallotOrder
) -> None:
    given_ = tuple(
        Candidate(number=n, name=name, category=word, department=word)
        for n, (name, word) in enumerate(rows, start=1)
    )
    made = arranged(given_, by, election=ELECTION, seed="1")

    require_order(made, by, election=ELECTION, seed="1")
    assert sorted(one.name for one in made) == sorted(one.name for one in given_)
    if len(made) > 1:
        with pytest.raises(Refused):
            require_order((made[1], made[0], *made[2:]), by, election=ELECTION, seed="1")
