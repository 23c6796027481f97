"""What papers need beside the log: definitions, who signs, the fingerprints, the date."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import msgspec

from audit.checkpoint import open_checkpoint
from audit.fingerprints import fingerprints
from audit.origin import log_verifier
from ballot.definition import Definition, read_definition
from ballot.evaluation import Combined
from ballot.events.listing import Officer
from ballot.refusals import NotYet
from ballot.state import Election, Round
from printing.papers.values import Fingerprints, InvalidReason, Signatory, Signers
from service.clock import BEIJING
from service.house import House
from service.office.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything for one paper, as plain values that a worker process can take."""

    definitions: dict[int, Definition]
    signers: Signers
    presider: str
    clerk: str
    prints: Fingerprints | None
    checkpoint_root: str
    date: str
    minute: str
    chinese_only: bool = False
    """Leave the names in other languages out, because no font draws them."""
    combined: tuple[Combined, ...] = ()
    """满意度测评 of several groups: their joint result in this round."""
    invalid_reasons: Mapping[int, tuple[InvalidReason, ...]] = field(default_factory=dict)
    """Why sheets are void, by round, as far as anybody knows and a paper tells it."""


async def _definitions(house: House, state: Election) -> dict[int, Definition]:
    return {
        one.number: read_definition(await house.ledger.get_object(one.definition))
        for one in state.rounds
        if one.definition is not None
    }


async def public_desk(house: House, state: Election, current: Round) -> Desk:
    """Return the desk for the public page of an announced round: no names of people.

    The fingerprints are left blank: no checkpoint is signed while a later round is open.
    """
    year, month, day = (int(part) for part in current.announced_at[:10].split("-"))
    date = f"{year}年{month}月{day}日"
    return Desk(
        definitions=await _definitions(house, state),
        signers=Signers(),
        presider="",
        clerk="",
        prints=Fingerprints(definition="", election_key=None, log_key="", checkpoint=""),
        checkpoint_root="",
        date=date,
        minute=date,
        combined=await _combined(house, current),
    )


async def nameless(house: House, state: Election, current: Round) -> Desk:
    """Return the desk for what is said aloud in the hall: figures and fingerprints, no names."""
    prints = None
    # Asking for the fingerprints signs a checkpoint: only once there is a result to read out.
    if current.outcome is not None or current.stage == "void":
        prints, _ = await prints_of(house, state, current)
    now = house.now().astimezone(BEIJING)
    date = f"{now.year}年{now.month}月{now.day}日"
    return Desk(
        definitions=await _definitions(house, state),
        signers=Signers(),
        presider="",
        clerk="",
        prints=prints,
        checkpoint_root="",
        date=date,
        minute=f"{date}{now.hour}时{now.minute}分",
        combined=await _combined(house, current),
    )


async def furnished(house: House, state: Election, current: Round) -> Desk:
    """Return the desk for a paper of ``current``."""
    definitions = await _definitions(house, state)
    names = await _names(house, state)
    prints, root = await prints_of(house, state, current)
    now = house.now().astimezone(BEIJING)
    date = f"{now.year}年{now.month}月{now.day}日"
    return Desk(
        definitions=definitions,
        signers=Signers(
            tellers=names.get("teller", ()),
            scrutineers=names.get("scrutineer", ()),
            chief=names.get("chief_scrutineer", ()),
        ),
        presider=_first(names.get("presider", ())),
        clerk=_first(names.get("clerk", ())),
        prints=prints,
        checkpoint_root=root,
        date=date,
        minute=f"{date}{now.hour}时{now.minute}分",
        combined=await _combined(house, current),
    )


async def _combined(house: House, current: Round) -> tuple[Combined, ...]:
    if current.combined is None:
        return ()
    raw = await house.ledger.get_object(current.combined.combined)
    return msgspec.json.decode(raw, type=tuple[Combined, ...])


def _first(signatories: tuple[Signatory, ...]) -> str:
    return signatories[0].name if signatories else ""


async def _names(house: House, state: Election) -> dict[str, tuple[Signatory, ...]]:
    """Return who holds each role, by number; the office knows the names, the log the keys."""
    by_key: dict[str, str] = {}
    for account in await house.accounts.all():
        if any(grant.covers(grant.role, state.id) for grant in account.grants):
            # Somebody with a role may sign on paper and hold no key.
            with suppress(NotFound):
                by_key[(await house.keys.of(account.id)).public_key] = account.name
    return signatories(state.officers, by_key)


def signatories(
    officers: Sequence[Officer], names: Mapping[str, str]
) -> dict[str, tuple[Signatory, ...]]:
    """Return a line for everybody who holds a role, by number; ``names`` are found by key.

    What they sign with their keys is the act, not this page, so all lines are for the hand. Whom
    the office does not know, somebody without a key above all, gets a line without a name.
    """
    found: dict[str, tuple[Signatory, ...]] = {}
    for one in sorted(officers, key=lambda one: one.number):
        line = Signatory(name=names.get(one.key or "", ""))
        found[one.role] = (*found.get(one.role, ()), line)
    return found


async def prints_of(
    house: House, state: Election, current: Round
) -> tuple[Fingerprints | None, str]:
    """Return the four fingerprints and the log's root in hex.

    None and nothing before the close: there is nothing to compare yet.
    """
    if current.definition is None:
        raise NotYet("本轮清单还没有确定。")
    if current.stage in {"listed", "ready", "open"}:
        return None, ""
    _, note = await house.checkpoints.now(state.id)
    checkpoint = open_checkpoint(note.encode(), log_verifier(state.id, state.facts.log_key))
    made = fingerprints(
        definition=current.definition,
        election_key=state.ceremony.public_key if state.ceremony else None,
        log_key=state.facts.log_key,
        checkpoint=checkpoint,
    )
    return (
        Fingerprints(
            definition=made.definition,
            election_key=made.election_key,
            log_key=made.log_key,
            checkpoint=made.checkpoint,
        ),
        checkpoint.root.hex(),
    )
