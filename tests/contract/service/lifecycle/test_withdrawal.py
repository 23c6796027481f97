"""definition_withdrawn: back to the draft, the old sheets are dead, the cards live on."""

from typing import Any

import pytest

from service.rehearsal import session as s
from service.rehearsal.company import Signer
from service.rehearsal.rounds import play
from service.rehearsal.run import candidates_csv
from tests.contract.service.lifecycle.meeting import Meeting, halves, meet, refused, row
from tests.support.hall import Town, answer, code_of

OLD, NEW = (1, 2, 3, 4), (1, 2, 3, 5)
TWO: tuple[Signer, ...] = (("clerk", 1), ("presider", 1))
REASON = "第 4 号项目资金来源有变，由第 5 号项目代替。"


async def withdrawn(town: Town) -> Meeting:
    """Freeze, print, hand out, cancel two cards; then take the list back."""
    meeting = await meet(town, numbers=OLD)
    await s.print_cards(meeting.hall, 8)
    await s.hand_out(meeting.hall, 1, 12, 6, 6)
    await meeting.cancel([6, 7])
    await meeting.act("definition_withdrawn", TWO, reason=REASON)
    return meeting


async def test_a_new_list_is_frozen_and_voted_with_the_cards_of_the_old_one(town: Town) -> None:
    meeting = await withdrawn(town)
    shown = await meeting.shown()
    assert (shown["stage"], shown["definition"]) == ("drafting", None)
    assert shown["destroyed"] == 6 + s.RESERVE
    assert set(shown["paper"].values()) == set(shown["tablet"].values()) == {0}

    await s.list_candidates(meeting.hall, "候选项目.csv", candidates_csv(NEW))
    assert (await meeting.shown())["tablet"]["printed"] == 6
    deck = list(meeting.hall.deck)
    outcome = await play(meeting.hall, 1, NEW, 2, halves([row(NEW, 1, 5)] * 12))

    assert (outcome["status"], outcome["elected"]) == ("final", [1, 5])
    assert meeting.hall.deck == deck
    assert (await meeting.shown())["destroyed"] == 6 + s.RESERVE
    await meeting.verified()


async def test_nothing_of_the_old_list_is_voted_on(town: Town) -> None:
    meeting = await withdrawn(town)

    for name in ("opened", "closed", "definition_withdrawn"):
        more: dict[str, Any] = {"reason": "另一个理由"} if name == "definition_withdrawn" else {}
        signers = TWO if more else s.CHIEF_AND_PRESIDER
        async with refused("stage.wrong"):
            await meeting.act(name, signers, **more)
    for path in ("booth", "definition"):
        async with refused("act.not_yet"):
            await meeting.hall.public.get(f"{meeting.round()}/{path}")
    async with refused("stage.wrong"):
        await meeting.chief.post(f"{meeting.round()}/issued", {"channel": "paper", "count": 6})


@pytest.mark.parametrize("missing", [0, 1])
async def test_one_person_does_not_take_a_list_back(town: Town, missing: int) -> None:
    meeting = await meet(town, channels=("paper",))
    await meeting.act("definition_withdrawn", [TWO[missing]], reason=REASON)

    assert (await meeting.shown())["stage"] == "listed"


async def test_a_list_is_not_taken_back_without_a_reason(town: Town) -> None:
    meeting = await meet(town, channels=("paper",))

    async with refused("request.malformed"):
        await meeting.act("definition_withdrawn", TWO)


async def test_a_list_is_not_taken_back_once_voting_began(town: Town) -> None:
    meeting = await meet(town, channels=("paper",))
    await s.hand_out(meeting.hall, 1, 12, 12, 0)
    await meeting.act("opened")

    async with refused("stage.wrong"):
        await meeting.act("definition_withdrawn", TWO, reason=REASON)


async def test_the_same_act_in_the_same_minute_is_not_taken_for_the_one_before(
    town: Town,
) -> None:
    """Its old signatures would fit; it must neither happen by itself nor be called done."""
    meeting = await withdrawn(town)
    body = {"act": "definition_withdrawn", "reason": REASON}

    answered = await answer(meeting.clerk, "POST", f"{meeting.round()}/acts", json=body)

    assert answered.status_code in {200, 201, 409}
    if answered.status_code == 409:
        assert code_of(answered) == "act.already_done"
    else:  # a minute later it is another act, which the stage forbids
        assert answered.json()["state"] == "pending"
