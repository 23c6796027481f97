"""The application: routes, access, errors, the house behind them."""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar, Router
from litestar.config.response_cache import ResponseCacheConfig
from litestar.datastructures import ResponseHeader, State
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from service.api import (
    accounts,
    acts,
    adjudicating,
    casting,
    ceremony,
    closing,
    counting,
    elections,
    evaluating,
    figures,
    handing_out,
    health,
    listing,
    measures,
    nominating,
    printing,
    rules,
    scanning,
    tokens,
)
from service.api.access import PUBLIC, declared, guard
from service.api.media import check_media
from service.house import House, open_house
from service.pages import keys, public, tablet, trackers, trust
from service.pages.auditor import routes as auditor
from service.pages.desk import paper, routes
from service.pages.desk.problems import LOST
from service.pages.hall import screen
from service.pages.hall.feed import Boards
from service.pages.presider import routes as presider
from service.scanning.watching import watched
from service.settings import Settings
from service.work.errands import Errands

BODY_LIMIT = 20_000_000
"""Bytes of a request; the largest are spreadsheets and scans of signed pages."""

ROUTERS: tuple[Router, ...] = (
    health.router,
    accounts.router,
    elections.router,
    rules.router,
    measures.router,
    nominating.router,
    tokens.router,
    listing.router,
    acts.router,
    ceremony.router,
    handing_out.router,
    printing.router,
    scanning.router,
    adjudicating.router,
    casting.router,
    counting.router,
    closing.router,
    figures.router,
    evaluating.router,
    public.router,
    trackers.router,
    tablet.router,
    trust.router,
    keys.router,
    paper.router,
    routes.router,
    screen.router,
    presider.router,
    auditor.router,
)

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; "
        "img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "permissions-policy": "camera=(self), microphone=(), geolocation=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}


def create_app(settings: Settings) -> Litestar:
    """Return the application. Raises Undeclared if a route does not say who may use it."""

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with open_house(settings) as house:
            app.state.house = house
            app.state.boards = Boards(house.ledger, house.screens, house.copies)
            app.state.errands = _errands(house)
            try:
                async with watched(house, settings.scans):
                    yield
            finally:
                await app.state.errands.stop()

    app = assembled(ROUTERS, lifespan)
    # Every route is looked at before the first request is answered.
    for _ in declared(app):
        pass
    return app


def assembled(routers: Sequence[Router], lifespan: Any) -> Litestar:
    """Return an application over ``routers`` with our guards, errors and headers."""
    # Request lines of the casting routes must appear in no log of any library.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    return Litestar(
        route_handlers=[*routers],
        lifespan=[lifespan],
        guards=[guard, check_media],
        exception_handlers=LOST,
        dependencies={
            "house": Provide(_house),
            "boards": Provide(_boards),
            "errands": Provide(_given_errands),
        },
        request_max_body_size=BODY_LIMIT,
        response_headers=[ResponseHeader(name=k, value=v) for k, v in HEADERS.items()],
        response_cache_config=ResponseCacheConfig(default_expiration=None),
        openapi_config=OpenAPIConfig(
            title="票决 Piaojue",
            version="0.1.0",
            openapi_router=Router(path="/api/openapi", route_handlers=[], opt=PUBLIC),
            render_plugins=[JsonRenderPlugin()],
        ),
        logging_config=None,
        include_in_schema=True,
    )


async def _house(state: State) -> House:
    house: House = state.house
    return house


async def _boards(state: State) -> Boards:
    boards: Boards = state.boards
    return boards


def _errands(house: House) -> Errands:
    def seconds() -> int:
        return int(house.now().timestamp())

    return Errands(house.settings.data / "errands", seconds, house.entropy)


async def _given_errands(state: State) -> Errands:
    errands: Errands = state.errands
    return errands
