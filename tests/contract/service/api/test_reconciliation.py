"""勾稽 is shown with all its numbers, and not before item totals may be seen."""

import io
import zipfile

from tests.support.hall import Town, answer, code_of


async def test_nobody_sees_identities_before_the_paper_is_frozen(town: Town) -> None:
    session = await town.session("hand_counted")
    clerk = session.api("clerk")

    for path in ("reconciliation", "reconciliation/pdf", "result.xlsx"):
        refused = await answer(clerk, "GET", f"{session.round()}/{path}")
        assert code_of(refused) == "act.not_yet"


async def test_every_identity_is_shown_with_both_sides_and_the_difference(town: Town) -> None:
    session = await town.session("counted")
    found = await session.api("teller").get(f"{session.round()}/reconciliation")
    rows = {
        (row["name"], row.get("channel"), row.get("number")): row for row in found["identities"]
    }

    assert found["holds"] is True
    returned = rows["returned=valid+invalid", "paper", None]
    assert (returned["left"], returned["right"], returned["difference"]) == (8, 8, 0)
    assert returned["words"] == "收回＝有效＋无效"
    assert rows["issued<=present", None, None]["right"] == 11
    assert {number for name, _, number in rows if name.startswith("approve+oppose")} == {1, 2, 3, 4}


async def test_before_the_outcome_it_is_worked_out_from_the_same_totals(town: Town) -> None:
    session = await town.session("summed")
    before = await session.api("clerk").get(f"{session.round()}/reconciliation")
    await session.until("counted")

    assert await session.api("clerk").get(f"{session.round()}/reconciliation") == before


async def test_the_sheet_comes_as_pdf_word_and_spreadsheet(town: Town) -> None:
    session = await town.session("counted")
    clerk = session.api("clerk")

    assert (await clerk.get_bytes(f"{session.round()}/reconciliation/pdf")).startswith(b"%PDF")
    for path in ("reconciliation/docx", "reconciliation/xlsx", "result.xlsx"):
        data = await clerk.get_bytes(f"{session.round()}/{path}")
        assert zipfile.is_zipfile(io.BytesIO(data))
