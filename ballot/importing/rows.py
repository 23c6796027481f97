"""Which rows below a header are entries, and which are totals, headings, remarks or blank."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ballot.importing.grid import Cell, Grid
from ballot.importing.header import Header
from ballot.importing.wording import compact

_TOTAL = re.compile(r"(合计|总计|小计|共计|总合计)[:：]?([（(]?\D{0,2}\d+[项个人名]?[)）]?)?")
_REMARK = re.compile(
    r"[（(]?(注|备注|附注|说明|(填表|填报|制表|审核|审批|复核|报送|经办|联系|负责)(人|单位|部门|日期|时间|电话)?"
    r"|单位负责人|主要负责人|联系方式)\d*[:：]"
)
_NUMERAL = "[一二三四五六七八九十]{1,3}"
_HEADING = re.compile(rf"(?:[（(]{_NUMERAL}[)）]|{_NUMERAL}[、．.])(?P<text>.+)")
_DELEGATION = re.compile(r"(?P<text>.*代表团)(?:[（(].*[)）])?[:：]?")
_COUNTED = re.compile(r"[（(](共|计)?\d+(项|个|人|名)[)）]$")
LONGEST_NOTED = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that is an entry: ``row`` from 1, the heading above it, and its cells by field."""

    row: int
    heading: str
    grid: Grid
    columns: dict[str, int]

    def cell(self, name: str) -> Cell:
        """Return what a reader sees in the field; an absent column reads as empty."""
        column = self.columns.get(name)
        return Cell("") if column is None else self.grid.at(self.row, column)

    def column(self, name: str) -> int:
        """Return the column of the field, 0 where the list has none."""
        return self.columns.get(name, 0)

    def continues(self, name: str) -> bool:
        """Say whether the field's cell is merged with the row above."""
        column = self.columns.get(name)
        return column is not None and self.grid.origin(self.row, column)[0] < self.row


@dataclass(slots=True)
class Entries:
    """The entries below ``header``; ``notes`` says which rows were passed over, and why."""

    grid: Grid
    header: Header
    notes: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Entry]:
        """Go through the rows once, in order."""
        heading = ""
        for row in range(self.header.last + 1, len(self.grid.rows) + 1):
            texts = self._texts(row)
            if not texts or self._is_repeated_header(row):
                continue
            if self._is_aside(row, texts):
                self.notes.append(f"第 {row} 行“{texts[0][:LONGEST_NOTED]}”不是条目，已略过")
            elif (found := self._heading(texts)) is not None:
                heading = found
            else:
                yield Entry(row, heading, self.grid, dict(self.header.columns))

    def _texts(self, row: int) -> list[str]:
        """Return the texts that begin in this row, from left to right, without blanks."""
        texts = []
        for column in range(1, self.grid.width + 1):
            if self.grid.origin(row, column) == (row, column):
                text = compact(self.grid.own(row, column).text)
                if text:
                    texts.append(text)
        return texts

    def _is_repeated_header(self, row: int) -> bool:
        """Lists of several pages repeat their header on each."""
        columns = self.header.columns.values()
        return all(
            compact(self.grid.at(row, column).text)
            == compact(self.grid.at(self.header.last, column).text)
            for column in columns
        )

    def _is_aside(self, row: int, texts: list[str]) -> bool:
        name = compact(self.grid.at(row, self.header.columns["name"]).text)
        return any(_TOTAL.fullmatch(text) for text in (texts[0], name)) or bool(
            _REMARK.match(texts[0])
        )

    def _heading(self, texts: list[str]) -> str | None:
        """Return the heading that a row with nothing else gives to the rows below it."""
        if len(texts) > 1 or len(self.header.columns) == 1:
            return None
        found = _HEADING.fullmatch(texts[0]) or _DELEGATION.fullmatch(texts[0])
        return None if found is None else _COUNTED.sub("", found["text"])
