"""The list that the meeting passed: who presides, scrutinises, counts; and how each one signs."""

from collections.abc import Iterable

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from ballot.events.base import Role
from ballot.state import Election
from service.api import elections
from service.api.bodies import Officers, OfficerSeat
from service.house import House
from service.office.errors import NotFound
from service.office.people import Account
from service.pages.desk.frame import Asked, Form, Page, access_of, do, page, placed

Seat = tuple[Role, int]
TELLERS = 2
SCRUTINEERS = 3
"""Seats offered where the rules leave the number open."""

MOST_SCRUTINEERS = 99


def seats_of(state: Election, scrutineers: int) -> list[Seat]:
    """Return the seats of the form, in the order of the hall."""
    alone: list[Seat] = [("presider", 1), ("clerk", 1), ("chief_scrutineer", 1)]
    several: list[Seat] = [("scrutineer", one + 1) for one in range(scrutineers)]
    tellers = max(TELLERS, sum(1 for one in state.officers if one.role == "teller"))
    return [*alone, *several, *(("teller", one + 1) for one in range(tellers))]


async def keys_by_account(house: House, accounts: Iterable[Account]) -> dict[str, str]:
    """Return the enrolled key of every account that has one, by the account's name."""
    found = {}
    for one in accounts:
        try:
            found[one.name] = (await house.keys.of(one.id)).public_key
        except NotFound:
            continue
    return found


@get("/{election:str}/officers", opt=access_of(elections.officers))
async def officers_page(
    request: Asked, election: FromPath[str], house: NamedDependency[House]
) -> Page:
    """Show the list and let the clerk change it."""
    return await _shown(request, house, election)


async def _shown(
    request: Asked, house: House, election: str, warnings: tuple[str, ...] | None = None
) -> Page:
    place = await placed(house, election)
    state: Election = place["state"]
    accounts = [one for one in await house.accounts.all() if not one.disabled]
    keys = await keys_by_account(house, accounts)
    appointed = state.rules.scrutineers.appointed
    asked = request.query_params.get("scrutineers", "")
    wanted = int(asked) if asked.isdecimal() and len(asked) < len("100") else 0
    count = appointed or wanted or _scrutineers(state) or SCRUTINEERS
    return page(
        request,
        "officers.html",
        **place,
        seats=seats_of(state, min(max(count, 1), MOST_SCRUTINEERS)),
        sitting=await house.accounts.seats(election),
        names=[one.name for one in accounts if not one.holds("administrator", "")],
        keys=keys,
        by_key={(one.role, one.number): one.key is not None for one in state.officers},
        appointed=appointed,
        warnings=warnings,
    )


def _scrutineers(state: Election) -> int:
    return sum(1 for one in state.officers if one.role == "scrutineer")


@post("/{election:str}/officers", opt=access_of(elections.officers))
async def appoint(
    request: Asked,
    election: FromPath[str],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """Appoint the people of the list; who has no key signs on paper."""
    place = await placed(house, election)
    keys = await keys_by_account(house, await house.accounts.all())
    seats = seats_of(place["state"], max(1, form.number("scrutineers", "监票人人数")))
    listed = tuple(
        OfficerSeat(
            role=role,
            number=number,
            account=(name := form.text(f"{role}-{number}")) or None,
            paper=name not in keys or form.flag(f"{role}-{number}-paper"),
            unit=form.text(f"{role}-{number}-unit") or None,
        )
        for role, number in seats
    )
    done = await do(
        elections.officers,
        request=request,
        election=election,
        data=Officers(officers=listed),
        house=house,
    )
    return await _shown(request, house, election, tuple(done["warnings"]))


router = Router(path="/desk", route_handlers=[officers_page, appoint])
