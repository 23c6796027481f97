"""Tablets: the booth, casting, 检验, a card scanned again, and proofs after the close.

No access log is written for these routes, and nothing here knows who or which device asks.
"""

import base64
from typing import Any

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from audit.merkle import Tree
from ballot.canonical import Digest
from ballot.folding.guards import at_stage, the_round
from ballot.refusals import CardSpent, CardVoid, NotYet, WrongStage
from ballot.sealed import check_sealed, read_ballot
from ballot.sealed.holder import check_holder
from ballot.state import Election
from service.api.access import PUBLIC
from service.api.bodies import Challenge, OneCard, SealedEnvelope
from service.api.shown import AFTER_CLOSE
from service.commands.receipts import Receipt, receipt, tracker_of
from service.errors import BadRequest, NoSuchThing, NotCounted, UnknownCard
from service.house import House
from service.ledger import Card, Envelope

BODY_LIMIT = 2_500_000
"""Bytes of a cast: 200 projects, two questions and exclusivity proofs under BELENIOS-2048."""

LATE = "投票已经截止，这张票没有收到，没有计入票数。"
TRACKER = 43
MISSPELT = "查询码写法不对，应为回执上的 43 个字符，请核对。"


@get("/booth", opt=PUBLIC)
async def booth(
    election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> dict[str, Any]:
    """Return what a tablet needs: the definition and who signed it, the election, the log's key."""
    state = (await house.ledger.head(election)).state
    found = await house.booths.of(state, number)
    return {
        "definition": found.definition_raw.decode(),
        "sealed_election": found.sealed.raw.decode(),
        "log_key": state.facts.log_key,
        "frozen": found.frozen.shown(),
        "stage": the_round(state, number).stage,
        "rehearsal": state.facts.rehearsal,
    }


@post("/ballots", opt=PUBLIC, status_code=200, request_max_body_size=BODY_LIMIT)
async def cast(
    election: FromPath[str],
    number: FromPath[int],
    data: JSONBody[SealedEnvelope],
    house: NamedDependency[House],
) -> Receipt:
    """Put one sealed ballot in the urn; answered only after the commit that holds it.

    The same ballot again gets the same receipt, another one of the same card 409. What costs
    group operations comes last.
    """
    state = (await house.ledger.head(election)).state
    found = await house.booths.of(state, number)
    ballot = data.ballot.encode()
    proofs = None if data.proofs is None else data.proofs.encode()
    read = read_ballot(found.sealed, ballot, proofs or b"")
    if read.credential not in found.credentials:
        raise UnknownCard("这不是本次票决的投票卡，请核对，或者向监票人换卡。")
    card = await house.ledger.card(election, number, read.credential)
    if card.ballot != read.digest:
        _check_open(state, number)
        # Only who can make a ballot of this card is told what became of the card: credentials
        # are public, and their state must not be.
        await house.work(check_sealed, found.sealed.raw, ballot, proofs or b"")
        _check_card(card)
    # A ballot that lies in the urn already is compared to the byte, its proofs included.
    envelope = Envelope(
        credential=read.credential,
        unsigned=_unsigned(read.hash),
        ballot=ballot,
        proofs=proofs,
    )
    try:
        await house.ledger.cast(election, number, envelope)
    except WrongStage as late:  # closed while the proofs were being checked
        raise NotCounted(LATE) from late
    # The ballot is durable from here on.
    return receipt(found.key, election, number, Digest(read.digest), proofs)


def _check_card(card: Card) -> None:
    if card.state == "voided":
        raise CardVoid("这张投票卡已经作废，请向监票人换卡。")
    if card.state == "spent":
        raise CardSpent("这张投票卡已经投过票，一张卡只能投一次。")


def _check_open(state: Election, number: int) -> None:
    if the_round(state, number).stage in AFTER_CLOSE:
        raise NotCounted(LATE)
    at_stage(state, number, "open")


def _unsigned(hashed: str) -> Digest:
    """Return the hash under a ballot's signature (Base64 without padding) in hex."""
    return Digest(base64.b64decode(hashed + "=").hex())


@post("/challenges", opt=PUBLIC, status_code=200)
async def challenge(
    election: FromPath[str],
    number: FromPath[int],
    data: JSONBody[Challenge],
    house: NamedDependency[House],
) -> dict[str, str]:
    """检验: burn a ballot before its randomness is shown; the card stays unspent."""
    await house.ledger.burn(election, number, data.unsigned)
    return {"state": "burnt"}


@post("/cards/status", opt=PUBLIC, status_code=200)
async def card_status(
    election: FromPath[str],
    number: FromPath[int],
    data: JSONBody[OneCard],
    house: NamedDependency[House],
) -> dict[str, str | None]:
    """Tell a card's holder 未投, 已投 with the tracker, or 作废; nothing else, and nobody else."""
    state = (await house.ledger.head(election)).state
    found = await house.booths.of(state, number)
    if data.credential not in found.credentials:
        raise UnknownCard("这不是本次票决的投票卡，请核对，或者向监票人换卡。")
    check_holder(found.sealed, data.credential, data.proof.encode())
    card = await house.ledger.card(election, number, data.credential)
    tracker = None if card.ballot is None else tracker_of(card.ballot)
    return {"state": card.state, "tracker": tracker}


@get("/inclusion", opt=PUBLIC)
async def inclusion(
    election: FromPath[str],
    number: FromPath[int],
    tracker: FromQuery[str],
    house: NamedDependency[House],
) -> dict[str, Any]:
    """Prove, from the close on, that the closed log contains the ballot of a receipt."""
    state = (await house.ledger.head(election)).state
    if the_round(state, number).stage not in AFTER_CLOSE:
        raise NotYet("投票还没有截止；截止以后才能查验入账证明。")
    found = await house.ledger.counted(election, number, _ballot_of(tracker))
    if found is None:
        raise NoSuchThing("已截止的日志中没有这张票。如持有回执，请立即报告总监票人。")
    size, note = await house.checkpoints.at_least(election, found[1] + 1)
    tree = Tree.of(await house.ledger.leaf_hashes(election, 0, size))
    return {
        "index": found[1],
        "size": size,
        "proof": [one.hex() for one in tree.inclusion(found[1], size)],
        "checkpoint": note,
    }


def _ballot_of(tracker: str) -> Digest:
    """Return the hash that a tracker spells; one spelling only, so that one ballot has one."""
    try:
        named = Digest(base64.b64decode(tracker + "=", validate=True).hex())
    except ValueError as error:
        raise BadRequest(MISSPELT) from error
    if tracker_of(named) != tracker or len(tracker) != TRACKER:
        raise BadRequest(MISSPELT)
    return named


router = Router(
    path="/api/elections/{election:str}/rounds/{number:int}",
    route_handlers=[booth, cast, challenge, card_status, inclusion],
    tags=["平板投票"],
)
