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
from audit.record.container import Container
from audit.record.manifest import Manifest, read_manifest
from audit.record.rounds import has_archive
from audit.tiles import entry_bundles, read_entry_bundle
from audit.verify.checks import Mapper, NotRun
from audit.verify.expectations import Expectations
from audit.verify.folding import Folding, fold_all
from audit.verify.objects import Objects
from audit.verify.scanned_round import ScannedRound
from audit.verify.sealed_round import SealedRound
from ballot import events as e
from ballot.canonical import Digest
from ballot.sealed import Group, Trustees, check_trustees, group_named
from ballot.state import Election, Round


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
    def objects(self) -> Objects:
        """Its files and objects (R-02)."""
        return Objects(self.container)

    @cached_property
    def manifest(self) -> Manifest:
        """The manifest (R-03)."""
        return read_manifest(self.objects.read(layout.MANIFEST))

    @cached_property
    def leaves(self) -> tuple[bytes, ...]:
        """The entries of the log (L-02)."""
        return tuple(self._entries())

    def _entries(self) -> Iterator[bytes]:
        for tile in entry_bundles(self.manifest.size):
            yield from read_entry_bundle(tile, self.objects.read(layout.tile_name(tile)))

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
        return parse_note(self.objects.read(layout.CHECKPOINT))

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

    @property
    def group(self) -> Group:
        """The group of the sealed ballots."""
        return group_named(self.created.group)

    @cached_property
    def trustees(self) -> Trustees:
        """The holders of the election key, from their document (K-01)."""
        ceremony = self.folding.election.ceremony
        document = None if ceremony is None else ceremony.document
        return check_trustees(self.objects.get(Digest(document or "")), self.group)

    @cached_property
    def evidence(self) -> Objects:
        """The files of the evidence (E-05). Raises NotRun where none was given."""
        if self.expected.evidence is None:
            raise NotRun("没有给出证据包")
        return Objects(Container.open(self.expected.evidence), "证据包")

    @cached_property
    def scanned(self) -> tuple[ScannedRound, ...]:
        """The rounds whose sheets bear codes, as the evidence opens them."""
        election = self.folding.election
        return tuple(
            ScannedRound(
                record=self.objects,
                evidence=self.evidence,
                election=election,
                current=one,
                ruled=tuple(self._ruled(one.number)),
            )
            for one in election.rounds
            if one.identity_key is not None
        )

    def _ruled(self, number: int) -> Iterator[e.RuledSheet]:
        for event in self.events:
            if isinstance(event, e.SheetsAdjudicated) and event.round == number:
                yield from event.rulings

    @cached_property
    def sealed(self) -> tuple[SealedRound, ...]:
        """The rounds with sealed ballots, or with a sealed sum of none."""
        election = self.folding.election
        return tuple(self._sealed(election, one) for one in election.rounds if has_archive(one))

    def _sealed(self, election: Election, current: Round) -> SealedRound:
        ceremony, lists = election.ceremony, election.credential_lists
        return SealedRound(
            objects=self.objects,
            each=self.each,
            current=current,
            election_id=election.id,
            public_key=(ceremony.public_key if ceremony else None) or "",
            credential_list=lists[current.number - 1] if lists else Digest(""),
            casts=tuple(
                event
                for event in self.events
                if isinstance(event, e.BallotCast) and event.round == current.number
            ),
        )
