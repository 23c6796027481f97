"""A lower level may only narrow what an upper one fixed, and every difference is listed."""

import json
from typing import Any

import pytest

from ballot.canonical import canonical
from ballot.errors import Malformed, Refused
from ballot.rules import Rules, Scrutineers
from ballot.rules.faults import Misread
from ballot.rules.template_file import read_template, template_from
from ballot.rules.templates import (
    Deviation,
    Template,
    adopted,
    deviations,
    narrowed,
    narrowings,
    require_within,
)
from ballot.rules.values import BudgetCap


def template(limits: dict[str, Any], defaults: dict[str, Any] | None = None) -> Template:
    return template_from(
        {"name": "市范本", "issuer": "市人大", "limits": limits, "defaults": defaults or {}}
    )


PREFECTURE = template(
    {
        "quorum_rule": {"fixed": "ge_2_3"},
        "tie_rule": {"allowed": ["re_vote_tied", "presidium"]},
        "scrutineers.keys": {"range": [3, 9]},
        "seats": {"range": [1, 10]},
    },
    {"publish_level": "full", "max_rounds": 4},
)


def outside(found: tuple[Deviation, ...]) -> dict[str, Deviation]:
    return {one.path: one for one in found if one.outside}


def test_defaults_and_fixed_values_fill_what_the_rules_leave_out() -> None:
    rules, found = adopted(PREFECTURE, {"seats": 7})

    assert rules == Rules(seats=7, publish_level="full", max_rounds=4)
    assert found == ()


def test_parts_fill_what_the_rules_leave_out_of_a_parameter() -> None:
    fixed = template({"scrutineers.keys": {"fixed": 5}})

    rules, found = adopted(fixed, {"scrutineers": {"threshold": 3}})

    assert rules.scrutineers == Scrutineers(keys=5, threshold=3)
    assert found == ()


def test_what_lies_outside_is_named_with_both_sides_and_refused() -> None:
    _, found = adopted(PREFECTURE, {"seats": 11, "tie_rule": "lot", "quorum_rule": "gt_1_2"})

    assert set(outside(found)) == {"seats", "tie_rule", "quorum_rule"}
    assert outside(found)["tie_rule"].sentence == (
        "末位并列（tie_rule）：范本规定“票数相等的项目再次投票，或者主席团决定”，"
        "规则写的是“当众抽签”，超出范本，请改正。"
    )
    assert outside(found)["seats"].template == "1 至 10"
    with pytest.raises(Refused, match="超出范本《市范本》"):
        require_within(PREFECTURE, found)


def test_a_choice_within_the_template_is_listed_and_passes() -> None:
    _, found = adopted(PREFECTURE, {"seats": 7, "publish_level": "names"})

    assert [(one.path, one.outside) for one in found] == [("publish_level", False)]
    assert (found[0].template, found[0].found) == ("全部项目的各项票数", "入选名单")
    require_within(PREFECTURE, found)


def test_a_limited_figure_must_be_stated() -> None:
    _, found = adopted(PREFECTURE, {})

    assert outside(found)["seats"].found == "没有写明"


def test_a_part_of_what_is_off_is_not_asked() -> None:
    soft = template({"budget_cap.hard": {"fixed": False}})

    assert adopted(soft, {})[1] == ()
    rules, found = adopted(soft, {"budget_cap": {"amount": 900}})
    assert rules.budget_cap == BudgetCap(amount=900, hard=False)
    assert found == ()
    hard = Rules(budget_cap=BudgetCap(amount=900, hard=True))
    assert set(outside(deviations(soft, hard))) == {"budget_cap.hard"}


@pytest.mark.parametrize(
    ("path", "limit", "allowed"),
    [
        ("seats", {"range": [2, 9]}, True),
        ("seats", {"range": [1, 11]}, False),
        ("seats", {"fixed": 10}, True),
        ("seats", {"allowed": [1, 11]}, False),
        ("tie_rule", {"fixed": "presidium"}, True),
        ("tie_rule", {"allowed": ["presidium", "lot"]}, False),
        ("quorum_rule", {"fixed": "gt_2_3"}, False),
        ("fallback", {"fixed": "hand_count"}, True),
        ("scrutineers.keys", {"fixed": 2}, False),
    ],
)
def test_a_template_may_only_narrow_the_one_it_adopts(
    path: str, limit: dict[str, Any], *, allowed: bool
) -> None:
    county = template({path: limit})
    listed = {one.path: one for one in narrowings(PREFECTURE, county)}

    assert listed[path].outside is not allowed
    if allowed:
        assert narrowed(PREFECTURE, county).limits[path] == county.limits[path]
    else:
        with pytest.raises(Refused, match="放宽了上级范本《市范本》"):
            narrowed(PREFECTURE, county)


def test_a_range_lies_within_a_list_that_names_each_of_its_integers() -> None:
    listed = template({"seats": {"allowed": [3, 4, 5]}})

    merged = narrowed(listed, template({"seats": {"range": [3, 5]}}))

    assert merged.limits["seats"].range == (3, 5)
    with pytest.raises(Refused, match="放宽"):
        narrowed(listed, template({"seats": {"range": [3, 6]}}))
    with pytest.raises(Refused, match="放宽"):
        narrowed(listed, template({"seats": {"range": [1, 1_000_000]}}))


def test_limits_that_the_lower_template_leaves_out_hold_on() -> None:
    county = template({"fallback": {"fixed": "hand_count"}}, {"publish_level": "names"})

    merged = narrowed(PREFECTURE, county)

    assert merged.limits == PREFECTURE.limits | county.limits
    assert merged.defaults == {"publish_level": "names", "max_rounds": 4}


def test_a_default_beyond_a_limit_is_refused_and_an_upper_one_gives_way() -> None:
    with pytest.raises(Refused, match="默认值"):
        narrowed(PREFECTURE, template({}, {"tie_rule": "lot"}))

    silent = narrowed(PREFECTURE, template({"publish_level": {"fixed": "names"}}))
    assert "publish_level" not in silent.defaults


def test_a_template_survives_its_canonical_form() -> None:
    everything = narrowed(
        PREFECTURE,
        template(
            {
                "scrutineers": {"fixed": {"keys": 3, "threshold": 2}},
                "channels": {"allowed": [["paper"], ["tablet", "paper"]]},
                "category_quota": {"fixed": {"道路": 2}},
            },
            {"threshold": {"fraction": [2, 3]}},
        ),
    )

    assert read_template(canonical(everything)) == everything


def test_every_fault_of_a_template_is_named_with_its_path() -> None:
    file = {
        "name": "",
        "isuer": "市人大",
        "limits": {
            "seat": {"fixed": 1},
            "seats": {"range": [0, 3]},
            "tie_rule": {"allowed": ["lott"]},
            "fallback": {"fixed": "hand_count", "allowed": ["hand_count"]},
            "quorum_rule": {"allowed": []},
            "max_rounds": {"range": [3, 1]},
            "channels": {"fixed": ["post"]},
            "scrutineers.keys": {"fixed": 0},
            "threshold.fraction": {"fixed": [1, 2]},
            "publish_level": {"fixed": "full"},
            "result_order": 3,
        },
        "defaults": {"publish_level": "names", "rank_by": "cost"},
    }

    with pytest.raises(Misread) as caught:
        template_from(file)

    assert {one.path for one in caught.value.faults} == {
        "name",
        "issuer",
        "isuer",
        "limits.seat",
        "limits.seats.range[0]",
        "limits.tie_rule.allowed[0]",
        "limits.fallback",
        "limits.quorum_rule.allowed",
        "limits.max_rounds.range",
        "limits.channels.fixed[0]",
        "limits.scrutineers.keys.fixed",
        "limits.threshold.fraction",
        "limits.result_order",
        "defaults.publish_level",
        "defaults.rank_by",
    }
    assert caught.value.sentence.startswith("范本文件有误：")


@pytest.mark.parametrize("part", ["limits", "defaults"])
def test_a_part_of_a_template_is_an_object(part: str) -> None:
    with pytest.raises(Misread, match=part):
        template_from({"name": "范本", "issuer": "市人大", part: ["seats"]})


@pytest.mark.parametrize("data", [b"[]", b"{", b"\xff"])
def test_what_is_no_object_is_no_template(data: bytes) -> None:
    with pytest.raises(Malformed):
        read_template(data)


def test_rules_under_a_template_are_read_as_strictly_as_any() -> None:
    with pytest.raises(Misread, match="是不是要写“seats”"):
        adopted(PREFECTURE, json.loads('{"seat": 3}'))
