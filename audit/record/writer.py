"""Writes a record and its evidence: values in, bytes out, the same bytes for the same values."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from io import BufferedWriter
from typing import BinaryIO

from audit.merkle import leaf_hash
from audit.record import layout
from audit.record.archives import GetObject, write_archive_of
from audit.record.batches import form_for, images_of, open_sheets, totals_of
from audit.record.body import CHUNK
from audit.record.container import ContainerWriter
from audit.record.manifest import EvidenceManifest, Manifest
from audit.record.objects import private_openings, public_objects, signed_pages
from audit.record.rounds import has_archive
from audit.record.subject import subject_of
from audit.tiles import build_entry_bundles, build_hash_tiles
from ballot import events as e
from ballot.canonical import Digest, canonical
from ballot.fold import fold
from ballot.sealed import round_uuid
from ballot.state import Election

Put = Callable[[BinaryIO], None]


def write_record(
    out: BinaryIO,
    leaves: Sequence[bytes],
    checkpoint: bytes,
    get_object: GetObject,
    *,
    evidence: Digest | None = None,
) -> None:
    """Write the public record of the log ``leaves`` into ``out``, empty and seekable.

    ``checkpoint`` is the signed note of exactly these leaves; ``evidence`` the digest of the
    evidence file, if there is one. Memory holds the log and one object at a time.

    Raises Malformed or ballot.errors.BallotError for a log that is none; the errors of
    ``get_object`` pass through.
    """
    events = tuple(map(e.decode, leaves))
    election = fold(events)
    files: dict[str, Digest] = {}
    writer = ContainerWriter(out)
    members = dict(_members(leaves, events, election, checkpoint, get_object))
    for name in sorted(members):
        with writer.member(name) as body, BufferedWriter(body, CHUNK) as buffered:
            members[name](buffered)
        files[name] = body.digest
    manifest = Manifest(election=election.id, size=len(leaves), evidence=evidence, files=files)
    writer.add(layout.MANIFEST, canonical(manifest))
    writer.finish()


def write_evidence(
    out: BinaryIO,
    leaves: Sequence[bytes],
    get_object: GetObject,
    get_private: GetObject | None = None,
) -> None:
    """Write the evidence of the log ``leaves`` into ``out``, empty and seekable.

    It holds the pages that were signed by hand and, of scanned paper, everything that stands behind
    the digests of the log, with the images and the totals of each bundle. ``get_private`` supplies
    what only the evidence opens, by its digest: ``ballot.reading.opening`` of readings and rulings,
    ``ballot.identity.committed`` of printed identities, images; None: as ``get_object``.
    """
    events = tuple(map(e.decode, leaves))
    election = fold(events)
    private = get_private or get_object
    members = dict(_evidence(events, election, get_object, private))
    writer = ContainerWriter(out)
    files: dict[str, Digest] = {}
    for name in sorted(members):
        with writer.member(name) as body, BufferedWriter(body, CHUNK) as buffered:
            members[name](buffered)
        files[name] = body.digest
    writer.add(layout.MANIFEST, canonical(EvidenceManifest(election=election.id, files=files)))
    writer.finish()


def _evidence(
    events: Sequence[e.Event], election: Election, get_object: GetObject, get_private: GetObject
) -> Iterator[tuple[str, Put]]:
    """Name every member of the evidence but the manifest, with what writes it."""
    for page in signed_pages(events):
        yield layout.object_name(page), _object(page, get_object)
    for digest in private_openings(events):
        yield layout.object_name(digest), _object(digest, get_private)
    for current in election.rounds:
        if not current.batches:
            continue
        form = form_for(election, current, get_object)
        for batch in current.batches.values():
            sheets = open_sheets(batch, current.rulings, get_private)
            standing = batch.batch not in current.withdrawn
            totals = totals_of(batch, sheets, form, standing=standing)
            yield layout.batch_name(current.number, batch.batch), _bytes(canonical(totals))
            for image in images_of(one.reading for one in sheets):
                yield layout.object_name(image), _object(image, get_private)


def _members(
    leaves: Sequence[bytes],
    events: Sequence[e.Event],
    election: Election,
    checkpoint: bytes,
    get_object: GetObject,
) -> Iterator[tuple[str, Put]]:
    """Name every member but the manifest, with what writes it."""
    yield layout.CHECKPOINT, _bytes(checkpoint)
    for tile, data in (*build_hash_tiles([*map(leaf_hash, leaves)]), *build_entry_bundles(leaves)):
        yield layout.tile_name(tile), _bytes(data)
    for digest in public_objects(events):
        yield layout.object_name(digest), _object(digest, get_object)
    yield from _summary(election, get_object)
    yield from _papers(events, get_object)
    for current in election.rounds:
        if has_archive(current):
            name = layout.sealed_name(round_uuid(election.id, current.number))
            yield name, partial(write_archive_of, election, current, events, get_object)


def _summary(election: Election, get_object: GetObject) -> Iterator[tuple[str, Put]]:
    current = subject_of(election)
    if current is not None and current.definition is not None:
        yield layout.DEFINITION, _object(current.definition, get_object)
    if current is not None and current.outcome is not None:
        yield layout.OUTCOME, _bytes(canonical(current.outcome))


def _papers(events: Sequence[e.Event], get_object: GetObject) -> Iterator[tuple[str, Put]]:
    for event in events:
        if isinstance(event, e.PaperIssued):
            for form in layout.FORMS:
                digest = event.docx if form == "docx" else event.pdf
                yield layout.paper_name(event.round, event.kind, form), _object(digest, get_object)


def _bytes(data: bytes) -> Put:
    def put(out: BinaryIO) -> None:
        out.write(data)

    return put


def _object(digest: Digest, get_object: GetObject) -> Put:
    """Fetch the object only when it is written."""

    def put(out: BinaryIO) -> None:
        out.write(get_object(digest))

    return put
