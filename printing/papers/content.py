"""What stands on a paper, before anybody decides how it looks.

One ``Paper`` is rendered to DOCX and to PDF, so the two cannot say different things.
Everything here is text: figures are written out by whoever makes the paper.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

#: Width of the type area of GB/T 9704-2012 in mm; the columns of a table may not exceed it.
TYPE_WIDTH_MM = 156
#: A table of at most so many columns is set in 4号.
_ROOMY_COLUMNS = 5


class Level(Enum):
    """How a paragraph is set: GB/T 9704-2012 and the practice of congress papers."""

    BODY = "body"  # 仿宋, first line indented by two characters
    HEADING = "heading"  # 黑体 「一、」
    SUBHEADING = "subheading"  # 楷体 「（一）」


@dataclass(frozen=True, slots=True)
class Note:
    """One centred line of 楷体 under the title, such as 「（第3号）」."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    text: str
    level: Level = Level.BODY


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A strip of figures to be read aloud: pairs of label and figure, side by side."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that covers ``columns`` × ``rows`` places of the grid (at least 1 × 1).

    A line feed in ``text`` begins a line: the name of a project in another language.
    """

    text: str
    columns: int = 1
    rows: int = 1
    strong: bool = False
    left: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; ``head`` is repeated on every page.

    ``widths`` are millimetres.  As in HTML, a place covered by a merged cell above or to the
    left is left out of its row.
    """

    widths: tuple[int, ...]
    head: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]

    @property
    def crowded(self) -> bool:
        """Whether the columns are so many that the type must be smaller."""
        return len(self.widths) > _ROOMY_COLUMNS


@dataclass(frozen=True, slots=True)
class Signatures:
    """A role and the people who sign by hand; without names, one empty line."""

    role: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """People side by side in even columns; what stands beside a name is in brackets after it."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """Who issues the paper and when, at the right under the text."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Appendix:
    """The heading of an appendix, which begins a page: 附：勾稽核对表."""

    heading: str


Plain = Note | Paragraph | KeyFigures | Table | Signatures | Names | Closing
Block = Appendix | Plain


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper: lines of the title, blocks, and the labelled fingerprints of the foot."""

    titles: tuple[str, ...]
    blocks: tuple[Block, ...]
    foot: tuple[tuple[str, str], ...] = ()
    rehearsal: bool = False


def placed(rows: tuple[tuple[Cell, ...], ...]) -> Iterator[tuple[int, int, Cell]]:
    """Yield (row, column, cell) with the place of the upper left corner of every cell."""
    covered: set[tuple[int, int]] = set()
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (row, column) in covered:
                column += 1
            yield row, column, cell
            covered |= {
                (row + down, column + right)
                for down in range(cell.rows)
                for right in range(cell.columns)
            }


def texts(paper: Paper) -> Iterator[str]:
    """Yield every text of ``paper``, for checks that look at all of them."""
    yield from paper.titles
    for label, value in paper.foot:
        yield label
        yield value
    for block in paper.blocks:
        yield from _block_texts(block)


def _block_texts(block: Block) -> Iterator[str]:
    match block:
        case Appendix(text) | Note(text) | Paragraph(text):
            yield text
        case KeyFigures(pairs):
            for pair in pairs:
                yield from pair
        case Table(head=head, body=body):
            yield from (cell.text for row in head + body for cell in row)
        case Signatures(role, names):
            yield role
            yield from names
        case Closing(lines) | Names(lines):
            yield from lines
