"""The sum is opened by t of n holders who computed it themselves, and by nobody else."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest

from ballot.sealed import (
    Partial,
    Product,
    SealedFault,
    check_partial,
    check_strong,
    decrypt_own_tally,
    modp,
    multiply,
    open_tally,
    own_tally,
    partial_decryption,
    plaintext,
    read_ballot,
    seal,
    totals,
)
from ballot.sealed.decryption import factors_of
from ballot.sealed.v1.codec import encode, sha_hex
from tests.support.sealed_round import QUESTIONS, Made, foreign_point, keys_of, made_round
from tests.support.spoiled_archives import forge

RESULT = ((2, 2, 1), (1, 1, 1))


@pytest.fixture(scope="module", params=["Ed25519", "BELENIOS-2048"])
def made(request: pytest.FixtureRequest) -> Made:
    return made_round(keys_of(request.param))


@pytest.fixture(scope="module")
def ed25519() -> Made:
    return made_round(keys_of("Ed25519"))


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(SealedFault) as refused:
        act()
    return refused.value.code


def opened_by(made: Made, *partials: Partial, maximum: int = 4) -> tuple[tuple[int, ...], ...]:
    v1 = {each.owner: each.v1 for each in partials}
    return open_tally(made.election, made.keys.trustees, made.tally, v1, maximum)


def casts(made: Made) -> list[tuple[bytes, bytes]]:
    return [(each.ballot, each.proofs) for each in made.sealed]


def listed(made: Made) -> frozenset[str]:
    return frozenset(json.loads(made.credentials))


def test_every_two_of_three_holders_open_the_same_sum(made: Made) -> None:
    for chosen in (*combinations(made.partials, 2), made.partials):
        assert opened_by(made, *chosen) == RESULT
    assert totals(QUESTIONS, RESULT, 4) == ((2, 1, 1), (2, 1, 1), (1, 1, 2))


def test_one_of_three_opens_nothing(made: Made) -> None:
    assert code_of(lambda: opened_by(made, made.partials[0])) == "sealed.too_few"
    assert code_of(lambda: opened_by(made)) == "sealed.too_few"


def test_partial_products_of_several_processes_are_merged(made: Made) -> None:
    one, two = Product(made.election), Product(made.election)
    for place, raw in enumerate(made.ballots):
        (one, two)[place % 2].add(read_ballot(made.election, raw, None))
    one.merge(two)

    assert one.encode() == made.tally
    assert multiply(made.election, ()) == Product(made.election).encode()


def test_a_surplus_decryption_must_lie_on_the_polynomial(ed25519: Made) -> None:
    stranger = partial_decryption(ed25519.election, ed25519.tally, 4711, 3, os.urandom)

    assert code_of(lambda: opened_by(ed25519, *ed25519.partials[:2], stranger)) == (
        "sealed.inconsistent"
    )
    assert code_of(lambda: opened_by(ed25519, ed25519.partials[0], stranger)) == (
        "sealed.undecodable"
    )


def test_owners_and_limits_are_checked(ed25519: Made) -> None:
    nobody = replace(ed25519.partials[0], owner=4)

    assert code_of(lambda: opened_by(ed25519, *ed25519.partials, nobody)) == "sealed.owner"
    assert code_of(lambda: opened_by(ed25519, *ed25519.partials, maximum=1)) == (
        "sealed.undecodable"
    )
    assert code_of(lambda: opened_by(ed25519, *ed25519.partials, maximum=10**11)) == (
        "sealed.undecodable"
    )


def test_both_proofs_of_a_partial_decryption_hold(made: Made) -> None:
    for each in made.partials:
        key = made.keys.trustees.keys[each.owner - 1]
        check_partial(made.election, made.tally, key, each.v1)
        check_strong(made.election, made.tally, key, each)


def test_a_decryption_is_its_owners_and_of_this_tally(ed25519: Made) -> None:
    first, second = ed25519.partials[:2]
    keys, election, tally = ed25519.keys.trustees.keys, ed25519.election, ed25519.tally
    other = multiply(election, [read_ballot(election, ed25519.ballots[0], None)])

    assert code_of(lambda: check_partial(election, tally, keys[1], first.v1)) == (
        "sealed.partial_proof"
    )
    assert code_of(lambda: check_partial(election, other, keys[0], first.v1)) == (
        "sealed.partial_proof"
    )
    for act in (
        lambda: check_strong(election, tally, keys[1], first),
        lambda: check_strong(election, other, keys[0], first),
        lambda: check_strong(election, tally, keys[0], replace(first, owner=2)),
        lambda: check_strong(election, tally, keys[0], replace(first, strong=second.strong)),
        lambda: check_strong(election, tally, keys[0], replace(first, strong=b"")),
        lambda: check_strong(election, tally, keys[0], replace(first, strong=first.strong + b" ")),
    ):
        assert code_of(act) == "sealed.strong"


def test_strong_proofs_do_not_move_between_slots_or_decryptions(ed25519: Made) -> None:
    first = ed25519.partials[0]
    key = ed25519.keys.trustees.keys[0]
    value = json.loads(first.strong)
    value["proofs"][0].reverse()
    again = partial_decryption(
        ed25519.election, ed25519.tally, ed25519.keys.secrets[0].private_share(), 1, os.urandom
    )
    for strong in (encode(value), again.strong):
        act = lambda s=strong: check_strong(  # noqa: E731
            ed25519.election, ed25519.tally, key, replace(first, strong=s)
        )
        assert code_of(act) == "sealed.strong"


def test_a_forged_weak_proof_is_refused_by_the_strong_one(ed25519: Made) -> None:
    """The weak proof of a moved factor verifies; no strong proof can be made for it."""
    done = forge(ed25519, (1, 2))
    key, forged = done.keys.trustees.keys[0], done.partials[0]
    retied = json.loads(forged.strong)
    retied["partial"] = sha_hex(forged.v1)
    check_partial(done.election, done.tally, key, forged.v1)

    assert opened_by(done, *done.partials, maximum=5)[0][0] == 1
    assert (
        code_of(
            lambda: check_strong(
                done.election, done.tally, key, replace(forged, strong=encode(retied))
            )
        )
        == "sealed.strong"
    )


@pytest.mark.parametrize("spoiled", [b"", b"{}", b"[" * 5000, b"[[]]", b"\xff"])
def test_malformed_decryptions_and_tallies_are_refused(ed25519: Made, spoiled: bytes) -> None:
    first, key = ed25519.partials[0], ed25519.keys.trustees.keys[0]
    with pytest.raises(SealedFault):
        check_partial(ed25519.election, ed25519.tally, key, spoiled)
    with pytest.raises(SealedFault):
        check_partial(ed25519.election, spoiled, key, first.v1)
    with pytest.raises(SealedFault):
        check_strong(ed25519.election, spoiled, key, first)
    with pytest.raises(SealedFault):
        factors_of(ed25519.election, spoiled)


def test_a_factor_outside_the_subgroup_is_refused(ed25519: Made) -> None:
    value = json.loads(ed25519.partials[0].v1)
    row = value["decryption_factors"][0]
    row[0] = foreign_point(row[0])
    key = ed25519.keys.trustees.keys[0]
    act = lambda: check_partial(ed25519.election, ed25519.tally, key, encode(value))  # noqa: E731

    assert code_of(act) == "sealed.outside_group"


def test_a_factor_of_the_wrong_sign_is_refused_in_the_second_group() -> None:
    """-F passes the equations whenever the challenge is even; only membership tells."""
    made = made_round(keys_of("BELENIOS-2048"))
    election, key = made.election, made.keys.trustees.keys[0]
    share = made.keys.secrets[0].private_share()
    minus_one = str(int(modp._P) - 1)
    negated, even = replace(made.partials[0]), False
    while not even:
        negated = partial_decryption(election, made.tally, share, 1, os.urandom)
        value = json.loads(negated.v1)
        even = int(value["decryption_proofs"][0][0]["challenge"]) % 2 == 0
    row = value["decryption_factors"][0]
    row[0] = election.group.text(
        election.group.multiply(election.group.read(row[0]), election.group.read(minus_one))
    )
    v1 = encode(value)

    assert code_of(lambda: check_partial(election, made.tally, key, v1)) == "sealed.outside_group"
    beside = json.loads(negated.strong)
    beside["partial"] = sha_hex(v1)
    forged = replace(negated, v1=v1, strong=encode(beside))
    assert code_of(lambda: check_strong(election, made.tally, key, forged)) == (
        "sealed.outside_group"
    )


def test_a_device_computes_the_product_itself(made: Made) -> None:
    tally = own_tally(made.election, casts(made), listed(made))

    assert (tally.raw, tally.count) == (made.tally, 4)


def test_a_device_refuses_ballots_that_are_not_the_rounds(ed25519: Made) -> None:
    stranger = seal(ed25519.election, 99, plaintext(QUESTIONS, ("abstain",) * 3), os.urandom)
    given = casts(ed25519)
    again = seal(
        ed25519.election,
        ed25519.cards[0],
        plaintext(QUESTIONS, ("abstain",) * 3),
        os.urandom,
    )
    unproven = [(given[0][0], given[1][1]), *given[1:]]
    for ballots, code in (
        ([*given, (stranger.ballot, stranger.proofs)], "sealed.unknown_credential"),
        ([*given, given[0]], "sealed.second_ballot"),
        ([*given, (again.ballot, again.proofs)], "sealed.second_ballot"),
        (unproven, "sealed.other_ballot"),
    ):
        act = lambda b=ballots: own_tally(ed25519.election, b, listed(ed25519))  # noqa: E731
        assert code_of(act) == code


def test_a_device_opens_no_second_tally_and_no_small_one(ed25519: Made) -> None:
    """A service that presents one ballot, or all but one, gets nothing that singles a vote out."""
    election, secret = ed25519.election, ed25519.keys.secrets[0]
    everything = own_tally(election, casts(ed25519), listed(ed25519))
    one = own_tally(election, casts(ed25519)[:1], listed(ed25519))
    all_but_one = own_tally(election, casts(ed25519)[1:], listed(ed25519))
    after, partial = decrypt_own_tally(secret, 1, election, everything, 4, os.urandom)
    check_strong(election, everything.raw, ed25519.keys.trustees.keys[0], partial)

    assert decrypt_own_tally(after, 1, election, everything, 4, os.urandom)[0] == after
    assert code_of(lambda: decrypt_own_tally(secret, 1, election, one, 4, os.urandom)) == (
        "sealed.too_few_ballots"
    )
    assert code_of(lambda: decrypt_own_tally(after, 1, election, all_but_one, 0, os.urandom)) == (
        "sealed.second_tally"
    )
