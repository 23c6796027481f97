"""The tree against the recursive definition of RFC 6962 section 2.1, for any size."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import merkle
from audit.errors import Unproven

sizes = st.integers(1, 300)


def leaves(count: int) -> list[bytes]:
    return [merkle.leaf_hash(str(number).encode()) for number in range(count)]


def split(count: int) -> int:
    k = 1
    while 2 * k < count:
        k *= 2
    return k


def naive_root(hashes: list[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1, word for word."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = split(len(hashes))
    inner = b"\x01" + naive_root(hashes[:k]) + naive_root(hashes[k:])
    return hashlib.sha256(inner).digest()


def naive_path(m: int, hashes: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962 section 2.1.1, word for word."""
    if len(hashes) == 1:
        return []
    k = split(len(hashes))
    if m < k:
        return [*naive_path(m, hashes[:k]), naive_root(hashes[k:])]
    return [*naive_path(m - k, hashes[k:]), naive_root(hashes[:k])]


def naive_subproof(m: int, hashes: list[bytes], *, complete: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962 section 2.1.2, word for word."""
    if m == len(hashes):
        return [] if complete else [naive_root(hashes)]
    k = split(len(hashes))
    if m <= k:
        inner = naive_subproof(m, hashes[:k], complete=complete)
        return [*inner, naive_root(hashes[k:])]
    inner = naive_subproof(m - k, hashes[k:], complete=False)
    return [*inner, naive_root(hashes[:k])]


@given(sizes, st.data())
def test_every_root_equals_the_definition(size: int, data: st.DataObject) -> None:
    all_leaves = leaves(size)
    earlier = data.draw(st.integers(0, size))

    assert merkle.Tree.of(all_leaves).root(earlier) == naive_root(all_leaves[:earlier])
    assert merkle.root_of(all_leaves[:earlier]) == naive_root(all_leaves[:earlier])


@given(sizes, st.data())
def test_an_edge_grows_the_same_in_any_portions(size: int, data: st.DataObject) -> None:
    all_leaves = leaves(size)
    cut = data.draw(st.integers(0, size))
    edge = merkle.Frontier().extend(all_leaves[:cut])
    stored = merkle.Frontier(edge.size, edge.peaks)

    for leaf in all_leaves[cut:]:
        stored = stored.append(leaf)

    assert stored == merkle.Frontier().extend(all_leaves)
    assert stored.root == naive_root(all_leaves)


@given(sizes, st.data())
def test_every_leaf_has_the_defined_path_and_it_is_accepted(size: int, data: st.DataObject) -> None:
    all_leaves = leaves(size)
    index = data.draw(st.integers(0, size - 1))
    path = merkle.Tree.of(all_leaves).inclusion(index)

    assert list(path) == naive_path(index, all_leaves)
    merkle.verify_inclusion(all_leaves[index], index, size, path, naive_root(all_leaves))


@given(sizes, st.data())
def test_every_pair_of_states_has_the_defined_proof_and_it_is_accepted(
    size: int, data: st.DataObject
) -> None:
    all_leaves = leaves(size)
    old = data.draw(st.integers(1, size))
    proof = merkle.Tree.of(all_leaves).consistency(old)

    assert list(proof) == naive_subproof(old, all_leaves, complete=True)
    old_root, root = naive_root(all_leaves[:old]), naive_root(all_leaves)
    merkle.verify_consistency(old, old_root, size, root, proof)


@given(sizes, st.data())
def test_an_inclusion_proof_that_is_altered_anywhere_is_refused(
    size: int, data: st.DataObject
) -> None:
    all_leaves = leaves(size)
    index = data.draw(st.integers(0, size - 1))
    tree = merkle.Tree.of(all_leaves)
    path = tree.inclusion(index)
    for wrong in altered(path):
        with pytest.raises(Unproven):
            merkle.verify_inclusion(all_leaves[index], index, size, wrong, tree.root())
    other = data.draw(st.integers(0, size - 1).filter(lambda i: size == 1 or i != index))
    if other != index:
        with pytest.raises(Unproven):
            merkle.verify_inclusion(all_leaves[index], other, size, path, tree.root())


@given(sizes, st.data())
def test_a_rewritten_past_has_no_consistency_proof(size: int, data: st.DataObject) -> None:
    all_leaves = leaves(size)
    old = data.draw(st.integers(1, size))
    changed = data.draw(st.integers(0, old - 1))
    rewritten = merkle.Tree.of([*all_leaves[:changed], bytes(32), *all_leaves[changed + 1 :]])
    old_root = naive_root(all_leaves[:old])

    for proof in (rewritten.consistency(old), merkle.Tree.of(all_leaves).consistency(old)):
        with pytest.raises(Unproven):
            merkle.verify_consistency(old, old_root, size, rewritten.root(), proof)


@given(sizes, st.data())
def test_a_consistency_proof_that_is_altered_anywhere_is_refused(
    size: int, data: st.DataObject
) -> None:
    tree = merkle.Tree.of(leaves(size))
    old = data.draw(st.integers(1, size))

    for wrong in altered(tree.consistency(old)):
        with pytest.raises(Unproven):
            merkle.verify_consistency(old, tree.root(old), size, tree.root(), wrong)


def altered(path: tuple[bytes, ...]) -> list[tuple[bytes, ...]]:
    """Return ``path`` with each hash broken, with each one left out, and with one too many."""
    variants = [(*path, bytes(32)), (bytes(32), *path)]
    for at, value in enumerate(path):
        broken = bytes([value[0] ^ 1]) + value[1:]
        variants += [(*path[:at], broken, *path[at + 1 :]), (*path[:at], *path[at + 1 :])]
    return variants
