"""Logging in, the throttle, and how sessions end, on both databases."""

import asyncio
import logging

import pytest
from sqlalchemy import text

from service.office.errors import NotSignedIn, TooManyAttempts, Unavailable, WrongLogin
from service.office.people import Account

from .conftest import PASSWORD, CountingHasher, Desk


@pytest.fixture
async def person(desk: Desk) -> Account:
    return await desk.accounts.add("李娜", PASSWORD, by="cli", must_change=False)


async def test_a_right_password_starts_a_session(desk: Desk, person: Account) -> None:
    started = await desk.sessions.login(" 李娜", PASSWORD, place="here")

    assert started.account == person
    assert await desk.sessions.account(started.token) == person


@pytest.mark.usefixtures("person")
async def test_the_token_itself_is_stored_nowhere(desk: Desk) -> None:
    started = await desk.sessions.login("李娜", PASSWORD, place="here")
    async with desk.office.reading() as db:
        rows = (await db.execute(text("SELECT * FROM office_session"))).all()

    assert len(rows) == 1
    assert started.token.removeprefix("pjs_") not in repr(rows)


@pytest.mark.usefixtures("person")
async def test_wrong_password_and_unknown_name_get_the_same_answer_and_the_same_work(
    desk: Desk,
) -> None:
    answers = []
    for name in ("李娜", "无此人"):
        before = desk.hasher.verified
        with pytest.raises(WrongLogin) as caught:
            await desk.sessions.login(name, "wrong-Password-1", place="here")
        answers.append((caught.value.code, caught.value.sentence, desk.hasher.verified - before))

    assert answers[0] == answers[1]
    assert answers[0][2] == 1


@pytest.mark.usefixtures("person")
async def test_a_password_of_megabytes_is_wrong_and_no_more(desk: Desk) -> None:
    with pytest.raises(WrongLogin):
        await desk.sessions.login("李娜", "x" * 5_000_000, place="here")


@pytest.mark.usefixtures("person")
async def test_after_three_attempts_even_the_right_password_waits(desk: Desk) -> None:
    for _ in range(3):
        with pytest.raises(WrongLogin):
            await desk.sessions.login("李娜", "wrong-Password-1", place="here")
    before = desk.hasher.verified

    with pytest.raises(TooManyAttempts) as caught:
        await desk.sessions.login("李娜", PASSWORD, place="elsewhere")

    assert caught.value.retry_after == 600
    assert desk.hasher.verified == before
    desk.clock.now += 600
    await desk.sessions.login("李娜", PASSWORD, place="here")


@pytest.mark.usefixtures("person")
async def test_waiting_attempts_do_not_make_the_wait_longer(desk: Desk) -> None:
    for _ in range(3):
        with pytest.raises(WrongLogin):
            await desk.sessions.login("李娜", "wrong-Password-1", place="here")
    desk.clock.now += 599
    with pytest.raises(TooManyAttempts):
        await desk.sessions.login("李娜", PASSWORD, place="here")
    desk.clock.now += 1

    await desk.sessions.login("李娜", PASSWORD, place="here")


@pytest.mark.usefixtures("person")
async def test_a_right_password_starts_the_count_again(desk: Desk) -> None:
    for _ in range(3):
        for _ in range(2):
            with pytest.raises(WrongLogin):
                await desk.sessions.login("李娜", "wrong-Password-1", place=str(desk.hasher))
        desk.clock.now += 1
        await desk.sessions.login("李娜", PASSWORD, place="here")
        desk.clock.now += 300


@pytest.mark.usefixtures("person")
async def test_a_place_that_tries_many_names_is_throttled(desk: Desk) -> None:
    for number in range(8):
        with pytest.raises(WrongLogin):
            await desk.sessions.login(f"名{number}", "wrong-Password-1", place="here")

    with pytest.raises(TooManyAttempts):
        await desk.sessions.login("李娜", PASSWORD, place="here")
    await desk.sessions.login("李娜", PASSWORD, place="elsewhere")


@pytest.mark.usefixtures("person")
async def test_right_passwords_do_not_shut_a_place_out_and_wrong_ones_count_on(desk: Desk) -> None:
    for number in range(8):
        await desk.sessions.login("李娜", PASSWORD, place="here")
        with pytest.raises(WrongLogin):
            await desk.sessions.login(f"名{number}", "wrong-Password-1", place="here")

    with pytest.raises(TooManyAttempts):
        await desk.sessions.login("李娜", PASSWORD, place="here")


async def test_a_reset_lifts_the_throttle(desk: Desk, person: Account) -> None:
    for _ in range(3):
        with pytest.raises(WrongLogin):
            await desk.sessions.login("李娜", "wrong-Password-1", place="here")

    await desk.accounts.reset_password(person.id, "another Long one 9", by="cli")

    await desk.sessions.login("李娜", "another Long one 9", place="here")


@pytest.mark.usefixtures("person")
async def test_attempts_sent_at_once_do_not_slip_through_together(desk: Desk) -> None:
    ends = await asyncio.gather(
        *(desk.sessions.login("李娜", f"wrong-Password-{i}", place="here") for i in range(12)),
        return_exceptions=True,
    )

    assert sum(isinstance(end, WrongLogin) for end in ends) == 3
    assert sum(isinstance(end, TooManyAttempts) for end in ends) == 9


async def test_guesses_at_the_old_password_are_throttled_too(desk: Desk, person: Account) -> None:
    for _ in range(3):
        with pytest.raises(WrongLogin):
            await desk.accounts.change_password(person.id, "wrong-Password-1", "x")

    with pytest.raises(TooManyAttempts):
        await desk.accounts.change_password(person.id, PASSWORD, "another Long one 9")


@pytest.mark.usefixtures("person")
async def test_without_the_counter_there_is_no_login(desk: Desk) -> None:
    async with desk.office.writing() as db:
        await db.execute(text("DROP TABLE office_attempt"))

    with pytest.raises(Unavailable) as caught:
        await desk.sessions.login("李娜", PASSWORD, place="here")

    assert caught.value.code == "login.unavailable"


@pytest.mark.usefixtures("person")
async def test_a_session_ends_after_thirty_idle_minutes(desk: Desk) -> None:
    started = await desk.sessions.login("李娜", PASSWORD, place="here")
    desk.clock.now += 1799
    await desk.sessions.account(started.token)
    desk.clock.now += 1799
    await desk.sessions.account(started.token)
    desk.clock.now += 1800

    with pytest.raises(NotSignedIn):
        await desk.sessions.account(started.token)


@pytest.mark.usefixtures("person")
async def test_a_session_ends_after_twelve_hours_however_busy(desk: Desk) -> None:
    started = await desk.sessions.login("李娜", PASSWORD, place="here")
    for _ in range(12 * 3 - 1):
        desk.clock.now += 1200
        await desk.sessions.account(started.token)
    desk.clock.now += 1200

    assert desk.clock.now == started.ends_at
    with pytest.raises(NotSignedIn):
        await desk.sessions.account(started.token)


async def test_logout_ends_this_session_and_logout_everywhere_all(
    desk: Desk, person: Account
) -> None:
    sessions = [await desk.sessions.login("李娜", PASSWORD, place="here") for _ in range(3)]
    await desk.sessions.logout(sessions[0].token)

    with pytest.raises(NotSignedIn):
        await desk.sessions.account(sessions[0].token)
    await desk.sessions.account(sessions[1].token)
    await desk.sessions.logout_everywhere(person.id, by=person.id)
    for session in sessions[1:]:
        with pytest.raises(NotSignedIn):
            await desk.sessions.account(session.token)


@pytest.mark.parametrize("token", ["", "pjs_", "pjs_" + "A" * 43, "x" * 100_000, "\x00"])
@pytest.mark.usefixtures("person")
async def test_an_unknown_token_is_nobody(desk: Desk, token: str) -> None:
    with pytest.raises(NotSignedIn):
        await desk.sessions.account(token)
    await desk.sessions.logout(token)


@pytest.mark.usefixtures("person")
async def test_old_parameters_are_renewed_at_login(desk: Desk) -> None:
    newer = Desk(desk.office, clock=desk.clock, hasher=CountingHasher(time_cost=2))

    await newer.sessions.login("李娜", PASSWORD, place="here")

    async with desk.office.reading() as db:
        stored = (await db.execute(text("SELECT password_hash FROM office_account"))).scalar_one()
    assert ",t=2," in stored
    await newer.sessions.login("李娜", PASSWORD, place="here")


async def test_no_password_token_or_hash_reaches_the_logs(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("sqlalchemy.engine").setLevel(logging.INFO)
    try:
        await desk.accounts.add("李娜", PASSWORD, by="cli")
        started = await desk.sessions.login("李娜", PASSWORD, place="here")
        with pytest.raises(WrongLogin):
            await desk.sessions.login("李娜", "wrong-Password-1", place="here")
    finally:
        logging.getLogger("sqlalchemy.engine").setLevel(logging.NOTSET)

    assert "office_account" in caplog.text
    for secret in (PASSWORD, "wrong-Password-1", started.token, "$argon2id$"):
        assert secret not in caplog.text


async def test_what_a_page_asks_by_itself_does_not_prolong_a_session(desk: Desk) -> None:
    await desk.accounts.add("离座者", PASSWORD, by="cli", must_change=False)
    started = await desk.sessions.login("离座者", PASSWORD, place="10.0.0.1")
    idle = desk.sessions._lifetimes.idle
    desk.clock.now += idle - 1
    await desk.sessions.account(started.token, used=False)
    desk.clock.now += 1
    with pytest.raises(NotSignedIn):
        await desk.sessions.account(started.token)
