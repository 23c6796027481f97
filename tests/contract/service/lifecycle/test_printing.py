"""Sheets with codes: made and booked at once, fetched while the printer jams, deleted for good."""

from http import HTTPStatus

import msgspec
import pytest
import pytest_asyncio

from ballot import events as e
from ballot.canonical import Digest
from ballot.identity import commitment, read_identities
from ballot.rules import Rules
from ballot.sheet import SheetLayout
from service.client.api import ApiProblem
from service.ledger import Ledger
from service.office.prints import Prints
from service.rehearsal import session as s
from service.sheet_keys import sheet_key_name
from tests.contract.service.lifecycle.meeting import Meeting, meet, refused
from tests.support.hall import Town


@pytest_asyncio.fixture(loop_scope="session")
async def meeting(town: Town) -> Meeting:
    return await meet(town, channels=("paper",))


async def printed(meeting: Meeting, count: int = 3, **sheet: object) -> str:
    made = await meeting.clerk.post(f"{meeting.round()}/prints", {"count": count, **sheet})
    assert (made["count"], made["left_out"]) == (count, [])
    return str(made["name"])


async def booked(meeting: Meeting) -> list[e.Event]:
    ledger, name = meeting.town.house.ledger, meeting.hall.company.election
    return [e.decode(one) for one in await ledger.leaves(name, 0, await ledger.size(name))]


async def test_a_printing_is_booked_with_its_key_layout_and_set(meeting: Meeting) -> None:
    name = await printed(meeting, 5, paper="A3", large=True)

    event = (await booked(meeting))[-1]
    assert isinstance(event, e.SheetsPrinted)
    assert (event.count, event.commitment) == (5, name)
    house = meeting.town.house
    kept = read_identities(await house.ledger.get_object(Digest(name)))
    assert (len(kept), commitment(kept)) == (5, name)
    assert event.layout is not None
    layout = msgspec.json.decode(await house.ledger.get_object(event.layout), type=SheetLayout)
    assert (layout.format.paper, layout.format.large) == ("A3", True)


async def test_the_pdf_is_fetched_until_it_is_deleted(meeting: Meeting) -> None:
    name = await printed(meeting)
    path = f"{meeting.round()}/prints"

    assert await meeting.clerk.get(path) == [{"name": name, "count": 3}]
    for _ in range(2):
        assert (await meeting.clerk.get_bytes(f"{path}/{name}")).startswith(b"%PDF")
    assert await meeting.clerk.post(f"{path}/{name}/destroyed") == {"count": 3}
    assert await meeting.clerk.get(path) == []
    async with refused("print.unknown"):
        await meeting.clerk.get_bytes(f"{path}/{name}")
    assert isinstance((await booked(meeting))[-1], e.PrintsDestroyed)


@pytest.mark.parametrize("broken", [(Ledger, "run"), (Prints, "forget")])
async def test_a_deletion_that_a_crash_broke_off_is_completed_and_booked_once(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch, broken: tuple[type, str]
) -> None:
    # Another printing of as many sheets may not stand in for the one that was deleted.
    first, second = await printed(meeting), await printed(meeting)
    path = f"{meeting.round()}/prints"

    async def crash(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as now:
        now.setattr(*broken, crash)
        async with refused("fault"):
            await meeting.clerk.post(f"{path}/{first}/destroyed")
    async with refused("print.not_in_backup", words="登记删除即可"):
        await meeting.clerk.get_bytes(f"{path}/{first}")
    assert len(await meeting.clerk.get(path)) == 2
    for name in (first, second):
        assert await meeting.clerk.post(f"{path}/{name}/destroyed") == {"count": 3}
    assert await meeting.clerk.get(path) == []
    told = [one.count for one in await booked(meeting) if isinstance(one, e.PrintsDestroyed)]
    assert told == [3, 3]


async def test_two_printings_of_a_round_bear_the_same_key(meeting: Meeting) -> None:
    await printed(meeting)
    await printed(meeting, 2)

    keys = {one.key for one in await booked(meeting) if isinstance(one, e.SheetsPrinted)}
    assert len(keys) == 1


async def test_after_the_close_nothing_can_be_signed(meeting: Meeting) -> None:
    await printed(meeting, 12 + s.RESERVE)
    keys = meeting.town.house.sheet_keys
    name = sheet_key_name(meeting.hall.company.election, 1)
    assert keys.has(name)
    await s.issue(meeting.hall, 1, 12, 12, 0)
    await meeting.act("opened")
    await meeting.act("closed")

    assert not keys.has(name)
    async with refused("stage.wrong"):
        await printed(meeting)


async def test_after_a_round_became_void_nothing_can_be_signed(town: Town) -> None:
    meeting = await meet(town)
    await s.print_cards(meeting.hall, 6)
    await printed(meeting, 6 + s.RESERVE)
    await s.issue(meeting.hall, 1, 12, 6, 6)
    await meeting.act("opened")
    keys = meeting.town.house.sheet_keys
    name = sheet_key_name(meeting.hall.company.election, 1)
    assert keys.has(name)
    await meeting.act("round_voided", ground="urn_lost", clause="票箱损坏，本轮无效。")

    assert not keys.has(name)


@pytest.mark.parametrize("count", [0, -3, 5001, 1_000_001])
async def test_an_impossible_number_is_refused(meeting: Meeting, count: int) -> None:
    with pytest.raises(ApiProblem) as caught:
        await printed(meeting, count)
    assert caught.value.status == HTTPStatus.BAD_REQUEST


async def test_rules_without_paper_print_none(town: Town) -> None:
    meeting = await meet(
        town, rules=Rules(seats=2, roster_total=12, channels=("tablet",)), channels=("tablet",)
    )
    async with refused("figures.wrong"):
        await printed(meeting)
