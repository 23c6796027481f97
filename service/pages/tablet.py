"""The pages that compute: voting on a tablet, and 检验 on a second device.

Both are files that are the same for every election, so that anybody can compare them with the list
that the definition names; which round it is, the program reads from the address. Nothing secret is
ever in an address.
"""

from typing import Any

from litestar import MediaType, Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from ballot.definition import read_definition
from ballot.state import STAGE_NAMES, Election
from printing.papers.wording import round_name
from service.api.access import PUBLIC
from service.documents import facts
from service.house import House
from service.pages.files import bundle, file_of
from service.pages.speaking import filled, spoken


@get("/vote", opt=PUBLIC, media_type=MediaType.HTML)
async def votes(request: Request[Any, Any, Any], house: NamedDependency[House]) -> str:
    """List the rounds that tablets vote in, so that staff need to type no long address."""
    heads = [await house.ledger.head(one) for one in await house.ledger.elections()]
    rounds = [await _shown(house, head.state) for head in heads if head.state.cards_printed]
    return filled("votes.html", spoken(request), rounds=rounds, here="/vote")


async def _shown(house: House, state: Election) -> dict[str, object]:
    current, named = state.current, None
    if current.definition is not None:
        named = read_definition(await house.ledger.get_object(current.definition)).bundle
    return {
        # A list frozen by a version before there was a page names no program.
        "changed": named is not None and named != bundle(),
        "election": state.id,
        "number": current.number,
        "title": state.facts.title,
        "session": state.facts.session,
        "round": round_name(facts.session(state, current)),
        "stage": STAGE_NAMES[current.stage],
        "rehearsal": state.facts.rehearsal,
    }


@get("/vote/{election:str}/{number:int}", opt=PUBLIC)
async def vote(election: FromPath[str], number: FromPath[int]) -> Response[bytes]:
    """Return the voting page."""
    del election, number
    return file_of("tablet.html")


@get("/check/{election:str}/{number:int}", opt=PUBLIC)
async def check(election: FromPath[str], number: FromPath[int]) -> Response[bytes]:
    """Return the page on which a second device opens a ballot for 检验."""
    del election, number
    return file_of("check.html")


router = Router(path="/", route_handlers=[votes, vote, check], include_in_schema=False)
