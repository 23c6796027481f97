"""Who may speak as the holder of a key in the ceremony."""

import msgspec
import pytest

from ballot import events as e
from ballot import refusals as r
from ballot.errors import Refused
from ballot.events.base import Approval, KeyApproval, PaperApproval
from ballot.events.listing import Officer
from ballot.folding.keys import BEFORE
from ballot.rules import Rules
from ballot.signing import BadSignature
from tests.support.story import AT, SOME, Key, Story

HOLDERS = (1, 2, 3)
PAGE = PaperApproval(role="scrutineer", holder=1, page=SOME)


def begun() -> Story:
    story = Story(rules=Rules(seats=2, roster_total=45)).create().appoint()
    return story.tell(e.CeremonyStarted(trustees=3, threshold=2, at=AT))


def made() -> Story:
    story = begun()
    for step in ("certificate", *BEFORE):
        code = "12345678" if step == "commitment" else ""
        for index in HOLDERS:
            story.tell(story.contribute(index, step, code))  # type: ignore[arg-type]  # a step
    return story.tell(e.ElectionKey(trustees=SOME, public_key="{}", at=AT))


def under(event: e.Event, approval: Approval) -> e.Event:
    return msgspec.structs.replace(event, approval=approval)


def refused(story: Story, event: e.Event, fact: type[Refused], words: str) -> None:
    """Nothing may change by what is refused."""
    before = story.election.copy()
    with pytest.raises(fact, match=words):
        story.tell(event)
    assert story.election == before


CEREMONIES = {
    "a contribution": lambda: (story := begun(), story.contribute(1, "certificate")),
    "a proof": lambda: (story := made(), story.prove(1)),
}
EACH = pytest.mark.parametrize("said", CEREMONIES)


def told(said: str) -> tuple[Story, e.Event]:
    return CEREMONIES[said]()


@EACH
def test_what_a_holder_signed_is_taken(said: str) -> None:
    story, event = told(said)

    story.tell(event)


@EACH
def test_another_scrutineer_cannot_speak_for_the_holder(said: str) -> None:
    story, event = told(said)
    other = story.by(event, "scrutineer", 2)

    refused(story, under(event, other), r.UnknownOfficer, "1 号本人签名")


@EACH
def test_another_scrutineers_signature_under_the_holders_name_is_refused(said: str) -> None:
    story, event = told(said)
    other = msgspec.structs.replace(story.by(event, "scrutineer", 2), holder=1)

    refused(story, under(event, other), BadSignature, "公钥不符")


@EACH
def test_another_officer_of_the_same_number_cannot_speak_for_the_holder(said: str) -> None:
    story, event = told(said)

    refused(story, under(event, story.by(event, "clerk", 1)), r.UnknownOfficer, "1 号本人签名")


@EACH
def test_a_key_that_nobody_enrolled_is_refused(said: str) -> None:
    story, event = told(said)
    story.keys["scrutineer", 1] = Key()

    refused(story, under(event, story.by(event, "scrutineer", 1)), BadSignature, "公钥不符")


@EACH
def test_a_page_signed_by_hand_is_refused(said: str) -> None:
    story, event = told(said)

    refused(story, under(event, PAGE), r.MissingSignature, "密钥持有人须用已登记的签名密钥签名")


@EACH
def test_a_scrutineer_without_an_enrolled_key_cannot_hold_one(said: str) -> None:
    story, event = told(said)
    officers = tuple(
        Officer(role=role, number=number, key=None if role == "scrutineer" else key.public_key)
        for (role, number), key in story.keys.items()
    )
    story.tell(e.OfficersAppointed(officers=officers, at=AT))

    refused(story, event, r.MissingSignature, "密钥持有人须用已登记的签名密钥签名")


@EACH
def test_a_signature_over_other_content_is_refused(said: str) -> None:
    story, event = told(said)
    other = story.by(begun().contribute(1, "certificate", payload="[]"), "scrutineer", 1)

    refused(story, under(event, other), BadSignature, "公钥不符")


def test_a_signature_of_another_election_is_refused() -> None:
    story = begun()
    story.election.created = msgspec.structs.replace(story.election.facts, id="e2")
    event = story.contribute(1, "certificate")
    story.election.created = msgspec.structs.replace(story.election.facts, id="e1")

    refused(story, event, BadSignature, "公钥不符")


def test_a_holder_who_is_not_appointed_is_refused() -> None:
    story = Story().create().appoint()
    story.tell(e.CeremonyStarted(trustees=4, threshold=2, at=AT))
    story.keys["scrutineer", 4] = Key()

    refused(story, story.contribute(4, "certificate"), r.UnknownOfficer, "没有监票人 4 号")


def test_what_was_signed_for_an_earlier_ceremony_is_not_taken_again() -> None:
    story = begun()
    first = story.contribute(1, "certificate")
    story.tell(first, e.CeremonyStarted(trustees=3, threshold=2, at=AT))

    refused(story, first, r.UsedSignature, "先前的密钥生成")
    story.tell(story.contribute(1, "certificate", payload="[]"))


def test_a_proof_of_an_earlier_ceremony_is_not_taken_again() -> None:
    story = made()
    proof = story.prove(1)
    story.tell(proof)
    again = made()
    again.election.signatures |= story.election.signatures
    again.keys = story.keys
    again.appoint()

    refused(again, proof, r.UsedSignature, "先前的密钥生成")


def test_the_signature_is_in_the_leaf() -> None:
    event = begun().contribute(1, "certificate")
    assert isinstance(event, e.KeyContribution)
    assert isinstance(event.approval, KeyApproval)

    again = e.decode(e.encode(event))

    assert again == event
    assert event.approval.signature.encode() in e.encode(event)
