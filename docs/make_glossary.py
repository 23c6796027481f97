"""Write GLOSSARY.md from glossary.csv, the one table of the house's words.

Usage: python docs/make_glossary.py [--check]
"""

import csv
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from tests.support.generated import settle

HERE = Path(__file__).parent
TABLE = HERE / "glossary.csv"
PAGE = HERE / "GLOSSARY.md"
HEAD = """\
# Glossary

One English word for each Chinese one, everywhere: in code, events, formats and documents.
"design" as a source means a word of this house; 类推 means that the article speaks of elections
and the 票决办法 applies it by analogy.

<!-- Written by docs/make_glossary.py from docs/glossary.csv. Change the table, not this page. -->
"""
LINE = "| {chinese} | `{identifier}` | {meaning} | {source} |\n"


def rows() -> list[dict[str, str]]:
    """Return the rows of the table: chapter, chinese, identifier, meaning, source."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def page() -> str:
    """Return the page as it should be."""
    parts = [HEAD]
    for chapter, words in groupby(rows(), key=itemgetter("chapter")):
        parts.append(
            f"\n## {chapter}\n\n| 中文 | identifier | meaning | source |\n|---|---|---|---|\n"
        )
        parts += [LINE.format_map(word) for word in words]
    return "".join(parts)


def main() -> int:
    """Write, or with --check say whether that is needed."""
    return settle({PAGE: page}, "make docs")


if __name__ == "__main__":
    raise SystemExit(main())
