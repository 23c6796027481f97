"""Casting through HTTP: how much of the service's processor time is the verification itself.

    python bench/cast_http.py [--ballots N] [--clients N] [--store sqlite|postgres|both] [--json]

A round of 20 projects, 赞成/反对/弃权, K = 10 with exclusivity proofs, is brought to 投票中 through
the HTTP interface; the ballots are made beforehand; then 200 clients cast them over real sockets.
``share`` is ballots × CPU of one verification ÷ CPU of all service processes (target >= 0.70); the
CPU of PostgreSQL is listed apart. The CPU of one verification is measured in this process, on
ballots of the same round, each read and verified once.
"""

import argparse
import asyncio
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from ballot.canonical import canonical  # noqa: E402 - found through the line above
from ballot.rules import Rules  # noqa: E402
from ballot.sealed import Mark, SealedBallot, check_sealed  # noqa: E402
from service.client import voter  # noqa: E402
from service.client.api import Api  # noqa: E402
from service.environment import environment  # noqa: E402
from service.rehearsal import session as steps  # noqa: E402
from service.rehearsal.company import recruit  # noqa: E402
from service.rehearsal.session import Hall, Plan  # noqa: E402
from service.rehearsal.staff import ADMINISTRATOR, first_administrator  # noqa: E402
from service.settings import Settings  # noqa: E402
from tests.support import postgres  # noqa: E402

PROJECTS, SEATS = 20, 10
CANDIDATES = "\n".join(["序号,项目名称", *(f"{n},候选项目{n}" for n in range(1, PROJECTS + 1))])
TARGET = 0.70
SAMPLE = 60
"""Ballots verified in this process to learn the cost of one."""

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run found; times in milliseconds."""

    store: str
    ballots: int
    clients: int
    workers: int
    errors: int
    per_second: int
    verify_ms: float
    service_ms: float
    database_ms: float
    share: float
    p50_ms: int
    p99_ms: int


@contextmanager
def serving(settings: Settings) -> Iterator[tuple[str, int]]:
    """Run the service in a session of its own; yield its address and the session's id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--workers", "1"]
    command += ["--no-access-log", "--log-level", "warning", "--host", "127.0.0.1"]
    server = subprocess.Popen(
        [*command, "--port", str(port), "--factory", "service.asgi:app"],
        env=os.environ | environment(settings) | {"PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )
    try:
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


async def answering(address: str) -> None:
    """Wait until the service answers."""
    async with httpx.AsyncClient(base_url=address) as http:
        while True:
            try:
                await http.get("/api/health")
            except httpx.TransportError:
                await asyncio.sleep(0.1)
            else:
                return


@asynccontextmanager
async def opened(address: str, password: str, cards: int) -> AsyncIterator[Hall]:
    """Bring a session to 投票中 through the interface."""
    public = Api.at(address)
    pool = ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn"))
    try:
        signed = await public.post("/api/login", {"name": ADMINISTRATOR, "password": password})
        company = await recruit(public.signed_in(signed["token"]), 3)
        rules = Rules(seats=SEATS, roster_total=cards, channels=("tablet",))
        plan = Plan(
            title="演练", session="演练", body="演练", rules=rules, group="Ed25519",
            roster=cards, trustees=1, threshold=1,
        )  # fmt: skip
        hall = Hall(plan=plan, company=company, public=public, pool=pool, progress=silent)
        await steps.found(hall)
        await steps.list_candidates(hall, "候选项目.csv", CANDIDATES.encode())
        await steps.make_keys(hall)
        await steps.print_cards(hall, cards)
        await steps.hand_out(hall, 1, cards, 0, cards)
        await company.act(1, "opened", steps.CHIEF_AND_PRESIDER)
        yield hall
    finally:
        await public.close()
        await asyncio.to_thread(pool.shutdown, cancel_futures=True)


def silent(_step: str, _done: int, _all: int) -> None:
    """Show no progress."""


async def made(hall: Hall, booth: voter.BoothView, count: int) -> Sequence[SealedBallot]:
    """Seal ``count`` ballots: 8 approved, 7 opposed, 5 abstained."""
    choices: list[Mark] = ["approve"] * 8 + ["oppose"] * 7 + ["abstain"] * 5
    marks = dict(enumerate(choices, 1))
    job = partial(_sealed, canonical(booth.definition), booth.sealed.raw, marks)
    loop = asyncio.get_running_loop()
    jobs = [loop.run_in_executor(hall.pool, job, seed) for seed in hall.deck[:count]]
    return await asyncio.gather(*jobs)


def _sealed(
    definition: bytes, election: bytes, marks: dict[int, Mark], seed: bytes
) -> SealedBallot:
    return voter.fill(voter.booth_of(definition, election), seed, marks, os.urandom)


def verification(booth: voter.BoothView, ballots: Sequence[SealedBallot]) -> float:
    """Return the seconds of processor time that one verification takes."""
    spent = []
    for one in ballots:
        start = time.process_time()
        check_sealed(booth.sealed.raw, one.ballot, one.proofs or b"")
        spent.append(time.process_time() - start)
    return statistics.median(spent)


def processor_time(session: int) -> float:
    """Return the seconds that all processes of a session have used, with their dead children."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[3]) == session:
            total += sum(map(int, fields[11:15]))
    return total / TICKS


def server_time(cluster: postgres.Cluster | None) -> float:
    """Return the seconds that PostgreSQL's processes have used."""
    if cluster is None:
        return 0.0
    master = int((cluster.data / "postmaster.pid").read_text().split("\n", 1)[0])
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    total = 0
    for pid in [str(master), *children]:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += sum(map(int, fields[11:15]))
    return total / TICKS


async def cast_all(
    address: str, path: str, ballots: Sequence[SealedBallot], clients: int
) -> tuple[list[float], int]:
    """Let ``clients`` cast the ballots; return each answer's seconds and the errors."""
    bodies = [
        json.dumps({"ballot": one.ballot.decode(), "proofs": (one.proofs or b"").decode() or None})
        for one in ballots
    ]
    waiting, spent, errors = iter(bodies), [], 0
    headers = {"content-type": "application/json"}
    limits = httpx.Limits(max_connections=clients, max_keepalive_connections=clients)

    async def client(http: httpx.AsyncClient) -> None:
        nonlocal errors
        for body in waiting:
            start = time.perf_counter()
            answer = await http.post(path, content=body, headers=headers)
            spent.append(time.perf_counter() - start)
            errors += answer.status_code != httpx.codes.OK

    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=300) as http:
        await asyncio.gather(*(client(http) for _ in range(clients)))
    return spent, errors


async def measured(
    settings: Settings, cluster: postgres.Cluster | None, ballots: int, clients: int
) -> Figures:
    """Run one store."""
    password = await first_administrator(settings)
    with serving(settings) as (address, session):
        await answering(address)
        async with opened(address, password, ballots + SAMPLE) as hall:
            booth = await voter.enter(hall.public, hall.company.election, 1)
            every = await made(hall, booth, ballots + SAMPLE)
            path = f"{hall.round(1)}/ballots"
            warming, every = every[:SAMPLE], every[SAMPLE:]
            await cast_all(address, path, warming, settings.workers * 2)
            one = verification(booth, warming)
            before = (processor_time(session), server_time(cluster), time.perf_counter())
            spent, errors = await cast_all(address, path, every, clients)
            after = (processor_time(session), server_time(cluster), time.perf_counter())
    used, database, elapsed = (new - old for old, new in zip(before, after, strict=True))
    spent.sort()
    return Figures(
        store="postgres" if cluster else "sqlite",
        ballots=ballots,
        clients=clients,
        workers=settings.workers,
        errors=errors,
        per_second=round(ballots / elapsed),
        verify_ms=round(one * 1000, 2),
        service_ms=round(used / ballots * 1000, 2),
        database_ms=round(database / ballots * 1000, 2),
        share=round(ballots * one / used, 3),
        p50_ms=round(spent[len(spent) // 2] * 1000),
        p99_ms=round(spent[len(spent) * 99 // 100] * 1000),
    )


def run(store: str, ballots: int, clients: int) -> Figures:
    """Make a store and measure it."""
    workers = os.cpu_count() or 1
    with tempfile.TemporaryDirectory(prefix="piaojue-bench-") as directory:
        data = Path(directory)
        if store == "sqlite":
            settings = Settings(data=data, workers=workers)
            return asyncio.run(measured(settings, None, ballots, clients))
        with postgres.running() as cluster:
            settings = Settings(data=data, database=cluster.new_database(), workers=workers)
            return asyncio.run(measured(settings, cluster, ballots, clients))


def main() -> int:
    """Measure and print; return 0 if every target is reached."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ballots", type=int, default=1000)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--store", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    stores = ["sqlite", "postgres"] if options.store == "both" else [options.store]
    results = [run(store, options.ballots, options.clients) for store in stores]
    if options.json:
        print(json.dumps([asdict(one) for one in results]))
    for one in [] if options.json else results:
        print(
            f"{one.store}: {one.per_second} ballots/s, {one.errors} errors; "
            f"verify {one.verify_ms} ms, service {one.service_ms} ms, "
            f"database {one.database_ms} ms a ballot; share {one.share} (target {TARGET}); "
            f"p50 {one.p50_ms} ms, p99 {one.p99_ms} ms with {one.clients} clients"
        )
    return 0 if all(one.share >= TARGET and not one.errors for one in results) else 1


if __name__ == "__main__":
    sys.exit(main())
