"""Somebody in front of the desk's pages: cookies, forms, and htmx where it asks."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html import unescape
from typing import Any

import httpx

from ballot.events.base import Role
from tests.support.hall import PASSWORD, Session, Town, name_of

SITE = "http://piaojue"
HTML = {"accept": "text/html,application/xhtml+xml", "origin": SITE}
HTMX = {"hx-request": "true", "accept": "*/*"}
Fields = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser of one person; redirects are not followed, so that tests see them."""

    http: httpx.AsyncClient

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.http.get(path, headers=headers)

    async def shown(self, path: str) -> str:
        """Return a page that must be there."""
        found = await self.get(path)
        assert found.status_code == 200, (path, found.status_code, found.text[:400])
        assert found.headers["content-type"].startswith("text/html")
        return found.text

    async def post(self, path: str, fields: Fields | None = None, /, **how: Any) -> httpx.Response:
        return await self.http.post(path, data={"sent": "1", **(fields or {})}, **how)

    async def sent(self, path: str, fields: Fields | None = None, /, **how: Any) -> str:
        """Send a form that must be accepted; return where it leads."""
        found = await self.post(path, fields, **how)
        assert found.status_code == 303, (path, found.status_code, trouble(found))
        return found.headers["location"]

    async def login(self, name: str, password: str = PASSWORD, **more: str) -> httpx.Response:
        return await self.post("/desk/login", {"name": name, "password": password, **more})


def trouble(found: httpx.Response) -> str:
    """Return the sentence of a refusal on a page."""
    told = re.search(r'class="trouble"[^>]*>(?:\s*<p>)?([^<]*)', found.text)
    return unescape(told[1]).strip() if told else found.text[:400]


def file(text: str | bytes, name: str = "清单.csv") -> dict[str, Any]:
    content = text.encode() if isinstance(text, str) else text
    return {"files": {"file": (name, content)}}


@asynccontextmanager
async def browser(town: Town) -> AsyncIterator[Browser]:
    transport = httpx.ASGITransport(app=town.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        base_url=SITE, transport=transport, headers=HTML, timeout=60
    ) as http:
        yield Browser(http)


@asynccontextmanager
async def signed_in(town: Town, name: str) -> AsyncIterator[Browser]:
    async with browser(town) as one:
        found = await one.login(name)
        assert found.status_code == 303, trouble(found)
        yield one


@asynccontextmanager
async def officer(town: Town, role: Role, number: int = 1) -> AsyncIterator[Browser]:
    """Sign somebody of the company in."""
    async with signed_in(town, name_of((role, number))) as one:
        yield one


def desk(session: Session, rest: str = "") -> str:
    return f"/desk/{session.id}{rest}"
