"""What an election's log is called, and the key that speaks for it.

The origin of a checkpoint (c2sp.org/tlog-checkpoint) is ``piaojue/<election id>``. It is no host:
a record outlives every server. The random id makes it unique.
"""

from audit.errors import Malformed
from audit.note import VerifierKey

PREFIX = "piaojue/"


def origin_of(election: str) -> str:
    """Return the origin line of the log of the election with this id."""
    return PREFIX + election


def log_verifier(election: str, log_key: str) -> VerifierKey:
    """Return the key under which the log of ``election`` signs its checkpoints.

    ``log_key``: 64 hex digits, as in ``election_created``. The key's name is the origin, as the
    specification recommends. Raises Malformed for an id that no note can carry (spaces, ``+``).
    """
    try:
        public = bytes.fromhex(log_key)
    except ValueError as error:
        raise Malformed("日志公钥应为 64 位十六进制数字。", code="origin.log_key") from error
    return VerifierKey(origin_of(election), public)
