"""A teller's own figures: entered apart, looked at once more, signed; then compared."""

from typing import Any

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from ballot import events as e
from ballot.canonical import Digest, canonical, digest
from ballot.definition import read_definition
from ballot.events.base import PaperApproval
from ballot.results import ChannelTally, ItemTotals, WrittenIn
from ballot.rules import Rules
from ballot.signing import statement
from ballot.state import Election, Round
from counting.hand_count import BALLOT_CELLS, ITEM_CELLS
from service.api import acts, counting
from service.api.bodies import HandCount
from service.commands.holders import holder_number
from service.errors import BadRequest
from service.house import House
from service.office.errors import OfficeError
from service.pages.desk.frame import Asked, Form, Page, access_of, do, on_to, page, placed
from service.pages.words import Said, said

ACCESS = access_of(counting.enter_hand_count)
NO_PAGE = Digest("0" * 64)
"""Stands for the approval, which is no part of what is signed."""

LONGEST = 200_000
LONGEST_TITLE = 200


def columns(rules: Rules) -> list[tuple[str, str]]:
    """Return the columns of the form: the field of `ItemTotals`, or ``grade-1``…, and its name."""
    if rules.ballot_mode == "graded":
        grades = [(f"grade-{at}", name) for at, name in enumerate(rules.grades, start=1)]
        unknown = [("dont_know", ITEM_CELLS["dont_know"])] if "dont_know" in rules.choices else []
        rest = [(name, ITEM_CELLS[name]) for name in ("abstain", "illegible")]
        return [*grades, *unknown, *rest]
    shown = ["approve", "oppose", "abstain", "illegible"]
    if rules.ballot_mode == "ranked":
        shown.append("points")
    return [(name, ITEM_CELLS[name]) for name in shown]


def rows(rules: Rules, current: Round) -> tuple[int, ...]:
    """Return the projects that have a row: one stands for all where the list is voted on whole."""
    listed = tuple(sorted(current.candidates))
    return listed[:1] if rules.ballot_mode == "whole_list" else listed


def written_of(text: str) -> tuple[WrittenIn, ...]:
    """Return 另提项目, a line each: the title, a space, the votes. Raises BadRequest."""
    found: dict[str, int] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        title, _, votes = line.replace("\u3000", " ").rpartition(" ")
        title = title.strip()
        if not title or not votes.isdecimal() or len(title) > LONGEST_TITLE or title in found:
            raise BadRequest(
                f"另提项目“{line[:40]}”应写成名称、空格、票数，一行一项，同一名称只写一次。"
            )
        found[title] = int(votes)
    return tuple(WrittenIn(title=title, approve=found[title]) for title in sorted(found))


async def _names(house: House, current: Round) -> dict[int, str]:
    if current.definition is None:
        return {}
    definition = read_definition(await house.ledger.get_object(current.definition))
    return {one.number: one.name for one in definition.candidates}


@get("/{election:str}/rounds/{number:int}/hand-count", opt=ACCESS)
async def hand_count(
    request: Asked, election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> Page:
    """Show the form, and where two entries differ once both are there."""
    place = await placed(house, election, number)
    state, current = place["state"], place["round"]
    try:
        teller = await holder_number(house, state, request.user.person, "teller")
    except OfficeError:
        teller = None
    own = current.entries.get(teller) if teller else None
    return page(
        request,
        "hand_count.html",
        **place,
        teller=teller,
        names=await _names(house, current),
        rows=rows(state.rules, current),
        columns=columns(state.rules),
        ballots=BALLOT_CELLS,
        own=own,
        cells=_cells(own, columns(state.rules)) if own else {},
        differences=[] if current.hand_count else counting.differences(current.entries),
        others=len([one for one in current.entries if one != teller]),
    )


def _cells(tally: ChannelTally, asked: list[tuple[str, str]]) -> dict[str, int]:
    """Return a teller's own figures as the form names them."""
    found = {name: getattr(tally, name) for name in BALLOT_CELLS}
    for item in tally.items:
        for name, _ in asked:
            grade = name.partition("grade-")[2]
            value = item.grades[int(grade) - 1] if grade else getattr(item, name)
            found[f"{name}-{item.number}"] = value
    return found


def tally_of_form(form: Form, state: Election, current: Round) -> ChannelTally:
    """Return the figures of the form. Raises BadRequest for a cell that is empty or no number."""
    asked = columns(state.rules)
    shown = rows(state.rules, current)
    items = []
    for number in sorted(current.candidates):
        row = number if number in shown else shown[0]
        cells = {
            name: form.number(f"{name}-{row}", f"{row} 号项目{label}") for name, label in asked
        }
        grades = tuple(cells.pop(name) for name, _ in asked if name.startswith("grade-"))
        whole = {"approve": 0, "oppose": 0, **cells}
        items.append(ItemTotals(number=number, grades=grades, **whole))
    figures = {name: form.number(name, label) for name, label in BALLOT_CELLS.items()}
    channel = "hands" if current.hands else "paper"
    return ChannelTally(
        channel=channel,
        items=tuple(items),
        returned=figures["returned"],
        valid=figures["valid"],
        invalid=figures["invalid"],
        foreign=figures["foreign"],
        written=written_of(form.text("written")),
    )


def oddities(tally: ChannelTally) -> list[Said]:
    """Return what does not add up in a teller's own figures, to be looked at before signing."""
    found = []
    if tally.returned != tally.valid + tally.invalid:
        found.append(
            said(
                "收回 {returned} 张，有效 {valid} 张加无效 {invalid} 张，相差 {short} 张。",
                returned=tally.returned,
                valid=tally.valid,
                invalid=tally.invalid,
                short=abs(tally.returned - tally.valid - tally.invalid),
            )
        )
    for one in tally.items:
        total = one.approve + one.oppose + one.abstain + one.illegible + one.dont_know
        total += sum(one.grades)
        if total != tally.valid:
            found.append(
                said(
                    "{number} 号项目各栏合计 {total}，有效票 {valid} 张。",
                    number=one.number,
                    total=total,
                    valid=tally.valid,
                )
            )
    return found


@post("/{election:str}/rounds/{number:int}/hand-count", opt=ACCESS, status_code=200)
async def check(
    request: Asked,
    election: FromPath[str],
    number: FromPath[int],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """Show a teller the figures once more, with what does not add up, to be signed."""
    place = await placed(house, election, number)
    state, current = place["state"], place["round"]
    teller = await holder_number(house, state, request.user.person, "teller")
    tally = tally_of_form(form, state, current)
    entry = current.entered.get(teller, 0) + 1
    event = e.HandCountEntered(
        round=number,
        teller=teller,
        entry=entry,
        tally=tally,
        approval=PaperApproval(role="teller", holder=teller, page=NO_PAGE),
    )
    signed_text = statement(election, event)
    answer = page(
        request,
        "hand_count_sign.html",
        **place,
        teller=teller,
        entry=entry,
        tally=tally,
        sent=canonical(tally).decode(),
        cells=_cells(tally, columns(state.rules)),
        columns=columns(state.rules),
        ballots=BALLOT_CELLS,
        names=await _names(house, current),
        rows=rows(state.rules, current),
        oddities=oddities(tally),
        statement=signed_text.hex(),
        digest=digest(signed_text),
    )
    answer.headers["hx-push-url"] = "false"
    return answer


@post("/{election:str}/rounds/{number:int}/hand-count/signed", opt=ACCESS)
async def signed(
    request: Asked,
    election: FromPath[str],
    number: FromPath[int],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """Enter the figures that a teller looked at, under the page signed by hand."""
    text, entry = form.text("tally", "计票数"), form.number("entry", "第几次登记")
    try:
        tally = msgspec.json.decode(text[:LONGEST], type=ChannelTally)
    except msgspec.DecodeError as error:
        raise BadRequest("计票数没有传完整，请返回重新填写。") from error
    kept: dict[str, Any] = await do(
        acts.upload_page, election=election, data=form.file(), house=house
    )
    data = HandCount(entry=max(1, entry), tally=tally, page=kept["page"])
    await do(
        counting.enter_hand_count,
        request=request,
        election=election,
        number=number,
        data=data,
        house=house,
    )
    return on_to(f"/desk/{election}/rounds/{number}/hand-count")


router = Router(path="/desk", route_handlers=[hand_count, check, signed])
