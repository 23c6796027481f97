"""The short fingerprints are stable, readable, and blind to later signatures."""

import hashlib

import pytest

from audit.checkpoint import Checkpoint
from audit.errors import Malformed
from audit.fingerprints import fingerprints, short, short_digest
from audit.origin import log_verifier, origin_of
from ballot.canonical import Digest, digest


def test_a_fingerprint_is_the_beginning_of_sha256_in_groups() -> None:
    assert short(b"abc") == "ba78 16bf 8f01 cfea"
    assert hashlib.sha256(b"abc").hexdigest().startswith("ba7816bf8f01cfea")


def test_the_definition_shows_the_beginning_of_its_own_digest() -> None:
    assert short_digest(digest(b"abc")) == short(b"abc")


@pytest.mark.parametrize("text", ["", "AB" * 32, "0" * 63, "x" * 64])
def test_what_is_no_digest_has_no_fingerprint(text: str) -> None:
    with pytest.raises(Malformed):
        short_digest(Digest(text))


def test_the_four_are_those_of_their_texts() -> None:
    checkpoint = Checkpoint(origin=origin_of("E"), size=0, root=bytes(32))

    found = fingerprints(
        definition=digest(b"d"), election_key="12", log_key="ab" * 32, checkpoint=checkpoint
    )

    assert found.definition == short(b"d")
    assert found.election_key == short(b"12")
    assert found.log_key == short(b"ab" * 32)
    assert found.checkpoint == short(checkpoint.text.encode())


def test_an_election_without_sealed_ballots_has_no_election_key() -> None:
    checkpoint = Checkpoint(origin=origin_of("E"), size=0, root=bytes(32))

    found = fingerprints(
        definition=digest(b"d"), election_key=None, log_key="ab" * 32, checkpoint=checkpoint
    )

    assert found.election_key is None


def test_the_log_key_is_named_by_the_origin() -> None:
    key = log_verifier("9fK", "ab" * 32)

    assert key.name == "piaojue/9fK"
    assert key.public == bytes.fromhex("ab" * 32)


@pytest.mark.parametrize(("election", "key"), [("a b", "ab" * 32), ("E", "zz"), ("E", "ab")])
def test_a_log_key_that_no_note_can_carry_is_malformed(election: str, key: str) -> None:
    with pytest.raises(Malformed):
        log_verifier(election, key)
