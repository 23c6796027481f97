"""主持词 on the screen of whoever presides: one block at a time, figures filled in as they come."""

from typing import Any, Literal

from litestar import MediaType, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from ballot.folding.guards import the_round
from ballot.refusals import NotYet
from ballot.state import Election, Round, Stage
from printing.papers.mishaps import mishaps
from printing.papers.script import speeches
from service.api.access import allow
from service.api.closing import MEDIA
from service.documents.scripted import script_file, script_of
from service.errors import BadRequest
from service.house import House
from service.pages.desk.frame import Asked, Form, Page, name_of, on_to
from service.pages.hall.feed import Boards
from service.pages.hall.result import steps
from service.pages.speaking import filled, spoken

PRESIDING = allow("presider", "clerk", "chief_scrutineer")
START: dict[Stage, str] = {
    "drafting": "begin",
    "listed": "begin",
    "ready": "begin",
    "open": "close",
    "closed": "returned",
    "counted": "result",
    "certified": "announce",
    "announced": "end",
    "void": "returned",
}
"""The block at which the page begins, stage by stage."""


async def _shown(house: House, boards: Boards, election: str) -> dict[str, Any]:
    state = (await house.ledger.head(election)).state
    current = state.current
    facts = await script_of(house, state, current)
    return {
        "state": state,
        "election": state.id,
        "number": current.number,
        "round_name": name_of(state, current),
        "speeches": speeches(facts),
        "mishaps": mishaps(facts),
        "start": START[current.stage],
        "reveal": await _reveal(house, boards, state, current),
    }


def _staged(state: Election, current: Round) -> bool:
    """Whether the presider shows the result step by step now."""
    return state.rules.display == "staged" and current.stage == "certified"


async def _reveal(
    house: House, boards: Boards, state: Election, current: Round
) -> tuple[int, int] | None:
    """Return how many projects the hall's screen shows, of how many; None where nobody steers."""
    if not _staged(state, current):
        return None
    whole = steps(state, current, await boards.names(state, current))
    return min(await house.screens.shown(state.id, current.number), whole), whole


@get("/{election:str}", opt=PRESIDING, media_type=MediaType.HTML)
async def page(
    request: Asked,
    election: FromPath[str],
    house: NamedDependency[House],
    boards: NamedDependency[Boards],
) -> str:
    """Show the 主持词 of the newest round."""
    shown = await _shown(house, boards, election)
    return filled("presider/script.html", spoken(request), **shown)


@get("/{election:str}/blocks", opt=PRESIDING, media_type=MediaType.HTML)
async def blocks(
    request: Asked,
    election: FromPath[str],
    house: NamedDependency[House],
    boards: NamedDependency[Boards],
) -> str:
    """Return the blocks alone, for a page that stands and wants new figures."""
    shown = await _shown(house, boards, election)
    return filled("presider/blocks.html", spoken(request), **shown)


@post("/{election:str}/rounds/{number:int}/shown", opt=allow("presider", "clerk"))
async def show(
    election: FromPath[str],
    number: FromPath[int],
    form: NamedDependency[Form],
    house: NamedDependency[House],
    boards: NamedDependency[Boards],
) -> Page:
    """Let the hall's screen show so many projects of the result. Raises NotYet, BadRequest."""
    state = (await house.ledger.head(election)).state
    current = the_round(state, number)
    if not _staged(state, current):
        raise NotYet(
            "只有票决办法规定分步显示、结果已经签字确认而还没有宣布时，才由执行主席逐项显示。"
        )
    count = form.number("shown", "显示项数")
    whole = steps(state, current, await boards.names(state, current))
    if count > whole:
        raise BadRequest(f"结果只有 {whole} 项，不能显示 {count} 项。")
    await house.screens.show(election, number, count)
    return on_to(f"/presider/{election}")


@get("/{election:str}/rounds/{number:int}/script/{form_of:str}", opt=PRESIDING)
async def file(
    election: FromPath[str],
    number: FromPath[int],
    form_of: FromPath[Literal["docx", "pdf"]],
    house: NamedDependency[House],
) -> Response[bytes]:
    """Return the 主持词 as a file, made anew; it stands in no log."""
    state = (await house.ledger.head(election)).state
    data = await script_file(house, state, the_round(state, number), form_of)
    headers = {"content-disposition": f'attachment; filename="{number}-script.{form_of}"'}
    return Response(data, media_type=MEDIA[form_of], headers=headers)


router = Router(path="/presider", route_handlers=[page, blocks, show, file])
