"""The workbench of the list: pool and draft, what a file would bring in, the printed sheet."""

from collections.abc import Sequence
from typing import Any

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from ballot.candidates import Candidate
from ballot.course import left_open
from ballot.definition import Definition
from ballot.errors import Refused
from ballot.fitness import faults, miscounted, warnings
from ballot.importing.faults import Faults
from ballot.money import in_wan
from ballot.order import NAMES
from ballot.sheet import Format
from ballot.state import Election
from printing.preflight import unprintable
from service.acts import definition_of
from service.api import listing
from service.api.listing import candidates_in, sent
from service.errors import ServiceError
from service.house import House
from service.pages.desk.drafting import READ, WRITE
from service.pages.desk.frame import Asked, Form, Page, do, on_to, page, placed
from service.pages.desk.preview import drawn, pages_of
from service.pages.desk.roll import all_or_nothing
from service.pages.desk.screening import take_suggestions

LISTS = {"list": listing.import_candidates, "extension": listing.extend_candidates}


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
            *miscounted(definition),
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
    await take_suggestions(request, house, election, form)
    return on_to(f"/desk/{election}/candidates")


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
    route_handlers=[candidates, preview_list, import_list, sheet],
)
