"""Accounts and roles on both databases."""

import asyncio

import pytest
from sqlalchemy import text

from service.office.errors import Conflict, NotFound, NotSignedIn, Unfit, WrongLogin
from service.office.roles import ROLES, TITLES, Grant, Role

from .conftest import PASSWORD, Desk

ADMINISTRATOR = Grant("administrator")


async def test_an_account_is_found_by_name_however_the_name_is_typed(desk: Desk) -> None:
    added = await desk.accounts.add("王 小明", PASSWORD, (Grant("clerk"),), by="cli")

    assert await desk.accounts.named("　王　小明 ") == added
    assert await desk.accounts.get(added.id) == added
    assert await desk.accounts.all() == (added,)
    assert added.must_change


async def test_a_name_is_given_once(desk: Desk) -> None:
    await desk.accounts.add("王小明", PASSWORD, by="cli")
    with pytest.raises(Conflict, match="王小明"):
        await desk.accounts.add("王小明", PASSWORD, by="cli")
    assert len(await desk.accounts.all()) == 1


@pytest.mark.parametrize(
    ("name", "password", "code"),
    [
        ("", PASSWORD, "account.name"),
        ("王" * 41, PASSWORD, "account.name"),
        ("王\x07", PASSWORD, "account.name"),
        ("王小明", "short", "password.short"),
        ("王小明", "x" * 257, "password.long"),
        ("王小明", "ababababababab", "password.weak"),
        ("wangxiaoming", "WangXiaoMing-2026!", "password.weak"),
    ],
)
async def test_an_unfit_name_or_password_adds_nothing(
    desk: Desk, name: str, password: str, code: str
) -> None:
    with pytest.raises(Unfit) as caught:
        await desk.accounts.add(name, password, by="cli")
    assert caught.value.code == code
    assert await desk.accounts.all() == ()


async def test_roles_hold_in_their_election_only(desk: Desk) -> None:
    account = await desk.accounts.add("李娜", PASSWORD, (Grant("teller", "e1"),), by="cli")

    assert account.holds("teller", "e1")
    assert not account.holds("teller", "e2")
    assert not account.holds("clerk", "e1")


async def test_a_role_everywhere_holds_in_every_election(desk: Desk) -> None:
    account = await desk.accounts.add("李娜", PASSWORD, (Grant("clerk"),), by="cli")

    assert account.holds("clerk", "e1")


async def test_one_person_holds_two_roles_only_where_the_rules_say_so(desk: Desk) -> None:
    account = await desk.accounts.add("李娜", PASSWORD, (Grant("clerk"),), by="cli")

    with pytest.raises(Conflict) as caught:
        await desk.accounts.grant(account.id, Grant("scrutineer", "e1"), by="cli")
    assert caught.value.code == "role.together"
    await desk.accounts.grant(account.id, Grant("teller", "e1"), by="cli", beside=("clerk",))

    assert (await desk.accounts.get(account.id)).grants == {Grant("clerk"), Grant("teller", "e1")}


async def test_two_roles_in_two_elections_are_no_conflict(desk: Desk) -> None:
    grants = (Grant("clerk", "e1"), Grant("scrutineer", "e2"))
    account = await desk.accounts.add("李娜", PASSWORD, grants, by="cli")

    assert account.grants == set(grants)


async def test_conflicting_first_roles_add_no_account(desk: Desk) -> None:
    with pytest.raises(Conflict):
        await desk.accounts.add(
            "李娜", PASSWORD, (Grant("clerk"), Grant("scrutineer", "e1")), by="cli"
        )
    assert await desk.accounts.all() == ()
    assert await desk.trail.latest() == ()


async def test_a_revoked_role_is_gone(desk: Desk) -> None:
    account = await desk.accounts.add("李娜", PASSWORD, (Grant("teller", "e1"),), by="cli")

    await desk.accounts.revoke(account.id, Grant("teller", "e1"), by="cli")

    assert (await desk.accounts.get(account.id)).grants == frozenset()


@pytest.mark.parametrize(("role", "election"), [("king", ""), ("administrator", "e1")])
def test_a_role_that_does_not_exist_is_refused(role: Role, election: str) -> None:
    with pytest.raises(Unfit):
        Grant(role, election)


def test_every_role_has_a_title() -> None:
    assert set(TITLES) == set(ROLES)


async def test_the_last_administrator_can_neither_be_disabled_nor_lose_the_role(desk: Desk) -> None:
    only = await desk.accounts.add("甲", PASSWORD, (ADMINISTRATOR,), by="cli")

    with pytest.raises(Conflict):
        await desk.accounts.disable(only.id, by="cli")
    with pytest.raises(Conflict):
        await desk.accounts.revoke(only.id, ADMINISTRATOR, by="cli")
    await desk.accounts.add("乙", PASSWORD, (ADMINISTRATOR,), by="cli")
    await desk.accounts.disable(only.id, by="cli")

    assert (await desk.accounts.get(only.id)).disabled


async def test_two_acts_at_once_cannot_remove_the_last_two_administrators(desk: Desk) -> None:
    pair = [await desk.accounts.add(name, PASSWORD, (ADMINISTRATOR,), by="cli") for name in "甲乙"]

    ends = await asyncio.gather(
        *(desk.accounts.disable(account.id, by="cli") for account in pair), return_exceptions=True
    )

    assert sorted(type(end) for end in ends if end is not None) == [Conflict]


async def test_a_disabled_account_cannot_log_in_and_its_sessions_and_tokens_die(desk: Desk) -> None:
    account = await desk.accounts.add("李娜", PASSWORD, by="cli")
    session = await desk.sessions.login("李娜", PASSWORD, place="here")
    token = await desk.tokens.issue(
        "scanner", election="e1", scopes=["read"], seconds=60, by=account.id
    )

    await desk.accounts.disable(account.id, by="cli")

    with pytest.raises(NotSignedIn):
        await desk.sessions.account(session.token)
    with pytest.raises(NotSignedIn):
        await desk.tokens.program(token.token)
    with pytest.raises(WrongLogin):
        await desk.sessions.login("李娜", PASSWORD, place="here")
    await desk.accounts.enable(account.id, by="cli")
    assert (await desk.sessions.login("李娜", PASSWORD, place="here")).account.id == account.id


async def test_a_reset_password_replaces_the_old_one_ends_sessions_and_must_be_changed(
    desk: Desk,
) -> None:
    account = await desk.accounts.add("李娜", PASSWORD, by="cli", must_change=False)
    session = await desk.sessions.login("李娜", PASSWORD, place="here")

    await desk.accounts.reset_password(account.id, "another Long one 9", by="cli")

    with pytest.raises(NotSignedIn):
        await desk.sessions.account(session.token)
    with pytest.raises(WrongLogin):
        await desk.sessions.login("李娜", PASSWORD, place="here")
    started = await desk.sessions.login("李娜", "another Long one 9", place="here")
    assert started.account.must_change


async def test_people_change_their_own_password(desk: Desk) -> None:
    account = await desk.accounts.add("李娜", PASSWORD, by="cli")

    with pytest.raises(WrongLogin):
        await desk.accounts.change_password(account.id, "not the Old one", "another Long one 9")
    with pytest.raises(Unfit):
        await desk.accounts.change_password(account.id, PASSWORD, PASSWORD)
    await desk.accounts.change_password(account.id, PASSWORD, "another Long one 9")

    started = await desk.sessions.login("李娜", "another Long one 9", place="here")
    assert not started.account.must_change


async def test_an_unknown_account_is_not_found(desk: Desk) -> None:
    for act in (
        desk.accounts.get("0" * 32),
        desk.accounts.named("无名"),
        desk.accounts.disable("0" * 32, by="cli"),
        desk.accounts.enable("0" * 32, by="cli"),
        desk.accounts.reset_password("0" * 32, PASSWORD, by="cli"),
        desk.accounts.change_password("0" * 32, PASSWORD, PASSWORD),
        desk.accounts.grant("0" * 32, Grant("clerk"), by="cli"),
        desk.accounts.revoke("0" * 32, Grant("clerk"), by="cli"),
    ):
        with pytest.raises(NotFound):
            await act


async def test_the_trail_names_acts_and_people_and_no_secret(desk: Desk) -> None:
    account = await desk.accounts.add("李娜", PASSWORD, (Grant("clerk"),), by="cli")
    await desk.sessions.login("李娜", PASSWORD, place="here")
    with pytest.raises(WrongLogin):
        await desk.sessions.login("李娜", "wrong-Password-1", place="here")
    with pytest.raises(WrongLogin):
        await desk.sessions.login("typed-My-Password-Here", "x", place="here")
    await desk.accounts.reset_password(account.id, "another Long one 9", by="cli")

    entries = await desk.trail.latest()

    assert [entry.act for entry in reversed(entries)] == [
        "account_added",
        "role_granted",
        "logged_in",
        "login_failed",
        "login_failed",
        "password_reset",
    ]
    written = repr(entries)
    for secret in (PASSWORD, "wrong-Password-1", "typed-My-Password-Here", "another", "argon2"):
        assert secret not in written


async def test_no_password_is_stored_readable(desk: Desk) -> None:
    await desk.accounts.add("李娜", PASSWORD, by="cli")
    async with desk.office.reading() as db:
        stored = (await db.execute(text("SELECT password_hash FROM office_account"))).scalar_one()

    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored


async def test_a_list_says_which_seat_an_account_has(desk: Desk) -> None:
    one = await desk.accounts.add("监票甲", PASSWORD, by="cli")
    other = await desk.accounts.add("监票乙", PASSWORD, by="cli")
    listed = [(one.id, "scrutineer", 2), (other.id, "scrutineer", 1)]
    await desk.accounts.appoint("e1", listed, by="clerk")

    assert await desk.accounts.seats("e1") == {
        ("scrutineer", 1): "监票乙",
        ("scrutineer", 2): "监票甲",
    }
    await desk.accounts.appoint("e1", [(one.id, "scrutineer", 1)], by="clerk")
    assert await desk.accounts.seats("e1") == {("scrutineer", 1): "监票甲"}


async def test_nobody_takes_two_seats_of_a_list(desk: Desk) -> None:
    one = await desk.accounts.add("兼职者", PASSWORD, by="cli")
    with pytest.raises(Conflict, match="一人只能占一个"):
        await desk.accounts.appoint(
            "e1", [(one.id, "teller", 1), (one.id, "teller", 2)], by="clerk"
        )
    assert await desk.accounts.seats("e1") == {}
