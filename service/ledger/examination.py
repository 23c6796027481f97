"""A whole ledger looked at without changing anything, also while a service runs on it.

At every start only the right edges are checked. Here every leaf is folded, every object hashed,
every kept checkpoint compared with the tree, and every projection with the log that it is made of.
"""

from collections.abc import Iterator
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
from service.ledger.errors import LedgerError, ObjectMissing
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


def log_roots(store: Store, election: str, sizes: frozenset[int]) -> dict[int, bytes]:
    """Return the roots that the log of ``election`` had at ``sizes``, of those it reached."""
    with reading(store) as connection:
        edges = _edges(connection, election)
        return {edge.size: edge.root for edge, _ in edges if edge.size in sizes}


def _examine(connection: Connection, found: Examination) -> None:
    _check_file(connection, found)
    for election in log.elections(connection):
        try:
            _check_log(connection, found, election)
        except (LedgerError, BallotError, AuditError):
            broken = log.broken(election)
            found.fault(broken.code, broken.sentence)
    _check_objects(connection, found)
    for election, number in connection.rows("SELECT election, round FROM ledger_urns"):
        _check_urn(connection, found, str(election), int(number))


def _check_file(connection: Connection, found: Examination) -> None:
    if connection.dialect.keyed and connection.rows("PRAGMA quick_check(1)") != [("ok",)]:
        found.fault("store.damaged", f"数据文件 ledger.db 内部已损坏。{_RESTORE}")


def _check_log(connection: Connection, found: Examination, election: str) -> None:
    notes = dict(log.checkpoints(connection, election))
    state, edge, roots, named = Election(), Frontier(), dict[int, bytes](), set[Digest]()
    counted: set[tuple[object, ...]] = set()
    for edge, event in _edges(connection, election):
        apply(state, event)
        named |= _named(event)
        if isinstance(event, e.BallotCast):
            counted.add((event.round, event.ballot, event.proofs, event.credential, edge.size - 1))
        if edge.size in notes:
            roots[edge.size] = edge.root
    if edge != log.frontier(connection, election):
        raise log.broken(election)
    found.logs[election] = Log(size=edge.size, root=edge.root, state=state)
    _check_notes(found, election, state, notes, roots)
    _check_counted(connection, found, election, counted)
    for name in sorted(named):
        _check_named(connection, found, election, name)


def _edges(connection: Connection, election: str) -> Iterator[tuple[Frontier, e.Event]]:
    """Yield every event with the right edge of the log once it is in."""
    edge = Frontier()
    while leaves := log.leaves(connection, election, edge.size, edge.size + PAGE):
        for leaf in leaves:
            edge = edge.append(leaf_hash(leaf))
            yield edge, e.decode(leaf)


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


def _check_urn(connection: Connection, found: Examination, election: str, number: int) -> None:
    columns, name = ", ".join(COLUMNS), Urn(connection, election, number).name
    page = f"SELECT {columns} FROM {name} WHERE ballot > ? ORDER BY ballot LIMIT ?"  # noqa: S608 - our own words
    last = ""
    while rows := connection.rows(page, (last, PAGE)):
        for ballot, _, _, proofs_hash, body, proofs in rows:
            expected = None if proofs is None else digest(bytes(proofs))
            if (digest(bytes(body)), expected) != (ballot, proofs_hash):
                sentence = f"票决 {election} 第 {number} 轮票箱中有一张封票已损坏。{_RESTORE}"
                found.fault("urn.damaged", sentence)
        last = rows[-1][0]
