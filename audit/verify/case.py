"""A record under examination: each part is read once, when a check first asks for it.

A part that cannot be read raises this house's errors; the check that the part belongs to reports
them, and the checks that need the part are not carried out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import BinaryIO

from audit.checkpoint import Checkpoint
from audit.errors import Malformed
from audit.merkle import Tree, leaf_hash
from audit.note import Note, VerifierKey
from audit.note import parse as parse_note
from audit.origin import log_verifier
from audit.record import layout
from audit.record.container import Container, Member
from audit.record.manifest import Manifest, read_manifest
from audit.tiles import entry_bundles, read_entry_bundle
from audit.verify.checks import Mapper
from audit.verify.expectations import Expectations
from audit.verify.folding import Folding, fold_all
from ballot import events as e
from ballot.canonical import Digest, digest


@dataclass(kw_only=True)
class Case:
    """The record ``file``, what the caller expects of it, and the hands to examine it with."""

    file: BinaryIO
    expected: Expectations = field(default_factory=Expectations)
    each: Mapper = map

    @cached_property
    def container(self) -> Container:
        """The zip file (R-01)."""
        return Container.open(self.file)

    @cached_property
    def members(self) -> dict[str, Member]:
        """Its files by name (R-02)."""
        return {one.name: one for one in self.container.members}

    def read(self, name: str) -> bytes:
        """Return the content of a file. Raises Malformed if it is not there."""
        member = self.members.get(name)
        if member is None:
            raise Malformed(f"记录包中没有“{name}”。", code="record.absent")
        return self.container.read(member)

    def object(self, name: Digest) -> bytes:
        """Return an object whose content has the digest ``name``. Raises Malformed."""
        data = self.read(layout.object_name(name))
        if digest(data) != name:
            raise Malformed(f"对象 {name[:16]}… 的内容与名称不符。", code="record.object")
        return data

    @cached_property
    def manifest(self) -> Manifest:
        """The manifest (R-03)."""
        return read_manifest(self.read(layout.MANIFEST))

    @cached_property
    def leaves(self) -> tuple[bytes, ...]:
        """The entries of the log (L-02)."""
        return tuple(self._entries())

    def _entries(self) -> Iterator[bytes]:
        for tile in entry_bundles(self.manifest.size):
            yield from read_entry_bundle(tile, self.read(layout.tile_name(tile)))

    @cached_property
    def hashes(self) -> tuple[bytes, ...]:
        """The leaf hashes."""
        return tuple(map(leaf_hash, self.leaves))

    @cached_property
    def tree(self) -> Tree:
        """The tree over the entries."""
        return Tree.of(self.hashes)

    @cached_property
    def note(self) -> Note:
        """The signed note under ``log/checkpoint`` (L-05)."""
        return parse_note(self.read(layout.CHECKPOINT))

    @cached_property
    def checkpoint(self) -> Checkpoint:
        """What the note says, its signature not yet believed (L-05)."""
        return Checkpoint.parse(self.note.text)

    @cached_property
    def events(self) -> tuple[e.Event, ...]:
        """The entries as events (L-03)."""
        return tuple(map(e.decode, self.leaves))

    @cached_property
    def created(self) -> e.ElectionCreated:
        """The first event (L-04)."""
        first = self.events[0]
        if not isinstance(first, e.ElectionCreated):
            raise Malformed("日志的第一条不是建立票决。", code="log.first")
        return first

    @cached_property
    def log_key(self) -> VerifierKey:
        """The key that the first event names for the log (L-04)."""
        return log_verifier(self.created.id, self.created.log_key)

    @cached_property
    def folding(self) -> Folding:
        """The fold of the log, as far as it is legal (F-01)."""
        return fold_all(self.events)
