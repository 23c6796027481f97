"""What one marked sheet counts as: each box's mark, then the sheet as a whole.

The clauses are those of the 票决办法 (有效票, 无效票, 疑问票): the same twelve sheets elect nobody
under a strict text and one project under a lenient one, so the text must be passed before the
count. Sheets are plain values here; where marks come from (a person, a scan) is not asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ballot.results import ChannelTally, ItemTotals
from ballot.rules import Rules
from ballot.rules.values import Mark

Reading = Literal["approve", "oppose", "abstain", "illegible"]
Ground = Literal["identifying_mark", "item_illegible", "all_illegible", "all_blank", "overvote"]

_CLEAR_INTENT: dict[Mark, Reading] = {"○": "approve", "√": "approve", "×": "oppose"}
"""判票手册: a wrong symbol with a clear meaning is read by its meaning (lenient texts only)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """What stands at one project: the distinct ``symbols``, ``outside`` the box, or ``smudged``."""

    symbols: tuple[Mark, ...] = ()
    outside: bool = False
    smudged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet, its boxes in order of project; ``signed``: a name or a special mark is on it."""

    boxes: tuple[Box, ...]
    signed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """``readings`` per project; ``void`` names why the whole sheet is invalid, None if valid."""

    readings: tuple[Reading, ...]
    void: Ground | None


def judge(sheet: Sheet, rules: Rules, seats: int) -> Judgement:
    """Return what ``sheet`` counts as under ``rules`` with ``seats`` to choose."""
    readings = tuple(_read(box, rules) for box in sheet.boxes)
    void = _void(sheet, readings, rules, seats)
    if rules.item_illegible == "item_abstain":
        readings = tuple("abstain" if one == "illegible" else one for one in readings)
    return Judgement(readings=readings, void=void)


def count(
    sheets: Iterable[Sheet], rules: Rules, *, numbers: Sequence[int], seats: int
) -> ChannelTally:
    """Return the totals of the paper ``sheets``, whose boxes stand in the order of ``numbers``."""
    judgements = [judge(sheet, rules, seats) for sheet in sheets]
    valid = [one.readings for one in judgements if one.void is None]
    columns = zip(*valid, strict=True) if valid else (() for _ in numbers)
    return ChannelTally(
        channel="paper",
        returned=len(judgements),
        valid=len(valid),
        invalid=len(judgements) - len(valid),
        foreign=0,
        items=tuple(_totals(n, column) for n, column in zip(numbers, columns, strict=True)),
    )


def _read(box: Box, rules: Rules) -> Reading:
    """Read one box; the order is the handbook's: unreadable, empty, prescribed, clear intent."""
    lenient = rules.adjudication == "lenient_intent"
    if box.smudged or len(set(box.symbols)) > 1 or (box.outside and not lenient):
        return "illegible"
    if not box.symbols:
        return rules.blank_means
    symbol = box.symbols[0]
    prescribed: dict[Mark, Reading] = {
        **dict.fromkeys(rules.mark_abstain, "abstain"),
        **dict.fromkeys(rules.mark_oppose, "oppose"),
        **dict.fromkeys(rules.mark_approve, "approve"),
    }
    if symbol in prescribed:
        return prescribed[symbol]
    return _CLEAR_INTENT.get(symbol, "illegible") if lenient else "illegible"


def _void(sheet: Sheet, readings: Sequence[Reading], rules: Rules, seats: int) -> Ground | None:
    grounds: tuple[tuple[Ground, bool], ...] = (
        ("identifying_mark", sheet.signed and rules.identifying_mark == "ballot_void"),
        ("item_illegible", "illegible" in readings and rules.item_illegible == "ballot_void"),
        ("all_illegible", set(readings) == {"illegible"} and rules.all_illegible == "ballot_void"),
        ("all_blank", _blank(sheet) and rules.all_blank == "void"),
        ("overvote", rules.ballot_mode == "at_most_k" and readings.count("approve") > seats),
    )
    return next((ground for ground, applies in grounds if applies), None)


def _blank(sheet: Sheet) -> bool:
    return not any(box.symbols or box.smudged for box in sheet.boxes)


def _totals(number: int, column: Sequence[Reading]) -> ItemTotals:
    return ItemTotals(
        number=number,
        approve=column.count("approve"),
        oppose=column.count("oppose"),
        abstain=column.count("abstain"),
        illegible=column.count("illegible"),
    )
