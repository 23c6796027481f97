"""From the folded state of a round to its figures, its totals and its outcome.

The service computes these for the events ``tallied`` and ``outcome``; the verifier computes them
again from the same log.
"""

from ballot.refusals import NotYet
from ballot.results import ChannelTally, Outcome, Tally
from ballot.state import Election, Round, Tokens
from counting.errors import DoesNotReconcile
from counting.figures import ChannelFigures, Figures, HandedOut
from counting.outcome import decide
from counting.reconciliation import failures, within_counts


def tally_of(current: Round, tablet: ChannelTally | None) -> Tally:
    """Return the totals of every channel that issued tokens in the round.

    ``tablet`` is what the key holders opened, None where no tablets were used. Raises NotYet for
    paper that is not counted.
    """
    channels: list[ChannelTally] = []
    if current.paper.issued:
        if current.hand_count is None:
            raise NotYet("纸质票还没有计完，不能合计。")
        channels.append(current.hand_count)
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
    figures = figures_of(current, Tally(channels=(paper,)))
    failed = failures(within_counts(figures, election.rules))
    if failed:
        sentences = "".join(one.sentence for one in failed)
        raise DoesNotReconcile(f"{sentences}计票数没有采用，请重新计票，或者重新清点票箱。")


def figures_of(current: Round, tally: Tally) -> Figures:
    """Return everything counted in the round; raises NotYet before attendance is declared."""
    if current.roster_total is None or current.present is None:
        raise NotYet("还没有报告到会人数。")
    return Figures(
        roster=current.roster_total,
        present=current.present,
        seats=current.seats,
        channels=tuple(_channel(current, one) for one in tally.channels),
    )


def _channel(current: Round, tally: ChannelTally) -> ChannelFigures:
    if tally.channel == "paper":
        return ChannelFigures(
            handed=_handed(current.paper), tally=tally, box_counted=current.box_counted
        )
    return ChannelFigures(handed=_handed(current.tablet), tally=tally, cast=current.cast)


def _handed(tokens: Tokens) -> HandedOut:
    return HandedOut(
        printed=tokens.printed,
        issued=tokens.issued,
        replaced=tokens.replaced,
        archived=tokens.archived,
        left_over=tokens.left_over,
    )


def outcome_of(election: Election, current: Round, tally: Tally) -> Outcome:
    """Return what the rules of ``election`` make of ``tally`` in the round ``current``."""
    figures = figures_of(current, tally)
    return decide(
        election.rules, figures, kind=election.contest(current), threshold=current.threshold
    )
