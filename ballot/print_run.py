"""One printing of sheets (一次印制): random identities, and the codes of every page that bears one.

The identities are drawn independently of each other, so that the order in which they are printed
says nothing: it is a random order by nature, and nobody keeps it. What is kept is the set
(`PrintRun.identities`), what the log says of it is its commitment.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ballot.canonical import Digest
from ballot.identity import BATCH, IDENTITY_BYTES, SheetCode, commitment, sign_code, small_code
from ballot.rules.values import Identity
from ballot.sheet import SheetLayout
from ballot.signing import Signer

Entropy = Callable[[int], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCodes:
    """The bytes of the two codes of one page: 87 signed ones, 21 in the opposite corner."""

    code: bytes
    small: bytes

    def __repr__(self) -> str:
        """Say nothing: codes identify a sheet, and what is shown may end in a log."""
        return "PageCodes(…)"


SheetCodes = tuple[PageCodes, ...]
"""The codes of one sheet, page by page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRun:
    """What was drawn for a printing.

    ``sheets`` in the order to print, to be forgotten with the PDF; ``identities`` the set to keep
    (empty where one code serves all sheets); ``commitment`` for the log.
    """

    sheets: tuple[SheetCodes, ...]
    identities: frozenset[bytes]
    commitment: Digest

    def __repr__(self) -> str:
        """Say how many sheets there are and nothing that identifies one."""
        return f"PrintRun({len(self.sheets)} sheets)"


def draw_run(
    layout: SheetLayout,
    definition: Digest,
    *,
    identity: Identity,
    count: int,
    signer: Signer,
    entropy: Entropy,
) -> PrintRun:
    """Draw ``count`` identities and sign the codes of their sheets; ``batch``: one code for all.

    Raises Malformed where ``entropy`` repeats itself.
    """
    if identity == "batch":
        one = _codes(layout, definition, BATCH, signer)
        return PrintRun(sheets=(one,) * count, identities=frozenset(), commitment=commitment(()))
    drawn = tuple(entropy(IDENTITY_BYTES) for _ in range(count))
    committed = commitment(drawn)
    return PrintRun(
        sheets=tuple(_codes(layout, definition, one, signer) for one in drawn),
        identities=frozenset(drawn),
        commitment=committed,
    )


def _codes(layout: SheetLayout, definition: Digest, identity: bytes, signer: Signer) -> SheetCodes:
    return tuple(_pages(layout, definition, identity, signer))


def _pages(
    layout: SheetLayout, definition: Digest, identity: bytes, signer: Signer
) -> Iterator[PageCodes]:
    for page in layout.pages:
        code = SheetCode(format=layout.format.byte, page=page.number, identity=identity)
        yield PageCodes(
            code=sign_code(code, definition, signer), small=small_code(code, definition)
        )
