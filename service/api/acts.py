"""Acts that several people sign: propose, sign, and happen with the last needed signature."""

from typing import Any

import msgspec
from litestar import Request, Router, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, MultipartBody

from ballot.errors import Refused
from ballot.events.base import Approval, KeyApproval, PaperApproval
from ballot.folding.guards import officer, the_round
from service.acts import Happening, check_new, happen, proposed, stands, warnings_for
from service.api.access import MEMBERS, Actor, allow
from service.api.bodies import NewAct, NewApproval
from service.commands.acts import needed
from service.errors import BadRequest
from service.house import House
from service.office.acts import PendingAct
from service.office.errors import NotAllowed, NotFound
from service.office.roles import TITLES, Role

Asked = Request[Actor, Any, Any]
SIGNERS: tuple[Role, ...] = ("clerk", "presider", "chief_scrutineer", "scrutineer")
LARGEST_SCAN = 20_000_000


def _shown(act: PendingAct) -> dict[str, Any]:
    content = msgspec.json.decode(act.statement)["content"]
    return {
        "id": act.id,
        "act": content["event"],
        "round": content["round"],
        "statement": act.statement.hex(),
        "content": content,
        "needed": act.needed,
        "signed": [{"role": one.role, "holder": one.holder} for one in act.approvals],
        "missing": act.missing,
        "state": act.state,
    }


@post("/rounds/{number:int}/acts", opt=allow(*SIGNERS))
async def propose(
    request: Asked,
    election: FromPath[str],
    number: FromPath[int],
    data: JSONBody[NewAct],
    house: NamedDependency[House],
) -> dict[str, Any]:
    """Propose an act; what it says, to the byte, is what people then sign.

    One that waits already is returned as it is; withdraw it to say something else.
    """
    state = (await house.ledger.head(election)).state
    the_round(state, number)
    name = f"{data.act}:{number}"
    for waiting in await house.acts.pending(election):
        if waiting.act == name:
            return _shown(waiting)
    statement = await proposed(Happening(house, election, number), data)
    await check_new(house, election, statement)
    signers = needed(state, data.act)
    by = request.user.person.id
    shown = _shown(await house.acts.begin(election, name, statement, signers, by=by))
    return shown | {"warnings": await warnings_for(house, statement)}


@get("/acts", opt=allow(*MEMBERS))
async def pending(election: FromPath[str], house: NamedDependency[House]) -> list[dict[str, Any]]:
    """List the acts that wait for signatures."""
    await house.ledger.head(election)
    return [_shown(one) for one in await house.acts.pending(election)]


@post("/acts/{act:str}/withdraw", opt=allow(*SIGNERS), status_code=204)
async def withdraw(
    request: Asked, election: FromPath[str], act: FromPath[str], house: NamedDependency[House]
) -> None:
    """Withdraw a proposed act; its signatures are worth nothing any more."""
    await _of(house, election, act)
    await house.acts.withdraw(act, by=request.user.person.id)


@post("/acts/{act:str}/approvals", opt=allow(*SIGNERS))
async def approve(
    request: Asked,
    election: FromPath[str],
    act: FromPath[str],
    data: JSONBody[NewApproval],
    house: NamedDependency[House],
) -> dict[str, Any]:
    """Sign an act with an enrolled key, or with a page signed by hand and scanned.

    The last needed signature makes it happen. An act that turns out to be impossible, for
    instance for a missing quorum, is withdrawn and the reason told.
    """
    begun = await _of(house, election, act)
    by = request.user.person.id
    # Everybody may have signed when the disk was full; whoever signs again then lets it happen.
    complete = begun.state == "pending" and not begun.missing
    approved = begun if complete else await _signed(house, begun, _approval(data), by)
    if approved.missing:
        return _shown(approved)
    try:
        await happen(house, approved)
    except Refused:
        if not await stands(house, approved):
            await house.acts.withdraw(act, by=by)
            raise
    # In the log from here on; after a crash before the next line whoever signs again completes it.
    await house.acts.complete(act, by=by)
    return _shown(await house.acts.get(act))


async def _signed(house: House, begun: PendingAct, approval: Approval, by: str) -> PendingAct:
    """Keep an approval; one that the log would not accept leaves the act as it was.

    Raises UnknownOfficer, NotAllowed for another's number, ObjectMissing for a page that nobody
    uploaded, and what the office refuses.
    """
    state = (await house.ledger.head(begun.election)).state
    who = officer(state, approval.role, approval.holder)
    if isinstance(approval, PaperApproval):
        await house.ledger.object_size(approval.page)
        if who.key is not None and not await _is(house, by, who.key):
            # Else one clerk could carry an act of two people with two pages.
            raise NotAllowed(
                f"{TITLES[who.role]} {who.number} 号登记有签名密钥，签字页须由本人登录后登记。",
                code="act.role",
            )
    elif who.key is None or not await _is(house, by, who.key):
        seat = f"{TITLES[who.role]} {who.number} 号"
        raise NotAllowed(f"名单中{seat}登记的不是您的密钥，不能以此身份签署。", code="act.role")
    return await house.acts.approve(begun.id, approval, by=by)


async def _is(house: House, account: str, key: str) -> bool:
    """Say whether ``key`` is the one that ``account`` enrolled."""
    try:
        return (await house.keys.of(account)).public_key == key
    except NotFound:
        return False


async def _of(house: House, election: str, act: str) -> PendingAct:
    found = await house.acts.get(act)
    if found.election != election:
        raise NotFound("没有这项待批准的操作。", code="act.unknown")
    return found


def _approval(data: NewApproval) -> Approval:
    if data.signature is not None:
        return KeyApproval(role=data.role, holder=data.holder, signature=data.signature)
    if data.page is not None:
        return PaperApproval(role=data.role, holder=data.holder, page=data.page)
    raise BadRequest("须有签名，或者签字扫描件。")


@post("/pages", opt=allow("clerk", "teller"))
async def upload_page(
    election: FromPath[str],
    data: MultipartBody[dict[str, UploadFile]],
    house: NamedDependency[House],
) -> dict[str, str]:
    """Keep the scan of a page signed by hand; its hash goes into the approval."""
    await house.ledger.head(election)
    if "file" not in data:
        raise BadRequest("请选择签字页的扫描件。")
    scan = await data["file"].read()
    if not 0 < len(scan) <= LARGEST_SCAN:
        raise BadRequest("扫描件是空的，或者超过 20 MB。")
    return {"page": await house.ledger.put_object(scan)}


router = Router(
    path="/api/elections/{election:str}",
    route_handlers=[propose, pending, withdraw, approve, upload_page],
    tags=["签署"],
)
