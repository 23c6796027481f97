"""What a key holder's device refuses to decrypt, whatever the service shows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from audit.checkpoint import Checkpoint, sign_checkpoint
from audit.merkle import leaf_hash, root_of
from audit.origin import log_verifier, origin_of
from ballot.events import (
    BallotCast,
    ElectionCreated,
    EncryptedTally,
    PartialDecryption,
    decode,
    encode,
)
from ballot.refusals import WrongFigures
from ballot.sealed.fault import SealedFault
from service.client.api import Api
from service.client.closed import NotOurLog
from service.client.trustee import Trustee
from service.rehearsal import session as s
from service.rehearsal.company import Signer
from service.rehearsal.plan import Split, count_paper
from service.rehearsal.rounds import follow
from tests.contract.service.lifecycle.meeting import PAPER_FREEZERS, Meeting, meet, refused, row
from tests.support.hall import Town

NUMBERS = (1, 2, 3, 4)
BALLOT = row(NUMBERS, 1, 2)
CHIEF: tuple[Signer, ...] = (("chief_scrutineer", 1),)
MIN_CHANNEL = 10
Leaves = Sequence[bytes]


@dataclass
class Crooked(Api):
    """A service that shows ``shown(leaves)`` as the closed log, and signs it if it has the key."""

    honest: Api
    shown: Callable[[Leaves], Leaves]
    sign: Callable[[Leaves], str] | None = None

    async def get(self, path: str, **query: str) -> Any:
        answer = await self.honest.get(path, **query)
        if not path.endswith("/closed-log"):
            return answer
        leaves = self.shown([one.encode() for one in answer["leaves"]])
        note = answer["checkpoint"] if self.sign is None else self.sign(leaves)
        return {
            "size": len(leaves),
            "checkpoint": note,
            "leaves": [one.decode() for one in leaves],
        }

    async def get_bytes(self, path: str) -> bytes:
        return await self.honest.get_bytes(path)

    async def post(self, path: str, body: Any = None) -> Any:
        return await self.honest.post(path, body)


def without_ballots(keep: slice) -> Callable[[Leaves], Leaves]:
    """Leave only the ballots ``keep`` of the round in the log, and no product named."""

    def shown(leaves: Leaves) -> Leaves:
        events = [decode(one) for one in leaves]
        casts = [one for one in events if isinstance(one, BallotCast)]
        kept = casts[keep]
        return [
            encode(one)
            for one in events
            if not isinstance(one, EncryptedTally | PartialDecryption)
            and (one not in casts or one in kept)
        ]

    return shown


def signer(meeting: Meeting) -> Callable[[Leaves], str]:
    """Sign as the service does, with the election's own log key."""
    election = meeting.hall.company.election
    key = meeting.town.house.log_keys.load(election)

    def sign(leaves: Leaves) -> str:
        root = root_of(map(leaf_hash, leaves))
        checkpoint = Checkpoint(origin=origin_of(election), size=len(leaves), root=root)
        verifier = log_verifier(election, key.public_key)
        return sign_checkpoint(checkpoint, verifier, key.sign_bytes).decode()

    return sign


def holder(
    meeting: Meeting, index: int, shown: Callable[[Leaves], Leaves], *, signed: bool
) -> Trustee:
    """Return the device of a key holder whose connection leads to a crooked service."""
    trustee = meeting.hall.trustees[index - 1]
    trustee.api = Crooked(trustee.api, shown, signer(meeting) if signed else None)
    return trustee


def straighten(trustee: Trustee) -> None:
    assert isinstance(trustee.api, Crooked)
    trustee.api = trustee.api.honest


async def closed(town: Town, *, tablets: int, cast: int, papers: int = MIN_CHANNEL) -> Meeting:
    """Play a binding session, signed on paper, to the frozen paper of round 1."""
    meeting = await meet(town, voters=papers + tablets, binding=True)
    await s.print_cards(meeting.hall, tablets)
    await s.hand_out(meeting.hall, 1, papers + tablets, papers, tablets)
    await meeting.act_on_paper("opened", s.CHIEF_AND_PRESIDER)
    await s.cast_all(meeting.hall, 1, s.rows_of(NUMBERS, [BALLOT] * cast))
    await meeting.act_on_paper("closed", s.CHIEF_AND_PRESIDER)
    await meeting.chief.post(f"{meeting.round()}/leftover", {"left_over": s.RESERVE})
    await meeting.chief.post(f"{meeting.round()}/box", {"count": papers})
    await meeting.chief.post(f"{meeting.round()}/cards-in-box", {"count": cast})
    tally = count_paper(NUMBERS, [BALLOT] * papers, meeting.hall.plan.rules, meeting.seats)
    for teller in (1, 2):
        await meeting.enter_on_paper(teller, tally)
    await meeting.act_on_paper("paper_frozen", PAPER_FREEZERS)
    return meeting


async def certify_on_paper(meeting: Meeting, number: int = 1) -> None:
    scrutineers: list[Signer] = [("scrutineer", at) for at in (1, 2, 3)]
    await meeting.act_on_paper("certified", [*CHIEF, *scrutineers], number)
    await meeting.act_on_paper("announced", [("presider", 1)], number)


@pytest_asyncio.fixture(loop_scope="session")
async def meeting(town: Town) -> Meeting:
    """A binding round of 11 tablet ballots whose opening is authorised."""
    meeting = await closed(town, tablets=11, cast=11)
    await meeting.act_on_paper("opening_authorised", CHIEF)
    await meeting.chief.post(f"{meeting.round()}/encrypted-tally")
    return meeting


async def test_a_binding_session_signed_on_paper_is_opened_by_two_of_three(
    meeting: Meeting,
) -> None:
    for index in (1, 3):
        await meeting.hall.trustees[index - 1].open(1)
    outcome = await s.decide(meeting.hall, 1)
    assert (outcome["status"], outcome["elected"]) == ("final", [1, 2])
    async with refused("act.not_yet"):
        await meeting.hall.public.get_bytes(f"{meeting.path}/record.zip")
    await certify_on_paper(meeting)

    report = await meeting.verified()
    assert not report.rehearsal
    (signed,) = [one for one in report.results if one.id == "C-01"]
    assert any("纸上签字" in one for one in signed.remarks)


@pytest.mark.parametrize("keep", [slice(1), slice(1, None)], ids=["one ballot", "all but one"])
async def test_a_log_without_some_ballots_is_not_the_one_that_was_signed(
    meeting: Meeting, keep: slice
) -> None:
    with pytest.raises(NotOurLog, match="检查点"):
        await holder(meeting, 1, without_ballots(keep), signed=False).open(1)


async def test_one_ballot_is_not_decrypted_even_if_the_log_key_signs_it_alone(
    meeting: Meeting,
) -> None:
    with pytest.raises(WrongFigures, match="难以保密"):
        await holder(meeting, 1, without_ballots(slice(1)), signed=True).open(1)


async def test_a_log_that_calls_itself_a_rehearsal_opens_no_single_ballot(
    meeting: Meeting,
) -> None:
    def shown(leaves: Leaves) -> Leaves:
        first, *rest = without_ballots(slice(1))(leaves)
        created = decode(first)
        assert isinstance(created, ElectionCreated)
        return [first.replace(b'"rehearsal":false', b'"rehearsal":true'), *rest]

    with pytest.raises(SealedFault) as caught:
        await holder(meeting, 1, shown, signed=True).open(1)
    assert caught.value.code == "sealed.too_few_ballots"


async def test_all_but_one_are_not_decrypted_after_all(meeting: Meeting) -> None:
    await meeting.hall.trustees[0].open(1)

    with pytest.raises(SealedFault) as caught:
        await holder(meeting, 1, without_ballots(slice(1, None)), signed=True).open(1)
    assert caught.value.code == "sealed.second_tally"


async def test_all_are_not_decrypted_after_all_but_one_and_the_sum_is_never_learnt(
    meeting: Meeting,
) -> None:
    cheated = holder(meeting, 1, without_ballots(slice(1, None)), signed=True)
    async with refused("sealed.partial_proof"):  # it was made for a product that is not in the log
        await cheated.open(1)
    straighten(cheated)

    with pytest.raises(SealedFault) as caught:
        await cheated.open(1)
    assert caught.value.code == "sealed.second_tally"
    for index in (2, 3):
        await meeting.hall.trustees[index - 1].open(1)
    assert (await s.decide(meeting.hall, 1))["status"] == "final"


async def test_a_product_that_is_not_this_devices_own_is_not_decrypted(meeting: Meeting) -> None:
    def shown(leaves: Leaves) -> Leaves:
        events = [decode(one) for one in leaves]
        names = [one.tally for one in events if isinstance(one, EncryptedTally)]
        return [one.replace(names[0].encode(), b"0" * 64) for one in leaves]

    with pytest.raises(NotOurLog, match="合计"):
        await holder(meeting, 1, shown, signed=True).open(1)


async def test_a_channel_too_small_to_hide_in_is_not_opened_and_voted_again_on_paper(
    town: Town,
) -> None:
    meeting = await closed(town, tablets=MIN_CHANNEL, cast=MIN_CHANNEL - 1)

    async with refused("figures.wrong", words="难以保密"):
        await meeting.act_on_paper("opening_authorised", CHIEF)
    few: dict[str, Any] = {"ground": "below_min_channel", "clause": "平板投票不足十张，本轮无效。"}
    await meeting.act_on_paper("round_voided", s.CHIEF_AND_PRESIDER, **few)
    await meeting.decides(1, "revote")
    number, _, _ = await follow(meeting.hall, "revote")
    await vote_on_paper(meeting, number, Split(paper=(BALLOT,) * 20, tablet=()))

    assert (await meeting.shown(number))["outcome"]["elected"] == [1, 2]
    assert (await meeting.verified()).stages == ("第 1 轮无效", "第 2 轮已公告")


async def vote_on_paper(meeting: Meeting, number: int, voters: Split) -> None:
    """Play a round with sheets alone to its announcement."""
    present = len(voters.paper)
    await s.hand_out(meeting.hall, number, present, present, 0)
    await meeting.chief.post(f"{meeting.round(number)}/leftover", {"left_over": s.RESERVE})
    await meeting.act_on_paper("opened", s.CHIEF_AND_PRESIDER, number)
    await meeting.act_on_paper("closed", s.CHIEF_AND_PRESIDER, number)
    tally = count_paper(NUMBERS, voters.paper, meeting.hall.plan.rules, meeting.seats)
    await s.count_by_hand(meeting.hall, number, tally)
    await meeting.act_on_paper("paper_frozen", PAPER_FREEZERS, number)
    await s.decide(meeting.hall, number)
    await certify_on_paper(meeting, number)


async def test_enough_tablet_ballots_are_no_ground_to_void(town: Town) -> None:
    meeting = await closed(town, tablets=MIN_CHANNEL, cast=MIN_CHANNEL)

    few: dict[str, Any] = {"ground": "below_min_channel", "clause": "平板投票不足十张，本轮无效。"}
    async with refused("figures.wrong", words="没有少于"):
        await meeting.act_on_paper("round_voided", s.CHIEF_AND_PRESIDER, **few)


async def test_a_binding_session_hands_out_no_channel_too_small_to_hide_in(town: Town) -> None:
    meeting = await meet(town, voters=20, binding=True)
    await s.print_cards(meeting.hall, 9)
    await s.hand_out(meeting.hall, 1, 20, 11, 9)

    async with refused("figures.wrong", words="难以保密"):
        await meeting.act_on_paper("opened", s.CHIEF_AND_PRESIDER)


async def test_a_binding_session_takes_no_key_of_one_holder(town: Town) -> None:
    meeting = await meet(town, voters=20, binding=True, channels=("paper",))

    for trustees, threshold in ((1, 1), (2, 2), (3, 1)):
        body = {"trustees": trustees, "threshold": threshold}
        async with refused("ceremony.wrong"):
            await meeting.clerk.post(f"{meeting.path}/ceremony", body)


async def test_nobody_contributes_with_another_scrutineers_signature(town: Town) -> None:
    meeting = await meet(town, voters=20)
    body = {"trustees": 3, "threshold": 2}
    await meeting.clerk.post(f"{meeting.path}/ceremony", body)
    first, second, _ = meeting.hall.trustees
    own, first.sign = first.sign, second.sign

    async with refused("signature.bad"):
        await first.certify()
    first.sign = own
    await first.certify()
