"""Find the header of a list, in one row or two, below titles and among merged cells."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ballot.importing.faults import Fault, fault, shown
from ballot.importing.grid import Grid
from ballot.importing.wording import compact

DEEPEST = 30
"""Rows in which a header is looked for: titles, notes and 填报单位 stand above it."""

Synonyms = Mapping[str, frozenset[str]]
"""What secretariats call a field, as `label` leaves it, by the field's name."""

_SUMS = frozenset({"合计", "总计", "小计", "总额", "金额", "数额"})
_BRACKETS = re.compile(r"[（(\[【]([^）)\]】]*)[）)\]】]")
_UNIT = re.compile(r"(亿元|万元|元|亿|万)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Rows ``first`` to ``last`` are the header; ``columns`` says where each field stands.

    ``unit`` is the unit of money that the header, or a line 单位：… above it, names (or None);
    ``ignored`` are the labels of columns that the list does not ask for.
    """

    first: int
    last: int
    columns: Mapping[str, int]
    unit: str | None
    ignored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    first: int
    last: int
    fields: tuple[str | None, ...]

    @property
    def merit(self) -> tuple[int, int, bool]:
        """Many fields are good, a field twice is bad, one row is better than two."""
        named = [field for field in self.fields if field is not None]
        different = len(set(named))
        return different, different - len(named), self.first == self.last


def find_header(grid: Grid, synonyms: Synonyms, required: Iterable[str]) -> Header | None:
    """Return the header of ``grid``, or None where no row looks like one.

    A header names every ``required`` field; among rows that do, the one naming most fields wins.
    """
    wanted = set(required)
    readings = (
        _read(grid, synonyms, first, last)
        for first in range(1, min(len(grid.rows), DEEPEST) + 1)
        for last in (first, first + 1)
    )
    fit = [reading for reading in readings if wanted <= set(reading.fields)]
    return _header(grid, max(fit, key=lambda one: one.merit)) if fit else None


def double_columns(grid: Grid, header: Header, synonyms: Synonyms) -> tuple[Fault, ...]:
    """Return a fault for every field that two columns claim."""
    fields = _read(grid, synonyms, header.first, header.last).fields
    return tuple(
        fault(
            grid,
            "header.twice",
            header.last,
            column,
            f"{shown(grid.at(header.last, column).text)}与前面一列说的是同一内容",
            "每项内容只有一列",
        )
        for column, field in enumerate(fields, start=1)
        if field is not None and header.columns[field] != column
    )


def label(text: str) -> str:
    """Return a header's cell as synonyms are written: no blanks, marks, brackets or unit."""
    bare = _BRACKETS.sub("", compact(text))
    bare = re.sub(r"[\s:：*＊#/／.]", "", bare)
    return re.sub(r"(?<=.)(亿元|万元)$", "", bare)


def unit_of(text: str) -> str | None:
    """Return the unit of money that a header's cell names, in brackets or at its end."""
    bare = compact(text)
    for inside in _BRACKETS.findall(bare):
        if found := _UNIT.search(inside):
            return found.group(1)
    ending = re.search(r"(亿元|万元)$", bare)
    return ending.group(1) if ending else None


def _read(grid: Grid, synonyms: Synonyms, first: int, last: int) -> _Reading:
    return _Reading(
        first,
        last,
        tuple(_field(grid, synonyms, first, last, column) for column in range(1, grid.width + 1)),
    )


def _field(grid: Grid, synonyms: Synonyms, first: int, last: int, column: int) -> str | None:
    above = label(grid.at(first, column).text)
    below = label(grid.at(last, column).text)
    alone = first == last or not below or below in _SUMS
    names = (above,) if alone else (below, above + below)
    for name in names:
        for field, known in synonyms.items():
            if name in known:
                return field
    return None


def _header(grid: Grid, reading: _Reading) -> Header:
    columns: dict[str, int] = {}
    ignored: list[str] = []
    for column, field in enumerate(reading.fields, start=1):
        text = compact(grid.at(reading.last, column).text)
        if field is not None:
            columns.setdefault(field, column)
        elif text:
            ignored.append(text)
    return Header(
        first=reading.first,
        last=reading.last,
        columns=columns,
        unit=_unit(grid, reading, columns.get("investment")),
        ignored=tuple(dict.fromkeys(ignored)),
    )


def _unit(grid: Grid, reading: _Reading, column: int | None) -> str | None:
    if column is None:
        return None
    for row in range(reading.last, reading.first - 1, -1):
        if unit := unit_of(grid.at(row, column).text):
            return unit
    for row in range(1, reading.first):
        for cell in grid.rows[row - 1]:
            found = re.search(r"单位[:：为]?(亿元|万元|元)", compact(cell.text))
            if found:
                return found.group(1)
    return None
