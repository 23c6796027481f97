"""Where everybody may look a tracker up, from the close on; it stands in no address."""

from typing import Any, Literal

from litestar import MediaType, Request, Router, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from ballot.state import Election
from service.api import casting
from service.api.access import PUBLIC
from service.api.shown import AFTER_CLOSE, shown_public
from service.errors import BadRequest, NoSuchThing
from service.house import House
from service.pages.desk.frame import Form, form
from service.pages.speaking import filled, spoken

Found = dict[str, Any]
"""The round, the place of the entry from 1, and the proof as the interface gives it."""


@post("/results/{election:str}/tracker", opt=PUBLIC, media_type=MediaType.HTML, status_code=200)
async def tracker(
    request: Request[Any, Any, Any],
    election: FromPath[str],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> str:
    """Say whether the closed log has the ballot of a receipt, with the proof."""
    state = (await house.ledger.head(election)).state
    typed = "".join(form.text("tracker").split())
    return filled(
        "tracker.html",
        spoken(request),
        here=f"/results/{state.id}",
        election=shown_public(state),
        tracker=typed,
        found=await _place(house, state, typed),
    )


async def _place(
    house: House, state: Election, typed: str
) -> Found | Literal["open", "misspelt", "absent"]:
    """Look in every closed round; a tracker does not say of which it is."""
    closed = [one.number for one in state.rounds if one.stage in AFTER_CLOSE]
    for number in closed:
        try:
            proven = await casting.inclusion.fn(
                election=state.id, number=number, tracker=typed, house=house
            )
        except NoSuchThing:
            continue
        except BadRequest:
            return "misspelt"
        return {"round": number, "place": proven["index"] + 1, **proven}
    return "absent" if closed else "open"


router = Router(
    path="/",
    route_handlers=[tracker],
    dependencies={"form": Provide(form)},
    include_in_schema=False,
)
