"""The urn: one ballot per card, the same answer to the same bytes, nothing lost at the close."""

import asyncio
from collections.abc import Sequence

import pytest

from ballot import events as e
from ballot.canonical import digest
from ballot.errors import Malformed
from ballot.events import Event, decode
from ballot.refusals import CardSpent, CardVoid, NoSuchRound, WrongStage
from ballot.state import Election
from service.ledger import (
    BallotBurnt,
    BallotInUrn,
    Card,
    Cast,
    Envelope,
    Ledger,
    UrnBallot,
    UrnMismatch,
)
from service.ledger.values import BALLOT_LIMIT
from tests.support.polling import CHIEF_AND_PRESIDER, Polling, cast_event, envelope
from tests.support.story import AT


async def logged(ledger: Ledger, polling: Polling) -> list[e.BallotCast]:
    leaves = await ledger.leaves(polling.id, 0, 100_000)
    return [one for one in map(decode, leaves) if isinstance(one, e.BallotCast)]


async def close(ledger: Ledger, polling: Polling) -> None:
    await ledger.close_round(polling.id, 1, polling.close_with())


async def test_a_ballot_cast_twice_is_there_once(ledger: Ledger, polling: Polling) -> None:
    one = envelope()

    assert await ledger.cast(polling.id, 1, one) is Cast.NEW
    assert await ledger.cast(polling.id, 1, one) is Cast.SAME
    await close(ledger, polling)
    assert len(await logged(ledger, polling)) == 1


async def test_the_same_ballot_many_times_at_once_is_new_once(
    ledger: Ledger, polling: Polling
) -> None:
    one = envelope()
    answers = await asyncio.gather(*(ledger.cast(polling.id, 1, one) for _ in range(50)))

    assert sorted(answers) == [Cast.NEW, *[Cast.SAME] * 49]


async def test_a_card_casts_one_ballot(ledger: Ledger, polling: Polling) -> None:
    first, second = envelope("card"), envelope("card")
    await ledger.cast(polling.id, 1, first)

    with pytest.raises(CardSpent):
        await ledger.cast(polling.id, 1, second)
    assert await ledger.card(polling.id, 1, "card") == Card(
        state="spent", ballot=digest(first.ballot)
    )


async def test_of_many_ballots_of_one_card_at_once_one_is_cast(
    ledger: Ledger, polling: Polling
) -> None:
    rivals = [envelope("card") for _ in range(30)]
    waiting = (ledger.cast(polling.id, 1, one) for one in rivals)
    answers = await asyncio.gather(*waiting, return_exceptions=True)

    assert answers.count(Cast.NEW) == 1
    assert sum(isinstance(answer, CardSpent) for answer in answers) == 29


async def test_the_same_ballot_with_other_proofs_is_another_ballot(
    ledger: Ledger, polling: Polling
) -> None:
    one = envelope()
    await ledger.cast(polling.id, 1, one)
    other = Envelope(
        credential=one.credential, unsigned=one.unsigned, ballot=one.ballot, proofs=b"other"
    )

    with pytest.raises(CardSpent):
        await ledger.cast(polling.id, 1, other)


async def test_a_card_scanned_again_says_unspent_spent_or_voided(
    ledger: Ledger, polling: Polling
) -> None:
    one = envelope("spent")
    await ledger.cast(polling.id, 1, one)
    await ledger.run(polling.id, polling.void_card("dead"))

    for _ in range(2):
        assert (await ledger.card(polling.id, 1, "spent")).ballot == digest(one.ballot)
        assert await ledger.card(polling.id, 1, "dead") == Card(state="voided")
        assert await ledger.card(polling.id, 1, "new") == Card(state="unspent")
        if await ledger.counted(polling.id, 1, digest(one.ballot)) is None:
            await close(ledger, polling)


async def test_a_voided_card_casts_nothing(ledger: Ledger, polling: Polling) -> None:
    await ledger.run(polling.id, polling.void_card("card"))

    with pytest.raises(CardVoid):
        await ledger.cast(polling.id, 1, envelope("card"))


async def test_a_spent_card_is_not_voided(ledger: Ledger, polling: Polling) -> None:
    await ledger.cast(polling.id, 1, envelope("card"))

    with pytest.raises(CardSpent):
        await ledger.run(polling.id, polling.void_card("card"))
    await close(ledger, polling)


async def test_of_casting_and_voiding_a_card_at_once_one_happens(
    ledger: Ledger, polling: Polling
) -> None:
    cards = [f"card{number}" for number in range(20)]
    waiting = [ledger.cast(polling.id, 1, envelope(card)) for card in cards]
    voiding = [ledger.run(polling.id, polling.void_card(card)) for card in cards]
    pairs = [one for pair in zip(voiding, waiting, strict=True) for one in pair]
    answers = await asyncio.gather(*pairs, return_exceptions=True)
    await close(ledger, polling)

    assert sum(isinstance(one, CardSpent | CardVoid) for one in answers) == 20
    assert len(await logged(ledger, polling)) == answers.count(Cast.NEW)


async def test_a_burnt_ballot_is_never_cast_and_its_card_stays_unspent(
    ledger: Ledger, polling: Polling
) -> None:
    burnt = envelope("card")
    await ledger.burn(polling.id, 1, burnt.unsigned)
    await ledger.burn(polling.id, 1, burnt.unsigned)

    with pytest.raises(BallotBurnt):
        await ledger.cast(polling.id, 1, burnt)
    assert (await ledger.card(polling.id, 1, "card")).state == "unspent"
    assert await ledger.cast(polling.id, 1, envelope("card")) is Cast.NEW
    assert await ledger.burnt(polling.id, 1) == 1


async def test_a_ballot_in_the_urn_is_never_opened(ledger: Ledger, polling: Polling) -> None:
    one = envelope()
    await ledger.cast(polling.id, 1, one)

    with pytest.raises(BallotInUrn):
        await ledger.burn(polling.id, 1, one.unsigned)
    assert await ledger.burnt(polling.id, 1) == 0


async def test_of_casting_and_burning_a_ballot_at_once_one_happens(
    ledger: Ledger, polling: Polling
) -> None:
    ballots = [envelope() for _ in range(20)]
    waiting = [
        act
        for one in ballots
        for act in (ledger.cast(polling.id, 1, one), ledger.burn(polling.id, 1, one.unsigned))
    ]
    answers = await asyncio.gather(*waiting, return_exceptions=True)

    pairs = zip(answers[::2], answers[1::2], strict=True)
    for cast, burn in pairs:
        assert (cast is Cast.NEW and isinstance(burn, BallotInUrn)) or (
            isinstance(cast, BallotBurnt) and burn is None
        )


async def test_nothing_is_cast_or_burnt_before_the_round_opens(ledger: Ledger) -> None:
    polling = Polling().until_open()
    await ledger.create(polling.id, polling.events[:-1])

    with pytest.raises(WrongStage):
        await ledger.cast(polling.id, 1, envelope())
    with pytest.raises(WrongStage):
        await ledger.burn(polling.id, 1, envelope().unsigned)
    with pytest.raises(NoSuchRound):
        await ledger.cast(polling.id, 2, envelope())


async def test_the_close_logs_every_ballot_once_in_order_of_hash(
    ledger: Ledger, polling: Polling
) -> None:
    cast = [envelope() for _ in range(100)]
    await asyncio.gather(*(ledger.cast(polling.id, 1, one) for one in cast))
    await close(ledger, polling)

    in_order = sorted(one.entry() for one in cast)
    assert await logged(ledger, polling) == [*map(cast_event, in_order)]


async def test_the_closed_ballots_are_objects_with_their_proofs(
    ledger: Ledger, polling: Polling
) -> None:
    with_proofs, size = envelope(), 40_000
    without = Envelope(credential="c", unsigned=digest(b"u"), ballot=b"b" * size, proofs=None)
    for one in (with_proofs, without):
        await ledger.cast(polling.id, 1, one)
    await close(ledger, polling)

    for one in (with_proofs, without):
        entry = one.entry()
        assert await ledger.get_object(entry.ballot) == one.ballot
        if entry.proofs is not None:
            assert await ledger.get_object(entry.proofs) == one.proofs


async def test_a_tracker_leads_to_its_leaf_after_the_close(
    ledger: Ledger, polling: Polling
) -> None:
    cast = [envelope() for _ in range(10)]
    for one in cast:
        await ledger.cast(polling.id, 1, one)
        assert await ledger.counted(polling.id, 1, digest(one.ballot)) is None
    await close(ledger, polling)

    for one in cast:
        found = await ledger.counted(polling.id, 1, digest(one.ballot))
        assert found is not None
        [leaf] = await ledger.leaves(polling.id, found[1], found[1] + 1)
        assert decode(leaf) == cast_event(one.entry())


async def test_projections_rebuilt_from_the_log_are_the_same(
    ledger: Ledger, polling: Polling
) -> None:
    cast = [envelope() for _ in range(10)]
    for one in cast:
        await ledger.cast(polling.id, 1, one)
    await close(ledger, polling)
    before = [await ledger.counted(polling.id, 1, digest(one.ballot)) for one in cast]

    assert await ledger.rebuild(polling.id) == await ledger.size(polling.id)
    assert [await ledger.counted(polling.id, 1, digest(one.ballot)) for one in cast] == before


async def test_a_retry_after_the_close_is_answered_as_before_and_a_late_ballot_refused(
    ledger: Ledger, polling: Polling
) -> None:
    one = envelope()
    await ledger.cast(polling.id, 1, one)
    await close(ledger, polling)

    assert await ledger.cast(polling.id, 1, one) is Cast.SAME
    with pytest.raises(WrongStage):
        await ledger.cast(polling.id, 1, envelope())
    assert len(await logged(ledger, polling)) == 1


async def test_casts_that_race_the_close_are_in_the_log_or_refused(
    ledger: Ledger, polling: Polling
) -> None:
    cast = [envelope() for _ in range(100)]
    casting = [ledger.cast(polling.id, 1, one) for one in cast]
    closing = ledger.close_round(polling.id, 1, polling.close_with())
    answers = await asyncio.gather(*casting[:50], closing, *casting[50:], return_exceptions=True)

    accepted = [
        one
        for one, answer in zip(cast, answers[:50] + answers[51:], strict=True)
        if answer is Cast.NEW
    ]
    assert await logged(ledger, polling) == [
        *map(cast_event, sorted(one.entry() for one in accepted))
    ]


async def test_a_round_is_closed_once(ledger: Ledger, polling: Polling) -> None:
    await close(ledger, polling)

    with pytest.raises(WrongStage):
        await close(ledger, polling)


@pytest.mark.parametrize("fault", ["one left out", "one added", "other proofs", "no closed"])
async def test_a_close_that_would_change_the_urn_is_refused(
    ledger: Ledger, polling: Polling, fault: str
) -> None:
    for _ in range(3):
        await ledger.cast(polling.id, 1, envelope())
    honest = polling.close_with()

    def crooked(now: Election, urn: Sequence[UrnBallot]) -> Sequence[Event]:
        closed, *ballots = honest(now, urn)
        last = ballots[-1]
        assert isinstance(last, e.BallotCast)
        added = e.BallotCast(round=1, ballot=digest(b"x"), proofs=None, credential="forged")
        swapped = e.BallotCast(round=1, ballot=last.ballot, proofs=None, credential=last.credential)
        return {
            "one left out": [closed, *ballots[:-1]],
            "one added": [closed, *sorted([*ballots, added], key=ballot_of)],
            "other proofs": [closed, *ballots[:-1], swapped],
            "no closed": [e.Replaced(round=1, from_channel="paper", to_channel="paper", count=1)],
        }[fault]

    with pytest.raises(UrnMismatch):
        await ledger.close_round(polling.id, 1, crooked)
    await close(ledger, polling)
    assert len(await logged(ledger, polling)) == 3


def ballot_of(event: Event) -> str:
    assert isinstance(event, e.BallotCast)
    return event.ballot


async def test_a_refused_close_leaves_the_urn_standing(ledger: Ledger, polling: Polling) -> None:
    await ledger.cast(polling.id, 1, envelope("card"))
    unsigned = e.Closed(round=1, at=AT, approvals=())

    with pytest.raises(Exception, match="签名"):
        await ledger.close_round(polling.id, 1, lambda _now, urn: [unsigned, *map(cast_event, urn)])
    assert (await ledger.card(polling.id, 1, "card")).state == "spent"
    assert await ledger.cast(polling.id, 1, envelope("other")) is Cast.NEW


async def test_the_urn_of_a_void_round_is_gone(ledger: Ledger, polling: Polling) -> None:
    await ledger.cast(polling.id, 1, envelope("card"))
    void = e.RoundVoided(round=1, ground="urn_lost", clause="演练", at=AT, approvals=())
    await ledger.run(polling.id, lambda _now: [polling.signed(void, CHIEF_AND_PRESIDER)])

    assert await logged(ledger, polling) == []
    assert (await ledger.card(polling.id, 1, "card")).state == "unspent"
    with pytest.raises(WrongStage):
        await ledger.cast(polling.id, 1, envelope())


async def test_a_value_that_the_store_refuses_spoils_no_other(
    ledger: Ledger, polling: Polling
) -> None:
    odd = [envelope(f"lone surrogate \ud800 {number}") for number in range(3)]
    good = [envelope() for _ in range(10)]
    waiting = (ledger.cast(polling.id, 1, one) for one in [*good[:5], *odd, *good[5:]])
    answers = await asyncio.gather(*waiting, return_exceptions=True)

    assert answers[:5] + answers[8:] == [Cast.NEW] * 10
    assert all(isinstance(answer, Exception) for answer in answers[5:8])
    await close(ledger, polling)
    assert len(await logged(ledger, polling)) == 10


def test_a_ballot_beyond_the_limit_is_malformed() -> None:
    with pytest.raises(Malformed):
        envelope(size=BALLOT_LIMIT + 1)


async def test_a_caller_who_goes_away_stops_nothing(ledger: Ledger, polling: Polling) -> None:
    gone = asyncio.ensure_future(ledger.cast(polling.id, 1, envelope("gone")))
    await asyncio.sleep(0)
    gone.cancel()

    assert await ledger.cast(polling.id, 1, envelope("here")) is Cast.NEW
    assert (await ledger.card(polling.id, 1, "gone")).state == "spent"
