"""The paper's totals from the standing bundles: machine readings, and rulings over them."""

from ballot import events as e
from ballot.canonical import Digest
from ballot.course import chosen_by
from ballot.definition import Definition
from ballot.reading import read_reading, read_ruling
from ballot.results import ChannelTally
from counting.paper import ReadSheet, count, require_unique
from counting.paper_form import form_of
from service.commands import just
from service.documents.desk import definitions_of
from service.house import House
from service.ledger.openings import Kind
from service.scanning.bundles import Paper, paper_of


async def count_sheets(house: House, election: str, number: int) -> None:
    """Compute the totals and book them; nobody is told them before the paper is frozen.

    Raises PaperIncomplete for bundles that are short and doubts that wait, ReadTwice, Undecided.
    """
    paper = await paper_of(house, election, number)
    bundles = await _bundles(house, election, paper)
    spent = await _spent(house, paper)
    foreign = sum(one.foreign for one in paper.current.live)
    tally = await house.work(_count, paper.definition, bundles, foreign, spent)
    await house.ledger.run(election, just(e.SheetsCounted(round=number, tally=tally)))


async def _bundles(house: House, election: str, paper: Paper) -> dict[int, list[ReadSheet]]:
    number, current = paper.current.number, paper.current
    readings = await _values(house, election, number, "reading")
    rulings = await _values(house, election, number, "ruling")
    return {
        batch.batch: [
            ReadSheet(
                digest=sheet,
                reading=read_reading(readings[sheet]),
                ruling=(
                    read_ruling(rulings[current.rulings[sheet]])
                    if sheet in current.rulings
                    else None
                ),
            )
            for sheet in batch.sheets
        ]
        for batch in current.live
    }


async def _values(house: House, election: str, number: int, kind: Kind) -> dict[Digest, bytes]:
    openings = await house.ledger.openings(election, kind)
    return {one.digest: one.value for one in openings if one.round == number}


async def _spent(house: House, paper: Paper) -> int:
    """Return what the projects chosen in earlier rounds cost, in 分."""
    chosen = chosen_by(paper.state, paper.current.number - 1)
    listed = (await definitions_of(house, paper.state)).values()
    costs = {one.number: one.investment_fen or 0 for each in listed for one in each.candidates}
    return sum(costs.get(one, 0) for one in chosen)


def _count(
    definition: Definition, bundles: dict[int, list[ReadSheet]], foreign: int, spent: int
) -> ChannelTally:
    require_unique(bundles)
    sheets = [one for each in bundles.values() for one in each]
    return count(sheets, form_of(definition, spent), set_aside=foreign)
