"""Names in another language are on the papers; what no font draws is refused, and said early."""

import io

import pypdfium2 as pdfium
from docx import Document

from ballot.rules import Rules
from service.rehearsal import session as s
from tests.contract.service.api.test_order import drafted
from tests.support.hall import Session, Town, answer, code_of

LIST = (
    "序号,项目名称,责任单位,蒙文名称,壮文名称\n1,饮水改造,水务局,ᠠ,Raemxgwn\n"
    "2,校车,教育局,ᠪ,Ci hagdangz\n3,路灯,城管局,ᠨ,Daeng roen\n4,公园,城管局,ᠬ,Gunghyenz\n"
).encode()


async def counted(town: Town, language: str) -> Session:
    """Bring a session in two languages to its outcome, without a paper."""
    session = await drafted(town, Rules(languages=("zh", language), channels=("paper",)), LIST)
    await session.hall.company.act(1, "list_frozen", [("clerk", 1), ("presider", 1)])
    session.step = "listed"
    await session.until("paper_frozen")
    await session.api("chief_scrutineer").post(f"{session.round()}/outcome")
    return session


async def test_papers_carry_both_names_of_every_project(town: Town) -> None:
    session = await counted(town, "za")
    clerk, papers = session.api("clerk"), f"{session.round()}/papers"

    await clerk.post(f"{papers}/count_report")
    await s.certify(session.hall, 1, final=True)

    with pdfium.PdfDocument(await clerk.get_bytes(f"{papers}/count_report/pdf")) as document:
        printed = "".join(page.get_textpage().get_text_range() for page in document)
    for name in ("Raemxgwn", "Ci hagdangz", "Daeng roen", "Gunghyenz"):
        assert name in printed
    word = Document(io.BytesIO(await clerk.get_bytes(f"{papers}/announcement/docx")))
    lines = [one.text for one in word.paragraphs]
    first = next(at for at, line in enumerate(lines) if line.startswith("1. 饮水改造"))
    assert lines[first + 1] == "Raemxgwn"


async def test_mongolian_is_refused_by_project_and_character_unless_chinese_is_enough(
    town: Town,
) -> None:
    session = await counted(town, "mn")
    clerk, path = session.api("clerk"), f"{session.round()}/papers/count_report"

    refused = await answer(clerk, "POST", path)

    assert code_of(refused) == "printing.missing-glyph"
    assert "第 1 号项目“饮水改造”的蒙古文名称" in refused.json()["title"]
    assert "“ᠠ”（U+1820）" in refused.json()["title"]
    assert not (await clerk.get(session.path))["rounds"][0]["papers"]
    assert (await clerk.post(f"{path}?chinese_only=true")).keys() == {"docx", "pdf"}


async def test_who_freezes_the_list_is_told_what_no_paper_can_print(town: Town) -> None:
    body = {"act": "list_frozen"}
    mongolian = await drafted(town, Rules(languages=("zh", "mn")), LIST)
    begun = await mongolian.api("clerk").post(f"{mongolian.round()}/acts", body)
    assert [one[:16] for one in begun["warnings"]] == [
        "第 1 号项目“饮水改造”的蒙古",
        "第 2 号项目“校车”的蒙古文名",
        "第 3 号项目“路灯”的蒙古文名",
        "第 4 号项目“公园”的蒙古文名",
    ]

    rare = await drafted(town, Rules(), "序号,项目名称\n1,甲\n2,\U00030000桥\n3,丙\n".encode())
    refused = await answer(rare.api("clerk"), "POST", f"{rare.round()}/acts", json=body)
    assert code_of(refused) == "list.unprintable"
    assert "第 2 号项目的名称含有字体中没有的字符" in refused.json()["title"]
