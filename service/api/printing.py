"""Paper ballots with machine identities: made here, printed once, deleted after printing."""

from typing import Any

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from ballot.folding.guards import the_round
from ballot.sheet import Format
from service.api.access import allow
from service.api.paper_bodies import NewPrint
from service.house import House
from service.prints import destroy, make


@post("/prints", opt=allow("clerk"))
async def print_sheets(
    election: FromPath[str],
    number: FromPath[int],
    data: JSONBody[NewPrint],
    house: NamedDependency[House],
) -> dict[str, Any]:
    """Make signed sheets and book them; the PDF waits until it is said to be printed."""
    sheet = Format(paper=data.paper, landscape=data.landscape, large=data.large)
    made, missing = await make(house, election, number, data.count, sheet)
    return {"name": made.name, "count": made.count, "left_out": missing}


@get("/prints", opt=allow("clerk"))
async def waiting(
    election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> list[dict[str, Any]]:
    """List the PDFs that are not printed yet."""
    the_round((await house.ledger.head(election)).state, number)
    found = await house.prints.waiting(election, number)
    return [{"name": one.name, "count": one.count} for one in found]


@get("/prints/{name:str}", opt=allow("clerk"))
async def pdf(
    election: FromPath[str],
    number: FromPath[int],
    name: FromPath[str],
    house: NamedDependency[House],
) -> Response[bytes]:
    """Return the PDF, as often as the printer jams, until it is deleted."""
    the_round((await house.ledger.head(election)).state, number)
    return Response(
        await house.prints.pdf(election, number, name),
        media_type="application/pdf",
        headers={"content-disposition": 'attachment; filename="piaojue.pdf"'},
    )


@post("/prints/{name:str}/destroyed", opt=allow("clerk"))
async def destroyed(
    election: FromPath[str],
    number: FromPath[int],
    name: FromPath[str],
    house: NamedDependency[House],
) -> dict[str, int]:
    """Delete the PDF after printing and book it; nobody can print these sheets again."""
    return {"count": await destroy(house, election, number, name)}


router = Router(
    path="/api/elections/{election:str}/rounds/{number:int}",
    route_handlers=[print_sheets, waiting, pdf, destroyed],
    tags=["印制与发票"],
)
