"""One process that serves: one event loop, because SQLite has one writer.

Several services over PostgreSQL are several of these. No access log is written, on any route.

Granian is embedded: its own command runs a second process that hangs when it is told to stop
while it starts, and leaves the serving one behind, still at the port, when it is killed.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from granian.constants import Interfaces, SSLProtocols
from granian.log import LogLevels
from granian.server.embed import Server
from litestar import Litestar


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to listen; ``certificate`` and ``key`` are PEM files, given for HTTPS."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None

    @property
    def url(self) -> str:
        """The address as a browser takes it."""
        scheme = "http" if self.certificate is None else "https"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}:{self.port}"


def serve(app: Litestar, address: Address, ready: Callable[[], Awaitable[None]]) -> None:
    """Serve until SIGTERM or SIGINT; ``ready`` is called once the stores are open.

    Raises what opening the stores raises.
    """
    asyncio.run(_serve(app, address, ready))


async def _serve(app: Litestar, address: Address, ready: Callable[[], Awaitable[None]]) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with app.lifespan():
        if stop.is_set():
            return
        server = Server(
            app,
            address=address.host,
            port=address.port,
            interface=Interfaces.ASGINL,
            log_level=LogLevels.error,
            log_access=False,
            websockets=False,
            ssl_cert=address.certificate,
            ssl_key=address.key,
            # A hall's older tablets speak nothing newer.
            ssl_protocol_min=SSLProtocols.tls12,
        )
        serving = asyncio.create_task(server.serve())
        await ready()
        await asyncio.wait(
            {serving, asyncio.create_task(stop.wait())}, return_when=asyncio.FIRST_COMPLETED
        )
        # A stream would go on as long as somebody looks, and the server would wait for it.
        app.state.boards.over.set()
        server.stop()  # type: ignore[no-untyped-call]  # granian leaves it without types
        await serving
