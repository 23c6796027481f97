"""The file of a backup: a tar of which every byte is determined by names and contents.

Any ``tar`` unpacks it by hand. Headers are those of GNU tar with fixed owner, mode and time, so a
member may have any size; reading rebuilds each header and compares it, which leaves no room for
links, paths, second spellings or anything between and behind the members.
"""

import re
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from service.backups.errors import Unreadable

MANIFEST: Final = "manifest.json"
NAMES: Final = re.compile(
    r"manifest\.json|ledger\.db|office\.db|(?:keys|tls)/[A-Za-z0-9][A-Za-z0-9._-]{0,79}", re.ASCII
)
"""What a member may be called: nothing absolute, no parent, nothing hidden."""

CHUNK: Final = 1 << 20
_BLOCK: Final = 512
_END: Final = bytes(2 * _BLOCK)


def header(name: str, size: int) -> bytes:
    """Return the one header of a member ``name`` of ``size`` bytes."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.GNU_FORMAT, "ascii")


def padding(size: int) -> bytes:
    """Return the zeros that follow a member of ``size`` bytes."""
    return bytes(-size % _BLOCK)


def write_member(out: BinaryIO, name: str, size: int, chunks: Iterable[bytes]) -> None:
    """Write a member whose ``chunks`` are ``size`` bytes."""
    out.write(header(name, size))
    out.writelines(chunks)
    out.write(padding(size))


def write_end(out: BinaryIO) -> None:
    """Write what ends the file."""
    out.write(_END)


@dataclass(frozen=True, slots=True)
class Member:
    """A member whose content comes next in ``file``; to be read before the next member."""

    file: BinaryIO
    name: str
    size: int

    def chunks(self) -> Iterator[bytes]:
        """Yield the content. Raises Unreadable if it ends too early or is badly padded."""
        left = self.size
        while left:
            chunk = self.file.read(min(left, CHUNK))
            if not chunk:
                raise Unreadable(f"备份在“{self.name}”处中断，文件不完整，请重新拷贝。")
            left -= len(chunk)
            yield chunk
        if self.file.read(-self.size % _BLOCK) != padding(self.size):
            raise Unreadable(f"备份在“{self.name}”之后夹有多余的内容，文件被改动过。")


def members(file: BinaryIO) -> Iterator[Member]:
    """Yield the members of ``file`` in their order. Raises Unreadable."""
    while True:
        block = file.read(_BLOCK)
        if block == _END[:_BLOCK]:
            break
        yield _member(file, block)
    if file.read(_BLOCK + 1) != _END[_BLOCK:]:
        raise Unreadable("备份的末尾不对：文件被截断，或者后面加了内容。")


def _member(file: BinaryIO, block: bytes) -> Member:
    try:
        info = tarfile.TarInfo.frombuf(block, "ascii", "strict")
    except (tarfile.TarError, UnicodeDecodeError) as error:
        raise Unreadable("这不是备份文件，或者文件不完整。") from error
    if not NAMES.fullmatch(info.name) or info.size < 0:
        raise Unreadable(f"备份里有不认识的文件 {info.name!r}，没有解开任何内容。")
    if block != header(info.name, info.size):
        raise Unreadable(f"备份里“{info.name}”的文件头不是规定的写法，文件被改动过。")
    return Member(file, info.name, info.size)
