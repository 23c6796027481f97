"""Sheets and cards: printed, handed out, exchanged, left over, and found in the boxes."""

from collections.abc import Awaitable, Callable

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from ballot.events.base import Channel
from ballot.sheet.format import PaperSize
from service.api import counting, evaluating, handing_out, printing
from service.api.access import allow
from service.api.bodies import (
    AssistedBallots,
    Body,
    Counted,
    Exchange,
    FailedChallenges,
    Leftover,
    Printed,
    RefusedHandIns,
    TokensIssued,
)
from service.api.handing_out import DESK
from service.api.paper_bodies import NewPrint
from service.errors import BadRequest
from service.house import House
from service.pages.desk.frame import Asked, Form, Page, access_of, do, on_to, page, placed
from service.prints import lacking

R = "/{election:str}/rounds/{number:int}/tokens"


def _channel(form: Form, name: str) -> Channel:
    match form.text(name):
        case "paper":
            return "paper"
        case "tablet":
            return "tablet"
        case _:
            raise BadRequest("请选择纸质票或者平板。")


@get(R, opt=allow(*DESK))
async def tokens(
    request: Asked, election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> Page:
    """Show the books of the round and what can be booked now."""
    place = await placed(house, election, number)
    waiting = await house.prints.waiting(election, number)
    return page(
        request,
        "tokens.html",
        **place,
        waiting=waiting,
        lacking=await lacking(house, place["round"]) if waiting else (),
        burnt=await house.ledger.burnt(election, number),
        address=str(request.base_url).rstrip("/"),
    )


@post(f"{R}/prints", opt=access_of(printing.print_sheets))
async def print_sheets(
    election: FromPath[str],
    number: FromPath[int],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """Make signed sheets; the PDF waits on the page until it was printed."""
    paper: PaperSize = "A3" if form.text("paper") == "A3" else "A4"
    data = NewPrint(
        count=max(1, form.number("count", "张数")),
        paper=paper,
        landscape=form.flag("landscape"),
        large=form.flag("large"),
    )
    await do(printing.print_sheets, election=election, number=number, data=data, house=house)
    return on_to(f"/desk/{election}/rounds/{number}/tokens")


@post(f"{R}/prints/{{name:str}}/destroyed", opt=access_of(printing.destroyed))
async def destroyed(
    election: FromPath[str],
    number: FromPath[int],
    name: FromPath[str],
    form: NamedDependency[Form],  # noqa: ARG001  (only a page's form may do this)
    house: NamedDependency[House],
) -> Page:
    """Delete a PDF after printing, and book that."""
    await do(printing.destroyed, election=election, number=number, name=name, house=house)
    return on_to(f"/desk/{election}/rounds/{number}/tokens")


def _booking(what: str, act: HTTPRouteHandler, body: Callable[[Form], Body]) -> HTTPRouteHandler:
    """Return the route that books ``what`` by the interface's ``act``."""

    async def book(
        election: FromPath[str],
        number: FromPath[int],
        form: NamedDependency[Form],
        house: NamedDependency[House],
    ) -> Page:
        await do(act, election=election, number=number, data=body(form), house=house)
        return on_to(f"/desk/{election}/rounds/{number}/tokens")

    book.__name__ = f"book_{what}"
    kept: Callable[..., Awaitable[Page]] = book
    return post(f"{R}/{what}", opt=access_of(act))(kept)


BOOKINGS = (
    _booking(
        "sheets",
        handing_out.sheets,
        lambda form: Printed(count=max(1, form.number("count", "印制张数"))),
    ),
    _booking(
        "issued",
        handing_out.issued,
        lambda form: TokensIssued(
            channel=_channel(form, "channel"), count=form.number("count", "发出张数")
        ),
    ),
    _booking(
        "leftover",
        handing_out.leftover,
        lambda form: Leftover(
            left_over=form.maybe("left_over", "剩余张数") or 0,
            archived=form.maybe("archived", "存档张数") or 0,
        ),
    ),
    _booking(
        "replaced",
        handing_out.replaced,
        lambda form: Exchange(
            from_channel=_channel(form, "from_channel"),
            to_channel=_channel(form, "to_channel"),
            count=max(1, form.number("count", "换发张数")),
        ),
    ),
    _booking("box", counting.box, lambda form: Counted(count=form.number("count", "票箱张数"))),
    _booking(
        "cards-in-box",
        counting.cards_in_box,
        lambda form: Counted(count=form.number("count", "卡箱张数")),
    ),
    _booking(
        "challenges",
        counting.challenges_counted,
        lambda form: FailedChallenges(failed=form.number("failed", "不符的次数")),
    ),
    _booking(
        "assisted",
        counting.assisted_counted,
        lambda form: AssistedBallots(
            paper=form.maybe("paper", "纸质票代写张数") or 0,
            tablet=form.maybe("tablet", "平板代写张数") or 0,
        ),
    ),
    _booking(
        "duplicates",
        evaluating.duplicates,
        lambda form: RefusedHandIns(
            paper=form.maybe("paper", "纸质重复份数") or 0,
            tablet=form.maybe("tablet", "平板重复份数") or 0,
        ),
    ),
)

router = Router(path="/desk", route_handlers=[tokens, print_sheets, destroyed, *BOOKINGS])
