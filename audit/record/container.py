"""The container of records: a zip file of which every byte is determined by names and contents.

Members are stored, not compressed, one after the other without gaps; times, attributes and
versions are fixed; there is no comment, no extra field and no second spelling of anything. So two
writers make the same file, an unpacker finds what the verifier saw, and there is nothing to
inflate, to link or to hide. Source of the fields: APPNOTE.TXT 6.3.10, sections 4.3 and 4.4.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO, Self

from audit.errors import Malformed
from audit.record.body import Body, Window
from ballot.canonical import Digest

MAX_MEMBERS = 0xFFFE
MAX_BYTES = 0xFFFF_FFFE
"""Of the file and of a member: below the marks that would ask for Zip64."""
MAX_NAME = 200

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_LOCAL_MARK, _CENTRAL_MARK, _END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_VERSION, _MADE_BY, _STORED = 10, 0x030A, 0
_TIME, _DATE = 0, 0x21  # 1980-01-01 00:00, where the calendar of the format begins
_REGULAR_FILE = 0o100644 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file in the container; ``offset`` is where its header begins."""

    name: str
    crc: int
    size: int
    offset: int

    @property
    def start(self) -> int:
        """Where the content begins."""
        return self.offset + _LOCAL.size + len(self.name)

    @property
    def end(self) -> int:
        """Where the next member, or the directory, begins."""
        return self.start + self.size

    def header(self) -> bytes:
        """Return the local header."""
        name = self.name.encode("ascii")
        fixed = (_VERSION, 0, _STORED, _TIME, _DATE, self.crc, self.size, self.size, len(name), 0)
        return _LOCAL.pack(_LOCAL_MARK, *fixed) + name

    def entry(self) -> bytes:
        """Return the entry in the directory."""
        name = self.name.encode("ascii")
        fixed = (_MADE_BY, _VERSION, 0, _STORED, _TIME, _DATE, self.crc, self.size, self.size)
        rest = (len(name), 0, 0, 0, 0, _REGULAR_FILE, self.offset)
        return _CENTRAL.pack(_CENTRAL_MARK, *fixed, *rest) + name


def _end(members: int, size: int, start: int) -> bytes:
    return _END.pack(_END_MARK, 0, 0, members, members, size, start, 0)


@dataclass(slots=True)
class ContainerWriter:
    """Writes members one by one into ``out``, an empty seekable file; ``finish`` ends it."""

    out: BinaryIO
    _members: list[Member] = field(default_factory=list)

    def add(self, name: str, data: bytes) -> Digest:
        """Write a member whose content is at hand and return its digest."""
        with self.member(name) as body:
            body.write(data)
        return body.digest

    @contextmanager
    def member(self, name: str) -> Iterator[Body]:
        """Write a member piece by piece, without holding it in memory.

        Raises Malformed when the file outgrows the format.
        """
        empty = Member(name=name, crc=0, size=0, offset=self.out.tell())
        self.out.write(empty.header())
        body = Body(self.out)
        yield body
        member = Member(name=name, crc=body.crc, size=body.size, offset=empty.offset)
        if len(self._members) == MAX_MEMBERS or member.end > MAX_BYTES:
            raise Malformed("记录包的文件太多或太大，不能写成一个文件。", code="container.limit")
        # The header names length and checksum, which are known only now.
        self.out.seek(member.offset)
        self.out.write(member.header())
        self.out.seek(member.end)
        self._members.append(member)

    def finish(self) -> None:
        """Write the directory; nothing can be added after it."""
        start = self.out.tell()
        directory = b"".join(one.entry() for one in self._members)
        self.out.write(directory + _end(len(self._members), len(directory), start))


@dataclass(frozen=True, slots=True)
class Container:
    """The members of an opened container, in their order."""

    file: BinaryIO
    members: tuple[Member, ...]

    @classmethod
    def open(cls, file: BinaryIO) -> Self:
        """Read the directory of ``file`` (seekable) and compare it with every header.

        Contents are not read. Raises Malformed for a byte that the format does not determine.
        """
        start, directory, count = _read_end(file)
        members, at, offset = [], 0, 0
        for _ in range(count):
            member = _read_entry(directory[at : at + _CENTRAL.size + MAX_NAME], offset)
            at, offset = at + len(member.entry()), member.end
            _check_header(file, member, start)
            members.append(member)
        if at != len(directory) or offset != start:
            raise Malformed(
                "文件之间或目录之后夹有多余的内容，请重新获取文件。", code="container.gap"
            )
        return cls(file, tuple(members))

    def window(self, member: Member) -> Window:
        """Return the content of ``member`` as a file to read."""
        return Window(self.file, member.start, member.size)

    def read(self, member: Member) -> bytes:
        """Return the content of ``member``. Its checksum is compared by ``check_crc``."""
        self.file.seek(member.start)
        return self.file.read(member.size)


def _read_end(file: BinaryIO) -> tuple[int, bytes, int]:
    """Return where the directory starts, its bytes, and how many members it should hold."""
    size = file.seek(0, 2)
    if not _END.size <= size <= MAX_BYTES:
        raise Malformed("不是记录包：文件太短或超过 4 GB。", code="container.size")
    file.seek(size - _END.size)
    tail = file.read(_END.size)
    mark, _, _, count, _, length, start, _ = _END.unpack(tail)
    if mark != _END_MARK:
        raise Malformed("文件末尾没有压缩包目录，可能被截断或被加长。", code="container.end")
    if tail != _end(count, length, start) or start + length != size - _END.size:
        raise Malformed("压缩包目录的位置或个数不对，可能被截断或被拼接。", code="container.end")
    if count > MAX_MEMBERS or length > count * (_CENTRAL.size + MAX_NAME):
        raise Malformed("压缩包目录过大。", code="container.limit")
    file.seek(start)
    return start, file.read(length), count


def _read_entry(data: bytes, offset: int) -> Member:
    """Read one entry of the directory; its member must begin at ``offset``."""
    if len(data) < _CENTRAL.size:
        raise Malformed("压缩包目录不完整。", code="container.directory")
    fields = _CENTRAL.unpack_from(data)
    flags, method, crc, size, length, attributes = (fields[i] for i in (3, 4, 7, 9, 10, 15))
    raw = data[_CENTRAL.size : _CENTRAL.size + length]
    if not raw.isascii() or not 0 < length <= MAX_NAME:
        raise Malformed("压缩包内的文件名不合格式。", code="container.name")
    name = raw.decode("ascii")
    if method != _STORED or flags:
        raise Malformed(
            f"“{name}”被压缩或加密；记录包内的文件一律原样存放。", code="container.compressed"
        )
    if attributes != _REGULAR_FILE:
        raise Malformed(f"“{name}”是链接或目录，不是普通文件。", code="container.link")
    member = Member(name=name, crc=crc, size=size, offset=offset)
    if data[: len(member.entry())] != member.entry():
        raise Malformed(f"“{name}”的目录项不是规定的写法。", code="container.directory")
    return member


def _check_header(file: BinaryIO, member: Member, limit: int) -> None:
    file.seek(member.offset)
    header = member.header()
    if member.end > limit or file.read(len(header)) != header:
        raise Malformed(f"“{member.name}”的文件头与目录不一致。", code="container.header")
