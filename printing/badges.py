"""Badges for the check-in desk (签到卡): ten on a plain A4 page, one for each deputy of the roll.

A badge bears a name and is for checking in alone; it has nothing to do with a voting card, which
bears none. Its code is `ballot.roll.badge_code`, read by any reader that types.
"""

import io
from collections.abc import Sequence

import msgspec
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from printing.codes import draw_code
from printing.errors import PaperRefused
from printing.fonts import Face, require_glyphs
from printing.papers.lines import Type, balanced, draw, draw_centred
from printing.papers.titles import titled

__all__ = ["Badge", "badges_pdf"]

_COLUMNS, _ROWS = 2, 5
_WIDTH, _HEIGHT = 90 * mm, 54 * mm
_LEFT = (A4[0] - _COLUMNS * _WIDTH) / 2
_TOP = A4[1] - (A4[1] - _ROWS * _HEIGHT) / 2
_MARGIN = 4 * mm
_CODE = 30 * mm
_CODE_AT = (3 * mm, 9 * mm)
_TEXT = _CODE_AT[0] + _CODE + 2 * mm
_ROOM = _WIDTH - _TEXT - _MARGIN

_TITLES = (Type(Face.SANS, 10, 12), Type(Face.SANS, 8, 9.5))
_MOST_TITLE_LINES = 2
_NAMES = tuple(Type(Face.SERIF_BOLD, size, size * 1.2) for size in (30, 24, 18, 13, 9))
#: Points from the upper line of a name to the lower one of the last.
_NAME_HEIGHT = 40
_GROUP = Type(Face.SANS, 11, 14)
_SMALL = Type(Face.SANS, 8, 10)
_STAMP = Type(Face.SERIF_BOLD, 12, 14)
_PURPOSE = "签到用，与投票无关；投票卡另行抽取"


class Badge(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One deputy: the line of the roll, the name, where they sit, and the text of the code."""

    line: int
    name: str
    group: str
    seat: str
    code: str


def badges_pdf(session: str, badges: Sequence[Badge], *, rehearsal: bool) -> bytes:
    """Print ``badges`` in their order for the ``session``.

    Raises MissingGlyph or PaperRefused, with the line of the roll, for what cannot be printed
    whole.
    """
    if not badges:
        raise PaperRefused("名册里没有代表，请先导入代表名册，再印签到卡。")
    require_glyphs(session, Face.SANS, "会议名称")
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4, invariant=1, lang="zh-CN")
    canvas.setTitle("签到卡")
    for start in range(0, len(badges), _COLUMNS * _ROWS):
        for place, badge in enumerate(badges[start : start + _COLUMNS * _ROWS]):
            column, row = place % _COLUMNS, place // _COLUMNS
            canvas.saveState()
            canvas.translate(_LEFT + column * _WIDTH, _TOP - (row + 1) * _HEIGHT)
            _draw(canvas, session, badge, rehearsal=rehearsal)
            canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def _draw(canvas: Canvas, session: str, badge: Badge, *, rehearsal: bool) -> None:
    canvas.setLineWidth(0.3)
    canvas.rect(0, 0, _WIDTH, _HEIGHT)
    _draw_title(canvas, session)
    draw_code(canvas, _CODE_AT, _CODE, badge.code)
    _draw_person(canvas, badge)
    draw_centred(canvas, (_WIDTH / 2, 10), _PURPOSE, _SMALL)
    if rehearsal:
        draw(canvas, (_WIDTH - _MARGIN - _STAMP.width("演练"), 9), "演练", _STAMP)


def _draw_title(canvas: Canvas, session: str) -> None:
    for kind in _TITLES:
        lines = titled(session, kind, _WIDTH - 2 * _MARGIN)
        if len(lines) <= _MOST_TITLE_LINES:
            break
    else:
        raise PaperRefused("会议名称太长，签到卡上印不下，请改用简称。")
    for place, line in enumerate(lines, start=1):
        draw_centred(canvas, (_WIDTH / 2, _HEIGHT - 4 - place * kind.leading), line, kind)


def _draw_person(canvas: Canvas, badge: Badge) -> None:
    where = f"名册第 {badge.line} 名代表的"
    require_glyphs(badge.name, Face.SERIF_BOLD, f"{where}姓名")
    require_glyphs(badge.group + badge.seat, Face.SANS, f"{where}代表团、座位")
    middle = _TEXT + _ROOM / 2
    kind, lines = _fitting(badge)
    top = _CODE_AT[1] + _CODE - 10
    for place, line in enumerate(lines, start=1):
        draw_centred(canvas, (middle, top - place * kind.leading), line, kind)
    y = top - _NAME_HEIGHT - _GROUP.leading
    seat = f"座位 {badge.seat}" if badge.seat else ""
    for text in filter(None, (badge.group, seat)):
        for line in balanced(text, _GROUP, _ROOM)[:2]:
            draw_centred(canvas, (middle, y), line, _GROUP)
            y -= _GROUP.leading


def _fitting(badge: Badge) -> tuple[Type, tuple[str, ...]]:
    for kind in _NAMES:
        lines = balanced(badge.name, kind, _ROOM)
        if len(lines) * kind.leading <= _NAME_HEIGHT:
            return kind, lines
    raise PaperRefused(f"名册第 {badge.line} 名代表的姓名太长，签到卡上印不下，请改用简写。")
