"""What stands at one project of a sheet, and what it is read as.

Sheets are plain values here; where marks come from (a person, a scan) is not asked.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ballot.rules import Rules
from ballot.rules.values import Mark

Reading = Literal["approve", "oppose", "abstain", "illegible"]

_CLEAR_INTENT: dict[Mark, Reading] = {"○": "approve", "√": "approve", "×": "oppose"}
"""判票手册: a wrong symbol with a clear meaning is read by its meaning (lenient texts only)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """What stands at one project: the distinct ``symbols``, ``outside`` the box, or ``smudged``.

    ``rank`` is the number written there (排序票决), None if there is none.
    """

    symbols: tuple[Mark, ...] = ()
    rank: int | None = None
    outside: bool = False
    smudged: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing at all stands there."""
        return not (self.symbols or self.smudged or self.rank is not None)


def read(boxes: Sequence[Box], rules: Rules, seats: int) -> tuple[Reading, ...]:
    """Return the reading of each box of one sheet, on which ``seats`` projects may be ranked."""
    if rules.ballot_mode != "ranked":
        return tuple(_read(box, rules) for box in boxes)
    written = Counter(box.rank for box in boxes)
    return tuple(_ranked(box, rules, written[box.rank], seats) for box in boxes)


def _ranked(box: Box, rules: Rules, times: int, seats: int) -> Reading:
    """排序: a rank from 1 to K that stands once on the sheet lists the project; no symbol does."""
    if box.rank is None:
        reading = _read(box, rules)
        return "illegible" if reading == "approve" else reading
    if box.symbols or not _legible(box, rules):
        return "illegible"
    return listed(box.rank, times, seats)


def listed(rank: int, times: int, seats: int) -> Reading:
    """Return what a legible ``rank`` that stands ``times`` times on a sheet is read as."""
    return "approve" if times == 1 and 1 <= rank <= seats else "illegible"


def _read(box: Box, rules: Rules) -> Reading:
    """Read one box; the order is the handbook's: unreadable, empty, prescribed, clear intent."""
    if len(box.symbols) > 1 or box.rank is not None or not _legible(box, rules):
        return "illegible"
    if not box.symbols:
        return rules.blank_means
    symbol = box.symbols[0]
    lenient = rules.adjudication == "lenient_intent"
    prescribed: dict[Mark, Reading] = {
        **dict.fromkeys(rules.mark_abstain, "abstain"),
        **dict.fromkeys(rules.mark_oppose, "oppose"),
        **dict.fromkeys(rules.mark_approve, "approve"),
    }
    reading = prescribed.get(symbol)
    if reading is None:
        reading = _CLEAR_INTENT.get(symbol, "illegible") if lenient else "illegible"
    if reading == "oppose" and "oppose" not in rules.choices:
        # 仅设赞成: a cross is no choice of this ballot; what it clearly says is: not this one.
        return "abstain" if lenient else "illegible"
    return reading


def _legible(box: Box, rules: Rules) -> bool:
    lenient = rules.adjudication == "lenient_intent"
    return not box.smudged and (lenient or not box.outside)
