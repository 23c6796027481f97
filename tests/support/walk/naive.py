"""What the rules make of totals, counted on the fingers; shares nothing with ``counting``."""

from dataclasses import dataclass, field
from typing import Any

from ballot.results import ChannelTally
from ballot.rules import Fraction, Rules, Threshold

MARKS = ("approve", "oppose", "abstain", "illegible")


@dataclass
class Naive:
    """How a round ended."""

    elected: list[int] = field(default_factory=list)
    tied: list[int] = field(default_factory=list)
    seats_left: int = 0
    vacant: int = 0
    score: dict[int, int] = field(default_factory=dict)


def needed(line: Threshold, base: int) -> int:
    """The smallest number of approvals that passes, found by trying."""
    votes = 1
    while not _passes(line, votes, base):
        votes += 1
    return votes


def _passes(line: Threshold, votes: int, base: int) -> bool:
    if line == "plurality":
        return True
    upper, lower = line.fraction if isinstance(line, Fraction) else (1, 2)
    return votes * lower > base * upper


def adds_up(tally: ChannelTally, rules: Rules, seats: int, box: int | None) -> bool:
    """Whether a count agrees with itself and with the box."""
    whole = tally.returned == tally.valid + tally.invalid
    rows = all(
        sum(getattr(item, mark) for mark in MARKS) == tally.valid
        and min(getattr(item, mark) for mark in MARKS) >= 0
        for item in tally.items
    )
    in_box = box is None or box == tally.returned + tally.foreign
    return whole and rows and _bounded(tally, rules, seats) and in_box


def _bounded(tally: ChannelTally, rules: Rules, seats: int) -> bool:
    """No ballot approves too many (exactly K: or too few), nor gives a rank twice."""
    approved = sum(item.approve for item in tally.items)
    match rules.ballot_mode:
        case "at_most_k":
            return approved <= tally.valid * seats
        case "exactly_k":
            return approved == tally.valid * seats
        case "ranked":
            given = sum(item.points for item in tally.items)
            fits = all(one.approve <= one.points <= seats * one.approve for one in tally.items)
            ranks = sum(range(1, seats + 1))
            return approved <= tally.valid * seats and fits and given <= tally.valid * ranks
        case _:
            return True


def decided(
    rules: Rules,
    line: Any,
    seats: int,
    people: tuple[int, int],
    tallies: list[ChannelTally],
) -> Naive:
    """The outcome of ``tallies`` for ``seats``; ``people`` are 应到 and 实到."""
    returned = sum(one.returned for one in tallies)
    base = {
        "all_members": people[0],
        "present": people[1],
        "returned": returned,
        "valid": sum(one.valid for one in tallies),
    }[rules.threshold_base]
    approve: dict[int, int] = {}
    oppose: dict[int, int] = {}
    points: dict[int, int] = {}
    for tally in tallies:
        for item in tally.items:
            approve[item.number] = approve.get(item.number, 0) + item.approve
            oppose[item.number] = oppose.get(item.number, 0) + item.oppose
            points[item.number] = points.get(item.number, 0) + item.points
    score = (
        points
        if rules.rank_by == "points"
        else {
            number: votes - (oppose[number] if rules.rank_by == "approve_minus_oppose" else 0)
            for number, votes in approve.items()
        }
    )
    if line == "ge_1_3_ballots":
        passed = [number for number, votes in approve.items() if votes and 3 * votes >= returned]
    else:
        passed = [number for number, votes in approve.items() if votes >= needed(line, base)]
    found = _seated(passed, score, seats, rules)
    found.score = score
    return found


def _seated(passed: list[int], score: dict[int, int], seats: int, rules: Rules) -> Naive:
    """Seat level after level of equal scores, as long as a whole level finds room."""
    found = Naive()
    for level in sorted({score[one] for one in passed}, reverse=True):
        equals = sorted(one for one in passed if score[one] == level)
        room = seats - len(found.elected)
        if len(equals) <= room or (room > 0 and rules.tie_rule == "admit_all"):
            found.elected += equals
        elif room > 0:
            found.tied, found.seats_left = equals, room
            break
    if not found.tied:
        found.vacant = max(0, seats - len(found.elected))
    return found
