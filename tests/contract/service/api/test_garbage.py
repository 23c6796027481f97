"""Whatever is sent to whatever route is answered in our words, and never with a fault of ours."""

import json
import re
from collections.abc import Sequence
from functools import partial
from typing import Any, get_args, get_type_hints

import httpx
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar.handlers import HTTPRouteHandler

from service.api.access import declared
from service.api.bodies import Body
from service.client.api import Api
from service.rehearsal.company import Signer
from tests.support.hall import Session, Town, answer, code_of, filled

NUL_AND_WORSE = ("\x00", "票", "𬱖", "../..", "' OR 1=1 --", "%00", "a" * 300, "-1", "１", "\u202e")
SIGNERS: dict[str, Signer] = {
    "clerk": ("clerk", 1),
    "presider": ("presider", 1),
    "chief_scrutineer": ("chief_scrutineer", 1),
    "scrutineer": ("scrutineer", 1),
    "teller": ("teller", 1),
}

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(min_value=-(2**70), max_value=2**70),
    st.floats(),
    st.text(max_size=40),
    st.sampled_from(NUL_AND_WORSE),
    st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    st.from_regex(r"[0-9a-f]{128}", fullmatch=True),
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


def plausible(kind: Any) -> st.SearchStrategy[Any]:
    """Values of the right type now and then, so that some requests get past the parser."""
    schema = msgspec.json.schema(kind)
    return _of(schema, schema.get("$defs", {}))


def _of(schema: dict[str, Any], names: dict[str, Any]) -> st.SearchStrategy[Any]:
    if "$ref" in schema:
        return _of(names[schema["$ref"].rpartition("/")[2]], names)
    if "anyOf" in schema:
        return st.one_of([_of(one, names) for one in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    return _TYPES.get(str(schema.get("type")), lambda *_: anything)(schema, names)


def _object(schema: dict[str, Any], names: dict[str, Any]) -> st.SearchStrategy[Any]:
    fields = {
        name: st.one_of(_of(one, names), _of(one, names), anything)
        for name, one in schema.get("properties", {}).items()
    }
    required = {name: fields.pop(name) for name in schema.get("required", ())}
    return st.fixed_dictionaries(required, optional=fields)


def _array(schema: dict[str, Any], names: dict[str, Any]) -> st.SearchStrategy[Any]:
    items = schema.get("items")
    inner = _of(items, names) if isinstance(items, dict) else anything
    return st.lists(inner, min_size=schema.get("minItems", 0), max_size=8)


def _string(schema: dict[str, Any], _: dict[str, Any]) -> st.SearchStrategy[Any]:
    if "pattern" in schema:
        return st.from_regex(re.compile(schema["pattern"], re.ASCII), fullmatch=True)
    return st.sampled_from(NUL_AND_WORSE) | st.text(
        min_size=schema.get("minLength", 0), max_size=60
    )


def _integer(schema: dict[str, Any], _: dict[str, Any]) -> st.SearchStrategy[Any]:
    return st.integers(schema.get("minimum", -(2**70)), schema.get("maximum", 2**70))


_TYPES = {"object": _object, "array": _array, "string": _string, "integer": _integer}


def json_routes(town: Town) -> list[tuple[str, Any, str]]:
    """Path, type of the body and one role that may post, of every route that takes JSON."""
    found = []
    for route in town.app.routes:
        for handler in getattr(route, "route_handlers", ()):
            if not isinstance(handler, HTTPRouteHandler) or "POST" not in handler.http_methods:
                continue
            told = get_type_hints(handler.fn).get("data")
            # A body that may be left out is a union.
            kind = next((one for one in get_args(told) if one is not type(None)), told)
            access = handler.opt["access"]
            who = "" if access.public else min(access.roles, default="clerk")
            if isinstance(kind, type) and issubclass(kind, Body):
                found.append((str(route.path), kind, str(who)))
    return found


def test_every_body_is_met(town: Town) -> None:
    """The list above is not empty by mistake."""
    kinds = {kind.__name__ for _, kind, _ in json_routes(town)}

    parts = {"OfficerSeat", "NamedPerson"}
    assert {one.__name__ for one in _leaves(Body)} - parts <= kinds


def _leaves(kind: type) -> list[type]:
    below = kind.__subclasses__()
    return [leaf for one in below for leaf in _leaves(one)] if below else [kind]


async def sane(found: httpx.Response) -> None:
    assert found.status_code < 500, found.text
    if found.is_error:
        code_of(found)


def api_for(town: Town, session: Session, who: str) -> Api:
    if who in SIGNERS:
        return session.api(*SIGNERS[who])
    return town.admin if who == "administrator" else town.nobody


def place_of(path: str, session: Session, number: object = 1, other: str = "unknown") -> str:
    """The path within ``session``, every other name of it being ``other``."""
    names = dict.fromkeys(re.findall(r"\{(\w+):str\}", path), other)
    return filled(path, **{**names, "election": session.id, "number": str(number)})


async def test_no_route_faults_on_made_up_json(town: Town, subtests: pytest.Subtests) -> None:
    session = await town.session("ready")
    for path, kind, who in json_routes(town):
        api, place = api_for(town, session, who), place_of(path, session)
        with subtests.test(path):
            await tried(partial(answer, api, "POST", place), plausible(kind) | anything)


async def tried(send: Any, strategy: st.SearchStrategy[Any]) -> None:
    """Send 25 examples of ``strategy`` one after the other, in this event loop."""
    bodies: list[Any] = []

    @settings(
        max_examples=25,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(value: Any) -> None:
        bodies.append(value)

    collect()
    for body in bodies:
        content = json.dumps(body).encode("utf-8", "surrogatepass")
        await sane(await send(content=content, headers={"content-type": "application/json"}))


RAW: dict[str, bytes] = {
    "nothing": b"",
    "half a string": b'{"name": "',
    "no UTF-8": b'{"name": "\xff\xfe"}',
    "a lone surrogate": b'{"credential": "\\ud800"}',
    "a NUL": b'{"credential": "\\u0000"}',
    "deep": b"[" * 100_000,
    "deep objects": b'{"a":' * 50_000,
    "not a number": b'{"count": NaN}',
    "a huge number": b'{"count": 1e400}',
    "a long number": b'{"count": ' + b"9" * 10_000 + b"}",
    "a number with a sign": b'{"count": -0}',
    "a fraction": b'{"count": 1.5}',
    "a name twice": b'{"count": 1, "count": 2}',
    "a byte order mark": b"\xef\xbb\xbf{}",
    "an unknown field": b'{"count": 1, "extra": 1}',
}


@pytest.mark.parametrize("raw", RAW)
async def test_no_route_faults_on_what_is_no_json(town: Town, raw: str) -> None:
    for path, _, who in json_routes(town):
        api = api_for(town, await shared(town), who)
        found = await answer(
            api,
            "POST",
            place_of(path, await shared(town)),
            content=RAW[raw],
            headers={"content-type": "application/json"},
        )
        await sane(found)
        assert found.is_error or "count" in RAW[raw].decode(errors="replace"), path


_KEPT: dict[int, Session] = {}


async def shared(town: Town) -> Session:
    """One session for all that changes nothing."""
    if id(town) not in _KEPT:
        _KEPT[id(town)] = await town.session("listed")
    return _KEPT[id(town)]


async def test_an_unknown_field_is_refused_by_every_route(town: Town) -> None:
    session = await shared(town)
    for path, _, who in json_routes(town):
        api = api_for(town, session, who)
        found = await answer(api, "POST", place_of(path, session), json={"nobody_knows": 1})
        assert (found.status_code, code_of(found)) == (400, "request.malformed")


@pytest.mark.parametrize(
    "number", [0, -1, 9, 10**6, 2**63, 2**64, 10**30, "x", "1.0", "%20", "1%00"]
)
async def test_odd_numbers_of_rounds_are_refused(town: Town, number: object) -> None:
    session = await shared(town)
    for method, path, _ in routes(town):
        if "{number" in path:
            api = session.api("chief_scrutineer")
            body = {} if method == "GET" else {"json": {}}
            found = await answer(api, method, place_of(path, session, number), **body)
            await sane(found)
            assert found.is_error or is_file(path), (method, path)


@pytest.mark.parametrize("word", ["%00", "..", "%2e%2e", "票", "%ff", "a" * 3000, "'", "%F0%9F"])
async def test_odd_names_are_refused(town: Town, word: str) -> None:
    session = await shared(town)
    for method, path, who in routes(town):
        if "{" not in path or "openapi" in path:
            continue
        api = api_for(town, session, "clerk" if "clerk" in who else min(who, default=""))
        body = {} if method == "GET" else {"json": {}}
        await sane(await answer(api, method, place_of(path, session, other=word), **body))
        if "{election" in path:
            odd = path.replace("{election:str}", word)
            found = await answer(api, method, place_of(odd, session), **body)
            await sane(found)
            # Two dots are taken out of an address by whoever sends it.
            assert found.is_error or word == ".." or is_file(path), (method, path)


def is_file(path: str) -> bool:
    """Whether the page is one file for every address, whose program asks of the interface."""
    return path.startswith(("/vote/", "/check/", "/key/"))


def routes(town: Town) -> Sequence[tuple[str, str, frozenset[str]]]:
    return [(method, path, access.roles) for method, path, access in declared(town.app)]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/nothing", 404, "http.404"),
        ("GET", "/nothing/at/all", 404, "http.404"),
        ("POST", "/api/nothing", 404, "http.404"),
        ("DELETE", "/api/elections", 405, "http.405"),
        ("PUT", "/api/login", 405, "http.405"),
        ("GET", "/api/login", 405, "http.405"),
        ("PATCH", "/", 405, "http.405"),
        ("BREW", "/api/login", 405, "http.405"),
    ],
)
async def test_what_the_framework_refuses_is_said_in_our_words(
    town: Town, method: str, path: str, status: int, code: str
) -> None:
    found = await answer(town.nobody, method, path)

    assert (found.status_code, code_of(found)) == (status, code)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "image/png"]
)
async def test_json_is_taken_as_json_only(town: Town, kind: str) -> None:
    """A form on another site can send these without asking the browser first."""
    session = await shared(town)
    for path, _, who in json_routes(town):
        found = await answer(
            api_for(town, session, who),
            "POST",
            place_of(path, session),
            content=b'{"count": 1}',
            headers={"content-type": kind},
        )
        await sane(found)
        assert (found.status_code, code_of(found)) == (415, "request.media_type")


async def test_bodies_beyond_the_limit_are_refused(town: Town) -> None:
    session = await shared(town)
    for path, _, who in json_routes(town):
        found = await answer(
            api_for(town, session, who),
            "POST",
            place_of(path, session),
            content=b'"' + b"a" * 20_000_001 + b'"',
            headers={"content-type": "application/json"},
        )
        assert (found.status_code, code_of(found)) == (413, "http.413")


@pytest.mark.parametrize("path", ["candidates", "roll", "pages"])
async def test_uploads_that_are_no_files_are_refused(town: Town, path: str) -> None:
    session = await shared(town)
    clerk, place = session.api("clerk"), f"{session.path}/{path}"
    tries: list[dict[str, Any]] = [
        {"content": b"", "headers": {"content-type": "multipart/form-data"}},
        {"content": b"--x", "headers": {"content-type": "multipart/form-data; boundary=x"}},
        {"files": {"other": ("a.csv", b"a")}},
        {"data": {"file": "no file"}},
        {"json": {"file": "a"}},
        {"files": {"file": ("a.xlsx", b"PK\x03\x04 broken")}},
        {"files": {"file": ("a.csv", b"\xff\xfe\x00")}},
        {"files": {"file": ("", b"")}},
    ]
    for one in tries:
        found = await answer(clerk, "POST", place, **one)
        await sane(found)
        assert found.is_error or path == "pages"
