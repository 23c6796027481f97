"""Who may use a route. Every route declares it; the service refuses to start if one does not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler

from service.errors import Undeclared
from service.house import House
from service.office.errors import NotAllowed, NotSignedIn
from service.office.people import Account
from service.office.roles import TITLES, Role
from service.office.tokens import PREFIX as TOKEN_PREFIX
from service.office.tokens import Program

COOKIE: Final = "piaojue_session"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may use a route: everybody, everybody signed in, or holders of one of ``roles``.

    ``scope`` is what lets a program's token in as well. ``fresh`` routes are open to people who
    have not yet chosen a password of their own. A ``still`` route is asked again and again by a
    page that stands: whoever has left it is signed out all the same.
    """

    public: bool = False
    roles: frozenset[Role] = frozenset()
    scope: str | None = None
    fresh: bool = False
    still: bool = False


def allow(*roles: Role, scope: str | None = None, still: bool = False) -> dict[str, Any]:
    """Declare a route for people in one of ``roles``, and for programs with ``scope``."""
    return {"access": Access(roles=frozenset(roles), scope=scope, still=still)}


MEMBERS: Final[tuple[Role, ...]] = (
    "clerk",
    "presider",
    "chief_scrutineer",
    "scrutineer",
    "teller",
    "auditor",
)
"""Everybody who works on a session; who only runs the machines, or works on another, is none."""

LOG_READ: Final = "log:read"
"""The scope of a program that follows the log: a mirror, a second PC."""

PUBLIC: Final[dict[str, Any]] = {"access": Access(public=True)}
SIGNED_IN: Final[dict[str, Any]] = {"access": Access()}
FRESH: Final[dict[str, Any]] = {"access": Access(fresh=True)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Whoever makes the request: a person or a program, never both."""

    account: Account | None = None
    program: Program | None = None
    token: str = ""

    @property
    def person(self) -> Account:
        """The person. Raises NotAllowed for a program."""
        if self.account is None:
            raise NotAllowed("此项操作须由本人登录后进行，不能用程序令牌。", code="access.person")
        return self.account


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let the request pass or raise NotSignedIn or NotAllowed."""
    access: Access = handler.opt["access"]
    if access.public:
        return
    house: House = connection.app.state.house
    actor = await _actor(connection, house, used=not access.still)
    connection.scope["user"] = actor
    _check(access, actor, str(connection.path_params.get("election", "")))


async def _actor(
    connection: ASGIConnection[Any, Any, Any, Any], house: House, *, used: bool
) -> Actor:
    header = connection.headers.get("authorization", "")
    if header.startswith("Bearer "):
        token = header.removeprefix("Bearer ")
        if token.startswith(TOKEN_PREFIX):
            return Actor(program=await house.tokens.program(token), token=token)
        return Actor(account=await house.sessions.account(token, used=used), token=token)
    cookie = connection.cookies.get(COOKIE)
    if not cookie:
        raise NotSignedIn("请先登录。")
    check_origin(connection)
    return Actor(account=await house.sessions.account(cookie, used=used), token=cookie)


def check_origin(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Raise NotAllowed for a write that another site's page sends with the browser's cookie."""
    if connection.scope["method"] in SAFE:  # type: ignore[typeddict-item]  # HTTP scopes only
        return
    # Compared as texts: browsers send the scheme, and nothing after the host.
    scheme, _, place = connection.headers.get("origin", "").partition("://")
    if scheme not in {"http", "https"} or place != connection.headers.get("host"):
        raise NotAllowed("请求来自别的网页，已拒绝。", code="access.origin")


def _check(access: Access, actor: Actor, election: str) -> None:
    if actor.program is not None:
        if access.scope is None:
            raise NotAllowed("此项操作须由本人登录后进行，不能用程序令牌。", code="access.person")
        actor.program.require(access.scope, election)
        return
    account = actor.person
    if account.must_change and not access.fresh:
        raise NotAllowed("请先修改初始口令，再进行其他操作。", code="password.must-change")
    if access.roles and not any(account.holds(role, election) for role in access.roles):
        named = "、".join(TITLES[role] for role in sorted(access.roles))
        raise NotAllowed(f"此项操作只能由{named}进行。")


def declared(app: Litestar) -> Iterable[tuple[str, str, Access]]:
    """Yield (method, path, access) of every route. Raises Undeclared for one without access."""
    for route in app.routes:
        for handler in getattr(route, "route_handlers", None) or [route.route_handler]:  # type: ignore[union-attr]  # ASGI routes have one
            access = handler.opt.get("access")
            methods = handler.http_methods if isinstance(handler, HTTPRouteHandler) else {"ASGI"}
            for method in sorted(str(one) for one in methods):
                if method == "OPTIONS":
                    continue
                if not isinstance(access, Access):
                    raise Undeclared(
                        f"路由 {method} {route.path} 没有声明谁可以使用，服务不能启动。"
                    )
                yield method, route.path, access
