"""Whether a file of scans is there to its end: copiers write slowly, and networks break off."""

import struct
from collections.abc import Iterator
from pathlib import Path

_TAIL = 4096
"""Bytes at the end of a file in which its end is marked; some copiers pad."""
_ENDS = (
    (b"%PDF-", b"%%EOF"),
    (b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"),
    (b"\xff\xd8\xff", b"\xff\xd9"),
)
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_OFFSETS, _COUNTS = (273, 324), (279, 325)
"""Where strips or tiles begin and how long they are (TIFF 6.0, sections 8 and 15)."""
_NUMBERS = {3: "H", 4: "I", 16: "Q"}
_BYTES = {
    **dict.fromkeys((1, 2, 6, 7), 1),
    **dict.fromkeys((3, 8), 2),
    **dict.fromkeys((4, 9, 11, 13), 4),
    **dict.fromkeys((5, 10, 12, 16, 17, 18), 8),
}
"""Of one value of each type (TIFF 6.0, section 2; 16 to 18 are BigTIFF's)."""
_MOST_PARTS = 400_000
"""Strips or tiles of a page: the largest that is read has 310,000 of the smallest tiles."""
_MOST_NUMBERS = 10_000_000
"""That are looked at in a file; one that names more is made to do harm, and readers refuse it."""


def ended(path: Path) -> bool:
    """Say whether the file at ``path`` is whole; one that is no scan is, for nobody waits for it.

    Raises OSError.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(1024)
        if head.startswith(_TIFF):
            return _tiff_ended(path.read_bytes(), size)
        file.seek(max(size - _TAIL, 0))
        tail = file.read()
    for begin, end in _ENDS:
        # A PDF may begin with other bytes (ISO 32000-1, annex H, note 13).
        if begin in head if begin == b"%PDF-" else head.startswith(begin):
            return end in tail
    return size > 0


def _tiff_ended(data: bytes, size: int) -> bool:
    """Follow the directories to the last one; each must be there with all of its picture."""
    try:
        return all(end <= size for end in _Tiff(data).ends())
    except struct.error:
        return False


class _Tiff:
    """The directories of a TIFF, classic or big."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._order = "<" if data[:2] == b"II" else ">"
        big = self._at("H", 2)[0] == 43  # noqa: PLR2004  (BigTIFF)
        self._word, self._number, self._entry = ("Q", "Q", 20) if big else ("I", "H", 12)
        self._first = 8 if big else 4
        self._left = _MOST_NUMBERS

    def _at(self, form: str, place: int, count: int = 1) -> tuple[int, ...]:
        return struct.unpack_from(f"{self._order}{count}{form}", self._data, place)

    def ends(self) -> Iterator[int]:
        """Yield where every part ends. Raises struct.error for a directory that is cut off.

        Directories that lead in a circle are followed once, and of endless ones a part.
        """
        seen: set[int] = set()
        (place,) = self._at(self._word, self._first)
        while place and place not in seen and self._left > 0:
            seen.add(place)
            (entries,) = self._at(self._number, place)
            begin = place + struct.calcsize(f"={self._number}")
            yield from self._directory(begin, entries)
            (place,) = self._at(self._word, begin + entries * self._entry)

    def _directory(self, begin: int, entries: int) -> Iterator[int]:
        fields: dict[int, tuple[int, ...]] = {}
        for at in range(begin, begin + entries * self._entry, self._entry):
            if self._left <= 0:
                return
            tag, values, end = self._field(at)
            fields[tag] = values
            yield end
        for offsets, counts in zip(_OFFSETS, _COUNTS, strict=True):
            parts = zip(fields.get(offsets, ()), fields.get(counts, ()), strict=False)
            yield from (offset + count for offset, count in parts)

    def _field(self, place: int) -> tuple[int, tuple[int, ...], int]:
        """Return an entry's tag, its whole numbers if it places pictures, where its value ends."""
        tag, kind = self._at("H", place, 2)
        (count,) = self._at(self._word, place + 4)
        room = struct.calcsize(f"={self._word}")
        value, length = place + 4 + room, _BYTES.get(kind, 0) * count
        if length > room:
            (value,) = self._at(self._word, value)
        places = tag in {*_OFFSETS, *_COUNTS} and kind in _NUMBERS and count <= _MOST_PARTS
        self._left -= 1 + (count if places else 0)
        return tag, self._at(_NUMBERS[kind], value, count) if places else (), value + length
