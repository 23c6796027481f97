"""The container ``UUID.bel``: a minimal old-style tar, byte for byte.

Every member is one 512-byte header and its body padded with zeros; there are no end blocks, no
magic, no names of users; all members carry the same time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ballot.sealed.fault import SealedFault
from ballot.sealed.v1.codec import sha_hex

BLOCK = 512
HEADER_NAME = "BELENIOS"
DATA, EVENT = ".data.json", ".event.json"

_OCTAL = 8**11
_HASH = 64


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that hold before anything is read into memory, in bytes and members."""

    member: int = 64_000_000
    total: int = 20_000_000_000
    members: int = 2_000_000


@dataclass(frozen=True, slots=True)
class Member:
    """One member: its suffix, the sha_hex of its body, the body, where that starts, its time."""

    suffix: str
    digest: str
    body: bytes
    offset: int
    timestamp: int


def member_bytes(name: str, body: bytes, timestamp: int) -> bytes:
    """Return header, body and padding of one member."""
    return header_bytes(name, len(body), timestamp) + body + bytes(-len(body) % BLOCK)


def header_bytes(name: str, size: int, timestamp: int) -> bytes:
    """Return the 512 header bytes of a member."""
    if not (0 <= size < _OCTAL and 0 <= timestamp < _OCTAL):
        raise SealedFault("归档成员的大小或时间超出范围。", code="archive.too_large")
    block = bytearray(BLOCK)
    fields = (
        (0, name.encode()),
        (100, b"0000644"),
        (108, b"0000000"),
        (116, b"0000000"),
        (124, b"%011o" % size),
        (136, b"%011o" % timestamp),
        (148, b" " * 8),
        (156, b"0"),
    )
    for at, value in fields:
        block[at : at + len(value)] = value
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def members(file: BinaryIO, limits: Limits) -> Iterator[Member]:
    """Yield the members after the first one of a file at its start; the first has the time.

    Names are checked to be the hash of the body.  Raises SealedFault: ``archive.truncated``,
    ``archive.header``, ``archive.hash``, ``archive.too_large``.
    """
    first = file.read(BLOCK)
    if len(first) != BLOCK:
        raise SealedFault("归档文件是空的或不完整。", code="archive.truncated")
    timestamp = _octal(first[136:147])
    offset = BLOCK
    body = _body(file, first, HEADER_NAME, timestamp, limits)
    yield Member(HEADER_NAME, "", body, offset, timestamp)
    for _ in range(limits.members):
        offset += _padded(len(body))
        header = file.read(BLOCK)
        if not header:
            return
        offset += BLOCK
        if offset > limits.total:
            break
        suffix, digest = _name(header)
        body = _body(file, header, digest + suffix, timestamp, limits)
        if sha_hex(body) != digest:
            raise SealedFault(f"归档中 {digest[:12]}… 的内容与名称不符。", code="archive.hash")
        yield Member(suffix, digest, body, offset, timestamp)
    raise SealedFault("归档过大，超过允许的大小或成员数。", code="archive.too_large")


def _padded(size: int) -> int:
    return size + -size % BLOCK


def _name(header: bytes) -> tuple[str, str]:
    name = header[: _HASH + len(EVENT)].rstrip(b"\0")
    for suffix in (DATA, EVENT):
        if len(name) == _HASH + len(suffix) and name.endswith(suffix.encode()):
            return suffix, name[:_HASH].decode("ascii", "replace")  # compared with the hash later
    raise SealedFault("归档中有一个成员的名称不合格式。", code="archive.header")


def _body(file: BinaryIO, header: bytes, name: str, timestamp: int, limits: Limits) -> bytes:
    if len(header) != BLOCK:
        raise SealedFault("归档文件在一个成员的头部中断。", code="archive.truncated")
    size = _octal(header[124:135])
    if size > limits.member:
        raise SealedFault("归档中有一个成员过大。", code="archive.too_large")
    if header != header_bytes(name, size, timestamp):
        raise SealedFault("归档中有一个成员的头部不合格式。", code="archive.header")
    stored = file.read(_padded(size))
    if len(stored) != _padded(size):
        raise SealedFault("归档文件在一个成员的中间中断。", code="archive.truncated")
    if any(stored[size:]):
        raise SealedFault("归档中有一个成员的填充不是零。", code="archive.header")
    return stored[:size]


def _octal(field: bytes) -> int:
    if len(field) != 11 or not set(field) <= set(b"01234567"):  # noqa: PLR2004  (11 digits)
        raise SealedFault("归档中有一个成员的头部不合格式。", code="archive.header")
    return int(field, 8)
