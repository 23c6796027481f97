"""Objects: named by their hash, stored once, streamed in parts."""

import io

import pytest

from ballot.canonical import Digest, digest
from service.ledger import Ledger, ObjectMissing
from service.ledger.objects import PART


@pytest.mark.parametrize("size", [0, 1, PART - 1, PART, PART + 1, 3 * PART + 7])
async def test_a_file_comes_back_in_parts(ledger: Ledger, size: int) -> None:
    data = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    name = await ledger.put_file(io.BytesIO(data))
    parts = [part async for part in ledger.object_parts(name)]

    assert name == digest(data)
    assert b"".join(parts) == data
    assert all(len(part) <= PART for part in parts)
    assert await ledger.object_size(name) == size
    assert await ledger.get_object(name) == data


async def test_the_same_object_is_stored_once(ledger: Ledger) -> None:
    first = await ledger.put_object(b"a" * (PART + 1))
    again = await ledger.put_file(io.BytesIO(b"a" * (PART + 1)))

    assert first == again
    assert [len(part) async for part in ledger.object_parts(first)] == [PART, 1]


async def test_a_missing_object_is_said_to_be_missing(ledger: Ledger) -> None:
    missing = Digest("0" * 64)
    with pytest.raises(ObjectMissing, match=missing):
        await ledger.get_object(missing)
    with pytest.raises(ObjectMissing):
        await anext(ledger.object_parts(missing))
