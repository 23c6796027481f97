"""What holds for every lawful ballot, every damaged one, every card and every archive."""

import io
import os
from functools import lru_cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ballot.card import SEED_BYTES, card_code, card_qr, parse_card
from ballot.errors import Malformed
from ballot.sealed import (
    Question,
    SealedBallot,
    SealedElection,
    SealedFault,
    check_sealed,
    group_named,
    multiply,
    open_tally,
    parse_election,
    partial_decryption,
    plaintext,
    questions_for,
    read_archive,
    read_ballot,
    read_credentials,
    read_trustee,
    round_uuid,
    seal,
    totals,
    write_archive,
)
from ballot.sealed.polynomial import value_at, weights
from ballot.sealed.trustees import check_trustees
from tests.support.sealed_round import ALL_CHOICES, QUESTIONS, election_of, keys_of

MARK = st.sampled_from(["approve", "oppose", "abstain"])
SLOW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FAST = settings(max_examples=150, deadline=None)


@lru_cache(maxsize=1)
def sample() -> tuple[SealedElection, SealedBallot]:
    election = election_of(keys_of("Ed25519"))
    votes = plaintext(QUESTIONS, ("approve", "oppose", "abstain"))
    return election, seal(election, 4711, votes, os.urandom)


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(MARK, min_size=n, max_size=n), max_size=4)
    )
)
@SLOW
def test_the_opened_sum_is_the_sum_of_the_ballots(votes: list[list[str]]) -> None:
    size = len(votes[0]) if votes else 2
    questions = questions_for("per_item", ALL_CHOICES, [f"项目{i}" for i in range(size)], 1)
    keys = keys_of("Ed25519", 2, 2)
    election = election_of(keys, questions)
    sealed = [
        seal(election, card, plaintext(questions, marks), os.urandom)
        for card, marks in enumerate(votes, start=1)
    ]
    for each in sealed:
        check_sealed(election.raw, each.ballot, each.proofs)
    tally = multiply(election, [read_ballot(election, each.ballot, None) for each in sealed])
    partials = {
        each.index: partial_decryption(
            election, tally, each.private_share(), each.index, os.urandom
        ).v1
        for each in keys.secrets
    }
    result = open_tally(election, keys.trustees, tally, partials, len(votes))

    assert totals(questions, result, len(votes)) == tuple(
        tuple(sum(marks[i] == mark for marks in votes) for mark in ("approve", "oppose", "abstain"))
        for i in range(size)
    )


@given(st.data())
@SLOW
def test_every_lawful_ballot_of_every_shape_verifies(data: st.DataObject) -> None:
    slots = data.draw(st.integers(1, 4))
    low = data.draw(st.integers(0, slots))
    high = data.draw(st.integers(low, slots))
    blank = data.draw(st.booleans())
    chosen = data.draw(st.integers(low, high))
    row = data.draw(st.permutations([1] * chosen + [0] * (slots - chosen)))
    empty = blank and data.draw(st.booleans())
    answers = tuple(str(i) for i in range(slots))
    question = Question(answers=answers, blank=blank, minimum=low, maximum=high, question="问")
    plain = [1, *[0] * slots] if empty else [0, *row] if blank else row
    election = election_of(keys_of("Ed25519", 0), (question,))
    sealed = seal(election, 7, (plain,), os.urandom)

    assert check_sealed(election.raw, sealed.ballot, sealed.proofs) == sealed.credential


@given(st.integers(0), st.integers(0, 255))
@FAST
def test_a_ballot_with_any_byte_changed_is_refused(place: int, byte: int) -> None:
    election, sealed = sample()
    spoiled = bytearray(sealed.ballot)
    spoiled[place % len(spoiled)] = byte
    if bytes(spoiled) != sealed.ballot:
        try:
            check_sealed(election.raw, bytes(spoiled), sealed.proofs)
        except SealedFault:
            return
        raise AssertionError(place)


@given(st.binary(max_size=300))
@FAST
def test_parsers_raise_nothing_but_our_fault(raw: bytes) -> None:
    election, sealed = sample()
    group = group_named("Ed25519")
    for parse in (
        parse_election,
        read_trustee,
        read_credentials,
        lambda data: read_ballot(election, data, b""),
        lambda data: read_ballot(election, sealed.ballot, data),
        lambda data: read_archive(io.BytesIO(data)),
        lambda data: check_trustees(data, group),
    ):
        try:
            parse(raw)
        except SealedFault:
            continue


@given(st.text(max_size=60))
@FAST
def test_the_card_parser_raises_nothing_but_our_error(text: str) -> None:
    try:
        seed = parse_card(text)
    except Malformed:
        return
    assert len(seed) == SEED_BYTES


@given(st.binary(min_size=SEED_BYTES, max_size=SEED_BYTES))
def test_card_codes_come_back(seed: bytes) -> None:
    assert parse_card(card_code(seed)) == parse_card(card_qr(seed)) == seed


@given(st.text(max_size=40), st.integers(1, 8))
def test_round_uuids_have_the_form_that_elections_demand(name: str, number: int) -> None:
    uuid = round_uuid(name, number)

    assert len(uuid) == 22
    assert uuid != round_uuid(name, number + 1)
    assert uuid.isalnum()
    assert not set(uuid) & set("0OIl")


@given(st.lists(st.integers(0, 10**30), min_size=1, max_size=5), st.integers(0, 20), st.data())
def test_any_points_of_a_polynomial_give_every_other_value(
    coefficients: list[int], target: int, data: st.DataObject
) -> None:
    order = group_named("Ed25519").order
    places = data.draw(
        st.lists(
            st.integers(1, 20),
            min_size=len(coefficients),
            max_size=len(coefficients),
            unique=True,
        )
    )
    values = [value_at(coefficients, place, order) for place in places]
    found = sum(w * v for w, v in zip(weights(places, target, order), values, strict=True))

    assert found % order == value_at(coefficients, target, order)


@given(
    st.lists(st.binary(max_size=1100), max_size=4),
    st.lists(st.tuples(st.integers(1, 99), st.binary(max_size=50)), max_size=3),
    st.tuples(*[st.binary(max_size=600)] * 4),
    st.integers(0, 8**11 - 1),
    st.integers(0, 2**40),
)
def test_archives_come_back_byte_for_byte(
    ballots: list[bytes],
    partials: list[tuple[int, bytes]],
    parts: tuple[bytes, ...],
    timestamp: int,
    weight: int,
) -> None:
    election, trustees, credentials, tally = parts
    written = {
        "timestamp": timestamp,
        "election": election,
        "trustees": trustees,
        "credentials": credentials,
        "tally": tally,
        "count": len(ballots),
        "weight": weight,
        "partials": tuple(partials),
        "result": b"result",
    }
    raw = write_archive(ballots=ballots, **written)  # type: ignore[arg-type]  # fields by name
    archive = read_archive(io.BytesIO(raw))

    assert [span.read(io.BytesIO(raw)) for span in archive.ballots] == ballots
    assert {name: getattr(archive, name) for name in written} == written
