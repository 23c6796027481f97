"""A rehearsal from the ballots file to the finished documents."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import msgspec

from ballot.events.listing import GroupName
from ballot.rules import Rules
from service.client.api import Api
from service.errors import ServiceError
from service.rehearsal import session as s
from service.rehearsal.ballots import BadBallots, Ballots
from service.rehearsal.company import recruit, scrutineers_of
from service.rehearsal.leaving import leave_documents
from service.rehearsal.pens import require_markable
from service.rehearsal.plan import Split, check_choices, split
from service.rehearsal.rounds import follow, play
from service.rehearsal.session import Hall, Plan, Progress
from service.rehearsal.staff import first_administrator
from service.server import running
from service.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What a rehearsal is asked for; see ``piaojue rehearse --help``."""

    ballots: Ballots
    runoff: Ballots | None
    rules: Rules
    seats: int
    paper_share: float
    roster: int
    threshold: int
    trustees: int
    group: GroupName
    seed: int | None
    scan: bool = False
    """Whether paper is printed, marked and read by machine, else two tellers count it by hand."""
    out: Path


class BadPlan(ServiceError):
    """The figures asked for cannot make a session."""

    code = "rehearse.plan"


def planned(asked: Rehearsal) -> Rules:
    """Return the rules under which the rehearsal runs. Raises BadPlan, BadBallots."""
    voters = len(asked.ballots.rows)
    if asked.roster < voters:
        raise BadPlan(f"全体代表 {asked.roster} 名，少于选票 {voters} 张，请用 --roster 改正。")
    if asked.rules.seats not in {None, asked.seats}:
        raise BadPlan(f"规则文件写明应选 {asked.rules.seats} 项，与 --seats {asked.seats} 不符。")
    if asked.seats >= len(asked.ballots.numbers):
        raise BadPlan(
            f"候选项目 {len(asked.ballots.numbers)} 项，应选 {asked.seats} 项，没有差额。"
        )
    check_choices(asked.ballots, asked.rules)
    parts = split(asked.ballots, asked.rules, asked.seats, asked.paper_share, asked.seed)
    if asked.scan:
        _check_scan(asked.rules, parts)
    used = [name for name in ("paper", "tablet") if getattr(parts, name)]
    return msgspec.structs.replace(
        asked.rules,
        seats=asked.seats,
        roster_total=asked.roster,
        present=None,
        channels=tuple(used),
    )


def _check_scan(rules: Rules, parts: Split) -> None:
    """Raise BadPlan, Unmarkable where there is no paper that a machine could read."""
    if not parts.paper:
        raise BadPlan(
            "没有纸质票可以扫描；请用 --paper-share 写明纸质票所占比例，或者去掉 --scan。"
        )
    require_markable(rules)


async def rehearse(asked: Rehearsal, progress: Progress) -> Any:
    """Play the session and leave record, evidence, outcome and papers in ``asked.out``."""
    rules = planned(asked)
    asked.out.mkdir(parents=True, exist_ok=True)
    data = Path(tempfile.mkdtemp(prefix="piaojue-rehearsal-"))
    try:
        admin_password = await first_administrator(Settings(data=data))
        async with running(Settings(data=data)) as server:
            return await _session(asked, rules, server, admin_password, progress)
    finally:
        shutil.rmtree(data, ignore_errors=True)


async def _session(
    asked: Rehearsal, rules: Rules, server: str, admin_password: str, progress: Progress
) -> Any:
    public = Api.at(server)
    pool = ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn"))
    try:
        signed = await public.post("/api/login", {"name": "管理员", "password": admin_password})
        admin = public.signed_in(signed["token"])
        plan = Plan(
            title="演练民生实事项目票决",
            session="演练会议",
            body="演练人民代表大会",
            rules=rules,
            group=asked.group,
            roster=asked.roster,
            trustees=asked.trustees,
            threshold=asked.threshold,
        )
        company = await recruit(admin, scrutineers_of(rules, asked.trustees))
        hall = Hall(
            plan=plan,
            company=company,
            public=public,
            pool=pool,
            progress=progress,
            machine=asked.scan,
        )
        return await _rounds(asked, hall)
    finally:
        await public.close()
        await asyncio.to_thread(pool.shutdown, cancel_futures=True)


async def _rounds(asked: Rehearsal, hall: Hall) -> Any:
    rules = hall.plan.rules
    await s.found(hall)
    await s.list_candidates(hall, "候选项目.csv", candidates_csv(asked.ballots.numbers))
    if "tablet" in rules.channels:
        await s.make_keys(hall)
    voters = split(asked.ballots, rules, asked.seats, asked.paper_share, asked.seed)
    outcome = await play(hall, 1, asked.ballots.numbers, asked.seats, voters)
    if asked.runoff is not None:
        outcome = await _runoff(asked, asked.runoff, hall, outcome)
    await leave_documents(asked.out, hall, outcome)
    return outcome


async def _runoff(asked: Rehearsal, ballots: Ballots, hall: Hall, before: Any) -> Any:
    if before["status"] != "tie_at_cutoff":
        raise BadPlan("第一轮没有并列，不需要再次票决；请去掉 --runoff。")
    if set(ballots.numbers) != set(before["tied"]):
        tied = "、".join(map(str, before["tied"]))
        raise BadBallots(f"再次票决只在并列的项目中进行，选票文件的序号应为 {tied}。")
    number, _, seats = await follow(hall, "runoff")
    voters = split(ballots, hall.plan.rules, seats, asked.paper_share, asked.seed)
    return await play(hall, number, ballots.numbers, seats, voters)


def candidates_csv(numbers: Sequence[int]) -> bytes:
    """Return a list of candidates that have only a number to go by."""
    lines = ["序号,项目名称", *(f"{one},候选项目{one}" for one in numbers)]
    return "\n".join(lines).encode()
