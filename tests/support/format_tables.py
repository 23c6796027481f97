"""Writes the tables of docs/record-format.md: ``python -m tests.support.format_tables``."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

import msgspec

from audit.verify.archive_list import ARCHIVE_CHECKS
from audit.verify.catalogue import CHAPTERS, CHECKS
from audit.verify.checks import Check
from ballot.events import (
    Casting,
    Closing,
    Counting,
    Deciding,
    Evaluating,
    HandingOut,
    Keys,
    Listing,
    Reading,
)
from tests.support.bad_records import BAD
from tests.support.spoiled_archives import SPOILED

PAGE = Path(__file__).parents[2] / "docs" / "record-format.md"
CHAPTER_EVENTS = {
    "listing": Listing,
    "keys": Keys,
    "handing out": HandingOut,
    "casting": Casting,
    "reading paper": Reading,
    "counting": Counting,
    "deciding": Deciding,
    "evaluating": Evaluating,
    "closing": Closing,
}


def checks() -> Iterator[str]:
    """Yield the rows of the numbered list, in the order of a report."""
    yield "| | what is checked | source | who must misbehave to break it | needs | bad records |"
    yield "|---|---|---|---|---|---|"
    for check in sorted(CHECKS, key=lambda one: (CHAPTERS.index(one.id[0]), one.id)):
        yield _row(check, (name for name, one in BAD.items() if check.id in one.fails))


def archive_checks() -> Iterator[str]:
    """Yield the rows of the list for bare archives."""
    yield "| | what is checked | source | who must misbehave to break it | needs | bad archives |"
    yield "|---|---|---|---|---|---|"
    for check in ARCHIVE_CHECKS:
        yield _row(check, (name for name, (_, meant) in SPOILED.items() if check.id in meant))


def _row(check: Check, names: Iterable[str]) -> str:
    bad = ", ".join(name.replace("_", " ") for name in names)
    cells = (
        check.id,
        f"{check.english}. {check.title}",
        check.source,
        check.breaker,
        ", ".join(check.needs),
        bad,
    )
    return "| " + " | ".join(cells) + " |"


def events() -> Iterator[str]:
    """Yield the rows of the events and their fields."""
    yield "| chapter | `event` | fields |"
    yield "|---|---|---|"
    for chapter, union in CHAPTER_EVENTS.items():
        for kind in get_args(union):
            fields = ", ".join(map(_field, msgspec.structs.fields(kind)))
            yield f"| {chapter} | `{kind.__struct_config__.tag}` | {fields} |"


def _field(one: msgspec.structs.FieldInfo) -> str:
    """Write the name of a field; one that a log may leave out is marked."""
    return f"`{one.encode_name}`{' (?)' if one.default is msgspec.UNSET else ''}"


TABLES = {"checks": checks, "archive checks": archive_checks, "events": events}


def filled(page: str) -> str:
    """Return the page with its tables written anew."""
    for name, rows in TABLES.items():
        start, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        table = "\n".join(rows())
        page = re.sub(
            f"{re.escape(start)}.*?{re.escape(end)}",
            lambda _, text=f"{start}\n\n{table}\n\n{end}": text,
            page,
            flags=re.DOTALL,
        )
    return page


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
