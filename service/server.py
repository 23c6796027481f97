"""The service as a child process of this one, over a real socket, ended with it."""

import asyncio
import errno
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import httpx

from service.environment import environment
from service.errors import ServiceError
from service.reasons import reason
from service.settings import Settings

START_SECONDS = 60.0
STOP_SECONDS = 10.0
ASK_EVERY = 0.1


class PortTaken(ServiceError):
    """Something listens at the address already."""

    code = "serve.port_taken"


class DidNotStart(ServiceError):
    """The service ended, or did not answer in time."""

    code = "serve.did_not_start"


class NoSuchAddress(ServiceError):
    """This machine has no such address to listen at, or may not."""

    code = "serve.no_such_address"


def check_free(host: str, port: int) -> None:
    """Raise PortTaken if ``host`` and ``port`` are in use, NoSuchAddress if they cannot be used.

    Asked before the start: a second server could share the port with an orphan of the first, and
    half of the requests would go to old code.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise NoSuchAddress(f"没有 {host} 这个地址，请检查 --host。") from error
    with socket.socket(family, kind, protocol) as probe:
        # Connections of an earlier service that are still ending do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise _unusable(host, port, error) from error


def _unusable(host: str, port: int, error: OSError) -> ServiceError:
    if error.errno == errno.EADDRINUSE:
        return PortTaken(f"端口 {port} 已被占用，请用 --port 换一个，或者停掉占用它的程序。")
    return NoSuchAddress(
        f"不能在 {host} 的端口 {port} 上监听：{reason(error)}，请检查 --host 和 --port。"
    )


def free_port(host: str = "127.0.0.1") -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(slots=True, kw_only=True)
class Restartable:
    """A service that can be cut off like a PC whose plug is pulled, and started again."""

    settings: Settings
    host: str
    port: int
    child: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        """Where it answers, the same after every start."""
        return f"http://{self.host}:{self.port}"

    async def start(self) -> None:
        """Run the service in a process group of its own. Raises PortTaken, DidNotStart."""
        check_free(self.host, self.port)
        command = [sys.executable, "-m", "service.cli.main", "serve"]
        where = ["--host", self.host, "--port", str(self.port)]
        self.child = subprocess.Popen(  # noqa: S603, ASYNC220  (our own program; starting takes no time)
            [*command, *where],
            stdout=subprocess.DEVNULL,
            env=os.environ | environment(self.settings),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        await _answering(self.child, self.address)

    async def kill(self) -> None:
        """End the whole group at once (SIGKILL): nothing can be tidied up or saved."""
        if self.child is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.child.pid, signal.SIGKILL)
            await asyncio.to_thread(self.child.wait)

    async def stop(self) -> None:
        """Tell the group to stop; what is left after a while is killed, children included."""
        if self.child is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.child.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            await asyncio.to_thread(self.child.wait, STOP_SECONDS)
        await self.kill()


@asynccontextmanager
async def restartable(
    settings: Settings, *, host: str = "127.0.0.1", port: int | None = None
) -> AsyncIterator[Restartable]:
    """Run the service and yield it. Raises PortTaken, DidNotStart. At the end it is stopped."""
    port = free_port(host) if port is None else port
    service = Restartable(settings=settings, host=host, port=port)
    try:
        await service.start()
        yield service
    finally:
        await service.stop()


@asynccontextmanager
async def running(
    settings: Settings, *, host: str = "127.0.0.1", port: int | None = None
) -> AsyncIterator[str]:
    """Run the service in a process group of its own and yield its address.

    Raises PortTaken, DidNotStart. At the end the whole group is told to stop, then killed.
    """
    async with restartable(settings, host=host, port=port) as service:
        yield service.address


async def _answering(child: "subprocess.Popen[bytes]", address: str) -> None:
    deadline = asyncio.get_running_loop().time() + START_SECONDS
    async with httpx.AsyncClient(timeout=5.0) as http:
        while asyncio.get_running_loop().time() < deadline:
            if child.poll() is not None:
                raise DidNotStart("服务启动失败，请看上面的说明。")
            with suppress(httpx.HTTPError):
                if (await http.get(f"{address}/api/health")).is_success:
                    return
            await asyncio.sleep(ASK_EVERY)
    raise DidNotStart(f"服务在 {START_SECONDS:.0f} 秒内没有应答。")
