"""The log's rows: heads, leaves and signed checkpoints."""

from collections.abc import Sequence

from audit.errors import Malformed
from audit.merkle import HASH_BYTES, Frontier, leaf_hash
from service.ledger.connection import Connection
from service.ledger.errors import ElectionExists, LogBroken, UnknownElection


def found(connection: Connection, election: str) -> None:
    """Begin an empty log. Raises ElectionExists."""
    made = connection.run(
        "INSERT INTO ledger_heads (election, size, peaks) VALUES (?, 0, ?) ON CONFLICT DO NOTHING",
        (election, b""),
    )
    if not made:
        raise ElectionExists(f"编号为 {election} 的票决已经存在，不能重复创建。")


def frontier(connection: Connection, election: str, *, hold: bool = False) -> Frontier:
    """Return the stored right edge; with ``hold`` keep the head until the transaction ends.

    Raises UnknownElection, and LogBroken for an edge that no log has.
    """
    lock = connection.dialect.for_update if hold else ""
    rows = connection.rows(
        f"SELECT size, peaks FROM ledger_heads WHERE election = ?{lock}",  # noqa: S608 - our own word
        (election,),
    )
    if not rows:
        raise UnknownElection(f"没有编号为 {election} 的票决，请核对编号。")
    return _edge(election, *rows[0])


def append(
    connection: Connection, election: str, old: Frontier, bodies: Sequence[bytes]
) -> Frontier:
    """Write ``bodies`` behind ``old`` and return the new right edge. The head must be held."""
    hashes = [leaf_hash(body) for body in bodies]
    new = old.extend(hashes)
    connection.many(
        "INSERT INTO ledger_leaves (election, leaf, hash, body) VALUES (?, ?, ?, ?)",
        [(election, old.size + index, hashes[index], body) for index, body in enumerate(bodies)],
    )
    connection.run(
        "UPDATE ledger_heads SET size = ?, peaks = ? WHERE election = ?",
        (new.size, b"".join(new.peaks), election),
    )
    return new


def leaves(connection: Connection, election: str, start: int, stop: int) -> list[bytes]:
    """Return the leaves from ``start`` up to, not including, ``stop``; fewer if there are fewer."""
    rows = connection.rows(
        "SELECT body FROM ledger_leaves "
        "WHERE election = ? AND leaf >= ? AND leaf < ? ORDER BY leaf",
        (election, start, stop),
    )
    return [bytes(body) for (body,) in rows]


def leaf_hashes(connection: Connection, election: str, start: int, stop: int) -> list[bytes]:
    """Return the RFC 6962 hashes of the same leaves."""
    rows = connection.rows(
        "SELECT hash FROM ledger_leaves "
        "WHERE election = ? AND leaf >= ? AND leaf < ? ORDER BY leaf",
        (election, start, stop),
    )
    return [bytes(value) for (value,) in rows]


def elections(connection: Connection) -> tuple[str, ...]:
    """Return the ids of all elections, sorted."""
    rows = connection.rows("SELECT election FROM ledger_heads ORDER BY election")
    return tuple(name for (name,) in rows)


def check_edges(connection: Connection) -> int:
    """Check the right edge of every log and return how many there are. Raises LogBroken.

    Cheap enough for every start: the last leaf alone. The whole log is checked against the same
    edge when the election is folded (``heads``).
    """
    rows = connection.rows(
        "SELECT h.election, h.size, h.peaks, l.hash, l.body, "
        "(SELECT max(leaf) FROM ledger_leaves m WHERE m.election = h.election) "
        "FROM ledger_heads h "
        "LEFT JOIN ledger_leaves l ON l.election = h.election AND l.leaf = h.size - 1"
    )
    for election, size, peaks, last_hash, body, last in rows:
        edge = _edge(election, size, peaks)
        if (size == 0) != (last is None) or (last is not None and last != size - 1):
            raise broken(election)
        if size and (body is None or leaf_hash(bytes(body)) != bytes(last_hash)):
            raise broken(election)
        if size % 2 and edge.peaks[-1] != bytes(last_hash):
            raise broken(election)
    return len(rows)


def save_checkpoint(connection: Connection, election: str, size: int, note: str) -> str:
    """Keep the first signed note of ``size`` and return it: one size is signed once."""
    connection.run(
        "INSERT INTO ledger_checkpoints (election, size, note) VALUES (?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        (election, size, note),
    )
    rows = connection.rows(
        "SELECT note FROM ledger_checkpoints WHERE election = ? AND size = ?", (election, size)
    )
    return str(rows[0][0])


def latest_checkpoint(connection: Connection, election: str) -> tuple[int, str] | None:
    """Return the size and note of the newest checkpoint, if there is one."""
    rows = connection.rows(
        "SELECT size, note FROM ledger_checkpoints WHERE election = ? ORDER BY size DESC LIMIT 1",
        (election,),
    )
    return (int(rows[0][0]), str(rows[0][1])) if rows else None


def checkpoints(connection: Connection, election: str) -> tuple[tuple[int, str], ...]:
    """Return all checkpoints, smallest first."""
    rows = connection.rows(
        "SELECT size, note FROM ledger_checkpoints WHERE election = ? ORDER BY size", (election,)
    )
    return tuple((int(size), str(note)) for size, note in rows)


def broken(election: str) -> LogBroken:
    """Return the error for a log whose leaves and right edge disagree."""
    return LogBroken(
        f"票决 {election} 的日志与其右缘散列不符，数据文件可能损坏或被改动。"
        "请停止使用，保留原文件，用备份恢复（piaojue restore）。"
    )


def _edge(election: str, size: int, packed: bytes) -> Frontier:
    peaks = bytes(packed)
    parts = tuple(peaks[at : at + HASH_BYTES] for at in range(0, len(peaks), HASH_BYTES))
    try:
        return Frontier(size, parts)
    except Malformed as error:
        raise broken(election) from error
