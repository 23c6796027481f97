"""主持词: from the folded state to what is said from the chair. It is kept nowhere, in no log."""

from collections.abc import Callable
from typing import Literal, TypeVar

from audit.fingerprints import short, short_digest
from ballot.definition import Definition
from ballot.errors import Refused
from ballot.events.base import Channel
from ballot.rules.text import clause_names
from ballot.state import Election, Round
from printing.ballots.wording import instructions
from printing.errors import PaperRefused
from printing.papers import render
from printing.papers import values as v
from printing.papers.script import script_paper
from printing.papers.script_values import Provisions, Script
from service.documents import counted, facts
from service.documents.desk import Desk, nameless
from service.house import House

T = TypeVar("T")
CHANNELS: tuple[Channel, ...] = ("paper", "tablet")


async def script_of(house: House, state: Election, current: Round) -> Script:
    """Return what is said in the round, as far as it is known now."""
    return script(state, current, await nameless(house, state, current))


async def script_file(
    house: House, state: Election, current: Round, form: Literal["docx", "pdf"]
) -> bytes:
    """Return the 主持词 as a file. Raises MissingGlyph."""
    return await house.work(_made, await script_of(house, state, current), form)


def _made(what: Script, form: Literal["docx", "pdf"]) -> bytes:
    made = render(script_paper(what))
    return made.docx if form == "docx" else made.pdf


def script(state: Election, current: Round, desk: Desk) -> Script:
    """Return the facts of the 主持词; what cannot be said yet is left out."""
    definition = desk.definitions.get(current.number)
    used = tuple(one for one in CHANNELS if one in state.rules.channels)
    ceremony = state.ceremony
    keys = state.rules.scrutineers
    return Script(
        session=facts.session(state, current),
        channels=used,
        hands=current.hands,
        candidates=_listed(state, current, definition),
        seats=current.seats or state.rules.seats,
        attendance=_known(lambda: facts.attendance(state, current, desk)),
        handed=tuple(
            (one, current.tokens(one).issued) for one in used if current.tokens(one).issued
        ),
        instructions=() if definition is None else _read(definition),
        prints=_prints(state, current),
        issue=_known(lambda: facts.issue(state, current, desk)),
        count=_known(lambda: counted.count(state, current, desk)),
        announcement=_announcement(state, current, desk),
        trustees=keys.keys if ceremony is None else ceremony.trustees,
        threshold=keys.threshold if ceremony is None else ceremony.threshold,
        level=state.rules.publish_level,
        provisions=_provisions(state),
    )


def _known(made: Callable[[], T]) -> T | None:
    """Return what ``made`` returns, None where its figures do not exist yet."""
    try:
        return made()
    except (Refused, PaperRefused):
        return None


def _listed(state: Election, current: Round, definition: Definition | None) -> int | None:
    if definition is not None:
        return len(definition.candidates)
    return len(current.candidates) or state.rules.candidates_n


def _read(definition: Definition) -> tuple[str, ...]:
    """Return the 说明 as it is read out: what is for machines is on the sheet alone."""
    return tuple(one for one in instructions(definition, 1) if "二维码" not in one)


def _prints(state: Election, current: Round) -> v.Fingerprints | None:
    """Return what is read aloud before the vote: no checkpoint exists that could be compared."""
    if current.definition is None:
        return None
    key = state.ceremony.public_key if state.ceremony else None
    return v.Fingerprints(
        definition=short_digest(current.definition),
        election_key=None if key is None else short(key.encode()),
        log_key=short(state.facts.log_key.encode()),
        checkpoint="",
    )


def _announcement(state: Election, current: Round, desk: Desk) -> v.Announcement | None:
    if current.stage not in {"certified", "announced"} or current.outcome is None:
        return None
    return _known(lambda: counted.announcement(state, current, desk))


def _provisions(state: Election) -> Provisions:
    rules, numbers = state.rules, facts.numbers_of(state)

    def cited(identifier: str) -> str:
        return clause_names({n for name, n in numbers.items() if name == identifier})

    return Provisions(
        tie=rules.tie_rule,
        tie_again=rules.tie_again,
        shortfall=rules.shortfall_action,
        at_once=rules.revote_by == "automatic",
        by_hands=rules.fallback == "show_of_hands",
        least=rules.min_channel,
        returned_clause=cited("returned_gt_issued"),
        tie_clause=cited("tie_rule"),
        shortfall_clause=cited("shortfall_action"),
        fallback_clause=cited("fallback"),
        exchange_clause=cited("channels"),
    )
