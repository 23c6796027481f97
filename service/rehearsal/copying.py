"""演练 of a session that exists: its own list, rules and figures, played with invented ballots.

It is played on a service of its own in a directory of its own, which is deleted afterwards. So
nothing of it is in the data of the real vote: other accounts, another election with a random id of
its own, and with it other keys and other cards, which the real vote does not know. What is left is
the record and the papers, all of them marked 演练.
"""

import asyncio
import csv
import io
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import msgspec

from ballot.candidates import Candidate
from ballot.events.listing import GroupName
from ballot.money import in_wan
from ballot.rules import Rules
from ballot.rules.languages import CHINESE, LANGUAGES
from ballot.state import Election
from service.client.api import Api
from service.errors import BadRequest
from service.rehearsal import session as s
from service.rehearsal.ballots import Row
from service.rehearsal.company import recruit, scrutineers_of
from service.rehearsal.leaving import leave_documents
from service.rehearsal.plan import Split
from service.rehearsal.rounds import play
from service.rehearsal.scenarios.contest import Unreachable, clear, contest_of, line_of
from service.rehearsal.scenarios.listing import grouped, quota_of
from service.rehearsal.session import Hall, Plan, Progress
from service.rehearsal.staff import ADMINISTRATOR, first_administrator
from service.server import running
from service.settings import Settings

ASKED = "asked.json"
OUT = "out"
TABLETS = 12
"""So many vote on tablets, the rest on paper: enough to see it, and done in a minute."""
ABSENT = 20
"""One of so many is absent."""
USUAL_ROSTER = 57


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """The session that is rehearsed, as it stands in the log and the drafts."""

    title: str
    session: str
    body: str
    group: GroupName
    rules: Rules
    candidates: tuple[Candidate, ...]
    seats: int
    roster: int


def copy_of(state: Election, candidates: tuple[Candidate, ...]) -> Copy:
    """Return what is to be rehearsed. Raises BadRequest where there is nothing to vote on yet."""
    rules, first = state.rules, state.rounds[0]
    seats = rules.seats or first.seats
    if not candidates:
        raise BadRequest("还没有候选项目，请先导入清单，再演练。")
    if not seats:
        raise BadRequest("票决办法没有写应选数，请先确定清单，再演练。")
    return Copy(
        title=state.facts.title,
        session=state.facts.session,
        body=state.facts.body,
        group=state.facts.group,
        rules=rules,
        candidates=candidates,
        seats=seats,
        roster=rules.roster_total or USUAL_ROSTER,
    )


def present_of(copy: Copy) -> int:
    """Return how many are there: nearly everybody."""
    return copy.roster - copy.roster // ABSENT


def invented(copy: Copy) -> tuple[Row, ...]:
    """Return the ballots of everybody present, by which the vote ends without any mishap."""
    voters = present_of(copy)
    line = line_of(copy.rules, copy.rules.threshold, voters=voters, roster=copy.roster)
    groups = grouped(copy.candidates, quota_of(copy.rules), copy.seats)
    contest = contest_of(copy.rules, groups, line=line, seats=copy.seats, voters=voters)
    try:
        rows = clear(contest)
    except Unreachable as error:
        raise BadRequest(
            "照这份规则和清单，虚构不出能够产生结果的选票；请用 piaojue rehearse 演练。"
        ) from error
    numbers = [one.number for one in copy.candidates]
    order = [contest.numbers.index(number) for number in numbers]
    return tuple(tuple(row[at] for at in order) for row in rows)


def split_of(copy: Copy, rows: tuple[Row, ...]) -> Split:
    """Return who votes on paper and who on a tablet, by the channels of the rules."""
    if "tablet" not in copy.rules.channels:
        return Split(paper=rows, tablet=())
    if "paper" not in copy.rules.channels:
        return Split(paper=(), tablet=rows)
    least = copy.rules.min_channel
    tablets = min(max(TABLETS, least), max(0, len(rows) - least))
    return Split(paper=rows[tablets:], tablet=rows[:tablets])


def list_file(copy: Copy) -> bytes:
    """Return the list as a secretariat would hand it in, names in all languages included."""
    others = [code for code in copy.rules.languages if code != CHINESE]
    out = io.StringIO()
    writer = csv.writer(out)
    names = [f"{LANGUAGES[code]}名称" for code in others]
    writer.writerow(["序号", "项目名称", "主要内容", "投资（万元）", "责任单位", "类别", *names])
    for one in copy.candidates:
        cost = "" if one.investment_fen is None else in_wan(one.investment_fen)
        titles = [one.titles.get(code, "") for code in others]
        writer.writerow(
            [one.number, one.name, one.content, cost, one.department, one.category, *titles]
        )
    return out.getvalue().encode()


async def rehearse_here(directory: Path, progress: Progress) -> Any:
    """Rehearse what ``directory`` asks for and leave the documents in it. Raises ServiceError."""
    copy = msgspec.json.decode((directory / ASKED).read_bytes(), type=Copy)
    out = directory / OUT
    out.mkdir()
    data = Path(tempfile.mkdtemp(prefix="piaojue-rehearsal-"))
    try:
        settings = Settings(data=data, workers=1)
        password = await first_administrator(settings)
        async with running(settings) as server:
            return await _play(copy, out, server, password, progress)
    finally:
        shutil.rmtree(data, ignore_errors=True)


async def _play(copy: Copy, out: Path, server: str, password: str, progress: Progress) -> Any:
    public = Api.at(server)
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
    rules, keys = copy.rules, copy.rules.scrutineers
    try:
        signed = await public.post("/api/login", {"name": ADMINISTRATOR, "password": password})
        admin = public.signed_in(signed["token"])
        company = await recruit(admin, scrutineers_of(rules, keys.keys))
        plan = Plan(
            title=copy.title,
            session=copy.session,
            body=copy.body,
            rules=msgspec.structs.replace(rules, seats=copy.seats, roster_total=copy.roster),
            group=copy.group,
            roster=copy.roster,
            trustees=keys.keys,
            threshold=keys.threshold,
        )
        hall = Hall(plan=plan, company=company, public=public, pool=pool, progress=progress)
        outcome = await _rounds(copy, hall)
        await leave_documents(out, hall, outcome)
        return outcome
    finally:
        await public.close()
        await asyncio.to_thread(pool.shutdown, cancel_futures=True)


async def _rounds(copy: Copy, hall: Hall) -> Any:
    voters = split_of(copy, invented(copy))
    await s.found(hall)
    await s.list_candidates(hall, "候选项目.csv", list_file(copy))
    if voters.tablet:
        await s.make_keys(hall)
    numbers = [one.number for one in copy.candidates]
    return await play(hall, 1, numbers, copy.seats, voters)
