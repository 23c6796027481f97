"""Which boxes a project has: the style of the rules (A to D), or the grades of a 测评表."""

from typing import Literal

from ballot.contest import ratings_of
from ballot.events.base import Value
from ballot.rules import Rules

SheetKind = Literal["A", "B", "C", "D", "graded"]

CHOSEN = "选"
"""How the one box is headed that only approves."""
OPINIONS = {"approve": "赞成", "oppose": "反对", "abstain": "弃权"}


class Column(Value, frozen=True, kw_only=True):
    """One column of boxes: what it stands for, how it is headed, how large its boxes are (µm)."""

    choice: str
    heading: str
    width: int
    box: tuple[int, int]


MARK_BOX = (7_000, 6_000)
"""A box to be ticked or filled, inner edges."""
SYMBOL_BOX = (11_000, 8_400)
"""A box to draw ○, × or √ or a number in."""
_WIDE, _MIDDLE, _NARROW = 19_000, 17_000, 15_000
_MOST_WIDE, _MOST_MIDDLE = 3, 4


def kind_of(rules: Rules) -> SheetKind:
    """Return the kind of sheet: the 测评表 and the ranking have one of their own."""
    if rules.ballot_mode == "graded":
        return "graded"
    return "D" if rules.ballot_mode == "ranked" else rules.sheet_style


def columns_of(rules: Rules) -> tuple[Column, ...]:
    """Return the columns of boxes from left to right."""
    kind = kind_of(rules)
    if kind == "A":
        return (Column(choice="symbol", heading="意见", width=_WIDE, box=SYMBOL_BOX),)
    if kind == "D":
        return (Column(choice="rank", heading="排序", width=_WIDE, box=SYMBOL_BOX),)
    if kind == "C":
        return (Column(choice="approve", heading=CHOSEN, width=_WIDE, box=MARK_BOX),)
    headed = _graded(rules) if kind == "graded" else _opinions(rules)
    width = _NARROW
    if len(headed) <= _MOST_MIDDLE:
        width = _WIDE if len(headed) <= _MOST_WIDE else _MIDDLE
    return tuple(
        Column(choice=choice, heading=heading, width=width, box=MARK_BOX)
        for choice, heading in headed
    )


def _opinions(rules: Rules) -> tuple[tuple[str, str], ...]:
    return tuple((one, OPINIONS[one]) for one in OPINIONS if one in rules.choices)


def _graded(rules: Rules) -> tuple[tuple[str, str], ...]:
    ratings = ratings_of(rules)
    choices = (*rules.grades, "dont_know")
    return tuple(zip(choices[: len(ratings)], ratings, strict=True))
