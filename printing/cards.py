"""Voting cards: eight on a plain A4 page, to be cut, folded shut, sealed and shuffled.

A card carries one secret twice, as a QR code and as four groups of characters.  The fold runs
between the two halves, so that neither is bent and both lie inside.  Nothing on a card or a page
tells one from another or says in which order it was made: no number, no date, no page number.
The order of ``cards`` is the order on the pages; the caller draws it at random.
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
from printing.papers.lines import Type, draw, draw_centred
from printing.papers.titles import titled

__all__ = ["Card", "CardFace", "cards_pdf"]

_COLUMNS, _ROWS = 2, 4
_WIDTH, _HEIGHT = 95 * mm, 70 * mm
_FOLD = _HEIGHT / 2
_LEFT, _TOP = 10 * mm, A4[1] - 8.5 * mm
_MARGIN = 4 * mm
#: With a quiet zone of 4 modules a version 2 code (33 modules) has 0.79 mm per module.
_QR = 26 * mm
_CUT = 4 * mm

_NAME = Type(Face.SERIF_BOLD, 20, 24)
_TITLES = tuple(
    Type(Face.SANS, size, leading)
    for size, leading in ((9, 11), (8.5, 10.5), (8, 10), (7.5, 9), (7, 7.5))
)
#: What the quiet zone of the code leaves above it.
_TITLE_HEIGHT = 22.5
_STEP = Type(Face.SANS, 10.5, 14)
_CODE = Type(Face.SANS, 20, 21.5)
_RULE = Type(Face.SANS, 10, 12)
_SMALL = Type(Face.SANS, 6.5, 8)
_FOLDING = Type(Face.SANS, 8.5, 10)
_STAMP = Type(Face.SERIF_BOLD, 15, 18)

_STEPS = ("① 平板对准二维码", "② 逐项选择后投票", "③ 投完把卡放进收卡箱")
_FOLD_HERE = "沿线向内对折"
_TYPED = "扫不上码，就在平板上输入这四组："
_WARNING = ("请勿书写姓名、作任何记号，请勿拍照、转借。", "损坏或者遗失，请当场告诉监票人。")


class CardFace(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all cards of a vote have in common; the fingerprints are those known when printing.

    Practice cards, which are printed without a service, have no ``log_key``.
    """

    congress: str
    subject: str
    definition: str
    log_key: str | None = None
    election_key: str | None = None
    rehearsal: bool = False


class Card(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One secret: the text of the QR code, and the same as four groups to be typed."""

    qr_text: str
    groups: tuple[str, str, str, str]

    def __repr__(self) -> str:
        """Say nothing: a card is a secret, and what is shown may end in a log."""
        return "Card(…)"


def cards_pdf(face: CardFace, cards: Sequence[Card]) -> bytes:
    """Print ``cards``; MissingGlyph or PaperRefused if a text cannot be printed whole."""
    if not cards:
        raise PaperRefused("没有要印的投票卡。")
    prints = (face.definition, face.log_key or "", face.election_key or "")
    require_glyphs("".join((face.congress, face.subject, *prints)), Face.SANS, "投票卡票面")
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4, invariant=1, lang="zh-CN")
    canvas.setTitle(f"{face.subject}投票卡")
    _define_common(canvas, face)
    per_page = _COLUMNS * _ROWS
    for start in range(0, len(cards), per_page):
        for place, card in enumerate(cards[start : start + per_page]):
            _place(canvas, place, card)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def _place(canvas: Canvas, place: int, card: Card) -> None:
    column, row = place % _COLUMNS, place // _COLUMNS
    canvas.saveState()
    canvas.translate(_LEFT + column * _WIDTH, _TOP - (row + 1) * _HEIGHT)
    canvas.doForm("card")
    draw_code(canvas, (2 * mm, _FOLD), _QR, card.qr_text)
    _draw_groups(canvas, card.groups)
    canvas.restoreState()


def _define_common(canvas: Canvas, face: CardFace) -> None:
    """Draw what all cards share once, as a form that every card refers to."""
    canvas.beginForm("card", 0, 0, _WIDTH, _HEIGHT)
    _draw_marks(canvas)
    _draw_upper(canvas, face)
    _draw_lower(canvas, face)
    canvas.endForm()


def _draw_marks(canvas: Canvas) -> None:
    """Cut marks in the four corners, and the line to fold along in the middle."""
    canvas.setLineWidth(0.4)
    for x, inwards_x in ((0, 1), (_WIDTH, -1)):
        for y, inwards_y in ((0, 1), (_HEIGHT, -1)):
            canvas.line(x, y, x + inwards_x * _CUT, y)
            canvas.line(x, y, x, y + inwards_y * _CUT)
    canvas.setDash(3, 3)
    canvas.line(_MARGIN, _FOLD, _WIDTH - _MARGIN, _FOLD)
    canvas.setDash()
    x = _WIDTH - _MARGIN - _FOLDING.width(_FOLD_HERE)
    draw(canvas, (x, _FOLD + 3), _FOLD_HERE, _FOLDING)


def _draw_upper(canvas: Canvas, face: CardFace) -> None:
    """The half with the QR code: which vote, what this is, and three steps."""
    kind, titles = _titles(face)
    for place, line in enumerate(titles, start=1):
        y = _HEIGHT - 2 - place * kind.leading
        draw_centred(canvas, (_WIDTH / 2, y), line, kind)
    left = _MARGIN + _QR + 2 * mm
    y = _FOLD + _QR - 23
    draw(canvas, (left, y), "投票卡", _NAME)
    if face.rehearsal:
        x = _WIDTH - _MARGIN - 4 - _STAMP.width("演练")
        draw(canvas, (x, y), "演练", _STAMP)
        canvas.rect(x - 3, y - 4, _STAMP.width("演练") + 6, _STAMP.size + 5)
    for place, step in enumerate(reversed(_STEPS)):
        draw(canvas, (left, _FOLD + 9 + place * _STEP.leading), step, _STEP)


def _titles(face: CardFace) -> tuple[Type, list[str]]:
    """Break the titles into the lines that stand above everything, smaller if they are long."""
    for kind in _TITLES:
        lines = [
            line
            for text in (face.congress, face.subject)
            for line in titled(text, kind, _WIDTH - 2 * _MARGIN)
        ]
        if len(lines) * kind.leading <= _TITLE_HEIGHT:
            return kind, lines
    raise PaperRefused("会议名称和票决名称太长，投票卡上印不下，请改用简称。")


def _draw_lower(canvas: Canvas, face: CardFace) -> None:
    """The half with the typed groups: when to use them, what not to do, the fingerprints."""
    middle = _WIDTH / 2
    draw_centred(canvas, (middle, _FOLD - 12), _TYPED, _RULE)
    for place, warning in enumerate(_WARNING):
        draw_centred(canvas, (middle, 33 - place * _RULE.leading), warning, _RULE)
    prints = (
        ("定义", face.definition),
        ("日志公钥", face.log_key),
        ("选举公钥", face.election_key),
    )
    labelled = [f"{label} {value}" for label, value in prints if value]
    # Two to a line: a fingerprint that is broken in the middle is read wrongly.
    lines = ["　".join(labelled[:2]), "　".join(labelled[2:])]
    for place, line in enumerate(reversed([line for line in lines if line])):
        draw_centred(canvas, (middle, 4 + place * _SMALL.leading), line, _SMALL)


def _draw_groups(canvas: Canvas, groups: tuple[str, str, str, str]) -> None:
    """Four groups in large type, two and two, to be typed line by line."""
    each = (_WIDTH - 2 * _MARGIN) / 2
    require_glyphs("".join(groups), Face.SANS, "投票卡的输入码")
    for place, group in enumerate(groups):
        if _CODE.width(group) > each - _CODE.size / 2:
            raise PaperRefused("投票卡的一组字符太长，印不下。")
        x = _MARGIN + (place % 2 + 0.5) * each
        y = _FOLD - 31.5 - place // 2 * _CODE.leading
        draw_centred(canvas, (x, y), group, _CODE)
