"""Tiles read back as what was written, and hold enough to recompute the root."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from audit import tiles
from audit.errors import Malformed
from audit.merkle import leaf_hash, root_of
from audit.tiles import Tile

tile_names = st.builds(
    Tile, st.none() | st.integers(0, 63), st.integers(0, 10**12), st.integers(1, 256)
)


@given(tile_names)
def test_a_name_reads_back_as_its_tile(tile: Tile) -> None:
    assert Tile.parse(tile.path) == tile


@given(
    st.from_regex(r"tile/(entries|[0-9]{1,2})/(x?[0-9]{3}/?){1,3}(\.p/[0-9]{1,3})?", fullmatch=True)
)
def test_a_name_that_reads_is_the_name_of_its_tile(path: str) -> None:
    with suppress(Malformed):
        assert Tile.parse(path).path == path


@given(st.lists(st.binary(max_size=40), max_size=600))
def test_entries_come_back_from_their_bundles(entries: list[bytes]) -> None:
    bundles = list(tiles.build_entry_bundles(entries))

    assert [tile for tile, _ in bundles] == list(tiles.entry_bundles(len(entries)))
    read = [entry for tile, data in bundles for entry in tiles.read_entry_bundle(tile, data)]
    assert read == entries


@given(st.integers(1, 4), st.binary(max_size=40))
def test_any_bytes_are_a_bundle_or_malformed(width: int, data: bytes) -> None:
    tile = Tile(None, 0, width)
    with suppress(Malformed):
        entries = tiles.read_entry_bundle(tile, data)
        assert list(tiles.build_entry_bundles(entries)) == [(tile, data)]


@given(st.integers(0, 1200))
def test_the_leaf_tiles_hold_the_whole_tree(size: int) -> None:
    leaves = [leaf_hash(number.to_bytes(2)) for number in range(size)]
    built = list(tiles.build_hash_tiles(leaves))

    assert [tile for tile, _ in built] == list(tiles.hash_tiles(size))
    read = [h for tile, data in built if tile.level == 0 for h in tiles.read_hash_tile(tile, data)]
    assert root_of(read) == root_of(leaves)
