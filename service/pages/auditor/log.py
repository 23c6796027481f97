"""The log to look at: events in words, every leaf to the byte, checkpoints, a tracker's place."""

from typing import Any

import msgspec
from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from audit.checkpoint import open_checkpoint
from audit.fingerprints import short
from audit.merkle import Tree, leaf_hash
from audit.origin import log_verifier
from ballot import events as e
from ballot.folding.guards import the_round
from service.api import casting
from service.errors import BadRequest, NoSuchThing
from service.house import House
from service.pages.auditor.figures import chapters
from service.pages.auditor.frame import READERS, page, require_readable
from service.pages.desk.activity import EVENTS, sentence
from service.pages.desk.frame import Asked, Form, Page, placed
from service.pages.words import Said

PAGE = 100
"""Leaves on a page."""


@get("/{election:str}", opt=READERS)
async def log(request: Asked, election: FromPath[str], house: NamedDependency[House]) -> Page:
    """Show the log, a page of leaves at a time, the first ones first."""
    place = await placed(house, election)
    require_readable(place["state"])
    size = await house.ledger.size(election)
    pages = max(1, -(-size // PAGE))
    number = _page(request.query_params.get("page", "1"), pages)
    start = (number - 1) * PAGE
    leaves = await house.ledger.leaves(election, start, min(start + PAGE, size))
    return page(
        request,
        "log.html",
        **place,
        rows=[(start + at, *_told(leaf), leaf_hash(leaf).hex()) for at, leaf in enumerate(leaves)],
        page=number,
        pages=pages,
        size=size,
    )


def _page(text: str, pages: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < len("1000000")):
        raise BadRequest("页码应为正整数。")
    return min(max(1, int(text)), pages)


def _told(leaf: bytes) -> tuple[str, Said]:
    """Return an event's minute and sentence; a ballot is one of many and nothing more."""
    event = e.decode(leaf)
    if isinstance(event, e.BallotCast):
        return "", Said(EVENTS["ballot_cast"].chinese, {"count": 1})
    return sentence(event)


@get("/{election:str}/leaves/{leaf:int}", opt=READERS)
async def one(
    request: Asked, election: FromPath[str], leaf: FromPath[int], house: NamedDependency[House]
) -> Page:
    """Show a leaf: its canonical JSON to the byte, its hash, and its way to the last checkpoint."""
    place = await placed(house, election)
    require_readable(place["state"])
    found = await house.ledger.leaves(election, leaf, leaf + 1)
    if not found:
        raise NoSuchThing("日志没有这一条。")
    size, note = await house.checkpoints.now(election)
    tree = Tree.of(await house.ledger.leaf_hashes(election, 0, size))
    minute, said = _told(found[0])
    return page(
        request,
        "leaf.html",
        **place,
        leaf=leaf,
        minute=minute,
        said=said,
        raw=found[0].decode(),
        pretty=msgspec.json.format(found[0], indent=2).decode(),
        hash=leaf_hash(found[0]).hex(),
        size=size,
        note=note,
        proof=[each.hex() for each in tree.inclusion(leaf, size)],
    )


@get("/{election:str}/checkpoints", opt=READERS)
async def checkpoints(
    request: Asked, election: FromPath[str], house: NamedDependency[House]
) -> Page:
    """Show every checkpoint that was signed, the newest first."""
    place = await placed(house, election)
    require_readable(place["state"])
    state = place["state"]
    await house.checkpoints.now(election)
    verifier = log_verifier(state.id, state.facts.log_key)
    found: list[dict[str, Any]] = []
    for size, note in reversed(await house.ledger.checkpoints(election)):
        opened = open_checkpoint(note.encode(), verifier)
        found.append(
            {
                "size": size,
                "root": opened.root.hex(),
                "print": short(opened.text.encode()),
                "note": note,
            }
        )
    return page(request, "checkpoints.html", **place, found=found)


@get("/{election:str}/checkpoints/{size:int}", opt=READERS)
async def checkpoint(
    election: FromPath[str], size: FromPath[int], house: NamedDependency[House]
) -> Response[str]:
    """Return one checkpoint as a file, to be kept and compared later."""
    require_readable((await house.ledger.head(election)).state)
    note = dict(await house.ledger.checkpoints(election)).get(size)
    if note is None:
        raise NoSuchThing("没有签过这个大小的检查点。")
    headers = {"content-disposition": f'attachment; filename="checkpoint-{size}.txt"'}
    return Response(note, media_type="text/plain; charset=utf-8", headers=headers)


@get("/{election:str}/inclusion", opt=READERS)
async def ask_inclusion(
    request: Asked, election: FromPath[str], house: NamedDependency[House]
) -> Page:
    """Show the form for a tracker."""
    place = await placed(house, election)
    require_readable(place["state"])
    return page(request, "inclusion.html", **place, tracker="", found=None)


@post("/{election:str}/inclusion", opt=READERS, status_code=200)
async def inclusion(
    request: Asked,
    election: FromPath[str],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """Show where a tracker stands in the closed log, and the proof; it stands in no address."""
    place = await placed(house, election)
    require_readable(place["state"])
    # Tablets show it in groups, and people type what they copied.
    tracker = "".join(form.text("tracker", "查询码").split())
    number = form.number("round", "轮次")
    found = await casting.inclusion.fn(
        election=election, number=number, tracker=tracker, house=house
    )
    return page(request, "inclusion.html", **place, tracker=tracker, found=found)


@get("/{election:str}/rounds/{number:int}/figures", opt=READERS)
async def figures(
    request: Asked, election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> Page:
    """Show every figure of a round with links to the events that it sums."""
    place = await placed(house, election, number)
    state = place["state"]
    require_readable(state)
    leaves = await house.ledger.leaves(election, 0, await house.ledger.size(election))
    found = chapters([e.decode(one) for one in leaves], the_round(state, number))
    return page(request, "figures.html", **place, chapters=found, per=PAGE)


router = Router(
    path="/auditor",
    route_handlers=[log, one, checkpoints, checkpoint, ask_inclusion, inclusion, figures],
)
