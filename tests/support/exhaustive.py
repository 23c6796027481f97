"""Every case there is, the engine against the naive count; `make exhaustive` runs all of it.

Totals: 4 projects, 5 valid ballots, so 21 ways (赞成, 反对, 弃权) for each project; every K, every
base and every tie rule. Ballots: 3 projects, 4 voters, so 27 ballots and 27,405 multisets of four;
every K and every mode in which the ballot itself is limited. The tests try a part of both.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations_with_replacement, islice, product
from multiprocessing import Pool
from multiprocessing.pool import Pool as PoolOfProcesses
from typing import Any, get_args

from ballot.results import ChannelTally, ItemTotals, Outcome
from ballot.rules import Rules
from ballot.rules.values import ThresholdBase, TieRule
from counting.figures import ChannelFigures, Figures, HandedOut, Project
from counting.outcome import decide
from counting.readings import Box
from counting.validity import Ballot, Sheet, count
from tests.support import naive

PROJECTS, VALID = 4, 5
TRIPLES = [(a, o, VALID - a - o) for a in range(VALID + 1) for o in range(VALID + 1 - a)]
PEOPLE = {"roster": 8, "present": 7, "issued": 7, "returned": 6, "valid": VALID}
"""Each base draws its own line: 5 of 8, 4 of 7, 4 of 6, 3 of 5."""
COSTS = {1: 300, 2: 100, 3: 100, 4: None}
"""Equal costs, unequal ones and an unknown one, for ties that cost settles."""
BASES: tuple[ThresholdBase, ...] = get_args(ThresholdBase)
TIES: tuple[TieRule, ...] = get_args(TieRule)
SEATS = range(1, PROJECTS + 1)
RULES = {
    (base, tie): Rules(ballot_mode="per_item", threshold_base=base, tie_rule=tie)
    for base in BASES
    for tie in TIES
}
FIELDS = ("status", "action", "threshold", "base", "seats_left", "vacant")

Triple = tuple[int, int, int]


class Disagreement(AssertionError):
    """The engine and the naive count do not say the same."""


def figures_of(totals: Iterable[Triple], seats: int) -> Figures:
    """Return the figures of a hall whose valid ballots add up to ``totals``."""
    tally = ChannelTally(
        channel="paper",
        returned=PEOPLE["returned"],
        valid=VALID,
        invalid=PEOPLE["returned"] - VALID,
        foreign=0,
        items=tuple(
            ItemTotals(number=n, approve=a, oppose=o, abstain=b, illegible=0)
            for n, (a, o, b) in enumerate(totals, start=1)
        ),
    )
    handed = HandedOut(printed=PEOPLE["issued"], issued=PEOPLE["issued"])
    return Figures(
        roster=PEOPLE["roster"],
        present=PEOPLE["present"],
        seats=seats,
        channels=(ChannelFigures(handed=handed, tally=tally),),
        projects={number: Project(cost_fen=cost) for number, cost in COSTS.items()},
    )


def compare(outcome: Outcome, expected: dict[str, object], what: object) -> None:
    """Raise Disagreement, naming ``what`` was counted, unless both say the same."""
    said = {name: getattr(outcome, name) for name in FIELDS}
    said["elected"], said["tied"] = set(outcome.elected), set(outcome.tied)
    said["losing"] = {one.number: one.reason for one in outcome.not_elected}
    wrong = {key: (value, expected[key]) for key, value in said.items() if value != expected[key]}
    if wrong:
        raise Disagreement(f"{what}: (engine, naive) {wrong}")


def try_totals(totals: tuple[Triple, ...]) -> int:
    """Compare one set of totals under every K, base and tie rule; return how many were tried."""
    rows = {
        n: {"approve": a, "oppose": o, "abstain": b, "illegible": 0, "points": 0}
        for n, (a, o, b) in enumerate(totals, start=1)
    }
    projects = {number: (cost, "") for number, cost in COSTS.items()}
    for seats in SEATS:
        figures = figures_of(totals, seats)
        for (base, tie), rules in RULES.items():
            words = {"ballot_mode": "per_item", "threshold_base": base, "tie_rule": tie}
            expected = naive.naive({**PEOPLE, "seats": seats}, rows, words, projects)
            compare(decide(rules, figures), expected, (totals, seats, base, tie))
    return len(SEATS) * len(RULES)


def multisets() -> Iterator[tuple[Triple, ...]]:
    """Yield every totals up to the order of the projects: 10,626 of 194,481.

    The order of the projects matters for their costs alone; it turns from one to the next,
    so that each way round meets each cost.
    """
    turn = 0
    for totals in combinations_with_replacement(TRIPLES, PROJECTS):
        turn = (turn + 1) % PROJECTS
        yield totals[turn:] + totals[:turn]


def everything() -> Iterator[tuple[Triple, ...]]:
    """Yield every totals there is: 21^4 = 194,481."""
    return product(TRIPLES, repeat=PROJECTS)


BALLOTS = ["".join(marks) for marks in product("+-0", repeat=3)]
BOXES = {"+": Box(symbols=("○",)), "-": Box(symbols=("×",)), "0": Box()}
SHEETS = {ballot: Sheet(boxes=tuple(BOXES[mark] for mark in ballot)) for ballot in BALLOTS}
MODES = ("at_most_k", "exactly_k", "per_item")
VOTERS = 4


def halls() -> Iterator[tuple[str, ...]]:
    """Yield every multiset of four ballots: 27,405."""
    return combinations_with_replacement(BALLOTS, VOTERS)


def try_ballots(ballots: tuple[str, ...]) -> int:
    """Compare four ballots under every K and mode, from the marks on; return how many it were."""
    for seats, mode in product((1, 2, 3), MODES):
        rules = Rules(ballot_mode=mode)
        tally = count(
            [SHEETS[one] for one in ballots],
            rules,
            numbers=(1, 2, 3),
            ballot=Ballot(seats=seats),
        )
        part = ChannelFigures(handed=HandedOut(printed=VOTERS, issued=VOTERS), tally=tally)
        figures = Figures(roster=VOTERS, present=VOTERS, seats=seats, channels=(part,))
        valid, rows = naive.count(ballots, seats, mode)
        people = dict.fromkeys(("roster", "present", "issued", "returned"), VOTERS)
        words = {"ballot_mode": mode}
        expected = naive.naive({**people, "valid": valid, "seats": seats}, rows, words)
        compare(decide(rules, figures), expected, (ballots, seats, mode))
    return 3 * len(MODES)


def main() -> None:
    """Try every totals and every ballots on all cores, telling the progress."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=None, help="processes (all cores)")
    parser.add_argument("--part", default="1/1", help="i/n: every n-th of both, from the i-th on")
    args = parser.parse_args()
    part, parts = map(int, args.part.split("/"))
    with Pool(args.jobs) as pool:
        for trial, every, what in (
            (try_totals, everything(), "totals"),
            (try_ballots, halls(), "sets of ballots"),
        ):
            chosen = list(islice(every, part - 1, None, parts))
            tried = _try_all(pool, trial, chosen, what)
            many = f"{tried:,} outcomes of {len(chosen):,} {what}"
            sys.stdout.write(f"{many} agree with the naive count.\n")


def _try_all(
    pool: PoolOfProcesses, trial: Callable[[Any], int], chosen: Sequence[object], what: str
) -> int:
    started, tried = time.monotonic(), 0
    for done, more in enumerate(pool.imap_unordered(trial, chosen, chunksize=200), 1):
        tried += more
        if done % 2000 == 0 or done == len(chosen):
            seconds = time.monotonic() - started
            told = f"{done:,} of {len(chosen):,} {what}, {tried:,} outcomes, {seconds:.0f} s"
            sys.stderr.write(f"{told}\n")
    return tried


if __name__ == "__main__":
    main()
