"""The contents of members, written and read piece by piece."""

import hashlib
import io
from typing import TYPE_CHECKING, BinaryIO
from zlib import crc32

from ballot.canonical import Digest

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

CHUNK = 1 << 20


class Body(io.RawIOBase):
    """The content of a member as it is written: counted and hashed on the way.

    Closing it leaves the file below open.
    """

    def __init__(self, out: BinaryIO) -> None:
        """Write on at the present place of ``out``."""
        self._out = out
        self._hash = hashlib.sha256()
        self.crc = 0
        self.size = 0

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: "ReadableBuffer", /) -> int:
        """Append ``data``."""
        view = memoryview(data)
        self._out.write(view)
        self._hash.update(view)
        self.crc = crc32(view, self.crc)
        self.size += view.nbytes
        return view.nbytes

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self.size

    @property
    def digest(self) -> Digest:
        """The SHA-256 of what was written."""
        return Digest(self._hash.hexdigest())


class Window(io.RawIOBase):
    """A part of a seekable file, read as a file of its own; closing it leaves the file open."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        """See ``size`` bytes of ``file`` from ``start`` on."""
        self._file, self._start, self._size = file, start, size
        self._at = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return the place in the part."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a place in the part and return it."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = min(max(base + offset, 0), self._size)
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        """Return the next ``size`` bytes, or all that are left."""
        left = self._size - self._at
        self._file.seek(self._start + self._at)
        data = self._file.read(left if size < 0 else min(size, left))
        self._at += len(data)
        return data

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fill ``buffer`` and return how many bytes there were."""
        view = memoryview(buffer)
        data = self.read(view.nbytes)
        view[: len(data)] = data
        return len(data)


def hashed(file: "BinaryIO | Window") -> tuple[Digest, int]:
    """Return the SHA-256 and the CRC-32 of the rest of ``file``."""
    digest, crc = hashlib.sha256(), 0
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        crc = crc32(chunk, crc)
    return Digest(digest.hexdigest()), crc
