"""The writer is deterministic, agrees with a second packer, and is sparing with memory."""

import io
import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest

from audit.record import layout
from audit.record.batches import BatchTotals
from audit.record.container import Container
from audit.record.manifest import read_manifest
from audit.record.objects import private_openings
from audit.record.writer import write_evidence, write_record
from audit.verify.record import verify_record
from ballot import events as e
from ballot.canonical import Digest, digest
from ballot.refusals import NoQuorum
from tests.support.bad_records.registry import change, hand, own_copy
from tests.support.forging import Forger
from tests.support.hand_counted import hand_counted
from tests.support.scanned_session import good_tally, identity, image, scanned_session
from tests.support.sealed_session import two_rounds
from tests.support.session import PAGE, Session


def written(session: Session, evidence: Digest | None = None) -> bytes:
    leaves = [e.encode(one) for one in session.sign(session.script)]
    out = io.BytesIO()
    write_record(out, leaves, session.note(leaves), session.objects.__getitem__, evidence=evidence)
    return out.getvalue()


@pytest.mark.parametrize(
    "session",
    [hand_counted(), two_rounds(), scanned_session()],
    ids=["paper", "tablets", "scanned"],
)
def test_two_packers_make_the_same_bytes(session: Session) -> None:
    forger = Forger(own_copy(session))
    record = forger.record()

    assert written(own_copy(session), digest(forger.made_evidence)) == record


def test_a_written_record_verifies() -> None:
    assert verify_record(io.BytesIO(written(own_copy(two_rounds())))).holds


def test_the_manifest_says_that_there_is_no_evidence() -> None:
    container = Container.open(io.BytesIO(written(own_copy(hand_counted()))))

    assert container.members[-1].name == layout.MANIFEST
    assert read_manifest(container.read(container.members[-1])).evidence is None


def test_the_evidence_holds_the_pages_that_were_signed_by_hand() -> None:
    session = own_copy(hand_counted())
    leaves = [e.encode(one) for one in session.sign(session.script)]
    out = io.BytesIO()
    write_evidence(out, leaves, session.objects.__getitem__)
    container = Container.open(io.BytesIO(out.getvalue()))
    names = [one.name for one in container.members]

    assert names == [layout.object_name(digest(PAGE)), layout.MANIFEST]


def evidence_of(session: Session, private: Callable[[Digest], bytes] | None = None) -> Container:
    leaves = [e.encode(one) for one in session.sign(session.script)]
    out = io.BytesIO()
    write_evidence(out, leaves, session.objects.__getitem__, private)
    return Container.open(io.BytesIO(out.getvalue()))


def test_the_evidence_holds_what_every_digest_of_scanned_paper_stands_for() -> None:
    session = scanned_session()
    names = {one.name for one in evidence_of(session).members}
    opened = private_openings(session.script)
    readings = [one for event in session.script for one in getattr(event, "sheets", ())]
    images = {layout.object_name(digest(image(number))) for number in range(1, 33)}
    totals = {layout.batch_name(1, batch) for batch in (1, 2, 3)}

    # Two bundles and one of them again, a set of identities, and rulings on doubts and sample.
    assert (len(readings), len(opened)) == (15 + 15 + 17, 47 + 1 + 4 + 4)
    assert names == {layout.object_name(digest(PAGE)), layout.MANIFEST} | images | totals | {
        layout.object_name(one) for one in opened
    }


def test_the_totals_of_a_bundle_lie_beside_its_sheets_unless_it_was_withdrawn() -> None:
    box = evidence_of(scanned_session())
    files = {one.name: box.read(one) for one in box.members}
    withdrawn, first, last = (
        msgspec.json.decode(files[layout.batch_name(1, batch)], type=BatchTotals)
        for batch in (1, 2, 3)
    )

    assert (withdrawn.standing, withdrawn.tally) == (False, None)
    assert first.tally is not None
    assert last.tally is not None
    assert (first.tally.returned, last.tally.returned, last.tally.foreign) == (15, 16, 2)
    assert first.tally.valid + last.tally.valid == good_tally().valid


def test_nothing_private_of_a_sheet_is_in_the_public_record() -> None:
    session = own_copy(scanned_session())
    record = written(session)

    assert not any(one.encode() in record for one in (identity(6), identity(7)))
    assert image(6) not in record
    public = Container.open(io.BytesIO(record))
    private = {layout.object_name(one) for one in private_openings(session.script)}
    assert not private & {one.name for one in public.members}


def test_what_only_the_evidence_opens_comes_from_its_own_keeper() -> None:
    session = scanned_session()
    asked: list[Digest] = []

    def keeper(name: Digest) -> bytes:
        asked.append(name)
        return session.objects[name]

    evidence_of(session, keeper)

    definition = next(one.definition for one in session.script if isinstance(one, e.ListFrozen))
    assert set(asked) >= private_openings(session.script)
    assert not {definition, digest(PAGE)} & set(asked)


def test_an_illegal_log_is_not_packed() -> None:
    session = hand().session
    change(session.script, e.AttendanceDeclared, present=1)

    with pytest.raises(NoQuorum):
        written(session)


def test_an_object_that_is_missing_stops_the_writer() -> None:
    with pytest.raises(KeyError):
        written(replace(own_copy(hand_counted()), objects={}))


def test_one_object_at_a_time_is_in_memory() -> None:
    session = own_copy(hand_counted())
    for kind in ("attendance", "issue_return", "sealing_list"):
        docx, pdf = digest(f"{kind} d".encode()), digest(f"{kind} p".encode())
        session.tell(e.PaperIssued(round=1, kind=kind, docx=docx, pdf=pdf))  # type: ignore[arg-type]  # kinds of papers
    leaves = [e.encode(one) for one in session.sign(session.script)]
    size = 8_000_000

    def large(name: Digest) -> bytes:
        return session.objects.get(name, bytes(size))

    with Discarding() as out:
        tracemalloc.start()
        write_record(out, leaves, session.note(leaves), large)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert out.length > 6 * size
    assert peak < 2.5 * size


class Discarding(io.BytesIO):
    """A file that forgets what is written and only knows its length."""

    def __init__(self) -> None:
        super().__init__()
        self._at = self.length = 0

    def write(self, data: object, /) -> int:
        size = memoryview(data).nbytes  # type: ignore[arg-type]  # bytes
        self._at += size
        self.length = max(self.length, self._at)
        return size

    def seek(self, offset: int, whence: int = 0, /) -> int:
        assert whence == 0
        self._at = offset
        return offset

    def tell(self) -> int:
        return self._at
