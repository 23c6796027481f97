"""The page of the hall's screen, and the stream of what it shows."""

from collections.abc import AsyncIterator
from typing import Any

from litestar import MediaType, Request, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream

from service.api.access import PUBLIC
from service.pages.hall.bars import bar
from service.pages.hall.board import Board
from service.pages.hall.feed import Boards, changes
from service.pages.speaking import filled, spoken
from service.pages.words import Language

PAGE = 10
"""Projects that are readable from the back of the hall at once; more of them take turns."""


def drawn(found: Board, language: Language) -> str:
    """Return the board as a piece of the page."""
    rows = () if found.result is None else found.result.rows
    return filled(
        "hall/board.html",
        language,
        board=found,
        bar=bar,
        pages=[rows[at : at + PAGE] for at in range(0, len(rows), PAGE)],
    )


@get("/hall/{election:str}", opt=PUBLIC, media_type=MediaType.HTML)
async def screen(
    request: Request[Any, Any, Any], election: FromPath[str], boards: NamedDependency[Boards]
) -> str:
    """Show the screen as it is now; its stream keeps it so."""
    language = spoken(request)
    found = await boards.of(election)
    return filled("hall/screen.html", language, board=found, drawn=drawn(found, language))


@get("/hall/{election:str}/events", opt=PUBLIC)
async def events(
    request: Request[Any, Any, Any], election: FromPath[str], boards: NamedDependency[Boards]
) -> Stream:
    """Stream the screen as server-sent events: all of it at once, then whenever it changes.

    Raises Busy for one stream too many, UnknownElection.
    """
    language = spoken(request)
    boards.require_room()
    await boards.of(election)

    async def stream() -> AsyncIterator[str]:
        with boards.listening():
            async for one in changes(boards, election, lambda board: drawn(board, language)):
                yield one

    return Stream(stream(), media_type="text/event-stream", headers={"x-accel-buffering": "no"})


router = Router(path="/", route_handlers=[screen, events], include_in_schema=False)
