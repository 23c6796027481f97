"""A rules file: JSON bytes to `Rules`, every fault named in one sentence each.

A rules file is a JSON object. What it leaves out takes the default; what we do not know is an
error, because a clause that is not understood must not be silently dropped.
"""

import json
from typing import Any, get_args, get_type_hints

import msgspec

from ballot.errors import Malformed
from ballot.rules.expectation import expectation
from ballot.rules.handled import require_handled
from ballot.rules.parameters import Rules
from ballot.rules.terms import CHINESE

MAX_BYTES = 1 << 20
"""A 票决办法 is a page of text; more than a mebibyte is not a rules file."""
MAX_SHOWN = 60

ORDERED = frozenset(
    {"languages", "grades", "grade_boundary_inclusive", "rank_points", "grade_points"}
)
"""Lists whose order means something; every other list is a set, kept in the vocabulary's order."""
REPEATING = frozenset({"grade_boundary_inclusive", "rank_points", "grade_points"})
"""One answer per grade or rank: the lists in which a value may stand twice."""

_TYPES = get_type_hints(Rules, include_extras=True)


def parse_rules(data: bytes) -> Rules:
    """Return the rules of the file ``data``.

    Raises Malformed naming each faulty key, what was found and what is expected (all at once), and
    Refused for a value that is in the vocabulary but that this version does not carry out.
    """
    rules = read_rules(data)
    require_handled(rules)
    return rules


def read_rules(data: bytes) -> Rules:
    """Return the rules of the file ``data`` by form alone; for those who list every finding.

    Raises Malformed as `parse_rules` does.
    """
    return rules_from(read_object(data))


def read_object(data: bytes) -> dict[str, object]:
    """Return the JSON object in ``data``; its keys are the clauses that the file gives itself.

    Raises Malformed for what is not one JSON object with distinct keys.
    """
    if len(data) > MAX_BYTES:
        raise Malformed(f"规则文件超过 {MAX_BYTES} 字节，不是票决办法。", code="rules.too_large")
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=_distinct)
        json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError) as error:
        raise Malformed(
            f"规则文件不是有效的 UTF-8 JSON{_place(error)}，请检查文件。", code="rules.not_json"
        ) from error
    if not isinstance(value, dict):
        raise Malformed(
            f"规则文件应为一个 JSON 对象，实际为 {_shown(value)}。", code="rules.not_object"
        )
    return value


def rules_from(given: dict[str, object]) -> Rules:
    """Return the rules whose clauses are ``given``; defaults fill the rest.

    Raises Malformed with one sentence per faulty key.
    """
    faults: list[str] = []
    taken: dict[str, Any] = {}
    for key, value in given.items():
        if key not in _TYPES:
            faults.append(f"“{key}”不是规则的参数，请核对拼写或者删去")
            continue
        try:
            taken[key] = _converted(key, value)
        except msgspec.ValidationError:
            faults.append(
                f"{CHINESE[key]}（{key}）：实际为 {_shown(value)}，应为{expected_of(key)}"
            )
    if faults:
        raise Malformed("规则文件有误：" + "；".join(faults) + "。", code="rules.malformed")
    return Rules(**taken)


def expected_of(identifier: str) -> str:
    """Return what the parameter ``identifier`` may be, as a Chinese phrase for a sentence."""
    return expectation(_TYPES[identifier])


def _converted(key: str, value: object) -> object:
    converted = msgspec.convert(value, type=_TYPES[key])
    if not isinstance(converted, tuple):
        return converted
    repeats = len(set(converted)) != len(converted) and key not in REPEATING
    if not converted or repeats:
        raise msgspec.ValidationError("an empty or repeating list")
    if key in ORDERED:
        return converted
    return tuple(sorted(converted, key=get_args(get_args(_TYPES[key])[0]).index))


class _RepeatedKey(ValueError):
    """A key that stands twice in one object: which of the two binds nobody can say."""


def _distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _RepeatedKey(f"（键 {json.dumps(twice)} 重复出现）")
    return value


def _place(error: Exception) -> str:
    match error:
        case json.JSONDecodeError():
            return f"（第 {error.lineno} 行第 {error.colno} 列）"
        case _RepeatedKey():
            return str(error)
        case _:
            return ""


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…"
