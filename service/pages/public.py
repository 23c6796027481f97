"""The page that everybody may see: the result, and how to verify it."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from litestar import MediaType, Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from ballot.definition import read_definition
from ballot.money import in_wan
from ballot.state import Round
from printing.papers.values import Fingerprints
from service.api.access import PUBLIC
from service.api.shown import shown_public
from service.documents.desk import prints_of
from service.errors import NoSuchThing
from service.house import House

HERE = Path(__file__).parent
PAGES = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=select_autoescape(default=True, default_for_string=True),
)
KINDS = {
    "first": "第一次票决",
    "runoff": "再次票决",
    "fill": "另行票决",
    "revote": "重新票决",
    "re_evaluation": "再次测评",
}


@get("/", opt=PUBLIC, media_type=MediaType.HTML)
async def front(house: NamedDependency[House]) -> str:
    """List what this service holds."""
    heads = [await house.ledger.head(one) for one in await house.ledger.elections()]
    shown = [shown_public(head.state) for head in heads]
    return PAGES.get_template("front.html").render(elections=shown)


@get("/results/{election:str}", opt=PUBLIC, media_type=MediaType.HTML)
async def results(election: FromPath[str], house: NamedDependency[House]) -> str:
    """Show the result of every announced round, and what to compare."""
    state = (await house.ledger.head(election)).state
    rounds = [await _shown(house, one) for one in state.rounds]
    prints: Fingerprints | None = None
    if state.current.stage == "announced":
        prints, _ = await prints_of(house, state, state.current)
    page = PAGES.get_template("results.html")
    return page.render(
        election=shown_public(state),
        rounds=rounds,
        prints=prints,
        level=state.rules.publish_level,
    )


async def _shown(house: House, one: Round) -> dict[str, Any]:
    shown: dict[str, Any] = {"number": one.number, "kind": KINDS[one.kind], "round": one}
    if one.stage == "announced" and one.outcome is not None and one.definition is not None:
        definition = read_definition(await house.ledger.get_object(one.definition))
        counts = {item.number: item for item in one.outcome.counts}
        shown["outcome"] = one.outcome
        shown["projects"] = [
            {
                "candidate": candidate,
                "wan": None
                if candidate.investment_fen is None
                else in_wan(candidate.investment_fen),
                "count": counts[candidate.number],
                "elected": candidate.number in one.outcome.elected,
            }
            for candidate in definition.candidates
        ]
    return shown


@get("/static/{name:str}", opt=PUBLIC)
async def static(name: FromPath[str]) -> Response[bytes]:
    """Return a file of the pages' own; nothing is ever loaded from elsewhere."""
    path = HERE / "static" / Path(name).name
    if path.suffix != ".css" or not path.is_file():
        raise NoSuchThing("没有这个文件。")
    return Response(path.read_bytes(), media_type="text/css; charset=utf-8")


router = Router(path="/", route_handlers=[front, results, static], include_in_schema=False)
