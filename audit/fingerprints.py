"""The four short fingerprints by which people compare what they saw with what is published.

They are read aloud at 开始投票, printed on cards, on 计票结果报告单 and 公告, and end every
report of the verifier. A fingerprint is the first 64 bits of a SHA-256 in four groups of four hex
digits: enough for the ear; programs compare whole digests and whole keys.
"""

import re
from dataclasses import dataclass
from hashlib import sha256

from audit.checkpoint import Checkpoint
from audit.errors import Malformed
from ballot.canonical import Digest

GROUPS, GROUP_DIGITS = 4, 4
DIGITS = GROUPS * GROUP_DIGITS

NAMES = {
    "definition": "票决定义",
    "election_key": "选举公钥",
    "log_key": "日志公钥",
    "checkpoint": "日志检查点",
}
"""What the papers call each fingerprint, in their order."""

_HEX = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprints:
    """Four times four groups of four hex digits, such as ``1f0a 77c2 09bd e6d1``."""

    definition: str
    election_key: str | None
    """None where nothing was sealed: there is no election key."""
    log_key: str
    checkpoint: str


def fingerprints(
    *, definition: Digest, election_key: str | None, log_key: str, checkpoint: Checkpoint
) -> Fingerprints:
    """Return the four.

    ``definition`` is the digest of the round's definition; its fingerprint is its beginning.
    ``election_key`` is the key's text in the sealed ballots' format, ``log_key`` 64 hex digits as
    in ``election_created``; of ``checkpoint`` the text without signatures counts, so that
    witnesses who sign later do not change it. Raises Malformed for a digest that is none.
    """
    return Fingerprints(
        definition=short_digest(definition),
        election_key=None if election_key is None else short(election_key.encode()),
        log_key=short(log_key.encode()),
        checkpoint=short(checkpoint.text.encode()),
    )


def short(data: bytes) -> str:
    """Return the fingerprint of ``data``."""
    return _grouped(sha256(data).hexdigest())


def short_digest(digest: Digest) -> str:
    """Return the fingerprint of what has this ``digest``; raises Malformed."""
    if not _HEX.fullmatch(digest):
        raise Malformed("摘要应为 64 位小写十六进制数字。", code="fingerprint.digest")
    return _grouped(digest)


def _grouped(digits: str) -> str:
    return " ".join(digits[at : at + GROUP_DIGITS] for at in range(0, DIGITS, GROUP_DIGITS))
