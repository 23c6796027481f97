"""Paper that a machine reads: sheets printed, marked, scanned in bundles, doubts decided."""

import asyncio
from collections.abc import Mapping, Sequence

from ballot.definition import read_definition
from ballot.events.reading import MOST_IN_BATCH, MOST_RULINGS
from ballot.results import ChannelTally
from ballot.rules import Rules
from ballot.sheet import Format, SheetLayout, layout_of
from counting.doubts import GROUND_NAMES
from printing.ballots import pdf_pages_of
from service.rehearsal.ballots import Cell, Row
from service.rehearsal.company import Signer
from service.rehearsal.pens import marked
from service.rehearsal.session import Hall, count_box

ADJUDICATORS: tuple[Signer, ...] = (
    ("scrutineer", 1),
    ("scrutineer", 2),
    ("chief_scrutineer", 1),
)
SAMPLERS: tuple[Signer, ...] = (("scrutineer", 1), ("chief_scrutineer", 1))
SEED = "3 1 6 2 5 4"
"""As dice would show it before everybody."""
GROUNDS = frozenset(GROUND_NAMES)
EVERY_FAINT = 12
"""One sheet of so many is marked with a pen that runs dry, so that people have to look."""


async def print_sheets(hall: Hall, number: int, count: int) -> None:
    """Print signed sheets, delete their PDF from the service, and keep it for the voters' pens."""
    clerk, path = hall.company.api("clerk"), f"{hall.round(number)}/prints"
    made = await clerk.post(path, {"count": count})
    pdf = await clerk.get_bytes(f"{path}/{made['name']}")
    await clerk.post(f"{path}/{made['name']}/destroyed")
    hall.sheets[number] = pdf
    hall.progress("印制票决票，删除印制文件", count, count)


async def count(
    hall: Hall, number: int, numbers: Sequence[int], rows: Sequence[Row], tally: ChannelTally
) -> None:
    """Let invented voters mark the sheets; scan them in bundles, decide doubts, add up."""
    await count_box(hall, number, tally)
    await read(hall, number, numbers, rows)
    await add_up(hall, number, numbers, rows)


async def add_up(hall: Hall, number: int, numbers: Sequence[int], rows: Sequence[Row]) -> None:
    """Decide the doubtful ones of the sheets that were marked for ``rows``, and add all up.

    With the sample of the certain ones that the rules ask for, as the desk says.
    """
    chief, path = hall.company.api("chief_scrutineer"), hall.round(number)
    sheets = _opinions(hall, numbers, rows)
    doubtful = await _decide(hall, number, sheets)
    hall.progress("认定疑问票，签字", doubtful, doubtful)
    if (await chief.get(f"{path}/doubts"))["to_draw"]:
        await hall.company.act(number, "sample_drawn", SAMPLERS, seed=SEED)
        drawn = await _decide(hall, number, sheets)
        hall.progress("抽样复核，签字", drawn, drawn)
    await chief.post(f"{path}/paper-count")


async def publish(hall: Hall, number: int) -> None:
    """Publish images of the sheets as the rules say."""
    chief = hall.company.api("chief_scrutineer")
    told = await chief.post(f"{hall.round(number)}/paper-publication")
    hall.progress("公布纸质票图像", told["published"], told["published"])


async def read(
    hall: Hall, number: int, numbers: Sequence[int], rows: Sequence[Row], first: int = 0
) -> None:
    """Let invented voters mark sheets, one for each of ``rows``; scan them in bundles.

    ``first``: so many sheets were marked and scanned before, and ``rows`` begins with theirs.
    """
    layout, rules = await _layout(hall, number), hall.plan.rules
    sheets = _opinions(hall, numbers, rows)
    faint = range(EVERY_FAINT // 2, len(rows), EVERY_FAINT)
    for start in range(first, len(rows), MOST_IN_BATCH):
        part = {at: sheets[at] for at in range(start, min(start + MOST_IN_BATCH, len(rows)))}
        pdf = await asyncio.to_thread(marked, hall.sheets[number], layout, part, rules, faint=faint)
        bundle = await _scan(hall, number, pdf, len(part))
        hall.bundles[number, bundle] = start
        hall.progress("分捆扫描读票", start + len(part), len(rows))


async def _layout(hall: Hall, number: int) -> SheetLayout:
    raw = await hall.company.api("clerk").get_bytes(f"{hall.round(number)}/definition")
    return layout_of(read_definition(raw), Format())


def _opinions(hall: Hall, numbers: Sequence[int], rows: Sequence[Row]) -> dict[int, dict[int, str]]:
    """Return for each sheet, from 0, what its voter says of each project."""
    return {at: _said(hall.plan.rules, numbers, row) for at, row in enumerate(rows)}


def _said(rules: Rules, numbers: Sequence[int], row: Row) -> dict[int, str]:
    """Return the choice for each project, in the words of the boxes; 0 is the whole list."""
    words = [_word(rules, one) for one in row]
    if rules.ballot_mode == "whole_list":
        return {0: words[0]}
    return dict(zip(numbers, words, strict=True))


def _word(rules: Rules, cell: Cell) -> str:
    if isinstance(cell, int):
        return (*rules.grades, "dont_know")[cell]
    # Who would abstain where there is no box for it leaves the row blank.
    return rules.blank_means if cell == "abstain" and cell not in rules.choices else cell


async def _scan(hall: Hall, number: int, pdf: bytes, count: int) -> int:
    """Count a bundle in, scan it and enter it; return its number."""
    teller, path = hall.company.api("teller"), f"{hall.round(number)}/bundles"
    bundle: int = (await teller.post(path, {"declared": count}))["number"]
    await teller.upload(f"{path}/{bundle}/files", "扫描.pdf", pdf)
    await hall.company.api("chief_scrutineer").post(f"{path}/{bundle}/enter")
    return bundle


async def _decide(hall: Hall, number: int, sheets: Mapping[int, Mapping[int, str]]) -> int:
    """Let two 监票人 and the chief say of each sheet that waits what its voter meant, and sign.

    Sheets lie in the bundles as they were marked, so that place and bundle name the voter's row.
    Return how many there were.
    """
    chief = hall.company.api("chief_scrutineer")
    pages_each = pdf_pages_of(await _layout(hall, number))
    found = (await chief.get(f"{hall.round(number)}/doubts"))["sheets"]
    waiting = [one for one in found if one["ruled"] is None]
    for one in waiting:
        place = (one["place"] - 1) // pages_each
        said = sheets[hall.bundles[number, one["batch"]] + place]
        body = {
            "rows": [
                {"project": row["project"], "reading": said[row["project"]]} for row in one["rows"]
            ],
            "void": next((r["value"] for r in one["reasons"] if r["value"] in GROUNDS), None),
        }
        path = f"{hall.round(number)}/sheets/{one['sheet']}"
        for scrutineer in (1, 2):
            await hall.company.api("scrutineer", scrutineer).post(f"{path}/views", body)
        await chief.post(f"{path}/ruling", body)
    for _ in range(0, len(waiting), MOST_RULINGS):
        await hall.company.act(number, "sheets_adjudicated", ADJUDICATORS)
    return len(waiting)
