"""The opening of the sealed sum, off the event loop: the product, the checks, the totals."""

import asyncio
from collections.abc import Iterable

from ballot.contest import questions_of
from ballot.events import BallotCast, decode
from ballot.refusals import NotYet
from ballot.results import ChannelTally
from ballot.sealed import SealedElection, parse_election, read_ballot
from ballot.sealed.decryption import Partial, check_partial, check_strong
from ballot.sealed.fault import SealedFault
from ballot.sealed.tally import multiply, open_tally
from ballot.sealed.trustees import check_trustees
from ballot.state import Election, Round
from counting.opening import tablet_tally
from service.house import House
from service.ledger import Ledger

CHUNK = 2000
"""Leaves read at a time."""


async def cast_events(ledger: Ledger, election: str, number: int) -> tuple[BallotCast, ...]:
    """Return the closed round's ballots as the log names them, in its order."""
    size = await ledger.size(election)
    found: list[BallotCast] = []
    for start in range(0, size, CHUNK):
        for leaf in await ledger.leaves(election, start, min(start + CHUNK, size)):
            event = decode(leaf)
            if isinstance(event, BallotCast) and event.round == number:
                found.append(event)
    return tuple(found)


async def product(house: House, election: str, number: int, sealed: SealedElection) -> bytes:
    """Return the encrypted tally: the product of the closed log's ballots."""
    casts = await cast_events(house.ledger, election, number)
    ballots = [await house.ledger.get_object(one.ballot) for one in casts]
    return await house.work(_multiplied, sealed.raw, ballots)


def _multiplied(election_raw: bytes, ballots: Iterable[bytes]) -> bytes:
    sealed = parse_election(election_raw)
    return multiply(sealed, (read_ballot(sealed, one, None) for one in ballots))


def check_opening(
    election_raw: bytes, document: bytes, tally: bytes, owner: int, factors: bytes, strong: bytes
) -> None:
    """Check a partial decryption: the v1 proofs and the strong ones. Raises SealedFault."""
    sealed = parse_election(election_raw)
    trustees = check_trustees(document, sealed.group)
    if not 1 <= owner <= len(trustees.keys):
        raise SealedFault("没有这位密钥持有人。", code="sealed.owner")
    key = trustees.keys[owner - 1]
    check_partial(sealed, tally, key, factors)
    check_strong(sealed, tally, key, Partial(owner=owner, v1=factors, strong=strong))


async def opened_tally(house: House, state: Election, current: Round) -> ChannelTally:
    """Return the tablets' totals from the published partial decryptions.

    Raises NotYet while the tally or the ceremony's document is missing, SealedFault for partials
    that are too few or contradict each other.
    """
    ceremony = state.ceremony
    if ceremony is None or ceremony.document is None or current.encrypted_tally is None:
        raise NotYet("电子票合计还没有生成。")
    booth = await house.booths.of(state, current.number)
    partials = {
        owner: await house.ledger.get_object(factors)
        for owner, (factors, _) in sorted(current.partials.items())
    }
    tally, document = await asyncio.gather(
        house.ledger.get_object(current.encrypted_tally),
        house.ledger.get_object(ceremony.document),
    )
    result = await house.work(_opened, booth.sealed.raw, document, tally, partials, current.cast)
    questions = questions_of(booth.definition)
    numbers, rules = booth.definition.numbers, booth.definition.rules
    return tablet_tally(questions, result, numbers, current.cast, rules)


def _opened(
    election_raw: bytes,
    document: bytes,
    tally: bytes,
    partials: dict[int, bytes],
    maximum: int,
) -> tuple[tuple[int, ...], ...]:
    sealed = parse_election(election_raw)
    trustees = check_trustees(document, sealed.group)
    return open_tally(sealed, trustees, tally, partials, maximum)
