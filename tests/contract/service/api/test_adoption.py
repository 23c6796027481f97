"""A session that adopts the templates above it: refused outside them, named where it may be."""

import io
from typing import Any

import pytest
from docx import Document

from ballot.canonical import digest
from ballot.rules.adoption import write_kept
from ballot.rules.template_file import template_from
from service.client.api import Api
from tests.support.hall import Town, answer, code_of

UPPER: dict[str, Any] = {
    "name": "民生实事项目票决规则范本",
    "issuer": "青禾市人民代表大会常务委员会",
    "limits": {"seats": {"range": [1, 10]}, "tie_rule": {"fixed": "re_vote_tied"}},
    "defaults": {"max_rounds": 2, "publish_level": "full"},
}
ASKED: dict[str, Any] = {
    "title": "青禾镇2026年民生实事项目票决",
    "session": "青禾镇第十九届人民代表大会第五次会议",
    "body": "青禾镇人民代表大会",
    "rules": {"seats": 2, "candidates_n": 4, "publish_level": "names"},
    "templates": [UPPER],
}
GROUNDS = (
    "根据有关法律法规、民生实事项目票决的有关规定和"
    "青禾市人民代表大会常务委员会《民生实事项目票决规则范本》，制定本办法。"
)


@pytest.fixture
def clerk(town: Town) -> Api:
    return town.people["clerk", 1].api


def lines(raw: bytes) -> list[str]:
    return [one.text for one in Document(io.BytesIO(raw)).paragraphs]


async def test_the_log_names_the_template_and_keeps_it(town: Town, clerk: Api) -> None:
    made = await clerk.post("/api/elections", ASKED)

    found = await clerk.get(f"/api/elections/{made['id']}")
    raw = write_kept(template_from(UPPER))
    assert found["templates"] == [digest(raw)]
    assert (found["rules"]["max_rounds"], found["rules"]["publish_level"]) == (2, "names")
    assert await town.house.ledger.get_object(digest(raw)) == raw
    assert (await town.nobody.get(f"/api/elections/{made['id']}/public"))["templates"] == [
        digest(raw)
    ]


async def test_draft_and_passed_text_name_the_template_and_follow_it(clerk: Api) -> None:
    made = await clerk.post("/api/elections", ASKED)
    passed = await clerk.get_bytes(f"/api/elections/{made['id']}/measure/docx")
    draft = (await answer(clerk, "POST", "/api/measures/docx", json=ASKED)).content
    clauses = (await clerk.post("/api/measures", ASKED))["clauses"]

    assert GROUNDS in lines(passed)
    assert GROUNDS in lines(draft)
    assert "最多进行2轮" in clauses[8]["text"]


async def test_a_session_without_a_template_names_none(clerk: Api) -> None:
    made = await clerk.post("/api/elections", {**ASKED, "templates": []})

    found = await clerk.get(f"/api/elections/{made['id']}")
    assert (found["templates"], found["rules"]["max_rounds"]) == ([], 3)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rules": {"seats": 11}}, "template.outside"),
        ({"templates": [{**UPPER, "limits": {"seats": {"range": [9, 1]}}}]}, "rules.malformed"),
        ({"templates": [UPPER, {**UPPER, "limits": {"seats": {"fixed": 11}}}]}, "template.wider"),
    ],
)
async def test_what_leaves_its_template_founds_no_election(
    town: Town, clerk: Api, change: dict[str, Any], code: str
) -> None:
    before = town.stored()

    refused = await answer(clerk, "POST", "/api/elections", json=ASKED | change)

    assert code_of(refused) == code
    assert town.stored() == before


async def test_a_clause_given_twice_founds_no_election(town: Town, clerk: Api) -> None:
    before = town.stored()
    body = (
        '{"title": "甲", "session": "乙", "body": "丙",'
        ' "rules": {"seats": 2, "threshold": "majority", "threshold": "plurality"}}'
    )

    refused = await answer(
        clerk,
        "POST",
        "/api/elections",
        content=body.encode(),
        headers={"content-type": "application/json"},
    )

    assert code_of(refused) == "rules.not_json"
    assert "threshold" in refused.json()["title"]
    assert town.stored() == before
