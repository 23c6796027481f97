"""The activity log says what happened, and nothing that leads to a ballot."""

from typing import Any, get_args

from ballot import events as e
from service.pages.desk.activity import EVENTS, sentences
from tests.support.story import Story, paper_tally


def tags(kind: Any) -> set[str]:
    inner = get_args(kind)
    if inner:
        return set().union(*map(tags, inner))
    return {str(kind.__struct_config__.tag)}


def test_every_event_has_a_sentence() -> None:
    assert set(EVENTS) == tags(e.Event)


def test_ballots_are_one_line_and_have_no_mark_of_their_own() -> None:
    cast = [
        e.BallotCast(round=1, ballot=digit * 64, proofs=None, credential=f"card {digit}")
        for digit in "ab"
    ]
    shown = sentences([*cast, e.BoxCounted(round=1, count=7)])

    assert [(at, str(one)) for at, one in shown] == [
        ("", "平板票入账 2 张"),
        ("", "票箱清点 7 张"),
    ]


def test_figures_of_a_teller_are_not_told() -> None:
    story = Story().until_open().close()
    tally = paper_tally(approvals=(31, 25, 13))
    story.tell_box(tally).enter(1, tally)
    text = "\n".join(str(one) for _, one in sentences(story.events))

    assert "计票人 1 号第 1 次登记计票数" in text
    assert not {"31", "13"} & set(text.replace("\n", " ").split())
