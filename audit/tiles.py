"""The log as files: hash tiles and entry bundles of c2sp.org/tlog-tiles.

A tile holds up to 256 consecutive hashes of one level (level 0: leaf hashes; above: one hash for
each full tile below). An entry bundle holds the entries of one level 0 tile, each after its
length as a big-endian uint16. The last tile of a level may be partial; its name says its width.
Names are relative to the log's folder.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.errors import Malformed
from audit.merkle import HASH_BYTES, root_of

TILE_WIDTH = 256
MAX_ENTRY_BYTES = 0xFFFF
MAX_LEVEL = 63

_GROUP = 1000
_LENGTH_BYTES = 2
_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<index>(?:x[0-9]{3}/){0,6}[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?\Z"
)


@dataclass(frozen=True, slots=True)
class Tile:
    """One file of the log: where it stands and how many hashes or entries it holds."""

    level: int | None
    """0 to 63 for hashes; None for an entry bundle."""
    index: int
    """Counted from 0 within the level."""
    width: int = TILE_WIDTH
    """1 to 256; less than 256 for a partial tile."""

    def __post_init__(self) -> None:
        """Refuse a tile that no log has; raises Malformed."""
        if not 0 <= (self.level or 0) <= MAX_LEVEL or not 0 <= self.index < _GROUP**7:
            raise Malformed("日志文件的层或序号超出范围。", code="tile.position")
        if not 1 <= self.width <= TILE_WIDTH:
            raise Malformed(
                f"日志文件应有 1 至 {TILE_WIDTH} 项，实为 {self.width} 项。", code="tile.width"
            )

    @property
    def path(self) -> str:
        """The name of the file, ``/`` between folders, such as ``tile/0/x001/234.p/5``."""
        level = "entries" if self.level is None else str(self.level)
        last, rest = f"{self.index % _GROUP:03d}", self.index // _GROUP
        while rest:
            last, rest = f"x{rest % _GROUP:03d}/{last}", rest // _GROUP
        partial = "" if self.width == TILE_WIDTH else f".p/{self.width}"
        return f"tile/{level}/{last}{partial}"

    @classmethod
    def parse(cls, path: str) -> "Tile":
        """Read a file name back; raises Malformed for any but the one right spelling."""
        match = _PATH.match(path)
        if match:
            level = None if match["level"] == "entries" else int(match["level"])
            index = int(re.sub("[x/]", "", match["index"]))
            tile = cls(level, index, int(match["width"] or TILE_WIDTH))
            if tile.path == path:
                return tile
        raise Malformed(f"“{path[:80]}”不是日志文件的名称。", code="tile.path")


def hash_tiles(size: int) -> Iterator[Tile]:
    """Name every hash tile of a log of ``size`` entries, level by level from the leaves."""
    level = 0
    while size > 0:
        yield from _row(level, size)
        level, size = level + 1, size // TILE_WIDTH


def entry_bundles(size: int) -> Iterator[Tile]:
    """Name every entry bundle of a log of ``size`` entries, in order."""
    yield from _row(None, size)


def build_hash_tiles(leaves: Sequence[bytes]) -> Iterator[tuple[Tile, bytes]]:
    """Make the hash tiles of the log with these leaf hashes, in the order of ``hash_tiles``."""
    level, row = 0, tuple(leaves)
    while row:
        above = []
        for tile in _row(level, len(row)):
            start = tile.index * TILE_WIDTH
            hashes = row[start : start + tile.width]
            yield tile, b"".join(hashes)
            if tile.width == TILE_WIDTH:
                above.append(root_of(hashes))
        level, row = level + 1, tuple(above)


def build_entry_bundles(entries: Sequence[bytes]) -> Iterator[tuple[Tile, bytes]]:
    """Make the bundles of ``entries``, in order; raises Malformed for an entry above 65,535 B."""
    for tile in entry_bundles(len(entries)):
        start = tile.index * TILE_WIDTH
        yield tile, b"".join(map(_prefixed, entries[start : start + tile.width]))


def read_hash_tile(tile: Tile, data: bytes) -> tuple[bytes, ...]:
    """Return the hashes in ``data``; raises Malformed if it is not exactly ``tile.width`` long.

    Whether they are the right hashes only the tree above them can tell.
    """
    if len(data) != tile.width * HASH_BYTES:
        raise Malformed(
            f"“{tile.path}”应为 {tile.width * HASH_BYTES} 字节，实为 {len(data)} 字节。",
            code="tile.length",
        )
    return tuple(data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES))


def read_entry_bundle(tile: Tile, data: bytes) -> tuple[bytes, ...]:
    """Return the ``tile.width`` entries in ``data``; raises Malformed if short or followed."""
    entries, at = [], 0
    for _ in range(tile.width):
        start = at + _LENGTH_BYTES
        at = start + int.from_bytes(data[at:start])
        if start > len(data) or at > len(data):
            raise _torn(tile)
        entries.append(data[start:at])
    if at != len(data):
        raise _torn(tile)
    return tuple(entries)


def _row(level: int | None, count: int) -> Iterator[Tile]:
    full, rest = divmod(count, TILE_WIDTH)
    for index in range(full):
        yield Tile(level, index)
    if rest:
        yield Tile(level, full, rest)


def _prefixed(entry: bytes) -> bytes:
    if len(entry) > MAX_ENTRY_BYTES:
        raise Malformed(
            f"一条日志最多 {MAX_ENTRY_BYTES} 字节，实为 {len(entry)} 字节：大件应存为对象，"
            "日志只记其散列。",
            code="tile.entry-size",
        )
    return len(entry).to_bytes(_LENGTH_BYTES) + entry


def _torn(tile: Tile) -> Malformed:
    return Malformed(
        f"“{tile.path}”的内容与条数 {tile.width} 不符，文件被截断或被加长。", code="tile.torn"
    )
