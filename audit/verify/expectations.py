"""What the caller knows from elsewhere: signed papers, an own copy, what was read aloud."""

import re
from dataclasses import dataclass
from typing import BinaryIO

from audit.errors import Malformed
from audit.fingerprints import DIGITS

_HEX = re.compile(rf"[0-9a-f]{{{DIGITS}}}|[0-9a-f]{{64}}")


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


def digits_of(text: str) -> str:
    """Return the 16 or 64 hex digits of an expected digest, key or fingerprint.

    Raises Malformed for other text.
    """
    digits = "".join(text.split()).lower()
    if not _HEX.fullmatch(digits):
        raise Malformed(
            f"比对依据应为 64 位或 {DIGITS} 位十六进制数字。", code="expectation.digits"
        )
    return digits
