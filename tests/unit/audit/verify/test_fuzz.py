"""Whatever the bytes are, the verifier answers with a report."""

import io
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from audit.record import layout
from audit.record.container import Container
from audit.verify.checks import Report
from audit.verify.record import verify_record
from ballot.canonical import canonical, digest
from tests.support.bad_records.registry import own_copy
from tests.support.forging import Forger, zipped
from tests.support.hand_counted import hand_counted
from tests.support.sealed_session import two_rounds

EXAMPLES = settings(max_examples=60, deadline=None)


@cache
def paper() -> bytes:
    return Forger(own_copy(hand_counted())).record()


@cache
def tablet_members() -> dict[str, bytes]:
    data = Forger(own_copy(two_rounds())).record()
    container = Container.open(io.BytesIO(data))
    return {one.name: container.read(one) for one in container.members}


def verified(data: bytes) -> Report:
    return verify_record(io.BytesIO(data))


@EXAMPLES
@given(st.integers(0, 1 << 30))
def test_every_truncation_fails(length: int) -> None:
    assert not verified(paper()[: length % len(paper())]).holds


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 1 << 30), st.integers(0, 7))
def test_every_flipped_bit_fails(place: int, bit: int) -> None:
    data = bytearray(paper())
    data[place % len(data)] ^= 1 << bit

    assert not verified(bytes(data)).holds


@EXAMPLES
@given(st.binary(max_size=2000))
def test_no_bytes_raise(data: bytes) -> None:
    assert not verified(data).holds


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_a_bit_flipped_in_a_member_never_raises_though_the_manifest_follows(
    data: st.DataObject,
) -> None:
    """Here the forger remakes container and manifest, so that every parser is reached."""
    members = dict(tablet_members())
    manifest = members.pop(layout.MANIFEST)
    name = data.draw(st.sampled_from(sorted(members)))
    content = bytearray(members[name])
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] ^= 1 << data.draw(st.integers(0, 7))
    members[name] = bytes(content)
    good = digest(tablet_members()[name])
    listed = manifest.replace(good.encode(), digest(bytes(content)).encode())

    report = verified(zipped([*sorted(members.items()), (layout.MANIFEST, listed)]))

    assert report.holds == (bytes(content) == tablet_members()[name])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


@EXAMPLES
@given(value=json_values, name=st.sampled_from(["manifest.json", "outcome.json"]))
def test_no_json_in_place_of_a_file_raises(value: object, name: str) -> None:
    members = dict(tablet_members())
    members[name] = canonical(value)
    manifest = members.pop(layout.MANIFEST)

    assert not verified(zipped([*sorted(members.items()), (layout.MANIFEST, manifest)])).holds
