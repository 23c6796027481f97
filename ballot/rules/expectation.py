"""What a parameter may be, as a Chinese phrase, from its type alone.

One source: the phrase cannot fall behind the struct.
"""

from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from ballot.rules import values as v

_OBJECTS: dict[object, str] = {
    v.Fraction: '{"fraction": [分子, 分母]}（分子小于分母）',
    v.MarginMin: '{"ratio": [分子, 分母], "base": "of_seats" 或 "of_candidates"}',
    v.Scrutineers: '{"keys": 人数, "threshold": 门限, "appointed": 监票人数}（门限不大于人数）',
    v.AuditSample: '{"ratio": [分子, 分母], "all_up_to": 张数}',
    v.BudgetCap: '{"amount": 万元, "hard": true 或 false}',
    bool: "true 或 false",
    int: "整数",
    str: "文字",
    NoneType: "空（null）",
}


def expectation(kind: Any) -> str:
    """Return what a value of the type ``kind`` looks like in a rules file, for a sentence."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _bounded(arguments[0], arguments[1:])
    if origin is Literal:
        return "、".join(f'"{word}"' for word in arguments) + ("之一" if len(arguments) > 1 else "")
    if origin in (Union, UnionType):
        return "，或者".join(expectation(part) for part in arguments)
    if origin is tuple:
        return f"不重复的列表，每项为{expectation(arguments[0])}"
    if origin is dict:
        return f"对象，每个值为{expectation(arguments[1])}"
    return _OBJECTS[kind]


def _bounded(kind: Any, bounds: tuple[Any, ...]) -> str:
    """A number or text with its limits; without them the reader would have to guess."""
    phrase = expectation(kind)
    for bound in bounds:
        if isinstance(bound, msgspec.Meta) and bound.ge is not None:
            return f"{bound.ge} 至 {bound.le} 的{phrase}"
        if isinstance(bound, msgspec.Meta) and bound.max_length is not None:
            return f"{bound.min_length} 至 {bound.max_length} 字的{phrase}"
    return phrase
