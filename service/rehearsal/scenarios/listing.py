"""The list of invented candidates that fits the session's own rules."""

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from ballot.candidates import Candidate
from ballot.rules import Rules
from service.rehearsal import township
from service.rehearsal.scenarios.contest import Group

DEFAULT_SEATS = 3
LEAST_SPARE = 2
"""Projects beyond the seats: two at the edge of the last seat, and one that nobody wants."""


def seats_of(rules: Rules) -> int:
    """Return the seats of the rules, three where they leave it open."""
    return rules.seats or DEFAULT_SEATS


def listed(rules: Rules) -> int:
    """Return how many candidates stand: those of the rules, or enough for the 差额 they ask."""
    seats = seats_of(rules)
    if rules.candidates_n is not None:
        return rules.candidates_n
    if rules.ballot_mode in {"whole_list", "graded"}:
        return seats
    numerator, denominator = rules.margin_min.ratio
    count = seats + max(LEAST_SPARE, len(quota_of(rules)))
    while (count - seats) * denominator < numerator * (
        seats if rules.margin_min.base == "of_seats" else count
    ):
        count += 1
    return count


def quota_of(rules: Rules) -> dict[str, int]:
    """Return the seats by category, those without a category under ""; empty without 分类名额."""
    if rules.category_quota is None:
        return {}
    rest = seats_of(rules) - sum(rules.category_quota.values())
    return {**rules.category_quota, "": rest} if rest else dict(rules.category_quota)


def categories(rules: Rules) -> tuple[str, ...]:
    """Return the category of each candidate: its seats for each, and the spare ones dealt round.

    The last category gets the first spare one: its last seat is the one in question.
    """
    quota = quota_of(rules)
    if not quota:
        return ()
    dealt = [name for name, seats in quota.items() for _ in range(seats)]
    names = list(reversed(quota))
    spare = listed(rules) - len(dealt)
    return (*dealt, *(names[at % len(names)] for at in range(spare)))


def grouped(candidates: Iterable[Candidate], quota: Mapping[str, int], seats: int) -> list[Group]:
    """Return who competes with whom for how many seats."""
    return groups_of([(one.number, one.category) for one in candidates], quota, seats)


def groups_of(
    stand: Sequence[tuple[int, str]], quota: Mapping[str, int], seats: int
) -> list[Group]:
    """Return the groups of projects, given by number and category."""
    if not quota:
        return [Group(seats, tuple(number for number, _ in stand))]
    mine = [(number, name if name in quota else "") for number, name in stand]
    return [
        Group(count, tuple(number for number, category in mine if category == name))
        for name, count in quota.items()
    ]


def left_to_fill(
    candidates: Iterable[Candidate], rules: Rules, chosen: Collection[int]
) -> list[int]:
    """Return who may stand in a fill: not chosen, and of a category that has a seat left."""
    listed_ones, quota = list(candidates), quota_of(rules)
    kind = {one.number: one.category if one.category in quota else "" for one in listed_ones}
    taken = Counter(kind[number] for number in kind if number in chosen)
    return [
        number
        for number in kind
        if number not in chosen and (not quota or taken[kind[number]] < quota.get(kind[number], 0))
    ]


def candidates_csv(rules: Rules) -> bytes:
    """Return the list: names and departments as invented for the township, costs all different."""
    out = io.StringIO()
    writer = csv.writer(out)
    known = list(csv.DictReader(io.StringIO(township.CANDIDATES.split("\n", 1)[1])))
    writer.writerow(("序号", "项目名称", "主要内容", "投资（万元）", "责任单位", "类别"))
    named = categories(rules)
    for at in range(listed(rules)):
        one = known[at] if at < len(known) else {}
        name = one.get("项目名称", f"备选项目{at + 1}")
        content, office = one.get("主要内容", ""), one.get("责任单位", "")
        category = named[at] if named else one.get("类别", "")
        writer.writerow((at + 1, name, content, _cost(rules, at), office, category))
    return out.getvalue().encode()


def proposed_csv(numbers: Sequence[int], category: str) -> bytes:
    """Return a list of newly proposed projects for a fill."""
    lines = ["序号,项目名称,投资（万元）,类别"]
    lines += [f"{one},另行提出项目{one},{60 + one},{category}" for one in numbers]
    return "\n".join(lines).encode()


def _cost(rules: Rules, at: int) -> int:
    """Return a cost in 万元; under a cap all together stay below it."""
    if rules.budget_cap is None:
        return 60 + 15 * at
    share = rules.budget_cap.amount // listed(rules)
    return max(1, share - at)
