"""A running service with its people, and sessions brought to a chosen step through its interface.

The application is the real one over real stores; requests reach it through ASGI, without a socket.
Passwords are hashed with cheap parameters and keys made once for each seat, to save seconds.
"""

import os
import re
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import httpx
from argon2 import PasswordHasher
from litestar import Litestar

from ballot.canonical import digest_of
from ballot.card import card_credentials
from ballot.events.base import Role
from ballot.events.listing import GroupName
from ballot.rules import Rules
from ballot.sealed import Mark, SealedBallot, group_named
from service.app import create_app
from service.client import voter
from service.client.api import Api, no_cookies
from service.client.person import Person, PersonalKey
from service.client.voter import BoothView
from service.house import House
from service.office.people import Account
from service.office.roles import Grant
from service.rehearsal import rounds, staff
from service.rehearsal import session as s
from service.rehearsal.company import Company, Signer, recruit
from service.rehearsal.plan import Split, count_paper
from service.rehearsal.run import candidates_csv
from service.rehearsal.session import Hall, Plan
from service.rehearsal.staff import first_administrator
from service.server import running
from service.settings import Settings

ADMINISTRATOR, AUDITOR = "运维一号", "审计一号"
PASSWORD = "correct-horse-battery-42"
SEATS: tuple[Signer, ...] = (
    ("clerk", 1),
    ("presider", 1),
    ("chief_scrutineer", 1),
    ("scrutineer", 1),
    ("scrutineer", 2),
    ("teller", 1),
    ("teller", 2),
)
NUMBERS = (1, 2, 3, 4)
CHOSEN = 2
"""Projects to be chosen of NUMBERS."""

YES: dict[int, Mark] = {1: "approve", 2: "approve", 3: "oppose", 4: "abstain"}
PAPER_ROWS: tuple[tuple[Mark, ...], ...] = (("approve", "approve", "oppose", "abstain"),) * 8
TABLET_ROWS: tuple[tuple[Mark, ...], ...] = (("approve", "abstain", "approve", "oppose"),) * 3

Step = Literal[
    "founded",
    "listed",
    "keyed",
    "ready",
    "open",
    "cast",
    "closed",
    "hand_counted",
    "paper_frozen",
    "summed",
    "counted",
    "announced",
]
STEPS: tuple[Step, ...] = get_args(Step)


def name_of(seat: Signer) -> str:
    """The account's name: no word of the product, so that a search finds persons only."""
    return f"{seat[0]}·{'甲乙丙'[seat[1] - 1]}欧阳"


@cache
def key_of(seat: Signer) -> PersonalKey:
    return PersonalKey.generate(f"{PASSWORD} {seat}")


@dataclass(slots=True, kw_only=True)
class Session:
    """A session at some step; ``hall`` is what the rehearsal works with.

    ``house`` is None where the service runs in another process.
    """

    house: House | None
    hall: Hall
    voters: Split
    step: Step = "founded"

    @property
    def id(self) -> str:
        return self.hall.company.election

    @property
    def path(self) -> str:
        return self.hall.path

    def round(self, number: int = 1) -> str:
        return self.hall.round(number)

    def api(self, role: Role, number: int = 1) -> Api:
        return self.hall.company.api(role, number)

    async def act(self, name: str, *signers: Signer, number: int = 1, **more: Any) -> None:
        await self.hall.company.act(number, name, signers or s.CHIEF_AND_PRESIDER, **more)

    async def until(self, step: Step) -> "Session":
        """Go on, one step after the other, until ``step`` is done."""
        for one in STEPS[STEPS.index(self.step) + 1 : STEPS.index(step) + 1]:
            await getattr(self, f"_{one}")()
            self.step = one
        return self

    async def _listed(self) -> None:
        await s.list_candidates(self.hall, "候选项目.csv", candidates_csv(NUMBERS))

    async def _keyed(self) -> None:
        if self.voters.tablet:
            await s.make_keys(self.hall)

    async def _ready(self) -> None:
        paper, tablet = len(self.voters.paper), len(self.voters.tablet)
        if tablet:
            await s.print_cards(self.hall, tablet + s.RESERVE)
        await s.hand_out(self.hall, 1, paper + tablet, paper, tablet)
        await rounds.drop_leftover(self.hall, 1, paper, tablet)

    async def _open(self) -> None:
        await self.act("opened")

    async def _cast(self) -> None:
        if self.voters.tablet:
            await s.cast_all(self.hall, 1, s.rows_of(NUMBERS, self.voters.tablet))

    async def _closed(self) -> None:
        await self.act("closed")

    async def _hand_counted(self) -> None:
        if self.voters.paper:
            rules = self.hall.plan.rules
            tally = count_paper(NUMBERS, self.voters.paper, rules, CHOSEN)
            await s.count_by_hand(self.hall, 1, tally)

    async def _paper_frozen(self) -> None:
        signers: list[Signer] = [("scrutineer", 1), ("scrutineer", 2), ("chief_scrutineer", 1)]
        await self.act("paper_frozen", *signers)

    async def _summed(self) -> None:
        if self.voters.tablet:
            await s.open_sum(self.hall, 1, len(self.voters.tablet))

    async def _counted(self) -> None:
        await s.decide(self.hall, 1)

    async def _announced(self) -> None:
        await s.certify(self.hall, 1, final=True)

    async def booth(self, number: int = 1) -> BoothView:
        return await voter.enter(self.hall.public, self.id, number)

    async def sealed(
        self, card: int, marks: dict[int, Mark] | None = None, number: int = 1
    ) -> SealedBallot:
        """Seal ``marks`` with card number ``card`` of the deck."""
        booth = await self.booth(number)
        return voter.fill(booth, self.hall.deck[card], marks or YES, os.urandom)

    def credential(self, card: int, number: int = 1) -> str:
        """The public credential of a card of the deck."""
        return self.credentials(card)[number - 1]

    def credentials(self, card: int) -> tuple[str, ...]:
        """The public credentials of a card for all 8 rounds."""
        group = group_named(self.hall.plan.group)
        return tuple(public for _, public in card_credentials(self.hall.deck[card], self.id, group))

    def secret(self, card: int, number: int = 1) -> int:
        """The secret of a card in a round: what its holder signs with."""
        group = group_named(self.hall.plan.group)
        return card_credentials(self.hall.deck[card], self.id, group)[number - 1][0]

    async def void(self, card: int, number: int = 1) -> None:
        """Kill a card as the scrutineers do when its holder gets another token."""
        lists = [[one] for one in self.credentials(card)[number - 1 :]]
        body = {"credentials": lists}
        await self.api("scrutineer").post(f"{self.round(number)}/cards/voided", body)


@dataclass(slots=True, kw_only=True)
class Town:
    """A house, its application, and the people who hold roles in every session of it."""

    app: Litestar
    house: House
    http: httpx.AsyncClient
    admin: Api
    auditor: Api
    people: dict[Signer, Person] = field(default_factory=dict)
    pool: ThreadPoolExecutor

    @property
    def nobody(self) -> Api:
        return Api(self.http)

    async def session(
        self,
        step: Step = "open",
        *,
        paper: Sequence[tuple[Mark, ...]] = PAPER_ROWS,
        tablet: Sequence[tuple[Mark, ...]] = TABLET_ROWS,
        group: GroupName = "Ed25519",
    ) -> Session:
        """Begin a session and bring it to ``step``."""
        hall = Hall(
            plan=_plan(paper, tablet, group),
            company=Company(admin=self.admin, people=dict(self.people)),
            public=self.nobody,
            pool=self.pool,
            progress=lambda *_: None,
        )
        session = Session(
            house=self.house, hall=hall, voters=Split(paper=tuple(paper), tablet=tuple(tablet))
        )
        await s.found(hall)
        return await session.until(step)

    def stored(self) -> dict[str, str]:
        """Count the rows of every table of the ledger and digest what they hold, urns included."""
        connection = self.house.ledger._store.connect(writing=False)
        names = connection.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = {
            str(name): sorted(map(repr, connection.rows(f"SELECT * FROM {name}")))  # noqa: S608  (our own tables)
            for (name,) in names
        }
        connection.close()
        return {name: f"{len(rows)} rows, {digest_of(rows)}" for name, rows in tables.items()}

    async def account(self, name: str, *grants: Grant, must_change: bool = False) -> Account:
        """Add an account with PASSWORD."""
        return await self.house.accounts.add(
            name, PASSWORD, grants, by="test", must_change=must_change
        )

    async def signed_in(self, name: str) -> Api:
        answer = await self.nobody.post("/api/login", {"name": name, "password": PASSWORD})
        return self.nobody.signed_in(answer["token"])


def filled(path: str, /, **values: str) -> str:
    """Put ``values`` into a route's path; what is not given is "unknown", and numbers are 1."""

    def value(found: re.Match[str]) -> str:
        return values.get(found[1], "1" if found[2] == "int" else "unknown")

    return re.sub(r"\{(\w+):(\w+)\}", value, path)


async def answer(api: Api, method: str, path: str, **how: Any) -> httpx.Response:
    """Return the bare answer to a request, whatever it is."""
    headers = {**api._headers, **how.pop("headers", {})}
    return await api._http.request(method, path, headers=headers, **how)


def code_of(refused: httpx.Response) -> str:
    """Return the code of a refusal, once its form is right and its sentence is one for people."""
    assert refused.is_error, refused.text
    assert refused.headers["content-type"].startswith("application/problem+json")
    document = refused.json()
    assert document["status"] == refused.status_code
    assert document["type"] == f"urn:piaojue:problem:{document['code']}"
    assert re.search("[一-鿿].*。", document["title"]), document
    return str(document["code"])


def _plan(
    paper: Sequence[tuple[Mark, ...]], tablet: Sequence[tuple[Mark, ...]], group: GroupName
) -> Plan:
    used = [name for name, rows in (("paper", paper), ("tablet", tablet)) if rows]
    voters = len(paper) + len(tablet)
    return Plan(
        title="演练民生实事项目票决",
        session="演练会议",
        body="演练人民代表大会",
        rules=Rules(seats=CHOSEN, roster_total=voters, channels=tuple(used)),
        group=group,
        roster=voters,
        trustees=1,
        threshold=1,
    )


@asynccontextmanager
async def town_at(data: Path, *, database: str | None = None) -> AsyncIterator[Town]:
    """Run the service over ``data`` with an administrator and everybody of SEATS signed in."""
    app = create_app(Settings(data=data, database=database, workers=0))
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        app.lifespan(),
        httpx.AsyncClient(
            base_url="http://piaojue", transport=transport, timeout=60, cookies=no_cookies()
        ) as http,
    ):
        house: House = app.state.house
        _cheap_passwords(house)
        # Without a socket an answer is waited for as a whole, and a screen's stream has no end.
        app.state.boards.over.set()
        with ThreadPoolExecutor(2) as pool:
            nobody = Api(http)
            town = Town(app=app, house=house, http=http, admin=nobody, auditor=nobody, pool=pool)
            await _settle(town)
            yield town


@asynccontextmanager
async def distant(
    data: Path, *, tablet: Sequence[tuple[Mark, ...]] = TABLET_ROWS, workers: int = 1
) -> AsyncIterator[Session]:
    """Found a session on a service in a process of its own, over a real socket."""
    settings = Settings(data=data, workers=workers)
    secret = await first_administrator(settings)
    async with running(settings) as server:
        public = Api.at(server)
        try:
            signed = await public.post(
                "/api/login", {"name": staff.ADMINISTRATOR, "password": secret}
            )
            names = {seat: name_of(seat) for seat in SEATS}
            company = await recruit(public.signed_in(signed["token"]), 2, names)
            with ThreadPoolExecutor(2) as pool:
                hall = Hall(
                    plan=_plan(PAPER_ROWS, tablet, "Ed25519"),
                    company=company,
                    public=public,
                    pool=pool,
                    progress=lambda *_: None,
                )
                await s.found(hall)
                yield Session(
                    house=None, hall=hall, voters=Split(paper=PAPER_ROWS, tablet=tuple(tablet))
                )
        finally:
            await public.close()


def _cheap_passwords(house: House) -> None:
    """The cost of a password is tested with the office; here it would only be waited for."""
    house.accounts._passwords._hasher = PasswordHasher(1, 8, 1)


async def _settle(town: Town) -> None:
    await town.account(ADMINISTRATOR, Grant("administrator"))
    town.admin = await town.signed_in(ADMINISTRATOR)
    await town.account(AUDITOR, Grant("auditor"))
    town.auditor = await town.signed_in(AUDITOR)
    for seat in SEATS:
        await town.account(name_of(seat), *([Grant("clerk")] if seat[0] == "clerk" else []))
        person = await Person.sign_in(town.nobody, name_of(seat), PASSWORD, key_of(seat))
        await person.enrol()
        town.people[seat] = person
