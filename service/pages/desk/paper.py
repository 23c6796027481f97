"""The pages of the paper desk: bundles being scanned, doubtful sheets being decided.

They hold no data: what they show, they ask of the interface with the session of whoever is signed
in, so that a page in somebody's cache says nothing.
"""

from litestar import MediaType, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from ballot.folding.guards import the_round
from printing.papers.wording import round_name
from service.api.access import PUBLIC
from service.documents import facts
from service.house import House
from service.pages.speaking import PAGES


async def _shell(house: House, election: str, number: int, name: str) -> str:
    state = (await house.ledger.head(election)).state
    current = the_round(state, number)
    return PAGES.get_template(name).render(
        election=state.id,
        number=number,
        title=state.facts.title,
        session=state.facts.session,
        round=round_name(facts.session(state, current)),
        rehearsal=state.facts.rehearsal,
    )


@get("/desk/{election:str}/rounds/{number:int}/bundles", opt=PUBLIC, media_type=MediaType.HTML)
async def bundles(
    election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> str:
    """Show the page on which bundles are counted in, scanned and entered."""
    return await _shell(house, election, number, "bundles.html")


@get("/desk/{election:str}/rounds/{number:int}/doubts", opt=PUBLIC, media_type=MediaType.HTML)
async def doubts(
    election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> str:
    """Show the page on which doubtful sheets are decided."""
    return await _shell(house, election, number, "doubts.html")


router = Router(path="/", route_handlers=[bundles, doubts], include_in_schema=False)
