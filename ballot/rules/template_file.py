"""A template's file: JSON to `Template`, every fault named with its path.

{"name": "…", "issuer": "…",
 "limits": {"quorum_rule": {"fixed": "ge_2_3"},
            "tie_rule": {"allowed": ["re_vote_tied", "presidium"]},
            "scrutineers.keys": {"range": [3, 9]}},
 "defaults": {"publish_level": "full"}}
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_type_hints

import msgspec

from ballot.rules.expectation import TYPES, expectation
from ballot.rules.faults import Fault, Misread, faults_of, short, unknown
from ballot.rules.parsing import converted, read_object
from ballot.rules.templates import STRUCTURES, Limit, Template
from ballot.rules.terms import PARTS, chinese_of
from ballot.rules.values import Name
from ballot.rules.words import WORDS

PATHS = frozenset({*TYPES, *(path for path in PARTS if path.partition(".")[0] in STRUCTURES)})
"""What a template may speak of."""
KINDS = ("fixed", "allowed", "range")
ENDS = 2
LIMIT = '{"fixed": 值}、{"allowed": [值, …]}、{"range": [最小, 最大]} 之一'
WHAT = "范本文件"


def read_template(data: bytes) -> Template:
    """Return the template of the file ``data``.

    Raises Misread with every fault, Malformed for what is not one JSON object.
    """
    return template_from(read_object(data))


def template_from(given: Mapping[str, object]) -> Template:
    """Return the template in the JSON object ``given``. Raises Misread with every fault."""
    faults = [*_head(given)]
    limits = _taken(given, "limits", _limit, faults)
    defaults = _taken(given, "defaults", _default, faults)
    faults.extend(
        _fault(
            f"defaults.{path}",
            path,
            msgspec.to_builtins(default),
            limits[path].worded(path.partition(".")[0]),
        )
        for path, default in defaults.items()
        if path in limits and not limits[path].holds(default)
    )
    if faults:
        raise Misread(faults, what=WHAT)
    return Template(
        name=str(given["name"]), issuer=str(given["issuer"]), limits=limits, defaults=defaults
    )


def _head(given: Mapping[str, object]) -> Iterator[Fault]:
    for key in given:
        if key not in Template.__struct_fields__:
            expected = "、".join(f"“{one}”" for one in Template.__struct_fields__) + "之一"
            yield Fault(path=key, chinese="范本的键", found=key, expected=expected)
    for key, chinese in (("name", "范本名称"), ("issuer", "制定机关")):
        try:
            msgspec.convert(given.get(key), type=Name)
        except msgspec.ValidationError:
            yield Fault(
                path=key, chinese=chinese, found=short(given.get(key)), expected=expectation(Name)
            )


def _taken(
    given: Mapping[str, object],
    part: str,
    read: Callable[[str, str, object], Any],
    faults: list[Fault],
) -> dict[str, Any]:
    """Return what ``part`` says of each path; what is faulty goes to ``faults``."""
    found = given.get(part, {})
    if not isinstance(found, dict):
        chinese = {"limits": "限制", "defaults": "默认值"}[part]
        faults.append(
            Fault(path=part, chinese=chinese, found=short(found), expected="对象，键为参数名")
        )
        return {}
    taken = {}
    for path, value in found.items():
        if path not in PATHS:
            faults.append(msgspec.structs.replace(unknown(path, value), path=f"{part}.{path}"))
            continue
        try:
            taken[path] = read(f"{part}.{path}", path, value)
        except Misread as error:
            faults.extend(error.faults)
    return taken


def _limit(where: str, path: str, given: object) -> Limit:
    """Return the limit. Raises Misread with its faults."""
    if not isinstance(given, dict) or len(given) != 1 or not set(given) <= set(KINDS):
        raise Misread([_fault(where, path, given, LIMIT)])
    ((kind, value),) = given.items()
    if kind == "fixed":
        return Limit(fixed=_value(f"{where}.fixed", path, value))
    if kind == "range":
        return Limit(range=_range(f"{where}.range", path, value))
    if not isinstance(value, list) or not value:
        raise Misread([_fault(f"{where}.allowed", path, value, "不为空的列表")])
    return Limit(
        allowed=tuple(
            _value(f"{where}.allowed[{place}]", path, one) for place, one in enumerate(value)
        )
    )


def _default(where: str, path: str, given: object) -> Any:
    return _value(where, path, given)


def _range(where: str, path: str, given: object) -> tuple[int, int]:
    """Return both ends of a range of integers. Raises Misread."""
    whole = (
        isinstance(given, list) and len(given) == ENDS and all(type(one) is int for one in given)
    )
    if whole and isinstance(given, list) and given[0] <= given[1]:
        least, most = (_value(f"{where}[{place}]", path, one) for place, one in enumerate(given))
        return least, most
    raise Misread([_fault(where, path, given, "[最小, 最大] 两个整数，最小不大于最大")])


def _value(where: str, path: str, given: object) -> Any:
    """Return ``given`` as a value of what ``path`` names. Raises Misread."""
    identifier, _, part = path.partition(".")
    try:
        if not part:
            return converted(identifier, given)
        return msgspec.convert(given, type=_part_type(path))
    except msgspec.ValidationError:
        if part:
            expected = expectation(_part_type(path), WORDS.get(identifier, {}))
            raise Misread([_fault(where, path, given, expected)]) from None
        found = faults_of(identifier, given)
        raise Misread(
            [
                msgspec.structs.replace(one, path=where + one.path.removeprefix(identifier))
                for one in found
            ]
        ) from None


def _part_type(path: str) -> Any:
    """Return the type of a part of a parameter."""
    identifier, _, part = path.partition(".")
    return next(
        hints[part]
        for kind in (TYPES[identifier], *getattr(TYPES[identifier], "__args__", ()))
        if isinstance(kind, type) and part in (hints := get_type_hints(kind, include_extras=True))
    )


def _fault(where: str, path: str, given: object, expected: str) -> Fault:
    return Fault(path=where, chinese=chinese_of(path), found=short(given), expected=expected)
