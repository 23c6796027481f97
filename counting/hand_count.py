"""人工计票: two tellers count independently; nothing is taken over before every cell agrees."""

from collections.abc import Iterator
from dataclasses import dataclass

from ballot.results import ChannelTally, ItemTotals
from counting.errors import TellersDisagree, UnequalCandidates

BALLOT_CELLS = {
    "returned": "收回",
    "valid": "有效",
    "invalid": "无效",
    "foreign": "非本次票",
}
ITEM_CELLS = {
    "approve": "赞成",
    "oppose": "反对",
    "abstain": "弃权",
    "illegible": "辨认不清",
    "points": "积分",
    "dont_know": "不了解",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One cell in which two entries differ; ``number`` is the project's, None for ballots.

    Of a 另提项目, which has no number, ``chinese`` says the title; who did not find it has 0.
    """

    cell: str
    number: int | None
    chinese: str
    first: int
    second: int

    @property
    def sentence(self) -> str:
        """The difference as the two tellers read it."""
        return f"{self.chinese}：甲 {self.first}，乙 {self.second}，相差 {self.gap}。"

    @property
    def gap(self) -> int:
        """How far the entries lie apart."""
        return abs(self.first - self.second)


def compare(first: ChannelTally, second: ChannelTally) -> tuple[Difference, ...]:
    """Return every cell in which two tellers' entries differ, in the order of the entry form.

    Raises UnequalCandidates where the entries are not about the same channel and projects.
    """
    mine, yours = _by_number(first), _by_number(second)
    if first.channel != second.channel or mine.keys() != yours.keys():
        raise UnequalCandidates("两份计票数登记的渠道或者项目不同，无法比对，请按同一张表登记。")
    ballots = _cells(first, second, BALLOT_CELLS, None)
    items = (cell for n in sorted(mine) for cell in _item_cells(mine[n], yours[n]))
    return (*ballots, *items, *_written_cells(first, second))


def agreed(first: ChannelTally, second: ChannelTally) -> ChannelTally:
    """Return the totals on which both tellers agree.

    Raises TellersDisagree naming each cell that differs, and what `compare` raises.
    """
    differences = compare(first, second)
    if differences:
        sentences = "".join(difference.sentence for difference in differences)
        raise TellersDisagree(f"两名计票人的计票数不一致。{sentences}请各自重新核对。")
    return first


def _item_cells(first: ItemTotals, second: ItemTotals) -> Iterator[Difference]:
    """Yield the cells of one project, those of its 等次 (满意度测评) last, by their place."""
    yield from _cells(first, second, ITEM_CELLS, first.number)
    if len(first.grades) != len(second.grades):
        raise UnequalCandidates("两份计票数登记的等次数不同，无法比对，请按同一张表登记。")
    for place, (mine, yours) in enumerate(zip(first.grades, second.grades, strict=True), start=1):
        if mine != yours:
            yield Difference(
                cell=f"grade_{place}",
                number=first.number,
                chinese=f"第 {first.number} 号项目第 {place} 等次",
                first=mine,
                second=yours,
            )


def _written_cells(first: ChannelTally, second: ChannelTally) -> Iterator[Difference]:
    mine = {one.title: one.approve for one in first.written}
    yours = {one.title: one.approve for one in second.written}
    for title in sorted(mine.keys() | yours.keys()):
        votes = mine.get(title, 0), yours.get(title, 0)
        if votes[0] != votes[1]:
            yield Difference(
                cell="written",
                number=None,
                chinese=f"另提项目“{title}”",
                first=votes[0],
                second=votes[1],
            )


def _by_number(tally: ChannelTally) -> dict[int, ItemTotals]:
    found = {item.number: item for item in tally.items}
    if len(found) != len(tally.items):
        raise UnequalCandidates("同一项目在一份计票数中登记了两次，请删去重复的一行。")
    return found


def _cells(
    first: ChannelTally | ItemTotals,
    second: ChannelTally | ItemTotals,
    named: dict[str, str],
    number: int | None,
) -> Iterator[Difference]:
    where = "" if number is None else f"第 {number} 号项目"
    for cell, chinese in named.items():
        mine, yours = getattr(first, cell), getattr(second, cell)
        if mine != yours:
            yield Difference(
                cell=cell, number=number, chinese=where + chinese, first=mine, second=yours
            )
