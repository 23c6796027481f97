"""Who may use which route: the table is golden, and every actor is tried on every route."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from litestar import Router, get

import service.app
from service.api.access import COOKIE, LOG_READ, Access, declared
from service.app import create_app
from service.client.api import Api
from service.errors import Undeclared
from service.office.roles import ROLES, Grant, Role
from service.settings import Settings
from tests.support.hall import PASSWORD, Session, Town, answer, code_of, filled

GOLDEN = Path(__file__).with_name("access.txt")
BY_THE_GUARD = {
    "session.none",
    "access.denied",
    "access.person",
    "password.must-change",
    "token.other-election",
    "token.scope",
}
PLACES = {
    "name": "0" * 64,
    "kind": "count_report",
    "form": "pdf",
}


def line(method: str, path: str, access: Access) -> str:
    """Write one route as the golden table has it."""
    if access.public:
        who = "public"
    elif access.roles:
        who = " ".join(one for one in ROLES if one in access.roles)
    else:
        who = "signed-in"
    more = [f"+{access.scope}"] if access.scope else []
    return " ".join([f"{method:4} {path}:", who, *more, *(["fresh"] if access.fresh else [])])


@dataclass(frozen=True, slots=True)
class Route:
    """A row of the golden table."""

    method: str
    path: str
    who: frozenset[str]

    def at(self, election: str) -> str:
        return filled(self.path, **PLACES, election=election)

    @property
    def of_election(self) -> bool:
        return "{election" in self.path


def table() -> list[Route]:
    rows = []
    for row in GOLDEN.read_text(encoding="utf-8").splitlines():
        place, _, who = row.rpartition(": ")
        method, path = place.split()
        rows.append(Route(method, path, frozenset(who.split())))
    # The route that ends the session on which the others are tried comes last.
    return sorted(rows, key=lambda one: one.path == "/api/logout")


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody, and what of the table's words describes them in the tried election."""

    api: Api
    words: frozenset[str]

    def may(self, route: Route) -> bool:
        return bool(route.who & (self.words | {"public"}))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def session(town: Town) -> Session:
    return await town.session("listed")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def other(town: Town) -> Session:
    return await town.session("founded")


async def refused(actor: Actor, session: Session, route: Route) -> bool:
    """Say whether the guard refused; what it lets through fails later, for it says nothing."""
    body = {} if route.method == "GET" else {"json": {}}
    found = await answer(actor.api, route.method, route.at(session.id), **body)
    # The framework's own page under the schema's address is the only one not in our words.
    if found.is_success or route.path == "/api/openapi/{path:str}":
        return False
    assert found.status_code < 500, (route, found.text)
    return code_of(found) in BY_THE_GUARD


async def check(actor: Actor, session: Session) -> None:
    """Try every route; name all surprises at once."""
    surprises = [
        f"{route.method} {route.path}"
        for route in table()
        if await refused(actor, session, route) is actor.may(route)
    ]
    assert surprises == []


async def person(town: Town, name: str, *grants: Grant, must_change: bool = False) -> Api:
    await town.account(name, *grants, must_change=must_change)
    return await town.signed_in(name)


def test_the_table_of_access_is_the_reviewed_one() -> None:
    """A changed line of access.txt is a changed right: it is to be seen in review."""
    app = create_app(Settings(data=Path("/nonexistent")))
    rows = sorted(line(*one) for one in declared(app))

    assert rows == GOLDEN.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("role", ROLES)
async def test_a_role_opens_its_own_routes_and_no_others(
    town: Town, session: Session, role: Role
) -> None:
    grant = Grant(role) if role == "administrator" else Grant(role, session.id)
    api = await person(town, f"持{role}者", grant)
    # POST /elections and the accounts are no election's: a role in one election opens none there.
    words = frozenset({role, "signed-in", "fresh"})
    everywhere = words if role == "administrator" else frozenset({"signed-in", "fresh"})

    surprises = [
        f"{route.method} {route.path}"
        for route in table()
        if await refused(Actor(api, words), session, route)
        is Actor(api, words if route.of_election else everywhere).may(route)
    ]
    assert surprises == []


@pytest.mark.parametrize("role", [role for role in ROLES if role != "administrator"])
async def test_a_role_in_another_election_opens_nothing_here(
    town: Town, session: Session, other: Session, role: Role
) -> None:
    api = await person(town, f"别处{role}者", Grant(role, other.id))
    await check(Actor(api, frozenset({"signed-in", "fresh"})), session)


@pytest.mark.parametrize("role", ["clerk", "auditor"])
async def test_a_role_in_the_whole_service_holds_in_every_election(
    town: Town, session: Session, role: Role
) -> None:
    api = await person(town, f"各处{role}者", Grant(role))
    await check(Actor(api, frozenset({role, "signed-in", "fresh"})), session)


async def test_nobody_sees_what_is_public_and_nothing_else(town: Town, session: Session) -> None:
    await check(Actor(town.nobody, frozenset()), session)


async def test_somebody_without_a_role_reaches_their_own_account_only(
    town: Town, session: Session
) -> None:
    api = await person(town, "无职者")
    await check(Actor(api, frozenset({"signed-in", "fresh"})), session)


async def test_who_has_not_chosen_a_password_can_do_that_and_leave(
    town: Town, session: Session
) -> None:
    api = await person(town, "新来者", Grant("clerk"), must_change=True)
    await check(Actor(api, frozenset({"fresh"})), session)


async def test_a_chosen_password_opens_the_rest(town: Town) -> None:
    api = await person(town, "改口令者", Grant("clerk"), must_change=True)
    await api.post("/api/me/password", {"old": PASSWORD, "new": f"{PASSWORD}-改"})
    with pytest.raises(Exception, match="登录已失效"):
        await api.get("/api/me")

    answer = await town.nobody.post(
        "/api/login", {"name": "改口令者", "password": f"{PASSWORD}-改"}
    )
    assert await town.nobody.signed_in(answer["token"]).get("/api/elections") != []


async def program(town: Town, session: Session, scope: str) -> Api:
    chief = session.hall.company.of("chief_scrutineer")
    issued = await town.house.tokens.issue(
        "镜像", election=session.id, scopes=[scope], seconds=60, by=chief.account
    )
    return town.nobody.signed_in(issued.token)


async def test_a_program_opens_the_routes_of_its_scope(town: Town, session: Session) -> None:
    api = await program(town, session, LOG_READ)
    await check(Actor(api, frozenset({f"+{LOG_READ}"})), session)


async def test_a_program_with_another_scope_opens_nothing(town: Town, session: Session) -> None:
    await check(Actor(await program(town, session, "log:write"), frozenset()), session)


async def test_a_program_of_another_election_opens_nothing(
    town: Town, session: Session, other: Session
) -> None:
    await check(Actor(await program(town, other, LOG_READ), frozenset()), session)


async def test_a_token_is_issued_shown_once_and_revoked(town: Town, session: Session) -> None:
    chief = session.api("chief_scrutineer")
    body = {"name": "第二台电脑", "scopes": ["log:read"], "days": 1}
    issued = await chief.post(f"{session.path}/tokens", body)
    mirror = town.nobody.signed_in(issued["token"])
    listed = await chief.get(f"{session.path}/tokens")

    assert (await mirror.get(session.path))["id"] == session.id
    assert issued["id"] in {one["id"] for one in listed}
    assert issued["token"] not in str(listed)

    await chief.post(f"{session.path}/tokens/{issued['id']}/revoke")
    with pytest.raises(Exception, match="令牌无效"):
        await mirror.get(session.path)


async def test_a_token_of_another_election_is_not_revoked_here(
    town: Town, session: Session, other: Session
) -> None:
    body = {"name": "别处的电脑", "scopes": ["log:read"], "days": 1}
    theirs = await other.api("chief_scrutineer").post(f"{other.path}/tokens", body)
    with pytest.raises(Exception, match="没有这个令牌"):
        await session.api("chief_scrutineer").post(f"{session.path}/tokens/{theirs['id']}/revoke")
    assert (await town.nobody.signed_in(theirs["token"]).get(other.path))["id"] == other.id


@get("/forgotten", sync_to_thread=False)
def forgotten() -> str:
    return "open to everybody"


def test_the_service_does_not_start_with_a_route_that_does_not_say_who_may_use_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    careless = Router(path="/api", route_handlers=[forgotten])
    monkeypatch.setattr(service.app, "ROUTERS", (*service.app.ROUTERS, careless))

    with pytest.raises(Undeclared, match="GET /api/forgotten"):
        create_app(Settings(data=tmp_path))


@pytest_asyncio.fixture(loop_scope="session")
async def browser(town: Town) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that is signed in by its cookie."""
    transport = httpx.ASGITransport(app=town.app, raise_app_exceptions=False)
    if "浏览者" not in {one.name for one in await town.house.accounts.all()}:
        await town.account("浏览者")
    async with httpx.AsyncClient(base_url="http://piaojue", transport=transport) as http:
        found = await http.post("/api/login", json={"name": "浏览者", "password": PASSWORD})
        assert found.status_code == 200
        yield http


async def test_the_cookie_is_for_this_site_and_out_of_reach_of_scripts(
    browser: httpx.AsyncClient,
) -> None:
    found = await browser.post("/api/login", json={"name": "浏览者", "password": PASSWORD})
    cookie = found.headers["set-cookie"].lower()

    assert cookie.startswith(COOKIE)
    assert {"httponly", "samesite=strict", "path=/"} <= set(cookie.split("; "))


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "http://elsewhere",
        "http://piaojue.elsewhere",
        "http://piaojue:81",
        "http://[",
    ],
)
async def test_another_sites_page_cannot_write_with_the_cookie(
    browser: httpx.AsyncClient, origin: str | None
) -> None:
    headers = {} if origin is None else {"origin": origin}
    found = await browser.post("/api/logout", headers=headers)

    assert (found.status_code, code_of(found)) == (403, "access.origin")
    assert (await browser.get("/api/me")).status_code == 200


async def test_without_host_and_origin_nothing_is_written(browser: httpx.AsyncClient) -> None:
    """Two missing headers are not two equal ones."""
    found = await browser.post("/api/logout", headers={"host": ""})

    assert (found.status_code, code_of(found)) == (403, "access.origin")


async def test_our_own_page_writes_with_the_cookie(browser: httpx.AsyncClient) -> None:
    found = await browser.post("/api/logout", headers={"origin": "http://piaojue"})

    assert found.status_code == 204
    assert (await browser.get("/api/me")).status_code == 401
