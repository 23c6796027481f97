"""What is booked beside the count: 检验, and resolutions on projects after the announcement."""

from ballot.canonical import digest
from tests.support.hall import Town, answer, code_of


async def test_challenges_are_booked_as_the_service_counted_them(town: Town) -> None:
    session = await town.session("open")
    for text in (b"one", b"two"):
        body = {"unsigned": digest(text)}
        await town.nobody.post(f"{session.round()}/challenges", body)
    await session.until("closed")
    chief = session.hall.company.api("chief_scrutineer")

    booked = await chief.post(f"{session.round()}/challenges/counted", {"failed": 1})

    assert booked == {"burnt": 2, "failed": 1}
    again = await answer(chief, "POST", f"{session.round()}/challenges/counted", json={"failed": 0})
    assert code_of(again) == "figures.wrong"


async def test_only_an_announced_project_can_be_changed(town: Town) -> None:
    session = await town.session("open")
    clerk = session.hall.company.api("clerk")
    body = {"resolution": "青人发〔2026〕8号", "text": "因征地调整，暂缓实施。"}

    early = await answer(clerk, "POST", f"{session.hall.path}/projects/1/changes", json=body)
    assert code_of(early) == "figures.wrong"

    await session.until("announced")
    state = await clerk.get(session.hall.path)
    elected = state["rounds"][0]["outcome"]["elected"]
    done = await clerk.post(f"{session.hall.path}/projects/{elected[0]}/changes", body)

    assert done["size"] == state["size"] + 1


async def test_assisted_ballots_are_booked_as_figures_and_stand_in_no_public_answer(
    town: Town,
) -> None:
    session = await town.session("closed")
    scrutineer = session.api("scrutineer")
    where = f"{session.round()}/assisted/counted"

    too_many = await answer(scrutineer, "POST", where, json={"paper": 9, "tablet": 0})
    assert code_of(too_many) == "figures.wrong"
    await scrutineer.post(where, {"paper": 1, "tablet": 2})
    await scrutineer.post(where, {"paper": 1, "tablet": 1})

    told = await session.api("clerk").get(session.path)
    assert told["rounds"][0]["assisted"] == [1, 1]
    public = await town.nobody.get(f"{session.path}/public")
    assert "assisted" not in public["rounds"][0]
