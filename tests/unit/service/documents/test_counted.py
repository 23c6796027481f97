"""Papers cite the clauses that the outcome itself was decided by."""

from msgspec.structs import replace

from ballot.fold import fold
from ballot.results import Decision
from service.documents.counted import clauses
from tests.support.hand_counted import hand_counted


def test_the_result_of_a_runoff_cites_the_clause_on_runoffs_too() -> None:
    session = hand_counted()
    state = fold(session.sign(session.script))
    current = state.rounds[0]
    assert clauses(state, current).result == "第七条"
    assert current.outcome is not None

    line = Decision(step="threshold", rules=("runoff_threshold",), sentence="", clauses=(8,))
    rank = Decision(step="rank", rules=("rank_by",), sentence="", clauses=(7,))
    current.outcome = replace(current.outcome, decisions=(line, rank))

    assert clauses(state, current).result == "第七条、第八条"
    assert clauses(state, current).exchange == "第十一条"
