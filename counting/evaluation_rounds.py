"""整改以后再次测评: what every round says of a project, side by side; no round replaces another.

松阳 2017: 198 of 220 satisfied in September, 218 in December after 挂号督办; both figures stand.
"""

from dataclasses import dataclass

from ballot.results import Graded
from ballot.state import Election


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """Project ``number``: its result in each round that rated it, (round, result), in order."""

    number: int
    results: tuple[tuple[int, Graded], ...]

    @property
    def latest(self) -> Graded:
        """The newest result."""
        return self.results[-1][1]


def rated(election: Election) -> tuple[Rated, ...]:
    """Return every project that was rated, in the order of the first ballot."""
    found: dict[int, list[tuple[int, Graded]]] = {}
    for one in election.rounds:
        for graded in one.outcome.graded if one.outcome else ():
            found.setdefault(graded.number, []).append((one.number, graded))
    order = election.rounds[0].candidates if election.rounds else ()
    return tuple(
        Rated(number=number, results=tuple(found[number])) for number in order if number in found
    )


def unsatisfactory(election: Election) -> tuple[int, ...]:
    """Return the projects whose newest 等次 is the last one; none where the rules give no 等次."""
    last = election.rules.grades[-1]
    return tuple(one.number for one in rated(election) if one.latest.grade == last)
