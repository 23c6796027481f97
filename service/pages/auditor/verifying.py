"""A verification run: the record as it is now, every check, in a process of its own."""

import asyncio
import tempfile
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from service.cli.verdict import STATUSES
from service.house import House
from service.pages.auditor.frame import READERS, RUNNERS, page, require_readable
from service.pages.desk.frame import Asked, Form, Page, on_to, placed
from service.pages.quiet import require_quiet
from service.pages.words import said
from service.records import CHUNK, evidence_file, record_file
from service.work.errands import Errands
from service.work.verifying import EVIDENCE, RECORD, REPORT

STATES = {"running": said("正在进行"), "done": said("已办完"), "failed": said("没有办完")}
EVIDENCE_AFTER = frozenset({"counted", "certified", "announced", "void"})


@get("/{election:str}/verifications", opt=READERS)
async def every(
    request: Asked,
    election: FromPath[str],
    house: NamedDependency[House],
    errands: NamedDependency[Errands],
) -> Page:
    """Show the runs so far, and the button for another."""
    place = await placed(house, election)
    require_readable(place["state"])
    found = errands.every("verification", election)
    return page(request, "verifications.html", **place, found=found, states=STATES)


@post("/{election:str}/verifications", opt=RUNNERS)
async def begin(
    election: FromPath[str],
    form: NamedDependency[Form],  # noqa: ARG001  (only a page's form may do this)
    house: NamedDependency[House],
    errands: NamedDependency[Errands],
) -> Page:
    """Begin a run over the record, and the evidence once the count is done. Raises Busy."""
    state = (await house.ledger.head(election)).state
    require_readable(state)
    await require_quiet(house)
    files: dict[str, bytes | Path] = {RECORD: await _kept(await record_file(house, election))}
    if state.current.stage in EVIDENCE_AFTER:
        files[EVIDENCE] = await _kept(await evidence_file(house, election))
    name = await errands.start("verification", election, files)
    return on_to(f"/auditor/{election}/verifications/{name}")


async def _kept(file: BinaryIO) -> Path:
    """Write a record to a file of its own, which the errand takes over."""

    def write() -> Path:
        with tempfile.NamedTemporaryFile(prefix="piaojue-record-", delete=False) as kept, file:
            while chunk := file.read(CHUNK):
                kept.write(chunk)
        return Path(kept.name)

    return await asyncio.to_thread(write)


@get("/{election:str}/verifications/{name:str}", opt=READERS)
async def one(
    request: Asked,
    election: FromPath[str],
    name: FromPath[str],
    house: NamedDependency[House],
    errands: NamedDependency[Errands],
) -> Page:
    """Show how far a run is, and in the end every check with its verdict and why."""
    place = await placed(house, election)
    require_readable(place["state"])
    progress = errands.look("verification", election, name)
    report: dict[str, Any] | None = None
    if progress.state == "done":
        raw = errands.file("verification", election, name, REPORT).read_bytes()
        report = msgspec.json.decode(raw)
    return page(
        request,
        "verification.html",
        **place,
        progress=progress,
        report=report,
        statuses=STATUSES,
    )


router = Router(path="/auditor", route_handlers=[every, begin, one])
