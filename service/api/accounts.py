"""Log in and out, passwords, accounts, enrolled keys."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from service.api.access import COOKIE, FRESH, PUBLIC, SIGNED_IN, Actor, allow
from service.api.bodies import Enrolment, Login, NewAccount, NewPassword, ResetPassword
from service.house import House
from service.office.keyfile import KeyFile
from service.office.people import Account
from service.office.roles import Grant

Asked = Request[Actor, Any, Any]


def _shown(account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "name": account.name,
        "must_change": account.must_change,
        "disabled": account.disabled,
        "roles": [
            {"role": one.role, "election": one.election or None} for one in sorted(account.grants)
        ],
    }


@post("/login", opt=PUBLIC, status_code=200)
async def login(
    request: Asked, data: JSONBody[Login], house: NamedDependency[House]
) -> Response[dict[str, Any]]:
    """Start a session; its token comes as a cookie for browsers and in the body for programs."""
    place = request.client.host if request.client else ""
    started = await house.sessions.login(data.name, data.password, place=place)
    cookie = Cookie(
        key=COOKIE,
        value=started.token,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
        path="/",
    )
    content = {"token": started.token, "account": _shown(started.account)}
    return Response(content, cookies=[cookie])


@post("/logout", opt=FRESH, status_code=204)
async def logout(request: Asked, house: NamedDependency[House]) -> None:
    """End this session."""
    await house.sessions.logout(request.user.token)


@get("/me", opt=FRESH)
async def me(request: Asked) -> dict[str, Any]:
    """Return who is signed in."""
    return _shown(request.user.person)


@post("/me/password", opt=FRESH, status_code=204)
async def change_password(
    request: Asked, data: JSONBody[NewPassword], house: NamedDependency[House]
) -> None:
    """Choose a password of one's own; all sessions of the account end."""
    await house.accounts.change_password(request.user.person.id, data.old, data.new)


@post("/me/key", opt=SIGNED_IN, status_code=204)
async def enrol(request: Asked, data: JSONBody[Enrolment], house: NamedDependency[House]) -> None:
    """Enrol the signing key that was made on the person's own device."""
    keyfile = KeyFile(public_key=data.public_key, sealed_private=data.sealed_private)
    await house.keys.enrol(request.user.person.id, keyfile, data.proof)


@get("/me/key", opt=SIGNED_IN)
async def my_key(request: Asked, house: NamedDependency[House]) -> dict[str, str]:
    """Return the person's own key with its encrypted private part."""
    keyfile = await house.keys.of(request.user.person.id)
    return {"public_key": keyfile.public_key, "sealed_private": keyfile.sealed_private}


@get("/accounts", opt=allow("administrator", "clerk"))
async def accounts(house: NamedDependency[House]) -> list[dict[str, Any]]:
    """List the accounts, by name."""
    return [_shown(one) for one in await house.accounts.all()]


@post("/accounts", opt=allow("administrator"))
async def add_account(
    request: Asked, data: JSONBody[NewAccount], house: NamedDependency[House]
) -> dict[str, Any]:
    """Add an account."""
    grants = [Grant(role) for role in data.roles]
    added = await house.accounts.add(
        data.name,
        data.password,
        grants,
        by=request.user.person.id,
        must_change=data.must_change,
    )
    return _shown(added)


@post("/accounts/{account:str}/disable", opt=allow("administrator"), status_code=204)
async def disable(request: Asked, account: FromPath[str], house: NamedDependency[House]) -> None:
    """Close an account; its sessions end at once."""
    await house.accounts.disable(account, by=request.user.person.id)


@post("/accounts/{account:str}/enable", opt=allow("administrator"), status_code=204)
async def enable(request: Asked, account: FromPath[str], house: NamedDependency[House]) -> None:
    """Open a closed account again; its old sessions stay ended."""
    await house.accounts.enable(account, by=request.user.person.id)


@post("/accounts/{account:str}/password", opt=allow("administrator"), status_code=204)
async def reset_password(
    request: Asked,
    account: FromPath[str],
    data: JSONBody[ResetPassword],
    house: NamedDependency[House],
) -> None:
    """Give somebody who lost theirs a password, to be changed at the next login."""
    await house.accounts.reset_password(account, data.password, by=request.user.person.id)


router = Router(
    path="/api",
    route_handlers=[
        login,
        logout,
        me,
        change_password,
        enrol,
        my_key,
        accounts,
        add_account,
        disable,
        enable,
        reset_password,
    ],
    tags=["账号"],
)
