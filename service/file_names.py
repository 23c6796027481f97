"""Names of files as people and programs can be shown them, whatever bytes they are made of.

A name from a stick or an archive of another system may be no UTF-8, which no JSON can hold, or hold
line ends and commands to the terminal.
"""

import re
from typing import Final

_UNSHOWN: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Controls, what turns the direction of writing, and bytes that are no UTF-8 (PEP 383)."""
_BYTES: Final = 0xDC00
"""Where Python puts bytes that it could not decode."""


def shown_name(name: object) -> str:
    r"""Return ``name`` with all that cannot be shown escaped: ``\xd6``, ``\n``, ``\u202e``.

    Other names come back as they are.
    """
    text = str(name)
    if not _UNSHOWN.search(text):
        return text
    return _UNSHOWN.sub(_escaped, text.replace("\\", "\\\\"))


def _escaped(found: re.Match[str]) -> str:
    byte = ord(found[0]) - _BYTES
    if 0x80 <= byte <= 0xFF:  # noqa: PLR2004  (the bytes that are not ASCII)
        return f"\\x{byte:02x}"
    return found[0].encode("unicode_escape").decode()
