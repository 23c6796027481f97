"""The Merkle tree of the log: RFC 6962 section 2.1 with SHA-256.

Leaves are hashed with the prefix 0x00 and inner nodes with 0x01, so no entry can pose as a node.
The proofs are those of RFC 6962 sections 2.1.1 and 2.1.2; they are checked by the algorithms that
RFC 9162 sections 2.1.3.2 and 2.1.4.2 write out.

``Frontier`` is what the writer keeps: log2(n) hashes. ``Tree`` is what makes proofs: all hashes.
A hash is 32 bytes everywhere; sizes and indexes count leaves.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

from audit.errors import Malformed, Unproven

HASH_BYTES = 32

EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of a log without entries."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of one entry of the log."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above ``left`` and ``right``."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root over ``leaves`` (leaf hashes in order)."""
    return Frontier().extend(leaves).root


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of a tree: enough to append and to name the root, nothing more.

    ``peaks`` are the roots of the complete subtrees that ``size`` splits into, largest first:
    one per binary one of ``size``.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an edge that no tree has; raises Malformed."""
        if self.size < 0 or len(self.peaks) != self.size.bit_count():
            raise Malformed(
                f"日志右缘不成立：{self.size} 条记录不会留下 {len(self.peaks)} 个子树。"
                "请从日志条目重新计算。",
                code="merkle.frontier",
            )
        _all_hashes(self.peaks)

    def append(self, leaf: bytes) -> "Frontier":
        """Return the edge after one more leaf hash; raises Malformed if it is not a hash."""
        return self.extend((leaf,))

    def extend(self, leaves: Iterable[bytes]) -> "Frontier":
        """Return the edge after ``leaves`` (leaf hashes in order)."""
        size, peaks = self.size, list(self.peaks)
        for leaf in leaves:
            peaks.append(leaf)
            # Each trailing one of the old size is a complete subtree that the new leaf closes.
            carry = size
            while carry & 1:
                right = peaks.pop()
                peaks[-1] = node_hash(peaks[-1], right)
                carry >>= 1
            size += 1
        return Frontier(size, tuple(peaks))

    @property
    def root(self) -> bytes:
        """The root over all leaves appended so far."""
        return _fold_right(self.peaks)


@dataclass(slots=True)
class Tree:
    """A growing tree that proves: all complete subtrees are kept, about two hashes a leaf.

    Not safe for concurrent appends; the caller owns it.
    """

    _levels: list[list[bytes]] = field(default_factory=lambda: [[]])
    """``_levels[k][i]`` is the root over the leaves from i * 2^k to (i + 1) * 2^k."""

    @classmethod
    def of(cls, leaves: Iterable[bytes]) -> Self:
        """Return the tree over ``leaves`` (leaf hashes in order); raises Malformed."""
        tree = cls()
        for leaf in leaves:
            tree.append(leaf)
        return tree

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash; raises Malformed if it is not a hash."""
        _all_hashes((leaf,))
        level, value = 0, leaf
        while True:
            if level == len(self._levels):
                self._levels.append([])
            row = self._levels[level]
            row.append(value)
            if len(row) % 2:
                return
            level, value = level + 1, node_hash(row[-2], row[-1])

    def root(self, size: int | None = None) -> bytes:
        """Return the root over the first ``size`` leaves (default: all); raises Malformed."""
        return self._range(0, self._known(self.size if size is None else size))

    def inclusion(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """Prove that leaf ``index`` is among the first ``size``: the path, deepest hash first.

        Raises Malformed if there is no such leaf.
        """
        end = self._known(self.size if size is None else size)
        if not 0 <= index < end:
            raise _no_such_leaf(index, end)
        start, path = 0, []
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                path.append(self._range(middle, end))
                end = middle
            else:
                path.append(self._range(start, middle))
                start = middle
        return tuple(reversed(path))

    def consistency(self, old: int, size: int | None = None) -> tuple[bytes, ...]:
        """Prove that the tree of ``old`` leaves is a prefix of the one of ``size`` leaves.

        Empty for ``old`` 0 and for ``old == size``; raises Malformed for sizes out of range.
        """
        end = self._known(self.size if size is None else size)
        if not 0 <= old <= end:
            raise _shrunk(old, end)
        start, path = 0, []
        while 0 < old < end:
            middle = start + _split(end - start)
            if old <= middle:
                path.append(self._range(middle, end))
                end = middle
            else:
                path.append(self._range(start, middle))
                start = middle
        # The verifier has the old root itself; only a subtree inside it must be told.
        if start > 0:
            path.append(self._range(start, end))
        return tuple(reversed(path))

    def _known(self, size: int) -> int:
        if not 0 <= size <= self.size:
            raise Malformed(
                f"日志只有 {self.size} 条，没有 {size} 条时的状态。请核对检查点的条数。",
                code="merkle.size",
            )
        return size

    def _range(self, start: int, end: int) -> bytes:
        """Return the root over the leaves ``start`` to ``end``, ``start`` on a subtree's edge."""
        peaks = []
        while start < end:
            level = (end - start).bit_length() - 1
            peaks.append(self._levels[level][start >> level])
            start += 1 << level
        return _fold_right(peaks)


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Check that leaf hash ``leaf`` is number ``index`` of the ``size`` leaves under ``root``.

    Source: RFC 9162 section 2.1.3.2. Raises Malformed for impossible arguments, Unproven else.
    """
    _all_hashes((leaf, root, *proof))
    if not 0 <= index < size:
        raise _no_such_leaf(index, size)
    _Climb(index, size - 1).check([leaf], proof, [root])


def verify_consistency(
    old: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the log of ``old`` entries is a prefix of that of ``size`` entries.

    Source: RFC 9162 section 2.1.4.2, with the cases that it leaves out: the empty log is a prefix
    of every log, a log is a prefix of itself, both with an empty proof.
    Raises Malformed for impossible arguments, Unproven if the proof does not hold.
    """
    _all_hashes((old_root, root, *proof))
    if not 0 <= old <= size:
        raise _shrunk(old, size)
    if old in (0, size):
        expected = EMPTY_ROOT if old == 0 else root
        if proof or old_root != expected or (size == 0 and root != EMPTY_ROOT):
            raise _unproven()
        return
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        raise _unproven()
    # The complete subtrees at the old right edge are in the first hash of the path.
    shift = (old & -old).bit_length() - 1
    climb = _Climb((old - 1) >> shift, (size - 1) >> shift)
    climb.check([path[0], path[0]], path[1:], [old_root, root])


@dataclass(slots=True)
class _Climb:
    """The way up from node ``at`` in a tree whose rightmost node on that level is ``last``."""

    at: int
    last: int

    def check(self, values: list[bytes], path: Sequence[bytes], roots: list[bytes]) -> None:
        """Climb with one or two values at once and compare what stands at the top.

        With two values the first is the old tree's, which knows nothing to the right.
        """
        for sibling in path:
            if self.last == 0:
                raise _unproven()
            if self.at & 1 or self.at == self.last:
                values = [node_hash(sibling, value) for value in values]
                self._skip_missing_siblings()
            else:
                values[-1] = node_hash(values[-1], sibling)
            self.at >>= 1
            self.last >>= 1
        if self.last != 0 or values != roots:
            raise _unproven()

    def _skip_missing_siblings(self) -> None:
        """Pass the levels on which the right edge has no sibling and hence no hash in the path."""
        while self.at and not self.at & 1:
            self.at >>= 1
            self.last >>= 1


def _split(width: int) -> int:
    """Return the largest power of two below ``width`` (>= 2)."""
    return 1 << ((width - 1).bit_length() - 1)


def _fold_right(peaks: Sequence[bytes]) -> bytes:
    """Join the roots of ever smaller complete subtrees into the root above them."""
    if not peaks:
        return EMPTY_ROOT
    value = peaks[-1]
    for peak in reversed(peaks[:-1]):
        value = node_hash(peak, value)
    return value


def _all_hashes(values: Iterable[bytes]) -> None:
    for value in values:
        if len(value) != HASH_BYTES:
            raise Malformed(
                f"散列值应为 {HASH_BYTES} 字节，实为 {len(value)} 字节。请检查证明是否被截断。",
                code="merkle.hash-length",
            )


def _no_such_leaf(index: int, size: int) -> Malformed:
    return Malformed(
        f"日志共 {size} 条，没有序号 {index}。请核对序号与检查点。", code="merkle.index"
    )


def _shrunk(old: int, size: int) -> Malformed:
    return Malformed(
        f"旧检查点有 {old} 条，新检查点只有 {size} 条：日志只能增加。请核对两个检查点的先后。",
        code="merkle.shrunk",
    )


def _unproven() -> Unproven:
    return Unproven(
        "证明推不出检查点上的根散列：日志被改动过，或者证明与检查点不属于同一日志。",
        code="merkle.unproven",
    )
