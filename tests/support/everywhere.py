"""Sessions at every stage, full of given texts, and every page that the service has for people."""

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from litestar import Litestar

from ballot.events.base import Role
from ballot.rules import Rules
from service.api.access import COOKIE, Access, declared
from service.client.api import Api
from service.client.person import Person, PersonalKey
from service.office.roles import Grant
from service.rehearsal import session as s
from service.rehearsal.company import Company, Signer
from service.rehearsal.plan import Split, count_paper
from service.rehearsal.session import Hall, Plan
from tests.support import tablets
from tests.support.hall import (
    CHOSEN,
    NUMBERS,
    PAPER_ROWS,
    PASSWORD,
    SEATS,
    TABLET_ROWS,
    Session,
    Step,
    Town,
    town_at,
)

STAGES: tuple[Step, ...] = ("founded", "open", "closed", "announced")


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What people can type anywhere; ``{n}`` makes each of several its own."""

    title: str
    session: str
    body: str
    project: str
    content: str
    unit: str
    source: str
    deputy: str
    delegation: str
    seat: str
    account: str


IMAGE = "<img src=x onerror=alert({n})>"
SCRIPT = "<script>alert(1)</script><svg onload=alert(2)>'\"&{{7*7}}"
HOSTILE = Texts(
    title=f"Title {SCRIPT}",
    session=f"</title>{SCRIPT}",
    body=f"Body {SCRIPT}",
    project=f"{IMAGE} project {{n}}",
    content=f"</textarea></td>{SCRIPT} javascript:alert(3)",
    unit=f"<b onclick=alert(4)>{SCRIPT}",
    source=IMAGE.format(n=5),
    deputy=f"{IMAGE}{{n}}",
    delegation=f"D{{n}} {SCRIPT}",
    seat="<i>{n}",
    account=f"{IMAGE}{{n}}",
)
"""Markup wherever there is a text, and nothing Chinese: what is left is the page's own."""

ORDINARY = Texts(
    title="青禾县2026年民生实事项目票决",
    session="青禾县第十八届人民代表大会第四次会议",
    body="青禾县人民代表大会",
    project="农村公路安防工程（第{n}期）",
    content="增设护栏86公里、警示标志1200处，惠及北山等9个乡镇",
    unit="县交通运输局",
    source="代表建议",
    deputy="代表{n}号",
    delegation="第{n}代表团",
    seat="{n}座",
    account="工作人员{n}",
)


@dataclass(slots=True, kw_only=True)
class Everything:
    """The service at its address, a session at each stage, and who may see what."""

    app: Litestar
    origin: str
    sessions: dict[Step, Session]
    tokens: dict[str, str]
    """A session of the service for somebody in each role."""
    names: dict[str, str]
    """What fills the routes' other blanks."""

    def pages(self) -> Iterator[tuple[str, Access]]:
        """Yield the route of everything that is no part of the interface, and who may ask."""
        for method, path, access in declared(self.app):
            if method == "GET" and not path.startswith(("/api/", "/static/")):
                yield path, access

    def address(self, route: str, stage: Step) -> str:
        """Return a route's address in the session at ``stage``."""
        session = self.sessions[stage]
        given = {"election": session.id, **self.names, "act": self.names.get(f"act {stage}", "")}

        def value(found: re.Match[str]) -> str:
            return given.get(found[1], "1")

        return self.origin + re.sub(r"\{(\w+):\w+\}", value, route)

    def cookie(self, role: str) -> Any:
        """Return the cookie of somebody in a role, as a browser takes it."""
        return {"name": COOKIE, "value": self.tokens[role], "url": self.origin}


def reader(access: Access) -> str | None:
    """Return a role that may ask; None where nobody need be signed in."""
    if access.public:
        return None
    order = ("clerk", "teller", "auditor", "administrator", "scrutineer", "chief_scrutineer")
    return next(one for one in order if not access.roles or one in access.roles)


@asynccontextmanager
async def everything(
    data: Path, texts: Texts, *, stages: Sequence[Step] = STAGES
) -> AsyncIterator[Everything]:
    """Run the service at a socket with a session of ``texts`` at each stage."""
    async with town_at(data) as town, tablets.serving(town.app) as origin:
        boards = town.app.state.boards
        boards.over.clear()  # at a socket a screen's stream may stay
        public = Api.at(origin)
        try:
            people = await _people(town, texts)
            found = Everything(app=town.app, origin=origin, sessions={}, tokens={}, names={})
            for stage in stages:
                found.sessions[stage] = await _session(town, public, people, texts, stage)
                await _add(found, stage, texts)
            apis = {role: person.api for (role, _), person in people.items()}
            apis |= {"administrator": town.admin, "auditor": town.auditor}
            found.tokens = {role: _token(api) for role, api in apis.items()}
            yield found
        finally:
            boards.over.set()
            await public.close()


def _token(api: Api) -> str:
    return api._headers["authorization"].removeprefix("Bearer ")


async def _people(town: Town, texts: Texts) -> dict[Signer, Person]:
    people: dict[Signer, Person] = {}
    for at, seat in enumerate(SEATS, start=1):
        name = texts.account.format(n=at)
        await town.account(name, *([Grant("clerk")] if seat[0] == "clerk" else []))
        key = PersonalKey.generate(PASSWORD)
        people[seat] = await Person.sign_in(town.nobody, name, PASSWORD, key)
        await people[seat].enrol()
    return people


async def _session(
    town: Town, public: Api, people: dict[Signer, Person], texts: Texts, stage: Step
) -> Session:
    voters = len(PAPER_ROWS) + len(TABLET_ROWS)
    rules = Rules(seats=CHOSEN, roster_total=voters, channels=("paper", "tablet"))
    plan = Plan(
        title=texts.title,
        session=texts.session,
        body=texts.body,
        rules=rules,
        group="Ed25519",
        roster=voters,
        trustees=1,
        threshold=1,
    )
    hall = Hall(
        plan=plan,
        company=Company(admin=town.admin, people=people),
        public=public,
        pool=town.pool,
        progress=lambda *_: None,
    )
    session = Session(
        house=town.house, hall=hall, voters=Split(paper=PAPER_ROWS, tablet=TABLET_ROWS)
    )
    await s.found(hall)
    clerk = hall.company.api("clerk")
    await clerk.upload(f"{hall.path}/roll", "名册.csv", _roll(texts, voters))
    if stage != "founded":
        await s.list_candidates(hall, "清单.csv", _list(texts))
        session.step = "listed"
        await session.until(stage)
    return session


def _quoted(*cells: str) -> str:
    return ",".join('"' + one.replace('"', '""') + '"' for one in cells)


def _roll(texts: Texts, count: int) -> bytes:
    rows = (
        _quoted(texts.deputy.format(n=n), _n(texts.delegation, n % 2), texts.seat.format(n=n))
        for n in range(1, count + 1)
    )
    return "\n".join(["姓名,代表团,座位", *rows]).encode()


def _n(text: str, number: int) -> str:
    return text.replace("{n}", str(number))


def _list(texts: Texts) -> bytes:
    rows = (
        _quoted(str(n), texts.project.format(n=n), texts.content, "120", texts.unit, texts.source)
        for n in NUMBERS
    )
    return "\n".join(["序号,项目名称,主要内容,投资（万元）,责任单位,来源", *rows]).encode()


async def _add(found: Everything, stage: Step, texts: Texts) -> None:
    """Bring a session of a stage to where its pages have most to show."""
    session = found.sessions[stage]
    clerk = session.api("clerk")
    match stage:
        case "founded":
            await clerk.upload(f"{session.path}/candidates", "清单.csv", _list(texts))
            await _suggested(found, session, texts)
            await _proposed(found, stage, "clerk", "list_frozen")
        case "open":
            await _proposed(found, stage, "presider", "closed")
        case "closed":
            tally = count_paper(NUMBERS, PAPER_ROWS, session.hall.plan.rules, CHOSEN)
            await s.count_box(session.hall, 1, tally)
            await s.enter_count(session.hall, 1, 2, tally)
        case _:
            answer = await session.api("chief_scrutineer").get(session.path)
            assert answer["rounds"][0]["stage"] == stage


async def _suggested(found: Everything, session: Session, texts: Texts) -> None:
    """Bring the list in as suggestions too, as the desk's form does: the interface has no way."""
    token = _token(session.api("clerk"))
    async with httpx.AsyncClient(cookies={COOKIE: token}, headers={"origin": found.origin}) as http:
        address = f"{found.origin}/desk/{session.id}/candidates"
        file = {"file": ("建议.csv", _list(texts))}
        answer = await http.post(
            address, data={"as": "suggestions", "source": texts.source}, files=file
        )
    assert answer.status_code == 303, answer.text


async def _proposed(found: Everything, stage: Step, role: Role, act: str) -> None:
    session = found.sessions[stage]
    made = await session.api(role).post(f"{session.round()}/acts", {"act": act})
    found.names[f"act {stage}"] = made["id"]
