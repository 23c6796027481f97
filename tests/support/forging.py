"""Makes records, good ones and bad ones: every layer can be spoilt, all layers above it follow.

The layers, from the bottom: script, signed events, leaves, checkpoint, members, manifest, bytes.
A forger who changes one layer is assumed to remake everything above it, with the keys at hand;
what the verifier then finds is the fault itself and no accident of clumsy editing.
"""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from audit.merkle import leaf_hash
from audit.record import layout
from audit.record.archives import write_archive_of
from audit.record.container import ContainerWriter
from audit.record.objects import public_objects
from audit.record.rounds import has_archive
from audit.record.subject import subject_of
from audit.record.writer import write_evidence
from audit.tiles import build_entry_bundles, build_hash_tiles
from audit.verify.folding import fold_all
from ballot import events as e
from ballot.canonical import Digest, canonical, digest
from ballot.errors import BallotError
from ballot.sealed import round_uuid
from ballot.state import Election, Round
from tests.support.session import Session

Members = dict[str, bytes]


@dataclass
class Forger:
    """A session and what is done to the layers of its record; by default nothing."""

    session: Session
    events: Callable[[list[e.Event]], list[e.Event]] = lambda events: events
    leaves: Callable[[list[bytes]], list[bytes]] = lambda leaves: leaves
    checkpoint: Callable[[bytes, list[bytes]], bytes] = lambda note, _: note
    archive: Callable[[int, bytes], bytes] = lambda _, archive: archive
    members: Callable[[Members], Members] = lambda members: members
    manifest: Callable[[dict[str, object]], object] = lambda manifest: manifest
    order: Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]] = lambda members: members
    data: Callable[[bytes], bytes] = lambda data: data
    evidence: Callable[[bytes], bytes] = lambda data: data
    made_evidence: bytes = field(init=False, default=b"")

    def record(self) -> bytes:
        """Return the record."""
        events = self.events(self.session.sign(self.session.script))
        leaves = self.leaves([e.encode(one) for one in events])
        self.made_evidence = self._evidence(events)
        members = self.members(dict(self._members(events, leaves)))
        manifest = canonical(self.manifest(self._manifest(members, leaves)))
        listed = [*sorted(members.items()), (layout.MANIFEST, manifest)]
        return self.data(zipped(self.order(listed)))

    def _manifest(self, members: Members, leaves: list[bytes]) -> dict[str, object]:
        return {
            "piaojue": "record-1",
            "election": self.session.id,
            "size": len(leaves),
            "evidence": digest(self.made_evidence),
            "files": {name: digest(data) for name, data in members.items()},
        }

    def _evidence(self, events: list[e.Event]) -> bytes:
        out = io.BytesIO()
        try:
            write_evidence(out, [e.encode(one) for one in events], self.object)
        except BallotError:  # an illegal log has no evidence, and no check of it runs
            return b""
        return self.evidence(out.getvalue())

    def _members(self, events: list[e.Event], leaves: list[bytes]) -> Iterable[tuple[str, bytes]]:
        yield layout.CHECKPOINT, self.checkpoint(self.session.note(leaves), leaves)
        for tile, data in (
            *build_hash_tiles([*map(leaf_hash, leaves)]),
            *build_entry_bundles(leaves),
        ):
            yield layout.tile_name(tile), data
        for name in public_objects(events):
            yield layout.object_name(name), self.object(name)
        for event in events:
            if isinstance(event, e.PaperIssued):
                for form, name in (("docx", event.docx), ("pdf", event.pdf)):
                    yield layout.paper_name(event.round, event.kind, form), self.object(name)  # type: ignore[arg-type]  # one of the two
        yield from self._of_state(events)

    def _of_state(self, events: list[e.Event]) -> Iterable[tuple[str, bytes]]:
        election = fold_all(events).election
        current = subject_of(election)
        if current is not None and current.definition is not None:
            yield layout.DEFINITION, self.object(current.definition)
        if current is not None and current.outcome is not None:
            yield layout.OUTCOME, canonical(current.outcome)
        for one in election.rounds:
            if has_archive(one):
                name = layout.sealed_name(round_uuid(election.id, one.number))
                yield name, self.archive(one.number, self.packed(election, one, events))

    def object(self, name: Digest) -> bytes:
        """Return an object of the session."""
        return self.session.objects[name]

    def packed(self, election: Election, current: Round, events: list[e.Event]) -> bytes:
        """Return the archive of a round."""
        out = io.BytesIO()
        write_archive_of(election, current, events, self.object, out)
        return out.getvalue()


def zipped(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the container with these members in this order."""
    out = io.BytesIO()
    writer = ContainerWriter(out)
    for name, data in members:
        writer.add(name, data)
    writer.finish()
    return out.getvalue()
