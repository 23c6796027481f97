"""Drawing in µm from the top left corner, on a canvas that counts points from the bottom left."""

from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from ballot.sheet import Cell
from printing.papers.lines import Type, draw
from printing.scripts import ScriptType

UM_PER_INCH, PT_PER_INCH = 25_400, 72

FRAME = 0.9
"""Thickness of a frame in points; its inner edge is the box of the layout."""
RULE = 0.4
RULE_GREY = 0.4
"""Rulings are 60 % grey: lighter than any pen, so that no reader takes one for a stroke."""


def points(length: int) -> float:
    """Return a length of µm in points."""
    return length * PT_PER_INCH / UM_PER_INCH


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page of ``height`` µm being drawn."""

    canvas: Canvas
    height: int

    def up(self, y: int) -> float:
        """Return where ``y`` µm below the upper edge is, in points above the lower one."""
        return points(self.height - y)

    def frame(self, box: Cell) -> None:
        """Draw a frame around ``box``: its inner edges are those of the box."""
        self.canvas.setStrokeGray(0)
        self.canvas.setLineWidth(FRAME)
        half = FRAME / 2
        self.canvas.rect(
            points(box.x) - half,
            self.up(box.bottom) - half,
            points(box.w) + FRAME,
            points(box.h) + FRAME,
        )

    def ruling(self, start: tuple[int, int], end: tuple[int, int], grey: float = RULE_GREY) -> None:
        """Draw a thin line from ``start`` to ``end``."""
        self.canvas.setStrokeGray(grey)
        self.canvas.setLineWidth(RULE)
        self.canvas.line(points(start[0]), self.up(start[1]), points(end[0]), self.up(end[1]))

    def filled(self, cell: Cell, grey: float) -> None:
        """Fill ``cell`` with a grey from 0 (black) to 1 (white)."""
        self.canvas.setFillGray(grey)
        self.canvas.rect(
            points(cell.x), self.up(cell.bottom), points(cell.w), points(cell.h), stroke=0, fill=1
        )

    def outlined(self, cell: Cell, dash: tuple[float, ...] = ()) -> None:
        """Draw a thin black line around ``cell``, dashed or not."""
        self.canvas.setStrokeGray(0)
        self.canvas.setLineWidth(RULE)
        self.canvas.setDash(*dash)
        self.canvas.rect(points(cell.x), self.up(cell.bottom), points(cell.w), points(cell.h))
        self.canvas.setDash()

    def line(
        self, left: float, baseline: float, text: str, kind: Type | ScriptType, grey: float = 0
    ) -> None:
        """Write one line: ``left`` and ``baseline`` in points from the top left corner."""
        self.canvas.setFillGray(grey)
        at = (left, points(self.height) - baseline)
        if isinstance(kind, ScriptType):
            kind.draw(self.canvas, at, text)
        else:
            draw(self.canvas, at, text, kind)

    def bitmap(self, cell: Cell, rows: tuple[bytes, ...], modules: int) -> None:
        """Paint a square of ``modules`` × ``modules`` bits into ``cell``; 1 is black.

        Each of ``rows`` is the packed bits of one line. It becomes an image mask of one bit a
        module, written into the page's own stream (ISO 32000-1, 8.9.7): one tenth of the paths
        that would draw the same.
        """
        data = "".join(row.hex() for row in rows)
        x, y, w, h = points(cell.x), self.up(cell.bottom), points(cell.w), points(cell.h)
        self.canvas.addLiteral(
            f"q 0 g {w:.4f} 0 0 {h:.4f} {x:.4f} {y:.4f} cm "
            f"BI /W {modules} /H {modules} /BPC 1 /IM true /D [1 0] /F /AHx ID {data}> EI Q"
        )
