"""The roll of deputies (代表名册). Names never enter the log or the record."""

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Annotated

import msgspec

from ballot.importing.faults import Faults, Imported, shown
from ballot.importing.grid import Grid
from ballot.importing.listing import Checks, find_list
from ballot.importing.rows import Entries, Entry
from ballot.importing.wording import compact, tidy_name

MOST = 10_000
LONGEST_NAME = 80
LONGEST_FIELD = 80
LONGEST_SEAT = 40

SYNONYMS = {
    "name": frozenset(["姓名", "代表姓名", "代表", "名字", "name"]),
    "delegation": frozenset(
        [
            "代表团",
            "所属代表团",
            "代表团名称",
            "所在代表团",
            "团别",
            "代表组",
            "所属代表组",
            "delegation",
        ]
    ),
    "seat": frozenset(["座位", "座位号", "座号", "座次", "席位", "席位号", "席次", "seat"]),
    "order": frozenset(["序号", "编号", "代表编号", "代表序号", "number", "no"]),
}


class Deputy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A deputy: the place in the roll from 1, the name, the delegation and the seat, if given."""

    number: Annotated[int, msgspec.Meta(ge=1, le=MOST)]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_NAME)]
    delegation: Annotated[str, msgspec.Meta(max_length=LONGEST_FIELD)] = ""
    seat: Annotated[str, msgspec.Meta(max_length=LONGEST_SEAT)] = ""


_BADGE = re.compile(r"QD:(\d{1,5}):([0-9A-F]{8})")


def badge_code(election: str, deputy: Deputy) -> str:
    """Return what a reader types for the badge of ``deputy``: the line of the roll, and a check.

    The check binds line and name, so that a badge of an older roll names nobody of a newer one.
    """
    named = f"piaojue-badge|{election}|{deputy.number}|{deputy.name}"
    return f"QD:{deputy.number}:{sha256(named.encode()).hexdigest()[:8].upper()}"


def of_badge(election: str, deputies: Sequence[Deputy], typed: str) -> Deputy | None:
    """Return whose badge was read; None if it is nobody's in this roll."""
    read = _as_printed(typed)
    return next((one for one in deputies if badge_code(election, one) == read), None)


def is_badge(typed: str) -> bool:
    """Say whether ``typed`` is what a reader types for a badge, of whichever roll."""
    return _BADGE.fullmatch(_as_printed(typed)) is not None


def _as_printed(typed: str) -> str:
    """Undo what an input method makes of a reader's keys."""
    return compact(typed).upper().replace("：", ":")


def read_roll(sheets: Sequence[Grid]) -> Imported[Deputy] | Faults:
    """Return the deputies of the one sheet that lists them, or every fault of it.

    Two deputies may have one name if their delegation or seat tells them apart. A delegation
    stands in its column, merged or not, or in a heading above its deputies.
    """
    found = find_list(sheets, SYNONYMS, "写有“姓名”的表头")
    if isinstance(found, Faults):
        return found
    grid, header = found
    checks = Checks(grid)
    entries = Entries(grid, header)
    deputies = tuple(_deputy(checks, entry, place) for place, entry in enumerate(entries, 1))
    if not 1 <= len(deputies) <= MOST:
        found_size = f"表头下有 {len(deputies)} 名代表"
        checks.fault("list.size", header.last, 0, found_size, f"1 至 {MOST} 名代表")
    if checks.faults:
        return Faults(tuple(checks.faults))
    ignored = [f"这些列没有读入：{'、'.join(header.ignored)}"] if header.ignored else []
    values = tuple(one for one in deputies if one is not None)
    return Imported(sheet=grid.sheet, values=values, notes=(*entries.notes, *ignored))


def _deputy(checks: Checks, entry: Entry, place: int) -> Deputy | None:
    """Return the deputy of a row, or None where the row has a fault."""
    before = len(checks.faults)
    checks.separate(entry, "name")
    name = checks.text(entry, "name", LONGEST_NAME, tidy_name)
    delegation = checks.text(entry, "delegation", LONGEST_FIELD) or entry.heading
    seat = checks.text(entry, "seat", LONGEST_SEAT)
    _complete(checks, entry, name, delegation)
    _single(checks, entry, name, delegation, seat)
    if len(checks.faults) > before:
        return None
    return Deputy(number=place, name=name, delegation=delegation, seat=seat)


def _complete(checks: Checks, entry: Entry, name: str, delegation: str) -> None:
    if not name:
        checks.fault("name.none", entry.row, entry.column("name"), "没有姓名", "代表姓名")
    if not delegation and entry.column("delegation"):
        column = entry.column("delegation")
        checks.fault("delegation.none", entry.row, column, "没有代表团", "代表团名称")


def _single(checks: Checks, entry: Entry, name: str, delegation: str, seat: str) -> None:
    if name:
        person = (name, compact(delegation), compact(seat))
        expected = "以代表团、座位或“（女）”之类区分的姓名"
        checks.once("name", person, entry.row, entry.column("name"), shown(name), expected)
    if seat:
        checks.separate(entry, "seat")
        column = entry.column("seat")
        checks.once(
            "seat", compact(seat), entry.row, column, f"座位{shown(seat)}", "各不相同的座位"
        )
