"""Whether a log goes on from the state that a signed checkpoint names."""

from dataclasses import dataclass

from audit.checkpoint import Checkpoint, open_checkpoint
from audit.errors import AuditError
from audit.merkle import root_of
from audit.note import parse
from audit.origin import PREFIX, log_verifier
from service.backups.errors import Behind, OtherLog, Unfit
from service.ledger import log
from service.ledger.connection import Connection
from service.ledger.heads import Head


@dataclass(frozen=True, slots=True)
class Lineage:
    """A folded log: its election, the key that signs it, the hashes of its leaves."""

    election: str
    log_key: str
    leaves: tuple[bytes, ...]

    @classmethod
    def of(cls, connection: Connection, election: str, head: Head) -> "Lineage":
        """Return the log of ``election``, which folds to ``head``."""
        key = head.state.created.log_key if head.state.created else ""
        return cls(election, key, tuple(log.leaf_hashes(connection, election, 0, head.size)))

    def check(self, note: bytes) -> Checkpoint:
        """Check that this log contains the state that ``note`` (C2SP signed note) names.

        Raises OtherLog if the log's key did not sign it or the entries differ, and Behind if the
        log has fewer entries than it names.
        """
        try:
            point = open_checkpoint(note, log_verifier(self.election, self.log_key))
        except AuditError as error:
            raise OtherLog(
                f"检查点不是票决 {self.election} 的日志密钥签发的：{error.sentence}"
            ) from error
        missing = point.size - len(self.leaves)
        if missing > 0:
            raise Behind(
                f"票决 {self.election} 的日志只有 {len(self.leaves)} 条，"
                f"检查点写明 {point.size} 条，少 {missing} 条：它比检查点旧，不能从它继续。"
            )
        if root_of(self.leaves[: point.size]) != point.root:
            raise OtherLog(
                f"票决 {self.election} 的日志前 {point.size} 条与检查点的根散列不同："
                "两者不是同一份日志，不能从它继续。"
            )
        return point


def election_named(note: bytes) -> str:
    """Return the election of which a note speaks, unverified. Raises Unfit."""
    try:
        origin = Checkpoint.parse(parse(note).text).origin
    except AuditError as error:
        raise Unfit(f"检查点文件不能使用：{error.sentence}", code="checkpoint.malformed") from error
    if not origin.startswith(PREFIX):
        raise Unfit(f"检查点属于另一种日志（{origin}）。", code="checkpoint.foreign")
    return origin.removeprefix(PREFIX)
