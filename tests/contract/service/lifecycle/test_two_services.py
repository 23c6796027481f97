"""One session over two service processes on one PostgreSQL, and casts that race the close.

60 of them with every change; `make race` lets 200 race.
"""

import asyncio
import io
import os
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AsyncExitStack
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from audit.verify.record import verify_record
from ballot.canonical import canonical
from ballot.events import BallotCast, decode
from ballot.rules import Rules
from ballot.sealed import SealedBallot
from service.client import voter
from service.client.api import Api, ApiProblem, no_cookies
from service.client.voter import BoothView
from service.commands.receipts import Receipt, tracker_of
from service.ledger import Ledger
from service.rehearsal import session as s
from service.rehearsal.company import recruit
from service.rehearsal.run import candidates_csv
from service.rehearsal.session import Hall, Plan
from service.rehearsal.staff import ADMINISTRATOR, first_administrator
from service.server import running
from service.settings import Settings
from tests.contract.service.lifecycle.meeting import PAPER_FREEZERS
from tests.support.postgres import Cluster

NUMBERS = (1, 2, 3)
BEFORE_THE_CLOSE, TABLETS = 15, 25


class InTurn(httpx.AsyncBaseTransport):
    """Sends every request to the next of several services."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self._hosts = [httpx.URL(one) for one in addresses]
        self._behind = httpx.AsyncHTTPTransport()
        self._sent = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host = self._hosts[self._sent % len(self._hosts)]
        self._sent += 1
        request.url = request.url.copy_with(host=host.host, port=host.port)
        return await self._behind.handle_async_request(request)

    async def aclose(self) -> None:
        await self._behind.aclose()


@pytest.fixture
def settings(cluster: Cluster, tmp_path: Path) -> Settings:
    """Both services have the same database and the same directory of log keys."""
    return Settings(data=tmp_path, database=cluster.new_database(), workers=1)


@pytest_asyncio.fixture(loop_scope="session")
async def hall(settings: Settings, request: pytest.FixtureRequest) -> AsyncIterator[Hall]:
    """An open round on tablets; whoever asks is answered by one service and then by the other."""
    password = await first_administrator(settings)
    async with AsyncExitStack() as stack:
        addresses = [await stack.enter_async_context(running(settings)) for _ in range(2)]
        http = await stack.enter_async_context(
            httpx.AsyncClient(
                base_url="http://piaojue",
                transport=InTurn(addresses),
                timeout=120,
                cookies=no_cookies(),
            )
        )
        pool = stack.enter_context(ProcessPoolExecutor(2, mp_context=get_context("spawn")))
        yield await opened(Api(http), password, pool, racing=request.param)


async def opened(public: Api, password: str, pool: Executor, *, racing: int) -> Hall:
    signed = await public.post("/api/login", {"name": ADMINISTRATOR, "password": password})
    company = await recruit(public.signed_in(signed["token"]), 3)
    plan = Plan(
        title="两台服务一起票决",
        session="演练会议",
        body="演练人民代表大会",
        rules=Rules(
            seats=1,
            roster_total=racing,
            channels=("tablet",),
            choices=("approve",),
            threshold="plurality",
        ),
        group="Ed25519",
        roster=racing,
        trustees=3,
        threshold=2,
    )
    hall = Hall(plan=plan, company=company, public=public, pool=pool, progress=lambda *_: None)
    await s.found(hall)
    await s.list_candidates(hall, "候选项目.csv", candidates_csv(NUMBERS))
    await s.make_keys(hall)
    await s.print_cards(hall, racing)
    await s.hand_out(hall, 1, racing, 0, racing)
    await company.act(1, "opened", s.CHIEF_AND_PRESIDER)
    return hall


async def made(hall: Hall, booth: BoothView) -> list[SealedBallot]:
    """Seal a ballot with every card, beforehand."""
    job = partial(seal, canonical(booth.definition), booth.sealed.raw)
    loop = asyncio.get_running_loop()
    return await asyncio.gather(*(loop.run_in_executor(hall.pool, job, one) for one in hall.deck))


def seal(definition: bytes, election: bytes, card: bytes) -> SealedBallot:
    booth = voter.booth_of(definition, election)
    return voter.fill(booth, card, {1: "approve"}, os.urandom)


async def cast(hall: Hall, booth: BoothView, ballot: SealedBallot) -> Receipt | str:
    """Return the receipt, or the code of the refusal."""
    try:
        return await voter.cast(hall.public, booth, ballot)
    except ApiProblem as problem:
        return problem.code


async def race(
    hall: Hall, booth: BoothView, ballots: Sequence[SealedBallot]
) -> list[Receipt | str]:
    """Cast from many tablets; the close is signed as soon as some receipts are there."""
    enough, answers = asyncio.Event(), dict[int, Receipt | str]()
    *waiting, last = enumerate(ballots)
    left = iter(waiting)

    async def tablet() -> None:
        for place, ballot in left:
            answers[place] = await cast(hall, booth, ballot)
            if len(answers) >= BEFORE_THE_CLOSE:
                enough.set()

    tablets = [asyncio.create_task(tablet()) for _ in range(TABLETS)]
    await enough.wait()
    await hall.company.act(1, "closed", s.CHIEF_AND_PRESIDER)
    await asyncio.gather(*tablets)
    # However fast the others were, one comes after the close.
    answers[last[0]] = await cast(hall, booth, last[1])
    return [answers[place] for place in range(len(ballots))]


async def in_the_log(settings: Settings, election: str) -> list[str]:
    ledger = await Ledger.open(settings.ledger_url)
    leaves = await ledger.leaves(election, 0, await ledger.size(election))
    await ledger.close()
    return [tracker_of(one.ballot) for one in map(decode, leaves) if isinstance(one, BallotCast)]


async def finish(hall: Hall, cast: int) -> None:
    """Open the sum over both services and verify the record."""
    await hall.company.act(1, "paper_frozen", PAPER_FREEZERS)
    await s.open_sum(hall, 1, cast)
    outcome = await s.decide(hall, 1)
    assert outcome["counts"][0]["approve"] == cast
    await s.certify(hall, 1, final=True)
    record = io.BytesIO(await hall.public.get_bytes(f"{hall.path}/record.zip"))
    report = await asyncio.to_thread(verify_record, record, each=hall.pool.map)
    assert {one.id: one.faults for one in report.results if one.faults} == {}


@pytest.mark.parametrize(
    "hall", [60, pytest.param(200, marks=pytest.mark.slow)], indirect=True, ids="{} casts".format
)
async def test_every_receipt_of_casts_racing_a_close_is_in_the_log_and_nothing_else(
    hall: Hall, settings: Settings
) -> None:
    booth = await voter.enter(hall.public, hall.company.election, 1)
    ballots = await made(hall, booth)

    answers = await race(hall, booth, ballots)

    receipts = sorted(one.tracker for one in answers if isinstance(one, Receipt))
    late = [one for one in answers if isinstance(one, str)]
    assert (len(receipts) >= BEFORE_THE_CLOSE, set(late)) == (True, {"ballot.not_counted"})
    assert len(receipts) + len(late) == len(ballots) == hall.plan.roster
    assert sorted(await in_the_log(settings, hall.company.election)) == receipts
    again = await asyncio.gather(*(cast(hall, booth, one) for one in ballots))
    assert again == answers
    await finish(hall, len(receipts))
