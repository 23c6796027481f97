"""The table of parameters in docs/rules.md, from the code that reads a rules file.

`python -m tests.support.rules_table` writes it anew.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from ballot.rules import Rules
from ballot.rules.expectation import expected_of
from ballot.rules.terms import TERMS
from ballot.rules.text import numbering
from ballot.rules.words import WORDS

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
START, END = "<!-- parameters -->", "<!-- end of parameters -->"


def rows() -> Iterator[str]:
    """Yield the rows: identifier, Chinese name, values, default, clause, source of the default."""
    yield "| 参数 | identifier | 取值 | 默认 | 条 | 默认值的出处 |"
    yield "|---|---|---|---|---|---|"
    clauses = numbering(Rules())
    for term in TERMS:
        default = msgspec.json.encode(getattr(Rules(), term.identifier)).decode()
        words = WORDS.get(term.identifier)
        said = (
            "；".join(f"`{value}` {chinese}" for value, chinese in words.items())
            if words
            else expected_of(term.identifier)
        )
        clause = clauses.get(term.identifier, "")
        cells = (term.chinese, f"`{term.identifier}`", said, f"`{default}`", clause, term.source)
        yield "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def filled(page: str) -> str:
    """Return the page with its table written anew."""
    table = f"{START}\n\n" + "\n".join(rows()) + f"\n\n{END}"
    return re.sub(f"{re.escape(START)}.*?{re.escape(END)}", lambda _: table, page, flags=re.DOTALL)


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
