"""What becomes of the announced projects: later resolutions that adjust, defer or end one."""

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from ballot.course import choices
from ballot.definition import read_definition
from ballot.state import Election
from service.api import closing
from service.api.bodies import Change
from service.errors import BadRequest
from service.house import House
from service.pages.desk.frame import Asked, Form, Page, access_of, do, on_to, page, placed

R = "/{election:str}/projects"
LONGEST = 2000


async def names_of(house: House, state: Election) -> dict[int, str]:
    """Return what every project of a frozen list is called, by its number."""
    found: dict[int, str] = {}
    for name in filter(None, (one.definition for one in state.rounds)):
        definition = read_definition(await house.ledger.get_object(name))
        found |= {one.number: one.name for one in definition.candidates}
    return found


def announced(state: Election) -> list[int]:
    """Return the projects that were chosen and announced: only those can be changed."""
    rounds = {one.number for one in state.rounds if one.stage == "announced"}
    return sorted({one.number for one in choices(state) if one.round in rounds})


@get(R, opt=access_of(closing.project_changed))
async def projects(request: Asked, election: FromPath[str], house: NamedDependency[House]) -> Page:
    """Show the announced projects with every later resolution on them."""
    place = await placed(house, election)
    state: Election = place["state"]
    return page(
        request,
        "projects.html",
        **place,
        names=await names_of(house, state),
        announced=announced(state),
        changed=state.changed,
        done=request.query_params.get("done", ""),
    )


@post(R, opt=access_of(closing.project_changed))
async def change(
    election: FromPath[str], form: NamedDependency[Form], house: NamedDependency[House]
) -> Page:
    """Book a resolution on one of them; it stays in the log, and a later one stands beside it."""
    project = form.number("project", "项目")
    if not project:
        raise BadRequest("请选择项目。")
    data = Change(
        resolution=form.short("resolution", "决议、决定的名称和文号", LONGEST, needed=True),
        text=form.short("text", "调整的内容", LONGEST, needed=True),
    )
    await do(closing.project_changed, election=election, project=project, data=data, house=house)
    return on_to(f"/desk/{election}/projects?done=1")


router = Router(path="/desk", route_handlers=[projects, change])
