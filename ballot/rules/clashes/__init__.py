"""Combinations of values that contradict each other, the statute or the secrecy of the vote.

One table; each row is tested alone. `ballot.rules.lint` reports the rows that hold.
"""

from ballot.rules.clashes.clash import Clash, Severity, on_paper, on_tablets
from ballot.rules.clashes.evaluation import EVALUATION
from ballot.rules.clashes.hall import HALL, MIN_KEYS, MIN_OPENERS
from ballot.rules.clashes.results import RESULTS
from ballot.rules.clashes.sheets import SHEETS

CLASHES: tuple[Clash, ...] = (*SHEETS, *RESULTS, *HALL, *EVALUATION)

__all__ = ["CLASHES", "MIN_KEYS", "MIN_OPENERS", "Clash", "Severity", "on_paper", "on_tablets"]
