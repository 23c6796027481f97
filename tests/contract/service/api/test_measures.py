"""The passed text is the configuration: drafted, worded by hand, compared, kept, read back."""

import io
from base64 import b64encode
from typing import Any

import httpx
import msgspec
import pypdfium2 as pdfium
import pytest
from docx import Document

from ballot.rules import Rules
from ballot.rules.text import EDITED, Clause, TextFacts, draft
from ballot.rules.text.numerals import chinese
from service.client.api import Api
from tests.support.hall import Town, answer, code_of

RULES = Rules(seats=2, candidates_n=4, roster_total=12)
NAMES = {
    "title": "青禾镇2026年民生实事项目票决",
    "session": "青禾镇第十九届人民代表大会第五次会议",
    "body": "青禾镇人民代表大会",
}
OWN = draft(RULES, TextFacts(**NAMES))


def asked(rules: Rules = RULES, **more: str) -> dict[str, Any]:
    return {**NAMES, "rules": msgspec.to_builtins(rules), **more}


def text(*changes: tuple[str, str]) -> str:
    whole = "\n".join(f"{chinese(one.number)}、{one.text}" for one in OWN)
    for before, after in changes:
        assert before in whole
        whole = whole.replace(before, after)
    return whole


def word(*changes: tuple[str, str], raw: bytes) -> str:
    """Edit the Word file as somebody at the office would; base64."""
    document = Document(io.BytesIO(raw))
    for before, after in changes:
        found = [one for one in document.paragraphs if before in one.text]
        assert found
        for one in found:
            one.text = one.text.replace(before, after)
    written = io.BytesIO()
    document.save(written)
    return b64encode(written.getvalue()).decode()


@pytest.fixture
def clerk(town: Town) -> Api:
    return town.people["clerk", 1].api


async def post(clerk: Api, path: str, body: dict[str, Any]) -> httpx.Response:
    return await answer(clerk, "POST", path, json=body)


async def shown(town: Town, clerk: Api, election: str) -> dict[str, Any]:
    found: dict[str, Any] = await clerk.get(f"/api/elections/{election}")
    public = await town.nobody.get(f"/api/elections/{election}/public")
    assert public["clauses"] == found["clauses"]
    return found


async def test_the_draft_is_that_of_the_rules(clerk: Api) -> None:
    made = await clerk.post("/api/measures", asked())

    assert tuple(msgspec.convert(one, Clause) for one in made["clauses"]) == OWN


async def test_the_draft_comes_as_word_file_and_pdf(clerk: Api) -> None:
    pdf = await post(clerk, "/api/measures/pdf", asked())
    docx = await post(clerk, "/api/measures/docx", asked())

    with pdfium.PdfDocument(pdf.content) as document:
        printed = "".join(page.get_textpage().get_text_range() for page in document)
    lines = [one.text for one in Document(io.BytesIO(docx.content)).paragraphs]
    assert "票决办法（草案）" in printed
    assert [line for line in lines if line.startswith("七、")] == [f"七、{OWN[6].text}"]


async def test_without_a_text_the_log_keeps_the_generated_one(town: Town, clerk: Api) -> None:
    made = await clerk.post("/api/elections", asked())

    found = await shown(town, clerk, made["id"])

    assert found["clauses"] == [{"number": one.number, "text": one.text} for one in OWN]
    pdf = await clerk.get_bytes(f"/api/elections/{made['id']}/measure/pdf")
    with pdfium.PdfDocument(pdf) as document:
        assert "草案" not in document[0].get_textpage().get_text_range()


async def test_a_harmless_wording_in_word_is_kept_and_marked_everywhere(
    town: Town, clerk: Api
) -> None:
    raw = (await post(clerk, "/api/measures/docx", asked())).content
    docx = word(("超过2项的，取前2项。", "超过二项的，取前二项。结果当场宣布。"), raw=raw)

    made = await clerk.post("/api/elections", asked(docx=docx))

    found = await shown(town, clerk, made["id"])
    assert [one["number"] for one in found["clauses"] if "remark" in one] == [7]
    assert found["clauses"][6]["remark"] == EDITED
    assert found["clauses"][6]["text"].endswith("结果当场宣布。")
    kept = await clerk.get_bytes(f"/api/elections/{made['id']}/measure/docx")
    lines = [one.text for one in Document(io.BytesIO(kept)).paragraphs]
    assert [line.startswith("七、") for line in lines if EDITED in line] == [True]
    # What was downloaded with the remarks in it can be handed in again.
    again = await clerk.post("/api/elections", asked(docx=b64encode(kept).decode()))
    assert (await shown(town, clerk, again["id"]))["clauses"] == found["clauses"]


@pytest.mark.parametrize("form", ["text", "docx"])
async def test_a_text_against_its_parameters_founds_no_election(
    town: Town, clerk: Api, form: str
) -> None:
    change = ("全体代表过半数赞成", "实到代表过半数赞成")
    raw = (await post(clerk, "/api/measures/docx", asked())).content
    given = text(change) if form == "text" else word(change, raw=raw)
    before = town.stored()

    refused = await post(clerk, "/api/elections", asked(**{form: given}))

    assert code_of(refused) == "text.contradiction"
    assert "第七条" in refused.json()["title"]
    assert "通过线基数（threshold_base）" in refused.json()["title"]
    assert town.stored() == before


async def test_a_comparison_tells_everything_and_keeps_nothing(town: Town, clerk: Api) -> None:
    before = town.stored()
    worded = text(("取前2项", "取前3项"), ("当场封存", "当场密封"), ("最多进行3轮", "最多进行5轮"))

    found = await clerk.post("/api/measures/comparison", asked(text=worded))

    assert [one["number"] for one in found["contradictions"]] == [7, 9]
    assert [one["parameter"] for one in found["contradictions"]] == ["seats", "max_rounds"]
    assert [one["number"] for one in found["edited"]] == [7, 9, 15]
    assert town.stored() == before


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, "request.malformed"),
        ({"text": "一、甲。", "docx": "UEs="}, "request.malformed"),
        ({"text": "没有条款。"}, "text.no_clauses"),
        ({"docx": b64encode(b"PK no document").decode()}, "measure.unreadable"),
        ({"docx": "***"}, "request.malformed"),
        ({"text": "一" * 12_001}, "request.malformed"),
    ],
)
async def test_what_is_no_text_is_refused_with_a_sentence(
    clerk: Api, more: dict[str, str], code: str
) -> None:
    refused = await post(clerk, "/api/measures/comparison", asked(**more))

    assert code_of(refused) == code
