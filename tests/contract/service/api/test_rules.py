"""Rules on a clerk's page: what to begin with, and everything that speaks against a set of them."""

from typing import Any

import pytest

from ballot.rules.presets import PRESETS
from service.client.api import Api
from tests.support.hall import Town, answer, code_of

LINT = "/api/rules/lint"
UPPER: dict[str, Any] = {
    "name": "市范本",
    "issuer": "市人大",
    "limits": {"seats": {"range": [1, 10]}, "tie_rule": {"fixed": "re_vote_tied"}},
    "defaults": {"publish_level": "full"},
}


@pytest.fixture
def clerk(town: Town) -> Api:
    return town.people["clerk", 1].api


async def lint(clerk: Api, rules: dict[str, Any], *templates: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = await clerk.post(LINT, {"rules": rules, "templates": [*templates]})
    return found


async def test_every_preset_is_listed_by_its_chinese_name_and_can_be_read(clerk: Api) -> None:
    listed: list[dict[str, str]] = await clerk.get("/api/rules/presets")

    assert [one["name"] for one in listed] == [one.name for one in PRESETS]
    for row, preset in zip(listed, PRESETS, strict=True):
        assert row["chinese"] == preset.chinese
        one: dict[str, Any] = await clerk.get(f"/api/rules/presets/{preset.name}")
        assert one == {**row, "given": preset.given}
        assert (await lint(clerk, one["given"]))["refused"] is False


async def test_a_preset_that_is_not_there_names_those_that_are(clerk: Api) -> None:
    refused = await answer(clerk, "GET", "/api/rules/presets/county")

    assert refused.status_code == 404
    assert "county_congress" in refused.json()["title"]


async def test_contradictions_warnings_and_missing_clauses_are_told(clerk: Api) -> None:
    found = await lint(clerk, {"proxy": True})

    assert found["refused"] is True
    assert (found["faults"], found["deviations"]) == ([], [])
    assert {(one["severity"], one["code"]) for one in found["findings"]} >= {
        ("refusal", "proxy_in_congress"),
        ("warning", "missing_clause"),
    }


async def test_every_fault_is_told_with_its_chinese_name_and_what_it_may_be(clerk: Api) -> None:
    found = await lint(clerk, {"seat": 3, "scrutineers": {"keys": 0}, "tie_rule": "coin"})

    assert found["refused"] is True
    faults = {one["path"]: one for one in found["faults"]}
    assert set(faults) == {"seat", "scrutineers.keys", "tie_rule"}
    assert "是不是要写“seats”（应选项目数）" in faults["seat"]["expected"]
    assert faults["tie_rule"]["chinese"] == "末位并列"
    assert "主席团决定" in faults["tie_rule"]["expected"]


async def test_rules_beside_a_template_tell_where_they_leave_it(clerk: Api) -> None:
    found = await lint(clerk, {"seats": 11, "publish_level": "names"}, UPPER)

    assert found["refused"] is True
    assert [(one["path"], one["outside"]) for one in found["deviations"]] == [
        ("seats", True),
        ("publish_level", False),
    ]


async def test_a_template_is_compared_with_the_one_above_it(clerk: Api) -> None:
    wider = {**UPPER, "name": "县范本", "limits": {"seats": {"range": [1, 12]}}}

    assert (await lint(clerk, wider, UPPER))["refused"] is True
    refused = await answer(clerk, "POST", LINT, json={"rules": {}, "templates": [UPPER, wider]})
    assert code_of(refused) == "template.wider"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('{"rules": {"seats": 3, "seats": 4}}', "rules.not_json"),
        ('{"rules": {}, "templates": [{"name": "甲"}]}', "rules.malformed"),
        ('{"rules": {}, "templates": [3]}', "request.malformed"),
        ('{"rules": [3]}', "request.malformed"),
        ('{"rules": {}, "templates": [{}, {}, {}, {}, {}]}', "request.malformed"),
        ('{"rules": ' + '{"a":' * 5000 + "1" + "}" * 5001, "request.malformed"),
    ],
)
async def test_what_is_no_set_of_rules_is_refused_with_a_sentence(
    clerk: Api, body: str, code: str
) -> None:
    refused = await answer(
        clerk, "POST", LINT, content=body.encode(), headers={"content-type": "application/json"}
    )

    assert code_of(refused) == code
