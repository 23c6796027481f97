"""Tokens for programs that follow the log: issued once and shown once, listed, revoked."""

from datetime import UTC, datetime

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from service.api import tokens
from service.api.access import LOG_READ
from service.api.bodies import NewToken
from service.clock import BEIJING
from service.errors import BadRequest
from service.house import House
from service.pages.desk.frame import Asked, Form, Page, access_of, do, on_to, page, placed

R = "/{election:str}/programs"
LONGEST_NAME = 64
MOST_DAYS = 366


@get(R, opt=access_of(tokens.valid))
async def programs(request: Asked, election: FromPath[str], house: NamedDependency[House]) -> Page:
    """List the tokens that still open something."""
    return await _shown(request, house, election)


async def _shown(request: Asked, house: House, election: str, token: str = "") -> Page:
    place = await placed(house, election)
    valid = [
        (one.id, one.name, datetime.fromtimestamp(one.ends_at, UTC).astimezone(BEIJING))
        for one in await house.tokens.of_election(election)
    ]
    return page(request, "programs.html", **place, valid=valid, token=token)


@post(R, opt=access_of(tokens.issue), status_code=200)
async def issue(
    request: Asked,
    election: FromPath[str],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """Issue a token that may read the log; the page that answers is the only one to show it."""
    days = form.number("days", "有效天数")
    if not 1 <= days <= MOST_DAYS:
        raise BadRequest(f"“有效天数”应为 1 至 {MOST_DAYS}，现为 {days}。")
    data = NewToken(
        name=form.short("name", "程序名称", LONGEST_NAME, needed=True),
        scopes=(LOG_READ,),
        days=days,
    )
    made = await do(tokens.issue, request=request, election=election, data=data, house=house)
    return await _shown(request, house, election, made["token"])


@post(f"{R}/{{token:str}}/revoke", opt=access_of(tokens.revoke))
async def revoke(
    request: Asked,
    election: FromPath[str],
    token: FromPath[str],
    form: NamedDependency[Form],  # noqa: ARG001  (only a page's form may do this)
    house: NamedDependency[House],
) -> Page:
    """Revoke a token: the program that has it reads nothing any more."""
    await do(tokens.revoke, request=request, election=election, token=token, house=house)
    return on_to(f"/desk/{election}/programs")


router = Router(path="/desk", route_handlers=[programs, issue, revoke])
