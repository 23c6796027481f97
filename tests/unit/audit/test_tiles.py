"""Tiles by the examples of c2sp.org/tlog-tiles."""

import pytest

from audit import tiles
from audit.errors import Malformed
from audit.merkle import leaf_hash, root_of
from audit.tiles import Tile


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(0, 273, 112), "tile/0/273.p/112"),
        (Tile(1, 1000, 1), "tile/1/x001/000.p/1"),
        (Tile(63, 999), "tile/63/999"),
        (Tile(None, 0, 255), "tile/entries/000.p/255"),
    ],
)
def test_paths_are_those_of_the_specification(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert Tile.parse(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/x000/000",
        "tile/0/x001/x234/67",
        "tile/0/001/234/067",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p",
        "tile/0/000\n",
        "tile/0/../000",
        "/tile/0/000",
        "tile/entry/000",
        "tile/0/" + "x001/" * 9 + "000",
    ],
)
def test_any_other_spelling_is_refused(path: str) -> None:
    with pytest.raises(Malformed):
        Tile.parse(path)


def test_the_log_of_70000_has_the_tiles_that_the_specification_counts() -> None:
    named = list(tiles.hash_tiles(70_000))
    partial = [tile for tile in named if tile.width < 256]

    assert sum(tile.level == 0 and tile.width == 256 for tile in named) == 273
    assert sum(tile.level == 1 and tile.width == 256 for tile in named) == 1
    assert partial == [Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)]


def test_the_log_of_256_has_one_full_tile_and_one_hash_above() -> None:
    assert list(tiles.hash_tiles(256)) == [Tile(0, 0), Tile(1, 0, 1)]
    assert list(tiles.entry_bundles(256)) == [Tile(None, 0)]


def test_the_empty_log_has_no_files() -> None:
    assert list(tiles.hash_tiles(0)) == []
    assert list(tiles.entry_bundles(0)) == []
    assert list(tiles.build_hash_tiles([])) == []


def test_a_hash_above_stands_for_its_full_tile() -> None:
    leaves = [leaf_hash(str(number).encode()) for number in range(513)]

    built = dict(tiles.build_hash_tiles(leaves))

    assert list(built) == list(tiles.hash_tiles(513))
    assert tiles.read_hash_tile(Tile(1, 0, 2), built[Tile(1, 0, 2)]) == (
        root_of(leaves[:256]),
        root_of(leaves[256:512]),
    )


def test_an_entry_follows_its_length_in_two_bytes() -> None:
    assert list(tiles.build_entry_bundles([b"", b"ab"])) == [
        (Tile(None, 0, 2), b"\x00\x00\x00\x02ab")
    ]


def test_the_longest_entry_fits_and_one_byte_more_does_not() -> None:
    ((tile, data),) = tiles.build_entry_bundles([bytes(65_535)])
    assert tiles.read_entry_bundle(tile, data) == (bytes(65_535),)

    with pytest.raises(Malformed) as caught:
        list(tiles.build_entry_bundles([bytes(65_536)]))
    assert caught.value.code == "tile.entry-size"


@pytest.mark.parametrize("data", [bytes(31), bytes(32), bytes(63), bytes(65), bytes(96)])
def test_a_hash_tile_of_the_wrong_length_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed) as caught:
        tiles.read_hash_tile(Tile(0, 0, 2), data)

    assert caught.value.code == "tile.length"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01a",
        b"\x00\x01a\x00",
        b"\x00\x01a\x00\x02b",
        b"\x00\x01a\x00\x01bc",
        b"\x00\x01a\x00\x01b\x00\x01c",
    ],
)
def test_a_bundle_that_is_cut_or_extended_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed) as caught:
        tiles.read_entry_bundle(Tile(None, 0, 2), data)

    assert caught.value.code == "tile.torn"


@pytest.mark.parametrize(
    ("level", "index", "width"), [(-1, 0, 1), (64, 0, 1), (0, -1, 1), (0, 0, 0), (0, 0, 257)]
)
def test_a_tile_that_no_log_has_is_not_made(level: int, index: int, width: int) -> None:
    with pytest.raises(Malformed):
        Tile(level, index, width)
