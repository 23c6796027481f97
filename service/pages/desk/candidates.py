"""The workbench of the list: suggestions screened and merged, the draft ordered and looked at."""

from collections.abc import Sequence
from typing import Any, Literal

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec.structs import replace

from ballot.candidates import Candidate
from ballot.course import left_open
from ballot.definition import Definition
from ballot.errors import Malformed, Refused
from ballot.fitness import faults, warnings
from ballot.folding.guards import at_stage
from ballot.importing.faults import Faults
from ballot.money import in_wan, read_amount
from ballot.order import NAMES
from ballot.sheet import Format
from ballot.state import Election
from printing.preflight import unprintable
from service.acts import definition_of
from service.api import listing
from service.api.bodies import NewOrder
from service.api.listing import candidates_in, sent
from service.errors import BadRequest, ServiceError
from service.house import House
from service.office import pool as p
from service.office.errors import NotFound
from service.pages.desk.frame import Asked, Form, Page, access_of, do, on_to, page, placed
from service.pages.desk.preview import drawn, pages_of
from service.pages.desk.roll import all_or_nothing

READ = access_of(listing.candidates)
WRITE = access_of(listing.import_candidates)
Move = Literal["up", "down", "remove"]
LISTS = {"list": listing.import_candidates, "extension": listing.extend_candidates}
VERDICTS: dict[str, p.Verdict] = {
    "list": "listed",
    "set_aside": "set_aside",
    "reopen": "open",
}


@get("/{election:str}/candidates", opt=READ)
async def candidates(
    request: Asked, election: FromPath[str], house: NamedDependency[House]
) -> Page:
    """Show the pool, the draft and what still speaks against freezing it."""
    place = await placed(house, election)
    state: Election = place["state"]
    draft = await house.drafts.of(election)
    seen, pool = await house.pools.of(election)
    return page(
        request,
        "candidates.html",
        **place,
        draft=draft,
        pool=pool,
        pool_seen=seen,
        in_wan=in_wan,
        drafting=state.rounds[0].stage == "drafting",
        order=NAMES[state.rules.ballot_order],
        extending=state.rules.shortfall_pool == "new_proposal" and left_open(state).vacant,
        **await _fitness(house, state, draft.candidates),
    )


async def _fitness(house: House, state: Election, listed: Sequence[Candidate]) -> dict[str, Any]:
    """Return the margin on both bases, the faults and warnings of the draft, its sides."""
    seats, count = state.rules.seats, len(listed)
    shown: dict[str, Any] = {
        "seats": seats,
        "margin": None if seats is None else count - seats,
        "faults": (),
        "warnings": (),
        "sides": 0,
    }
    if not listed:
        return shown
    try:
        definition = await definition_of(house, state, state.rounds[0])
        shown["faults"] = (
            *faults(definition),
            *await house.work(unprintable, definition.candidates),
        )
        shown["warnings"] = warnings(definition)
        shown["sides"] = pages_of(definition, Format())
    except (Refused, ServiceError) as error:
        shown["faults"] = (error.sentence,)
    return shown


@post("/{election:str}/candidates/preview", opt=WRITE, status_code=200)
async def preview_list(
    request: Asked,
    election: FromPath[str],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """Show what a file would bring in, or every fault of it; nothing is kept."""
    await house.ledger.head(election)
    content, name = await sent(form.file())
    read = await house.work(candidates_in, content, name)
    wrong = read.faults if isinstance(read, Faults) else ()
    return page(request, "candidates_preview.html", read=read, faults=wrong, in_wan=in_wan)


@post("/{election:str}/candidates", opt=WRITE)
async def import_list(
    request: Asked,
    election: FromPath[str],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """Take a list as the draft, add new projects for a fill, or take suggestions into the pool."""
    if form.text("as") in LISTS:
        done = await do(
            LISTS[form.text("as")],
            request=request,
            election=election,
            data=form.file(),
            house=house,
        )
        all_or_nothing(done)
        return on_to(f"/desk/{election}/candidates")
    await _drafting(house, election)
    content, name = await sent(form.file())
    read = await house.work(candidates_in, content, name)
    if isinstance(read, Faults):
        first = "".join(one.sentence for one in read.faults[:3])
        raise BadRequest(f"清单中有 {len(read.faults)} 处需要改正，没有导入任何内容。{first}")
    source = form.text("source", "来源")
    seen, pool = await house.pools.of(election)
    await _keep(request, house, election, p.added(pool, read.values, source), seen)
    return on_to(f"/desk/{election}/candidates")


async def _drafting(house: House, election: str) -> Election:
    state = (await house.ledger.head(election)).state
    at_stage(state, 1, "drafting")
    return state


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
    state = await _drafting(house, election)
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


@post("/{election:str}/candidates/draft", opt=WRITE)
async def rearrange(
    request: Asked,
    election: FromPath[str],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """Move a project of the draft up or down, or take it out; the rest is numbered anew."""
    await _drafting(house, election)
    seen, number = form.number("seen", "版本"), form.number("number", "序号")
    moved = _moved((await house.drafts.of(election)).candidates, number, form.text("act"))
    await house.drafts.replace(election, moved, seen=seen, by=request.user.person.id)
    return on_to(f"/desk/{election}/candidates#draft")


def _moved(listed: Sequence[Candidate], number: int, act: str) -> tuple[Candidate, ...]:
    places = [one.number for one in listed]
    if number not in places:
        raise NotFound(f"清单里没有 {number} 号项目，请刷新。", code="draft.unknown")
    at, order = places.index(number), list(listed)
    one = order.pop(at)
    if act != "remove":
        order.insert(max(0, at + (-1 if act == "up" else 1)), one)
    return tuple(replace(each, number=place) for place, each in enumerate(order, start=1))


@post("/{election:str}/candidates/order", opt=access_of(listing.order))
async def order_by_rules(
    request: Asked,
    election: FromPath[str],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """Order the draft as the rules say and number it anew."""
    data = NewOrder(seed=form.text("seed") or None)
    await do(listing.order, request=request, election=election, data=data, house=house)
    return on_to(f"/desk/{election}/candidates#draft")


@get("/{election:str}/candidates/{project:int}", opt=READ)
async def edit_page(
    request: Asked,
    election: FromPath[str],
    project: FromPath[int],
    house: NamedDependency[House],
) -> Page:
    """Show one project of the draft to be worded; 0 for a new one."""
    place = await placed(house, election)
    draft = await house.drafts.of(election)
    found = next((one for one in draft.candidates if one.number == project), None)
    if found is None and project:
        raise NotFound(f"清单里没有 {project} 号项目。", code="draft.unknown")
    return page(
        request,
        "candidate.html",
        **place,
        one=found,
        project=project,
        seen=draft.version,
        in_wan=in_wan,
        titled=[code for code in place["state"].rules.languages if code != "zh"],
    )


@post("/{election:str}/candidates/{project:int}", opt=WRITE)
async def edit(
    request: Asked,
    election: FromPath[str],
    project: FromPath[int],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """Keep the wording of one project of the draft."""
    state = await _drafting(house, election)
    draft = await house.drafts.of(election)
    number = project or max((one.number for one in draft.candidates), default=0) + 1
    worded = _candidate(form, number, state.rules.languages)
    kept = [worded if one.number == number else one for one in draft.candidates]
    if not project:
        kept.append(worded)
    seen = form.number("seen", "版本")
    await house.drafts.replace(election, kept, seen=seen, by=request.user.person.id)
    return on_to(f"/desk/{election}/candidates#draft")


def _candidate(form: Form, number: int, languages: Sequence[str]) -> Candidate:
    titles = {code: form.text(f"title_{code}") for code in languages if code != "zh"}
    return Candidate(
        number=number,
        name=form.short("name", "项目名称", 200, needed=True),
        content=form.short("content", "主要内容", 4000),
        investment_fen=_investment(form.text("investment")),
        fund_source=form.short("fund_source", "资金来源", 500),
        department=form.short("department", "责任单位", 500),
        category=form.short("category", "类别", 500),
        place=form.short("place", "实施地点", 500),
        sources=tuple(line.strip() for line in form.text("sources").splitlines() if line.strip()),
        titles={code: title for code, title in titles.items() if title},
    )


def _investment(text: str) -> int | None:
    if not text:
        return None
    try:
        return read_amount(text, "万元")
    except Malformed as wrong:
        raise BadRequest(f"投资“{text[:30]}”{wrong.sentence}，应如 120 或 1,200.50。") from wrong


@get("/{election:str}/candidates/sheet.png", opt=READ)
async def sheet(
    request: Asked, election: FromPath[str], house: NamedDependency[House]
) -> Response[bytes]:
    """Return a side of the ballot as it would be printed, marked 演练."""
    state = (await house.ledger.head(election)).state
    definition: Definition = await definition_of(house, state, state.rounds[0])
    asked = request.query_params
    wanted = Format(
        paper="A3" if asked.get("paper") == "A3" else "A4",
        landscape=asked.get("landscape") == "1",
        large=asked.get("large") == "1",
    )
    side = asked.get("side", "1")
    number = int(side) if side.isdecimal() and len(side) < len("100") else 1
    return Response(await house.work(drawn, definition, wanted, number), media_type="image/png")


router = Router(
    path="/desk",
    route_handlers=[
        candidates,
        preview_list,
        import_list,
        screen,
        rearrange,
        order_by_rules,
        edit_page,
        edit,
        sheet,
    ],
)
