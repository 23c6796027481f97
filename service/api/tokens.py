"""Tokens for programs: one election, named scopes, an end; shown once, revoked at any time."""

from typing import Any

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from service.api.access import Actor, allow
from service.api.bodies import NewToken
from service.house import House
from service.office.errors import NotFound
from service.office.tokens import Program

Asked = Request[Actor, Any, Any]
DAY = 86_400


def _shown(program: Program) -> dict[str, Any]:
    return {
        "id": program.id,
        "name": program.name,
        "scopes": sorted(program.scopes),
        "ends_at": program.ends_at,
    }


@post("/tokens", opt=allow("chief_scrutineer"))
async def issue(
    request: Asked,
    election: FromPath[str],
    data: JSONBody[NewToken],
    house: NamedDependency[House],
) -> dict[str, Any]:
    """Issue a token; whoever issues it may do all that it lets a program do."""
    await house.ledger.head(election)
    issued = await house.tokens.issue(
        data.name,
        election=election,
        scopes=data.scopes,
        seconds=data.days * DAY,
        by=request.user.person.id,
    )
    return {"token": issued.token, **_shown(issued.program)}


@get("/tokens", opt=allow("chief_scrutineer"))
async def valid(election: FromPath[str], house: NamedDependency[House]) -> list[dict[str, Any]]:
    """List the tokens that still open something."""
    await house.ledger.head(election)
    return [_shown(one) for one in await house.tokens.of_election(election)]


@post("/tokens/{token:str}/revoke", opt=allow("chief_scrutineer"), status_code=204)
async def revoke(
    request: Asked, election: FromPath[str], token: FromPath[str], house: NamedDependency[House]
) -> None:
    """Revoke a token of this election."""
    if token not in {one.id for one in await house.tokens.of_election(election)}:
        raise NotFound("没有这个令牌。", code="token.unknown")
    await house.tokens.revoke(token, by=request.user.person.id)


router = Router(
    path="/api/elections/{election:str}", route_handlers=[issue, valid, revoke], tags=["令牌"]
)
