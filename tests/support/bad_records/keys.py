"""K, B-01, B-02: faults of the key ceremony and of the cards."""

import json
from collections.abc import Callable, Sequence

import msgspec

from ballot import events as e
from ballot.events.base import Approval, PaperApproval
from ballot.sealed import Trustees, group_named, write_credentials
from ballot.sealed.ceremony import Commitment
from ballot.sealed.signature import sign_message
from ballot.sealed.v1.codec import encode
from ballot.state import ROUNDS
from tests.support.bad_records.registry import bad, change, place, tablets
from tests.support.forging import Forger
from tests.support.sealed_session import VOTING, Sealed, two_rounds
from tests.support.session import AT, PAGE

GROUP = group_named("Ed25519")


def _until_keys(kind: type[e.Event] = e.SheetsPrinted) -> tuple[Forger, Sealed]:
    """Return a session that has made its key and has gone no further than ``kind``."""
    forger = tablets()
    session = forger.session
    if not isinstance(session, Sealed):
        raise TypeError(session)
    del session.script[place(session.script, kind) :]
    return forger, session


def _document(edit: Callable[[dict[str, list[dict[str, object]]]], None]) -> Forger:
    """Publish another document of the trustees than the one that was made."""
    forger, session = _until_keys()
    value = json.loads(two_rounds()._made().raw)
    edit(value[0][1])
    change(session.script, e.ElectionKey, trustees=session.put(encode(value)))
    return forger


@bad("K-01")
def document_is_no_json() -> Forger:
    forger, session = _until_keys()
    change(session.script, e.ElectionKey, trustees=session.put(b"[["))
    return forger


@bad("K-01")
def verification_keys_swapped() -> Forger:
    return _document(lambda value: value["verification_keys"].reverse())


@bad("K-01")
def proof_of_a_key_borrowed() -> Forger:
    def borrow(value: dict[str, list[dict[str, object]]]) -> None:
        value["verification_keys"][0]["pok"] = value["verification_keys"][1]["pok"]

    return _document(borrow)


@bad("K-01")
def document_with_another_threshold_than_booked() -> Forger:
    forger, session = _until_keys()
    _take_key_of(session, Sealed(seed="all of three", threshold=3))
    return forger


@bad("K-02")
def polynomial_changed_after_the_commitment() -> Forger:
    forger, session = _until_keys()
    script, holder = session.script, session.holders[0]
    at = next(i for i, one in enumerate(script) if _is_step(one, "commitment"))
    old = json.loads(json.loads(script[at].payload)["message"])  # type: ignore[union-attr]  # it is a KeyContribution
    wire = Commitment(certificates=old["certificates"], coefexps="0" * 64)
    text = encode(wire).decode()
    signed = encode(sign_message(GROUP, holder.signing_key(), text, session.entropy))
    script[at] = msgspec.structs.replace(script[at], payload=signed.decode())
    return forger


@bad("K-02")
def certificate_of_another_place() -> Forger:
    forger, session = _until_keys()
    script = session.script
    first, second = [i for i, one in enumerate(script) if _is_step(one, "certificate")][:2]
    payload = script[first].payload  # type: ignore[union-attr]  # it is a KeyContribution
    script[second] = msgspec.structs.replace(script[second], payload=payload)
    return forger


@bad("K-02")
def contribution_is_no_json() -> Forger:
    forger, session = _until_keys()
    script = session.script
    at = [i for i, one in enumerate(script) if _is_step(one, "contribution")][1]
    script[at] = msgspec.structs.replace(script[at], payload="[[")
    return forger


def _is_step(event: e.Event, step: str) -> bool:
    return isinstance(event, e.KeyContribution) and event.step == step


def _take_key_of(session: Sealed, other: Sealed) -> Trustees:
    """Let the key be another ceremony's, whose holders also prove to hold it."""
    other.make_key()
    at = place(session.script, e.ElectionKey)
    del session.script[at:]
    session.script += other.script[place(other.script, e.ElectionKey) :]
    session.objects |= other.objects
    return other._made()


@bad("K-03")
def document_of_another_ceremony() -> Forger:
    forger, session = _until_keys()
    _take_key_of(session, Sealed(seed="other holders"))
    return forger


@bad("K-04")
def election_key_of_the_house() -> Forger:
    forger, session = _until_keys()
    own = GROUP.text(GROUP.generate(4711))
    change(session.script, e.ElectionKey, public_key=own)
    return forger


@bad("K-05")
def code_of_the_document_misread() -> Forger:
    forger, session = _until_keys()
    for number in range(session.trustees):
        change(session.script, e.KeysProven, number, code="00000000")
    return forger


@bad("K-05")
def code_of_the_certificates_misread() -> Forger:
    forger, session = _until_keys()
    for index, event in enumerate(session.script):
        if _is_step(event, "commitment"):
            session.script[index] = msgspec.structs.replace(event, code="00000000")
    return forger


def _signed_by(sign: Callable[[Sealed, e.KeyContribution | e.KeysProven], Approval]) -> Forger:
    """Let somebody hold a ceremony alone, and sign what its holders should have signed."""
    forger, session = _until_keys()
    own = Sealed(seed="the operator")
    own.make_key()
    session.script[place(session.script, e.CeremonyStarted) :] = own.script
    session.objects |= own.objects

    def signed(event: e.Event) -> e.Event:
        if not isinstance(event, e.KeyContribution | e.KeysProven):
            return event
        return msgspec.structs.replace(event, approval=sign(own, event))

    forger.events = lambda events: [signed(one) for one in events]
    return forger


@bad("C-01")
def ceremony_of_the_operators_own_keys() -> Forger:
    return _signed_by(lambda own, event: own.approval(event, "scrutineer", event.index))


@bad("F-02")
def ceremony_that_the_clerk_answers_for() -> Forger:
    honest = tablets().session
    return _signed_by(lambda _, event: honest.approval(event, "clerk", 1))


@bad("F-02")
def ceremony_of_pages_signed_by_hand() -> Forger:
    return _signed_by(
        lambda own, event: PaperApproval(role="scrutineer", holder=event.index, page=own.put(PAGE))
    )


@bad("F-02")
def ceremony_repeated_that_was_given_up() -> Forger:
    forger, session = _until_keys()
    session.script += session.script[place(session.script, e.CeremonyStarted) :]
    return forger


@bad("K-06")
def proof_of_another_holder() -> Forger:
    forger, session = _until_keys()
    script = session.script
    proof = script[place(script, e.KeysProven, 1)].proof  # type: ignore[union-attr]  # it is a KeysProven
    change(script, e.KeysProven, 0, proof=proof)
    return forger


@bad("K-06")
def proof_is_no_json() -> Forger:
    forger, session = _until_keys()
    change(session.script, e.KeysProven, 2, proof="[[")
    return forger


def _list(edit: Callable[[list[str]], bytes], round_: int = 3) -> Forger:
    """Spoil the list of credentials of a round before anybody used it."""
    forger, session = _until_keys(e.Issued)
    lists = list(session.lists)
    lists[round_ - 1] = session.put(edit(json.loads(session.objects[lists[round_ - 1]])))
    change(session.script, e.CardsPrinted, credentials=tuple(lists))
    return forger


@bad("B-01")
def list_unsorted() -> Forger:
    return _list(lambda credentials: encode(credentials[::-1]))


@bad("B-01")
def list_with_a_credential_twice() -> Forger:
    return _list(lambda credentials: encode(sorted([*credentials[:-1], credentials[0]])))


@bad("B-01")
def list_with_one_card_more() -> Forger:
    return _list(
        lambda credentials: write_credentials([*credentials, GROUP.text(GROUP.generate(4711))])
    )


@bad("B-01")
def list_with_a_weight() -> Forger:
    return _list(lambda credentials: encode([f"{credentials[0]},2", *credentials[1:]]))


@bad("B-01")
def list_is_no_json() -> Forger:
    return _list(lambda _: b"[[")


@bad("B-01")
def list_with_something_that_is_no_credential() -> Forger:
    return _list(lambda credentials: write_credentials([*credentials[1:], "someone"]), round_=1)


@bad("B-01")
def list_with_the_neutral_element() -> Forger:
    neutral = GROUP.text(GROUP.neutral)
    return _list(lambda credentials: write_credentials([*credentials[1:], neutral]), round_=1)


def _cancelled(credentials: Sequence[tuple[str, ...]]) -> Forger:
    forger, session = _until_keys(e.Opened)
    session.tell(e.CardsCancelled(round=1, credentials=tuple(credentials), at=AT))
    return forger


@bad("B-02")
def card_of_nobody_cancelled() -> Forger:
    strangers = [(GROUP.text(GROUP.generate(4711 + number)),) for number in range(ROUNDS)]
    return _cancelled(strangers)


@bad("B-02")
def card_cancelled_under_other_rounds() -> Forger:
    honest = two_rounds().public_credentials([VOTING], 1)
    return _cancelled([*honest[1:], honest[0]])
