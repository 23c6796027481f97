"""What is wrong with a value in a rules file: where, what was found, what is expected.

`faults_of` looks into structures and lists, so that each fault has a path of its own.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec

from ballot.errors import Malformed
from ballot.rules.expectation import REPEATING, TYPES, expectation, expected_of
from ballot.rules.resemblance import resembling
from ballot.rules.terms import CHINESE, chinese_of
from ballot.rules.words import WORDS

MAX_SHOWN = 60
TOO_DEEP = "层层嵌套的内容"


class Fault(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One fault: at ``path`` (a parameter ``chinese``) stands ``found`` and not ``expected``.

    ``found`` is the value itself, or the beginning of its JSON where that is long. ``chinese`` is
    empty where ``path`` names no parameter.
    """

    path: str
    chinese: str
    found: Any
    expected: str

    @property
    def sentence(self) -> str:
        """Return the fault as a clause of a Chinese sentence, without a full stop."""
        if not self.chinese:
            return f"“{self.path}”不是规则的参数，应为{self.expected}"
        return f"{self.chinese}（{self.path}）：实际为 {told(self.found)}，应为{self.expected}"


class Misread(Malformed):
    """A rules file or a template with faults, all of them in ``faults``."""

    code = "rules.malformed"

    def __init__(self, faults: Sequence[Fault], *, what: str = "规则文件") -> None:
        """Keep the faults; the sentence names every one."""
        super().__init__(f"{what}有误：" + "；".join(one.sentence for one in faults) + "。")
        self.faults = tuple(faults)


def unknown(key: str, value: object) -> Fault:
    """Return the fault of a key that is no parameter, with the one that it resembles."""
    near = resembling(key)
    meant = "" if near is None else f"，是不是要写“{near}”（{CHINESE[near]}）"
    return Fault(path=key, chinese="", found=short(value), expected=f"规则的参数名{meant}")


def faults_of(identifier: str, value: object) -> tuple[Fault, ...]:
    """Return every fault of ``value`` as the parameter ``identifier``; empty for a good value."""
    if not isinstance(value, list):
        return tuple(_within(TYPES[identifier], value, identifier, identifier))
    return tuple(_in_list(identifier, value))


def _in_list(identifier: str, value: list[object]) -> Iterator[Fault]:
    found = list(_within(TYPES[identifier], value, identifier, identifier))
    yield from found
    texts = [told(one) for one in value]
    repeats = identifier not in REPEATING and len(set(texts)) < len(texts)
    if not found and (not value or repeats):
        yield _fault(identifier, value, expected_of(identifier))


def _within(kind: Any, value: object, path: str, identifier: str) -> Iterator[Fault]:
    """Yield the faults of ``value`` as a ``kind``, the innermost that there are."""
    try:
        msgspec.convert(value, type=kind)
    except msgspec.ValidationError:
        inner = list(_parts(kind, value, path, identifier))
        words = WORDS.get(identifier, {})
        yield from inner or [_fault(path, value, expectation(kind, words))]


def _parts(kind: Any, value: object, path: str, identifier: str) -> Iterator[Fault]:
    """Yield the faults inside a structure, a list or a map; none where ``value`` is no such."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        yield from _parts(arguments[0], value, path, identifier)
    elif origin in (Union, UnionType):
        for option in arguments:
            yield from _parts(option, value, path, identifier)
    elif origin is tuple and isinstance(value, list):
        kinds = [arguments[0]] * len(value) if arguments[-1] is ... else arguments
        for place, (part, one) in enumerate(zip(kinds, value, strict=False)):
            yield from _within(part, one, f"{path}[{place}]", identifier)
    elif origin is dict and isinstance(value, dict):
        for key, one in value.items():
            yield from _within(arguments[0], key, f"{path}.{key}", identifier)
            yield from _within(arguments[1], one, f"{path}.{key}", identifier)
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct) and isinstance(value, dict):
        yield from _fields(kind, value, path, identifier)


def _fields(
    kind: type[msgspec.Struct], value: Mapping[str, object], path: str, identifier: str
) -> Iterator[Fault]:
    types = get_type_hints(kind, include_extras=True)
    for key, one in value.items():
        if key in types:
            yield from _within(types[key], one, f"{path}.{key}", identifier)
        else:
            yield _fault(f"{path}.{key}", one, "、".join(f"“{name}”" for name in types) + "之一")
    for field in msgspec.structs.fields(kind):
        if field.required and field.name not in value:
            yield _fault(f"{path}.{field.name}", None, expectation(types[field.name]))


def _fault(path: str, value: object, expected: str) -> Fault:
    return Fault(path=path, chinese=chinese_of(path), found=short(value), expected=expected)


def short(value: object) -> Any:
    """Return ``value``, or the beginning of its JSON where that is longer than a line."""
    text = told(value)
    if text == TOO_DEEP:
        return text
    return value if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"


def told(value: object) -> str:
    """Return the JSON of ``value`` for a sentence; a shortened text stands without quotes."""
    if isinstance(value, str) and value.endswith("…") and len(value) == MAX_SHOWN + 1:
        return value
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return TOO_DEEP
