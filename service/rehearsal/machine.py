"""Paper that a machine reads: sheets printed, marked, scanned in bundles, doubts decided."""

import asyncio
from collections.abc import Mapping, Sequence

from ballot.definition import read_definition
from ballot.events.reading import MOST_IN_BATCH
from ballot.results import ChannelTally
from ballot.sheet import Format, layout_of
from counting.doubts import GROUND_NAMES
from service.rehearsal.ballots import Row
from service.rehearsal.company import Signer
from service.rehearsal.pens import marked
from service.rehearsal.session import RESERVE, Hall, count_box, issue

ADJUDICATORS: tuple[Signer, ...] = (
    ("scrutineer", 1),
    ("scrutineer", 2),
    ("chief_scrutineer", 1),
)
GROUNDS = frozenset(GROUND_NAMES)
EVERY_FAINT = 12
"""One sheet of so many is marked with a pen that runs dry, so that people have to look."""


async def hand_out(hall: Hall, number: int, present: int, paper: int, tablet: int) -> None:
    """Print signed sheets with a reserve, delete their PDF, declare attendance, hand out."""
    if paper:
        hall.sheets[number] = await _printed(hall, number, paper + RESERVE)
    await issue(hall, number, present, paper, tablet)


async def _printed(hall: Hall, number: int, count: int) -> bytes:
    clerk, path = hall.company.api("clerk"), f"{hall.round(number)}/prints"
    made = await clerk.post(path, {"count": count})
    pdf = await clerk.get_bytes(f"{path}/{made['name']}")
    await clerk.post(f"{path}/{made['name']}/destroyed")
    hall.progress("印制票决票，删除印制文件", count, count)
    return pdf


async def count(
    hall: Hall, number: int, numbers: Sequence[int], rows: Sequence[Row], tally: ChannelTally
) -> None:
    """Let invented voters mark the sheets; scan them in bundles, decide doubts, add up."""
    await count_box(hall, number, tally)
    raw = await hall.company.api("clerk").get_bytes(f"{hall.round(number)}/definition")
    layout = layout_of(read_definition(raw), Format())
    sheets = {at: _said(hall, numbers, row) for at, row in enumerate(rows)}
    faint = range(EVERY_FAINT // 2, len(rows), EVERY_FAINT)
    bundles = [
        range(start, min(start + MOST_IN_BATCH, len(rows)))
        for start in range(0, len(rows), MOST_IN_BATCH)
    ]
    for bundle in bundles:
        part = {at: sheets[at] for at in bundle}
        pdf = await asyncio.to_thread(marked, hall.sheets[number], layout, part, faint=faint)
        await _scan(hall, number, pdf, len(part))
        hall.progress("分捆扫描读票", bundle.stop, len(rows))
    await _decide(hall, number, sheets)
    await hall.company.api("chief_scrutineer").post(f"{hall.round(number)}/paper-count")


async def publish(hall: Hall, number: int) -> None:
    """Publish images of the sheets as the rules say."""
    chief = hall.company.api("chief_scrutineer")
    told = await chief.post(f"{hall.round(number)}/paper-publication")
    hall.progress("公布纸质票图像", told["published"], told["published"])


def _said(hall: Hall, numbers: Sequence[int], row: Row) -> dict[int, str]:
    """Return the choice for each project, in the words of the boxes."""
    grades = hall.plan.rules.grades
    words = (one if isinstance(one, str) else (*grades, "dont_know")[one] for one in row)
    return dict(zip(numbers, words, strict=True))


async def _scan(hall: Hall, number: int, pdf: bytes, count: int) -> None:
    """Count a bundle in, scan it and enter it."""
    teller, path = hall.company.api("teller"), f"{hall.round(number)}/bundles"
    bundle = (await teller.post(path, {"declared": count}))["number"]
    await teller.upload(f"{path}/{bundle}/files", "扫描.pdf", pdf)
    await hall.company.api("chief_scrutineer").post(f"{path}/{bundle}/enter")


async def _decide(hall: Hall, number: int, sheets: Mapping[int, Mapping[int, str]]) -> None:
    """Let two 监票人 and the chief say of each doubtful sheet what its voter meant, and sign.

    Sheets lie in the bundles as they were marked, so that place and bundle name the voter's row.
    """
    chief = hall.company.api("chief_scrutineer")
    doubts = await chief.get(f"{hall.round(number)}/doubts")
    for one in doubts["sheets"]:
        said = sheets[(one["batch"] - 1) * MOST_IN_BATCH + one["place"] - 1]
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
    if doubts["sheets"]:
        await hall.company.act(number, "sheets_adjudicated", ADJUDICATORS)
        hall.progress("认定疑问票，签字", len(doubts["sheets"]), len(doubts["sheets"]))
