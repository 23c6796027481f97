"""Reading an archive strictly: exact bytes, exact order, nothing in between and nothing after.

Nothing is verified here that needs the group.  Ballots stay in the file; only their places are
kept, so that the memory needed does not grow with them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from msgspec import UNSET, UnsetType

from ballot.sealed.fault import SealedFault, Unsupported
from ballot.sealed.v1.codec import decode, decode_exact, sha_hex
from ballot.sealed.v1.container import EVENT, HEADER_NAME, Limits, Member, members
from ballot.sealed.v1.events import (
    Kind,
    OwnerRecord,
    SetupRecord,
    SizeRecord,
    WireEvent,
    WireHeader,
)

_PENDING = 5
_RECORD = "archive.record"
_FOLLOWS = {
    None: {Kind.SETUP},
    Kind.SETUP: {Kind.BALLOT, Kind.END_BALLOTS},
    Kind.BALLOT: {Kind.BALLOT, Kind.END_BALLOTS},
    Kind.END_BALLOTS: {Kind.ENCRYPTED_TALLY},
    Kind.ENCRYPTED_TALLY: {Kind.PARTIAL_DECRYPTION, Kind.RESULT},
    Kind.PARTIAL_DECRYPTION: {Kind.PARTIAL_DECRYPTION, Kind.RESULT},
    Kind.RESULT: set(),
}


@dataclass(frozen=True, slots=True)
class Span:
    """Where a ballot lies in the file, and its sha_hex."""

    offset: int
    size: int
    digest: str

    def read(self, file: BinaryIO) -> bytes:
        """Return the ballot; raises SealedFault if the file changed since it was read."""
        file.seek(self.offset)
        body = file.read(self.size)
        if sha_hex(body) != self.digest:
            raise SealedFault("归档文件在读取期间被改动。", code="archive.hash")
        return body


@dataclass(frozen=True, slots=True)
class Archive:
    """The contents of an archive, in the order of the file."""

    timestamp: int
    election: bytes
    trustees: bytes
    credentials: bytes
    ballots: tuple[Span, ...]
    tally: bytes
    count: int
    weight: int
    partials: tuple[tuple[int, bytes], ...]
    result: bytes


@dataclass(slots=True)
class _State:
    """What the events so far have said."""

    last: Kind | None = None
    parent: str | UnsetType = UNSET
    height: int = 0
    setup: tuple[bytes, bytes, bytes] = (b"", b"", b"")
    ballots: list[Span] = field(default_factory=list)
    tally: bytes = b""
    count: int = 0
    weight: int = 0
    partials: list[tuple[int, bytes]] = field(default_factory=list)
    result: bytes = b""


def read_archive(
    file: BinaryIO, limits: Limits | None = None, *, unopened: bool = False
) -> Archive:
    """Return the archive in ``file``, which stands at its start and can seek.

    With ``unopened`` the archive of a round whose sum was never opened is read too: it ends after
    EndBallots, and ``tally``, ``partials`` and ``result`` are empty.

    Raises SealedFault with a code that begins with ``archive.``: ``truncated``, ``header``,
    ``hash``, ``too_large`` (container), ``event`` (an event that is not canonical or does not name
    its predecessor), ``order`` (a member or event out of place), ``record`` (a record that does
    not name what precedes it), ``incomplete`` (no result).  Raises Unsupported for shuffles.
    """
    stream = members(file, limits or Limits())
    timestamp = _header(next(stream))
    state = _State()
    for pending, event in _groups(stream):
        _accept(state, pending, event)
    if state.last is not Kind.RESULT and not (unopened and state.last is Kind.END_BALLOTS):
        raise SealedFault("归档在结果之前结束。", code="archive.incomplete")
    election, trustees, credentials = state.setup
    return Archive(
        timestamp=timestamp,
        election=election,
        trustees=trustees,
        credentials=credentials,
        ballots=tuple(state.ballots),
        tally=state.tally,
        count=state.count,
        weight=state.weight,
        partials=tuple(state.partials),
        result=state.result,
    )


def _header(member: Member) -> int:
    if member.suffix != HEADER_NAME:
        raise SealedFault("归档的第一个成员不是格式头。", code="archive.header")
    wire = decode_exact(member.body, WireHeader, "归档格式头", "archive.header")
    if wire.version != 1:
        raise Unsupported(f"不支持第 {wire.version} 版归档。", code="sealed.version")
    if wire.timestamp != str(member.timestamp):
        raise SealedFault("归档的时间与各成员的时间不符。", code="archive.header")
    return member.timestamp


def _groups(stream: Iterator[Member]) -> Iterator[tuple[list[Member], Member]]:
    """Yield each event with the data members before it."""
    pending: list[Member] = []
    for member in stream:
        if member.suffix == EVENT:
            yield pending, member
            pending = []
        elif len(pending) == _PENDING:
            raise SealedFault("归档中有多余的成员。", code="archive.order")
        else:
            pending.append(member)
    if pending:
        raise SealedFault("归档的末尾有多余的成员。", code="archive.order")


def _accept(state: _State, pending: list[Member], member: Member) -> None:
    event = decode_exact(member.body, WireEvent, "归档事件", "archive.event")
    if (event.parent, event.height) != (state.parent, state.height):
        raise SealedFault("归档的事件没有首尾相接。", code="archive.event")
    if event.type in {Kind.SHUFFLE, Kind.END_SHUFFLES}:
        raise Unsupported("不支持经过混洗的题目。", code="sealed.question_kind")
    if event.type not in _FOLLOWS[state.last]:
        raise SealedFault(f"归档中 {event.type} 出现的位置不对。", code="archive.order")
    named = UNSET if event.type is Kind.END_BALLOTS else _last(pending).digest
    if event.payload != named:
        raise SealedFault("归档的事件所指的内容不是它前面的成员。", code=_RECORD)
    _HANDLERS[event.type](state, pending)
    state.last, state.parent, state.height = event.type, member.digest, state.height + 1


def _last(pending: list[Member]) -> Member:
    if not pending:
        raise SealedFault("归档的一个事件之前缺少内容。", code="archive.order")
    return pending[-1]


def _expect(pending: list[Member], count: int) -> None:
    if len(pending) != count:
        raise SealedFault("归档的一个事件之前成员个数不对。", code="archive.order")


def _names(record: object, bodies: list[Member], *hashes: object) -> None:
    if [member.digest for member in bodies] != list(hashes):
        kind = type(record).__name__
        raise SealedFault(f"归档的 {kind} 所列的摘要与成员不符。", code=_RECORD)


def _setup(state: _State, pending: list[Member]) -> None:
    record = decode(_last(pending).body, SetupRecord, "归档的准备记录", _RECORD)
    hashes = [record.election, record.trustees, record.credentials]
    if not isinstance(record.credentials_certificate, UnsetType):
        hashes.append(record.credentials_certificate)
    _expect(pending, len(hashes) + 1)
    _names(record, pending[:-1], *hashes)
    state.setup = (pending[0].body, pending[1].body, pending[2].body)


def _ballot(state: _State, pending: list[Member]) -> None:
    _expect(pending, 1)
    member = pending[0]
    state.ballots.append(Span(member.offset, len(member.body), member.digest))


def _end(state: _State, pending: list[Member]) -> None:
    del state
    _expect(pending, 0)


def _tally(state: _State, pending: list[Member]) -> None:
    _expect(pending, 2)
    record = decode(pending[1].body, SizeRecord, "归档的合计记录", _RECORD)
    _names(record, pending[:1], record.encrypted_tally)
    state.tally, state.count = pending[0].body, record.num_tallied
    state.weight = _weight(record.total_weight)


def _weight(value: int | str) -> int:
    if isinstance(value, int):
        return value
    if not (value.isascii() and value.isdigit() and len(value) <= 20):  # noqa: PLR2004
        raise SealedFault("归档的总权重不是规范写法。", code=_RECORD)
    return int(value)


def _partial(state: _State, pending: list[Member]) -> None:
    _expect(pending, 2)
    record = decode(pending[1].body, OwnerRecord, "归档的部分解密记录", _RECORD)
    _names(record, pending[:1], record.payload)
    state.partials.append((record.owner, pending[0].body))


def _result(state: _State, pending: list[Member]) -> None:
    _expect(pending, 1)
    state.result = pending[0].body


_HANDLERS: dict[Kind, Callable[[_State, list[Member]], None]] = {
    Kind.SETUP: _setup,
    Kind.BALLOT: _ballot,
    Kind.END_BALLOTS: _end,
    Kind.ENCRYPTED_TALLY: _tally,
    Kind.PARTIAL_DECRYPTION: _partial,
    Kind.RESULT: _result,
}
