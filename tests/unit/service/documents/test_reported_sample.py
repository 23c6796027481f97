"""计票结果报告单 states the sample that was drawn, and none where nothing was."""

import pytest

from ballot import events as e
from ballot.fold import fold
from printing.papers.values import Fingerprints, Signers
from service.documents.counted import count
from service.documents.desk import Desk
from tests.support.hand_counted import hand_counted
from tests.support.scanned_session import DEFINITION, SAMPLE, given_up, scanned_session
from tests.support.session import Session

HAND_COUNTED = hand_counted()
DRAWN = scanned_session()


def _before_the_failure() -> Session:
    """Let the sample be drawn first, and the scanner given up after it."""
    session, drawn = given_up(), DRAWN.script
    start = next(at for at, one in enumerate(drawn) if isinstance(one, e.SampleDrawn))
    failed = next(n for n, one in enumerate(session.script) if isinstance(one, e.FallbackDeclared))
    session.script[failed:failed] = drawn[start : start + 2]
    return session


@pytest.mark.parametrize(
    ("session", "told"),
    [
        (DRAWN, SAMPLE),
        (HAND_COUNTED, 0),
        (given_up(), 0),
        (_before_the_failure(), 0),
    ],
    ids=["scanned", "by hand", "scanner given up", "given up after the draw"],
)
def test_the_report_tells_the_sample_that_was_drawn(session: Session, told: int) -> None:
    state = fold(session.sign(session.script))
    scanned = session is not HAND_COUNTED
    definition = DEFINITION if scanned else session.definition((1, 2, 3), 2)
    desk = Desk(
        definitions={1: definition},
        signers=Signers(),
        presider="",
        clerk="",
        prints=Fingerprints(definition="", election_key=None, log_key="", checkpoint=""),
        checkpoint_root="",
        date="2026年1月22日",
        minute="",
    )

    assert count(state, state.rounds[0], desk).sample == told
