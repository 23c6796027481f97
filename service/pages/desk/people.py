"""Accounts: who works here and in which roles; first passwords are shown once, on slips."""

import base64
from contextlib import suppress
from typing import Literal

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from service.api import accounts
from service.api.access import SIGNED_IN
from service.api.bodies import NewAccount, ResetPassword
from service.errors import BadRequest
from service.house import House
from service.office.errors import NotFound
from service.office.people import Account
from service.office.roles import TITLES
from service.pages.desk.frame import Asked, Form, Page, access_of, do, on_to, page

Everywhere = Literal["administrator", "clerk", "auditor"]
EVERYWHERE: tuple[Everywhere, ...] = ("clerk", "auditor", "administrator")
"""The roles that one holds in the whole service; officers' come with a session's list."""

MOST = 40
"""Accounts made at once."""


def first_password(house: House) -> str:
    """Return a password that is read from paper and typed once: 16 letters and digits in groups."""
    letters = base64.b32encode(house.entropy(10)).decode().lower()
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


async def titles_of(house: House, one: Account) -> list[tuple[str, str]]:
    """Return the roles of an account: what it is called, and in which session."""
    named = []
    for grant in sorted(one.grants):
        session = ""
        if grant.election:
            with suppress(Exception):
                session = (await house.ledger.head(grant.election)).state.facts.title
        named.append((TITLES[grant.role], session))
    return named


async def has_key(house: House, one: Account) -> bool:
    """Say whether the account has enrolled a signing key."""
    try:
        await house.keys.of(one.id)
    except NotFound:
        return False
    return True


@get("/people", opt=access_of(accounts.accounts))
async def people(request: Asked, house: NamedDependency[House]) -> Page:
    """List everybody with an account."""
    found = [
        {"account": one, "roles": await titles_of(house, one), "key": await has_key(house, one)}
        for one in await house.accounts.all()
    ]
    return page(request, "people.html", people=found, choices=EVERYWHERE)


@post("/people", opt=access_of(accounts.add_account))
async def add(request: Asked, form: NamedDependency[Form], house: NamedDependency[House]) -> Page:
    """Add the people of a list, one name a line; show their first passwords this once."""
    names = [line.strip() for line in form.text("names", "姓名").splitlines() if line.strip()]
    if len(names) > MOST:
        raise BadRequest(f"一次最多开 {MOST} 个账号，请分几次。")
    role = next((one for one in EVERYWHERE if one == form.text("role")), None)
    taken = {one.name for one in await house.accounts.all()} & set(names)
    if taken or len(set(names)) < len(names):
        # Nobody is added, so that the same list can be sent again once it is right.
        twice = "、".join(sorted(taken)) or "名单中有人"
        raise BadRequest(f"{twice}重名或者已有账号，没有新开任何账号；请加以区别后再提交。")
    slips = []
    for name in names:
        secret = first_password(house)
        data = NewAccount(name=name, password=secret, roles=(role,) if role else ())
        await do(accounts.add_account, request=request, data=data, house=house)
        slips.append((name, TITLES[role] if role else "", secret))
    return _slips(request, slips)


def _slips(request: Asked, slips: list[tuple[str, str, str]]) -> Page:
    answer = page(request, "slips.html", slips=slips, address=str(request.base_url).rstrip("/"))
    # The address stays that of the list: loading it again must not make accounts again.
    answer.headers["hx-push-url"] = "false"
    return answer


@post("/people/{account:str}/password", opt=access_of(accounts.reset_password))
async def reset(
    request: Asked,
    account: FromPath[str],
    form: NamedDependency[Form],  # noqa: ARG001  (only a page's form may do this)
    house: NamedDependency[House],
) -> Page:
    """Give somebody a new first password, shown this once."""
    named, secret = await house.accounts.get(account), first_password(house)
    data = ResetPassword(password=secret)
    await do(accounts.reset_password, request=request, account=account, data=data, house=house)
    return _slips(request, [(named.name, "", secret)])


@post("/people/{account:str}/state", opt=access_of(accounts.disable))
async def set_state(
    request: Asked,
    account: FromPath[str],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """Close an account, or open it again."""
    act = accounts.enable if form.text("open") else accounts.disable
    await do(act, request=request, account=account, house=house)
    return on_to("/desk/people")


@get("/me", opt=SIGNED_IN)
async def me(request: Asked, house: NamedDependency[House]) -> Page:
    """Show the person's own roles and key."""
    person = request.user.person
    return page(
        request,
        "me.html",
        roles=await titles_of(house, person),
        key=await has_key(house, person),
    )


router = Router(path="/desk", route_handlers=[people, add, reset, set_state, me])
