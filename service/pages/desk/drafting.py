"""The draft of the list: ordered, worded and numbered project by project, until it is frozen."""

from collections.abc import Sequence

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec.structs import replace

from ballot.candidates import Candidate
from ballot.errors import Malformed
from ballot.folding.guards import at_stage
from ballot.money import in_wan, read_amount
from ballot.state import Election
from service.api import listing
from service.api.bodies import NewOrder
from service.errors import BadRequest
from service.house import House
from service.office.errors import NotFound
from service.pages.desk.frame import Asked, Form, Page, access_of, do, on_to, page, placed

READ = access_of(listing.candidates)
WRITE = access_of(listing.import_candidates)


async def still_drafting(house: House, election: str) -> Election:
    """Return the state of an election whose first list is a draft. Raises WrongStage."""
    state = (await house.ledger.head(election)).state
    at_stage(state, 1, "drafting")
    return state


@post("/{election:str}/candidates/draft", opt=WRITE)
async def rearrange(
    request: Asked,
    election: FromPath[str],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """Move a project of the draft up or down, or take it out; the rest is numbered anew."""
    await still_drafting(house, election)
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
    state = await still_drafting(house, election)
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


router = Router(path="/desk", route_handlers=[rearrange, order_by_rules, edit_page, edit])
