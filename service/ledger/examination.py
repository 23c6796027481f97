"""A whole ledger looked at without changing anything, also while a service runs on it.

At every start only the right edges are checked. Here every leaf is folded, every object hashed,
every kept checkpoint compared with the tree, and every projection with the log that it is made of.
"""

import json
from dataclasses import dataclass, field

from audit.checkpoint import open_checkpoint
from audit.errors import AuditError
from audit.merkle import Frontier, leaf_hash
from audit.origin import log_verifier
from audit.record.objects import public_objects, signed_pages
from ballot import events as e
from ballot.canonical import Digest, digest
from ballot.errors import BallotError
from ballot.fold import apply
from ballot.state import Election
from service.ledger import log, objects
from service.ledger.connection import Connection, Store
from service.ledger.errors import LedgerError, LogBroken, ObjectMissing
from service.ledger.transfer import reading
from service.ledger.urn import COLUMNS, Urn

PAGE = 1000
"""Leaves in memory at once."""

_RESTORE = "请停止使用，保留原文件，用备份恢复（piaojue restore）。"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, for programs and, in one sentence with what to do, for people."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """A log that is whole: its size, root, and the state that it folds to."""

    size: int
    root: bytes
    state: Election


@dataclass(slots=True)
class Examination:
    """What was found: the whole logs by the id of their election, and every fault."""

    logs: dict[str, Log] = field(default_factory=dict)
    objects: int = 0
    faults: list[Fault] = field(default_factory=list)

    def fault(self, code: str, sentence: str) -> None:
        """Add a fault."""
        self.faults.append(Fault(code, sentence))


def examine(store: Store) -> Examination:
    """Look at everything in ``store``, as it was at one moment."""
    found = Examination()
    try:
        with reading(store) as connection:
            _examine(connection, found)
    except LedgerError as error:
        found.fault(error.code, error.sentence)
    return found


def _examine(connection: Connection, found: Examination) -> None:
    _check_file(connection, found)
    for election in log.elections(connection):
        try:
            _check_log(connection, found, election)
        except LedgerError as error:
            found.fault(error.code, error.sentence)
    _check_objects(connection, found)
    _check_urns(connection, found)


def _check_file(connection: Connection, found: Examination) -> None:
    if connection.dialect.keyed and connection.rows("PRAGMA quick_check(1)") != [("ok",)]:
        found.fault("store.damaged", f"数据文件 ledger.db 内部已损坏。{_RESTORE}")


def _check_log(connection: Connection, found: Examination, election: str) -> None:
    notes = dict(log.checkpoints(connection, election))
    walk = _Walk(election, frozenset(notes))
    while rows := connection.rows(_LEAVES, (election, walk.edge.size, PAGE)):
        for leaf, stored, body in rows:
            walk.step(leaf, bytes(stored), bytes(body))
    if walk.edge != log.frontier(connection, election):
        raise log.broken(election)
    found.logs[election] = Log(size=walk.edge.size, root=walk.edge.root, state=walk.state)
    _check_notes(found, election, walk.state, notes, walk.roots)
    _check_counted(connection, found, election, walk.counted)
    for name in sorted(walk.named):
        _check_named(connection, found, election, name)


_LEAVES = (
    "SELECT leaf, hash, body FROM ledger_leaves WHERE election = ? AND leaf >= ? "
    "ORDER BY leaf LIMIT ?"
)


@dataclass(slots=True)
class _Walk:
    """What is gathered on the way from the first leaf to the last."""

    election: str
    sizes: frozenset[int]
    """The sizes at which a checkpoint was kept."""
    state: Election = field(default_factory=Election)
    edge: Frontier = field(default_factory=Frontier)
    roots: dict[int, bytes] = field(default_factory=dict)
    named: set[Digest] = field(default_factory=set)
    counted: set[tuple[object, ...]] = field(default_factory=set)

    def step(self, leaf: int, stored: bytes, body: bytes) -> None:
        """Take the next leaf, whose hash is stored as ``stored``. Raises LogBroken."""
        index, computed = self.edge.size, leaf_hash(body)
        if leaf != index:
            raise self._broken(index, "不见了")
        if computed != stored:
            raise self._broken(index, "与其散列不符")
        try:
            event = e.decode(body)
            apply(self.state, event)
        except BallotError as error:
            raise self._broken(index, f"不能成立（{str(error).rstrip('。')}）") from error
        self.edge = self.edge.append(computed)
        self.named |= _named(event)
        if isinstance(event, e.BallotCast):
            row = (event.round, event.ballot, event.proofs, event.credential, index)
            self.counted.add(row)
        if self.edge.size in self.sizes:
            self.roots[self.edge.size] = self.edge.root

    def _broken(self, index: int, how: str) -> LogBroken:
        return LogBroken(f"票决 {self.election} 日志的第 {index} 条（从 0 数起）{how}。{_RESTORE}")


def _check_notes(
    found: Examination,
    election: str,
    state: Election,
    notes: dict[int, str],
    roots: dict[int, bytes],
) -> None:
    verifier = log_verifier(election, state.facts.log_key)
    for size, note in notes.items():
        try:
            signed = open_checkpoint(note.encode(), verifier)
        except AuditError:
            sentence = f"票决 {election} 第 {size} 条处的检查点签名不成立。{_RESTORE}"
            found.fault("checkpoint.unsigned", sentence)
            continue
        if (signed.size, signed.root) != (size, roots.get(size)):
            sentence = f"票决 {election} 的日志与它自己在第 {size} 条处签发的检查点不符。{_RESTORE}"
            found.fault("checkpoint.contradicted", sentence)


def _check_counted(
    connection: Connection, found: Examination, election: str, counted: set[tuple[object, ...]]
) -> None:
    rows = connection.rows(
        "SELECT round, ballot, proofs, credential, leaf FROM ledger_counted WHERE election = ?",
        (election,),
    )
    if set(rows) != counted:
        sentence = (
            f"票决 {election} 的查询表与日志不符，请停掉服务后运行 piaojue doctor --rebuild。"
        )
        found.fault("projection.stale", sentence)


def _check_named(connection: Connection, found: Examination, election: str, name: Digest) -> None:
    try:
        objects.size(connection, name)
    except ObjectMissing:
        sentence = f"票决 {election} 的日志指名的文件 {name} 不在数据库里。{_RESTORE}"
        found.fault("object.missing", sentence)


def _named(event: e.Event) -> set[Digest]:
    """Return the digests of the objects that must be there for ``event``."""
    named = {*public_objects([event]), *signed_pages([event])}
    if isinstance(event, e.BallotCast):
        named.add(event.ballot)
    if isinstance(event, e.PaperIssued):
        named |= {event.docx, event.pdf}
    return named


def _check_objects(connection: Connection, found: Examination) -> None:
    last = ""
    while rows := connection.rows(
        "SELECT hash, size FROM ledger_objects WHERE hash > ? ORDER BY hash LIMIT ?", (last, PAGE)
    ):
        for name, size in rows:
            body = b"".join(objects.parts(connection, name))
            if (len(body), digest(body)) != (size, name):
                sentence = f"文件 {name} 的内容与其散列不符。{_RESTORE}"
                found.fault("object.damaged", sentence)
        found.objects += len(rows)
        last = rows[-1][0]


def _check_urns(connection: Connection, found: Examination) -> None:
    """A round has an urn while it is open, and at no other time."""
    rows = connection.rows("SELECT election, round FROM ledger_urns")
    standing = {(str(election), int(number)) for election, number in rows}
    for election, one in found.logs.items():
        for current in one.state.rounds:
            where = f"票决 {election} 第 {current.number} 轮"
            stands = (election, current.number) in standing
            if current.stage == "open" and not stands:
                sentence = f"{where}正在投票，票箱却不在了；不能截止，须宣布本轮无效，重新投票。"
                found.fault("urn.missing", sentence)
            if current.stage != "open" and stands:
                sentence = f"{where}不在投票，票箱却还在；请停止使用，保留原文件，报告维护人员。"
                found.fault("urn.left", sentence)
    for election, number in sorted(standing):
        if election in found.logs:
            _check_urn(connection, found, Urn(connection, election, number))
    if connection.rows("SELECT name FROM ledger_chores"):
        sentence = "已截止的票箱在磁盘上的痕迹还没有擦除；请重新启动服务，启动时即会擦除。"
        found.fault("urn.not_wiped", sentence)


def _check_urn(connection: Connection, found: Examination, urn: Urn) -> None:
    state, where = found.logs[urn.election].state, f"票决 {urn.election} 第 {urn.round} 轮票箱中"
    listed, dead = _listed(connection, state, urn.round), state.dead[urn.round - 1]
    page = f"SELECT {', '.join(COLUMNS)} FROM {urn.name} WHERE ballot > ? ORDER BY ballot LIMIT ?"  # noqa: S608 - our own words
    last = ""
    while rows := connection.rows(page, (last, PAGE)):
        for ballot, unsigned, credential, proofs_hash, body, proofs in rows:
            expected = None if proofs is None else digest(bytes(proofs))
            if (digest(bytes(body)), expected) != (ballot, proofs_hash):
                found.fault("urn.damaged", f"{where}有一张封票已损坏。{_RESTORE}")
            if credential in dead or (listed is not None and credential not in listed):
                sentence = f"{where}有一张封票不属于本轮可用的投票卡，不能这样截止。{_RESTORE}"
                found.fault("urn.foreign", sentence)
            if urn.is_burnt(unsigned):
                found.fault("urn.burnt", f"{where}有一张封票已经打开检验过，不应在内。{_RESTORE}")
        last = rows[-1][0]


def _listed(connection: Connection, state: Election, number: int) -> frozenset[str] | None:
    """Return the credentials of the round's cards; None where their list itself is missing."""
    if not state.credential_lists:
        return frozenset()
    try:
        data = b"".join(objects.parts(connection, state.credential_lists[number - 1]))
        return frozenset(json.loads(data))
    except (ObjectMissing, ValueError):
        return None
