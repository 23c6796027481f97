"""The paper's totals from the standing bundles: machine readings, and rulings over them."""

from collections.abc import Mapping, Sequence

from audit.record.batches import open_sheets
from ballot import events as e
from ballot.canonical import Digest
from ballot.fold import Decide
from ballot.folding.guards import the_round
from ballot.folding.reading import readable, require_whole
from ballot.refusals import PaperIncomplete
from ballot.results import ChannelTally
from ballot.state import Election, Round
from counting.paper import ReadSheet, count, require_unique
from counting.paper_form import PaperForm
from service.house import House
from service.scanning.bundles import Paper, paper_of
from service.scanning.unsigned import require_signed


async def count_sheets(house: House, election: str, number: int) -> None:
    """Compute the totals and book them; nobody is told them before the paper is frozen.

    Raises CountedOtherwise where people count by hand, PaperIncomplete for bundles that are short,
    doubts that wait, and what was read or ruled while it was added up, ReadTwice, Undecided.
    """
    paper = await paper_of(house, election, number)
    require_whole(readable(paper.state, number))
    await require_signed(house, election, paper.current)
    objects = {name: await house.ledger.get_object(name) for name in _names(paper)}
    bundles = {
        one.batch: open_sheets(one, paper.current.rulings, objects.__getitem__)
        for one in paper.current.live
    }
    foreign = sum(one.foreign for one in paper.current.live)
    tally = await house.work(_count, paper.form, bundles, foreign)
    await house.ledger.run(election, _if_still(paper.current, tally))


def _if_still(counted: Round, tally: ChannelTally) -> Decide:
    """Return the command that books ``tally``, if the round's sheets are still those counted."""

    def decide(now: Election) -> Sequence[e.Event]:
        current = the_round(now, counted.number)
        if (current.live, current.rulings) != (counted.live, counted.rulings):
            raise PaperIncomplete("合计期间又有读票或者认定，这次合计作废，请重新合计。")
        return (e.SheetsCounted(round=counted.number, tally=tally),)

    return decide


def _names(paper: Paper) -> set[Digest]:
    """Return what the count reads: the readings and the last rulings on them."""
    sheets = (sheet for one in paper.current.live for sheet in one.sheets)
    return {*sheets, *paper.current.rulings.values()}


def _count(
    form: PaperForm, bundles: Mapping[int, Sequence[ReadSheet]], foreign: int
) -> ChannelTally:
    require_unique(bundles)
    return count((one for each in bundles.values() for one in each), form, set_aside=foreign)
