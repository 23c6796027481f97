"""What all rounds together amount to: who is chosen and by what, what is vacant, what is open.

Only after the last round are the chosen projects known; papers and announcements say this, never
the outcome of one round alone.
"""

from typing import Literal

import msgspec

from ballot.course import Choice, Open, choices, left_open, rounds_left, votes, way_out
from ballot.results import Action, Outcome
from ballot.state import Election, Round

How = Literal["vote", "runoff", "fill", "presidium", "lot", "cost"]
"""票决 · 再次投票 · 另行票决 · 主席团决定 · 抽签 · 票数相等而投资较少."""

_BY_ROUND: dict[str, How] = {"runoff": "runoff", "fill": "fill"}
_BY_WAY: dict[str, Action] = {"runoff": "runoff", "presidium": "presidium", "lot": "draw_lot"}


class Chosen(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Project ``number`` was chosen in ``round``, and ``how``."""

    number: int
    round: int
    how: How


class Standing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where an election stands.

    ``chosen`` in the order of their choice. ``tied`` wait for ``seats_left``. ``vacant`` seats have
    no project, and no round under way decides on them. ``pending`` is what the rules ask for next,
    None where nothing is left to do; ``under_way`` the number of a round that is not decided yet.
    """

    chosen: tuple[Chosen, ...]
    tied: tuple[int, ...] = ()
    seats_left: int = 0
    vacant: int = 0
    pending: Action | None = None
    under_way: int | None = None

    @property
    def numbers(self) -> tuple[int, ...]:
        """The chosen projects alone."""
        return tuple(one.number for one in self.chosen)


def standing(election: Election) -> Standing:
    """Return where ``election`` stands after all that its log says."""
    now, current = left_open(election), election.current
    tied = now.tie.outcome if now.tie is not None else None
    decided = current.outcome is not None or current.stage == "void"
    return Standing(
        chosen=tuple(_chosen(election, one) for one in choices(election)),
        tied=tied.tied if tied is not None else (),
        seats_left=tied.seats_left if tied is not None else 0,
        vacant=now.vacant,
        pending=_pending(election, now) if decided else None,
        under_way=None if decided else current.number,
    )


def _chosen(election: Election, choice: Choice) -> Chosen:
    current = election.rounds[choice.round - 1]
    how: How = "lot" if choice.by == "lot" else "presidium"
    if choice.by == "count":
        how = _BY_ROUND.get(election.contest(current), "vote")
        if choice.number in _cheaper(election, current):
            how = "cost"
    return Chosen(number=choice.number, round=choice.round, how=how)


def _cheaper(election: Election, current: Round) -> frozenset[int]:
    """Return the elected who had as many votes as one that lost by its cost alone."""
    outcome = current.outcome
    if outcome is None:
        return frozenset()
    rank_by = election.rules.rank_by
    scores = {item.number: votes(item, rank_by) for item in outcome.counts}
    dearer = {scores[one.number] for one in outcome.not_elected if one.reason == "dearer_of_tied"}
    return frozenset(
        number
        for elected in _last_seats(outcome)
        for number in elected
        if scores[number] in dearer and scores[number] == min(map(scores.__getitem__, elected))
    )


def _last_seats(outcome: Outcome) -> tuple[tuple[int, ...], ...]:
    """Return the elected as they were ranked against each other: together, or per category."""
    return tuple(one.elected for one in outcome.groups) or (outcome.elected,)


def _pending(election: Election, now: Open) -> Action | None:
    """Return the next act: of a void round, of a tie, of vacant seats, in this order."""
    if now.void is not None:
        waits = (
            election.rules.revote_by == "presidium" and "revote" not in election.current.decisions
        )
        return "presidium" if waits else "re_vote"
    if now.tie is not None:
        return _BY_WAY[way_out(election, now.tie)]
    return _of_shortfall(election) if now.vacant else None


def _of_shortfall(election: Election) -> Action:
    decided = election.current.decisions.get("shortfall")
    if election.rules.ballot_mode == "whole_list":
        return "leave_vacant"
    match election.rules.shortfall_action:
        case "next_session":
            return "fill_next_session"
        case "presidium_decides" if decided is None:
            return "presidium"
        case "presidium_decides" | "same_session" if rounds_left(election):
            vacant = decided is not None and not decided.projects
            return "leave_vacant" if vacant else "fill_same_session"
        case _:
            return "leave_vacant"
