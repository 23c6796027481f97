"""F, O: faults of a 满意度测评."""

import msgspec

from ballot import events as e
from ballot.canonical import canonical
from counting.evaluation_groups import combine
from tests.support.bad_records.registry import bad, change, cut, own_copy, place
from tests.support.forging import Forger
from tests.support.rated_session import WEIGHED, joined_session, rated_session, reopened, told
from tests.support.session import AT, Session


def rated() -> Forger:
    """Return a forger at work on an evaluation on paper."""
    return Forger(own_copy(rated_session()))


def joined() -> Forger:
    """Return a forger at work on an evaluation by two groups."""
    return Forger(own_copy(joined_session()))


def restate(session: Session, **fields: object) -> None:
    """Change fields of the outcome; its signers then sign what it says."""
    change(
        session.script, e.OutcomeDecided, outcome=msgspec.structs.replace(told(session), **fields)
    )


@bad("O-02")
def a_better_grade_than_the_ratings_give() -> Forger:
    forger = rated()
    first, second = told(forger.session).graded
    better = msgspec.structs.replace(second, grade="满意")
    restate(forger.session, graded=(first, better))
    return forger


@bad("O-02")
def an_evaluation_that_elects() -> Forger:
    forger = rated()
    restate(forger.session, elected=(1,))
    forger.session.script = [
        msgspec.structs.replace(one, chosen=(1,)) if isinstance(one, e.Announced) else one
        for one in forger.session.script
    ]
    return forger


@bad("F-08")
def evaluated_again_before_the_result_was_announced() -> Forger:
    forger = rated()
    cut(forger.session, e.Announced)
    forger.session.tell(reopened())
    return forger


@bad("F-01")
def a_report_confirmed_that_nobody_made() -> Forger:
    forger = rated()
    forger.session.tell(e.HandlingConfirmed(project=1, accepted=True, at=AT))
    return forger


@bad("O-03")
def groups_joined_by_other_weights() -> Forger:
    forger = joined()
    session = forger.session
    other = msgspec.structs.replace(WEIGHED, grader_weights={"组成人员": 40, "群众": 60})
    outcome = told(session)
    doubled = msgspec.structs.replace(
        outcome,
        graded=tuple(msgspec.structs.replace(one, score=(1, 1)) for one in outcome.graded),
    )
    joint = combine(other, {"组成人员": outcome, "群众": doubled})
    change(session.script, e.EvaluationCombined, combined=session.put(canonical(joint)))
    return forger


@bad("O-03")
def a_group_whose_outcome_is_none() -> Forger:
    forger = joined()
    session = forger.session
    event = session.script[place(session.script, e.EvaluationCombined)]
    assert isinstance(event, e.EvaluationCombined)
    own, other = event.groups
    wrong = msgspec.structs.replace(other, outcome=session.put(b'{"status":"final"}'))
    change(session.script, e.EvaluationCombined, groups=(own, wrong))
    return forger
