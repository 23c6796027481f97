"""The presider's pages over HTTP: figures as they come, the screen's stages, the 演练."""

import asyncio
import io
import re
from dataclasses import replace
from zipfile import ZipFile

import httpx
import msgspec
import pytest

from ballot import events as e
from ballot.rules.values import Display
from service.pages.hall import feed
from service.pages.words import said
from service.rehearsal import session as s
from service.rehearsal.company import Company
from service.rehearsal.plan import Split
from service.rehearsal.session import Hall
from service.work.errands import Errands
from tests.support.hall import PAPER_ROWS, TABLET_ROWS, Session, Town, _plan, answer, code_of


async def staged(town: Town, display: Display = "staged") -> Session:
    """Found a session whose rules show the result in stages."""
    plan = _plan(PAPER_ROWS, (), "Ed25519")
    rules = msgspec.structs.replace(plan.rules, display=display, publish_level="full")
    hall = Hall(
        plan=replace(plan, rules=rules),
        company=Company(admin=town.admin, people=dict(town.people)),
        public=town.nobody,
        pool=town.pool,
        progress=lambda *_: None,
    )
    session = Session(house=town.house, hall=hall, voters=Split(paper=PAPER_ROWS, tablet=()))
    await s.found(hall)
    return session


async def page(session: Session) -> str:
    return (await session.api("presider").get_bytes(f"/presider/{session.id}")).decode()


async def screen(town: Town, session: Session) -> str:
    """Return the hall's screen as it is now, not as it was a moment ago."""
    town.app.state.boards._kept.clear()
    return (await town.nobody.get_bytes(f"/hall/{session.id}")).decode()


async def show(session: Session, count: int) -> httpx.Response:
    path = f"/presider/{session.id}/rounds/1/shown"
    return await answer(session.api("presider"), "POST", path, data={"shown": str(count)})


async def test_blocks_fill_as_the_hall_reports(town: Town) -> None:
    session = await staged(town)
    before = await page(session)
    await session.until("ready")
    after = await page(session)

    assert "实到代表＿＿＿名" in before
    assert "应到代表8名，实到代表8名" in after
    assert "发出票决票8张" in after
    assert 'id="mishaps"' in after
    assert "末位票数相等" in after


async def test_reading_the_script_signs_no_checkpoint_before_there_is_a_result(town: Town) -> None:
    session = await staged(town)
    await session.until("closed")
    await page(session)
    before = await town.house.ledger.checkpoints(session.id)
    await session.until("hand_counted")
    await page(session)

    assert await town.house.ledger.checkpoints(session.id) == before


async def test_one_screen_too_many_is_refused_with_a_sentence(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await town.session("founded")
    monkeypatch.setattr(feed, "MOST", 0)

    refused = await answer(town.nobody, "GET", f"/hall/{session.id}/events")

    assert (refused.status_code, code_of(refused)) == (503, "service.busy")


async def test_the_hall_sees_one_project_more_for_each_time_the_presider_says_so(
    town: Town,
) -> None:
    session = await staged(town)
    await session.until("counted")
    assert code_of(await show(session, 1)) == "act.not_yet"
    await s.sign_result(session.hall, 1)

    assert "赞成 8" not in await screen(town, session)
    assert (await show(session, 1)).status_code == 303
    assert (await screen(town, session)).count('<th scope="row">') == 1
    assert (await show(session, 4)).status_code == 303
    assert (await screen(town, session)).count('<th scope="row">') == 4
    assert code_of(await show(session, 5)) == "request.malformed"
    assert "会场屏幕已显示 4 项" in await page(session)


@pytest.mark.parametrize("display", ["silent", "live"])
async def test_where_the_rules_show_no_stages_nobody_shows_any(
    town: Town, display: Display
) -> None:
    session = await staged(town, display)
    await session.until("counted")
    await s.sign_result(session.hall, 1)

    assert code_of(await show(session, 1)) == "act.not_yet"
    assert ("赞成 8" in await screen(town, session)) == (display == "live")


async def test_the_script_is_a_paper_too(town: Town) -> None:
    session = await staged(town)
    await session.until("ready")
    path = f"/presider/{session.id}/rounds/1/script"

    pdf = await session.api("clerk").get_bytes(f"{path}/pdf")
    docx = await session.api("clerk").get_bytes(f"{path}/docx")

    assert pdf.startswith(b"%PDF")
    with ZipFile(io.BytesIO(docx)) as word:
        assert "实到代表8名" in word.read("word/document.xml").decode()


async def begin(session: Session) -> httpx.Response:
    path = f"/presider/{session.id}/rehearsals"
    return await answer(session.api("presider"), "POST", path, data={"act": "begin"})


async def finished(town: Town) -> None:
    errands: Errands = town.app.state.errands
    await asyncio.gather(*errands._running.values())


async def test_a_rehearsal_leaves_marked_documents_and_nothing_that_the_real_vote_takes(
    town: Town,
) -> None:
    real = await town.session("keyed", paper=PAPER_ROWS, tablet=TABLET_ROWS)
    begun = await begin(real)
    where = begun.headers["location"]
    busy = await begin(real)
    waiting = (await real.api("clerk").get_bytes(where)).decode()
    await finished(town)
    done = (await real.api("clerk").get_bytes(where)).decode()

    assert begun.status_code == 303
    assert code_of(busy) == "service.busy"
    assert 'http-equiv="refresh"' in waiting
    assert str(said("演练的文书和记录包")) in done, done
    files = re.findall(rf'href="({re.escape(where)}/files/[^"]+)"', done)
    assert {"record.zip", "1-announcement.pdf"} <= {one.rpartition("/")[2] for one in files}

    record = await real.api("clerk").get_bytes(f"{where}/files/record.zip")
    events = events_of(record)
    created = events[0]
    assert isinstance(created, e.ElectionCreated)
    assert (created.rehearsal, created.id == real.id) == (True, False)
    assert created.log_key != (await real.api("clerk").get(real.path))["log_key"]

    await real.until("open")
    cast = [one.credential for one in events if isinstance(one, e.BallotCast)]
    assert cast
    for credential in cast:
        body = {"credential": credential, "proof": "{}"}
        refused = await answer(town.nobody, "POST", f"{real.round()}/cards/status", json=body)
        assert code_of(refused) == "card.unknown"
    assert code_of(await begin(real)) == "service.busy"
    await real.until("closed")


def events_of(record: bytes) -> list[e.Event]:
    """Return the events of a record."""
    with ZipFile(io.BytesIO(record)) as archive:
        tiles = sorted(one for one in archive.namelist() if "/entries/" in one)
        raw = b"".join(archive.read(one) for one in tiles)
    events: list[e.Event] = []
    while raw:
        size = int.from_bytes(raw[:2])
        events.append(e.decode(raw[2 : 2 + size]))
        raw = raw[2 + size :]
    return events


async def test_files_of_a_rehearsal_are_its_own_and_nothing_else(town: Town) -> None:
    session = await town.session("founded")
    clerk = session.api("clerk")
    where = f"/presider/{session.id}/rehearsals/{'0' * 16}"

    for path in (where, f"{where}/files/record.zip", f"{where}/files/..%2F..%2Foffice.db"):
        assert (await answer(clerk, "GET", path)).status_code == 404, path


async def test_what_cannot_be_rehearsed_is_said_before_it_begins(town: Town) -> None:
    session = await town.session("founded")

    assert code_of(await begin(session)) == "request.malformed"
