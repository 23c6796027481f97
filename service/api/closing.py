"""Papers, the log, objects, the record: what comes out."""

from typing import Any, Literal

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Stream

from ballot import events as e
from ballot.canonical import Digest
from ballot.events.closing import PaperKind
from ballot.folding.guards import the_round
from ballot.refusals import NotYet
from ballot.state import Election, Round
from service import documents
from service.api.access import LOG_READ, MEMBERS, PUBLIC, allow
from service.api.bodies import Change
from service.api.shown import AFTER_CLOSE
from service.commands import just
from service.errors import BadRequest, NoSuchThing
from service.house import House
from service.records import evidence_file, record_file, stream_of

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
BEING_COUNTED = {"open", "closed", "counted", "certified"}
FOLLOWERS = allow("scrutineer", "chief_scrutineer", "auditor", scope=LOG_READ)


@post("/rounds/{number:int}/papers/{kind:str}", opt=allow("clerk", "chief_scrutineer"))
async def issue_paper(
    election: FromPath[str],
    number: FromPath[int],
    kind: FromPath[PaperKind],
    house: NamedDependency[House],
    chinese_only: FromQuery[bool] = False,  # noqa: FBT002 -- a parameter of the address
) -> dict[str, str]:
    """Make a paper of the round, keep both its forms, and name them in the log.

    `chinese_only` leaves out the projects' names in other languages, which no font here draws.
    """
    issued = await documents.issue(house, election, number, kind, chinese_only=chinese_only)
    return {"docx": issued.docx, "pdf": issued.pdf}


@get("/rounds/{number:int}/papers/{kind:str}/{form:str}", opt=allow(*MEMBERS))
async def paper(
    election: FromPath[str],
    number: FromPath[int],
    kind: FromPath[PaperKind],
    form: FromPath[Literal["docx", "pdf"]],
    house: NamedDependency[House],
) -> Response[bytes]:
    """Return a finished paper."""
    current = the_round((await house.ledger.head(election)).state, number)
    if kind not in current.papers:
        raise NoSuchThing("这份文书还没有出具。")
    docx, pdf = current.papers[kind]
    data = await house.ledger.get_object(docx if form == "docx" else pdf)
    name = f"{number}-{kind}.{form}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=MEDIA[form], headers=headers)


@get("/rounds/{number:int}/closed-log", opt=FOLLOWERS)
async def closed_log(
    election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> dict[str, Any]:
    """Return the log as it is, with the closed round in it, and a checkpoint over all of it.

    What came after the close is needed too: a key holder looks for the authority to open, and for
    a round that was declared void.
    """
    state = (await house.ledger.head(election)).state
    current = the_round(state, number)
    if current.stage not in AFTER_CLOSE:
        raise NotYet("投票还没有截止。")
    if state.current.stage == "closed" and not state.current.paper_frozen:
        # The log has the tellers' figures, which nobody sees before they are final.
        raise NotYet("纸质票计票数还没有确定，确定以后才提供已截止的日志。")
    size, note = await house.checkpoints.now(election)
    leaves = await house.ledger.leaves(election, 0, size)
    return {"size": size, "checkpoint": note, "leaves": [one.decode() for one in leaves]}


@get("/checkpoint", opt=PUBLIC)
async def checkpoint(election: FromPath[str], house: NamedDependency[House]) -> Response[str]:
    """Return a signed checkpoint of the log as it is; none while a round is open."""
    _, note = await house.checkpoints.now(election)
    return Response(note, media_type="text/plain; charset=utf-8")


@get("/objects/{name:str}", opt=FOLLOWERS)
async def an_object(
    election: FromPath[str], name: FromPath[str], house: NamedDependency[House]
) -> Stream:
    """Return a content-addressed object of the log."""
    if len(name) != 64 or set(name) - set("0123456789abcdef"):  # noqa: PLR2004  (SHA-256 in hex)
        raise BadRequest("对象名应为 64 位小写十六进制。")
    state = (await house.ledger.head(election)).state
    if state.current.stage == "open":
        raise NotYet("投票期间不提供日志内容。")
    if any(name in one.salted or name in one.commitments for one in state.rounds):
        # What stands on a sheet leaves the house in the evidence alone.
        raise NoSuchThing("没有这个对象，或者它不公开。")
    await house.ledger.object_size(Digest(name))
    parts = house.ledger.object_parts(Digest(name))
    return Stream(parts, media_type="application/octet-stream")


@post("/projects/{project:int}/changes", opt=allow("clerk", "presider"))
async def project_changed(
    election: FromPath[str],
    project: FromPath[int],
    data: JSONBody[Change],
    house: NamedDependency[House],
) -> dict[str, int]:
    """Book a resolution by which an announced project is adjusted, deferred or ended."""
    event = e.ProjectChanged(
        project=project, resolution=data.resolution, text=data.text, at=house.minute
    )
    return {"size": (await house.ledger.run(election, just(event))).size}


@get("/record.zip", opt=PUBLIC)
async def record(election: FromPath[str], house: NamedDependency[House]) -> Stream:
    """Return the public record, once a round was announced (in a rehearsal: counted)."""
    state = (await house.ledger.head(election)).state
    if not publishable(state):
        raise NotYet("结果公告以后才能下载记录包。")
    file = await record_file(house, election)
    return Stream(stream_of(file), media_type="application/zip")


def publishable(state: Election) -> bool:
    """Say whether the whole log may be seen: it also tells of a later round being counted."""
    if state.current.stage in BEING_COUNTED and not _published(state, state.current):
        return False
    return any(_published(state, one) for one in state.rounds)


def _published(state: Election, one: Round) -> bool:
    return one.stage == "announced" or (
        state.facts.rehearsal and one.stage in {"counted", "certified", "void"}
    )


@get("/evidence.zip", opt=allow("auditor", "chief_scrutineer"))
async def evidence(election: FromPath[str], house: NamedDependency[House]) -> Stream:
    """Return the private evidence: what auditors need beyond the record."""
    state = (await house.ledger.head(election)).state
    if state.current.stage in {"open", "closed"}:
        raise NotYet("计票以后才能下载证据包。")
    return Stream(stream_of(await evidence_file(house, election)), media_type="application/zip")


router = Router(
    path="/api/elections/{election:str}",
    route_handlers=[
        issue_paper,
        paper,
        closed_log,
        checkpoint,
        an_object,
        project_changed,
        record,
        evidence,
    ],
    tags=["文书与记录"],
)
