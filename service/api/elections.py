"""Elections: create, list, look at, appoint officers, start further rounds."""

from typing import Any

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import UNSET

from ballot import events as e
from ballot.events.listing import Officer
from ballot.fold import apply
from ballot.recusal import Seat, recusals
from ballot.rules.adoption import founded, write_kept
from ballot.rules.parsing import read_document
from ballot.rules.template_file import template_from
from ballot.state import Election
from service.api.access import LOG_READ, MEMBERS, PUBLIC, SIGNED_IN, Actor, allow
from service.api.bodies import NewElection, NewRound, Officers, OfficerSeat
from service.api.shown import shown_election, shown_public
from service.commands import just
from service.commands.rounds import next_round
from service.errors import BadRequest
from service.house import House
from service.measures import clauses_passed, facts_of

Asked = Request[Actor, Any, Any]
MOST = 10_000_000
"""Bytes of a request: a Word file in base64, the rules and their templates."""


@post("/elections", opt=allow("clerk"))
async def create(
    request: Asked, data: JSONBody[NewElection], house: NamedDependency[House]
) -> dict[str, str]:
    """Begin a 票决 under the rules that the session passed; keep their text and templates."""
    # The decoder of the body takes the last of two equal keys; a clause must not vanish so.
    read_document(await request.body(), most=MOST)
    return {"id": await begun(house, data)}


async def begun(house: House, data: NewElection) -> str:
    """Begin a 票决 and return its id. Raises what `founded` and `clauses_passed` raise."""
    templates = [template_from(one) for one in data.templates]
    rules = founded(data.rules, templates)
    facts = facts_of(data.title, data.session, data.body)
    clauses = await house.work(clauses_passed, rules, facts, data.text, data.docx)
    election = house.entropy(10).hex()
    key = house.log_keys.create(election)
    kept = [await house.ledger.put_object(write_kept(one)) for one in templates]
    event = e.ElectionCreated(
        id=election,
        title=data.title,
        session=data.session,
        body=data.body,
        rules=rules,
        group=data.group,
        rehearsal=data.rehearsal,
        log_key=key.public_key,
        at=house.minute,
        clauses=clauses,
        templates=tuple(kept) or UNSET,
        wording=facts.wording,
    )
    apply(Election(), event)
    await house.ledger.create(election, [event])
    return election


@get("/elections", opt=SIGNED_IN)
async def every(request: Asked, house: NamedDependency[House]) -> list[dict[str, Any]]:
    """List the elections in which the person has a role, or all for a clerk."""
    states = [(await house.ledger.head(one)).state for one in await house.ledger.elections()]
    grants = request.user.person.grants
    return [
        {"id": one.id, "title": one.facts.title, "stage": one.current.stage}
        for one in states
        if any(grant.covers(grant.role, one.id) for grant in grants)
    ]


@get("/elections/{election:str}", opt=allow(*MEMBERS, scope=LOG_READ))
async def look(election: FromPath[str], house: NamedDependency[House]) -> dict[str, Any]:
    """Return the state of the election: stages, books and, once they may be seen, results."""
    return shown_election((await house.ledger.head(election)).state)


@get("/elections/{election:str}/public", opt=PUBLIC)
async def look_public(election: FromPath[str], house: NamedDependency[House]) -> dict[str, Any]:
    """Return what everybody may know: the stage, and the results once announced."""
    return shown_public((await house.ledger.head(election)).state)


@post("/elections/{election:str}/officers", opt=allow("clerk"))
async def officers(
    request: Asked,
    election: FromPath[str],
    data: JSONBody[Officers],
    house: NamedDependency[House],
) -> dict[str, Any]:
    """Appoint the officers as passed: they get their roles here, and their keys go on record.

    Who is not on the list any more loses the role. ``warnings`` name who should perhaps stand back
    (监票回避); they hinder nothing.
    """
    appointed = tuple([await _officer(house, one) for one in data.officers])
    event = e.OfficersAppointed(officers=appointed, at=house.minute)
    # What the log would refuse changes no role, and what the office refuses is not in the log.
    apply((await house.ledger.state(election)), event)
    wanted = [
        ((await house.accounts.named(one.account)).id, one.role, one.number)
        for one in data.officers
        if one.account is not None
    ]
    await house.accounts.appoint(election, wanted, by=request.user.person.id)
    size = (await house.ledger.run(election, just(event))).size
    return {"size": size, "warnings": await _recusals(house, election, data.officers)}


async def _recusals(house: House, election: str, seats: tuple[OfficerSeat, ...]) -> tuple[str, ...]:
    """Compare the officers with the projects listed so far, as the office knows both."""
    state = (await house.ledger.head(election)).state
    if not state.rules.recusal_check:
        return ()
    roll = {one.name: one.delegation for one in await house.rolls.deputies(election)}
    known = [
        Seat(
            role=one.role,
            number=one.number,
            unit=one.unit or "",
            delegation=one.delegation or roll.get(one.account or "", ""),
        )
        for one in seats
    ]
    return recusals(known, (await house.drafts.of(election)).candidates)


async def _officer(house: House, seat: OfficerSeat) -> Officer:
    if seat.account is None or seat.paper:
        return Officer(role=seat.role, number=seat.number, key=None)
    account = await house.accounts.named(seat.account)
    keyfile = await house.keys.of(account.id)
    return Officer(role=seat.role, number=seat.number, key=keyfile.public_key)


@post("/elections/{election:str}/rounds", opt=allow("clerk"))
async def further_round(
    election: FromPath[str], data: JSONBody[NewRound], house: NamedDependency[House]
) -> dict[str, int]:
    """Start 再次票决, 另行票决, 重新票决 or 再次测评; who stands in it follows from the log."""
    if data.kind == "first":
        raise BadRequest("第一轮随票决建立而开始，不能再次开始。")
    decide = next_round(data.kind, data.candidates, house.minute, hands=data.hands)
    await house.ledger.run(election, decide)
    return {"round": len((await house.ledger.head(election)).state.rounds)}


router = Router(
    path="/api",
    route_handlers=[create, every, look, look_public, officers, further_round],
    tags=["票决"],
)
