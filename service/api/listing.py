"""Candidates and roll, as the secretariat writes them."""

from functools import partial
from typing import Any

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, MultipartBody

from ballot.candidates import Candidate, read_candidates
from ballot.course import left_open
from ballot.folding.guards import at_stage, the_round
from ballot.importing.faults import Faults, Imported
from ballot.order import arranged
from ballot.refusals import NotYet, WrongStage
from ballot.roll import Deputy, badge_code, read_roll
from printing.badges import Badge, badges_pdf
from service.api.access import PUBLIC, Actor, allow
from service.api.bodies import NewOrder, Presence
from service.api.problems import problem
from service.errors import BadRequest
from service.house import House
from service.office.reading import read_sheets

Asked = Request[Actor, Any, Any]
Upload = MultipartBody[dict[str, UploadFile]]


async def sent(data: dict[str, UploadFile]) -> tuple[bytes, str]:
    """Return the content and the name of an uploaded list. Raises BadRequest without one."""
    if "file" not in data:
        raise BadRequest("请选择要导入的文件（.xlsx、.xls 或 .csv）。")
    return await data["file"].read(), data["file"].filename


def _faulty(faults: Faults) -> Response[dict[str, Any]]:
    """Answer with every fault: sheet, row, column, what was found, what is expected."""
    listed = [msgspec.to_builtins(one) for one in faults.faults]
    sentence = f"清单中有 {len(listed)} 处需要改正，没有导入任何内容。"
    return problem(422, "import.faults", sentence, faults=listed)


@post("/candidates", opt=allow("clerk"))
async def import_candidates(
    request: Asked,
    election: FromPath[str],
    data: Upload,
    house: NamedDependency[House],
) -> Response[dict[str, Any]]:
    """Import the candidate projects; all of the list or nothing of it."""
    state = (await house.ledger.head(election)).state
    at_stage(state, 1, "drafting")
    content, name = await sent(data)
    read = await house.work(candidates_in, content, name)
    if isinstance(read, Faults):
        return _faulty(read)
    seen = (await house.drafts.of(election)).version
    by = request.user.person.id
    draft = await house.drafts.replace(election, read.values, seen=seen, by=by)
    return Response(
        {
            "version": draft.version,
            "candidates": msgspec.to_builtins(draft.candidates),
            "notes": msgspec.to_builtins(read.notes),
        }
    )


def candidates_in(content: bytes, name: str) -> Imported[Candidate] | Faults:
    """Return the projects of an uploaded file, or every fault of it. Raises Unreadable."""
    return read_candidates(read_sheets(content, name))


@get("/candidates", opt=allow("clerk", "presider", "chief_scrutineer"))
async def candidates(election: FromPath[str], house: NamedDependency[House]) -> dict[str, Any]:
    """Return the draft of the list."""
    await house.ledger.head(election)
    draft = await house.drafts.of(election)
    return {"version": draft.version, "candidates": msgspec.to_builtins(draft.candidates)}


@post("/candidates/extension", opt=allow("clerk"))
async def extend_candidates(
    request: Asked,
    election: FromPath[str],
    data: Upload,
    house: NamedDependency[House],
) -> Response[dict[str, Any]]:
    """Add projects newly proposed for a fill; those of earlier rounds stay as they are.

    Their numbers are new too: a number means one project through all rounds.
    """
    state = (await house.ledger.head(election)).state
    if state.rules.shortfall_pool != "new_proposal" or not left_open(state).vacant:
        raise WrongStage("只有票决办法规定另行提出候选项目，而且名额有空缺时，才能补充候选项目。")
    content, name = await sent(data)
    read = await house.work(candidates_in, content, name)
    if isinstance(read, Faults):
        return _faulty(read)
    draft = await house.drafts.of(election)
    longer = (*draft.candidates, *read.values)
    by = request.user.person.id
    draft = await house.drafts.replace(election, longer, seen=draft.version, by=by)
    return Response(
        {
            "version": draft.version,
            "candidates": msgspec.to_builtins(read.values),
            "notes": msgspec.to_builtins(read.notes),
        }
    )


@post("/candidates/order", opt=allow("clerk"), status_code=200)
async def order(
    request: Asked,
    election: FromPath[str],
    data: JSONBody[NewOrder],
    house: NamedDependency[House],
) -> dict[str, Any]:
    """Order the draft as the rules say and number it anew from 1; 主席团's own order stays."""
    state = (await house.ledger.head(election)).state
    at_stage(state, 1, "drafting")
    draft = await house.drafts.of(election)
    made = arranged(draft.candidates, state.rules.ballot_order, election=election, seed=data.seed)
    by = request.user.person.id
    draft = await house.drafts.replace(election, made, seen=draft.version, by=by)
    return {"version": draft.version, "candidates": msgspec.to_builtins(draft.candidates)}


@post("/roll", opt=allow("clerk"))
async def import_roll(
    request: Asked,
    election: FromPath[str],
    data: Upload,
    house: NamedDependency[House],
) -> Response[dict[str, Any]]:
    """Import the deputies; names stay in the office."""
    await house.ledger.head(election)
    content, name = await sent(data)
    read = await house.work(roll_in, content, name)
    if isinstance(read, Faults):
        return _faulty(read)
    await house.rolls.replace(election, read.values, by=request.user.person.id)
    return Response({"deputies": len(read.values), "notes": msgspec.to_builtins(read.notes)})


def roll_in(content: bytes, name: str) -> Imported[Deputy] | Faults:
    """Return the deputies of an uploaded file, or every fault of it. Raises Unreadable."""
    return read_roll(read_sheets(content, name))


@get("/roll", opt=allow("clerk"))
async def roll(election: FromPath[str], house: NamedDependency[House]) -> list[dict[str, Any]]:
    """Return the deputies."""
    await house.ledger.head(election)
    return [msgspec.to_builtins(one) for one in await house.rolls.deputies(election)]


@get("/roll/badges.pdf", opt=allow("clerk"))
async def badges(election: FromPath[str], house: NamedDependency[House]) -> Response[bytes]:
    """Return a badge for checking in for every deputy of the roll; made anew each time."""
    facts = (await house.ledger.head(election)).state.facts
    listed = [
        Badge(
            line=one.number,
            name=one.name,
            group=one.delegation,
            seat=one.seat,
            code=badge_code(election, one),
        )
        for one in await house.rolls.deputies(election)
    ]
    made = await house.work(partial(badges_pdf, rehearsal=facts.rehearsal), facts.session, listed)
    headers = {"content-disposition": 'attachment; filename="badges.pdf"'}
    return Response(made, media_type="application/pdf", headers=headers)


@post("/rounds/{number:int}/presence", opt=allow("clerk"), status_code=200)
async def mark(
    election: FromPath[str],
    number: FromPath[int],
    data: JSONBody[Presence],
    house: NamedDependency[House],
) -> dict[str, int]:
    """Mark deputies as present or not; only the two figures ever leave the office."""
    the_round((await house.ledger.head(election)).state, number)
    await house.rolls.mark(election, number, data.deputies, present=data.present)
    found = await house.rolls.attendance(election, number)
    return {"roster_total": found.roster_total, "present": found.present}


@get("/rounds/{number:int}/presence", opt=allow("clerk"))
async def presence(
    election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> dict[str, Any]:
    """Return who is marked present, and the figures to declare."""
    the_round((await house.ledger.head(election)).state, number)
    found = await house.rolls.attendance(election, number)
    here = await house.rolls.present(election, number)
    return {
        "roster_total": found.roster_total,
        "present": found.present,
        "deputies": [msgspec.to_builtins(one) for one in here],
    }


@get("/rounds/{number:int}/definition", opt=PUBLIC)
async def definition(
    election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> Response[bytes]:
    """Return the frozen definition, to the byte."""
    current = the_round((await house.ledger.head(election)).state, number)
    if current.definition is None:
        raise NotYet("本轮清单还没有确定。")
    raw = await house.ledger.get_object(current.definition)
    return Response(raw, media_type="application/json")


router = Router(
    path="/api/elections/{election:str}",
    route_handlers=[
        import_candidates,
        candidates,
        extend_candidates,
        order,
        import_roll,
        roll,
        badges,
        mark,
        presence,
        definition,
    ],
    tags=["清单"],
)
