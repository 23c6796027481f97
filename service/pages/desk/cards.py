"""Voting cards at the scrutineers' desk: what became of one, exchanging one, destroying leftovers.

A card is read in the browser (`web/src/cards`); only public credentials reach a form.
"""

from typing import Final

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from ballot.events.base import Channel
from service.api import handing_out
from service.api.bodies import Cards, Credential, VoidedCard
from service.errors import BadRequest
from service.house import House
from service.pages.desk.frame import Asked, Form, Page, access_of, do, on_to, page, placed
from service.pages.words import said, worded

R: Final = "/{election:str}/rounds/{number:int}/cards"
REASONS = {
    "damaged": said("卡损坏，扫不出"),
    "paper": said("代表改用纸质票"),
    "device": said("平板或者网络故障"),
    "seen": said("卡上的代码被别人看到"),
    "other": said("其他"),
}
LONGEST = 5_000_000
"""Bytes of the credentials of a large pile."""


@get(R, opt=access_of(handing_out.card_voided))
async def cards(
    request: Asked, election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> Page:
    """Show the desk of the cards."""
    place = await placed(house, election, number)
    return page(
        request,
        "cards.html",
        **place,
        reasons=REASONS,
        done=request.query_params.get("done", ""),
    )


@post(f"{R}/voided", opt=access_of(handing_out.card_voided))
async def voided(
    request: Asked,
    election: FromPath[str],
    number: FromPath[int],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """Void an unspent card and book what its holder gets for it, both or neither."""
    reason = REASONS.get(form.text("reason"))
    if reason is None:
        raise BadRequest("请选择作废这张卡的理由。")
    more = form.short("more", "补充说明", 150)
    data = VoidedCard(
        credentials=_scanned(form),
        to_channel=_channel(form),
        reason=worded(reason, "zh") + (f"：{more}" if more else ""),
    )
    await do(
        handing_out.card_voided,
        request=request,
        election=election,
        number=number,
        data=data,
        house=house,
    )
    return on_to(f"/desk/{election}/rounds/{number}/cards?done=voided")


def _channel(form: Form) -> Channel | None:
    match form.text("to_channel"):
        case "paper":
            return "paper"
        case "tablet":
            return "tablet"
        case "none":
            return None
        case _:
            raise BadRequest("请选择换发什么：纸质票、另一张投票卡，或者不换发。")


@post(f"{R}/cancelled", opt=access_of(handing_out.cards_cancelled))
async def cancelled(
    election: FromPath[str],
    number: FromPath[int],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """Book leftover cards that were scanned and destroyed before everybody."""
    data = Cards(credentials=_scanned(form))
    await do(handing_out.cards_cancelled, election=election, number=number, data=data, house=house)
    return on_to(f"/desk/{election}/rounds/{number}/cards?done=cancelled")


def _scanned(form: Form) -> tuple[tuple[str, ...], ...]:
    """Return what the page's program read of the cards. Raises BadRequest before one was."""
    try:
        sent = form.text("credentials")[:LONGEST]
        found = msgspec.json.decode(sent, type=tuple[tuple[Credential, ...], ...])
    except msgspec.DecodeError as error:
        raise BadRequest("还没有扫到投票卡。请先扫描卡，再登记。") from error
    if not any(found):
        raise BadRequest("还没有扫到投票卡。请先扫描卡，再登记。")
    return found


router = Router(path="/desk", route_handlers=[cards, voided, cancelled])
