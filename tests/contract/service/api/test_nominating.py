"""监票人名单（草案）: written from the office or from names handed in, and kept nowhere."""

import io
from typing import Any

import pypdfium2 as pdfium
from docx import Document

from tests.support.hall import Town, answer, code_of, name_of

PEOPLE: dict[str, Any] = {
    "chief": {"name": "陆承远", "group": "城关代表团"},
    "scrutineers": [
        {"name": "宋梅", "female": True, "group": "青禾镇代表团"},
        {"name": "王岚", "female": True, "ethnicity": "回族"},
    ],
    "tellers": [{"name": "许文静"}],
}


def printed(pdf: bytes) -> str:
    with pdfium.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


async def test_the_list_names_those_who_hold_the_roles_and_stands_in_no_log(town: Town) -> None:
    session = await town.session("listed")
    before = town.stored()

    text = printed(await session.api("clerk").get_bytes(f"{session.path}/scrutineers/pdf"))

    assert "总监票人、监票人名单（草案）" in text
    assert f"总监票人：{name_of(('chief_scrutineer', 1))}" in text
    assert name_of(("scrutineer", 2)) in text
    assert name_of(("teller", 1)) in text
    assert town.stored() == before


async def test_the_delegation_comes_from_the_roll_where_one_deputy_bears_the_name(
    town: Town,
) -> None:
    session = await town.session("listed")
    roll = f"姓名,代表团\n{name_of(('scrutineer', 1))},城关代表团\n王明,东河代表团\n"
    upload = {"file": ("名册.csv", roll.encode())}
    assert (
        await answer(session.api("clerk"), "POST", f"{session.path}/roll", files=upload)
    ).is_success

    raw = await session.api("clerk").get_bytes(f"{session.path}/scrutineers/docx")

    lines = [one.text for one in Document(io.BytesIO(raw)).paragraphs]
    assert any(f"{name_of(('scrutineer', 1))}（城关代表团）" in line for line in lines)
    assert not any("东河代表团" in line for line in lines)


async def test_names_that_are_handed_in_are_written_and_not_kept(town: Town) -> None:
    session = await town.session("listed")
    clerk, path, before = session.api("clerk"), f"{session.path}/scrutineers/pdf", town.stored()

    made = await answer(clerk, "POST", path, json=PEOPLE)

    assert made.status_code == 200
    text = printed(made.content)
    assert text.index("王\u3000岚（女，回族）") < text.index("宋\u3000梅（女，青禾镇代表团）")
    assert "附：计票人名单（由大会秘书处指定，共1名）" in text
    assert town.stored() == before
    twice = {**PEOPLE, "tellers": [{"name": "陆承远", "group": "城关代表团"}]}
    refused = await answer(clerk, "POST", path, json=twice)
    assert code_of(refused) == "printing.paper-refused"
    assert "出现两次" in refused.json()["title"]
