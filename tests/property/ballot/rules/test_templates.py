"""Narrowing is transitive: rules within the lowest template are within every one above."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ballot.errors import Refused
from ballot.rules.adoption import read_kept, write_kept
from ballot.rules.faults import Misread
from ballot.rules.parsing import rules_from
from ballot.rules.template_file import template_from
from ballot.rules.templates import Template, adopted, deviations, narrowed, narrowings
from tests.support.rules_files import value_of

FEW = ("seats", "tie_rule", "max_rounds", "publish_level", "scrutineers", "channels")
"""Few parameters, so that templates meet in them."""
WHOLE = ("seats", "max_rounds")


def limit(identifier: str) -> st.SearchStrategy[dict[str, Any]]:
    value = value_of(identifier)
    listed = st.lists(value, min_size=1, max_size=4).map(lambda values: {"allowed": values})
    fixed = value.map(lambda one: {"fixed": one})
    if identifier not in WHOLE:
        return listed | fixed
    ends = st.lists(st.integers(1, 8), min_size=2, max_size=2).map(sorted)
    return listed | fixed | ends.map(lambda both: {"range": both})


@st.composite
def templates(draw: st.DrawFn) -> Template:
    given_ = {
        "name": "范本",
        "issuer": "市人大",
        "limits": draw(st.fixed_dictionaries({}, optional={one: limit(one) for one in FEW})),
        "defaults": draw(st.fixed_dictionaries({}, optional={one: value_of(one) for one in FEW})),
    }
    try:
        return template_from(given_)
    except Misread:
        return template_from({"name": "范本", "issuer": "市人大"})


FILES = st.fixed_dictionaries({}, optional={one: value_of(one) for one in FEW})


@given(templates(), templates(), templates(), FILES)
def test_rules_within_the_lowest_are_within_every_one_above(
    province: Template, city: Template, county: Template, file: dict[str, Any]
) -> None:
    try:
        middle = narrowed(province, city)
        lowest = narrowed(middle, county)
        rules, found = adopted(lowest, file)
    except (Misread, Refused):
        return
    if not any(one.outside for one in found):
        for upper in (province, city, county, middle):
            assert not any(one.outside for one in deviations(upper, rules))


@given(templates())
def test_a_template_read_back_from_its_object_is_the_same(template: Template) -> None:
    raw = write_kept(template)

    assert read_kept(raw) == template
    assert write_kept(read_kept(raw)) == raw


@given(templates(), templates())
def test_what_passed_as_narrower_is_narrower_and_stays_so(upper: Template, lower: Template) -> None:
    try:
        merged = narrowed(upper, lower)
    except Refused:
        assert any(one.outside for one in narrowings(upper, lower))
        return
    assert not any(one.outside for one in narrowings(upper, merged))
    assert narrowed(upper, merged) == merged


@given(templates(), FILES)
def test_a_deviation_is_listed_exactly_where_template_and_rules_differ(
    template: Template, file: dict[str, Any]
) -> None:
    try:
        rules = rules_from(file)
    except Misread:
        return
    found = {one.path: one.outside for one in deviations(template, rules)}
    for path in FEW:
        value = getattr(rules, path)
        limited = path in template.limits and not template.limits[path].holds(value)
        differs = path in template.defaults and template.defaults[path] != value
        assert (path in found) == (limited or differs)
        assert found.get(path, False) == limited
