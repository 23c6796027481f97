"""Rules files, templates and their parts as hypothesis draws them: good values and bad ones."""

from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from hypothesis import strategies as st

from ballot.rules.expectation import TYPES

Files = st.SearchStrategy[dict[str, Any]]
MOST = 9
NAMES = st.sampled_from(["道路", "教育", "满意", "不满意", "zh", "mn", "代表", "群众"])


def value_of(identifier: str) -> st.SearchStrategy[Any]:
    """Draw a JSON value that has the type of the parameter, and nearly always its bounds."""
    return _of(TYPES[identifier])


def _of(kind: Any) -> st.SearchStrategy[Any]:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _of(arguments[0])
    if origin is not None or isinstance(kind, UnionType):
        return _compound(kind, origin, arguments)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _structure(kind)
    return {int: st.integers(1, MOST), str: NAMES, bool: st.booleans(), NoneType: st.none()}[kind]


def _compound(kind: Any, origin: Any, arguments: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin is Union or isinstance(kind, UnionType):
        return st.one_of(*map(_of, arguments))
    if origin is dict:
        return st.dictionaries(NAMES, _of(arguments[1]), min_size=1, max_size=3)
    if arguments[-1] is ...:
        return st.lists(_of(arguments[0]), min_size=1, max_size=4, unique_by=repr)
    return st.tuples(*map(_of, arguments)).map(sorted)


def _structure(kind: type[msgspec.Struct]) -> st.SearchStrategy[dict[str, Any]]:
    types = get_type_hints(kind, include_extras=True)
    fields = {field.name: field.required for field in msgspec.structs.fields(kind)}
    return st.fixed_dictionaries(
        {name: _of(types[name]) for name, required in fields.items() if required},
        optional={name: _of(types[name]) for name, required in fields.items() if not required},
    )


GOOD: Files = st.fixed_dictionaries({}, optional={name: value_of(name) for name in TYPES})
JUNK: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
ANY: Files = st.dictionaries(
    st.sampled_from(sorted(TYPES)) | st.text(max_size=12),
    JUNK | st.sampled_from(sorted(TYPES)).flatmap(value_of),
    max_size=6,
)
"""Files whose keys and values may be anything JSON can say."""
