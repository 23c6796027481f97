"""The list is ordered, named and counted as the rules say before two people sign it."""

from dataclasses import replace

import msgspec

from ballot.definition import read_definition
from ballot.rules import Rules
from service.rehearsal import session as s
from service.rehearsal.company import Company
from service.rehearsal.plan import Split
from service.rehearsal.session import Hall
from tests.support.hall import PAPER_ROWS, Session, Town, _plan, answer, code_of

LIST = "序号,项目名称,蒙文名称\n1,蒋家桥改造,ᠪ\n2,丁字路口整治,ᠠ\n3,王村饮水,ᠨ\n".encode()
TWO = [("clerk", 1), ("presider", 1)]


async def drafted(town: Town, rules: Rules, listed: bytes = LIST) -> Session:
    plan = _plan(PAPER_ROWS, (), "Ed25519")
    rules = msgspec.structs.replace(rules, seats=2, roster_total=plan.roster)
    hall = Hall(
        plan=replace(plan, rules=rules),
        company=Company(admin=town.admin, people=dict(town.people)),
        public=town.nobody,
        pool=town.pool,
        progress=lambda *_: None,
    )
    session = Session(house=town.house, hall=hall, voters=Split(paper=PAPER_ROWS, tablet=()))
    await s.found(hall)
    await session.api("clerk").upload(f"{session.path}/candidates", "清单.csv", listed)
    return session


async def frozen(session: Session, **more: str) -> list[str]:
    await session.hall.company.act(1, "list_frozen", TWO, **more)
    raw = await session.hall.public.get_bytes(f"{session.round()}/definition")
    return [f"{one.number}{one.name[0]}" for one in read_definition(raw).candidates]


async def test_a_list_by_strokes_is_numbered_by_strokes(town: Town) -> None:
    session = await drafted(town, Rules(ballot_order="stroke"))
    clerk = session.api("clerk")
    early = {"act": "list_frozen"}
    assert code_of(await answer(clerk, "POST", f"{session.round()}/acts", json=early)) == (
        "order.wrong"
    )

    await clerk.post(f"{session.path}/candidates/order", {})

    assert await frozen(session) == ["1丁", "2王", "3蒋"]


async def test_a_random_order_is_recorded_with_the_seed_that_was_read_aloud(town: Town) -> None:
    session = await drafted(town, Rules(ballot_order="random_once"))
    clerk = session.api("clerk")
    order = f"{session.path}/candidates/order"
    assert code_of(await answer(clerk, "POST", order, json={})) == "order.seed"

    await clerk.post(order, {"seed": "骰子 4 2 6"})
    await frozen(session, order_seed="骰子 4 2 6")

    raw = await session.hall.public.get_bytes(f"{session.round()}/definition")
    assert read_definition(raw).order_seed == "骰子 4 2 6"


async def test_a_language_of_the_rules_needs_names_of_all_projects(town: Town) -> None:
    rules = Rules(languages=("zh", "mn"))
    body = {"act": "list_frozen"}
    session = await drafted(town, rules, "序号,项目名称\n1,甲\n2,乙\n3,丙\n".encode())
    refused = await answer(session.api("clerk"), "POST", f"{session.round()}/acts", json=body)
    assert code_of(refused) == "list.unfit"

    assert len(await frozen(await drafted(town, rules))) == 3


async def test_a_list_has_as_many_projects_as_the_rules_say(town: Town) -> None:
    session = await drafted(town, Rules(candidates_n=4))
    acts, body = f"{session.round()}/acts", {"act": "list_frozen"}
    refused = await answer(session.api("clerk"), "POST", acts, json=body)
    assert code_of(refused) == "list.unfit"
    assert "候选项目 4 项，清单有 3 项" in refused.text

    assert len(await frozen(await drafted(town, Rules(candidates_n=3)))) == 3
