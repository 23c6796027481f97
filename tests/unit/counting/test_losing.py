"""Each way of losing has a sentence of its own."""

from typing import get_args

from ballot.results import Losing, LosingReason
from counting.losing import REASONS, losing_sentences


def test_below_the_line_and_out_of_rank_are_told_apart() -> None:
    rows = (
        Losing(number=8, reason="above_line_out_of_rank"),
        Losing(number=12, reason="below_line"),
        Losing(number=5, reason="below_line"),
    )

    assert losing_sentences(rows) == (
        "第 12、5 号项目未达通过线，未入选。",
        "第 8 号项目达到通过线而名次在后，未入选。",
    )


def test_every_reason_has_words_of_its_own_and_none_is_left_out() -> None:
    told = losing_sentences(Losing(number=1, reason=one) for one in get_args(LosingReason))

    assert len(set(told)) == len(get_args(LosingReason)) == len(set(REASONS.values()))
    assert losing_sentences(()) == ()
