"""分类名额: each category ranked on its own for its seats, and the whole put together again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ballot.results import GroupOutcome, ItemTotals
from counting.errors import WrongQuota
from counting.figures import Project
from counting.quota import REST
from counting.ranking import Ranking, Terms, in_order, rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One category ("" is the rest), its seats of this round and who takes them."""

    category: str
    seats: int
    members: tuple[int, ...]
    ranking: Ranking

    def outcome(self) -> GroupOutcome:
        """Return the category's part of the outcome."""
        return GroupOutcome(
            category=self.category,
            seats=self.seats,
            members=self.members,
            elected=self.ranking.elected,
            tied=self.ranking.tied,
            seats_left=self.ranking.seats_left,
            vacant=self.ranking.vacant,
        )


def rank_groups(
    items: Sequence[ItemTotals],
    projects: Mapping[int, Project],
    quota: Mapping[str, int],
    terms: Terms,
) -> tuple[Group, ...]:
    """Rank each category of ``quota`` for its own seats; other projects compete under "".

    Raises WrongQuota where the categories have more seats than there are.
    """
    if min(quota.values()) < 0:
        raise WrongQuota("分类名额之和超过应选项目数，不能确定票决结果，请核对票决办法和清单。")
    members: dict[str, list[ItemTotals]] = {category: [] for category in quota}
    for item in items:
        category = projects[item.number].category if item.number in projects else REST
        members.setdefault(category if category in quota else REST, []).append(item)
    return tuple(
        Group(
            category=category,
            seats=seats,
            members=tuple(sorted(item.number for item in found)),
            ranking=rank(found, _within(terms, category, seats)),
        )
        for category, found in members.items()
        for seats in (quota.get(category, 0),)
    )


def _within(terms: Terms, category: str, seats: int) -> Terms:
    """Return the terms of one category: its seats, and how one loses when they are taken."""
    others = category == REST and seats > 0
    return replace(terms, seats=seats, full="above_line_out_of_rank" if others else "category_full")


def joined(groups: Iterable[Group], items: Sequence[ItemTotals], terms: Terms) -> Ranking:
    """Return all categories as one ranking, in the order of the scores of all projects."""
    rankings = [group.ranking for group in groups]
    ordered = [item.number for item in in_order(items, terms.rank_by)]
    losing = {one.number: one for each in rankings for one in each.losing}

    def listed(found: Iterable[int]) -> tuple[int, ...]:
        chosen = set(found)
        return tuple(number for number in ordered if number in chosen)

    return Ranking(
        elected=listed(number for each in rankings for number in each.elected),
        tied=listed(number for each in rankings for number in each.tied),
        seats_left=sum(each.seats_left for each in rankings),
        vacant=sum(each.vacant for each in rankings),
        losing=tuple(losing[number] for number in ordered if number in losing),
        passed=sum(each.passed for each in rankings),
        settled=listed(number for each in rankings for number in each.settled),
    )
