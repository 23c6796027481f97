"""What papers are told of a round is what was booked of it."""

import pytest

from ballot.fold import fold
from printing.papers.values import Signers
from service.documents import facts
from service.documents.desk import Desk
from tests.support.hand_counted import hand_counted
from tests.support.scanned_session import given_up, scanned_session
from tests.support.session import Session

DESK = Desk(
    definitions={},
    signers=Signers(),
    presider="",
    clerk="",
    prints=None,
    checkpoint_root="",
    date="2026年1月22日",
    minute="",
)


@pytest.mark.parametrize(
    ("session", "rulings"),
    [
        (hand_counted(), []),
        (scanned_session(), [("无效票、疑问票认定记录", "")]),
        (given_up(), [("无效票、疑问票认定记录", "扫描仪故障，只作参考")]),
    ],
    ids=["by hand", "scanned", "scanner given up"],
)
def test_rulings_and_data_are_sealed_with_the_sheets(
    session: Session, rulings: list[tuple[str, str]]
) -> None:
    state = fold(session.sign(session.script))
    found = facts.sealing(state, state.rounds[0], DESK).items

    assert [(one.name, one.note) for one in found] == [
        ("计票结果报告单", ""),
        *rulings,
        ("签到册", ""),
        ("电子数据包", "日志根见表下"),
    ]


def test_the_report_of_sheets_has_the_ballots_that_others_filled_in() -> None:
    session = hand_counted()
    state = fold(session.sign(session.script))
    current = state.rounds[0]
    [before] = facts.issue(state, current, DESK).channels
    current.assisted = (3, 0)
    [after] = facts.issue(state, current, DESK).channels

    assert (before.assisted, after.assisted) == (0, 3)
