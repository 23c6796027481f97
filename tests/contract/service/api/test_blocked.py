"""An announcement is impossible while one identity fails, for everybody.

Each case lets exactly one identity fail, by commands that anybody in the hall could give. Then
everybody tries everything that leads on to the announcement, the right people with the right
signatures among them. Where the books can be mended, mending that one identity is all it takes.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import msgspec
import pytest

from ballot import events as e
from ballot.events.base import KeyApproval
from ballot.results import ChannelTally
from ballot.rules import Rules
from ballot.signing import statement
from service.client.api import Api
from service.rehearsal import session as s
from service.rehearsal.company import Signer
from service.rehearsal.plan import count_paper
from tests.support.hall import (
    CHOSEN,
    NUMBERS,
    PAPER_ROWS,
    SEATS,
    YES,
    Session,
    Step,
    Town,
    answer,
    code_of,
)

FREEZERS: tuple[Signer, ...] = (("scrutineer", 1), ("scrutineer", 2), ("chief_scrutineer", 1))
CERTIFIERS: tuple[Signer, ...] = (("chief_scrutineer", 1), ("scrutineer", 1), ("scrutineer", 2))
ACTS: tuple[tuple[str, tuple[Signer, ...]], ...] = (
    ("opened", (("chief_scrutineer", 1), ("presider", 1))),
    ("closed", (("chief_scrutineer", 1), ("presider", 1))),
    ("paper_frozen", FREEZERS),
    ("opening_authorised", (("chief_scrutineer", 1),)),
    ("certified", CERTIFIERS),
    ("announced", (("presider", 1),)),
)
"""What leads to the announcement, with those whose signatures it takes."""
ROUTES = (
    "outcome",
    "encrypted-tally",
    "papers/count_report",
    "papers/announcement",
)
DONE = {"counted", "certified", "announced"}
Deed = Callable[[Session], Awaitable[None]]


@dataclass(frozen=True)
class Case:
    """One failing identity.

    At ``step`` it is made to fail by ``spoil``; then the hall goes on to ``last``, as far as it
    may. There ``blocked`` is refused with ``said``. ``mend`` makes it hold again.
    """

    step: Step
    spoil: Deed
    last: Step
    blocked: str
    said: str
    mend: Deed | None = None


def counted(rows: Sequence[Any]) -> ChannelTally:
    return count_paper(NUMBERS, rows, Rules(seats=CHOSEN), CHOSEN)


def honest(**changed: Any) -> ChannelTally:
    return msgspec.structs.replace(counted(PAPER_ROWS), **changed)


async def enter(
    session: Session, tally: ChannelTally, box: int | None = None, entry: int = 1
) -> list[Any]:
    """Let both tellers enter the same figures; return what the service said."""
    path = session.round()
    await answer(
        session.api("scrutineer"), "POST", f"{path}/box", json={"count": box or tally.returned}
    )
    said = []
    for teller in (1, 2):
        person = session.hall.company.of("teller", teller)
        empty = KeyApproval(role="teller", holder=teller, signature="0" * 128)
        event = e.HandCountEntered(round=1, teller=teller, entry=entry, tally=tally, approval=empty)
        signature = person.key.sign(statement(session.id, event))
        body = {"entry": entry, "tally": msgspec.to_builtins(tally), "signature": signature}
        said.append(await answer(person.api, "POST", f"{path}/hand-counts", json=body))
    return said


def counting(**changed: Any) -> Deed:
    """Return what enters figures with ``changed`` fields; both tellers agree on them."""

    async def spoil(session: Session) -> None:
        await enter(session, honest(**changed))

    return spoil


def item(**changed: Any) -> Deed:
    """The same with fields of the first project."""
    first, *rest = honest().items
    return counting(items=(msgspec.structs.replace(first, **changed), *rest))


async def everything_approved(session: Session) -> None:
    """Both tellers took three projects for chosen on every sheet, where two may be."""
    rows = honest().items
    yes = tuple(msgspec.structs.replace(one, approve=8, oppose=0, abstain=0) for one in rows[:3])
    await enter(session, honest(items=(*yes, *rows[3:])))


async def recount(session: Session) -> None:
    await enter(session, honest(), entry=2)


async def wrong_box(session: Session) -> None:
    await enter(session, honest(), box=9)


async def lose_sheets(session: Session) -> None:
    """Two more sheets are printed than anybody accounts for."""
    await session.api("clerk").post(f"{session.round()}/sheets", {"count": 2})


async def find_sheets(session: Session) -> None:
    body = {"left_over": 2, "archived": 0}
    await session.api("scrutineer").post(f"{session.round()}/leftover", body)


async def keep_cards(session: Session) -> None:
    """Nobody cancels the cards that were not handed out."""
    hall, voters = session.hall, session.voters
    paper, tablet = len(voters.paper), len(voters.tablet)
    await s.print_cards(hall, tablet + s.RESERVE)
    await s.hand_out(hall, 1, paper + tablet, paper, tablet)
    body = {"left_over": s.RESERVE, "archived": 0}
    await session.api("scrutineer").post(f"{session.round()}/leftover", body)
    session.step = "ready"


async def cancel_cards(session: Session) -> None:
    await s.cancel_cards(session.hall, 1, session.hall.deck[len(session.voters.tablet) :])


async def one_card_too_many(session: Session) -> None:
    """A card of the reserve, which nobody was given, votes."""
    await keep_cards(session)
    await session.until("open")
    made = await session.sealed(len(session.voters.tablet), YES)
    body = {"ballot": made.ballot.decode(), "proofs": made.proofs.decode() or None}
    await session.hall.public.post(f"{session.round()}/ballots", body)


async def give_out_too_many(session: Session) -> None:
    body = {"channel": "paper", "count": len(PAPER_ROWS) + 1}
    await session.api("clerk").post(f"{session.round()}/sheets", {"count": 1})
    await session.api("scrutineer").post(f"{session.round()}/issued", body)


async def call_back(session: Session) -> None:
    body = {"channel": "paper", "count": len(PAPER_ROWS)}
    await session.api("scrutineer").post(f"{session.round()}/issued", body)
    await session.api("scrutineer").post(
        f"{session.round()}/leftover", {"left_over": 1, "archived": 0}
    )


async def one_sheet_too_many(session: Session) -> None:
    """The ninth sheet is of this round: the box and both tellers say so."""
    await enter(session, counted([*PAPER_ROWS, PAPER_ROWS[0]]))


OVERFULL = "收回的票多于发出的票"
CASES = {
    "issued<=present": Case("ready", give_out_too_many, "ready", "opened", "多于实到", call_back),
    "returned<=issued of paper": Case(
        "closed", one_sheet_too_many, "closed", "paper_frozen", OVERFULL
    ),
    "returned<=issued of tablets": Case(
        "keyed", one_card_too_many, "hand_counted", "paper_frozen", OVERFULL
    ),
    "printed=issued+replaced+archived+left_over of paper": Case(
        "ready", lose_sheets, "summed", "outcome", "印制", find_sheets
    ),
    "printed=issued+replaced+archived+left_over of tablets": Case(
        "keyed", keep_cards, "summed", "outcome", "印制", cancel_cards
    ),
    "box_counted=returned+foreign": Case(
        "closed", wrong_box, "closed", "paper_frozen", "票箱清点 9，收回＋非本次票 8", recount
    ),
    "returned=valid+invalid": Case(
        "closed", counting(invalid=1), "closed", "paper_frozen", "收回 8，有效＋无效 9", recount
    ),
    "approve+oppose+abstain+illegible=valid": Case(
        "closed", item(abstain=1), "closed", "paper_frozen", "辨认不清 9，有效 8", recount
    ),
    "sum_approve<=valid*seats": Case(
        "closed",
        everything_approved,
        "closed",
        "paper_frozen",
        "赞成合计 24，有效×应选数 16",
        recount,
    ),
    "least>=0 of a project": Case(
        "closed",
        item(oppose=1, abstain=-1),
        "closed",
        "paper_frozen",
        "各项票数中的最小数 -1",
        recount,
    ),
    "least>=0 of the sheets": Case(
        "closed",
        counting(invalid=-1, valid=9),
        "closed",
        "paper_frozen",
        "各项张数中的最小数 -1",
        recount,
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_nobody_announces_while_one_identity_fails(town: Town, case: Case) -> None:
    session = await town.session(case.step)
    await case.spoil(session)
    await session.until(case.last)
    stage = await stage_of(session)

    said = await everybody_tries(town, session, case.blocked)
    assert any(case.said in one and "相差" in one for one in said), said
    assert await stage_of(session) == stage
    assert stage not in DONE
    await nothing_is_public(town, session)

    if case.mend is None:
        await session.act("round_voided", ground="returned_gt_issued", clause="第九条")
        assert await stage_of(session) == "void"
        assert not await everybody_tries(town, session, "nothing")
        assert await stage_of(session) == "void"
    else:
        await case.mend(session)
        if case.last == "closed":
            session.step = "hand_counted"
        await session.until("announced")
        assert await stage_of(session) == "announced"


async def stage_of(session: Session) -> str:
    assert session.house is not None
    return (await session.house.ledger.head(session.id)).state.current.stage


async def everybody_tries(town: Town, session: Session, blocked: str) -> list[str]:
    """Let everybody try everything; return the sentences with which ``blocked`` was refused."""
    said = []
    for api in await everybody(town, session):
        for route in ROUTES:
            found = await answer(api, "POST", f"{session.round()}/{route}", json={})
            said += _sentence(found) if route == blocked else []
        for act, signers in ACTS:
            found = await answer(api, "POST", f"{session.round()}/acts", json={"act": act})
            if found.is_success:
                found = await signed(session, found.json(), signers)
            said += _sentence(found) if act == blocked else []
    return said


async def everybody(town: Town, session: Session) -> list[Api]:
    """Every person of the session, those who only look or run the machines, a program, nobody."""
    token = await session.api("chief_scrutineer").post(
        f"{session.path}/tokens", {"name": "镜像", "scopes": ["log:read"], "days": 1}
    )
    people = [session.api(*seat) for seat in SEATS]
    return [*people, town.auditor, town.admin, town.nobody.signed_in(token["token"]), town.nobody]


async def signed(session: Session, act: Any, signers: Sequence[Signer]) -> httpx.Response:
    """Let the right people sign what somebody proposed; return what the last one was told."""
    for role, holder in signers:
        person = session.hall.company.of(role, holder)
        signature = person.key.sign(bytes.fromhex(act["statement"]))
        body = {"role": role, "holder": holder, "signature": signature}
        path = f"{session.path}/acts/{act['id']}/approvals"
        found = await answer(person.api, "POST", path, json=body)
    return found


def _sentence(found: httpx.Response) -> list[str]:
    code_of(found)
    return [found.json()["title"]]


async def nothing_is_public(town: Town, session: Session) -> None:
    """No face of the service tells a result: not the interface, not the page, not the record."""
    shown = await town.nobody.get(f"{session.path}/public")
    assert shown["rounds"][0]["elected"] is None
    inside = await session.api("chief_scrutineer").get(session.path)
    assert inside["rounds"][0]["outcome"] is None
    assert inside["rounds"][0]["papers"] == []
    page = await town.nobody._http.get(f"/results/{session.id}")
    assert "赞成" not in page.text
    record = await answer(session.api("chief_scrutineer"), "GET", f"{session.path}/record.zip")
    assert record.is_error
