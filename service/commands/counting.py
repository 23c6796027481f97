"""Commands of the count: agreement of two tellers, the totals and the outcome."""

from collections.abc import Sequence
from itertools import combinations

from ballot.candidates import Candidate
from ballot.events import Event, HandCountAgreed, OutcomeDecided, Tallied
from ballot.fold import Decide
from ballot.folding.guards import the_round
from ballot.refusals import DifferentEntries, NotYet, WrongFigures
from ballot.results import ChannelTally
from ballot.state import Election
from counting.books import must_add_up, outcome_of, tally_of


def agree(number: int) -> Decide:
    """Return the command that fixes the paper's count, if two tellers entered the same.

    Figures that do not add up are not fixed: the tellers count again, or the box is.
    """

    def decide(now: Election) -> Sequence[Event]:
        current = the_round(now, number)
        entries = current.entries
        for one, other in combinations(entries.values(), 2):
            if one == other:
                must_add_up(now, current, one)
                return [HandCountAgreed(round=number, tally=one)]
        if len(entries) < 2:  # noqa: PLR2004  (two tellers)
            raise NotYet("须由两名计票人各自登记计票数。")
        raise DifferentEntries("两名计票人的计票数不一致，请逐格核对后重新登记。")

    return decide


def decide_outcome(
    number: int, tablet: ChannelTally | None, candidates: Sequence[Candidate]
) -> Decide:
    """Return the command that books totals and outcome; ``tablet`` is the opened sum, if any.

    ``candidates`` are the projects of every list so far.
    """

    def decide(now: Election) -> Sequence[Event]:
        current = the_round(now, number)
        tally = tally_of(current, tablet)
        outcome = outcome_of(now, current, tally, candidates)
        if outcome.failed:
            # Nothing is written: the books can still be mended, and then this runs again.
            raise WrongFigures("".join(one.sentence for one in outcome.failed))
        return [
            Tallied(round=number, tally=tally),
            OutcomeDecided(round=number, outcome=outcome),
        ]

    return decide
