"""Other values that a parameter might have, to tell a text for one from a text for another.

Closed vocabularies are listed whole; of open ones (numbers, names) there is a sample on either side
of the value at hand, because what stands there in a text is found by its numbers, not by its words.
"""

from collections.abc import Iterator
from itertools import combinations, product
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from ballot.rules.parameters import Rules
from ballot.rules.values import BudgetCap, Fraction

_TYPES = get_type_hints(Rules, include_extras=True)
_NAME = "其他"
_NUMBER = 7
_SAMPLES: dict[str, tuple[object, ...]] = {
    "languages": (("zh",), ("zh", "mn"), ("mn", "zh"), ("zh", "bo", "ug")),
    "grades": (
        ("满意", "基本满意", "不满意"),
        ("满意", "较满意", "较不满意", "不满意"),
        ("好", "中", "差"),
    ),
    "grade_points": ((100, 70, 30), (100, 80, 60), (100, 60, 0, 0)),
    "rank_points": (None, (5, 3, 1), (3, 2, 1)),
    "category_quota": (None, {"交通": 2}, {"教育": 3}, {"交通": 2, "教育": 3}),
    "grader_weights": (None, {"代表": 60, "群众": 40}, {"代表": 50, "群众": 50}),
}
"""Lists and tables of free length, for which the type alone gives no sensible sample."""

_FIRST: dict[type[msgspec.Struct], msgspec.Struct] = {
    Fraction: Fraction(fraction=(2, 3)),
    BudgetCap: BudgetCap(amount=5000, hard=False),
}
"""Where the rules at hand have none."""


def alternatives(identifier: str, rules: Rules) -> tuple[Any, ...]:
    """Return values other than the one that ``rules`` give to ``identifier``; never that one."""
    own = getattr(rules, identifier)
    found: list[object] = []
    for value in _candidates(identifier, own):
        if value != own and value not in found:
            found.append(value)
    return tuple(found)


def _candidates(identifier: str, own: object) -> Iterator[object]:
    if identifier in _SAMPLES:
        yield from _SAMPLES[identifier]
    elif identifier == "grade_boundary_inclusive" and isinstance(own, tuple):
        yield from product((True, False), repeat=len(own))
    else:
        yield from _values(_TYPES[identifier], own)


def _values(kind: Any, own: object) -> Iterator[object]:
    """Yield values of the type ``kind`` around ``own``."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        yield from _bounded(arguments[0], own)
    elif origin is Literal:
        yield from arguments
    elif origin in (Union, UnionType):
        for part in arguments:
            yield from _values(part, own)
    elif origin is tuple:
        words = get_args(arguments[0])
        for size in range(1, len(words) + 1):
            yield from combinations(words, size)
    elif kind is NoneType:
        yield None
    elif kind is bool:
        yield from (True, False)
    else:
        yield from _structs(kind, own)


def _bounded(kind: Any, own: object) -> Iterator[object]:
    """A number above and one below, or another name."""
    if kind is not int:
        yield _NAME
    elif isinstance(own, int):
        yield own + 1
        yield max(1, own - 1)
    else:
        yield _NUMBER
        yield _NUMBER + 1


def _structs(kind: type[msgspec.Struct], own: object) -> Iterator[object]:
    """Change one field at a time; values that the type itself refuses are left out."""
    start = own if isinstance(own, kind) else _FIRST[kind]
    yield start
    for name, field in get_type_hints(kind, include_extras=True).items():
        if name.startswith("__"):
            continue
        for value in _fields(field, getattr(start, name)):
            try:
                yield msgspec.convert(
                    msgspec.to_builtins(start) | {name: msgspec.to_builtins(value)}, type=kind
                )
            except msgspec.ValidationError:
                continue


def _fields(kind: Any, own: object) -> Iterator[object]:
    if get_origin(kind) is tuple and isinstance(own, tuple):
        yield (own[0], own[1] + 1)
        yield (own[0] + 1, own[1] + 2)
    else:
        yield from _values(kind, own)
