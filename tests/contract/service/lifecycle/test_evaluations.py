"""满意度测评 on tablets and paper, again after mending, and by several groups, to good records."""

import os
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from ballot.results import ChannelTally, ItemTotals
from ballot.rules import Rules
from service.client import voter
from service.rehearsal import session as s
from service.rehearsal.rounds import follow
from tests.contract.service.lifecycle.meeting import PAPER_FREEZERS, Meeting, meet, refused
from tests.support.hall import Town
from tests.support.ratings import rated

NUMBERS = (1, 2, 3)
RATING = Rules(
    ballot_mode="graded",
    choices=("abstain", "dont_know"),
    body_type="standing_committee",
    roster_total=12,
    channels=("paper", "tablet"),
)
HAPPY, FAIR, BAD, UNKNOWN = range(4)
"""The places of the answers on a tablet: the grades, then 不了解."""
TABLET_ROWS: Sequence[Mapping[int, int]] = (
    *[{1: HAPPY, 2: BAD, 3: UNKNOWN}] * 4,
    {1: FAIR, 2: FAIR},
)
FORMS = (
    rated(1, 4, 2, 1),
    rated(2, 1, 1, 4, illegible=1),
    rated(3, 3, 3, 0, dont_know=1),
)
AGAIN = (rated(2, 6, 1, 0),)


def forms(*items: ItemTotals) -> ChannelTally:
    """What two tellers find on seven forms."""
    return ChannelTally(channel="paper", returned=7, valid=7, invalid=0, foreign=0, items=items)


async def rate(meeting: Meeting, rows: Sequence[Mapping[int, int]], number: int = 1) -> None:
    """Let the holders of the first cards of the deck rate on tablets."""
    await s.cast_all(meeting.hall, number, [dict(row) for row in rows])


async def result(meeting: Meeting, tally: ChannelTally | None, cards: int, number: int = 1) -> Any:
    """Count forms and tablets, and bring the round to its announced result."""
    if tally is not None:
        await s.count_by_hand(meeting.hall, number, tally)
    await meeting.act("paper_frozen", PAPER_FREEZERS, number)
    if cards:
        await s.open_sum(meeting.hall, number, cards)
    outcome = await s.decide(meeting.hall, number)
    await s.certify(meeting.hall, number, final=True)
    return outcome


async def evaluated(town: Town) -> tuple[Meeting, Any]:
    """Six forms and six cards; the holder of the last card hands in a form instead.

    Whoever hands in a form gives up the card, so the tablet refuses a second rating.
    """
    meeting = await meet(town, numbers=NUMBERS, rules=RATING)
    await s.print_cards(meeting.hall, 6)
    await s.hand_out(meeting.hall, 1, 12, 6, 6)
    await meeting.act("opened")
    await meeting.void(5)
    await meeting.exchange("tablet", "paper")
    await rate(meeting, TABLET_ROWS)
    async with refused("card.void"):
        booth = await voter.enter(meeting.hall.public, meeting.hall.company.election, 1)
        late = voter.rate(booth, meeting.hall.deck[5], {1: BAD}, os.urandom)
        await voter.cast(meeting.hall.public, booth, late)
    await meeting.act("closed")
    await meeting.chief.post(f"{meeting.round()}/duplicates", {"tablet": 1})
    await meeting.chief.post(f"{meeting.round()}/leftover", {"left_over": s.RESERVE - 1})
    return meeting, await result(meeting, forms(*FORMS), 5)


def grades(outcome: Any) -> dict[int, str]:
    return {one["number"]: one["grade"] for one in outcome["graded"]}


async def test_tablets_and_forms_are_rated_together_and_shown_apart(town: Town) -> None:
    meeting, outcome = await evaluated(town)

    assert outcome["status"] == "final"
    assert grades(outcome) == {1: "满意", 2: "不满意", 3: "不满意"}
    paper, tablet = (outcome["channels"][name]["counts"] for name in ("paper", "tablet"))
    assert [one["grades"] for one in paper] == [[4, 2, 1], [1, 1, 4], [3, 3, 0]]
    assert [one["grades"] for one in tablet] == [[4, 1, 0], [0, 1, 4], [0, 0, 0]]
    assert (tablet[2]["dont_know"], tablet[2]["abstain"]) == (4, 1)
    assert outcome["graded"][0]["sentence"] == (
        "第1项：满意8、基本满意3、不满意1、不了解0、弃权0，满意票超过常务委员会全体组成人员"
        "（12名）半数，测评等次为满意（依据满意度测评办法第七条）。"
    )
    assert (outcome["elected"], outcome["threshold"]) == ([], None)
    await meeting.verified()


async def test_what_was_unsatisfactory_is_rated_again_beside_the_first_result(town: Town) -> None:
    meeting, before = await evaluated(town)
    reported = {"result": "B", "unit": "县城管局", "text": "已改造12座，其余列入计划。"}
    await meeting.clerk.post(f"{meeting.path}/projects/2/handling", reported)
    await meeting.clerk.post(f"{meeting.path}/projects/2/handling/confirmation", {"accepted": True})
    number = (
        await meeting.clerk.post(
            f"{meeting.path}/rounds", {"kind": "re_evaluation", "candidates": [2]}
        )
    )["round"]
    await meeting.act("list_frozen", [("clerk", 1), ("presider", 1)], number)
    await s.hand_out(meeting.hall, number, 12, 7, 5)
    await meeting.act("opened", number=number)
    await rate(meeting, [{2: HAPPY}] * 5, number)
    await meeting.act("closed", number=number)
    await meeting.chief.post(f"{meeting.round(number)}/leftover", {"left_over": s.RESERVE})
    outcome = await result(meeting, forms(*AGAIN), 5, number)

    assert grades(outcome) == {2: "满意"}
    assert (await meeting.shown(1))["outcome"] == before
    shown = await meeting.clerk.get(f"{meeting.path}/evaluation")
    both = {one["number"]: [each["grade"] for each in one["results"]] for one in shown["projects"]}
    assert both == {1: ["满意"], 2: ["不满意", "满意"], 3: ["不满意"]}
    assert shown["handling"] == {"2": [{**reported, "accepted": True}]}
    await meeting.clerk.post(f"{meeting.round(number)}/papers/evaluation_summary")
    await meeting.verified()


async def test_all_that_is_unsatisfactory_is_rated_again_if_nothing_is_named(town: Town) -> None:
    meeting, _ = await evaluated(town)

    assert await follow(meeting.hall, "re_evaluation") == (2, (2, 3), 2)
    async with refused("list.wrong", words="上一轮没有结果"):
        await meeting.clerk.post(f"{meeting.path}/rounds", {"kind": "re_evaluation"})


WEIGHED = msgspec.structs.replace(
    RATING,
    grade_rule="weighted",
    grader_weights={"组成人员": 60, "群众": 40},
    channels=("paper",),
    roster_total=7,
)


async def on_forms(town: Town, *items: ItemTotals) -> Meeting:
    """One group's own evaluation, on seven forms."""
    meeting = await meet(town, numbers=NUMBERS, rules=WEIGHED, channels=("paper",), voters=7)
    await s.hand_out(meeting.hall, 1, 7, 7, 0)
    await meeting.act("opened")
    await meeting.act("closed")
    await meeting.chief.post(f"{meeting.round()}/leftover", {"left_over": s.RESERVE})
    await result(meeting, forms(*items), 0)
    return meeting


async def test_groups_rate_apart_and_are_joined_by_weight(town: Town) -> None:
    people = await on_forms(town, *FORMS)
    members = await on_forms(
        town, rated(1, 7, 0, 0), rated(2, 0, 0, 7), rated(3, 0, 0, 0, abstain=7)
    )
    groups = {
        "组成人员": (members.hall.company.election, 1),
        "群众": (people.hall.company.election, 1),
    }
    path = f"{members.round()}/combined"
    async with refused("figures.wrong"):
        await members.clerk.post(path, {"groups": {"群众": groups["群众"]}})
    joint = await members.clerk.post(path, {"groups": groups})

    assert joint[0]["score"] == [648, 7]  # (60 * 100 + 40 * 570 / 7) / 100
    assert "score" not in joint[2]
    assert "组成人员没有有效评价，不能按权重合成" in joint[2]["sentence"]
    await members.clerk.post(f"{members.round()}/papers/evaluation_summary")
    await members.verified()


async def test_groups_under_other_rules_or_without_a_result_are_not_joined(town: Town) -> None:
    members = await on_forms(town, *FORMS)
    other = await meet(town, numbers=NUMBERS, rules=RATING)
    own = (members.hall.company.election, 1)
    groups = {"组成人员": own, "群众": (other.hall.company.election, 1)}
    async with refused("act.not_yet", words="群众"):
        await members.clerk.post(f"{members.round()}/combined", {"groups": groups})
    finished, _ = await evaluated(town)
    groups["群众"] = (finished.hall.company.election, 1)
    async with refused("figures.wrong", words="测评办法与本次不同"):
        await members.clerk.post(f"{members.round()}/combined", {"groups": groups})
