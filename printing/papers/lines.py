"""Break Chinese text into lines: what may not begin or end a line, and what stays together.

Closing punctuation never begins a line and opening brackets never end one (GB/T 15834).  A run of
Latin letters or digits, such as 2,240, stays together and with its measure word, an ordinal such
as 第十八届 stays whole; they are broken only if they are wider than a line.
"""

import re
from dataclasses import dataclass

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from printing.fonts import Face, registered

OPENING = "（《〈「『【〔“‘"
CLOSING = "，。、；：！？）》〉」』】〕”’％…—"
_MEASURE = "(?:[万亿]?元|票|张|项|名|号|年|月|日)"
ORDINAL = "第[〇一二三四五六七八九十百]+[届次条]"
KEPT = rf"[!-~]*\d{_MEASURE}|[!-~]+|{ORDINAL}|."
UNIT = re.compile(rf"[{OPENING}]*(?:{KEPT})[{CLOSING}]*", re.DOTALL)
NOTE_UNIT = re.compile(
    rf"\d+\. [{OPENING}]*[^!-~][^!-~]"
    rf"|[{OPENING}]*(?:[\u4e00-\u9fff]{{2,4}}。|(?:{KEPT})[{CLOSING}]*)",
    re.DOTALL,
)
"""In numbered sentences a number goes with the beginning of its own, and 效。 is no line."""

#: A line is stretched to the margin by at most this share of the type size between characters.
_MOST_STRETCH = 0.12


@dataclass(frozen=True, slots=True)
class Type:
    """A face in a size and with a distance between lines, both in points."""

    face: Face
    size: float
    leading: float

    def width(self, text: str) -> float:
        """Return the width of ``text`` in points."""
        return float(stringWidth(text, registered(self.face), self.size))


def wrap(
    text: str, kind: Type, width: float, indent: float = 0, unit_of: re.Pattern[str] = UNIT
) -> tuple[str, ...]:
    """Break ``text`` into lines of at most ``width`` points, the first one shorter by ``indent``.

    ``"".join(lines)`` is ``text`` without the blanks at which a line was broken; ``unit_of``
    matches what is kept together.
    """
    lines = [""]
    # What is too long for the shorter, first line is kept together nowhere.
    for unit in units(text, kind, width - indent, unit_of):
        room = width - (indent if len(lines) == 1 else 0)
        if lines[-1] and kind.width((lines[-1] + unit).rstrip(" ")) > room:
            lines[-1] = lines[-1].rstrip(" ")
            lines.append("")
        lines[-1] += unit if lines[-1] else unit.lstrip(" ")
    return (*lines[:-1], lines[-1].rstrip(" "))


def units(text: str, kind: Type, width: float, unit_of: re.Pattern[str]) -> list[str]:
    """Return what is kept together in ``text``; what is wider than ``width``, by character."""
    found = []
    for unit in unit_of.findall(text):
        found += [unit] if kind.width(unit) <= width else list(unit)
    return found


def balanced(text: str, kind: Type, width: float) -> tuple[str, ...]:
    """Break a short text into lines of about the same length, as few as fit ``width``."""
    lines = wrap(text, kind, width)
    narrower = width
    while len(lines) > 1:
        narrower -= kind.size / 2
        tried = wrap(text, kind, narrower)
        if len(tried) > len(lines) or narrower < width / 2:
            break
        lines, width = tried, narrower
    return wrap(text, kind, width)


def draw(canvas: Canvas, at: tuple[float, float], text: str, kind: Type, spread: float = 0) -> None:
    """Draw one line with its baseline starting at ``at``, ``spread`` points between characters."""
    line = canvas.beginText(*at)
    line.setFont(registered(kind.face), kind.size)
    line.setCharSpace(spread)
    line.textOut(text)
    canvas.drawText(line)


def draw_centred(canvas: Canvas, at: tuple[float, float], text: str, kind: Type) -> None:
    """Draw one line with the middle of its baseline at ``at``."""
    draw(canvas, (at[0] - kind.width(text) / 2, at[1]), text, kind)


def spread_to(text: str, kind: Type, width: float) -> float:
    """Return the distance between characters that stretches ``text`` to ``width``, or 0."""
    gaps = len(text) - 1
    if gaps < 1:
        return 0
    spread = (width - kind.width(text)) / gaps
    return spread if 0 < spread < kind.size * _MOST_STRETCH else 0
