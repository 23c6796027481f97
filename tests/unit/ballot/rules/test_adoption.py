"""What a session takes from the templates above it, and what is kept of them."""

from typing import Any

import pytest

from ballot import events as e
from ballot.errors import Malformed, Refused
from ballot.rules import Rules
from ballot.rules.adoption import departures, founded, read_kept, write_kept
from ballot.rules.template_file import template_from
from ballot.rules.templates import Template
from tests.support.session import Session


def template(limits: dict[str, Any], defaults: dict[str, Any] | None = None) -> Template:
    return template_from(
        {"name": "范本", "issuer": "市人大", "limits": limits, "defaults": defaults or {}}
    )


CITY = template({"seats": {"range": [1, 10]}}, {"max_rounds": 2})
COUNTY = template({"seats": {"range": [1, 5]}, "tie_rule": {"fixed": "presidium"}})


def test_the_templates_fill_what_the_rules_leave_out() -> None:
    assert founded({"seats": 5}, (CITY, COUNTY)) == Rules(
        seats=5, max_rounds=2, tie_rule="presidium"
    )
    assert founded({"seats": 5}, ()) == Rules(seats=5)


@pytest.mark.parametrize(
    ("given", "above", "code"),
    [
        ({"seats": 6}, (CITY, COUNTY), "template.outside"),
        ({"seats": 5}, (COUNTY, CITY), "template.wider"),
        ({"seats": 5, "channels": ["phone_qr"]}, (CITY,), "rules.unhandled"),
        ({"seats": 5, "channels": ["phone_qr"]}, (), "rules.unhandled"),
    ],
)
def test_what_leaves_a_template_or_is_not_carried_out_founds_nothing(
    given: dict[str, Any], above: tuple[Template, ...], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        founded(given, above)

    assert refused.value.code == code


def test_departures_follow_from_rules_and_templates_at_any_time() -> None:
    assert departures(Rules(seats=5), ()) == ()
    found = departures(Rules(seats=6, max_rounds=3), (CITY, COUNTY))
    assert [(one.path, one.outside) for one in found] == [
        ("seats", True),
        ("tie_rule", True),
        ("max_rounds", False),
    ]


@pytest.mark.parametrize("spoil", [b"\n", b" "])
def test_an_object_has_one_form(spoil: bytes) -> None:
    with pytest.raises(Malformed) as refused:
        read_kept(write_kept(CITY) + spoil)

    assert refused.value.code == "template.not_canonical"


def test_a_log_without_templates_keeps_the_bytes_that_it_had_before_there_were_any() -> None:
    session = Session()
    session.begin()
    leaf = e.encode(session.script[0])

    assert b"templates" not in leaf
    with pytest.raises(Malformed):
        e.decode(leaf.replace(b'"title"', b'"templates":[],"title"'))
