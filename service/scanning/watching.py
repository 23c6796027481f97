"""The watch over a copier's folder, as long as the service runs."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from pathlib import Path

from watchfiles import awatch

from ballot.errors import BallotError
from ballot.folding.reading import readable
from service.house import House
from service.office.bundles import Added, OpenBundle
from service.scanning.bundles import take
from service.scanning.folder import Folder

LOOK_EVERY = 1000
"""Milliseconds between two looks where nothing is told: network drives tell of no change, and a
file that lies still tells of none either."""
AGAIN_AFTER = 5.0
"""Seconds until a folder that could not be used is tried again."""

_log = logging.getLogger(__name__)


class ServiceDesk:
    """The bundles of the service."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def open(self) -> Sequence[OpenBundle]:
        """Return the bundles that are being scanned, those past reading and in the log left out."""
        found = await self._house.bundles.open()
        return [one for one in found if await self._live(one)]

    async def _live(self, bundle: OpenBundle) -> bool:
        state = (await self._house.ledger.head(bundle.election)).state
        try:
            return bundle.number not in readable(state, bundle.round).batches
        except BallotError:
            return False

    async def take(self, bundle: OpenBundle, name: str, data: bytes) -> Added:
        """Read a file into the bundle. Raises as `service.scanning.bundles.take`."""
        return await take(self._house, bundle.election, bundle.round, bundle.number, name, data)

    async def tell(self, waiting: int, refused: Sequence[str], unread: Sequence[str]) -> None:
        """Let the page of bundles show it; whose a refused file is, only one open bundle tells."""
        self._house.inbox.waiting = waiting
        self._house.inbox.unread = tuple(unread)
        found = await self.open() if refused else ()
        if len(found) == 1:
            self._house.inbox.refuse(found[0], refused)


@asynccontextmanager
async def watched(house: House, root: Path | None) -> AsyncIterator[None]:
    """Watch ``root`` meanwhile, if there is one."""
    if root is None:
        yield
        return
    watch = asyncio.create_task(_watch(Folder(root, ServiceDesk(house)), root))
    try:
        yield
    finally:
        watch.cancel()
        with suppress(asyncio.CancelledError):
            await watch


async def _watch(folder: Folder, root: Path) -> None:
    while True:
        try:
            await _sweep(folder, root)
        except Exception:  # noqa: BLE001  (a drive pulled out, a full disk: the service goes on)
            _log.exception("扫描目录 %s 暂时不能使用，稍后再试。", root)
        await asyncio.sleep(AGAIN_AFTER)


async def _sweep(folder: Folder, root: Path) -> None:
    now = asyncio.get_running_loop().time
    changes = awatch(
        root,
        watch_filter=None,
        recursive=False,
        rust_timeout=LOOK_EVERY,
        yield_on_timeout=True,
        raise_interrupt=False,
    )
    await folder.sweep(now())
    async with aclosing(changes):
        async for _ in changes:
            await folder.sweep(now())
