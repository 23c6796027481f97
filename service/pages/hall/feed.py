"""Boards kept for a moment, and the stream of their changes.

Several services may write to one ledger, so nothing here waits to be told: the ledger's head and
the presider's figure are looked at, once a moment for all screens of this process together. A
stream begins with everything that is to be seen, so a screen that was cut off has missed nothing.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic

from ballot.definition import read_definition
from ballot.state import Election, Round
from printing.papers.wording import round_name
from service.documents import facts
from service.errors import Busy
from service.ledger import Ledger
from service.ledger.errors import LedgerError
from service.office.errors import OfficeError
from service.office.screens import Screens
from service.pages.hall.board import Board, board
from service.scanning.copies import Copies, in_doubt

FRESH = 0.7
"""Seconds for which a board is good: what a screen may be late by."""
ALIVE = 10.0
"""Seconds after which a stream says that it still runs."""
MOST = 200
"""Streams of one process at once; anybody in the network may open one."""


@dataclass(slots=True)
class Boards:
    """The boards of all elections, as they were a moment ago."""

    ledger: Ledger
    screens: Screens
    copies: Copies
    over: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the service stops: every stream ends."""
    listeners: int = 0
    _kept: dict[str, tuple[float, Board]] = field(default_factory=dict)
    _names: dict[str, dict[int, str]] = field(default_factory=dict)
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def of(self, election: str) -> Board:
        """Return the board, at most FRESH seconds old. Raises UnknownElection."""
        async with self._looking:
            until, kept = self._kept.get(election, (0.0, None))
            if kept is None or monotonic() >= until:
                kept = await self.now(election)
                self._kept[election] = (monotonic() + FRESH, kept)
        return kept

    async def now(self, election: str) -> Board:
        """Return the board as it is now. Raises UnknownElection."""
        state = (await self.ledger.head(election)).state
        current = state.current
        shown = await self.screens.shown(election, current.number)
        name = str(round_name(facts.session(state, current)))
        names = await self.names(state, current)
        copied = await self.copies.of(election, current)
        return board(state, current, name, names, shown, in_doubt(current, copied))

    async def names(self, state: Election, current: Round) -> dict[int, str]:
        """Return the projects' names by number, of the round's own list or the newest before it."""
        found = next(
            (one.definition for one in reversed(state.rounds[: current.number]) if one.definition),
            None,
        )
        if found is None:
            return {}
        if found not in self._names:
            listed = read_definition(await self.ledger.get_object(found)).candidates
            self._names[found] = {one.number: one.name for one in listed}
        return self._names[found]

    def require_room(self) -> None:
        """Raise Busy if as many streams run as one process serves."""
        if self.listeners >= MOST:
            raise Busy(f"已有 {MOST} 个屏幕连着，请关掉不用的页面再试。")

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Count a stream as long as it runs."""
        self.listeners += 1
        try:
            yield
        finally:
            self.listeners -= 1


async def changes(
    boards: Boards, election: str, drawn: Callable[[Board], str]
) -> AsyncIterator[str]:
    """Yield server-sent events: the board at once, then whenever it changed.

    A store that does not answer for a moment ends nothing: the screen keeps what it shows.
    """
    last: Board | None = None
    said_at = monotonic()
    yield "retry: 2000\n\n"
    while not boards.over.is_set():
        with suppress(LedgerError, OfficeError):
            found = await boards.of(election)
            if found != last:
                last, said_at = found, monotonic()
                yield event("board", drawn(found))
        if monotonic() - said_at > ALIVE:
            said_at = monotonic()
            yield event("alive", "1")
        with suppress(TimeoutError):
            await asyncio.wait_for(boards.over.wait(), FRESH)


def event(name: str, text: str) -> str:
    """Write one event; its text may have several lines, an empty one would end it."""
    lines = "".join(f"data: {line}\n" for line in text.splitlines())
    return f"event: {name}\n{lines}\n"
