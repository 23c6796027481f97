"""The outcome a second time, as simply as it can be said, to be compared with `counting`.

Written from the rules of a 票决 alone; it shares no code with what it checks, knows nothing of its
types, never sorts and never divides. Everything is a dict of plain numbers and words.

    people   roster, present, issued, returned, valid, seats
    rows     {number: {"approve", "oppose", "abstain", "illegible", "points"}}
    rules    the words of the rules file; what is left out is the default
    projects {number: (cost in 分 or None, category)}
"""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

Row = dict[str, int]
Rows = dict[int, Row]
Projects = dict[int, tuple[int | None, str]]
Words = dict[str, Any]
Found = dict[str, Any]

DEFAULTS = {
    "quorum_rule": "ge_2_3",
    "ballot_mode": "at_most_k",
    "threshold": "majority",
    "threshold_base": "all_members",
    "rank_by": "approve",
    "tie_rule": "re_vote_tied",
    "tie_again": "presidium",
    "runoff_threshold": "plurality",
    "shortfall_action": "presidium_decides",
    "shortfall_threshold": "majority_all",
    "category_quota": None,
    "cap_fen": None,
}
SHORTFALL = {
    "presidium_decides": "presidium",
    "vacant": "leave_vacant",
    "same_session": "fill_same_session",
    "next_session": "fill_next_session",
}


def enough_present(rule: str, present: int, roster: int) -> bool:
    """以上 includes the share, 超过 does not."""
    return {
        "ge_2_3": present * 3 >= roster * 2,
        "gt_2_3": present * 3 > roster * 2,
        "gt_1_2": present * 2 > roster,
        "ge_4_5": present * 5 >= roster * 4,
        "gt_4_5": present * 5 > roster * 4,
    }[rule]


def more_than(votes: int, threshold: Any, base: int) -> bool:
    """Whether so many votes pass: strictly more than the share of the base."""
    if threshold == "plurality":
        return votes >= 1
    over, under = (1, 2) if threshold == "majority" else threshold
    return votes * under > base * over and votes >= 1


def naive(
    people: Row,
    rows: Rows,
    rules: Words | None = None,
    projects: Projects | None = None,
    *,
    kind: str = "first",
    another: bool = True,
) -> Found:
    """Return the outcome; elected and tied are sets, losing is {number: reason}."""
    r = {**DEFAULTS, **(rules or {})}
    projects = projects or {}
    nothing = {
        "elected": set(), "tied": set(), "seats_left": 0, "vacant": 0, "losing": {},
        "threshold": None, "base": None,
    }  # fmt: skip
    if not enough_present(r["quorum_rule"], people["present"], people["roster"]):
        return {**nothing, "status": "no_quorum", "action": "await_quorum"}
    if people["issued"] > people["present"]:
        return {**nothing, "status": "issue_exceeds_present", "action": "recall_surplus"}
    if people["returned"] > people["issued"]:
        return {**nothing, "status": "void_returned_gt_issued", "action": "re_vote"}
    wrong = miscounted(people, rows, r)
    if wrong:
        return {**nothing, "status": wrong, "action": "recount"}
    threshold, base = the_line(people, r, kind)
    passed = {n for n, row in rows.items() if passes(row, threshold, base)}
    needed = 0
    if threshold != "plurality":
        while not passes({"approve": needed}, threshold, base, least=0):
            needed += 1
    found = seat_all(people["seats"], rows, passed, r, projects, kind)
    status, action = "final", None
    if found["vacant"]:
        status, action = "shortfall", SHORTFALL[r["shortfall_action"]]
        if action == "fill_same_session" and not another:
            action = "leave_vacant"
    if found["tied"]:
        status, action = the_tie(r, kind, another=another)
    losing = {
        n: "below_line" if n not in passed else found["why"].get(n, found["full"][n])
        for n in rows
        if n not in found["elected"] | found["tied"]
    }
    return {
        "status": status, "action": action, "threshold": needed, "base": base,
        "elected": found["elected"], "tied": found["tied"], "losing": losing,
        "seats_left": found["seats_left"], "vacant": found["vacant"],
    }  # fmt: skip


def miscounted(people: Row, rows: Rows, r: Words) -> str | None:
    """Which error the figures show, if any; every ballot gives every project exactly one answer."""
    valid, seats = people["valid"], people["seats"]
    approvals = sum(row["approve"] for row in rows.values())
    if r["ballot_mode"] in ("at_most_k", "exactly_k") and approvals > valid * seats:
        return "integrity_error_sum_gt_valid_x_k"
    if r["ballot_mode"] == "exactly_k" and approvals < valid * seats:
        return "integrity_error"
    for row in rows.values():
        answers = [row[key] for key in ("approve", "oppose", "abstain", "illegible")]
        if sum(answers) != valid or min(answers) < 0:
            return "integrity_error"
    return "integrity_error" if valid > people["returned"] else None


def the_line(people: Row, r: Words, kind: str) -> tuple[Any, int]:
    """The line and its base; what is a third of the ballots is not strict."""
    base = people[
        {
            "all_members": "roster",
            "present": "present",
            "returned": "returned",
            "valid": "valid",
        }[r["threshold_base"]]
    ]
    if kind == "runoff":
        return r["runoff_threshold"], base
    if kind == "fill" and r["shortfall_threshold"] == "ge_1_3_ballots":
        return "a third of the ballots", people["returned"]
    return r["threshold"], base


def passes(row: Row, threshold: Any, base: int, least: int = 1) -> bool:
    votes = row["approve"]
    if threshold == "a third of the ballots":
        return votes * 3 >= base and votes >= least
    if votes < least:
        return False
    return threshold == "plurality" or more_than(max(votes, 0), threshold, base)


def score(row: Row, r: Words) -> int:
    if r["rank_by"] == "points":
        return row["points"]
    return row["approve"] - (row["oppose"] if r["rank_by"] == "approve_minus_oppose" else 0)


def seat_all(
    seats: int, rows: Rows, passed: set[int], r: Words, projects: Projects, kind: str
) -> Found:
    """Seat all projects together, or each category for its own seats."""
    quota = r["category_quota"]
    whole = {"elected": set(), "tied": set(), "seats_left": 0, "vacant": 0, "why": {}, "full": {}}
    groups = {"": (seats, set(rows))}
    if quota is not None:
        named = {c: {n for n in rows if projects[n][1] == c} for c in quota}
        rest = set(rows) - set().union(*named.values())
        groups = {c: (quota[c], named[c]) for c in quota}
        groups[""] = (seats - sum(quota.values()), rest)
    for category, (free, members) in groups.items():
        one = seat(free, {n: rows[n] for n in members if n in passed}, r, projects, kind)
        for key in ("elected", "tied"):
            whole[key] |= one[key]
        for key in ("seats_left", "vacant"):
            whole[key] += one[key]
        whole["why"].update(one["why"])
        reason = "category_full" if quota is not None and (category or not free) else None
        whole["full"].update(dict.fromkeys(members, reason or "above_line_out_of_rank"))
    return whole


def seat(seats: int, rows: Rows, r: Words, projects: Projects, kind: str) -> Found:
    """Seat round by round whoever has most; equal scores stand or fall together."""
    left = dict(rows)
    chosen, why = set(), {}
    money = r["cap_fen"]

    def cost(n: int) -> int:
        return projects.get(n, (None, ""))[0] or 0

    def payable(group: Iterable[int]) -> bool:
        return money is None or sum(cost(n) for n in chosen | set(group)) <= money

    while left and len(chosen) < seats:
        best = max(score(row, r) for row in left.values())
        level = {n for n in left if score(left[n], r) == best}
        left = {n: row for n, row in left.items() if n not in level}
        for n in list(level):
            if not payable([n]):
                why[n] = "over_budget"
                level.discard(n)
        fits = max(
            size
            for size in range(min(len(level), seats - len(chosen)) + 1)
            if any(payable(group) for group in combinations(level, size))
        )
        if fits == len(level):
            chosen |= level
            continue
        rule = r["tie_rule"] if kind != "runoff" else None
        if rule == "admit_all" and payable(level):
            chosen |= level
            continue
        if rule == "lower_cost" and all(projects.get(n, (None, ""))[0] is not None for n in level):
            cheap = {n for n in level if sum(cost(m) <= cost(n) for m in level) <= fits}
            dear = {n for n in level if sum(cost(m) < cost(n) for m in level) >= fits}
            chosen |= cheap
            why.update(dict.fromkeys(dear, "dearer_of_tied"))
            level, fits = level - cheap - dear, fits - len(cheap)
            if not level:
                continue
        return {
            "elected": chosen, "tied": level, "seats_left": fits, "why": why,
            "vacant": seats - len(chosen) - fits,
        }  # fmt: skip
    vacant = max(seats - len(chosen), 0)
    return {"elected": chosen, "tied": set(), "seats_left": 0, "why": why, "vacant": vacant}


def the_tie(r: Words, kind: str, *, another: bool) -> tuple[str, str]:
    """What a tie asks for: the hall again, the lot, or the 主席团."""
    if kind == "runoff":
        again = r["tie_again"] == "repeat" and another
        return "undecided_second_tie", "runoff" if again else "presidium"
    if r["tie_rule"] == "re_vote_tied" and another:
        return "tie_at_cutoff", "runoff"
    return "tie_at_cutoff", "draw_lot" if r["tie_rule"] == "lot" else "presidium"


def count(ballots: Sequence[str], seats: int, mode: str) -> tuple[int, Rows]:
    """Count ballots of marks + - 0 per project: (valid, {number: row}), with the void ones out."""
    valid = []
    for ballot in ballots:
        ticks = sum(mark == "+" for mark in ballot)
        if mode == "at_most_k" and ticks > seats:
            continue
        if mode == "exactly_k" and ticks != seats:
            continue
        valid.append(ballot)
    names = {"+": "approve", "-": "oppose", "0": "abstain"}
    rows = {}
    for place in range(len(ballots[0])):
        row = {"approve": 0, "oppose": 0, "abstain": 0, "illegible": 0, "points": 0}
        for ballot in valid:
            row[names[ballot[place]]] += 1
        rows[place + 1] = row
    return len(valid), rows
