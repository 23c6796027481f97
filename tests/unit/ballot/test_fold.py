"""The fold refuses what the stage, the books or the signatures do not allow."""

from collections.abc import Callable

import msgspec
import pytest

from ballot import events as e
from ballot import refusals as r
from ballot.errors import Malformed, Refused
from ballot.fold import fold
from ballot.results import Tally, WrittenIn
from ballot.rules import Rules
from ballot.signing import BadSignature
from ballot.state import Election
from tests.support.story import AT, SOME, Story, paper_tally

Telling = Callable[[Story], object]
BRIDGE = WrittenIn(title="修桥", approve=2)


def test_a_hand_counted_round_reaches_counting() -> None:
    story = Story().until_open().close().count().freeze_paper()
    story.tell(e.Tallied(round=1, tally=Tally(channels=(paper_tally(),))))

    assert story.election.current.tally is not None


def test_folding_the_leaves_again_gives_the_same_state() -> None:
    story = Story().until_open().close().count().freeze_paper()

    again = fold(e.decode(e.encode(one)) for one in story.events)

    assert again == story.election


ILLEGAL: dict[str, tuple[Telling, type[Refused]]] = {
    "sheets before the election": (lambda s: s.print_sheets(), r.NotCreated),
    "two creations": (lambda s: s.create().create(), r.NotCreated),
    "sheets before the list": (lambda s: s.create().print_sheets(), r.WrongStage),
    "no signature": (lambda s: s.create().appoint().tell(s.list_act()), r.MissingSignature),
    "one signature": (
        lambda s: s.create().appoint().tell(s.signed(s.list_act(), [("clerk", 1)])),
        r.MissingSignature,
    ),
    "one person signs twice": (
        lambda s: (
            s.create()
            .appoint()
            .tell(s.signed(s.list_act(), [("clerk", 1), ("clerk", 1), ("presider", 1)]))
        ),
        r.SamePerson,
    ),
    "no margin": (
        lambda s: (
            s.create()
            .appoint()
            .tell(s.signed(s.list_act(candidates=(1, 2)), [("clerk", 1), ("presider", 1)]))
        ),
        r.WrongList,
    ),
    "a number twice": (
        lambda s: (
            s.create()
            .appoint()
            .tell(s.signed(s.list_act(candidates=(1, 2, 2)), [("clerk", 1), ("presider", 1)]))
        ),
        r.WrongList,
    ),
    "nobody appointed": (lambda s: s.create().freeze(), r.UnknownOfficer),
    "no quorum": (
        lambda s: s.create().appoint().freeze().print_sheets().hand_out(present=29).open(),
        r.NoQuorum,
    ),
    "more issued than present": (
        lambda s: (
            s.create().appoint().freeze().print_sheets().hand_out(present=39, issued=40).open()
        ),
        r.WrongFigures,
    ),
    "more issued than printed": (
        lambda s: s.create().appoint().freeze().print_sheets(20).hand_out(),
        r.WrongFigures,
    ),
    "opened before attendance": (
        lambda s: s.create().appoint().freeze().print_sheets().open(),
        r.NotYet,
    ),
    "opened twice": (lambda s: s.until_open().open(), r.WrongStage),
    "handing out while open": (lambda s: s.until_open().hand_out(), r.WrongStage),
    "closed twice": (lambda s: s.until_open().close().close(), r.WrongStage),
    "paper frozen uncounted": (lambda s: s.until_open().close().freeze_paper(), r.NotYet),
    "more returned than issued": (
        lambda s: s.until_open().close().count(paper_tally(valid=40, invalid=1)).freeze_paper(),
        r.MustBeVoid,
    ),
    "tellers differ": (
        lambda s: (
            s.until_open()
            .close()
            .tell(e.BoxCounted(round=1, count=39))
            .enter(1, paper_tally())
            .enter(2, paper_tally((29, 25, 10)))
            .tell(e.HandCountAgreed(round=1, tally=paper_tally()))
        ),
        r.DifferentEntries,
    ),
    "an earlier entry of a teller again": (
        lambda s: (
            s.until_open()
            .close()
            .tell(e.BoxCounted(round=1, count=39))
            .enter(1, paper_tally())
            .enter(1, paper_tally((29, 25, 10)), entry=2)
            .enter(1, paper_tally())
        ),
        r.OldEntry,
    ),
    "an entry of a teller left out": (
        lambda s: (
            s.until_open()
            .close()
            .tell(e.BoxCounted(round=1, count=39))
            .enter(1, paper_tally(), entry=2)
        ),
        r.OldEntry,
    ),
    "a project written in where the rules have no place for it": (
        lambda s: (
            s.until_open()
            .close()
            .tell(e.BoxCounted(round=1, count=39))
            .enter(1, msgspec.structs.replace(paper_tally(), written=(BRIDGE,)))
        ),
        r.WrongFigures,
    ),
    "ballots not ascending": (
        lambda s: (
            s.until_open()
            .close()
            .tell(e.BallotCast(round=1, ballot=SOME, proofs=None, credential="c"))
            .tell(e.BallotCast(round=1, ballot=SOME, proofs=None, credential="d"))
        ),
        r.WrongOrder,
    ),
    "ballot after the urn was emptied": (
        lambda s: (
            s.until_open()
            .close()
            .tell(e.BoxCounted(round=1, count=39))
            .tell(e.BallotCast(round=1, ballot=SOME, proofs=None, credential="c"))
        ),
        r.WrongOrder,
    ),
    "a card voided before a deck was printed": (
        lambda s: s.until_open().tell(e.CardVoided(round=1, credentials=("c",) * 8)),
        r.NotYet,
    ),
    "cards cancelled before a deck was printed": (
        lambda s: (
            s.until_open().close().tell(e.CardsCancelled(round=1, credentials=((),) * 8, at=AT))
        ),
        r.NotYet,
    ),
    "exchange beyond the reserve": (
        lambda s: s.until_open().tell(
            e.Replaced(round=1, from_channel="paper", to_channel="paper", count=11)
        ),
        r.WrongFigures,
    ),
    "keys changed while open": (
        lambda s: s.until_open().tell(e.CeremonyStarted(trustees=3, threshold=2, at=AT)),
        r.WrongStage,
    ),
    "a withdrawn list frozen again with its old signatures": (
        lambda s: s.create().appoint().freeze().withdraw().freeze(),
        r.UsedSignature,
    ),
    "one key in two places": (
        lambda s: s.create().share_key(("teller", 1), ("teller", 2)).appoint(),
        r.WrongOfficers,
    ),
    "one person teller and scrutineer": (
        lambda s: s.create().share_key(("teller", 1), ("scrutineer", 1)).appoint(),
        r.WrongOfficers,
    ),
    "void for lost keys where there were none": (
        lambda s: s.until_open().tell(
            s.signed(
                e.RoundVoided(round=1, ground="keys_lost", clause="第九条", at=AT, approvals=()),
                [("chief_scrutineer", 1), ("presider", 1)],
            )
        ),
        r.WrongFigures,
    ),
    "tallied before the paper": (
        lambda s: s.until_open().close().tell(e.Tallied(round=1, tally=Tally(channels=()))),
        r.NotYet,
    ),
}


@pytest.mark.parametrize("name", ILLEGAL)
def test_an_illegal_act_is_refused_by_its_fact(name: str) -> None:
    telling, fact = ILLEGAL[name]

    with pytest.raises(fact) as caught:
        telling(Story())

    assert caught.value.sentence.endswith("。")


def test_a_refused_event_changes_nothing() -> None:
    story = Story().until_open()
    before = story.election.copy()

    with pytest.raises(Refused):
        story.tell(e.Replaced(round=1, from_channel="paper", to_channel="tablet", count=1))

    assert story.election == before


def test_a_withdrawn_list_is_frozen_again_when_it_is_signed_again() -> None:
    story = Story().create().appoint().freeze().withdraw()
    later = msgspec.structs.replace(story.list_act(), at="2026-01-22T09:43+08:00")
    story.tell(story.signed(later, [("clerk", 1), ("presider", 1)]))

    assert story.election.current.stage == "listed"


def test_a_copy_shares_no_container_with_the_state() -> None:
    story = Story().until_open()
    before = story.election.copy()

    story.close().count()

    assert before.current.stage == "open"
    assert before.current.entries == {}


def test_a_signature_for_another_minute_is_refused() -> None:
    story = Story().create().appoint()
    act = story.signed(story.list_act(), [("clerk", 1), ("presider", 1)])

    with pytest.raises(BadSignature):
        story.tell(msgspec.structs.replace(act, at="2026-01-22T09:43+08:00"))


def test_a_binding_election_refuses_a_single_key_holder() -> None:
    story = Story(rehearsal=False).create()

    with pytest.raises(r.WrongCeremony):
        story.tell(e.CeremonyStarted(trustees=1, threshold=1, at=AT))


def test_a_binding_election_refuses_a_channel_too_small_to_hide_in() -> None:
    rules = Rules(seats=2, roster_total=45, channels=("paper",), min_channel=41)
    story = Story(rehearsal=False, rules=rules)

    with pytest.raises(r.WrongFigures, match="难以保密"):
        story.until_open()


@pytest.mark.parametrize(
    "written",
    [
        (("修路", 1), ("修桥", 1)),
        (("修桥", 1), ("修桥", 1)),
        ((" 修桥", 1),),
        (("修桥", 0),),
    ],
    ids=["not in order", "a title twice", "a space before it", "by nobody"],
)
def test_what_is_written_in_has_one_form(written: tuple[tuple[str, int], ...]) -> None:
    story = Story(rules=Rules(seats=2, roster_total=45, write_in="allowed")).until_open().close()
    story.tell(e.BoxCounted(round=1, count=39))
    listed = tuple(WrittenIn(title=title, approve=votes) for title, votes in written)

    with pytest.raises(r.WrongFigures, match="另提项目"):
        story.enter(1, msgspec.structs.replace(paper_tally(), written=listed))
    story.enter(1, msgspec.structs.replace(paper_tally(), written=(BRIDGE,)))


def test_no_more_cards_are_voided_than_the_deck_has() -> None:
    rules = Rules(seats=2, roster_total=45, channels=("paper", "tablet"))
    story = Story(rules=rules).create().appoint().freeze()
    deck = e.CardsPrinted(count=2, credentials=(SOME,) * 8, at=AT)
    story.tell(deck).print_sheets().hand_out().open()
    for card in ("a", "b"):
        story.tell(e.CardVoided(round=1, credentials=(card,) * 8))

    with pytest.raises(r.WrongFigures, match="印制的 2 张"):
        story.tell(e.CardVoided(round=1, credentials=("c",) * 8))


@pytest.mark.parametrize(
    ("leaf", "code"),
    [
        (b"", "event.unknown"),
        (b"{}", "event.unknown"),
        (b'{"event":"nonsense"}', "event.unknown"),
        (b'{"count":1,"event":"box_counted","round":1,"x":1}', "event.unknown"),
        (b'{"event":"box_counted","count":1,"round":1}', "event.not_canonical"),
        (b'{"count":1,"event":"box_counted","round":1} ', "event.not_canonical"),
        (b'{"count":-1,"event":"box_counted","round":1}', "event.unknown"),
        (b'{"count":1.0,"event":"box_counted","round":1}', "event.unknown"),
        (b'{"count":1,"event":"box_counted","round":\xff}', "event.unknown"),
        (b"[" * 100_000, "event.unknown"),
    ],
)
def test_a_leaf_that_is_not_canonical_is_malformed(leaf: bytes, code: str) -> None:
    with pytest.raises(Malformed) as caught:
        e.decode(leaf)

    assert caught.value.code == code


def test_an_election_begins_empty() -> None:
    assert Election().id == ""


def test_a_binding_election_makes_its_keys_as_its_rules_say() -> None:
    story = Story(rehearsal=False).create()

    with pytest.raises(r.WrongCeremony, match="3 人持有密钥、2 人到场"):
        story.tell(e.CeremonyStarted(trustees=5, threshold=3, at=AT))

    story.tell(e.CeremonyStarted(trustees=3, threshold=2, at=AT))
