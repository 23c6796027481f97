"""The words of the pages: Chinese is the source, English the second language.

A sentence is written once, in Chinese, where it is shown; `english*.json` have the other
language under the same sentence. What has no English yet is shown in Chinese, never as a code.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, Literal

Language = Literal["zh", "en"]
COOKIE: Final = "piaojue_language"
CATALOGUES = tuple(sorted(Path(__file__).parent.glob("english*.json")))
"""One for the desk, one for each of the other rooms; a sentence in two is the same in both."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with blanks ``{name}`` and what fills them; a value may be a sentence itself."""

    chinese: str
    values: Mapping[str, "str | int | Said"] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the sentence in Chinese."""
        return worded(self, "zh")


def said(chinese: str, **values: "str | int | Said") -> Said:
    """Return a sentence that a page will show in its reader's language."""
    return Said(chinese, values)


@cache
def english() -> Mapping[str, str]:
    """Return the English of every sentence that has one."""
    found: dict[str, str] = {}
    for one in CATALOGUES:
        found |= json.loads(one.read_text(encoding="utf-8"))
    return found


def worded(what: str | Said, /, language: Language, **values: str | int | Said) -> str:
    """Return ``what`` in ``language``, its blanks filled."""
    one = Said(what, values) if isinstance(what, str) else what
    text = english().get(one.chinese, one.chinese) if language == "en" else one.chinese
    if not one.values:
        return text
    filled = {
        name: worded(value, language) if isinstance(value, Said) else value
        for name, value in one.values.items()
    }
    return text.format(**filled)
