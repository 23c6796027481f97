"""The key ceremony over HTTP: messages in, checked at once, the key when all are there."""

from contextlib import suppress
from typing import Any

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from ballot import events as e
from ballot.canonical import digest
from ballot.events.base import KeyApproval
from ballot.refusals import AlreadyDone, WrongCeremony
from ballot.state import Ceremony as CeremonyState
from ballot.state import Election
from service.api.access import MEMBERS, Actor, allow
from service.api.bodies import Ceremony, Contribution, Proof
from service.commands import just
from service.commands.holders import holder_number
from service.house import House
from service.work.ceremony import check_message, check_proof, document_of

Asked = Request[Actor, Any, Any]


@post("/ceremony", opt=allow("clerk", "chief_scrutineer"))
async def start(
    election: FromPath[str], data: JSONBody[Ceremony], house: NamedDependency[House]
) -> dict[str, int]:
    """Begin, or begin again, until the first round opens."""
    event = e.CeremonyStarted(trustees=data.trustees, threshold=data.threshold, at=house.minute)
    return {"size": (await house.ledger.run(election, just(event))).size}


@get("/ceremony", opt=allow(*MEMBERS))
async def look(election: FromPath[str], house: NamedDependency[House]) -> dict[str, Any]:
    """Return the public messages so far; each device checks all of them itself."""
    state = (await house.ledger.head(election)).state
    ceremony = _ceremony(state)
    document = None
    if ceremony.document is not None:
        document = (await house.ledger.get_object(ceremony.document)).decode()
    return {
        "group": state.facts.group,
        "trustees": ceremony.trustees,
        "threshold": ceremony.threshold,
        "messages": {
            step: {str(i): text for (s, i), text in sorted(ceremony.messages.items()) if s == step}
            for step in ("single", "certificate", "commitment", "contribution", "verification")
        },
        "document": document,
        "public_key": ceremony.public_key,
        "proven": sorted(ceremony.proven),
    }


def _ceremony(state: Election) -> CeremonyState:
    if state.ceremony is None:
        raise WrongCeremony("密钥生成还没有开始，请先由秘书处开始。")
    return state.ceremony


@post("/ceremony/contributions", opt=allow("scrutineer", "chief_scrutineer"))
async def contribute(
    request: Asked,
    election: FromPath[str],
    data: JSONBody[Contribution],
    house: NamedDependency[House],
) -> dict[str, Any]:
    """Take a holder's message of one step; the last one of all makes the election key."""
    state = (await house.ledger.head(election)).state
    index = await holder_number(house, state, request.user.person, "scrutineer")
    event = e.KeyContribution(
        index=index,
        step=data.step,
        payload=data.payload,
        code=data.code,
        approval=_approval(index, data),
    )
    ceremony = _ceremony(state)
    threshold = ceremony.threshold
    messages = ceremony.messages
    await house.work(check_message, state.facts.group, threshold, messages, event)
    await house.ledger.run(election, just(event))
    return {"index": index, "public_key": await _completed(house, election)}


def _approval(index: int, data: Contribution | Proof) -> KeyApproval:
    return KeyApproval(role="scrutineer", holder=index, signature=data.signature)


async def _completed(house: House, election: str) -> str | None:
    """Book the election key once every holder has verified; whoever comes last triggers it."""
    state = (await house.ledger.head(election)).state
    ceremony = _ceremony(state)
    last = "single" if ceremony.trustees == 1 else "verification"
    done = all((last, one + 1) in ceremony.messages for one in range(ceremony.trustees))
    if not done or ceremony.public_key is not None:
        return ceremony.public_key
    made = await house.work(
        document_of, state.facts.group, ceremony.threshold, ceremony.trustees, ceremony.messages
    )
    await house.ledger.put_object(made.document)
    event = e.ElectionKey(
        trustees=digest(made.document), public_key=made.public_key, at=house.minute
    )
    with suppress(AlreadyDone):  # two holders who came last together make the same key
        await house.ledger.run(election, just(event))
    return made.public_key


@post("/ceremony/proofs", opt=allow("scrutineer", "chief_scrutineer"))
async def prove(
    request: Asked,
    election: FromPath[str],
    data: JSONBody[Proof],
    house: NamedDependency[House],
) -> dict[str, int]:
    """Book that a holder reloaded the saved key and decrypted a test value with it."""
    state = (await house.ledger.head(election)).state
    index = await holder_number(house, state, request.user.person, "scrutineer")
    ceremony = _ceremony(state)
    if ceremony.document is None:
        raise WrongCeremony("选举公钥还没有生成。")
    document = await house.ledger.get_object(ceremony.document)
    await house.work(check_proof, state.facts.group, document, index, data.proof, data.code)
    event = e.KeysProven(
        index=index, code=data.code, proof=data.proof, approval=_approval(index, data)
    )
    await house.ledger.run(election, just(event))
    return {"index": index}


router = Router(
    path="/api/elections/{election:str}",
    route_handlers=[start, look, contribute, prove],
    tags=["密钥"],
)
