"""A rules file: JSON bytes to `Rules`, every fault named in one sentence each.

A rules file is a JSON object. What it leaves out takes the default; what we do not know is an
error, because a clause that is not understood must not be silently dropped.
"""

import json
from typing import Any, get_args

import msgspec

from ballot.errors import Malformed
from ballot.rules.expectation import ORDERED, REPEATING, TYPES
from ballot.rules.faults import Fault, Misread, faults_of, short, told, unknown
from ballot.rules.handled import require_handled
from ballot.rules.parameters import Rules

MAX_BYTES = 1 << 20
"""A 票决办法 is a page of text; more than a mebibyte is not a rules file."""


def parse_rules(data: bytes) -> Rules:
    """Return the rules of the file ``data``.

    Raises Misread naming each fault, what was found and what is expected (all at once), Malformed
    for what is no JSON object, and Refused for a value that is in the vocabulary but that this
    version does not carry out.
    """
    rules = read_rules(data)
    require_handled(rules)
    return rules


def read_rules(data: bytes) -> Rules:
    """Return the rules of the file ``data`` by form alone; for those who list every finding.

    Raises Misread as `parse_rules` does.
    """
    return rules_from(read_object(data))


def read_object(data: bytes) -> dict[str, object]:
    """Return the JSON object in ``data``; its keys are the clauses that the file gives itself.

    Raises Malformed for what is not one JSON object with distinct keys.
    """
    value = read_document(data)
    if not isinstance(value, dict):
        raise Malformed(
            f"规则文件应为一个 JSON 对象，实际为 {told(short(value))}。", code="rules.not_object"
        )
    return value


def read_document(data: bytes, most: int = MAX_BYTES) -> object:
    """Return the JSON value in ``data``, of at most ``most`` bytes.

    Raises Malformed for what is not JSON in UTF-8 with distinct keys.
    """
    if len(data) > most:
        raise Malformed(f"规则文件超过 {most} 字节，不是票决办法。", code="rules.too_large")
    try:
        # Windows editors put a byte order mark in front of UTF-8.
        value = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_distinct)
        if rb"\u" in data:  # half a surrogate pair can only come from an escape, and is no text
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise Malformed(
            f"规则文件不是有效的 UTF-8 JSON{_place(error)}，请检查文件。", code="rules.not_json"
        ) from error
    return value


def rules_from(given: dict[str, object]) -> Rules:
    """Return the rules whose clauses are ``given``; defaults fill the rest.

    Raises Misread with every fault; nothing is taken from a file that has one.
    """
    faults: list[Fault] = []
    taken: dict[str, Any] = {}
    for key, value in given.items():
        if key not in TYPES:
            faults.append(unknown(key, value))
            continue
        try:
            taken[key] = converted(key, value)
        except msgspec.ValidationError:
            faults.extend(faults_of(key, value))
    if faults:
        raise Misread(faults)
    return Rules(**taken)


def converted(key: str, value: object) -> Any:
    """Return the JSON ``value`` as a value of the parameter ``key``, sets in the usual order.

    Raises msgspec.ValidationError for what it cannot be; `faults_of` says why.
    """
    good = msgspec.convert(value, type=TYPES[key])
    if not isinstance(good, tuple):
        return good
    repeats = len(set(good)) != len(good) and key not in REPEATING
    if not good or repeats:
        raise msgspec.ValidationError("an empty or repeating list")
    if key in ORDERED:
        return good
    return tuple(sorted(good, key=get_args(get_args(TYPES[key])[0]).index))


class _RepeatedKey(ValueError):
    """A key that stands twice in one object: which of the two binds nobody can say."""


def _distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        named = json.dumps(twice, ensure_ascii=False).encode(errors="backslashreplace").decode()
        raise _RepeatedKey(f"（键 {named} 重复出现）")
    return value


def _place(error: Exception) -> str:
    match error:
        case json.JSONDecodeError():
            return f"（第 {error.lineno} 行第 {error.colno} 列）"
        case _RepeatedKey():
            return str(error)
        case _:
            return ""
