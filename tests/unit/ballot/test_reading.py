"""What stands behind the salted digests: one form, opened by its own name, and nothing else."""

import hashlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballot.canonical import canonical, digest
from ballot.errors import Malformed
from ballot.identity import commitment, committed, read_identities
from ballot.reading import opening, read_reading, read_ruling, salted
from ballot.rules import Rules
from tests.support.read_sheets import as_read, form, reading, row, ruling

SALT = bytes(range(32))
READ = reading([row(n, Rules(), "approve") for n in (1, 2)], form(Rules(), (1, 2)))
RULED = ruling(READ, as_read(READ))


def test_a_reading_and_a_ruling_open_to_themselves_under_their_digest() -> None:
    assert read_reading(opening(SALT, READ)) == READ
    assert read_ruling(opening(SALT, RULED)) == RULED
    assert salted(SALT, READ) == hashlib.sha256(SALT + canonical(READ)).hexdigest()
    assert salted(SALT, READ) == digest(opening(SALT, READ))


def test_another_salt_is_another_digest() -> None:
    assert salted(SALT, READ) != salted(SALT[::-1], READ)


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_salt_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(Malformed, match="32 字节"):
        opening(bytes(size), READ)


MALFORMED = {
    "nothing": b"",
    "a salt alone": SALT,
    "no JSON": SALT + b"reading",
    "a ruling": opening(SALT, RULED),
    "not canonical": SALT + canonical(READ).replace(b",", b", ", 1),
    "an unknown field": SALT + canonical(msgspec.to_builtins(READ) | {"time": "09:42"}),
    "no Unicode": SALT + b"\xff\xfe",
    "nested without end": SALT + b"[" * 100_000,
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_no_reading_is_refused(name: str) -> None:
    with pytest.raises(Malformed, match="读票记录"):
        read_reading(MALFORMED[name])


def test_a_reading_is_no_ruling() -> None:
    with pytest.raises(Malformed, match="认定记录"):
        read_ruling(opening(SALT, READ))


def test_a_ruling_without_former_views_keeps_the_digest_of_before_there_were_any() -> None:
    before = "2c62da614a6874ee386892abc348047cfea61998f540287fc725780caf22f3e7"
    assert salted(SALT, RULED) == before
    assert RULED.replaced == ()


def test_a_ruling_keeps_views_that_were_changed_in_their_order() -> None:
    first, second = RULED.views
    void = msgspec.structs.replace(second, void="overvote")
    changed = msgspec.structs.replace(RULED, former=(void, second, void))

    opened = read_ruling(opening(SALT, changed))
    assert opened.replaced == (void, second, void)
    assert opened.held_by(first) == (first,)
    assert opened.held_by(second) == (void, second, void, second)


def test_no_former_views_are_written_in_one_way() -> None:
    """Left out, never empty: two forms would be two digests of one ruling."""
    with pytest.raises(Malformed, match="认定记录"):
        read_ruling(SALT + canonical(msgspec.to_builtins(RULED) | {"former": []}))


IDENTITIES = st.sets(st.binary(min_size=16, max_size=16), max_size=20)


@given(found=IDENTITIES)
def test_a_set_of_identities_has_one_form(found: set[bytes]) -> None:
    raw = committed(found)

    assert read_identities(raw) == found
    assert commitment(found) == digest(raw) == commitment(sorted(found, reverse=True))


FIRST, SECOND = bytes(15) + b"\1", bytes(15) + b"\2"
WRONG_SETS = {
    "another tag": committed([FIRST]).replace(b"sheets-1", b"sheets-2"),
    "no tag": FIRST,
    "not ascending": committed([]) + SECOND + FIRST,
    "one twice": committed([FIRST]) + FIRST,
    "cut off": committed([FIRST, SECOND])[:-1],
    "a byte more": committed([FIRST]) + b"\0",
}


@pytest.mark.parametrize("name", WRONG_SETS)
def test_any_other_form_of_a_set_is_refused(name: str) -> None:
    with pytest.raises(Malformed, match="标识"):
        read_identities(WRONG_SETS[name])
