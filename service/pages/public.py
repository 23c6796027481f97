"""The page that everybody may see: the list, the result, what came of it, and how to verify it.

Its text is that of the 公告, block by block, so that page and paper cannot differ and nothing is
shown that the rules keep back (``publish_level``).
"""

from typing import Any

from litestar import MediaType, Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from ballot.definition import Definition, read_definition
from ballot.rules.languages import CHINESE, LANGUAGES
from ballot.state import STAGE_NAMES, Election, Round
from printing.papers import Paper
from printing.papers.content import Appendix, Closing, Note, Paragraph, Table
from printing.papers.values import Fingerprints
from printing.papers.wording import money, round_name
from service.api.access import PUBLIC
from service.api.closing import publishable
from service.api.shown import shown_public
from service.documents import facts, paper_of
from service.documents.desk import prints_of, public_desk
from service.house import House
from service.pages.desk.afterwards import names_of
from service.pages.files import VERIFIER, file_of
from service.pages.speaking import filled, spoken
from service.pages.words import Said, said


@get("/", opt=PUBLIC, media_type=MediaType.HTML)
async def front(request: Request[Any, Any, Any], house: NamedDependency[House]) -> str:
    """List what this service holds."""
    heads = [await house.ledger.head(one) for one in await house.ledger.elections()]
    shown = [shown_public(head.state) for head in heads]
    return filled("front.html", spoken(request), elections=shown, here="/")


@get("/results/{election:str}", opt=PUBLIC, media_type=MediaType.HTML)
async def results(
    request: Request[Any, Any, Any], election: FromPath[str], house: NamedDependency[House]
) -> str:
    """Show the list, what was announced last, how far other rounds are, and how to verify it."""
    state = (await house.ledger.head(election)).state
    last = _announced(state)
    prints: Fingerprints | None = None
    if state.current.stage == "announced":
        prints, _ = await prints_of(house, state, state.current)
    public = shown_public(state)
    return filled(
        "results.html",
        spoken(request),
        here=f"/results/{state.id}",
        election=public,
        notice=None if last is None else _shown(await _notice(house, state, last)),
        counted=None if last is None else public["rounds"][last.number - 1],
        listed=await _listed(house, state),
        names=None if last is None else await _names(house, state, last),
        beside=[] if last is None else _beside(last),
        changed=await _changed(house, state),
        rounds=[
            {"name": round_name(facts.session(state, one)), "stage": STAGE_NAMES[one.stage]}
            for one in state.rounds
            if last is None or one.number > last.number
        ],
        prints=prints,
        record=publishable(state),
    )


async def _listed(house: House, state: Election) -> list[dict[str, Any]]:
    """Return the projects of the newest frozen list as everybody may see them; a draft is none."""
    named = next((one.definition for one in reversed(state.rounds) if one.definition), None)
    if named is None:
        return []
    definition = read_definition(await house.ledger.get_object(named))
    return [
        {
            "number": one.number,
            "name": one.name,
            "content": one.content,
            "investment": None if one.investment_fen is None else money(one.investment_fen),
            "department": one.department,
        }
        for one in definition.candidates
    ]


def _beside(current: Round) -> list[Said]:
    """Say what was booked beside the count, in figures alone: 代写, and how often 检验 was used."""
    told: list[Said] = []
    if current.assisted is not None and any(current.assisted):
        paper, tablet = current.assisted
        told.append(
            said(
                "请人代写：纸质票 {paper} 张，平板票 {tablet} 张。只登记张数，不登记是谁。",
                paper=paper,
                tablet=tablet,
            )
        )
    if current.challenges is not None:
        burnt, failed = current.challenges
        told.append(
            said(
                "检验：{burnt} 次，其中与代表所选不符 {failed} 次。检验过的票作废，不计入结果。",
                burnt=burnt,
                failed=failed,
            )
        )
    return told


async def _changed(house: House, state: Election) -> list[dict[str, Any]]:
    """Return the later resolutions on announced projects, the newest first."""
    names = await names_of(house, state) if state.changed else {}
    return [
        {
            "at": one.at[:16].replace("T", " "),
            "number": one.project,
            "name": names.get(one.project, ""),
            "resolution": one.resolution,
            "text": one.text,
        }
        for one in reversed(state.changed)
    ]


def _announced(state: Election) -> Round | None:
    found = [one for one in state.rounds if one.stage == "announced"]
    return found[-1] if found else None


async def _notice(house: House, state: Election, current: Round) -> Paper:
    desk = await public_desk(house, state, current)
    return await house.work(paper_of, state, current, "announcement", desk)


def _shown(paper: Paper) -> dict[str, Any]:
    """Return the blocks of a paper as the template sets them."""
    blocks: list[dict[str, Any]] = []
    for block in paper.blocks:
        match block:
            case Appendix(text):
                blocks.append({"kind": "heading", "text": text})
            case Paragraph(text) | Note(text):
                blocks.append({"kind": "line", "text": text})
            case Closing(lines):
                blocks.append({"kind": "closing", "lines": lines})
            case Table(head=head, body=body):
                blocks.append({"kind": "table", "head": head, "body": body})
    return {"titles": paper.titles, "blocks": blocks}


async def _names(house: House, state: Election, current: Round) -> dict[str, Any] | None:
    """Return the projects' names in the other languages of the ballot, if there are any."""
    others = [code for code in state.rules.languages if code != CHINESE]
    if not others or current.definition is None:
        return None
    definition: Definition = read_definition(await house.ledger.get_object(current.definition))
    return {
        "languages": [(code, LANGUAGES[code]) for code in others],
        "projects": [
            (one.number, one.name, [(code, one.titles[code]) for code in others])
            for one in definition.candidates
        ],
    }


@get("/verifier.html", opt=PUBLIC)
async def verifier() -> Response[bytes]:
    """Return the offline verifier to be kept: it is opened from disk, never on this service."""
    page = file_of(VERIFIER)
    page.headers["content-disposition"] = f'attachment; filename="{VERIFIER}"'
    return page


@get("/static/{name:str}", opt=PUBLIC)
async def static(name: FromPath[str]) -> Response[bytes]:
    """Return a file of the pages' own; nothing is ever loaded from elsewhere."""
    return file_of(name)


router = Router(
    path="/", route_handlers=[front, results, verifier, static], include_in_schema=False
)
