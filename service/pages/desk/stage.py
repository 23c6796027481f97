"""The page of a round: where it stands, what is missing, the one next thing; and mishaps."""

from typing import Any

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from ballot.canonical import digest
from ballot.events.base import Role
from ballot.events.deciding import Device, Matter, VoidGround
from ballot.events.listing import RoundKind
from ballot.state import Election, Round
from counting.standing import standing
from service.api import ceremony, counting, elections
from service.api.access import MEMBERS, Access, allow
from service.api.bodies import Ceremony, NewRound
from service.errors import BadRequest
from service.house import House
from service.pages.desk.frame import Asked, Form, Page, access_of, do, on_to, page, placed
from service.pages.desk.steps import BAR, Known, progress
from service.pages.desk.wording import WORDS
from service.scanning.copies import in_doubt

KINDS: dict[str | None, RoundKind] = {
    "runoff": "runoff",
    "fill_same_session": "fill",
    "re_vote": "revote",
}
"""The kind of round by which each pending action goes on."""

GROUNDS: tuple[VoidGround, ...] = (
    "returned_gt_issued",
    "urn_lost",
    "keys_lost",
    "below_min_channel",
    "devices_failed",
)
DEVICES: tuple[Device, ...] = ("scanner", "tablets", "network")
MATTERS: tuple[Matter, ...] = ("tie", "second_tie", "shortfall", "revote")


async def known_of(house: House, state: Election, current: Round) -> Known:
    """Return what the office knows of the round."""
    waiting: dict[str, tuple[Role, ...]] = {}
    for one in await house.acts.pending(state.id):
        name, _, number = one.act.partition(":")
        if number == str(current.number):
            waiting[name] = one.missing
    attendance = await house.rolls.attendance(state.id, current.number)
    return Known(
        roll=attendance.roster_total,
        marked=attendance.present,
        listed=len((await house.drafts.of(state.id)).candidates),
        waiting=waiting,
        doubtful=in_doubt(current, await house.copies.of(state.id, current)),
    )


@get("/{election:str}", opt=allow(*MEMBERS))
async def newest(request: Asked, election: FromPath[str], house: NamedDependency[House]) -> Page:
    """Show where the newest round stands."""
    return await _round(request, house, election)


@get("/{election:str}/rounds/{number:int}", opt=allow(*MEMBERS))
async def one_round(
    request: Asked, election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> Page:
    """Show where a round stands."""
    return await _round(request, house, election, number)


async def _round(request: Asked, house: House, election: str, number: int | None = None) -> Page:
    return page(request, "round.html", **await _shown(request, house, election, number))


async def _shown(request: Asked, house: House, election: str, number: int | None) -> dict[str, Any]:
    place = await placed(house, election, number)
    state, current = place["state"], place["round"]
    found = progress(state, current, await known_of(house, state, current))
    held = {role for role in MEMBERS if request.user.person.holds(role, election)}
    return {
        **place,
        "progress": found,
        "mark": digest(repr((state.size, found)).encode())[:16],
        "bar": BAR,
        "reached": BAR.index(current.stage) if current.stage in BAR else -1,
        "held": held,
        "filling": KINDS.get(standing(state).pending) == "fill",
        "tokens": [
            (name, tokens)
            for name, tokens in (("纸质票", current.paper), ("投票卡", current.tablet))
            if tokens.printed
        ],
    }


@get(
    "/{election:str}/rounds/{number:int}/live",
    opt={"access": Access(roles=frozenset(MEMBERS), still=True)},
)
async def live(
    request: Asked, election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> Page:
    """Return what has changed on a round's page that stands; nothing if nothing has."""
    shown = await _shown(request, house, election, number)
    if request.query_params.get("seen") == shown["mark"]:
        return Response(None, status_code=204)
    return page(request, "round_live.html", **shown)


@post("/{election:str}/rounds/{number:int}/outcome", opt=access_of(counting.outcome))
async def outcome(
    election: FromPath[str],
    number: FromPath[int],
    form: NamedDependency[Form],  # noqa: ARG001  (only a page's form may do this)
    house: NamedDependency[House],
) -> Page:
    """Join the channels and draw the outcome."""
    await do(counting.outcome, election=election, number=number, house=house)
    return on_to(f"/desk/{election}/rounds/{number}")


@post("/{election:str}/rounds", opt=access_of(elections.further_round))
async def next_round(
    election: FromPath[str],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """Begin the round that the rules ask for next."""
    state = (await house.ledger.head(election)).state
    kind = KINDS.get(standing(state).pending)
    if kind is None:
        raise BadRequest("现在没有需要另开的一轮。")
    named = form.numbers("candidates", "项目序号")
    data = NewRound(kind=kind, candidates=named, hands=form.flag("hands"))
    done = await do(elections.further_round, election=election, data=data, house=house)
    return on_to(f"/desk/{election}/rounds/{done['round']}")


@get("/{election:str}/rounds/{number:int}/exceptions", opt=allow(*MEMBERS))
async def exceptions(
    request: Asked, election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> Page:
    """Show the acts for what does not go as planned."""
    place = await placed(house, election, number)
    return page(
        request,
        "exceptions.html",
        **place,
        grounds=[(one, WORDS[one]) for one in GROUNDS],
        devices=[(one, WORDS[one]) for one in DEVICES],
        matters=[(one, WORDS[one]) for one in MATTERS],
        standing=standing(place["state"]),
    )


@get("/{election:str}/rounds/{number:int}/keys", opt=allow(*MEMBERS))
async def keys(
    request: Asked, election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> Page:
    """Show how far the 监票人 are with the election key."""
    place = await placed(house, election, number)
    return page(request, "keys.html", **place, ceremony=place["state"].ceremony)


@post("/{election:str}/rounds/{number:int}/keys", opt=access_of(ceremony.start))
async def begin_keys(
    election: FromPath[str],
    number: FromPath[int],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """Begin, or begin again, to make the election key."""
    data = Ceremony(
        trustees=max(1, form.number("trustees", "密钥份数")),
        threshold=max(1, form.number("threshold", "开启所需份数")),
    )
    await do(ceremony.start, election=election, data=data, house=house)
    return on_to(f"/desk/{election}/rounds/{number}/keys")


router = Router(
    path="/desk",
    route_handlers=[newest, one_round, live, outcome, next_round, exceptions, keys, begin_keys],
)
