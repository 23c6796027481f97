"""监票人's views in 认定记录 where more than two of them looked: printing tells of two."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import msgspec

from printing.papers.adjudication import (
    VIEWS,
    Adjudicated,
    Held,
    RuledSheet,
    adjudication_record,
)
from printing.papers.content import Block, Cell, Paper, Table
from printing.papers.wording import in_runs

_COLUMN = 3
"""Of the record's table: 监票人意见."""


def record_with_all_views(made: Adjudicated) -> Paper:
    """Make the record with every view of every sheet. Raises PaperRefused."""
    sheets = tuple(sorted(made.sheets, key=lambda one: one.sampled))
    two = tuple(msgspec.structs.replace(one, views=one.views[:VIEWS]) for one in sheets)
    paper = adjudication_record(msgspec.structs.replace(made, sheets=two))
    return replace(paper, blocks=tuple(_with_views(one, sheets) for one in paper.blocks))


def _with_views(block: Block, sheets: Sequence[RuledSheet]) -> Block:
    """Return the table with every view; its rows stand in the order of ``sheets``."""
    if not isinstance(block, Table):
        return block
    rows = zip(block.body, sheets, strict=True)
    return replace(block, body=tuple(_row(cells, sheet) for cells, sheet in rows))


def _row(cells: tuple[Cell, ...], sheet: RuledSheet) -> tuple[Cell, ...]:
    if len(sheet.views) <= VIEWS:
        return cells
    told = replace(cells[_COLUMN], text=views_of(sheet))
    return (*cells[:_COLUMN], told, *cells[_COLUMN + 1 :])


def views_of(sheet: RuledSheet) -> str:
    """Tell 3:0 or 2:1, the most first, and who held what."""
    groups: dict[tuple[tuple[str, ...], str | None], list[Held]] = {}
    for view in sheet.views:
        groups.setdefault((view.said, view.void), []).append(view)
    sides = sorted(groups.values(), key=len, reverse=True)
    if len(sides) == 1:
        return f"{len(sides[0])}:0　{_held(sides[0][0], sheet)}"
    tally = ":".join(str(len(side)) for side in sides)
    return f"{tally}　" + "；".join(f"{_who(side)}认为{_held(side[0], sheet)}" for side in sides)


def _who(side: Sequence[Held]) -> str:
    return "、".join(f"{one.scrutineer}号" for one in side)


def _held(view: Held, sheet: RuledSheet) -> str:
    """Name the items, or what the 监票人 held of the whole sheet where none is in question."""
    if view.void is not None:
        return f"整票无效（{view.void}）"
    return "；".join(_items(view, sheet)) or "整票有效"


def _items(view: Held, sheet: RuledSheet) -> Iterator[str]:
    by_word: dict[str, list[int]] = {}
    for item, said in zip(sheet.items, view.said, strict=True):
        by_word.setdefault(said, []).append(item.number)
    for word, numbers in by_word.items():
        yield f"整个清单{word}" if numbers == [0] else f"第{in_runs(numbers)}项{word}"
