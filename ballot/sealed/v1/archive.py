"""Writing an archive, at once or ballot by ballot."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import BinaryIO

import msgspec

from ballot.sealed.v1.codec import encode, sha_hex
from ballot.sealed.v1.container import DATA, EVENT, HEADER_NAME, member_bytes
from ballot.sealed.v1.events import (
    Kind,
    OwnerRecord,
    SetupRecord,
    SizeRecord,
    WireEvent,
    WireHeader,
)


class ArchiveWriter:
    """Appends members to a binary file in the only order that the format knows.

    Call ``setup``, ``ballot`` any number of times, ``end``, ``tally``, ``partial`` for each owner,
    ``result``.  ``timestamp`` (Unix seconds) is the round's, one for all members.
    """

    def __init__(self, file: BinaryIO, timestamp: int) -> None:
        """Write the header member to ``file``."""
        self._file = file
        self._timestamp = timestamp
        self._parent: str | msgspec.UnsetType = msgspec.UNSET
        self._height = 0
        header = encode(WireHeader(version=1, timestamp=str(timestamp)))
        file.write(member_bytes(HEADER_NAME, header, timestamp))

    def setup(self, election: bytes, trustees: bytes, credentials: bytes) -> None:
        """Write election, trustees and public credentials."""
        record = SetupRecord(
            election=self._data(election),
            trustees=self._data(trustees),
            credentials=self._data(credentials),
        )
        self._event(Kind.SETUP, self._data(encode(record)))

    def ballot(self, ballot: bytes) -> None:
        """Write one ballot."""
        self._event(Kind.BALLOT, self._data(ballot))

    def end(self) -> None:
        """Write that no ballot follows."""
        self._event(Kind.END_BALLOTS, msgspec.UNSET)

    def tally(self, tally: bytes, count: int, weight: int) -> None:
        """Write the encrypted tally of ``count`` ballots with the total ``weight``."""
        record = SizeRecord(
            num_tallied=count,
            total_weight=weight if weight < 2**30 else str(weight),
            encrypted_tally=self._data(tally),
        )
        self._event(Kind.ENCRYPTED_TALLY, self._data(encode(record)))

    def partial(self, owner: int, partial: bytes) -> None:
        """Write the partial decryption of ``owner`` (from 1)."""
        record = OwnerRecord(owner=owner, payload=self._data(partial))
        self._event(Kind.PARTIAL_DECRYPTION, self._data(encode(record)))

    def result(self, result: bytes) -> None:
        """Write the result; nothing may follow."""
        self._event(Kind.RESULT, self._data(result))

    def _data(self, body: bytes) -> str:
        digest = sha_hex(body)
        self._file.write(member_bytes(digest + DATA, body, self._timestamp))
        return digest

    def _event(self, kind: Kind, payload: str | msgspec.UnsetType) -> None:
        event = WireEvent(parent=self._parent, height=self._height, type=kind, payload=payload)
        body = encode(event)
        self._parent = sha_hex(body)
        self._height += 1
        self._file.write(member_bytes(self._parent + EVENT, body, self._timestamp))


def write_archive(  # noqa: PLR0913  (the members of an archive)
    *,
    timestamp: int,
    election: bytes,
    trustees: bytes,
    credentials: bytes,
    ballots: Iterable[bytes],
    tally: bytes,
    count: int,
    weight: int,
    partials: Sequence[tuple[int, bytes]],
    result: bytes,
) -> bytes:
    """Return a whole archive; ``ballots`` in ascending order of hash, ``partials`` by owner."""
    file = BytesIO()
    writer = ArchiveWriter(file, timestamp)
    writer.setup(election, trustees, credentials)
    for ballot in ballots:
        writer.ballot(ballot)
    writer.end()
    writer.tally(tally, count, weight)
    for owner, partial in partials:
        writer.partial(owner, partial)
    writer.result(result)
    return file.getvalue()
