"""Acts of several people: what it takes, what is refused, and that a refusal writes nothing."""

import io
import zipfile
from typing import Any

import httpx
import msgspec
import pytest
import pytest_asyncio

from ballot import events as e
from ballot.canonical import digest
from ballot.events import decode
from ballot.events.base import KeyApproval, PaperApproval
from ballot.results import ChannelTally
from ballot.signing import statement
from service.rehearsal.company import Signer
from service.rehearsal.plan import count_paper
from tests.support.hall import CHOSEN, NUMBERS, Session, Town, answer, code_of, name_of

CHIEF: Signer = ("chief_scrutineer", 1)
PRESIDER: Signer = ("presider", 1)
CLERK: Signer = ("clerk", 1)
PAGE = b"%PDF-1.7 a page that three people signed with a pen"


@pytest_asyncio.fixture(loop_scope="session")
async def session(town: Town) -> Session:
    """A round that two people may open."""
    return await town.session("ready")


async def begun(session: Session, name: str = "opened", by: Signer = CHIEF, **more: Any) -> Any:
    body = {"act": name, **more}
    return await session.api(*by).post(f"{session.round()}/acts", body)


async def sign(
    session: Session, act: Any, by: Signer, seat: Signer | None = None, **body: Any
) -> httpx.Response:
    """Let the holder of ``by`` sign as ``seat``, over the act's statement unless told otherwise."""
    person = session.hall.company.of(*by)
    role, holder = seat or by
    if not body:
        body = {"signature": person.key.sign(bytes.fromhex(act["statement"]))}
    return await answer(
        person.api,
        "POST",
        f"{session.path}/acts/{act['id']}/approvals",
        json={"role": role, "holder": holder, **body},
    )


async def stage(session: Session) -> str:
    state = (await session.house.ledger.head(session.id)).state
    return state.current.stage


async def refuses(town: Town, found: Any, status: int, code: str) -> None:
    """Await the refusal ``found`` and see that the ledger is what it was."""
    before = town.stored()
    answered = await found
    assert (answered.status_code, code_of(answered)) == (status, code)
    assert town.stored() == before


async def test_one_person_alone_opens_nothing(town: Town, session: Session) -> None:
    act = await begun(session)
    first = await sign(session, act, CHIEF)

    assert (first.status_code, first.json()["missing"]) == (201, ["presider"])
    await refuses(town, sign(session, act, CHIEF), 409, "act.approved")
    await refuses(town, sign(session, act, CHIEF, PRESIDER), 403, "act.role")
    assert await stage(session) == "ready"

    last = await sign(session, act, PRESIDER)
    assert (last.json()["missing"], last.json()["state"]) == ([], "completed")
    assert await stage(session) == "open"
    await refuses(town, sign(session, act, PRESIDER), 409, "act.completed")


@pytest.mark.parametrize(
    ("by", "seat", "status", "code"),
    [
        (CLERK, CLERK, 409, "act.not-wanted"),
        (CLERK, PRESIDER, 403, "act.role"),
        (("scrutineer", 1), ("scrutineer", 1), 409, "act.not-wanted"),
        (("scrutineer", 1), CHIEF, 403, "act.role"),
        (("scrutineer", 1), ("scrutineer", 2), 403, "act.role"),
        (PRESIDER, ("presider", 2), 409, "approval.unknown_officer"),
        (("teller", 1), PRESIDER, 403, "access.denied"),
    ],
)
async def test_a_wrong_person_neither_signs_nor_spoils_the_act(
    town: Town, session: Session, by: Signer, seat: Signer, status: int, code: str
) -> None:
    act = await begun(session)
    await sign(session, act, CHIEF)
    await refuses(town, sign(session, act, by, seat), status, code)

    assert (await sign(session, act, PRESIDER)).json()["state"] == "completed"


async def test_a_signature_over_anything_else_is_none(town: Town, session: Session) -> None:
    """Another round, another election, another act, another minute, or no signature at all."""
    act = await begun(session)
    at = act["content"]["at"]
    others: list[tuple[str, e.Event]] = [
        (session.id, e.Opened(round=2, at=at, approvals=())),
        ("another", e.Opened(round=1, at=at, approvals=())),
        (session.id, e.Closed(round=1, at=at, approvals=())),
        (session.id, e.Opened(round=1, at="2000-01-01T00:00+08:00", approvals=())),
    ]
    key = session.hall.company.of(*CHIEF).key
    for election, other in others:
        wrong = key.sign(statement(election, other))
        await refuses(town, sign(session, act, CHIEF, signature=wrong), 400, "key.signature")
    stranger = session.hall.company.of(*PRESIDER).key.sign(bytes.fromhex(act["statement"]))
    await refuses(town, sign(session, act, CHIEF, signature=stranger), 400, "key.signature")
    await refuses(town, sign(session, act, CHIEF, signature="00" * 64), 400, "key.signature")
    await refuses(town, sign(session, act, CHIEF, signature="xx"), 400, "request.malformed")
    await refuses(town, sign(session, act, CHIEF, signature=None), 400, "request.malformed")

    [waiting] = await session.api(*CHIEF).get(f"{session.path}/acts")
    assert waiting["signed"] == []


async def test_what_is_proposed_is_what_is_signed(town: Town, session: Session) -> None:
    act = await begun(session)
    content = act["content"]
    expected = e.Opened(round=1, at=content["at"], approvals=())

    assert bytes.fromhex(act["statement"]) == statement(session.id, expected)
    assert (await begun(session, by=PRESIDER))["id"] == act["id"]
    await refuses(
        town,
        answer(session.api(*CHIEF), "POST", f"{session.round(2)}/acts", json={"act": "opened"}),
        404,
        "round.unknown",
    )


async def test_an_act_that_cannot_happen_is_withdrawn_and_the_reason_told(town: Town) -> None:
    session = await town.session("keyed")
    act = await begun(session)
    await sign(session, act, CHIEF)
    before = town.stored()
    last = await sign(session, act, PRESIDER)

    assert (last.status_code, code_of(last)) == (409, "stage.wrong")
    assert town.stored() == before
    assert await session.api(*CHIEF).get(f"{session.path}/acts") == []
    await refuses(town, sign(session, act, CHIEF), 409, "act.withdrawn")
    assert (await begun(session))["id"] != act["id"]


async def test_signatures_of_a_withdrawn_act_are_worth_nothing(
    town: Town, session: Session
) -> None:
    act = await begun(session)
    await sign(session, act, CHIEF)
    await session.api(*PRESIDER).post(f"{session.path}/acts/{act['id']}/withdraw")
    await refuses(town, sign(session, act, PRESIDER), 409, "act.withdrawn")
    again = await begun(session)

    assert again["signed"] == []
    assert await stage(session) == "ready"


async def test_an_act_of_another_election_is_not_reached_from_here(
    town: Town, session: Session
) -> None:
    other = await town.session("ready")
    theirs = await begun(other)
    body = {"role": "chief_scrutineer", "holder": 1, "signature": "00" * 64}
    for path, sent in ((f"{theirs['id']}/approvals", body), (f"{theirs['id']}/withdraw", {})):
        found = answer(session.api(*CHIEF), "POST", f"{session.path}/acts/{path}", json=sent)
        await refuses(town, found, 404, "act.unknown")
    assert (await sign(other, theirs, CHIEF)).status_code == 201


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("definition_withdrawn", {}),
        ("round_voided", {"ground": "other"}),
        ("round_voided", {"clause": "第十二条"}),
        ("certified", {}),
    ],
    ids=["no reason", "no clause", "no ground", "no outcome"],
)
async def test_an_act_without_what_it_must_say_is_not_proposed(
    town: Town, session: Session, name: str, more: dict[str, str]
) -> None:
    # A checkpoint may be signed to be named in the act; anybody may ask for one at any time.
    before = town.stored() | {"ledger_checkpoints": ""}
    found = await answer(
        session.api(*CHIEF), "POST", f"{session.round()}/acts", json={"act": name, **more}
    )

    assert found.status_code in {400, 409}
    assert code_of(found) in {"request.malformed", "act.not_yet"}
    assert town.stored() | {"ledger_checkpoints": ""} == before


async def test_a_withdrawn_list_leads_back_to_drafting(session: Session) -> None:
    signers = [CLERK, PRESIDER]
    await session.act("definition_withdrawn", *signers, reason="资金来源有误")

    assert await stage(session) == "drafting"


async def uploaded(session: Session, page: bytes = PAGE) -> str:
    clerk = session.api("clerk")
    return str((await clerk.upload(f"{session.path}/pages", "签字页.pdf", page))["page"])


async def test_a_page_signed_by_hand_and_scanned_stands_for_a_signature(
    town: Town, session: Session
) -> None:
    """Entered by who signed it; the log names the page, and the record says it is paper."""
    page = await uploaded(session)
    act = await begun(session)
    await sign(session, act, CHIEF)
    happened = await sign(session, act, PRESIDER, page=page)

    assert (page, happened.json()["state"]) == (digest(PAGE), "completed")
    [*_, leaf] = await town.house.ledger.leaves(
        session.id, 0, await town.house.ledger.size(session.id)
    )
    event = decode(leaf)
    assert isinstance(event, e.Opened)
    assert PaperApproval(role="presider", holder=1, page=digest(PAGE)) in event.approvals

    session.step = "open"
    await session.until("counted")
    evidence = await session.api(*CHIEF).get_bytes(f"{session.path}/evidence.zip")
    with zipfile.ZipFile(io.BytesIO(evidence)) as archive:
        assert any(archive.read(name) == PAGE for name in archive.namelist())


async def test_a_page_that_nobody_uploaded_is_no_signature(town: Town, session: Session) -> None:
    act = await begun(session)
    await refuses(town, sign(session, act, PRESIDER, page=digest(b"?")), 404, "object.missing")


async def test_a_page_of_somebody_with_a_key_is_entered_by_nobody_else(
    town: Town, session: Session
) -> None:
    """Otherwise one clerk could carry an act of two people with two pages."""
    page = await uploaded(session)
    act = await begun(session)
    await refuses(town, sign(session, act, ("scrutineer", 1), PRESIDER, page=page), 403, "act.role")
    await refuses(town, sign(session, act, CLERK, PRESIDER, page=page), 403, "act.role")

    own = await sign(session, act, PRESIDER, page=page)
    assert own.json()["missing"] == ["chief_scrutineer"]


@pytest.mark.parametrize("page", [b"", b"x" * 20_000_001], ids=["empty", "too large"])
async def test_a_page_has_a_size(session: Session, page: bytes) -> None:
    found = await answer(
        session.api("clerk"), "POST", f"{session.path}/pages", files={"file": ("a.pdf", page)}
    )

    assert found.status_code in {400, 413}
    assert code_of(found) in {"request.malformed", "http.413"}


async def test_somebody_who_signs_by_hand_needs_no_account(town: Town) -> None:
    """The presider of this session has no key at all."""
    session = await town.session("founded")
    seats = [
        {"role": role, "number": number, "account": None if role == "presider" else person.name}
        for (role, number), person in session.hall.company.people.items()
    ]
    await session.api("clerk").post(f"{session.path}/officers", {"officers": seats})
    await session.api("clerk").upload(
        f"{session.path}/candidates", "候选项目.csv", "序号,项目名称\n1,甲\n2,乙\n3,丙".encode()
    )
    act = await begun(session, "list_frozen", CLERK)
    await sign(session, act, CLERK)
    happened = await sign(session, act, CLERK, PRESIDER, page=await uploaded(session))

    assert happened.json()["state"] == "completed"
    assert await stage(session) == "listed"


async def officers(session: Session, *leaving: Signer, **changes: str | None) -> httpx.Response:
    seats = [
        {"role": role, "number": number, "account": changes.get(f"{role}{number}", person.name)}
        for (role, number), person in session.hall.company.people.items()
        if (role, number) not in leaving
    ]
    return await answer(
        session.api("clerk"), "POST", f"{session.path}/officers", json={"officers": seats}
    )


async def test_who_is_not_on_the_list_any_more_loses_the_role(session: Session) -> None:
    leaving = session.api("scrutineer", 2)
    assert (await answer(leaving, "GET", session.path)).status_code == 200
    assert (await officers(session, ("scrutineer", 2))).status_code == 201

    found = await answer(leaving, "GET", session.path)
    assert (found.status_code, code_of(found)) == (403, "access.denied")
    assert (await answer(session.api("scrutineer", 1), "GET", session.path)).status_code == 200


async def test_a_list_of_officers_that_is_refused_changes_neither_log_nor_roles(
    town: Town, session: Session
) -> None:
    """By the log: nobody presides, one key counts and presides. By the office: a clerk presides."""
    await refuses(town, officers(session, PRESIDER), 409, "officers.wrong")
    teller = name_of(("teller", 1))
    await refuses(town, officers(session, presider1=teller), 409, "officers.wrong")
    clerk = officers(session, clerk1=None, presider1=name_of(CLERK))
    await refuses(town, clerk, 409, "role.together")

    for seat in (PRESIDER, ("teller", 1)):
        assert (await answer(session.api(*seat), "GET", session.path)).status_code == 200


async def entered(
    session: Session, teller: int, tally: ChannelTally, by: int = 0, entry: int = 1
) -> httpx.Response:
    """Let ``teller`` enter ``tally`` with a signature, their own or that of teller ``by``."""
    unsigned = e.HandCountEntered(
        round=1,
        teller=teller,
        entry=entry,
        tally=tally,
        approval=KeyApproval(role="teller", holder=teller, signature="0" * 128),
    )
    key = session.hall.company.of("teller", by or teller).key
    body = {
        "entry": entry,
        "tally": msgspec.to_builtins(tally),
        "signature": key.sign(statement(session.id, unsigned)),
    }
    path = f"{session.round()}/hand-counts"
    return await answer(session.api("teller", teller), "POST", path, json=body)


async def test_the_count_is_fixed_when_two_tellers_agree_in_every_cell(town: Town) -> None:
    session = await town.session("closed")
    tally = count_paper(NUMBERS, session.voters.paper, session.hall.plan.rules, CHOSEN)
    first = msgspec.structs.replace(tally.items[0], approve=7, oppose=1)
    other = msgspec.structs.replace(tally, items=(first, *tally.items[1:]))
    await session.api(*CHIEF).post(f"{session.round()}/box", {"count": tally.returned})

    await refuses(town, entered(session, 1, tally, by=2), 409, "signature.bad")
    assert (await entered(session, 1, tally)).json() == {"agreed": False, "differences": []}
    await refuses(town, entered(session, 1, tally), 409, "hand_count.old_entry")
    again = await entered(session, 1, tally, entry=2)
    assert again.json() == {"agreed": False, "differences": []}
    differing = (await entered(session, 2, other)).json()
    assert differing["agreed"] is False
    assert len(differing["differences"]) == 2
    shown = await session.api("teller", 1).get(f"{session.round()}/hand-counts/differences")
    assert shown == differing["differences"]

    agreed = await entered(session, 2, tally, entry=2)
    assert agreed.json() == {"agreed": True, "differences": []}
    await refuses(town, entered(session, 2, other, entry=3), 409, "act.already_done")


async def test_a_tellers_page_must_have_been_uploaded(town: Town) -> None:
    session = await town.session("closed")
    tally = count_paper(NUMBERS, session.voters.paper, session.hall.plan.rules, CHOSEN)
    await session.api(*CHIEF).post(f"{session.round()}/box", {"count": tally.returned})
    path = f"{session.round()}/hand-counts"
    body = {"tally": msgspec.to_builtins(tally), "page": digest(b"?")}
    await refuses(
        town, answer(session.api("teller"), "POST", path, json=body), 404, "object.missing"
    )

    body["page"] = await uploaded(session)
    assert (await answer(session.api("teller"), "POST", path, json=body)).status_code == 201
