"""Tokens of programs on both databases."""

from typing import Any

import pytest
from sqlalchemy import text

from service.office.errors import NotAllowed, NotFound, NotSignedIn, Unfit
from service.office.people import Account
from service.office.tokens import Issued

from .conftest import PASSWORD, Desk


@pytest.fixture
async def person(desk: Desk) -> Account:
    return await desk.accounts.add("李娜", PASSWORD, by="cli")


@pytest.fixture
async def issued(desk: Desk, person: Account) -> Issued:
    return await desk.tokens.issue(
        "二楼扫描仪", election="e1", scopes=["scan", "read"], seconds=3600, by=person.id
    )


async def test_a_token_is_recognised_with_its_scopes(desk: Desk, issued: Issued) -> None:
    program = await desk.tokens.program(issued.token)

    assert program == issued.program
    assert program.scopes == {"scan", "read"}
    program.require("scan", "e1")


async def test_a_token_is_refused_beyond_its_scopes_and_outside_its_election(
    desk: Desk, issued: Issued
) -> None:
    program = await desk.tokens.program(issued.token)

    with pytest.raises(NotAllowed) as caught:
        program.require("open", "e1")
    assert caught.value.code == "token.scope"
    with pytest.raises(NotAllowed) as caught:
        program.require("scan", "e2")
    assert caught.value.code == "token.other-election"


async def test_a_token_ends_at_its_time(desk: Desk, issued: Issued) -> None:
    desk.clock.now += 3599
    await desk.tokens.program(issued.token)
    desk.clock.now += 1

    with pytest.raises(NotSignedIn):
        await desk.tokens.program(issued.token)
    assert await desk.tokens.of_election("e1") == ()


async def test_a_revoked_token_is_dead(desk: Desk, person: Account, issued: Issued) -> None:
    assert await desk.tokens.of_election("e1") == (issued.program,)

    await desk.tokens.revoke(issued.program.id, by=person.id)

    with pytest.raises(NotSignedIn):
        await desk.tokens.program(issued.token)
    assert await desk.tokens.of_election("e1") == ()


async def test_the_token_itself_is_stored_nowhere(desk: Desk, issued: Issued) -> None:
    async with desk.office.reading() as db:
        rows = (await db.execute(text("SELECT * FROM office_token"))).all()

    assert issued.token.startswith("pjt_")
    assert issued.token.removeprefix("pjt_") not in repr(rows) + repr(await desk.trail.latest())


@pytest.mark.parametrize("token", ["", "pjt_", "pjt_" + "A" * 43])
async def test_an_unknown_token_is_nobody(desk: Desk, token: str) -> None:
    with pytest.raises(NotSignedIn):
        await desk.tokens.program(token)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": ""}, "token.name"),
        ({"election": ""}, "token.election"),
        ({"scopes": []}, "token.scopes"),
        ({"scopes": ["two words"]}, "token.scopes"),
        ({"seconds": 0}, "token.lifetime"),
        ({"seconds": 367 * 86400}, "token.lifetime"),
    ],
)
async def test_an_unfit_token_is_not_issued(
    desk: Desk, person: Account, change: dict[str, Any], code: str
) -> None:
    wanted = {"name": "扫描仪", "election": "e1", "scopes": ["scan"], "seconds": 60} | change
    with pytest.raises(Unfit) as caught:
        await desk.tokens.issue(wanted.pop("name"), **wanted, by=person.id)
    assert caught.value.code == code


async def test_unknown_tokens_and_people_are_not_found(desk: Desk, person: Account) -> None:
    with pytest.raises(NotFound):
        await desk.tokens.revoke("0" * 32, by=person.id)
    with pytest.raises(NotFound):
        await desk.tokens.issue("扫描仪", election="e1", scopes=["scan"], seconds=60, by="0" * 32)
