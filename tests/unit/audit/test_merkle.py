"""The tree against the test vectors of the Certificate Transparency logs (RFC 6962)."""

import hashlib

import pytest

from audit import merkle
from audit.errors import Malformed, Unproven

ENTRIES = tuple(
    bytes.fromhex(entry)
    for entry in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
)
LEAVES = tuple(map(merkle.leaf_hash, ENTRIES))
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
NODE_1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
NODE_2_3 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
NODE_4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
NODE_4_5 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
NODE_4_7 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
NODE_6_7 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
INCLUSIONS = (
    (0, 1, ()),
    (0, 8, (NODE_1, NODE_2_3, NODE_4_7)),
    (5, 8, (NODE_4, NODE_6_7, ROOTS[4])),
    (2, 3, (ROOTS[2],)),
    (1, 5, (ROOTS[1], NODE_2_3, NODE_4)),
)
CONSISTENCIES = (
    (1, 1, ()),
    (1, 8, (NODE_1, NODE_2_3, NODE_4_7)),
    (6, 8, (NODE_4_5, NODE_6_7, ROOTS[4])),
    (2, 5, (NODE_2_3, NODE_4)),
)


def root(size: int) -> bytes:
    return bytes.fromhex(ROOTS[size])


def hashes(*texts: str) -> tuple[bytes, ...]:
    return tuple(map(bytes.fromhex, texts))


@pytest.mark.parametrize("size", range(9))
def test_the_roots_of_the_published_tree_come_out_both_ways(size: int) -> None:
    assert merkle.Tree.of(LEAVES).root(size) == root(size)
    assert merkle.root_of(LEAVES[:size]) == root(size)


@pytest.mark.parametrize(("index", "size", "proof"), INCLUSIONS)
def test_published_inclusion_proofs_are_made_and_accepted(
    index: int, size: int, proof: tuple[str, ...]
) -> None:
    made = merkle.Tree.of(LEAVES).inclusion(index, size)

    assert made == hashes(*proof)
    merkle.verify_inclusion(LEAVES[index], index, size, made, root(size))


@pytest.mark.parametrize(("old", "size", "proof"), CONSISTENCIES)
def test_published_consistency_proofs_are_made_and_accepted(
    old: int, size: int, proof: tuple[str, ...]
) -> None:
    made = merkle.Tree.of(LEAVES).consistency(old, size)

    assert made == hashes(*proof)
    merkle.verify_consistency(old, root(old), size, root(size), made)


def test_an_entry_cannot_pose_as_a_node() -> None:
    pair = LEAVES[0] + LEAVES[1]

    assert merkle.leaf_hash(pair) != merkle.node_hash(LEAVES[0], LEAVES[1])


def test_the_empty_log_is_a_prefix_of_every_log_and_only_with_its_own_root() -> None:
    merkle.verify_consistency(0, merkle.EMPTY_ROOT, 8, root(8), ())
    merkle.verify_consistency(0, merkle.EMPTY_ROOT, 0, merkle.EMPTY_ROOT, ())

    with pytest.raises(Unproven):
        merkle.verify_consistency(0, root(1), 8, root(8), ())
    with pytest.raises(Unproven):
        merkle.verify_consistency(0, merkle.EMPTY_ROOT, 0, root(1), ())
    with pytest.raises(Unproven):
        merkle.verify_consistency(0, merkle.EMPTY_ROOT, 8, root(8), (root(1),))


def test_two_roots_for_one_size_are_never_consistent() -> None:
    with pytest.raises(Unproven):
        merkle.verify_consistency(8, root(7), 8, root(8), ())
    with pytest.raises(Unproven):
        merkle.verify_consistency(8, root(8), 8, root(8), (root(8),))


def test_a_growth_without_a_proof_is_refused() -> None:
    with pytest.raises(Unproven):
        merkle.verify_consistency(1, root(1), 2, root(2), ())
    with pytest.raises(Unproven):
        merkle.verify_consistency(3, root(3), 5, root(5), ())


def test_a_log_that_shrinks_is_refused_by_name() -> None:
    with pytest.raises(Malformed) as caught:
        merkle.verify_consistency(8, root(8), 7, root(7), ())

    assert caught.value.code == "merkle.shrunk"


@pytest.mark.parametrize("index", [-1, 8, 9])
def test_a_leaf_outside_the_tree_is_refused_by_name(index: int) -> None:
    with pytest.raises(Malformed) as made:
        merkle.Tree.of(LEAVES).inclusion(index)
    with pytest.raises(Malformed) as checked:
        merkle.verify_inclusion(LEAVES[0], index, 8, (), root(8))

    assert made.value.code == checked.value.code == "merkle.index"


@pytest.mark.parametrize("length", [0, 31, 33])
def test_what_is_not_32_bytes_is_no_hash(length: int) -> None:
    odd = bytes(length)

    for attempt in (
        lambda: merkle.Tree.of([odd]),
        lambda: merkle.Frontier().append(odd),
        lambda: merkle.verify_inclusion(odd, 0, 1, (), root(1)),
        lambda: merkle.verify_inclusion(LEAVES[0], 0, 2, (odd,), root(2)),
        lambda: merkle.verify_consistency(1, root(1), 2, odd, (LEAVES[1],)),
    ):
        with pytest.raises(Malformed) as caught:
            attempt()
        assert caught.value.code == "merkle.hash-length"


def test_a_state_that_the_log_has_not_reached_is_refused() -> None:
    tree = merkle.Tree.of(LEAVES)

    for attempt in (
        lambda: tree.root(9),
        lambda: tree.root(-1),
        lambda: tree.inclusion(0, 9),
        lambda: tree.consistency(0, 9),
        lambda: tree.consistency(-1),
        lambda: tree.consistency(8, 7),
    ):
        with pytest.raises(Malformed):
            attempt()


@pytest.mark.parametrize(("size", "peaks"), [(0, 1), (1, 0), (3, 1), (4, 2), (-1, 1)])
def test_an_edge_that_no_tree_has_is_refused(size: int, peaks: int) -> None:
    with pytest.raises(Malformed) as caught:
        merkle.Frontier(size, (hashlib.sha256().digest(),) * peaks)

    assert caught.value.code == "merkle.frontier"
