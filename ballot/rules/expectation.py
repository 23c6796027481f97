"""What a parameter may be, as a Chinese phrase, from its type and its words.

One source: the phrase cannot fall behind the struct.
"""

from collections.abc import Mapping
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from ballot.rules import values as v
from ballot.rules.parameters import Rules
from ballot.rules.words import WORDS

TYPES: Mapping[str, Any] = MappingProxyType(get_type_hints(Rules, include_extras=True))
"""Each parameter's type, with its bounds."""

ORDERED = frozenset(
    {"languages", "grades", "grade_boundary_inclusive", "rank_points", "grade_points"}
)
"""Lists whose order means something; every other list is a set, kept in the vocabulary's order."""
REPEATING = frozenset({"grade_boundary_inclusive", "rank_points", "grade_points"})
"""One answer per grade or rank: the lists in which a value may stand twice."""

_NO_WORDS: Mapping[str, str] = MappingProxyType({})
_OBJECTS: dict[object, str] = {
    v.Fraction: '{"fraction": [分子, 分母]}（分子小于分母）',
    v.MarginMin: '{"ratio": [分子, 分母], "base": "of_seats" 或者 "of_candidates"}'
    "（以候选数为分母时分子小于分母）",
    v.Scrutineers: '{"keys": 人数, "threshold": 人数, "appointed": 人数}（threshold 不大于 keys）',
    v.AuditSample: '{"ratio": [分子, 分母], "all_up_to": 张数}（分子不大于分母）',
    v.BudgetCap: '{"amount": 万元, "hard": true 或者 false}',
    bool: "true 或者 false",
    int: "整数",
    str: "文字",
    NoneType: "空（null）",
}


def expected_of(identifier: str) -> str:
    """Return what the parameter ``identifier`` may be, as a Chinese phrase for a sentence."""
    phrase = expectation(TYPES[identifier], WORDS.get(identifier, _NO_WORDS))
    return phrase.removeprefix("不重复的") if identifier in REPEATING else phrase


def expectation(kind: Any, words: Mapping[str, str] = _NO_WORDS) -> str:
    """Return what a value of the type ``kind`` looks like in a rules file, for a sentence.

    ``words`` say each value in Chinese.
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _bounded(arguments[0], arguments[1:], words)
    if origin is Literal:
        return _one_of(arguments, words)
    if origin in (Union, UnionType):
        return "，或者".join(expectation(part, words) for part in arguments)
    if origin is tuple:
        return _listed(arguments, words)
    if origin is dict:
        return f"对象，每个值为{expectation(arguments[1], words)}"
    return _OBJECTS[kind]


def _one_of(values: tuple[Any, ...], words: Mapping[str, str]) -> str:
    """Return the values with their Chinese, which is left out where it is the value itself."""
    told = (
        f'"{one}"' if words.get(one, one) == one else f'"{one}"（{words[one]}）' for one in values
    )
    return "、".join(told) + ("之一" if len(values) > 1 else "")


def _listed(arguments: tuple[Any, ...], words: Mapping[str, str]) -> str:
    if arguments[-1] is not ...:
        return "[分子, 分母]，都是整数，分母不为零"
    return f"不重复的列表，每项为{expectation(arguments[0], words)}"


def _bounded(kind: Any, bounds: tuple[Any, ...], words: Mapping[str, str]) -> str:
    """A number or text with its limits; without them the reader would have to guess."""
    phrase = expectation(kind, words)
    for bound in bounds:
        if isinstance(bound, msgspec.Meta) and bound.ge is not None:
            return f"{bound.ge} 至 {bound.le} 的{phrase}"
        if isinstance(bound, msgspec.Meta) and bound.max_length is not None:
            return f"{bound.min_length} 至 {bound.max_length} 字的{phrase}"
    return phrase
