"""How tall rows must be so that large type leaves nothing out, estimated from lengths of texts.

An estimate, because setting type is the business of printing, and in whole µm, because printing,
reading and auditing must derive the same layout. It errs on the side of taller rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ballot.candidates import Candidate
from ballot.definition import Definition

_BESIDE, _ABOVE = 2 * 1_500, 2 * 700
"""White between the rulings and the text of a row, across and down."""
WIDE = 0x2000
"""From here on characters are as wide as Chinese ones; letters before it are half as wide."""
INVESTMENT = "12,345.6万元"


@dataclass(frozen=True, slots=True)
class _Size:
    """The width of a Chinese character, and the distance of lines."""

    character: int
    line: int

    def height(self, text: str, width: int) -> int:
        """Return the height of ``text``; a line may lose a character to what stays together."""
        halves = sum(1 if ord(one) < WIDE else 2 for one in text)
        room = max(2 * (width // self.character - 1), 1)
        return -(-halves // room) * self.line


_LEAST, _USUAL, _DETAIL = _Size(4_940, 5_830), _Size(5_645, 6_665), _Size(4_235, 5_000)
"""14 and 16 pt, the sizes of names in large type, and 12 pt, that of what stands below them."""
_STACKED = 1_530
"""Lines of some scripts stand farther apart than Chinese ones, in thousandths."""


def least_height(definition: Definition, width: int) -> int:
    """Return the height in which every name fits a text cell of ``width`` µm, in 14 pt."""
    width -= _BESIDE
    return rounded(max(_named(one, _LEAST, width) for one in definition.candidates))


def whole_height(definition: Definition, width: int) -> int:
    """Return the height in which every name fits in 16 pt, with all that belongs to it."""
    width -= _BESIDE
    return rounded(
        max(
            _named(one, _USUAL, width)
            + sum(_DETAIL.height(text, width) for text in _particulars(one))
            for one in definition.candidates
        )
    )


def rounded(text: int) -> int:
    """Return the height of a row around ``text``: heights of rows are whole tenths of a mm."""
    return -(-(text + _ABOVE) // 100) * 100


def _named(candidate: Candidate, size: _Size, width: int) -> int:
    titles = sum(size.height(title, width) for title in candidate.titles.values())
    return size.height(candidate.name, width) + titles * _STACKED // 1_000


def _particulars(candidate: Candidate) -> Iterator[str]:
    yield from candidate.content.splitlines()
    amount = "" if candidate.investment_fen is None else INVESTMENT
    yield f"{amount}　{candidate.department}" if candidate.department else amount
