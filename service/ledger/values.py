"""What goes into the ledger and what comes out of it."""

import enum
from dataclasses import dataclass
from typing import Literal

from ballot.canonical import Digest, digest
from ballot.errors import Malformed
from ballot.events import Event

BALLOT_LIMIT = 1 << 20
"""Bytes of one sealed ballot or of its proofs: one part of an object (``objects.PART``)."""


class Cast(enum.StrEnum):
    """How a cast ended: the ballot is new in the urn, or it was there before."""

    NEW = "new"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A verified ballot on its way into the urn.

    ``unsigned`` is the SHA-256 of the ballot without its signature: what a 检验 burns.
    ``proofs`` are the exclusivity proofs, None where the question needs none.
    Raises Malformed for more than BALLOT_LIMIT bytes.
    """

    credential: str
    unsigned: Digest
    ballot: bytes
    proofs: bytes | None

    def __post_init__(self) -> None:
        """Bound the bytes; what they mean was checked by the caller."""
        if max(len(self.ballot), len(self.proofs or b"")) > BALLOT_LIMIT:
            raise Malformed(f"选票超过 {BALLOT_LIMIT} 字节，不予接收。", code="ballot.too_long")

    def entry(self) -> "UrnBallot":
        """Return the hashes under which the log will name this ballot."""
        proofs = None if self.proofs is None else digest(self.proofs)
        return UrnBallot(ballot=digest(self.ballot), proofs=proofs, credential=self.credential)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class UrnBallot:
    """A ballot of the urn as ``ballot_cast`` names it; sorts by the hash of the ballot."""

    ballot: Digest
    proofs: Digest | None
    credential: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a card scanned again may be told: 未投, 已投 and its ballot's hash, or 作废."""

    state: Literal["unspent", "spent", "voided"]
    ballot: Digest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """Events that are now in the log, at the leaves from ``start`` on."""

    start: int
    events: tuple[Event, ...]

    @property
    def size(self) -> int:
        """The size of the log right after them."""
        return self.start + len(self.events)
