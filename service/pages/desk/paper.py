"""The pages of the paper desk: bundles being scanned, doubtful sheets being decided.

They hold no data: what they show, they ask of the interface with the session of whoever is signed
in, so that a page in somebody's cache says nothing.
"""

import json
import re
from functools import cache

from litestar import MediaType, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from ballot.folding.guards import the_round
from ballot.rules import Rules
from counting.doubts import GROUND_NAMES
from service.api.access import PUBLIC
from service.house import House
from service.pages.desk.frame import Asked, language, name_of
from service.pages.files import STATIC
from service.pages.speaking import filled
from service.pages.words import Language, english
from service.scanning.wording import ADVICE, AROUND, DOUBT_NAMES, OPINION_NAMES, TWO_MARKED

PROGRAMS = (
    "desk.js",
    "bundles.js",
    "doubts.js",
    "doubts-list.js",
    "doubts-sheet.js",
    "doubts-told.js",
)
SAYS = re.compile(r'\bsay\(\s*"((?:[^"\\]|\\.)*)"')
"""How a program names a sentence of the catalogue."""
NAMES = (
    *DOUBT_NAMES.values(),
    TWO_MARKED,
    AROUND,
    *ADVICE.values(),
    *OPINION_NAMES,
    *GROUND_NAMES.values(),
    *Rules().grades,
)
"""What the interface calls doubts, opinions and grounds: a program shows them as its reader's."""


@cache
def words_of(spoken: Language) -> str:
    """Return the sentences of the programs in another language than their own, as JSON."""
    if spoken == "zh":
        return "{}"
    texts = [(STATIC / name).read_text(encoding="utf-8") for name in PROGRAMS]
    said = {sentence for text in texts for sentence in SAYS.findall(text)} | {*NAMES}
    return json.dumps({one: english()[one] for one in sorted(said)}, ensure_ascii=False)


async def _shell(request: Asked, house: House, election: str, number: int, name: str) -> str:
    state = (await house.ledger.head(election)).state
    current = the_round(state, number)
    spoken = language(request)
    return filled(
        name,
        spoken,
        words=words_of(spoken),
        election=state.id,
        number=number,
        title=state.facts.title,
        session=state.facts.session,
        round=name_of(state, current),
        rehearsal=state.facts.rehearsal,
        path=request.url.path,
    )


@get("/desk/{election:str}/rounds/{number:int}/bundles", opt=PUBLIC, media_type=MediaType.HTML)
async def bundles(
    request: Asked, election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> str:
    """Show the page on which bundles are counted in, scanned and entered."""
    return await _shell(request, house, election, number, "bundles.html")


@get("/desk/{election:str}/rounds/{number:int}/doubts", opt=PUBLIC, media_type=MediaType.HTML)
async def doubts(
    request: Asked, election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> str:
    """Show the page on which doubtful sheets are decided."""
    return await _shell(request, house, election, number, "doubts.html")


router = Router(path="/", route_handlers=[bundles, doubts], include_in_schema=False)
