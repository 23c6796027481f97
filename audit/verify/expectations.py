"""What the caller knows from elsewhere: signed papers, an own copy, what was read aloud."""

from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations:
    """The anchors of a verification; all None: the record is only checked against itself.

    ``definition`` and ``log_key``: 64 hex digits, or the 16 of a short fingerprint (blanks are
    ignored). ``checkpoint``: the bytes of a signed note seen earlier. ``evidence``: the file.
    """

    definition: str | None = None
    log_key: str | None = None
    checkpoint: bytes | None = None
    evidence: BinaryIO | None = None

    @property
    def anchored(self) -> bool:
        """Whether any of them ties the record to something outside."""
        return any(one is not None for one in (self.definition, self.log_key, self.checkpoint))
