"""The 演练 button: the session's own list and rules with invented ballots, beside the vote."""

from pathlib import Path
from typing import Any

import msgspec
from litestar import MediaType, Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from ballot.definition import read_definition
from ballot.results import Outcome
from ballot.state import Election
from service.api.access import allow
from service.errors import NoSuchThing
from service.house import House
from service.pages.desk.frame import Asked, Form, Page, on_to
from service.pages.presider.script import PRESIDING
from service.pages.quiet import require_quiet
from service.pages.speaking import filled, spoken
from service.pages.words import said
from service.rehearsal.copying import ASKED, OUT, copy_of
from service.work.errands import Errands, Progress

FORMS = {
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".json": "application/json",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
STATES = {"running": said("正在进行"), "done": said("已办完"), "failed": said("没有办完")}
WHOLE = ("record.zip", "evidence.zip", "outcome.json")


async def _candidates(house: House, state: Election) -> Any:
    """Return the frozen list, or the draft as long as none is frozen."""
    named = state.rounds[0].definition
    if named is not None:
        return read_definition(await house.ledger.get_object(named)).candidates
    return (await house.drafts.of(state.id)).candidates


@get("/{election:str}/rehearsals", opt=PRESIDING, media_type=MediaType.HTML)
async def every(
    request: Asked,
    election: FromPath[str],
    house: NamedDependency[House],
    errands: NamedDependency[Errands],
) -> str:
    """Show what a rehearsal is, the button, and the rehearsals so far."""
    state = (await house.ledger.head(election)).state
    return filled(
        "presider/rehearsals.html",
        spoken(request),
        state=state,
        election=election,
        states=STATES,
        found=errands.every("rehearsal", election),
    )


@post("/{election:str}/rehearsals", opt=allow("presider", "clerk"))
async def begin(
    election: FromPath[str],
    form: NamedDependency[Form],  # noqa: ARG001  (only a page's form may do this)
    house: NamedDependency[House],
    errands: NamedDependency[Errands],
) -> Page:
    """Begin a rehearsal. Raises Busy while anybody votes on this service, BadRequest."""
    await require_quiet(house)
    state = (await house.ledger.head(election)).state
    copy = copy_of(state, await _candidates(house, state))
    name = await errands.start("rehearsal", election, {ASKED: msgspec.json.encode(copy)})
    return on_to(f"/presider/{election}/rehearsals/{name}")


@get("/{election:str}/rehearsals/{name:str}", opt=PRESIDING, media_type=MediaType.HTML)
async def one(
    request: Request[Any, Any, Any],
    election: FromPath[str],
    name: FromPath[str],
    house: NamedDependency[House],
    errands: NamedDependency[Errands],
) -> str:
    """Show how far a rehearsal is, and in the end what it came to and what it leaves."""
    state = (await house.ledger.head(election)).state
    progress = errands.look("rehearsal", election, name)
    shown: dict[str, Any] = {"outcome": None, "files": []}
    if progress.state == "done":
        shown = _left(errands, election, name)
    return filled(
        "presider/rehearsal.html",
        spoken(request),
        state=state,
        election=election,
        name=name,
        progress=progress,
        percent=percent(progress),
        **shown,
    )


def percent(progress: Progress) -> int:
    """Return how much of the present step is done, in whole per cent."""
    return 0 if progress.whole <= 0 else min(100, progress.done * 100 // progress.whole)


def _left(errands: Errands, election: str, name: str) -> dict[str, Any]:
    raw = errands.file("rehearsal", election, name, f"{OUT}/outcome.json").read_bytes()
    papers = errands.file("rehearsal", election, name, f"{OUT}/outcome.json").parent / "papers"
    return {
        "outcome": msgspec.json.decode(raw, type=Outcome),
        "files": [*WHOLE, *sorted(one.name for one in papers.glob("*.pdf"))],
    }


@get("/{election:str}/rehearsals/{name:str}/files/{file:str}", opt=PRESIDING)
async def download(
    election: FromPath[str],
    name: FromPath[str],
    file: FromPath[str],
    errands: NamedDependency[Errands],
) -> Response[bytes]:
    """Return a document of a rehearsal; every one of them is marked 演练."""
    kind = Path(file).suffix
    if kind not in FORMS:
        raise NoSuchThing("没有这个文件。")
    where = OUT if file in WHOLE else f"{OUT}/papers"
    found = errands.file("rehearsal", election, name, f"{where}/{Path(file).name}")
    headers = {"content-disposition": f'attachment; filename="rehearsal-{found.name}"'}
    return Response(found.read_bytes(), media_type=FORMS[kind], headers=headers)


router = Router(path="/presider", route_handlers=[every, begin, one, download])
