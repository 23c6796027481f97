"""Why sheets of a round are void, where people ruled on them one by one."""

from collections import Counter

from ballot.reading import read_ruling
from ballot.state import Round
from counting.doubts import GROUND_NAMES, NOT_GENUINE
from printing.papers.values import InvalidReason
from service.house import House


async def invalid_reasons(house: House, current: Round) -> tuple[InvalidReason, ...]:
    """Return them with the number of sheets, in the order in which the desk offers them.

    None before the outcome, when nobody may know figures, and none of a count by hand: tellers
    enter how many are void and not why.
    """
    if current.outcome is None or current.sheet_count is None or current.scanner_failed:
        return ()
    found: Counter[str | None] = Counter()
    standing = current.standing
    for sheet, ruling in current.rulings.items():
        if sheet in standing:
            found[read_ruling(await house.ledger.get_object(ruling)).void] += 1
    return tuple(
        InvalidReason(reason=name, sheets=found[ground])
        for ground, name in GROUND_NAMES.items()
        if ground != NOT_GENUINE and found[ground]
    )
