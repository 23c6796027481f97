"""Checkpoints: the signed page that names a state of the log.

Sources: c2sp.org/tlog-checkpoint and c2sp.org/tlog-cosignature. A checkpoint is a signed note of
three lines (origin, number of entries, root hash) and, by exception, extension lines.
"""

import re
from dataclasses import dataclass

from audit.errors import Malformed
from audit.merkle import HASH_BYTES
from audit.note import (
    TIME_BYTES,
    Kind,
    Note,
    Sign,
    Signature,
    VerifierKey,
    checked_text,
    cosigned_message,
    cosigned_time,
    from_base64,
    lines_of,
    parse,
    sign_text,
    to_base64,
    verify,
)

_MAX_SIZE = (1 << 63) - 1
_DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,18})\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What a log says of itself: the first ``size`` entries have the root hash ``root``."""

    origin: str
    """Which log speaks; not empty."""
    size: int
    root: bytes
    """32 bytes, RFC 6962 section 2.1."""
    extensions: tuple[str, ...] = ()
    """Further lines, none empty; opaque to a verifier of the log."""

    def __post_init__(self) -> None:
        """Refuse what the text cannot carry; raises Malformed."""
        lines = (self.origin, *self.extensions)
        if not all(lines) or any("\n" in line for line in lines):
            raise Malformed(
                "检查点的日志名称和附加行不能为空，也不能换行。", code="checkpoint.line"
            )
        if not 0 <= self.size <= _MAX_SIZE or len(self.root) != HASH_BYTES:
            raise Malformed("检查点的条数或根散列长度不对。", code="checkpoint.value")

    @property
    def text(self) -> str:
        """The text that is signed; raises Malformed for control characters in a line."""
        body = (self.origin, str(self.size), to_base64(self.root), *self.extensions)
        return checked_text("\n".join(body) + "\n")

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read a note's text as a checkpoint; raises Malformed."""
        match checked_text(text).removesuffix("\n").split("\n"):
            case [origin, size, root, *extensions] if _DECIMAL.match(size):
                return cls(
                    origin=origin,
                    size=int(size),
                    root=from_base64(root),
                    extensions=tuple(extensions),
                )
        raise Malformed(
            "检查点应依次写日志名称、条数、根散列各一行，请检查文件是否完整。",
            code="checkpoint.form",
        )


def sign_checkpoint(checkpoint: Checkpoint, key: VerifierKey, sign: Sign) -> bytes:
    """Return the signed note of ``checkpoint``, as it is published; raises Malformed."""
    signature = sign_text(checkpoint.text, key, sign)
    return Note(checkpoint.text, (signature,)).serialize()


def open_checkpoint(data: bytes, log_key: VerifierKey) -> Checkpoint:
    """Read a published checkpoint and check the log's signature.

    Raises Malformed, or Unproven if ``log_key`` did not sign it.
    """
    note = parse(data)
    verify(note, [log_key])
    return Checkpoint.parse(note.text)


def cosign(note: Note, key: VerifierKey, sign: Sign, *, time: int) -> Note:
    """Return the checkpoint ``note`` with a witness's cosignature of ``time`` (POSIX seconds).

    The witness says: no later state of this log than this one was seen by me until then. It must
    have checked the consistency with what it saw before. Raises Malformed.
    """
    if key.kind is not Kind.COSIGNATURE:
        raise Malformed("见证签名须用见证公钥。", code="checkpoint.kind")
    Checkpoint.parse(note.text)
    message = cosigned_message(note.text, time)
    value = time.to_bytes(TIME_BYTES) + sign(message)
    return Note(note.text, (*note.signatures, Signature(key.name, key.key_id, value)))


def witnessed_at(note: Note, key: VerifierKey) -> int:
    """Return the latest time (POSIX seconds) at which witness ``key`` cosigned ``note``.

    Raises Unproven if the witness did not cosign, or if its signature does not verify.
    """
    if key.kind is not Kind.COSIGNATURE:
        raise Malformed("见证签名须用见证公钥核对。", code="checkpoint.kind")
    verify(note, [key])
    return max(map(cosigned_time, lines_of(note, key)))
