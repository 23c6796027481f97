"""The state of an election as programs see it; item totals only once they may be seen."""

from collections.abc import Sequence
from typing import Any

import msgspec

from ballot.course import choices
from ballot.events import Event
from ballot.results import Outcome
from ballot.rules.text import EDITED, Clause
from ballot.state import STAGE_NAMES, Ceremony, Election, Round, Tokens
from counting.standing import standing

AFTER_CLOSE = frozenset({"closed", "counted", "certified", "announced", "void"})
"""Stages in which no ballot is accepted any more."""


def shown_election(state: Election) -> dict[str, Any]:
    """Return the whole state for people who work on it."""
    facts = state.facts
    return {
        "id": state.id,
        "title": facts.title,
        "session": facts.session,
        "body": facts.body,
        "rehearsal": facts.rehearsal,
        "group": facts.group,
        "log_key": facts.log_key,
        "rules": msgspec.to_builtins(facts.rules),
        "clauses": _clauses(facts.clauses),
        "templates": list(facts.adopted),
        "officers": msgspec.to_builtins(state.officers),
        "ceremony": _ceremony(state.ceremony),
        "cards_printed": state.cards_printed,
        "rounds": [_round(one) for one in state.rounds],
        "standing": msgspec.to_builtins(standing(state)),
        "size": state.size,
    }


def _clauses(clauses: Sequence[Clause]) -> list[dict[str, Any]]:
    """The text as passed; a clause that no program has checked says so."""
    return [
        {"number": one.number, "text": one.text, **({"remark": EDITED} if one.edited else {})}
        for one in clauses
    ]


def _ceremony(ceremony: Ceremony | None) -> dict[str, Any] | None:
    if ceremony is None:
        return None
    return {
        "trustees": ceremony.trustees,
        "threshold": ceremony.threshold,
        "done": sorted(f"{step}:{index}" for step, index in ceremony.messages),
        "public_key": ceremony.public_key,
        "proven": sorted(ceremony.proven),
    }


def _round(one: Round) -> dict[str, Any]:
    """Item totals of the paper stay hidden until ``paper_frozen``, all others until counted."""
    return {
        "round": one.number,
        "kind": one.kind,
        "stage": one.stage,
        "stage_name": STAGE_NAMES[one.stage],
        "definition": one.definition,
        "candidates": one.candidates,
        "seats": one.seats,
        "roster_total": one.roster_total,
        "present": one.present,
        "destroyed": one.destroyed,
        "paper": _tokens(one.paper),
        "tablet": _tokens(one.tablet),
        "cast": one.cast if one.stage not in {"open", "ready"} else None,
        "box_counted": one.box_counted,
        "cards_in_box": one.cards_in_box,
        "challenges": one.challenges,
        "assisted": one.assisted,
        "tellers_done": len(one.entries),
        "hand_count_agreed": one.hand_count is not None,
        "paper_frozen": one.paper_frozen,
        "opening_authorised": one.opening_authorised,
        "encrypted_tally": one.encrypted_tally,
        "partials": sorted(one.partials),
        "outcome": _outcome(one.outcome),
        "hands": one.hands,
        "fallbacks": [_plain(each) for each in one.fallbacks],
        "void_ground": one.void_ground,
        "presidium": one.presidium,
        "decisions": {matter: _plain(each) for matter, each in one.decisions.items()},
        "lot": None if one.lot is None else _plain(one.lot),
        "papers": sorted(one.papers),
    }


def _plain(event: Event) -> Any:
    """Return what an event says, without who signed it."""
    said = msgspec.to_builtins(event)
    return {name: value for name, value in said.items() if name not in {"event", "approvals"}}


def _tokens(tokens: Tokens) -> dict[str, int]:
    return {
        "printed": tokens.printed,
        "issued": tokens.issued,
        "replaced": tokens.replaced,
        "archived": tokens.archived,
        "left_over": tokens.left_over,
    }


def _outcome(outcome: Outcome | None) -> Any:
    return None if outcome is None else msgspec.to_builtins(outcome)


def shown_public(state: Election) -> dict[str, Any]:
    """Return what everybody may know, at the rules' level of publication."""
    facts = state.facts
    return {
        "id": state.id,
        "title": facts.title,
        "session": facts.session,
        "body": facts.body,
        "rehearsal": facts.rehearsal,
        "log_key": facts.log_key,
        "clauses": _clauses(facts.clauses),
        "templates": list(facts.adopted),
        "rounds": [_public_round(state, one) for one in state.rounds],
    }


def _public_round(state: Election, one: Round) -> dict[str, Any]:
    """What the round chose, by the count or by what was decided after it, once announced."""
    level = state.rules.publish_level
    shown: dict[str, Any] = {
        "round": one.number,
        "kind": one.kind,
        "stage": one.stage,
        "stage_name": STAGE_NAMES[one.stage],
        "definition": one.definition,
        "seats": one.seats,
        "hands": one.hands,
        "elected": None,
    }
    if one.stage == "announced" and one.outcome is not None:
        shown["elected"] = [each.number for each in choices(state) if each.round == one.number]
        if level == "names_approve":
            chosen = set(shown["elected"])
            shown["approve"] = {
                str(c.number): c.approve for c in one.outcome.counts if c.number in chosen
            }
        elif level == "full":
            shown["counts"] = msgspec.to_builtins(one.outcome.counts)
    return shown
