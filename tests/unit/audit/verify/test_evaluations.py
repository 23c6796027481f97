"""Records of evaluations: rated twice, and joined from two groups, pass every check."""

import io

from audit.verify.checks import Report
from audit.verify.record import verify_record
from tests.support.forging import Forger
from tests.support.rated_session import joined_session, rate_again, rated_session
from tests.support.session import Session


def report(session: Session) -> Report:
    found = verify_record(io.BytesIO(Forger(session).record()))
    assert {one.check.id: one.faults for one in found.results if one.faults} == {}
    return found


def remarks(found: Report) -> list[str]:
    return [remark for one in found.results if one.check.id == "O-03" for remark in one.remarks]


def test_an_evaluation_and_its_repetition_pass() -> None:
    session = rated_session()
    rate_again(session)

    assert remarks(report(session)) == []


def test_groups_joined_by_their_weights_pass_and_the_other_record_is_named() -> None:
    assert remarks(report(joined_session())) == [
        "“群众”组的测评结果取自票决 0ddba11deed00000 第 1 轮，须用该次票决的记录包另行复核。"
    ]
