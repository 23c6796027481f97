"""The demonstration: a township session from an empty service to the announced result."""

import asyncio
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from service.client.api import Api
from service.rehearsal import session as s
from service.rehearsal import township
from service.rehearsal.company import recruit
from service.rehearsal.plan import split
from service.rehearsal.rounds import play
from service.rehearsal.session import Hall, Plan, Progress
from service.rehearsal.staff import ADMINISTRATOR

PAPER_SHARE = 0.6


async def demonstrate(server: str, password: str, progress: Progress) -> str:
    """Play the session on the service at ``server`` and return the election's identifier."""
    public = Api.at(server)
    pool = ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn"))
    try:
        signed = await public.post("/api/login", {"name": ADMINISTRATOR, "password": password})
        company = await recruit(public.signed_in(signed["token"]), 3, township.NAMES)
        hall = Hall(
            plan=_plan(),
            company=company,
            public=public,
            pool=pool,
            progress=progress,
            machine=True,
        )
        await _session(hall)
        return company.election
    finally:
        await public.close()
        await asyncio.to_thread(pool.shutdown, cancel_futures=True)


def _plan() -> Plan:
    return Plan(
        title=township.TITLE,
        session=township.SESSION,
        body=township.BODY,
        rules=township.rules(),
        group="Ed25519",
        roster=township.ROSTER,
        trustees=3,
        threshold=2,
    )


async def _session(hall: Hall) -> Any:
    await s.found(hall)
    clerk = hall.company.api("clerk")
    await clerk.upload(f"{hall.path}/roll", "代表名册.csv", township.roll())
    await s.list_candidates(hall, "候选项目.csv", township.CANDIDATES.encode())
    await s.make_keys(hall)
    ballots = township.ballots()
    everybody = list(range(1, township.PRESENT + 1))
    await clerk.post(f"{hall.round(1)}/presence", {"deputies": everybody, "present": True})
    voters = split(ballots, hall.plan.rules, township.SEATS, PAPER_SHARE, seed=2026)
    return await play(hall, 1, ballots.numbers, township.SEATS, voters)
