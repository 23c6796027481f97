"""From the folded state of a round to its figures, its totals and its outcome.

The service computes these for the events ``tallied`` and ``outcome``; the verifier computes them
again from the same log. ``candidates`` are always the projects of the definitions of this round
and of all before it: a runoff's money and categories depend on what was chosen earlier.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from ballot.candidates import Candidate
from ballot.course import chosen_by
from ballot.refusals import NotYet
from ballot.results import ChannelTally, Outcome, Tally
from ballot.rules.text import numbering_of
from ballot.state import ROUNDS, Election, Round, Tokens
from counting.errors import DoesNotReconcile
from counting.figures import ChannelFigures, Figures, HandedOut, Project
from counting.outcome import decide
from counting.quota import outstanding, seats_by_category
from counting.reconciliation import failing_counts


def tally_of(current: Round, tablet: ChannelTally | None) -> Tally:
    """Return the totals of every channel that issued tokens in the round, or of the hands shown.

    ``tablet`` is what the key holders opened, None where no tablets were used. Raises NotYet for
    paper that is not counted.
    """
    channels: list[ChannelTally] = []
    if current.paper.issued or current.hands:
        if current.paper_count is None:
            raise NotYet("纸质票或者举手还没有计完，不能合计。")
        channels.append(current.paper_count)
    if current.tablet.issued:
        if tablet is None:
            raise NotYet("电子票合计还没有开启。")
        channels.append(tablet)
    return Tally(channels=tuple(channels))


def must_add_up(election: Election, current: Round, paper: ChannelTally) -> None:
    """Raise DoesNotReconcile for a hand count that contradicts itself or the box.

    Asked before the count is fixed: afterwards nothing could mend it, and the tablets' sum would
    be opened for a round that can have no outcome.
    """
    figures = figures_of(election, current, Tally(channels=(paper,)), ())
    failed = failing_counts(figures, election.rules)
    if failed:
        sentences = "".join(one.sentence for one in failed)
        raise DoesNotReconcile(f"{sentences}计票数没有采用，请重新计票，或者重新清点票箱。")


def figures_of(
    election: Election, current: Round, tally: Tally, candidates: Sequence[Candidate]
) -> Figures:
    """Return everything counted in the round; raises NotYet before attendance is declared."""
    if current.roster_total is None or current.present is None:
        raise NotYet("还没有报告到会人数。")
    projects = {
        one.number: Project(cost_fen=one.investment_fen, category=one.category)
        for one in candidates
    }
    return Figures(
        roster=current.roster_total,
        present=current.present,
        seats=current.seats,
        channels=tuple(_channel(current, one) for one in tally.channels),
        projects=projects,
        quota=_quota(election, current, projects),
        spent_fen=spent_before(election, current, candidates),
    )


def spent_before(election: Election, current: Round, candidates: Sequence[Candidate]) -> int:
    """Return what the projects chosen before ``current`` cost (分); unknown costs count nothing."""
    costs = {one.number: one.investment_fen or 0 for one in candidates}
    return sum(costs.get(one, 0) for one in chosen_by(election, current.number - 1))


def _channel(current: Round, tally: ChannelTally) -> ChannelFigures:
    if tally.channel == "paper":
        return ChannelFigures(
            handed=_handed(current.paper), tally=tally, box_counted=current.box_counted
        )
    if tally.channel == "hands":
        # There are no tokens: whoever is present and may vote shows a hand or none.
        shown = HandedOut(printed=0, issued=current.present or 0)
        return ChannelFigures(handed=shown, tally=tally)
    return ChannelFigures(
        handed=_handed(current.tablet),
        tally=tally,
        cast=current.cast,
        unused=current.tablet.issued - current.cast,
    )


def _handed(tokens: Tokens) -> HandedOut:
    return HandedOut(
        printed=tokens.printed,
        issued=tokens.issued,
        replaced=tokens.replaced,
        archived=tokens.archived,
        left_over=tokens.left_over,
    )


def _quota(
    election: Election, current: Round, projects: Mapping[int, Project]
) -> Mapping[str, int] | None:
    """Return the seats per category of this round: all, those tied, or those nobody filled."""
    whole = seats_by_category(election.rules, election.rounds[0].seats)
    if whole is None:
        return None
    while current.kind == "revote":
        current = election.rounds[current.number - 2]
    before = election.rounds[current.number - 2].outcome if current.number > 1 else None
    match current.kind, before:
        case "runoff", Outcome(groups=groups):
            return {one.category: one.seats_left for one in groups if one.tied}
        case "fill", _:
            chosen = Counter(
                projects[one].category if one in projects else ""
                for one in chosen_by(election, current.number - 1)
            )
            seats = outstanding(whole, chosen)
            stand = {projects[one].category for one in current.candidates if one in projects}
            return {name: free for name, free in seats.items() if free or name in stand}
        case _:
            return whole


def outcome_of(
    election: Election, current: Round, tally: Tally, candidates: Sequence[Candidate]
) -> Outcome:
    """Return what the rules of ``election`` make of ``tally`` in the round ``current``."""
    clauses = election.facts.clauses
    return decide(
        election.rules,
        figures_of(election, current, tally, candidates),
        kind=election.contest(current),
        threshold=current.threshold,
        numbering=numbering_of(clauses) if clauses else None,
        another_round=_another(election, current),
    )


def _another(election: Election, current: Round) -> bool:
    """Say whether the rules and the cards allow a round after ``current``; void ones are free."""
    counted = sum(1 for one in election.rounds[: current.number] if one.stage != "void")
    return current.number < ROUNDS and counted < election.rules.max_rounds
