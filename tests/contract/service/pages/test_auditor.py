"""The auditor's pages over HTTP: the log to the byte, its sources, and a run of every check."""

import asyncio
import html
import re

import pytest

from audit.merkle import leaf_hash
from service.commands.receipts import Receipt
from service.work.errands import Errands
from tests.support.hall import Session, Town, answer, code_of


async def at(session: Session, path: str = "") -> str:
    url = f"/auditor/{session.id}{path}"
    return (await session.api("chief_scrutineer").get_bytes(url)).decode()


@pytest.mark.parametrize(
    "path", ["", "/leaves/0", "/checkpoints", "/inclusion", "/rounds/1/figures", "/verifications"]
)
async def test_nobody_reads_the_log_while_it_would_tell_something(town: Town, path: str) -> None:
    session = await town.session("open", tablet=())
    chief = session.api("chief_scrutineer")
    during = await answer(chief, "GET", f"/auditor/{session.id}{path}")
    await session.until("hand_counted")
    counting = await answer(chief, "GET", f"/auditor/{session.id}{path}")
    await session.until("paper_frozen")
    after = await answer(chief, "GET", f"/auditor/{session.id}{path}")

    assert (code_of(during), code_of(counting)) == ("act.not_yet", "act.not_yet")
    assert after.status_code == 200, after.text


async def test_every_leaf_is_shown_to_the_byte_with_its_hash(town: Town) -> None:
    session = await town.session("announced", tablet=())
    leaves = await town.house.ledger.leaves(session.id, 0, 1000)
    log = await at(session)

    for leaf, raw in enumerate(leaves):
        page = await at(session, f"/leaves/{leaf}")
        assert raw.decode() in html.unescape(page)
        assert leaf_hash(raw).hex() in page
        assert f'id="leaf-{leaf}"' in log
        assert leaf_hash(raw).hex()[:16] in log
    assert "两名计票人的计票数一致" in log
    beyond = await answer(
        session.api("chief_scrutineer"), "GET", f"/auditor/{session.id}/leaves/{len(leaves)}"
    )
    assert beyond.status_code == 404


@pytest.mark.parametrize(
    ("path", "tab"),
    [("", "日志"), ("/leaves/0", "日志"), ("/rounds/1/figures", "数字的来源")],
)
async def test_the_page_that_stands_is_the_one_marked_tab(town: Town, path: str, tab: str) -> None:
    session = await town.session("announced", tablet=())
    page = await at(session, path)
    tabs = page[page.index('<nav class="tabs"') :]
    tabs = tabs[: tabs.index("</nav>")]

    assert re.findall(r'aria-current="page">([^<]*)<', tabs) == [tab]


async def test_checkpoints_are_kept_to_be_downloaded(town: Town) -> None:
    session = await town.session("announced", tablet=())
    page = await at(session, "/checkpoints")
    sizes = re.findall(r"/checkpoints/(\d+)\"", page)

    assert sizes
    note = await at(session, f"/checkpoints/{sizes[0]}")
    kept = dict(await town.house.ledger.checkpoints(session.id))
    assert note == kept[int(sizes[0])]


async def test_a_tracker_is_found_and_stands_in_no_address(town: Town) -> None:
    session = await town.session("announced")
    receipt: Receipt = session.hall.receipts[0]
    path = f"/auditor/{session.id}/inclusion"
    chief = session.api("chief_scrutineer")

    found = await answer(chief, "POST", path, data={"tracker": receipt.tracker, "round": "1"})
    unknown = await answer(chief, "POST", path, data={"tracker": "A" * 43, "round": "1"})
    copied = " ".join(re.findall(".{1,4}", receipt.tracker))
    grouped = await answer(chief, "POST", path, data={"tracker": copied, "round": "1"})

    assert "这张票在日志中" in found.text
    assert "这张票在日志中" in grouped.text
    assert found.url.query == b""
    assert code_of(unknown) == "not_found"


async def test_a_run_lists_every_check_and_finds_nothing_wrong(town: Town) -> None:
    session = await town.session("announced", tablet=())
    chief = session.api("chief_scrutineer")
    path = f"/auditor/{session.id}/verifications"

    begun = await answer(chief, "POST", path, data={"act": "begin"})
    assert begun.status_code == 303, begun.text
    waiting = await at(session, begun.headers["location"].removeprefix(f"/auditor/{session.id}"))
    errands: Errands = town.app.state.errands
    await asyncio.gather(*errands._running.values())
    done = await at(session, begun.headers["location"].removeprefix(f"/auditor/{session.id}"))

    assert 'http-equiv="refresh"' in waiting
    assert "记录自身一致" in done, done
    for check in ("R-01", "L-07", "F-01", "C-02", "E-04"):
        assert f'<th scope="row" class="number">{check}</th>' in done
    assert 'class="failed"' not in done


async def test_who_may_look_may_not_all_begin_a_run(town: Town) -> None:
    session = await town.session("listed")
    asked = {"data": {"act": "begin"}}
    path = f"/auditor/{session.id}/verifications"

    refused = await answer(session.api("scrutineer"), "POST", path, **asked)

    assert code_of(refused) == "access.denied"
    assert (await answer(session.api("scrutineer"), "GET", path)).status_code == 200
