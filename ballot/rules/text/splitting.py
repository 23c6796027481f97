"""A text in one piece, taken apart into its clauses, which begin with 一、 or 第一条."""

import re
from collections.abc import Sequence

from ballot.errors import Malformed
from ballot.rules.text.clause import MOST_IN_CLAUSE
from ballot.rules.text.numerals import chinese

MOST_CLAUSES = 100
MOST_CHARACTERS = 12_000
"""A 票决办法 is two to four pages."""

_NUMERAL = "[零一二三四五六七八九十百]+"
_HEADING = re.compile(rf"\s*(?:第({_NUMERAL})条[\s：:]*|({_NUMERAL})、)\s*(.*)", re.DOTALL)


def split(text: str) -> tuple[str, ...]:
    """Return the clauses of ``text`` without their numbers; what stands before the first is left.

    A line begins a clause only with the number that is due, so that a list within a clause, which
    begins at 一 again, stays in it. Raises Malformed where there is no first clause.
    """
    if len(text) > MOST_CHARACTERS:
        raise Malformed(f"票决办法超过 {MOST_CHARACTERS} 字，请核对文件。", code="text.too_long")
    clauses: list[list[str]] = []
    for line in text.splitlines():
        begun = _begun(line, len(clauses) + 1)
        if begun is not None:
            clauses.append([begun])
        elif clauses and line.strip():
            clauses[-1].append(line.strip())
    _check(clauses)
    return tuple("\n".join(part for part in lines if part) for lines in clauses)


def _begun(line: str, due: int) -> str | None:
    """Return what follows the number in ``line`` if it is the one that is ``due``."""
    found = _HEADING.match(line)
    if found is None or (found[1] or found[2]) != chinese(due):
        return None
    return found[3].strip()


def _check(clauses: Sequence[Sequence[str]]) -> None:
    if not clauses:
        raise Malformed(
            "找不到条款：应以“一、”或者“第一条”起，逐条编号；自动编号请先转为文字。",
            code="text.no_clauses",
        )
    if len(clauses) > MOST_CLAUSES:
        raise Malformed(f"条款超过 {MOST_CLAUSES} 条，请核对文件。", code="text.too_many")
    for number, lines in enumerate(clauses, start=1):
        if not any(lines):
            raise Malformed(f"第{chinese(number)}条没有内容，请补上。", code="text.empty_clause")
        if sum(map(len, lines)) + len(lines) > MOST_IN_CLAUSE:
            raise Malformed(
                f"第{chinese(number)}条超过 {MOST_IN_CLAUSE} 字，请分为数条。", code="text.too_long"
            )
