"""From the asked cases to what they leave: one service, one election for each case."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import msgspec

from ballot.attendance import quorum
from ballot.events.listing import GroupName
from ballot.rules import Rules
from ballot.rules.lint import require_sound
from service.client.api import Api
from service.rehearsal import township
from service.rehearsal.company import Company, recruit, scrutineers_of
from service.rehearsal.leaving import made
from service.rehearsal.pens import require_markable
from service.rehearsal.run import BadPlan
from service.rehearsal.scenarios.account import Account
from service.rehearsal.scenarios.bodies import named, vocabulary
from service.rehearsal.scenarios.catalogue import SCENARIOS, Scenario
from service.rehearsal.scenarios.clauses import Clauses
from service.rehearsal.scenarios.errors import NotPlayable
from service.rehearsal.scenarios.leaving import Left, leave
from service.rehearsal.scenarios.listing import listed, seats_of
from service.rehearsal.scenarios.possible import Case
from service.rehearsal.scenarios.scene import Scene
from service.rehearsal.session import Hall, Plan, Progress
from service.rehearsal.staff import ADMINISTRATOR, first_administrator
from service.server import Restartable, restartable
from service.settings import Settings

MOST_TABLETS = 12
"""Tablets in a small hall; a rehearsal seals that many ballots and no more, unless asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """What is asked for; see ``piaojue rehearse --help``."""

    rules: Rules
    roster: int
    paper_share: float | None
    threshold: int
    trustees: int
    group: GroupName
    seed: int | None
    scan: bool = False
    """Whether a machine reads the paper, wherever paper is counted."""
    out: Path


def settled(asked: Practice) -> Rules:
    """Return the rules of the session with the rehearsal's figures filled in.

    Raises BadPlan, and Refused for rules that contradict themselves.
    """
    rules = msgspec.structs.replace(
        asked.rules,
        seats=seats_of(asked.rules),
        candidates_n=listed(asked.rules),
        roster_total=asked.roster,
        present=None,
    )
    require_sound(rules)
    if rules.roster_total != (asked.rules.roster_total or asked.roster):
        raise BadPlan(
            f"规则文件写明全体代表 {asked.rules.roster_total} 名，与 --roster {asked.roster} 不符。"
        )
    return rules


def present(rules: Rules, roster: int) -> int:
    """Return how many are present: one in nineteen is away, as in life, and the number is even."""
    need = quorum(rules.quorum_rule, roster)
    wanted = roster - roster // 19
    return wanted - wanted % 2 if wanted - wanted % 2 >= need else roster


async def practise(
    names: Sequence[str], asked: Practice, progress: Progress, tell: Callable[[str], None]
) -> dict[str, Left | NotPlayable]:
    """Play the cases, each into a directory of its own if there are several.

    A case that the rules make impossible is answered by NotPlayable; raises what else goes wrong.
    """
    rules = settled(asked)
    if asked.scan:
        _check_scan(rules)
    voters = present(rules, asked.roster)
    case = Case(rules=rules, roster=asked.roster, voters=voters)
    done: dict[str, Left | NotPlayable] = {}
    playable: list[Scenario] = []
    for name in names:
        one = SCENARIOS[name]
        try:
            one.check(case)
            playable.append(one)
        except NotPlayable as problem:
            done[name] = problem
    if playable:
        async with _stage(asked) as stage:
            for one in playable:
                out = asked.out if len(names) == 1 else asked.out / one.name
                done[one.name] = await stage.play(one, rules, out, progress, tell)
    return {name: done[name] for name in names}


def _check_scan(rules: Rules) -> None:
    """Raise BadPlan, Unmarkable where there is no paper that a machine could read."""
    if "paper" not in rules.channels:
        raise BadPlan("规则没有规定使用纸质票，没有票可以扫描；请去掉 --scan。")
    require_markable(rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """The running service with its people, for one case after the other."""

    asked: Practice
    service: Restartable
    public: Api
    company: Company
    pool: ProcessPoolExecutor

    async def play(
        self,
        scenario: Scenario,
        rules: Rules,
        out: Path,
        progress: Progress,
        tell: Callable[[str], None],
    ) -> Left | NotPlayable:
        scene = self._scene(scenario, rules, progress, tell)
        made(out)
        tell(f"—— {scenario.title}（{scenario.name}） ——")
        try:
            outcome = await scenario.play(scene)
        except NotPlayable as problem:
            return problem
        return await leave(out, scene, outcome)

    def _scene(
        self, scenario: Scenario, rules: Rules, progress: Progress, tell: Callable[[str], None]
    ) -> Scene:
        asked = self.asked
        voters, facts = present(rules, asked.roster), named(rules)
        plan = Plan(
            title=facts.title,
            session=facts.session,
            body=facts.body,
            rules=rules,
            group=asked.group,
            roster=asked.roster,
            trustees=asked.trustees,
            threshold=asked.threshold,
        )
        company = Company(admin=self.company.admin, people=dict(self.company.people))
        hall = Hall(
            plan=plan,
            company=company,
            public=self.public,
            pool=self.pool,
            progress=progress,
            machine=asked.scan,
        )
        account = Account(
            title=scenario.title, purpose=scenario.purpose, tell=tell, vocabulary=vocabulary(rules)
        )
        tablets = _tablets(rules, voters, asked.paper_share)
        account.facts += _facts(plan, voters, tablets)
        return Scene(
            hall=hall,
            account=account,
            clauses=Clauses(rules),
            service=self.service,
            voters=voters,
            tablets=tablets,
            seed=asked.seed,
        )


def _tablets(rules: Rules, voters: int, paper_share: float | None) -> int:
    if "tablet" not in rules.channels:
        return 0
    if "paper" not in rules.channels:
        return voters
    if paper_share is None:
        return min(MOST_TABLETS, voters // 2)
    return voters - round(voters * paper_share)


def _facts(plan: Plan, voters: int, tablets: int) -> list[tuple[str, str]]:
    facts = [
        ("应到", f"{plan.roster} 名"),
        ("实到", f"{voters} 名"),
        ("应选／候选", f"{plan.rules.seats} 项／{plan.rules.candidates_n} 项"),
        ("渠道", f"纸质票 {voters - tablets} 人，平板 {tablets} 人"),
    ]
    if tablets:
        facts.append(("选举密钥", f"{plan.trustees} 人持有，{plan.threshold} 人可以开启"))
    return facts


@asynccontextmanager
async def _stage(asked: Practice) -> AsyncIterator[_Stage]:
    data = Path(tempfile.mkdtemp(prefix="piaojue-rehearsal-"))
    settings = Settings(data=data)
    pool = ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn"))
    try:
        secret = await first_administrator(settings)
        async with restartable(settings) as service:
            public = Api.at(service.address)
            try:
                signed = await public.post(
                    "/api/login", {"name": ADMINISTRATOR, "password": secret}
                )
                admin = public.signed_in(signed["token"])
                company = await recruit(
                    admin, scrutineers_of(asked.rules, asked.trustees), township.NAMES
                )
                yield _Stage(
                    asked=asked, service=service, public=public, company=company, pool=pool
                )
            finally:
                await public.close()
    finally:
        await asyncio.to_thread(pool.shutdown, cancel_futures=True)
        shutil.rmtree(data, ignore_errors=True)
