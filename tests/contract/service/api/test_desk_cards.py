"""Cards at the desk: voided with a reason, exchanged in one step, and leftovers as a pile."""

import json

from service.rehearsal import session as s
from tests.support.browsing import browser, desk, officer, trouble
from tests.support.hall import Session, Town


def one(session: Session, card: int) -> str:
    """What the page's program puts into the form."""
    return json.dumps([[credential] for credential in session.credentials(card)])


async def ready(town: Town) -> Session:
    """Bring a session to 票已备 with its spare cards neither booked nor destroyed."""
    session = await town.session("keyed")
    paper, tablet = len(session.voters.paper), len(session.voters.tablet)
    await s.print_cards(session.hall, tablet + s.RESERVE)
    await s.hand_out(session.hall, 1, paper + tablet, paper, tablet)
    session.step = "ready"
    return session


async def test_a_card_is_voided_and_exchanged_together_and_the_reason_stays_in_the_office(
    town: Town,
) -> None:
    session = await (await ready(town)).until("open")
    where = desk(session, "/rounds/1/cards")
    fields = {
        "credentials": one(session, 0),
        "reason": "damaged",
        "more": "折断了",
        "to_channel": "tablet",
    }
    async with officer(town, "scrutineer") as scrutineer:
        bare = await scrutineer.post(f"{where}/voided", {**fields, "reason": ""})
        assert "请选择作废这张卡的理由" in trouble(bare)
        unread = await scrutineer.post(f"{where}/voided", {**fields, "credentials": ""})
        assert "还没有扫到投票卡" in trouble(unread)
        unchosen = await scrutineer.post(f"{where}/voided", {**fields, "to_channel": ""})
        assert "请选择换发什么" in trouble(unchosen)
        assert await scrutineer.sent(f"{where}/voided", fields) == f"{where}?done=voided"
        again = await scrutineer.post(f"{where}/voided", fields)
        assert "已经作废" in trouble(again)
        assert "已经作废，并登记换发" in await scrutineer.shown(f"{where}?done=voided")
    state = (await town.house.ledger.head(session.id)).state
    assert (state.current.voided, state.current.tablet.replaced) == (1, 1)
    async with officer(town, "clerk") as clerk:
        assert "理由：卡损坏，扫不出：折断了" in await clerk.shown(desk(session, "/activity"))
        assert (await clerk.get(where)).status_code == 403
    leaves = await town.house.ledger.leaves(session.id, 0, state.size)
    assert not any("折断" in leaf.decode() for leaf in leaves)


async def test_where_no_spare_token_is_left_the_card_lives_on(town: Town) -> None:
    session = await town.session("open")
    fields = {"credentials": one(session, 0), "reason": "other", "to_channel": "tablet"}
    async with officer(town, "scrutineer") as scrutineer:
        found = await scrutineer.post(desk(session, "/rounds/1/cards/voided"), fields)
    assert "没有足够的备用票" in trouble(found)
    state = (await town.house.ledger.head(session.id)).state
    assert (state.current.voided, session.credential(0) in state.dead[0]) == (0, False)


async def test_leftover_cards_are_booked_as_a_pile(town: Town) -> None:
    session = await ready(town)
    where = desk(session, "/rounds/1/cards")
    before = (await town.house.ledger.head(session.id)).state.current.tablet.left_over
    last = len(session.hall.deck) - 1
    lists = [sorted([each]) for each in session.credentials(last)]
    async with officer(town, "chief_scrutineer") as chief:
        assert "当众作废剩余的卡" in await chief.shown(where)
        fields = {"credentials": json.dumps(lists)}
        assert await chief.sent(f"{where}/cancelled", fields) == f"{where}?done=cancelled"
        twice = await chief.post(f"{where}/cancelled", fields)
        assert "不能重复入账" in trouble(twice)
    after = (await town.house.ledger.head(session.id)).state.current.tablet.left_over
    assert after == before + 1


async def test_a_form_of_another_site_voids_nothing(town: Town) -> None:
    session = await town.session("open")
    async with officer(town, "scrutineer") as scrutineer:
        found = await scrutineer.post(
            desk(session, "/rounds/1/cards/voided"),
            {"credentials": one(session, 0), "reason": "other", "to_channel": "none"},
            headers={"origin": "http://elsewhere"},
        )
    async with browser(town) as nobody:
        bare = await nobody.get(desk(session, "/rounds/1/cards"))
    assert found.status_code == 403
    assert bare.headers["location"].startswith("/desk/login")
    assert (await town.house.ledger.head(session.id)).state.current.voided == 0


async def test_checks_and_assisted_ballots_are_booked_on_the_page_of_the_sheets(
    town: Town,
) -> None:
    session = await town.session("closed")
    where = desk(session, "/rounds/1/tokens")
    async with officer(town, "scrutineer") as scrutineer:
        assert "服务记下检验 0 次" in await scrutineer.shown(where)
        await scrutineer.sent(f"{where}/assisted", {"paper": "2", "tablet": "1"})
        await scrutineer.sent(f"{where}/assisted", {"paper": "1", "tablet": "1"})
        many = await scrutineer.post(f"{where}/assisted", {"paper": "99", "tablet": "0"})
        assert "纸质票代写 99 张，多于发出的" in trouble(many)
        await scrutineer.sent(f"{where}/challenges", {"failed": "0"})
        page = await scrutineer.shown(where)
    assert "已登记：纸质票 1 张，平板 1 张。" in page
    assert "已登记：检验 0 次，不符 0 次。" in page
