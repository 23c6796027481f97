"""The roll, and who is there: by name, by delegation, by the number that a badge reader types."""

from typing import Any

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from ballot.attendance import quorum
from ballot.importing.faults import Faults
from ballot.importing.wording import compact
from ballot.roll import Deputy, is_badge, of_badge
from ballot.state import Election
from service.api import handing_out, listing
from service.api.bodies import Attendance, Presence
from service.errors import BadRequest
from service.house import House
from service.office.errors import Conflict
from service.pages.desk.frame import Asked, Form, Page, access_of, by_htmx, do, on_to, page, placed

SHOWN = 30
"""Matches of a search on the page at once."""


@get("/{election:str}/roll", opt=access_of(listing.roll))
async def roll(request: Asked, election: FromPath[str], house: NamedDependency[House]) -> Page:
    """Show the roll, or how to bring one in."""
    place = await placed(house, election)
    return page(request, "roll.html", **place, deputies=await house.rolls.deputies(election))


@post("/{election:str}/roll/preview", opt=access_of(listing.import_roll), status_code=200)
async def preview_roll(
    request: Asked,
    election: FromPath[str],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """Show what a file would bring in, or every fault of it; nothing is kept."""
    await house.ledger.head(election)
    content, name = await listing.sent(form.file())
    read = await house.work(listing.roll_in, content, name)
    faults = read.faults if isinstance(read, Faults) else ()
    return page(request, "roll_preview.html", read=read, faults=faults)


@post("/{election:str}/roll", opt=access_of(listing.import_roll))
async def save_roll(
    request: Asked,
    election: FromPath[str],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """Put the roll of a file in the place of the old one; all of it or nothing."""
    done = await do(
        listing.import_roll, request=request, election=election, data=form.file(), house=house
    )
    all_or_nothing(done)
    return on_to(f"/desk/{election}/roll")


def all_or_nothing(done: Any) -> None:
    """Raise BadRequest with the first faults of a list that was not imported."""
    if "faults" not in done.content:
        return
    listed = done.content["faults"]
    first = "；".join(
        f"第 {one['row']} 行{one['column']}列{one['found']}，应为{one['expected']}"
        for one in listed[:3]
    )
    raise BadRequest(f"{done.content['title']}{first}。请点“先看一看”查看全部。")


@get("/{election:str}/rounds/{number:int}/attendance", opt=access_of(listing.presence))
async def attendance(
    request: Asked, election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> Page:
    """Show the check-in desk."""
    return await _desk(request, house, election, number, "attendance.html")


async def _desk(
    request: Asked, house: House, election: str, number: int, name: str, **more: Any
) -> Page:
    place = await placed(house, election, number)
    deputies = await house.rolls.deputies(election)
    here = {one.number for one in await house.rolls.present(election, number)}
    groups: dict[str, list[Deputy]] = {}
    for one in deputies:
        groups.setdefault(one.delegation, []).append(one)
    return page(
        request,
        name,
        **place,
        deputies=deputies,
        present=here,
        groups=groups,
        quorum=_quorum(place["state"], len(deputies)),
        **{"query": "", "found": (), "last": None, "opened": None, **more},
    )


def _quorum(state: Election, total: int) -> int:
    return quorum(state.rules.quorum_rule, state.rules.roster_total or total)


@get(
    "/{election:str}/rounds/{number:int}/attendance/figures",
    opt=access_of(listing.presence, still=True),
)
async def figures(
    request: Asked, election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> Page:
    """Return the two figures alone: several desks check in at once."""
    return await _desk(request, house, election, number, "attendance_figures.html")


@get("/{election:str}/rounds/{number:int}/attendance/found", opt=access_of(listing.presence))
async def search(
    request: Asked, election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> Page:
    """Return who is meant by what has been typed so far."""
    query = request.query_params.get("query", "")
    found = matches(await house.rolls.deputies(election), query, election)[:SHOWN]
    return await _desk(
        request, house, election, number, "attendance_found.html", query=query, found=found
    )


def matches(deputies: tuple[Deputy, ...], query: str, election: str = "") -> list[Deputy]:
    """Return who ``query`` means: a badge, the line of the roll, the seat, the name, or a part."""
    wanted = compact(query)
    if not wanted:
        return []
    if is_badge(query):
        badge = of_badge(election, deputies, query)
        return [] if badge is None else [badge]
    exact = [
        one for one in deputies if wanted in (str(one.number), compact(one.seat), compact(one.name))
    ]
    return exact or [
        one for one in deputies if wanted in compact(one.name) or wanted in compact(one.delegation)
    ]


@post(
    "/{election:str}/rounds/{number:int}/attendance/marks",
    opt=access_of(listing.mark),
    status_code=200,
)
async def mark(
    request: Asked,
    election: FromPath[str],
    number: FromPath[int],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """Mark who was chosen, or the one whom the typed text means."""
    present = form.text("present") != "0"
    numbers = form.numbers("deputies", "代表序号")
    deputies = await house.rolls.deputies(election)
    if not numbers:
        numbers = (
            _single(deputies, form.text("query", "姓名、座位或者名册序号"), election).number,
        )
    await do(
        listing.mark,
        election=election,
        number=number,
        data=Presence(deputies=numbers, present=present),
        house=house,
    )
    if not by_htmx(request):
        return on_to(f"/desk/{election}/rounds/{number}/attendance")
    last = [one for one in deputies if one.number in numbers]
    return await _desk(
        request,
        house,
        election,
        number,
        "attendance_marked.html",
        last={"deputies": last, "present": present, "undo": form.flag("undo")},
        opened=form.text("opened") or None,
    )


def _single(deputies: tuple[Deputy, ...], query: str, election: str) -> Deputy:
    found = matches(deputies, query, election)
    if not found and is_badge(query):
        raise BadRequest(
            "这张签到卡不是现在这份名册的：可能是别的会议的，或者印好以后换过名册。请按姓名签到。"
        )
    if not found:
        raise BadRequest(f"名册里没有“{query[:40]}”，请核对姓名、座位或者名册序号。")
    if len(found) > 1:
        raise Conflict(f"有 {len(found)} 名代表符合“{query[:40]}”，请在下面点选。")
    return found[0]


@post(
    "/{election:str}/rounds/{number:int}/attendance",
    opt=access_of(handing_out.attendance),
)
async def declare(
    election: FromPath[str],
    number: FromPath[int],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """Declare 应到 and 实到; only these two figures enter the log."""
    data = Attendance(
        roster_total=form.number("roster_total", "应到"), present=form.number("present", "实到")
    )
    await do(handing_out.attendance, election=election, number=number, data=data, house=house)
    return on_to(f"/desk/{election}/rounds/{number}")


router = Router(
    path="/desk",
    route_handlers=[
        roll,
        preview_roll,
        save_roll,
        attendance,
        figures,
        search,
        mark,
        declare,
    ],
)
