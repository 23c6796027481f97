"""Acts that several people sign: what each says, before anybody signs it."""

from typing import Literal

from ballot import events as e
from ballot.canonical import Digest, digest_of
from ballot.course import chosen_by
from ballot.events.base import Approvals, Role
from ballot.events.deciding import Device, Matter, VoidGround
from ballot.folding.failing import check_read
from ballot.folding.guards import the_round
from ballot.lot import drawn
from ballot.refusals import NotYet
from ballot.sampling import to_draw
from ballot.state import Election

ActName = Literal[
    "list_frozen",
    "definition_withdrawn",
    "opened",
    "closed",
    "paper_frozen",
    "opening_authorised",
    "round_voided",
    "fallback_declared",
    "presidium_decided",
    "lot_drawn",
    "batch_withdrawn",
    "sample_drawn",
    "sheets_adjudicated",
    "certified",
    "announced",
]
_NEEDED: dict[ActName, tuple[Role, ...]] = {
    "list_frozen": ("clerk", "presider"),
    "definition_withdrawn": ("clerk", "presider"),
    "opened": ("chief_scrutineer", "presider"),
    "closed": ("chief_scrutineer", "presider"),
    "round_voided": ("chief_scrutineer", "presider"),
    "lot_drawn": ("chief_scrutineer", "presider"),
    "batch_withdrawn": ("scrutineer", "chief_scrutineer"),
    "sample_drawn": ("scrutineer", "chief_scrutineer"),
    "sheets_adjudicated": ("scrutineer", "scrutineer", "chief_scrutineer"),
    "paper_frozen": ("scrutineer", "scrutineer", "chief_scrutineer"),
    "opening_authorised": ("chief_scrutineer",),
    "fallback_declared": ("chief_scrutineer",),
    "announced": ("presider",),
    "presidium_decided": ("presider",),
}
"""Who signs an act whose signers do not depend on the list of officers."""

Act = (
    e.ListFrozen
    | e.DefinitionWithdrawn
    | e.Opened
    | e.Closed
    | e.PaperFrozen
    | e.OpeningAuthorised
    | e.RoundVoided
    | e.FallbackDeclared
    | e.PresidiumDecided
    | e.LotDrawn
    | e.BatchWithdrawn
    | e.SampleDrawn
    | e.SheetsAdjudicated
    | e.Certified
    | e.Announced
)


def simple(name: ActName, number: int, at: str) -> Act | None:
    """Return the unsigned act that says nothing but its round and minute, None for another."""
    match name:
        case "opened":
            return e.Opened(round=number, at=at, approvals=())
        case "closed":
            return e.Closed(round=number, at=at, approvals=())
        case "paper_frozen":
            return e.PaperFrozen(round=number, at=at, approvals=())
        case "opening_authorised":
            return e.OpeningAuthorised(round=number, at=at, approvals=())
        case _:
            return None


def list_frozen(
    number: int, definition: Digest, candidates: tuple[int, ...], seats: int, at: str
) -> Act:
    """Return the unsigned act that fixes the round's definition."""
    return e.ListFrozen(
        round=number,
        definition=definition,
        candidates=candidates,
        seats=seats,
        at=at,
        approvals=(),
    )


def withdrawn(number: int, reason: str, at: str) -> Act:
    """Return the unsigned act that leads back to drafting."""
    return e.DefinitionWithdrawn(round=number, reason=reason, at=at, approvals=())


def voided(number: int, ground: VoidGround, clause: str, at: str) -> Act:
    """Return the unsigned act that ends the round without a result."""
    return e.RoundVoided(round=number, ground=ground, clause=clause, at=at, approvals=())


def fallback(
    now: Election, number: int, device: Device, readings: int, clause: str, at: str
) -> Act:
    """Return the unsigned act that says which device failed, and by which clause it goes on.

    Raises WrongFigures where other sheets were read: nobody is to sign what will be refused.
    """
    declared = e.FallbackDeclared(
        round=number,
        channel="paper" if device == "scanner" else "tablet",
        device=device,
        readings=readings,
        clause=clause,
        at=at,
        approvals=(),
    )
    check_read(the_round(now, number), declared)
    return declared


def presidium(number: int, matter: Matter, projects: tuple[int, ...], text: str, at: str) -> Act:
    """Return the unsigned act that books what 主席团 decided."""
    return e.PresidiumDecided(
        round=number, matter=matter, projects=projects, text=text, at=at, approvals=()
    )


def lot(now: Election, number: int, seed: str, at: str) -> Act:
    """Return the unsigned act over the lot that ``seed`` draws. Raises NotYet without a result."""
    outcome = the_round(now, number).outcome
    if outcome is None:
        raise NotYet("本轮还没有计票结果，不能抽签。")
    chosen = drawn(now.id, number, seed, outcome)
    return e.LotDrawn(round=number, seed=seed, chosen=chosen, at=at, approvals=())


def batch_withdrawn(number: int, batch: int, reason: str, at: str) -> Act:
    """Return the unsigned act by which the reading of a bundle counts no longer."""
    return e.BatchWithdrawn(round=number, batch=batch, reason=reason, at=at, approvals=())


def sample(now: Election, number: int, seed: str, at: str) -> Act:
    """Return the unsigned act over the sample that ``seed`` draws of the certain sheets."""
    count = to_draw(now.rules, the_round(now, number))
    return e.SampleDrawn(round=number, seed=seed, count=count, at=at, approvals=())


def certified(now: Election, number: int, checkpoint: str, at: str) -> Act:
    """Return the unsigned act over the round's outcome and the log as it is. Raises NotYet."""
    outcome = the_round(now, number).outcome
    if outcome is None:
        raise NotYet("本轮还没有计票结果，不能确认。")
    return e.Certified(
        round=number, outcome=digest_of(outcome), checkpoint=checkpoint, at=at, approvals=()
    )


def announced(now: Election, number: int, at: str) -> Act:
    """Return the unsigned act that announces what is chosen, at the rules' level of detail."""
    return e.Announced(
        round=number,
        level=now.rules.publish_level,
        chosen=chosen_by(now, number),
        at=at,
        approvals=(),
    )


def needed(now: Election, name: ActName) -> tuple[Role, ...]:
    """Return who must sign the act, one entry per person, in the order of the hall."""
    if name == "certified":
        every: list[Role] = [one.role for one in now.officers if one.role == "scrutineer"]
        return ("chief_scrutineer", *every)
    return _NEEDED[name]


def approved(act: Act, approvals: Approvals) -> Act:
    """Return ``act`` with ``approvals``."""
    fields = {name: getattr(act, name) for name in act.__struct_fields__}
    return type(act)(**(fields | {"approvals": approvals}))
