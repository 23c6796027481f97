"""Chinese characters in order of strokes (笔画), the order in which lists of names are printed.

The order is that of Unicode CLDR 48, collation ``zh-u-co-stroke``: number of strokes, then
radical.  It is what ICU, and with it common office software, calls sorting by strokes, so anybody
can sort a list again.  GF 3002-1999 orders characters with as many strokes by their first strokes
(横竖撇点折) instead; where a secretariat wants that, its own order is ``presidium``.
"""

from functools import cache
from importlib.resources import files


@cache
def _places() -> dict[str, int]:
    text = files(__package__).joinpath("strokes.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return {char: place for place, char in enumerate("".join(lines))}


def stroke_key(text: str) -> tuple[tuple[int, str], ...]:
    """Return what ``text`` is sorted by: each character's place, digits and letters before all.

    A shorter text comes before a longer one that begins with it. Characters outside the table
    (27,798 of them are in it) come after all others, by code point.
    """
    places = _places()
    return tuple(
        (places.get(char, len(places) if ord(char) > _LAST_OF_LATIN else -1), char) for char in text
    )


_LAST_OF_LATIN = 0x2FF
