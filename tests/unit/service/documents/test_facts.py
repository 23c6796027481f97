"""What papers are told of a round is what was booked of it."""

from ballot.fold import fold
from printing.papers.values import Signers
from service.documents import facts
from service.documents.desk import Desk
from tests.support.hand_counted import hand_counted


def test_the_report_of_sheets_has_the_ballots_that_others_filled_in() -> None:
    session = hand_counted()
    state = fold(session.sign(session.script))
    current = state.rounds[0]
    desk = Desk(
        definitions={},
        signers=Signers(),
        presider="",
        clerk="",
        prints=None,
        checkpoint_root="",
        date="2026年1月22日",
        minute="",
    )
    [before] = facts.issue(state, current, desk).channels
    current.assisted = (3, 0)
    [after] = facts.issue(state, current, desk).channels

    assert (before.assisted, after.assisted) == (0, 3)
