"""The pool of suggestions: what was sent in, screened, merged, and taken into the list."""

from collections.abc import Sequence

from litestar import Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from ballot.candidates import Candidate
from ballot.importing.faults import Faults
from ballot.state import Election
from service.api.listing import candidates_in, sent
from service.errors import BadRequest
from service.house import House
from service.office import pool as p
from service.pages.desk.drafting import WRITE, still_drafting
from service.pages.desk.frame import Asked, Form, Page, on_to

VERDICTS: dict[str, p.Verdict] = {
    "list": "listed",
    "set_aside": "set_aside",
    "reopen": "open",
}


async def take_suggestions(request: Asked, house: House, election: str, form: Form) -> None:
    """Take the suggestions of a file into the pool, all or none. Raises BadRequest, WrongStage."""
    await still_drafting(house, election)
    content, name = await sent(form.file())
    read = await house.work(candidates_in, content, name)
    if isinstance(read, Faults):
        first = "".join(one.sentence for one in read.faults[:3])
        raise BadRequest(f"清单中有 {len(read.faults)} 处需要改正，没有导入任何内容。{first}")
    source = form.text("source", "来源")
    seen, pool = await house.pools.of(election)
    await _keep(request, house, election, p.added(pool, read.values, source), seen)


async def _keep(request: Asked, house: House, election: str, pool: p.Pool, seen: int) -> None:
    await house.pools.replace(election, pool, seen=seen, by=request.user.person.id)


@post("/{election:str}/candidates/pool", opt=WRITE)
async def screen(
    request: Asked,
    election: FromPath[str],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """List, set aside with a reason, merge or reopen the chosen suggestions; or write the draft."""
    state = await still_drafting(house, election)
    seen, pool = form.number("seen", "版本"), (await house.pools.of(election))[1]
    act, numbers = form.text("act", "办理"), form.numbers("numbers", "建议")
    if act == "draft":
        return await _drafted(request, house, state, p.listed(pool))
    if act == "merge":
        changed = p.absorbed(pool, numbers)
    elif act in VERDICTS:
        changed = p.judged(pool, numbers, VERDICTS[act], form.text("reason"))
    else:
        raise BadRequest("没有这种办理。")
    await _keep(request, house, election, changed, seen)
    return on_to(f"/desk/{election}/candidates")


async def _drafted(
    request: Asked, house: House, state: Election, listed: Sequence[Candidate]
) -> Page:
    if not listed:
        raise BadRequest("还没有列入清单的建议，请先选择建议，再点“列入清单”。")
    seen = (await house.drafts.of(state.id)).version
    await house.drafts.replace(state.id, listed, seen=seen, by=request.user.person.id)
    return on_to(f"/desk/{state.id}/candidates#draft")


router = Router(path="/desk", route_handlers=[screen])
