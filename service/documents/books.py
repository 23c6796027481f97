"""The result as a spreadsheet: of one round in the house, or of every round of a record.

A record knows nobody's name, so a spreadsheet carries none either.
"""

from collections.abc import Callable

from ballot.canonical import Digest
from ballot.definition import read_definition
from ballot.refusals import NotYet
from ballot.state import Election, Round
from printing.papers.values import Fingerprints, Signers
from printing.tables import rating_sheet, result_sheet
from service.documents import counted, evaluated
from service.documents.desk import Desk


def result_book(state: Election, current: Round, desk: Desk) -> bytes:
    """Return the totals of a decided round and its 勾稽核对表 as .xlsx.

    Raises NotYet before there is a result, PaperRefused for figures that contradict each other.
    """
    if evaluated.rated(current):
        return rating_sheet(evaluated.evaluation(state, current, desk))
    return result_sheet(counted.count(state, current, desk))


def recorded_books(state: Election, read: Callable[[Digest], bytes]) -> dict[str, bytes]:
    """Return `1-result.xlsx` and so on: every round of a record that was counted.

    ``read`` gives the object of a digest. Raises NotYet where no round was counted, PaperRefused
    for figures that contradict each other.
    """
    desk = _bare_desk(state, read)
    books = {
        f"{one.number}-result.xlsx": result_book(state, one, desk)
        for one in state.rounds
        if one.outcome is not None
    }
    if not books:
        raise NotYet("记录包里还没有计出结果的轮次，没有票数可以取出。")
    return books


def _bare_desk(state: Election, read: Callable[[Digest], bytes]) -> Desk:
    """Return what a spreadsheet needs beside the log: the lists, and nobody who signs."""
    return Desk(
        definitions={
            one.number: read_definition(read(one.definition))
            for one in state.rounds
            if one.definition is not None
        },
        signers=Signers(),
        presider="",
        clerk="",
        prints=Fingerprints(definition="", election_key=None, log_key="", checkpoint=""),
        checkpoint_root="",
        date="",
        minute="",
    )
