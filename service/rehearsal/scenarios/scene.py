"""A case being played: the hall, who votes where, and the account that grows with it."""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from ballot.definition import Definition, read_definition
from ballot.events.base import Role
from ballot.rules import Rules
from service.client.api import Api
from service.errors import ServiceError
from service.rehearsal import session as s
from service.rehearsal.ballots import Row
from service.rehearsal.company import Company, Signer
from service.rehearsal.plan import Split
from service.rehearsal.scenarios.account import Account
from service.rehearsal.scenarios.clauses import Clauses
from service.rehearsal.scenarios.contest import Contest, contest_of, line_of
from service.rehearsal.scenarios.errors import Broken
from service.rehearsal.scenarios.listing import candidates_csv, grouped, quota_of
from service.rehearsal.session import Hall
from service.server import Restartable

CHIEF: tuple[Signer, ...] = (("chief_scrutineer", 1),)
PRESIDER: tuple[Signer, ...] = (("presider", 1),)


@dataclass(slots=True, kw_only=True)
class Scene:
    """One case: ``voters`` people are present, ``tablets`` of them vote on tablets."""

    hall: Hall
    account: Account
    clauses: Clauses
    service: Restartable
    voters: int
    tablets: int
    seed: int | None
    quota: dict[str, int] = field(default_factory=dict)
    """Seats of the coming round by category, empty where there are no categories."""
    chosen: list[int] = field(default_factory=list)
    vacant: int = 0
    pool: list[int] = field(default_factory=list)
    """Who stands in the fill, once 主席团 decided it."""
    beside: list[tuple[str, Hall]] = field(default_factory=list)
    """Sessions played before this one, each with the name of its directory."""
    papers: list[tuple[str, Hall]] = field(default_factory=list)
    """Sessions that ended without a record, of which only papers are left."""

    @property
    def rules(self) -> Rules:
        """The session's own rules."""
        return self.hall.plan.rules

    @property
    def paper(self) -> bool:
        """Whether the rules know paper ballots."""
        return "paper" in self.rules.channels

    def api(self, role: Role, number: int = 1) -> Api:
        """Return the connection of the holder of a role."""
        return self.hall.company.api(role, number)

    async def act(
        self, number: int, name: str, signers: Sequence[Signer] = s.CHIEF_AND_PRESIDER, **more: Any
    ) -> None:
        """Let ``signers`` propose and sign an act."""
        await self.hall.company.act(number, name, signers, **more)

    async def shown(self, number: int) -> dict[str, Any]:
        """Return the round as the service shows it."""
        found: dict[str, Any] = (await self.api("clerk").get(self.hall.path))["rounds"][number - 1]
        return found

    async def rounds(self) -> list[dict[str, Any]]:
        """Return all rounds as the service shows them."""
        found: list[dict[str, Any]] = (await self.api("clerk").get(self.hall.path))["rounds"]
        return found

    async def refused(self, who: str, act: str, asked: Awaitable[Any]) -> None:
        """Let somebody try what must not be; keep what the service says. Raises Broken."""
        try:
            await asked
        except ServiceError as problem:
            self.account.refused(who, act, problem.code, problem.sentence)
            return
        raise Broken(f"{who}{act}，本应被拒绝，系统却接受了")

    def another(self) -> "Scene":
        """Return a session of its own with the same people, told in the same account."""
        company = Company(admin=self.hall.company.admin, people=dict(self.hall.company.people))
        hall = Hall(
            plan=self.hall.plan,
            company=company,
            public=self.hall.public,
            pool=self.hall.pool,
            progress=self.hall.progress,
            machine=self.hall.machine,
        )
        return replace(self, hall=hall, quota={}, chosen=[], pool=[], beside=[], papers=[])

    def split(self, rows: Sequence[Row]) -> Split:
        """Say who votes on paper and who on a tablet."""
        order = list(rows)
        # Practice only: who sits where in a rehearsal is no secret and gives no key material.
        Random(self.seed).shuffle(order)  # noqa: S311
        live = len(self.hall.deck) or len(order)
        tablets = min(self.tablets, live, len(order))
        return Split(paper=tuple(order[tablets:]), tablet=tuple(order[:tablets]))

    async def definition(self, number: int) -> Definition:
        """Return the frozen list of a round, as anybody may fetch it."""
        raw = await self.hall.public.get_bytes(f"{self.hall.round(number)}/definition")
        return read_definition(raw)

    async def contest(self, number: int) -> Contest:
        """Return who stands in a round and what decides it, as the service has it."""
        found = await self.shown(number)
        definition = await self.definition(number)
        line = line_of(
            self.rules, definition.threshold, voters=self.voters, roster=self.hall.plan.roster
        )
        groups = grouped(definition.candidates, self.quota, found["seats"])
        return contest_of(self.rules, groups, line=line, seats=found["seats"], voters=self.voters)


async def begin(scene: Scene, which: str = "") -> Contest:
    """Found the session, freeze the list, make the keys; return the first round's contest.

    ``which`` names the session where there are several.
    """
    account, hall = scene.account, scene.hall
    account.step(f"{which}会前准备")
    await s.found(hall)
    scene.quota = quota_of(scene.rules)
    await s.list_candidates(hall, "候选项目.csv", candidates_csv(scene.rules))
    contest = await scene.contest(1)
    listed = len(contest.numbers)
    account.happened(
        f"任命总监票人、监票人、计票人；秘书处经办人和执行主席签名，确定候选项目清单："
        f"候选 {listed} 项，应选 {hall.plan.rules.seats} 项。"
    )
    account.paper("票决办法（0-measure）、总监票人和监票人名单（草案）（0-scrutineers）。")
    if scene.tablets:
        await s.make_keys(hall)
        plan = hall.plan
        account.happened(
            f"{plan.trustees} 名监票人生成选举密钥，{plan.threshold} 人到场即可开启；"
            "各自念出的 8 位核对码一致。"
        )
    return contest
