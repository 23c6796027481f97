"""The strict reader accepts one spelling of an archive and raises nothing but SealedFault."""

import io
from collections.abc import Callable

import pytest

from ballot.sealed import (
    ArchiveWriter,
    Limits,
    SealedFault,
    Unsupported,
    read_archive,
    read_credentials,
    write_credentials,
)
from ballot.sealed.v1.codec import encode, sha_hex
from ballot.sealed.v1.container import BLOCK, DATA, EVENT, HEADER_NAME, member_bytes
from ballot.sealed.v1.events import Kind, OwnerRecord, SetupRecord, SizeRecord, WireEvent

TIME = 1_700_000_000
HEADER = b'{"version":1,"timestamp":"1700000000"}'


def small(ballots: tuple[bytes, ...] = (b"one", b"two")) -> bytes:
    """A whole archive with contents that the reader does not look into."""
    file = io.BytesIO()
    writer = ArchiveWriter(file, TIME)
    writer.setup(b"election", b"trustees", b"credentials")
    for ballot in ballots:
        writer.ballot(ballot)
    writer.end()
    writer.tally(b"tally", len(ballots), 2**30)
    writer.partial(1, b"partial 1")
    writer.partial(3, b"partial 3")
    writer.result(b"result")
    return file.getvalue()


def code_of(raw: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(SealedFault) as refused:
        read_archive(io.BytesIO(raw), limits)
    return refused.value.code


def test_what_was_written_is_read() -> None:
    raw = small()
    archive = read_archive(io.BytesIO(raw))

    assert (archive.timestamp, archive.election, archive.trustees) == (
        TIME,
        b"election",
        b"trustees",
    )
    assert [span.read(io.BytesIO(raw)) for span in archive.ballots] == [b"one", b"two"]
    assert (archive.tally, archive.count, archive.weight) == (b"tally", 2, 2**30)
    assert archive.partials == ((1, b"partial 1"), (3, b"partial 3"))
    assert (archive.credentials, archive.result) == (b"credentials", b"result")


def test_a_file_that_changes_while_it_is_read_is_noticed() -> None:
    raw = small()
    span = read_archive(io.BytesIO(raw)).ballots[0]

    with pytest.raises(SealedFault):
        span.read(io.BytesIO(raw.replace(b"one", b"0ne")))


def test_every_changed_byte_is_found() -> None:
    """Headers, names, bodies and padding alike: one of each kind of place, all over the file."""
    raw = small((b"one",))
    for place in [*range(1100), *range(1100, len(raw), 37)]:
        spoiled = bytearray(raw)
        spoiled[place] ^= 0x01
        assert code_of(bytes(spoiled)).startswith(("archive.", "sealed.version"))


def test_an_archive_cut_anywhere_is_refused() -> None:
    raw = small((b"one",))
    for end in [*range(0, 1100, 7), *range(1100, len(raw), BLOCK), len(raw) - 1]:
        assert code_of(raw[:end]).startswith("archive.")


@pytest.mark.parametrize(
    "tail", [bytes(BLOCK), bytes(2 * BLOCK), b"\n", b"x" * BLOCK, member_bytes("a", b"", TIME)]
)
def test_nothing_may_follow(tail: bytes) -> None:
    assert code_of(small() + tail) in {"archive.header", "archive.truncated"}


def test_sizes_and_numbers_are_limited_before_memory_is_taken() -> None:
    huge = member_bytes("b" * 64 + DATA, b"", TIME)
    claimed = huge[:124] + b"77777777777" + huge[135:]
    start = member_bytes(HEADER_NAME, HEADER, TIME)

    assert code_of(start + claimed) == "archive.too_large"
    assert code_of(small(), Limits(members=3)) == "archive.too_large"
    assert code_of(small(), Limits(total=3000)) == "archive.too_large"
    assert code_of(small(), Limits(member=100)) == "archive.too_large"


class Script:
    """Writes members without knowing the order."""

    def __init__(self, header: bytes = HEADER) -> None:
        self.raw = member_bytes(HEADER_NAME, header, TIME)
        self.parent: str | None = None
        self.height = 0

    def data(self, body: bytes) -> str:
        digest = sha_hex(body)
        self.raw += member_bytes(digest + DATA, body, TIME)
        return digest

    def event(self, kind: Kind, payload: str | None, **changes: object) -> None:
        fields = {
            **({} if self.parent is None else {"parent": self.parent}),
            "height": self.height,
            "type": kind,
            **({} if payload is None else {"payload": payload}),
        }
        body = encode({**fields, **changes})
        self.parent, self.height = sha_hex(body), self.height + 1
        self.raw += member_bytes(self.parent + EVENT, body, TIME)

    def setup(self, **changes: str) -> None:
        names = ("election", "trustees", "credentials")
        hashes = {name: self.data(name.encode()) for name in names}
        record = SetupRecord(**{**hashes, **changes})
        self.event(Kind.SETUP, self.data(encode(record)))

    def ballot(self, body: bytes = b"one") -> None:
        self.event(Kind.BALLOT, self.data(body))

    def tally(self, name: str | None = None) -> None:
        digest = self.data(b"tally")
        size = SizeRecord(num_tallied=1, total_weight=1, encrypted_tally=name or digest)
        self.event(Kind.ENCRYPTED_TALLY, self.data(encode(size)))

    def partial(self, name: str | None = None) -> None:
        digest = self.data(b"partial")
        owner = OwnerRecord(owner=1, payload=name or digest)
        self.event(Kind.PARTIAL_DECRYPTION, self.data(encode(owner)))

    def result(self) -> None:
        self.event(Kind.RESULT, self.data(b"result"))

    def end(self) -> None:
        self.event(Kind.END_BALLOTS, None)


def script(*steps: Callable[[Script], object]) -> bytes:
    written = Script()
    for step in steps:
        step(written)
    return written.raw


S = Script
STRANGER = "c" * 64


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ((), "archive.incomplete"),
        ((S.setup, S.ballot), "archive.incomplete"),
        ((S.ballot,), "archive.order"),
        ((S.setup, S.setup), "archive.order"),
        ((S.setup, S.tally), "archive.order"),
        ((S.setup, S.end, S.ballot), "archive.order"),
        ((S.setup, S.end, S.end), "archive.order"),
        ((S.setup, S.end, S.tally, S.ballot), "archive.order"),
        ((S.setup, S.end, S.tally, S.tally), "archive.order"),
        ((S.setup, S.end, S.result), "archive.order"),
        ((S.setup, S.end, S.tally, S.result, S.partial), "archive.order"),
        ((S.setup, S.end, S.tally, S.result, S.result), "archive.order"),
        ((S.setup, lambda s: s.data(b"extra"), S.ballot), "archive.order"),
        ((S.setup, lambda s: s.data(b"extra"), S.end), "archive.order"),
        ((S.setup, *[lambda s: s.data(b"extra")] * 6), "archive.order"),
        ((S.setup, S.end, S.tally, S.result, lambda s: s.data(b"extra")), "archive.order"),
        ((lambda s: s.event(Kind.SETUP, STRANGER),), "archive.order"),
        ((lambda s: s.setup(trustees=STRANGER),), "archive.record"),
        ((lambda s: s.setup(credentials_certificate=STRANGER),), "archive.order"),
        ((S.setup, lambda s: (s.data(b"x"), s.event(Kind.BALLOT, STRANGER))), "archive.record"),
        ((S.setup, lambda s: s.event(Kind.END_BALLOTS, STRANGER)), "archive.record"),
        ((S.setup, S.end, lambda s: s.tally(STRANGER)), "archive.record"),
        ((S.setup, S.end, S.tally, lambda s: s.partial(STRANGER)), "archive.record"),
        ((S.setup, lambda s: s.event(Kind.END_BALLOTS, None, height=7)), "archive.event"),
        ((S.setup, lambda s: s.event(Kind.END_BALLOTS, None, parent=STRANGER)), "archive.event"),
        ((S.setup, lambda s: s.event(Kind.END_BALLOTS, None, type="Other")), "archive.event"),
        ((S.setup, lambda s: s.event(Kind.END_BALLOTS, None, more=1)), "archive.event"),
        ((lambda s: (s.data(b"{}"), s.event(Kind.SETUP, sha_hex(b"{}"))),), "archive.record"),
    ],
)
def test_members_and_events_out_of_place_are_refused(
    steps: tuple[Callable[[Script], object], ...], code: str
) -> None:
    assert code_of(script(*steps)) == code


def test_the_credentials_certificate_of_newer_tools_is_read_over() -> None:
    def setup(written: Script) -> None:
        names = ("election", "trustees", "credentials", "credentials_certificate")
        record = SetupRecord(**{name: written.data(name.encode()) for name in names})
        written.event(Kind.SETUP, written.data(encode(record)))

    raw = script(setup, S.end, S.tally, S.result)

    assert read_archive(io.BytesIO(raw)).credentials == b"credentials"


def test_shuffles_and_other_versions_are_not_supported() -> None:
    shuffled = script(S.setup, S.end, S.tally, lambda s: s.event(Kind.END_SHUFFLES, None))
    with pytest.raises(Unsupported):
        read_archive(io.BytesIO(shuffled))
    with pytest.raises(Unsupported):
        read_archive(io.BytesIO(Script(HEADER.replace(b":1,", b":2,")).raw))
    for header in (b"", b"{}", HEADER.replace(b",", b", "), HEADER.replace(b"17", b"x7")):
        assert code_of(Script(header).raw) == "archive.header"


def test_an_event_is_read_in_its_one_spelling() -> None:
    body = encode(WireEvent(height=0, type=Kind.SETUP, payload=STRANGER)) + b" "
    raw = Script().raw + member_bytes(sha_hex(body) + EVENT, body, TIME)

    assert code_of(raw) == "archive.event"


def test_credentials_are_sorted_distinct_and_their_weights_canonical() -> None:
    assert write_credentials(["b", "a", "c,3"]) == b'["a","b","c,3"]'
    assert read_credentials(b'["a","b","c,3","d,0"]') == {"a": 1, "b": 1, "c": 3, "d": 0}
    for raw in (
        b'["a","a"]',
        b'["a","a,2"]',
        b'["a,"]',
        b'["a,01"]',
        b'["a,-1"]',
        b'["a,1,voter"]',
        b'["a,99999999999"]',
        b"[1]",
        b"{}",
        b"",
    ):
        with pytest.raises(SealedFault):
            read_credentials(raw)


def test_a_round_that_was_never_opened_is_read_where_that_is_asked_for() -> None:
    closed = script(S.setup, S.ballot, S.end)
    archive = read_archive(io.BytesIO(closed), unopened=True)

    assert (len(archive.ballots), archive.tally, archive.partials, archive.result) == (
        1,
        b"",
        (),
        b"",
    )
    assert code_of(closed) == "archive.incomplete"
    for steps in ((S.setup, S.ballot), (S.setup, S.end, S.tally)):
        with pytest.raises(SealedFault):
            read_archive(io.BytesIO(script(*steps)), unopened=True)
