"""满意度测评: rounds again, what stands beside the ratings, and what the fold refuses of it."""

from collections.abc import Callable

import msgspec
import pytest

from ballot import events as e
from ballot import refusals as r
from ballot.canonical import Digest, digest_of
from ballot.errors import Refused
from ballot.evaluation import GroupSource
from ballot.fold import apply, fold
from ballot.state import Election, Handling
from tests.support.hand_counted import hand_counted
from tests.support.rated_session import (
    FIRST,
    RATING,
    forms,
    rate_again,
    rated_session,
    reopened,
)
from tests.support.session import AT, Session, hand_count

NAME = Digest("a" * 64)


def state(session: Session) -> Election:
    return fold(session.sign(session.script))


def test_a_second_evaluation_leaves_the_first_as_it_was() -> None:
    session = rated_session()
    before = state(session).rounds[0].copy()
    rate_again(session)
    first, second = state(session).rounds

    assert first == before
    assert first.outcome is not None
    assert second.outcome is not None
    assert [one.grade for one in first.outcome.graded] == ["满意", "不满意"]
    assert [(one.number, one.grade) for one in second.outcome.graded] == [(2, "满意")]
    assert second.kind == "re_evaluation"


REOPENINGS: dict[str, tuple[e.RoundOpened, type[Refused]]] = {
    "nothing": (reopened(candidates=(), seats=1), r.WrongList),
    "a stranger": (reopened(candidates=(2, 3)), r.WrongList),
    "twice": (reopened(candidates=(2, 2)), r.WrongList),
    "other seats": (reopened(seats=2), r.WrongList),
}


@pytest.mark.parametrize("name", REOPENINGS)
def test_a_second_evaluation_is_about_projects_of_the_first(name: str) -> None:
    election = state(rated_session())
    event, refusal = REOPENINGS[name]

    with pytest.raises(refusal):
        apply(election, event)


def test_nothing_is_evaluated_again_before_the_result_is_announced() -> None:
    session = rated_session()
    session.script = [one for one in session.script if not isinstance(one, e.Announced)]

    with pytest.raises(r.WrongStage):
        apply(state(session), reopened())


def test_a_vote_is_not_evaluated_again() -> None:
    with pytest.raises(r.WrongCourse):
        apply(state(hand_counted()), reopened())


def test_every_project_is_rated_whatever_seats_a_list_names() -> None:
    session = Session(rules=RATING)
    session.begin()
    session.freeze(session.definition((1, 2), 1))

    with pytest.raises(r.WrongList, match="逐项测评"):
        state(session)


def test_a_list_whose_outcome_would_not_fit_into_the_log_is_not_frozen() -> None:
    session = Session(rules=RATING)
    session.begin()
    session.freeze(session.definition(tuple(range(1, 82)), 81))

    with pytest.raises(r.WrongList, match="最多 80 项"):
        state(session)


WRONG_FORMS: dict[str, dict[str, object]] = {
    "no grades": {"grades": (), "abstain": 29},
    "a grade missing": {"grades": (17, 12)},
    "approvals": {"grades": (16, 11, 1), "approve": 1},
}


@pytest.mark.parametrize("name", WRONG_FORMS)
def test_figures_without_the_columns_of_the_form_are_refused(name: str) -> None:
    tally = forms(FIRST)
    item = msgspec.structs.replace(tally.items[0], **WRONG_FORMS[name])
    wrong = msgspec.structs.replace(tally, items=(item, *tally.items[1:]))
    session = rated_session()
    place = next(at for at, one in enumerate(session.script) if isinstance(one, e.BoxCounted))
    session.script = [*session.script[:place], *hand_count(1, wrong)]

    with pytest.raises(r.WrongFigures):
        state(session)


def test_ratings_that_the_form_does_not_offer_are_refused() -> None:
    session = rated_session(msgspec.structs.replace(RATING, choices=("abstain",)))
    tally = forms(FIRST)
    item = msgspec.structs.replace(tally.items[0], grades=(16, 11, 1), dont_know=1)
    wrong = msgspec.structs.replace(tally, items=(item, *tally.items[1:]))
    place = next(at for at, one in enumerate(session.script) if isinstance(one, e.BoxCounted))
    session.script = [*session.script[:place], *hand_count(1, wrong)]

    with pytest.raises(r.WrongFigures, match="不了解"):
        state(session)


def test_grades_have_no_place_in_a_vote() -> None:
    session = hand_counted()
    place = next(at for at, one in enumerate(session.script) if isinstance(one, e.BoxCounted))
    session.script = [*session.script[:place], *hand_count(1, forms({1: (1,), 2: (1,), 3: (1,)}))]

    with pytest.raises(r.WrongFigures, match="0 个等次"):
        state(session)


# 办理结果.

REPORT = e.HandlingReported(
    project=2, result="B", unit="县交通运输局", text="已列入明年计划。", at=AT
)
ACCEPTED = e.HandlingConfirmed(project=2, accepted=True, at=AT)
REJECTED = e.HandlingConfirmed(project=2, accepted=False, at=AT)


def told(*events: e.Event) -> Election:
    election = state(rated_session())
    for one in events:
        apply(election, one)
    return election


def test_what_came_of_a_project_is_reported_and_confirmed_beside_the_ratings() -> None:
    done = msgspec.structs.replace(REPORT, result="A", text="已完工。")
    election = told(REPORT, REJECTED, done, ACCEPTED)

    assert election.handling == {
        2: (
            Handling(result="B", unit="县交通运输局", text="已列入明年计划。", accepted=False),
            Handling(result="A", unit="县交通运输局", text="已完工。", accepted=True),
        )
    }
    assert election.rounds == told().rounds


HANDLINGS: dict[str, tuple[tuple[e.Event, ...], type[Refused]]] = {
    "a stranger": ((msgspec.structs.replace(REPORT, project=9),), r.WrongFigures),
    "confirmed before the report": ((ACCEPTED,), r.NotYet),
    "confirmed twice": ((REPORT, ACCEPTED, ACCEPTED), r.AlreadyDone),
    "rejected after it was confirmed": ((REPORT, ACCEPTED, REJECTED), r.AlreadyDone),
}


@pytest.mark.parametrize("name", HANDLINGS)
def test_reports_and_confirmations_that_do_not_fit_are_refused(name: str) -> None:
    events, refusal = HANDLINGS[name]

    with pytest.raises(refusal):
        told(*events)


def test_nothing_is_reported_while_people_vote_or_of_a_vote() -> None:
    session = rated_session()
    place = next(at for at, one in enumerate(session.script) if isinstance(one, e.Closed))
    session.script = session.script[:place]
    with pytest.raises(r.WrongStage):
        apply(state(session), REPORT)
    with pytest.raises(r.WrongCourse):
        apply(state(hand_counted()), REPORT)


# 双渠道.


def at_the_count() -> Election:
    session = rated_session()
    place = next(at for at, one in enumerate(session.script) if isinstance(one, e.BoxCounted))
    session.script = session.script[:place]
    return state(session)


def test_second_hand_ins_are_booked_as_figures_once() -> None:
    election = at_the_count()
    event = e.DuplicatesCounted(round=1, paper=0, tablet=1)
    apply(election, event)

    assert election.current.duplicates == (0, 1)
    with pytest.raises(r.AlreadyDone):
        apply(election, event)


@pytest.mark.parametrize("event", [
    e.DuplicatesCounted(round=1, paper=1, tablet=0),
    e.DuplicatesCounted(round=1, paper=0, tablet=30),
])  # fmt: skip
def test_nobody_is_refused_who_had_not_handed_in_elsewhere(event: e.Event) -> None:
    with pytest.raises(r.WrongFigures):
        apply(at_the_count(), event)


# Several groups.

WEIGHED = msgspec.structs.replace(
    RATING, grade_rule="weighted", grader_weights={"代表": 60, "群众": 40}
)
OTHER = GroupSource(group="群众", election="another", round=1, outcome=NAME)


def joined(change: Callable[[GroupSource], tuple[GroupSource, ...]]) -> None:
    election = state(rated_session(WEIGHED))
    own = GroupSource(
        group="代表", election=election.id, round=1, outcome=digest_of(election.rounds[0].outcome)
    )
    apply(election, e.EvaluationCombined(round=1, groups=change(own), combined=NAME, at=AT))
    assert election.rounds[0].combined is not None


def test_groups_are_joined_with_this_one_among_them() -> None:
    joined(lambda own: (own, OTHER))
    joined(lambda own: (own,))


JOININGS: dict[str, Callable[[GroupSource], tuple[GroupSource, ...]]] = {
    "without this one": lambda _: (OTHER,),
    "another outcome": lambda own: (msgspec.structs.replace(own, outcome=NAME), OTHER),
    "another round": lambda own: (msgspec.structs.replace(own, round=2), OTHER),
    "a group twice": lambda own: (own, msgspec.structs.replace(OTHER, group="代表")),
    "a group without a weight": lambda own: (own, msgspec.structs.replace(OTHER, group="网络")),
    "one vote for two groups": lambda own: (own, msgspec.structs.replace(own, group="群众")),
}


@pytest.mark.parametrize("name", JOININGS)
def test_groups_that_do_not_fit_are_not_joined(name: str) -> None:
    with pytest.raises(r.WrongFigures):
        joined(JOININGS[name])


def test_groups_are_joined_only_where_the_rules_weigh_them() -> None:
    election = state(rated_session())
    event = e.EvaluationCombined(round=1, groups=(OTHER,), combined=NAME, at=AT)

    with pytest.raises(r.WrongCourse):
        apply(election, event)
