"""A file of ballots: every fault by row and column, and nothing run."""

from collections import Counter

import pytest

from ballot.rules import Rules
from service.rehearsal.ballots import BadBallots, Ballots, Row, read_ballots
from service.rehearsal.plan import check_choices, count_paper, overvoted, split

ALL_THREE: Row = ("approve", "approve", "approve")
BLANK: Row = ("abstain", "abstain", "abstain")
MIXED: Row = ("approve", "oppose", "abstain")
ONE: Row = ("approve", "abstain", "abstain")
GOOD = b"1,2,3\n1,-1,0\n,1,\n"


def test_cells_are_read_as_marks() -> None:
    ballots = read_ballots(GOOD)

    assert ballots.numbers == (1, 2, 3)
    assert ballots.rows == (("approve", "oppose", "abstain"), ("abstain", "approve", "abstain"))
    assert ballots.marks(ballots.rows[0]) == {1: "approve", 2: "oppose", 3: "abstain"}


def test_a_byte_order_mark_and_crlf_do_not_matter() -> None:
    assert read_ballots(b"\xef\xbb\xbf" + GOOD.replace(b"\n", b"\r\n")) == read_ballots(GOOD)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空的"),
        (b"1,2\n", "没有选票"),
        (b"1,x\n1,1\n", "第 1 行第 2 列是“x”"),
        (b"1,0\n1,1\n", "第 1 行第 2 列是“0”"),
        (b"1,1\n1,1\n", "重复"),
        (b"1,2\n1,2\n", "第 2 行第 2 列是“2”"),
        (b"1,2\n1\n", "第 2 行有 1 格，应有 2 格"),
        (b"1,2\n1,1,1\n", "第 2 行有 3 格"),
        (b'1,2\n"1,1\n', "CSV"),
        (b"\xff\xfe1", "第 1 行不是 UTF-8"),
        (b"1,2\n1,1\n1,\xb0\n", "第 3 行不是 UTF-8"),
    ],
)
def test_a_wrong_file_is_told_where_it_is_wrong(data: bytes, said: str) -> None:
    with pytest.raises(BadBallots, match=said):
        read_ballots(data)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(BadBallots) as caught:
        read_ballots(b"1,2\n5,1\n1,7\n")

    assert "第 2 行第 1 列" in caught.value.sentence
    assert "第 3 行第 2 列" in caught.value.sentence


def test_the_split_is_repeatable_and_loses_no_ballot() -> None:
    rows = tuple(MIXED for _ in range(7)) + tuple(BLANK for _ in range(3))
    ballots = Ballots(numbers=(1, 2, 3), rows=rows)

    one = split(ballots, Rules(), 2, 0.4, seed=5)

    assert one == split(ballots, Rules(), 2, 0.4, seed=5)
    assert len(one.paper) == 4
    assert Counter(one.paper + one.tablet) == Counter(rows)


def test_overvotes_go_to_paper_and_count_as_invalid() -> None:
    rows = (ALL_THREE, ONE)
    ballots = Ballots(numbers=(1, 2, 3), rows=rows)

    parts = split(ballots, Rules(), 2, 0.5, seed=1)
    tally = count_paper((1, 2, 3), parts.paper, Rules(), 2)

    assert parts.paper == (ALL_THREE,)
    assert (tally.returned, tally.valid, tally.invalid) == (1, 0, 1)
    assert overvoted(rows[0], Rules(), 2)
    assert not overvoted(rows[0], Rules(ballot_mode="per_item"), 2)


def test_overvotes_without_paper_are_refused() -> None:
    ballots = Ballots(numbers=(1, 2, 3), rows=(ALL_THREE,))

    with pytest.raises(BadBallots, match="--paper-share"):
        split(ballots, Rules(), 2, 0.0, seed=1)


def test_a_choice_that_the_rules_do_not_offer_is_told_by_its_cell() -> None:
    with pytest.raises(BadBallots, match="第 2 行第 2 列"):
        check_choices(read_ballots(GOOD), Rules(choices=("approve",)))
