"""Sheets that keep the count waiting: not decided yet, or decided and not signed.

The log knows signed decisions alone; what to do next depends on the others, which the office has.
"""

from collections import Counter
from collections.abc import Collection

from ballot.canonical import Digest
from ballot.refusals import PaperIncomplete
from ballot.state import Round
from service.house import House
from service.scanning.adjudicating import waits
from service.scanning.copies import in_doubt


async def require_signed(house: House, election: str, current: Round) -> None:
    """Raise PaperIncomplete unless everything that people look at was decided and signed."""
    copied = await house.copies.of(election, current)
    kept = await house.views.rulings(election, current.number)
    drafts = {one.sheet for one in kept if waits(current, one.sheet, one.digest)}
    doubtful = in_doubt(current, copied) - current.rulings.keys()
    drawn = (current.sample or frozenset()) - current.rulings.keys()
    for name, sheets in (("疑问票", doubtful), ("抽样复核的票", drawn)):
        if sheets:
            raise PaperIncomplete(_told(current, name, sheets - drafts, sheets & drafts))


def _told(
    current: Round, name: str, undecided: Collection[Digest], unsigned: Collection[Digest]
) -> str:
    if not undecided:
        where = _where(current, unsigned)
        return (
            f"{name}都已认定，还有 {len(unsigned)} 张的认定没有签字（{where}）。"
            "请提请签字，监票人、总监票人签字以后再合计。"
        )
    besides = f"另有 {len(unsigned)} 张已经认定，还没有签字。" if unsigned else ""
    return (
        f"还有 {len(undecided)} 张{name}没有认定（{_where(current, undecided)}）。{besides}"
        "请先认定，由监票人、总监票人签字。"
    )


def _where(current: Round, sheets: Collection[Digest]) -> str:
    """Say in which bundles they are."""
    found = Counter(one.batch for one in current.live for sheet in one.sheets if sheet in sheets)
    return "、".join(f"第 {batch} 捆 {count} 张" for batch, count in found.items())
