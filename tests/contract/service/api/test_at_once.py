"""Two people who do the last step at the same moment both get the answer of the one that won."""

import asyncio

import httpx
import msgspec

from ballot import events as e
from ballot.events.base import KeyApproval
from ballot.signing import statement
from service.acts import happen
from service.rehearsal.plan import count_paper
from tests.support.hall import CHOSEN, NUMBERS, Session, Town, answer, code_of


async def entered(session: Session, teller: int) -> httpx.Response:
    tally = count_paper(NUMBERS, session.voters.paper, session.hall.plan.rules, CHOSEN)
    unsigned = e.HandCountEntered(
        round=1,
        teller=teller,
        entry=1,
        tally=tally,
        approval=KeyApproval(role="teller", holder=teller, signature="0" * 128),
    )
    signature = session.hall.company.of("teller", teller).key.sign(statement(session.id, unsigned))
    body = {"tally": msgspec.to_builtins(tally), "signature": signature}
    path = f"{session.round()}/hand-counts"
    return await answer(session.api("teller", teller), "POST", path, json=body)


async def test_two_tellers_who_agree_at_once_both_hear_that_they_agree(town: Town) -> None:
    session = await town.session("closed")
    box = {"count": len(session.voters.paper)}
    await session.api("chief_scrutineer").post(f"{session.round()}/box", box)
    found = await asyncio.gather(entered(session, 1), entered(session, 2))

    assert {one.status_code for one in found} == {201}, [one.text for one in found]
    assert any(one.json()["agreed"] for one in found)
    state = await session.api("clerk").get(session.path)
    assert state["rounds"][0]["hand_count_agreed"] is True


async def test_a_sum_asked_for_twice_at_once_is_made_once(town: Town) -> None:
    session = await town.session("paper_frozen")
    chief = session.api("chief_scrutineer")
    await chief.post(f"{session.round()}/cards-in-box", {"count": len(session.voters.tablet)})
    await session.act("opening_authorised", ("chief_scrutineer", 1))
    path = f"{session.round()}/encrypted-tally"
    found = await asyncio.gather(*(answer(chief, "POST", path) for _ in range(3)))

    assert {one.status_code for one in found} == {201}, [one.text for one in found]
    assert len({one.content for one in found}) == 1


async def test_an_act_whose_completion_a_crash_prevented_is_completed_by_signing_again(
    town: Town,
) -> None:
    """It stands in the log and the office does not know; signing again appends nothing."""
    session = await town.session("ready")
    people = session.hall.company
    act = await people.api("presider").post(f"{session.round()}/acts", {"act": "opened"})
    await people.of("presider").approve(session.id, act, "presider", 1)
    chief = people.of("chief_scrutineer")
    signature = chief.key.sign(bytes.fromhex(act["statement"]))
    approval = KeyApproval(role="chief_scrutineer", holder=1, signature=signature)
    await happen(town.house, await town.house.acts.approve(act["id"], approval, by=chief.account))
    size = await town.house.ledger.size(session.id)

    assert (await town.house.acts.get(act["id"])).state == "pending"
    again = await chief.approve(session.id, act, "chief_scrutineer", 1)
    assert again["state"] == "completed"
    assert await town.house.ledger.size(session.id) == size


async def test_the_last_signature_given_twice_at_once_opens_once(town: Town) -> None:
    session = await town.session("ready")
    people = session.hall.company
    act = await people.api("presider").post(f"{session.round()}/acts", {"act": "opened"})
    await people.of("presider").approve(session.id, act, "presider", 1)
    chief = people.of("chief_scrutineer")
    body = {
        "role": "chief_scrutineer",
        "holder": 1,
        "signature": chief.key.sign(bytes.fromhex(act["statement"])),
    }
    path = f"{session.path}/acts/{act['id']}/approvals"
    found = await asyncio.gather(*(answer(chief.api, "POST", path, json=body) for _ in range(4)))

    refused = [code_of(one) for one in found if one.is_error]
    assert sorted({one.status_code for one in found}) in ([201], [201, 409]), refused
    assert set(refused) <= {"act.approved", "act.completed", "stage.wrong", "act.withdrawn"}
    state = await session.api("clerk").get(session.path)
    assert state["rounds"][0]["stage"] == "open"
    assert (await town.house.acts.get(act["id"])).state == "completed"
