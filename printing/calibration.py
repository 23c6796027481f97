"""The page that a clerk prints first: it shows whether a printer prints sheets as drawn."""

import io

from reportlab.pdfgen.canvas import Canvas

from ballot.sheet import Cell, Format, marker_side, markers_of
from ballot.sheet.styles import MARK_BOX, SYMBOL_BOX
from printing.ballots.drawing import Drawing, points
from printing.ballots.face import draw_marker
from printing.fonts import Face
from printing.papers.lines import Type, wrap

_MM = 1_000
_LEFT, _TITLE_TOP, _TEXT_TOP = 25_000, 24_000, 188_000
_CROSS, _CROSS_TOP = 100_000, 42_000
_TICK, _LONG_TICK = 2_000, 4_000
_SAMPLE_TOP, _SAMPLE_GAP, _SAMPLES = 160_000, 12_000, 5
_TITLE = Type(Face.SERIF_BOLD, 20, 26)
_TEXT = Type(Face.SANS, 12, 19)
_SMALL = Type(Face.SANS, 10.5, 14)

_NAME = "打印机校准页"
_LENGTH = "100 毫米"
_STEPS = (
    "1. 打印这一页时，在打印窗口选“实际大小”或者“缩放 100%”，不要选“适合页面”“缩小过大的页面”。",
    (
        "2. 用尺量十字：横线、竖线都应是 100 毫米。99 至 101 毫米为好；93 至 103 毫米之间也能识读，"
        "不在其间的，请检查打印设置后重新打印。"
    ),
    "3. 四角的黑块应完整、四边清楚，黑块以外没有被裁掉的地方。",
    "4. 样格的四条边应连续、没有断线；格内应当全白，没有底灰和墨点。",
    "5. 双面印票的，把这一页双面打印两份对光看：正反两面的十字应当重合，相差不超过 2 毫米。",
    (
        "6. 再把这一页放进扫描仪，用 200 dpi（点每英寸）、灰度扫描，不要用黑白（1 位）方式；"
        "扫出来的样格边线应当看得清。"
    ),
)


def calibration_pdf(sheet: Format) -> bytes:
    """Return the page for the paper of ``sheet``: fiducials, a cross, rulers, boxes, what to do."""
    width, height = sheet.size
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(points(width), points(height)), invariant=1, lang="zh-CN")
    canvas.setTitle(_NAME)
    canvas.setViewerPreference("PrintScaling", "None")
    on = Drawing(canvas, height)
    for marker in markers_of(1, sheet):
        draw_marker(on, marker, marker_side(sheet))
    _write(on, (width - round(_TITLE.width(_NAME) / points(1))) // 2, _TITLE_TOP, _NAME, _TITLE)
    _cross(on, width // 2)
    _samples(on, width // 2)
    top = _TEXT_TOP
    for step in _STEPS:
        for line in wrap(step, _TEXT, points(width - 2 * _LEFT)):
            _write(on, _LEFT, top, line, _TEXT)
            top += round(_TEXT.leading / points(1))
    canvas.showPage()
    canvas.save()
    return written.getvalue()


def _cross(on: Drawing, middle: int) -> None:
    """Draw two rulers of 100 mm that cross in their middles, with a tick at every millimetre."""
    centre = _CROSS_TOP + _CROSS // 2
    left, top = middle - _CROSS // 2, _CROSS_TOP
    on.ruling((left, centre), (left + _CROSS, centre), 0)
    on.ruling((middle, top), (middle, top + _CROSS), 0)
    for at in range(0, _CROSS + 1, _MM):
        ten = at % (10 * _MM) == 0
        tick = _LONG_TICK if ten else _TICK if at % (5 * _MM) == 0 else _TICK // 2
        on.ruling((left + at, centre), (left + at, centre - tick), 0)
        on.ruling((middle, top + at), (middle + tick, top + at), 0)
    _write(on, left, centre + _MM, "0", _SMALL)
    _write(on, left + _CROSS - 14 * _MM, centre + _MM, _LENGTH, _SMALL)
    _write(on, middle - 3 * _MM, top, "0", _SMALL)
    _write(on, middle - 17 * _MM, top + _CROSS - 5 * _MM, _LENGTH, _SMALL)


def _samples(on: Drawing, middle: int) -> None:
    """Draw boxes as they stand on sheets: to be ticked, and to be written in."""
    sizes = [MARK_BOX] * _SAMPLES + [SYMBOL_BOX] * _SAMPLES
    total = sum(w for w, _ in sizes) + _SAMPLE_GAP // 2 * (len(sizes) - 1)
    x = middle - total // 2
    for w, h in sizes:
        on.frame(Cell(x=x, y=_SAMPLE_TOP - h // 2, w=w, h=h))
        x += w + _SAMPLE_GAP // 2


def _write(on: Drawing, x: int, y: int, text: str, kind: Type) -> None:
    on.line(points(x), points(y) + kind.size, text, kind)
