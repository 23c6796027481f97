"""Printing, attendance, handing out, leftovers, exchanges."""

from typing import Any

from litestar import Request, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from ballot import events as e
from ballot.events import Event
from service.api.access import Actor, allow
from service.api.bodies import (
    Attendance,
    Cards,
    Deck,
    Exchange,
    Leftover,
    Printed,
    TokensIssued,
    VoidedCard,
)
from service.commands import just
from service.commands.deck import read_deck
from service.house import House
from service.office.roles import Role

Asked = Request[Actor, Any, Any]
DESK: tuple[Role, ...] = ("clerk", "chief_scrutineer", "scrutineer")


async def _append(house: House, election: str, *events: Event) -> dict[str, Any]:
    appended = await house.ledger.run(election, just(*events))
    return {"size": appended.size}


@post("/rounds/{number:int}/sheets", opt=allow("clerk"))
async def sheets(
    election: FromPath[str],
    number: FromPath[int],
    data: JSONBody[Printed],
    house: NamedDependency[House],
) -> dict[str, Any]:
    """Book paper ballots that were printed without machine identities."""
    event = e.SheetsPrinted(
        round=number, count=data.count, commitment=None, key=None, at=house.minute
    )
    return await _append(house, election, event)


@post("/cards", opt=allow("scrutineer", "chief_scrutineer"))
async def cards(
    election: FromPath[str], data: JSONBody[Deck], house: NamedDependency[House]
) -> dict[str, Any]:
    """Book the printed deck: only public credentials ever reach the service."""
    now = await house.ledger.head(election)
    lists = await house.work(read_deck, now.state.facts.group, data.credentials)
    names = tuple([await house.ledger.put_object(one) for one in lists])
    event = e.CardsPrinted(count=len(data.credentials[0]), credentials=names, at=house.minute)
    return await _append(house, election, event)


@post("/rounds/{number:int}/attendance", opt=allow("clerk", "chief_scrutineer"))
async def attendance(
    election: FromPath[str],
    number: FromPath[int],
    data: JSONBody[Attendance],
    house: NamedDependency[House],
) -> dict[str, Any]:
    """Declare 应到 and 实到; the last declaration before 开始投票 counts."""
    event = e.AttendanceDeclared(
        round=number, roster_total=data.roster_total, present=data.present, at=house.minute
    )
    return await _append(house, election, event)


@post("/rounds/{number:int}/issued", opt=allow(*DESK))
async def issued(
    election: FromPath[str],
    number: FromPath[int],
    data: JSONBody[TokensIssued],
    house: NamedDependency[House],
) -> dict[str, Any]:
    """Book how many persons hold a token; the last figure before 开始投票 counts."""
    event = e.Issued(round=number, channel=data.channel, count=data.count, at=house.minute)
    return await _append(house, election, event)


@post("/rounds/{number:int}/leftover", opt=allow(*DESK))
async def leftover(
    election: FromPath[str],
    number: FromPath[int],
    data: JSONBody[Leftover],
    house: NamedDependency[House],
) -> dict[str, Any]:
    """Book sheets destroyed before everybody, and samples kept."""
    event = e.LeftoverDestroyed(
        round=number, left_over=data.left_over, archived=data.archived, at=house.minute
    )
    return await _append(house, election, event)


@post("/rounds/{number:int}/cards/cancelled", opt=allow("chief_scrutineer", "scrutineer"))
async def cards_cancelled(
    election: FromPath[str],
    number: FromPath[int],
    data: JSONBody[Cards],
    house: NamedDependency[House],
) -> dict[str, Any]:
    """Book leftover cards, scanned and destroyed in public."""
    lists = tuple(tuple(sorted(one)) for one in data.credentials)
    event = e.CardsCancelled(round=number, credentials=lists, at=house.minute)
    return await _append(house, election, event)


@post("/rounds/{number:int}/replaced", opt=allow("chief_scrutineer", "scrutineer"))
async def replaced(
    election: FromPath[str],
    number: FromPath[int],
    data: JSONBody[Exchange],
    house: NamedDependency[House],
) -> dict[str, Any]:
    """Book tokens exchanged one for one, within a channel or across."""
    event = e.Replaced(
        round=number,
        from_channel=data.from_channel,
        to_channel=data.to_channel,
        count=data.count,
    )
    return await _append(house, election, event)


@post("/rounds/{number:int}/cards/voided", opt=allow("chief_scrutineer", "scrutineer"))
async def card_voided(
    request: Asked,
    election: FromPath[str],
    number: FromPath[int],
    data: JSONBody[VoidedCard],
    house: NamedDependency[House],
) -> dict[str, Any]:
    """Kill one unspent card, for this round and all later ones, and exchange it if asked to.

    The reason stays in the office.
    """
    credentials = tuple(one[0] for one in data.credentials if len(one) == 1)
    events: list[Event] = [e.CardVoided(round=number, credentials=credentials)]
    if data.to_channel is not None:
        events.append(
            e.Replaced(round=number, from_channel="tablet", to_channel=data.to_channel, count=1)
        )
    appended = await _append(house, election, *events)
    if data.reason:
        await house.accounts.card_voided(election, data.reason, by=request.user.person.id)
    return appended


router = Router(
    path="/api/elections/{election:str}",
    route_handlers=[
        sheets,
        cards,
        attendance,
        issued,
        leftover,
        cards_cancelled,
        replaced,
        card_voided,
    ],
    tags=["印制与发票"],
)
