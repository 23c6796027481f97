"""Every figure names the leaves that it comes from, and they add up to it."""

import pytest

from ballot import events as e
from ballot.fold import fold
from service.pages.auditor.figures import Chapter, Figure, Span, chapters, spans
from tests.support.hand_counted import hand_counted
from tests.support.story import AT, Story, paper_tally


@pytest.fixture
def story() -> Story:
    """A hand-counted round, with a correction of what was declared and what was handed out."""
    told = Story().create().appoint().freeze().print_sheets(30).print_sheets(20)
    told.hand_out(present=39, issued=38).hand_out(present=40, issued=40)
    told.tell(e.LeftoverDestroyed(round=1, left_over=6, archived=2, at=AT)).open()
    told.tell(e.Replaced(round=1, from_channel="paper", to_channel="paper", count=2))
    return told.close().count().freeze_paper()


def found(story: Story) -> dict[str, Figure]:
    made: tuple[Chapter, ...] = chapters(story.events, story.election.rounds[0])
    return {str(one.name): one for chapter in made for one in chapter.figures}


def events(story: Story, figure: Figure) -> list[e.Event]:
    return [story.events[leaf] for leaf in figure.leaves]


def test_sums_are_over_all_their_events(story: Story) -> None:
    printed, replaced = found(story)["印制"], found(story)["换发"]

    assert printed.figure == 50
    assert sum(one.count for one in events(story, printed)) == 50  # type: ignore[attr-defined]  # printings have one
    assert sum(one.count for one in events(story, replaced)) == replaced.figure == 2  # type: ignore[attr-defined]  # exchanges have one


def test_what_is_declared_anew_comes_from_the_last_declaration_alone(story: Story) -> None:
    present, issued = found(story)["实到"], found(story)["发出"]

    assert [one.present for one in events(story, present)] == [40]  # type: ignore[attr-defined]  # declarations have it
    assert [one.count for one in events(story, issued)] == [40]  # type: ignore[attr-defined]  # issues have one
    assert (present.figure, issued.figure) == (40, 40)


def test_the_count_comes_from_both_tellers_and_their_agreement(story: Story) -> None:
    returned = found(story)["收回"]

    assert returned.figure == paper_tally().returned
    assert [type(one).__name__ for one in events(story, returned)] == [
        "HandCountEntered",
        "HandCountEntered",
        "HandCountAgreed",
    ]


def test_before_the_paper_is_frozen_there_is_no_figure_of_the_count() -> None:
    story = Story().until_open().close().count()

    assert not {"收回", "有效", "无效"} & found(story).keys()


def test_what_was_booked_beside_the_count_comes_from_the_last_booking() -> None:
    story = Story().until_open().close()
    story.tell(e.AssistedCounted(round=1, paper=1, tablet=0))
    story.tell(e.AssistedCounted(round=1, paper=2, tablet=0))
    assisted = found(story.count().freeze_paper())["纸质票代写"]

    assert assisted.figure == 2
    assert events(story, assisted) == [e.AssistedCounted(round=1, paper=2, tablet=0)]


def test_every_figure_of_the_outcome_has_its_leaves() -> None:
    session = hand_counted()
    state = fold(session.sign(session.script))
    outcome = state.rounds[0].outcome
    assert outcome is not None
    made = chapters(session.script, state.rounds[0])
    [sums] = [one for one in made if str(one.name) == "合计和通过线"]
    told = {str(one.name): one for one in sums.figures}

    def kinds(name: str) -> set[str]:
        return {type(session.script[leaf]).__name__ for leaf in told[name].leaves}

    assert (told["发出"].figure, told["有效"].figure) == (40, 38)
    assert told["通过线"].figure == outcome.threshold
    assert kinds("发出") == {"Issued"}
    assert kinds("有效") == {"HandCountEntered", "HandCountAgreed"}
    assert kinds("通过线") == {"OutcomeDecided"}


@pytest.mark.parametrize(
    ("leaves", "wanted"),
    [
        ((), ()),
        ((5,), (Span(first=5, last=5),)),
        ((5, 6, 7, 9), (Span(first=5, last=7), Span(first=9, last=9))),
        ((7, 5, 6, 6), (Span(first=5, last=7),)),
    ],
)
def test_neighbours_are_one_span(leaves: tuple[int, ...], wanted: tuple[Span, ...]) -> None:
    assert spans(leaves) == wanted
