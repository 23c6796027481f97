"""A ballot is accepted only if nothing in it, beside it or around it was changed."""

import json
import os
import pickle
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from ballot.sealed import (
    Question,
    SealedBallot,
    SealedElection,
    SealedFault,
    check_opening,
    check_sealed,
    draft,
    plaintext,
    questions_for,
    read_ballot,
    seal,
    sign,
    verify_ballot,
)
from ballot.sealed.sealing import Draft
from ballot.sealed.v1.ballot import ballot_limit, unsigned_bytes
from ballot.sealed.v1.codec import encode, sha_b64, sha_hex
from tests.support.sealed_round import QUESTIONS, TITLES, election_of, foreign_point, keys_of

GROUPS = ("Ed25519", "BELENIOS-2048")
CARD = 4711
PLAIN = plaintext(QUESTIONS, ("approve", "oppose", "abstain"))

Edit = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module", params=GROUPS)
def election(request: pytest.FixtureRequest) -> SealedElection:
    return election_of(keys_of(request.param))


@pytest.fixture(scope="module")
def ed25519() -> SealedElection:
    return election_of(keys_of("Ed25519"))


@pytest.fixture(scope="module")
def sealed(ed25519: SealedElection) -> SealedBallot:
    return seal(ed25519, CARD, PLAIN, os.urandom)


def code_of(election: SealedElection, ballot: bytes, proofs: bytes) -> str:
    """The code with which the ballot is refused; fails if it is accepted."""
    with pytest.raises(SealedFault) as refused:
        check_sealed(election.raw, ballot, proofs)
    return refused.value.code


def changed(
    election: SealedElection, sealed: SealedBallot, edit: Edit, card: int = CARD
) -> tuple[bytes, bytes]:
    """The ballot after ``edit``, signed again, with the old proofs tied to the new ballot."""
    value = json.loads(sealed.ballot)
    edit(value)
    unsigned = unsigned_bytes(encode(value))
    content = Draft(unsigned, sha_b64(unsigned), value["credential"], (), (), None)
    ballot = sign(election, content, card, os.urandom).ballot
    return ballot, tied(sealed.proofs, ballot)


def tied(proofs: bytes, ballot: bytes) -> bytes:
    return encode({**json.loads(proofs), "ballot": sha_hex(ballot)})


def test_a_sealed_ballot_is_accepted_and_names_its_card(election: SealedElection) -> None:
    made = seal(election, CARD, PLAIN, os.urandom)

    assert check_sealed(election.raw, made.ballot, made.proofs) == made.credential
    assert made.credential == election.group.text(election.group.generate(CARD))
    assert made.digest == read_ballot(election, made.ballot, made.proofs).digest
    assert made.tracker == sha_b64(made.ballot)


def test_a_ballot_and_its_fault_travel_between_processes(
    ed25519: SealedElection, sealed: SealedBallot
) -> None:
    read = pickle.loads(pickle.dumps(read_ballot(ed25519, sealed.ballot, sealed.proofs)))  # noqa: S301  (our own bytes)
    verify_ballot(pickle.loads(pickle.dumps(ed25519)), read)  # noqa: S301  (our own bytes)
    with ProcessPoolExecutor(1) as pool:
        found = pool.submit(check_sealed, ed25519.raw, sealed.ballot, sealed.proofs).result()
        refused = pool.submit(check_sealed, ed25519.raw, sealed.ballot, b"").exception()

    assert found == sealed.credential
    assert isinstance(refused, SealedFault)
    assert refused.code == "sealed.exclusion_form"


def _swap(path: Callable[[dict[str, Any]], list[Any]]) -> Edit:
    def edit(value: dict[str, Any]) -> None:
        entries = path(value)
        entries[0], entries[1] = entries[1], entries[0]

    return edit


def _set(value: dict[str, Any], name: str, content: object) -> None:
    value["answers"][0]["choices"][0][name] = content


def _scalar(content: str) -> Edit:
    return lambda value: value["answers"][0]["overall_proof"][0].update(challenge=content)


Q = 2**252 + 27742317777372353535851937790883648493

SIGNED_FAULTS: dict[str, tuple[Edit, str]] = {
    "individual proofs swapped between choices": (
        _swap(lambda value: value["answers"][0]["individual_proofs"]),
        "sealed.individual_proof",
    ),
    "branches of a proof swapped": (
        _swap(lambda value: value["answers"][0]["individual_proofs"][0]),
        "sealed.individual_proof",
    ),
    "choices swapped": (
        _swap(lambda value: value["answers"][1]["choices"]),
        "sealed.individual_proof",
    ),
    "answers swapped between questions": (
        lambda value: value.update(answers=value["answers"][::-1]),
        "sealed.ballot_form",
    ),
    "branches of the overall proof swapped": (
        _swap(lambda value: value["answers"][1]["overall_proof"]),
        "sealed.overall_proof",
    ),
    "another uuid": (lambda value: value.update(election_uuid="1" * 22), "sealed.other_election"),
    "another fingerprint": (
        lambda value: value.update(election_hash="A" * 43),
        "sealed.other_election",
    ),
    "a question missing": (lambda value: value["answers"].pop(), "sealed.ballot_form"),
    "a choice missing": (lambda value: value["answers"][0]["choices"].pop(), "sealed.ballot_form"),
    "a proof too many": (
        lambda value: value["answers"][0]["overall_proof"].append(
            value["answers"][0]["overall_proof"][0]
        ),
        "sealed.ballot_form",
    ),
    "a blank proof that nobody asked for": (
        lambda value: value["answers"][0].update(
            blank_proof=value["answers"][0]["individual_proofs"][0]
        ),
        "sealed.ballot_form",
    ),
    "a scalar equal to the order": (_scalar(str(Q)), "sealed.scalar"),
    "a negative scalar": (_scalar("-1"), "sealed.scalar"),
    "a scalar with a plus sign": (_scalar("+1"), "sealed.scalar"),
    "a scalar with a leading zero": (_scalar("01"), "sealed.scalar"),
    "an empty scalar": (_scalar(""), "sealed.scalar"),
    "a scalar in other digits": (_scalar("１２"), "sealed.scalar"),
    "a scalar of a thousand digits": (_scalar("9" * 1000), "sealed.scalar"),
    "upper-case hexadecimal": (
        lambda value: _set(value, "alpha", "AB" * 32),
        "sealed.element",
    ),
    "a short element": (lambda value: _set(value, "alpha", "ab"), "sealed.element"),
    "a neutral alpha": (lambda value: _set(value, "alpha", "0" * 63 + "1"), "sealed.neutral"),
    "a neutral beta": (lambda value: _set(value, "beta", "0" * 63 + "1"), "sealed.neutral"),
    "no point of the curve": (
        lambda value: _set(value, "alpha", "0" * 63 + "2"),
        "sealed.outside_group",
    ),
    "a point outside the subgroup": (
        lambda value: _set(
            value, "alpha", foreign_point(value["answers"][0]["choices"][0]["alpha"])
        ),
        "sealed.outside_group",
    ),
    "a second component outside the subgroup": (
        lambda value: _set(value, "beta", foreign_point(value["answers"][0]["choices"][0]["beta"])),
        "sealed.outside_group",
    ),
}


@pytest.mark.parametrize("fault", SIGNED_FAULTS)
def test_a_changed_ballot_is_refused_for_its_fault_although_the_card_signed_it(
    ed25519: SealedElection, sealed: SealedBallot, fault: str
) -> None:
    edit, code = SIGNED_FAULTS[fault]

    assert code_of(ed25519, *changed(ed25519, sealed, edit)) == code


def test_a_challenge_of_zero_does_not_hide_a_point_outside_the_subgroup(
    ed25519: SealedElection, sealed: SealedBallot
) -> None:
    def edit(value: dict[str, Any]) -> None:
        answer = value["answers"][0]
        _set(value, "alpha", foreign_point(answer["choices"][0]["alpha"]))
        for proof in answer["individual_proofs"][0]:
            proof["challenge"] = "0"

    assert code_of(ed25519, *changed(ed25519, sealed, edit)) == "sealed.outside_group"


def test_a_number_outside_the_subgroup_of_the_second_group_is_refused() -> None:
    election = election_of(keys_of("BELENIOS-2048"))
    made = seal(election, CARD, PLAIN, os.urandom)
    for text, code in (
        ("2", "sealed.outside_group"),
        ("1", "sealed.neutral"),
        ("0", "sealed.element"),
    ):
        ballot = changed(election, made, lambda value, text=text: _set(value, "alpha", text))
        assert code_of(election, *ballot) == code


def test_only_the_canonical_spelling_is_read(ed25519: SealedElection, sealed: SealedBallot) -> None:
    raw, signature = sealed.ballot, b',"signature":'
    for spelling in (
        b" " + raw,
        raw + b"\n",
        raw.replace(b'{"election_uuid"', b'{"x":1,"election_uuid"'),
        raw.replace(b'{"election_uuid"', b'{"credential":"","election_uuid"'),
        raw.replace(b'"answers"', b'"\\u0061nswers"'),
        raw.replace(signature, b',"extra":null' + signature),
        json.dumps(json.loads(raw), sort_keys=True, separators=(",", ":")).encode(),
        b"",
        b"null",
        b"[" * 3_000,
        b"\xff\xfe",
        raw[:-1],
    ):
        assert code_of(ed25519, spelling, tied(sealed.proofs, spelling)) == "sealed.ballot_form"


def test_a_ballot_longer_than_its_questions_allow_is_refused_unread(
    ed25519: SealedElection, sealed: SealedBallot
) -> None:
    limit = ballot_limit(ed25519.questions, ed25519.group.text_limit)

    assert len(sealed.ballot) < limit
    assert code_of(ed25519, b"[" * (limit + 1), b"") == "sealed.too_large"
    assert code_of(ed25519, sealed.ballot, b"[" * 100_000) == "sealed.too_large"


def test_the_signature_covers_everything_and_belongs_to_the_card(
    ed25519: SealedElection, sealed: SealedBallot
) -> None:
    value = json.loads(sealed.ballot)
    value["answers"][0]["choices"].reverse()
    unsigned_change = encode(value)
    stolen = changed(ed25519, sealed, lambda _: None, card=CARD + 1)

    assert code_of(ed25519, unsigned_change, tied(sealed.proofs, unsigned_change)) == (
        "sealed.signature_hash"
    )
    assert code_of(ed25519, *stolen) == "sealed.signature"


def test_a_ballot_copied_under_another_credential_is_refused(
    ed25519: SealedElection, sealed: SealedBallot
) -> None:
    own = ed25519.group.text(ed25519.group.generate(CARD + 1))
    copy = changed(ed25519, sealed, lambda value: value.update(credential=own), CARD + 1)

    assert code_of(ed25519, *copy) == "sealed.individual_proof"


def test_proofs_of_another_ballot_or_election_do_not_hold(
    ed25519: SealedElection, sealed: SealedBallot
) -> None:
    again = seal(ed25519, CARD, PLAIN, os.urandom)
    proofs = json.loads(again.ballot)["answers"][0]["overall_proof"]
    taken = changed(ed25519, sealed, lambda value: value["answers"][0].update(overall_proof=proofs))
    second_round = election_of(keys_of("Ed25519"), number=2)
    moved = changed(
        second_round,
        sealed,
        lambda value: value.update(
            election_uuid=second_round.uuid, election_hash=second_round.fingerprint
        ),
    )

    assert code_of(ed25519, *taken) == "sealed.overall_proof"
    assert code_of(second_round, *moved) == "sealed.individual_proof"
    assert code_of(second_round, sealed.ballot, sealed.proofs) == "sealed.other_election"


def test_exclusivity_proofs_are_demanded_and_belong_to_their_project_and_ballot(
    ed25519: SealedElection, sealed: SealedBallot
) -> None:
    other = seal(ed25519, CARD, PLAIN, os.urandom)
    value = json.loads(sealed.proofs)
    swapped = encode(
        {**value, "proofs": [value["proofs"][1], value["proofs"][0], value["proofs"][2]]}
    )
    short = encode({**value, "proofs": value["proofs"][:2]})

    assert code_of(ed25519, sealed.ballot, b"") == "sealed.exclusion_form"
    assert code_of(ed25519, sealed.ballot, sealed.proofs + b" ") == "sealed.exclusion_form"
    assert code_of(ed25519, sealed.ballot, short) == "sealed.exclusion_form"
    assert code_of(ed25519, sealed.ballot, other.proofs) == "sealed.other_ballot"
    assert code_of(ed25519, sealed.ballot, tied(other.proofs, sealed.ballot)) == (
        "sealed.exclusion_proof"
    )
    assert code_of(ed25519, sealed.ballot, swapped) == "sealed.exclusion_proof"


def test_a_project_both_approved_and_opposed_has_no_proof(ed25519: SealedElection) -> None:
    """The format alone accepts such a ballot; only our extra proof tells."""
    both = ((1, 0, 0), (1, 0, 0))
    with pytest.raises(SealedFault) as refused:
        seal(ed25519, CARD, both, os.urandom)
    assert refused.value.code == "sealed.marks"

    lax = replace(ed25519, questions=(ed25519.questions[0], replace_title(ed25519)))
    greedy = seal(lax, CARD, both, os.urandom)
    honest = seal(ed25519, CARD, PLAIN, os.urandom)
    read = read_ballot(ed25519, greedy.ballot, None)
    verify_ballot(ed25519, read, bare=True)

    assert code_of(ed25519, greedy.ballot, tied(honest.proofs, greedy.ballot)) == (
        "sealed.exclusion_proof"
    )


def replace_title(election: SealedElection) -> Any:
    second = election.questions[1]
    return type(second)(
        answers=second.answers, minimum=0, maximum=second.maximum, question="不互斥"
    )


def test_the_credential_of_the_secret_zero_is_refused(ed25519: SealedElection) -> None:
    nobody = seal(ed25519, 0, PLAIN, os.urandom)

    assert code_of(ed25519, nobody.ballot, nobody.proofs) == "sealed.neutral"


def test_a_blank_ballot_proves_that_it_is_blank() -> None:
    blank = Question(answers=("甲", "乙"), blank=True, minimum=1, maximum=1, question="问")
    election = election_of(keys_of("Ed25519"), (blank,))
    for plain in (((1, 0, 0),), ((0, 1, 0),)):
        made = seal(election, CARD, plain, os.urandom)
        value = json.loads(made.ballot)
        value["answers"][0]["blank_proof"].reverse()
        unsigned = unsigned_bytes(encode(value))
        content = Draft(unsigned, sha_b64(unsigned), value["credential"], (), (), None)
        spoiled = sign(election, content, CARD, os.urandom).ballot

        assert check_sealed(election.raw, made.ballot, b"") == made.credential
        assert code_of(election, spoiled, b"") == "sealed.blank_proof"


def test_questions_without_a_pair_take_no_exclusivity_proofs(sealed: SealedBallot) -> None:
    alone = questions_for("at_most_k", frozenset({"approve"}), TITLES, 2)
    election = election_of(keys_of("Ed25519"), alone)
    made = seal(election, CARD, ((1, 1, 0),), os.urandom)

    assert made.proofs == b""
    assert check_sealed(election.raw, made.ballot, b"") == made.credential
    assert code_of(election, made.ballot, sealed.proofs) == "sealed.exclusion_form"


def test_an_opened_draft_shows_whether_the_tablet_was_honest(ed25519: SealedElection) -> None:
    credential = ed25519.group.text(ed25519.group.generate(CARD))
    made = draft(ed25519, credential, PLAIN, os.urandom)
    lie = ((0, 1, 0), (1, 0, 0))
    moved = tuple(tuple(r + 1 for r in row) for row in made.randomness)

    check_opening(ed25519, made.unsigned, made.plain, made.randomness)
    for plain, randomness in (
        (lie, made.randomness),
        (made.plain, moved),
        (made.plain[:1], made.randomness[:1]),
        (made.plain, made.randomness[:1]),
        (((2, 0, 0), (0, 1, 0)), made.randomness),
    ):
        with pytest.raises(SealedFault) as refused:
            check_opening(ed25519, made.unsigned, plain, randomness)
        assert refused.value.code == "sealed.opening"


def test_reading_does_no_group_operation(ed25519: SealedElection, sealed: SealedBallot) -> None:
    class Idle:
        """A group that can read and nothing else."""

        name, order = ed25519.group.name, ed25519.group.order
        text_limit, read = ed25519.group.text_limit, ed25519.group.read

    idle = replace(ed25519, group=Idle())  # type: ignore[arg-type]  # the point of the test

    assert read_ballot(idle, sealed.ballot, sealed.proofs).digest == sealed.digest
