"""Acts that wait for signatures: what each says, who has signed, and how the others can.

Whoever has a key signs on the own device: the element ``data-sign-act`` carries what is signed, and
the program of the keys finds it there. Whoever has none signs the printed page, which the clerk
uploads.
"""

from typing import Any, get_args

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from ballot.canonical import digest
from ballot.definition import read_definition
from ballot.events.base import Role
from ballot.state import Election
from service.api import acts
from service.api.access import allow
from service.api.bodies import NewAct, NewApproval
from service.commands.acts import ActName
from service.errors import BadRequest
from service.house import House
from service.office.acts import PendingAct
from service.office.errors import NotFound
from service.pages.desk.frame import Asked, Form, Page, access_of, do, on_to, page, placed
from service.pages.desk.wording import ACTS, FIELDS, WORDS

TEXTS = ("order_seed", "reason", "ground", "clause", "device", "matter", "text", "seed")


@post("/{election:str}/rounds/{number:int}/acts", opt=access_of(acts.propose))
async def propose(
    request: Asked,
    election: FromPath[str],
    number: FromPath[int],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """Propose an act; then people sign it on the page of the acts."""
    name = form.text("act", "事项")
    if name not in get_args(ActName):
        raise BadRequest("没有这种事项。")
    said = {field: text for field in TEXTS if (text := form.text(field))}
    figures = {
        "projects": form.numbers("projects", "项目序号"),
        "readings": form.maybe("readings", "已读张数") or 0,
        "batch": form.maybe("batch", "捆号"),
    }
    try:
        data = msgspec.convert({"act": name, **said, **figures}, NewAct)
    except msgspec.ValidationError as error:
        raise BadRequest("所填的内容不符合要求，请检查后重新提交。") from error
    await do(
        acts.propose, request=request, election=election, number=number, data=data, house=house
    )
    return on_to(f"/desk/{election}/acts")


@get("/{election:str}/acts", opt=access_of(acts.pending))
async def waiting(request: Asked, election: FromPath[str], house: NamedDependency[House]) -> Page:
    """List the acts that wait for somebody."""
    place = await placed(house, election)
    found = [
        await _shown(request, house, place["state"], one)
        for one in await house.acts.pending(election)
    ]
    return page(request, "acts.html", **place, acts=found)


async def _shown(request: Asked, house: House, state: Election, act: PendingAct) -> dict[str, Any]:
    """Return an act in words, with a line for everybody who may sign it."""
    content = msgspec.json.decode(act.statement)["content"]
    own = await _own_key(request, house)
    signed = {(one.role, one.holder) for one in act.approvals}
    named = await house.accounts.seats(state.id)
    seats = [
        {
            "role": one.role,
            "number": one.number,
            "name": named.get((one.role, one.number), ""),
            "signed": (one.role, one.number) in signed,
            "key": one.key is not None,
            "mine": one.key is not None and one.key == own,
        }
        for one in state.officers
        if one.role in act.needed
    ]
    return {
        "act": act,
        "name": ACTS[content["event"]],
        "content": [
            (FIELDS.get(name, name), _value(name, value))
            for name, value in content.items()
            if name != "event"
        ],
        "statement": act.statement.hex(),
        "digest": digest(act.statement),
        "seats": seats,
        "missing": act.missing,
        "lists": content["event"] == "list_frozen",
        "projects": await _projects(house, state, content),
        "round": content["round"],
    }


async def _projects(
    house: House, state: Election, content: dict[str, Any]
) -> list[tuple[int, str]]:
    """Return the projects that an act lists or chooses: people sign for names, not for a hash."""
    current = state.rounds[content["round"] - 1]
    name = content.get("definition") or current.definition
    if name is None:
        return []
    candidates = read_definition(await house.ledger.get_object(name)).candidates
    match content["event"]:
        case "list_frozen":
            numbers = [one.number for one in candidates]
        case "certified" if current.outcome is not None:
            numbers = list(current.outcome.elected)
        case "announced":
            numbers = content["chosen"]
        case _:
            numbers = []
    names = {one.number: one.name for one in candidates}
    return [(number, names.get(number, "")) for number in numbers]


def _value(name: str, value: Any) -> Any:
    if name == "at":
        return str(value)[:16].replace("T", " ")
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    return WORDS.get(value, value) if isinstance(value, str) else str(value)


async def _own_key(request: Asked, house: House) -> str | None:
    try:
        return (await house.keys.of(request.user.person.id)).public_key
    except NotFound:
        return None


@get("/{election:str}/acts/{act:str}/page", opt=access_of(acts.pending))
async def sheet(
    request: Asked, election: FromPath[str], act: FromPath[str], house: NamedDependency[House]
) -> Page:
    """Show the page that people sign by hand, to be printed."""
    place = await placed(house, election)
    begun = await house.acts.get(act)
    if begun.election != election:
        raise NotFound("没有这项待批准的操作。", code="act.unknown")
    return page(
        request,
        "act_page.html",
        **place,
        one=await _shown(request, house, place["state"], begun),
    )


@post("/{election:str}/acts/{act:str}/paper", opt=allow("clerk"))
async def by_hand(
    request: Asked,
    election: FromPath[str],
    act: FromPath[str],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """Keep the scan of a page signed by hand and enter it for whoever signed it."""
    role, _, holder = form.text("seat", "签字人").partition(":")
    if role not in get_args(Role) or not holder.isdecimal():
        raise BadRequest("请选择签字人。")
    kept = await do(acts.upload_page, election=election, data=form.file(), house=house)
    data = msgspec.convert({"role": role, "holder": int(holder), **kept}, NewApproval)
    done = await do(
        acts.approve, request=request, election=election, act=act, data=data, house=house
    )
    ended = done["state"] == "completed"
    onward = f"rounds/{done['round']}" if ended else "acts"
    return on_to(f"/desk/{election}/{onward}")


@post("/{election:str}/acts/{act:str}/withdraw", opt=access_of(acts.withdraw))
async def withdraw(
    request: Asked,
    election: FromPath[str],
    act: FromPath[str],
    form: NamedDependency[Form],  # noqa: ARG001  (only a page's form may do this)
    house: NamedDependency[House],
) -> Page:
    """Take a proposal back."""
    await do(acts.withdraw, request=request, election=election, act=act, house=house)
    return on_to(f"/desk/{election}/acts")


router = Router(path="/desk", route_handlers=[propose, waiting, sheet, by_hand, withdraw])
