"""Box counts, the two tellers, the opening of the sum, the outcome."""

from contextlib import suppress
from typing import Any

import msgspec
from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from ballot import events as e
from ballot.candidates import Candidate
from ballot.definition import read_definition
from ballot.events.base import Approval, KeyApproval, PaperApproval
from ballot.folding.guards import the_round
from ballot.refusals import AlreadyDone, NotYet, UnknownOfficer
from ballot.sealed import SealedElection
from ballot.state import Ceremony, Election
from counting.hand_count import compare
from service.api.access import Actor, allow
from service.api.bodies import AssistedBallots, Counted, Factors, FailedChallenges, HandCount
from service.commands import just
from service.commands.counting import agree, decide_outcome
from service.commands.holders import holder_number
from service.errors import BadRequest
from service.house import House
from service.work.opening import check_opening, opened_tally, product

Asked = Request[Actor, Any, Any]


@post("/box", opt=allow("chief_scrutineer", "scrutineer"))
async def box(
    election: FromPath[str],
    number: FromPath[int],
    data: JSONBody[Counted],
    house: NamedDependency[House],
) -> dict[str, int]:
    """Book the sheets found in the ballot boxes."""
    event = e.BoxCounted(round=number, count=data.count)
    return {"size": (await house.ledger.run(election, just(event))).size}


@post("/cards-in-box", opt=allow("chief_scrutineer", "scrutineer"))
async def cards_in_box(
    election: FromPath[str],
    number: FromPath[int],
    data: JSONBody[Counted],
    house: NamedDependency[House],
) -> dict[str, int]:
    """Book the spent cards found in the card box."""
    event = e.CardsInBox(round=number, count=data.count)
    return {"size": (await house.ledger.run(election, just(event))).size}


@post("/challenges/counted", opt=allow("chief_scrutineer", "scrutineer"))
async def challenges_counted(
    election: FromPath[str],
    number: FromPath[int],
    data: JSONBody[FailedChallenges],
    house: NamedDependency[House],
) -> dict[str, int]:
    """Book how often 检验 was used, as the service counted it, and how often it failed."""
    the_round((await house.ledger.head(election)).state, number)
    burnt = await house.ledger.burnt(election, number)
    event = e.ChallengesCounted(round=number, burnt=burnt, failed=data.failed)
    await house.ledger.run(election, just(event))
    return {"burnt": burnt, "failed": data.failed}


@post("/assisted/counted", opt=allow("chief_scrutineer", "scrutineer"))
async def assisted_counted(
    election: FromPath[str],
    number: FromPath[int],
    data: JSONBody[AssistedBallots],
    house: NamedDependency[House],
) -> dict[str, int]:
    """Book how many ballots were 代写, as the people who stood there counted them."""
    event = e.AssistedCounted(round=number, paper=data.paper, tablet=data.tablet)
    return {"size": (await house.ledger.run(election, just(event))).size}


@post("/hand-counts", opt=allow("teller"))
async def enter_hand_count(
    request: Asked,
    election: FromPath[str],
    number: FromPath[int],
    data: JSONBody[HandCount],
    house: NamedDependency[House],
) -> dict[str, Any]:
    """Take a teller's own figures; where two entries agree in every cell, the count is fixed."""
    state = (await house.ledger.head(election)).state
    teller = await holder_number(house, state, request.user.person, "teller")
    approval = await _approval(house, teller, data)
    event = e.HandCountEntered(
        round=number, teller=teller, entry=data.entry, tally=data.tally, approval=approval
    )
    await house.ledger.run(election, just(event))
    current = the_round((await house.ledger.head(election)).state, number)
    if len(set(map(msgspec.json.encode, current.entries.values()))) < len(current.entries):
        with suppress(AlreadyDone):  # the other teller's request may have fixed it just now
            await house.ledger.run(election, agree(number))
        return {"agreed": True, "differences": []}
    return {"agreed": False, "differences": differences(current.entries)}


async def _approval(house: House, teller: int, data: HandCount) -> Approval:
    if data.signature is not None:
        return KeyApproval(role="teller", holder=teller, signature=data.signature)
    if data.page is not None:
        await house.ledger.object_size(data.page)
        return PaperApproval(role="teller", holder=teller, page=data.page)
    raise BadRequest("计票数须由计票人签名，或者附签字扫描件。")


def differences(entries: dict[int, Any]) -> list[dict[str, Any]]:
    """Return the cells in which the two newest tellers' figures differ; none before both.

    Without the figures: whoever has seen the other's counts towards it, and nobody is to see totals
    before the count is fixed.
    """
    if len(entries) < 2:  # noqa: PLR2004  (two tellers)
        return []
    one, other = list(entries.values())[-2:]
    return [
        {"cell": cell.cell, "number": cell.number, "chinese": cell.chinese}
        for cell in compare(one, other)
    ]


@get("/hand-counts/differences", opt=allow("teller", "chief_scrutineer"))
async def hand_count_differences(
    election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> list[dict[str, Any]]:
    """Show in which cells two tellers differ; nobody's entry is overwritten."""
    return differences(the_round((await house.ledger.head(election)).state, number).entries)


@post("/encrypted-tally", opt=allow("chief_scrutineer", "scrutineer"))
async def encrypted_tally(
    election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> dict[str, str]:
    """Multiply the closed log's ballots; the product alone may be decrypted."""
    state = (await house.ledger.head(election)).state
    current = the_round(state, number)
    if not current.opening_authorised:
        raise NotYet("总监票人还没有批准开启电子票合计。")
    if current.encrypted_tally is None:
        sealed = (await house.booths.of(state, number)).sealed
        raw = await product(house, election, number, sealed)
        name = await house.ledger.put_object(raw)
        event = e.EncryptedTally(round=number, tally=name, ballots=current.cast)
        with suppress(AlreadyDone):  # of two requests at once either makes the same product
            await house.ledger.run(election, just(event))
    return {"tally": (await _tally(house, election, number)).decode()}


async def _tally(house: House, election: str, number: int) -> bytes:
    current = the_round((await house.ledger.head(election)).state, number)
    if current.encrypted_tally is None:
        raise NotYet("电子票合计还没有生成。")
    return await house.ledger.get_object(current.encrypted_tally)


@post("/partials", opt=allow("scrutineer", "chief_scrutineer"))
async def partial(
    request: Asked,
    election: FromPath[str],
    number: FromPath[int],
    data: JSONBody[Factors],
    house: NamedDependency[House],
) -> dict[str, int]:
    """Take a key holder's partial decryption, checked at once; surplus ones are welcome."""
    state = (await house.ledger.head(election)).state
    owner = await holder_number(house, state, request.user.person, "scrutineer")
    sealed = (await house.booths.of(state, number)).sealed
    tally = await _tally(house, election, number)
    factors, strong = data.factors.encode(), data.strong.encode()
    await _check_partial(house, state, sealed, tally, owner, (factors, strong))
    names = [await house.ledger.put_object(one) for one in (factors, strong)]
    event = e.PartialDecryption(round=number, owner=owner, factors=names[0], strong=names[1])
    await house.ledger.run(election, just(event))
    return {"owner": owner}


async def _check_partial(
    house: House,
    state: Election,
    sealed: SealedElection,
    tally: bytes,
    owner: int,
    partial: tuple[bytes, bytes],
) -> None:
    ceremony = state.ceremony
    if ceremony is None or owner > ceremony.trustees:
        raise UnknownOfficer("您不是密钥持有人。")
    document = await house.ledger.get_object(_document(ceremony))
    await house.work(check_opening, sealed.raw, document, tally, owner, *partial)


def _document(ceremony: Ceremony) -> Any:
    if ceremony.document is None:
        raise NotYet("选举公钥还没有生成。")
    return ceremony.document


@post("/outcome", opt=allow("chief_scrutineer"))
async def outcome(
    election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> Any:
    """Join the channels and draw the outcome; blocked while any identity fails."""
    state = (await house.ledger.head(election)).state
    current = the_round(state, number)
    if current.outcome is not None:
        raise AlreadyDone("本轮已经计票。")
    tablet = None
    if current.tablet.issued:
        tablet = await opened_tally(house, state, current)
    candidates = await _candidates(house, state)
    await house.ledger.run(election, decide_outcome(number, tablet, candidates))
    decided = the_round((await house.ledger.head(election)).state, number).outcome
    return msgspec.to_builtins(decided)


async def _candidates(house: House, state: Election) -> tuple[Candidate, ...]:
    """Return the projects of every frozen list so far."""
    names = [one.definition for one in state.rounds if one.definition is not None]
    raws = [await house.ledger.get_object(name) for name in names]
    return tuple(one for raw in raws for one in read_definition(raw).candidates)


router = Router(
    path="/api/elections/{election:str}/rounds/{number:int}",
    route_handlers=[
        box,
        cards_in_box,
        challenges_counted,
        assisted_counted,
        enter_hand_count,
        hand_count_differences,
        encrypted_tally,
        partial,
        outcome,
    ],
    tags=["计票"],
)
