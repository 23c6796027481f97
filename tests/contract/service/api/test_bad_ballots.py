"""What a bad ballot gets: a 4xx with its own code, and nothing is stored."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import pytest_asyncio

from ballot.card import SEED_BYTES
from ballot.sealed import SealedBallot, sign
from ballot.sealed.ed25519 import Ed25519
from ballot.sealed.sealing import Draft
from ballot.sealed.v1.ballot import unsigned_bytes
from ballot.sealed.v1.codec import encode, sha_b64, sha_hex
from service.api.casting import BODY_LIMIT
from service.client import voter
from service.client.voter import BoothView
from tests.support.hall import TABLET_ROWS, YES, Session, Town, answer, code_of
from tests.support.sealed_round import foreign_point

Edit = Callable[[dict[str, Any]], object]
ORDER = Ed25519.order
FRESH, SPENT, VOIDED, OTHER = range(4)
"""What becomes of the first cards of the deck."""


@dataclass(frozen=True, slots=True)
class Open:
    """A session that accepts ballots; card SPENT has cast ``cast``, card VOIDED is void."""

    town: Town
    session: Session
    booth: BoothView
    other: Session
    cast: SealedBallot

    def sealed(self, card: int = FRESH) -> SealedBallot:
        return voter.fill(self.booth, self.session.hall.deck[card], YES, os.urandom)

    async def post(self, ballot: bytes | str, proofs: bytes | str | None) -> httpx.Response:
        return await answer(
            self.town.nobody,
            "POST",
            f"{self.session.round()}/ballots",
            json={"ballot": _text(ballot), "proofs": _text(proofs)},
        )

    async def refused(self, ballot: bytes | str, proofs: bytes | str | None) -> tuple[int, str]:
        """Return status and code of a refusal that stored nothing."""
        before = self.town.stored()
        found = await self.post(ballot, proofs)
        assert self.town.stored() == before
        return found.status_code, code_of(found)

    def changed(self, edit: Edit, card: int = FRESH) -> tuple[bytes, bytes]:
        """A fresh ballot after ``edit``, signed again by its card, its proofs tied to it."""
        made = self.sealed(card)
        value = json.loads(made.ballot)
        edit(value)
        unsigned = unsigned_bytes(encode(value))
        content = Draft(unsigned, sha_b64(unsigned), value["credential"], (), (), None)
        ballot = sign(self.booth.sealed, content, self.session.secret(card), os.urandom).ballot
        return ballot, tied(made.proofs, ballot)


def _text(data: bytes | str | None) -> str | None:
    return data.decode() if isinstance(data, bytes) else data


def tied(proofs: bytes, ballot: bytes) -> bytes:
    return encode({**json.loads(proofs), "ballot": sha_hex(ballot)})


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def polls(town: Town) -> Open:
    session = await town.session("open", tablet=TABLET_ROWS * 4)
    booth = await session.booth()
    cast = voter.fill(booth, session.hall.deck[SPENT], YES, os.urandom)
    await voter.cast(town.nobody, booth, cast)
    await session.void(VOIDED)
    return Open(town, session, booth, await town.session("open"), cast)


class Operations:
    """How many group operations this process has done since ``clear``."""

    def __init__(self) -> None:
        self.done = 0

    def clear(self) -> None:
        self.done = 0


@pytest.fixture
def operations(monkeypatch: pytest.MonkeyPatch) -> Iterator[Operations]:
    """Count every multiplication, exponentiation and membership test of Ed25519."""
    count = Operations()

    def counted(method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            count.done += 1
            return method(*arguments)

        return call

    for name in ("generate", "power", "multiply", "divide", "admit", "check"):
        monkeypatch.setattr(Ed25519, name, counted(getattr(Ed25519, name)))
    yield count
    assert count.done >= 0


def _choice(name: str, content: str) -> Edit:
    return lambda value: value["answers"][0]["choices"][0].update({name: content})


def _foreign(name: str) -> Edit:
    return lambda value: _choice(name, foreign_point(value["answers"][0]["choices"][0][name]))(
        value
    )


def _scalar(content: str) -> Edit:
    return lambda value: value["answers"][0]["overall_proof"][0].update(response=content)


def _swapped(value: dict[str, Any]) -> None:
    proofs = value["answers"][0]["individual_proofs"]
    proofs[0], proofs[1] = proofs[1], proofs[0]


CHEAP: dict[str, tuple[Edit, str]] = {
    "another election's uuid": (
        lambda value: value.update(election_uuid="1" * 22),
        "sealed.other_election",
    ),
    "another election's fingerprint": (
        lambda value: value.update(election_hash="A" * 43),
        "sealed.other_election",
    ),
    "a question missing": (lambda value: value["answers"].pop(), "sealed.ballot_form"),
    "a choice missing": (lambda value: value["answers"][0]["choices"].pop(), "sealed.ballot_form"),
    "a branch too many": (
        lambda value: value["answers"][0]["overall_proof"].append(
            value["answers"][0]["overall_proof"][0]
        ),
        "sealed.ballot_form",
    ),
    "a field nobody knows": (
        lambda value: value["answers"][0].update(extra=1),
        "sealed.ballot_form",
    ),
    "a number equal to the order": (_scalar(str(ORDER)), "sealed.scalar"),
    "a negative number": (_scalar("-1"), "sealed.scalar"),
    "a leading zero": (_scalar("01"), "sealed.scalar"),
    "a number in full-width digits": (_scalar("１２"), "sealed.scalar"),
    "a number of a thousand digits": (_scalar("9" * 1000), "sealed.scalar"),
    "an element in capitals": (_choice("alpha", "AB" * 32), "sealed.element"),
    "an element too short": (_choice("beta", "ab"), "sealed.element"),
}
COSTLY: dict[str, tuple[Edit, str]] = {
    "a neutral alpha": (_choice("alpha", "0" * 63 + "1"), "sealed.neutral"),
    "a neutral beta": (_choice("beta", "0" * 63 + "1"), "sealed.neutral"),
    "no point of the curve": (_choice("alpha", "0" * 63 + "2"), "sealed.outside_group"),
    "an alpha outside the subgroup": (_foreign("alpha"), "sealed.outside_group"),
    "a beta outside the subgroup": (_foreign("beta"), "sealed.outside_group"),
    "proofs swapped": (_swapped, "sealed.individual_proof"),
    "a wrong response": (_scalar("1"), "sealed.overall_proof"),
}


@pytest.mark.parametrize("fault", CHEAP)
async def test_a_fault_that_reading_finds_costs_no_group_operation(
    polls: Open, operations: Operations, fault: str
) -> None:
    """Although the proofs are wrong too, which would be dear to find."""
    edit, code = CHEAP[fault]
    ballot = polls.changed(lambda value: (_swapped(value), edit(value)))
    operations.clear()

    assert await polls.refused(*ballot) == (400, code)
    assert operations.done == 0


@pytest.mark.parametrize("fault", COSTLY)
async def test_a_fault_that_only_arithmetic_finds_is_found(
    polls: Open, operations: Operations, fault: str
) -> None:
    edit, code = COSTLY[fault]
    ballot = polls.changed(edit)
    operations.clear()

    assert await polls.refused(*ballot) == (400, code)
    assert operations.done > 0


@pytest.mark.parametrize("card", [SPENT, VOIDED])
async def test_what_became_of_a_card_is_not_told_to_who_cannot_make_its_ballot(
    polls: Open, card: int
) -> None:
    """Otherwise anybody could ask by public credentials, again and again, who has voted."""
    ballot = polls.changed(_swapped, card)

    assert await polls.refused(*ballot) == (400, "sealed.individual_proof")


async def test_a_card_of_no_list_is_refused_before_its_proofs_are_looked_at(
    polls: Open, operations: Operations
) -> None:
    made = voter.fill(polls.booth, os.urandom(SEED_BYTES), YES, os.urandom)
    operations.clear()

    assert await polls.refused(made.ballot, made.proofs) == (403, "card.unknown")
    assert operations.done == 0


async def test_a_ballot_of_another_election_is_refused(polls: Open) -> None:
    theirs = await polls.other.sealed(0)

    assert await polls.refused(theirs.ballot, theirs.proofs) == (400, "sealed.other_election")


async def test_a_copied_ballot_does_not_count_for_the_one_who_copied_it(polls: Open) -> None:
    """Replaced credential, own signature: the proofs are bound to the first card."""
    value = json.loads(polls.cast.ballot)
    value["credential"] = polls.session.credential(FRESH)
    unsigned = unsigned_bytes(encode(value))
    content = Draft(unsigned, sha_b64(unsigned), value["credential"], (), (), None)
    copy = sign(polls.booth.sealed, content, polls.session.secret(FRESH), os.urandom).ballot

    assert await polls.refused(copy, tied(polls.cast.proofs, copy)) == (
        400,
        "sealed.individual_proof",
    )


async def test_a_ballot_signed_by_another_card_is_refused(polls: Open) -> None:
    made = polls.sealed()
    unsigned = unsigned_bytes(made.ballot)
    content = Draft(unsigned, sha_b64(unsigned), made.credential, (), (), None)
    stolen = sign(polls.booth.sealed, content, polls.session.secret(OTHER), os.urandom).ballot

    assert await polls.refused(stolen, tied(made.proofs, stolen)) == (400, "sealed.signature")


async def test_proofs_of_another_ballot_are_refused(polls: Open) -> None:
    made, other = polls.sealed(), polls.sealed()

    assert await polls.refused(made.ballot, other.proofs) == (400, "sealed.other_ballot")
    assert await polls.refused(made.ballot, tied(other.proofs, made.ballot)) == (
        400,
        "sealed.exclusion_proof",
    )
    assert await polls.refused(made.ballot, None) == (400, "sealed.exclusion_form")


async def test_the_same_ballot_gets_the_same_receipt_and_another_one_is_refused(
    polls: Open,
) -> None:
    before = polls.town.stored()
    first = await polls.post(polls.cast.ballot, polls.cast.proofs)
    again = await polls.post(polls.cast.ballot, polls.cast.proofs)
    other = polls.sealed(SPENT)

    assert (first.status_code, again.content) == (200, first.content)
    assert polls.town.stored() == before
    assert await polls.refused(other.ballot, other.proofs) == (409, "card.spent")


async def test_a_receipt_is_signed_only_over_the_proofs_that_were_cast(polls: Open) -> None:
    """Else anybody could hold a signed receipt that the closed log does not keep."""
    other = polls.sealed(OTHER)
    forged = tied(other.proofs, polls.cast.ballot)

    assert await polls.refused(polls.cast.ballot, forged) == (409, "card.spent")


SPELLINGS: dict[str, Callable[[bytes], bytes]] = {
    "a space before": lambda raw: b" " + raw,
    "a line feed after": lambda raw: raw + b"\n",
    "a name escaped": lambda raw: raw.replace(b'"answers"', b'"\\u0061nswers"'),
    "a name twice": lambda raw: raw.replace(
        b'{"election_uuid"', b'{"credential":"","election_uuid"'
    ),
    "sorted names": lambda raw: json.dumps(
        json.loads(raw), sort_keys=True, separators=(",", ":")
    ).encode(),
    "cut off": lambda raw: raw[:-1],
    "no object": lambda raw: b"null",  # noqa: ARG005
    "nested brackets": lambda raw: b"[" * 3000,  # noqa: ARG005
}


@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_only_the_canonical_spelling_is_read(
    polls: Open, operations: Operations, spelling: str
) -> None:
    made = polls.sealed()
    raw = SPELLINGS[spelling](made.ballot)
    operations.clear()

    assert await polls.refused(raw, tied(made.proofs, raw)) == (400, "sealed.ballot_form")
    assert operations.done == 0


async def test_sizes_are_bounded_in_three_steps(polls: Open, operations: Operations) -> None:
    """The body by the framework, a text by the schema, a ballot by what its questions allow."""
    made = polls.sealed()
    operations.clear()

    assert await polls.refused("[" * 50_000, made.proofs) == (400, "sealed.too_large")
    assert await polls.refused(made.ballot, "[" * 50_000) == (400, "sealed.too_large")
    assert await polls.refused("[" * 1_000_001, None) == (400, "request.malformed")
    assert await polls.refused("[" * BODY_LIMIT, None) == (413, "http.413")
    assert operations.done == 0


async def test_nothing_is_cast_before_the_round_opens_or_into_a_round_that_is_not(
    town: Town,
) -> None:
    early = await town.session("ready")
    made = await early.sealed(0)
    body = {"ballot": made.ballot.decode(), "proofs": made.proofs.decode()}
    before = town.stored()
    found = await answer(town.nobody, "POST", f"{early.round()}/ballots", json=body)
    nowhere = await answer(town.nobody, "POST", f"{early.round(2)}/ballots", json=body)
    unknown = await answer(
        town.nobody, "POST", "/api/elections/unknown/rounds/1/ballots", json=body
    )

    assert (found.status_code, code_of(found)) == (409, "stage.wrong")
    assert (nowhere.status_code, code_of(nowhere)) == (404, "round.unknown")
    assert (unknown.status_code, code_of(unknown)) == (404, "election.unknown")
    assert town.stored() == before


@pytest.mark.parametrize(
    ("text", "code"),
    [("1", "sealed.neutral"), ("2", "sealed.outside_group"), ("0", "sealed.element")],
)
async def test_numbers_outside_the_subgroup_of_the_other_group_are_refused(
    town: Town, text: str, code: str
) -> None:
    session = await town.session("open", paper=(), tablet=TABLET_ROWS[:1], group="BELENIOS-2048")
    polls = Open(town, session, await session.booth(), session, await session.sealed(0))

    assert await polls.refused(*polls.changed(_choice("alpha", text))) == (400, code)
