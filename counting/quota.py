"""分类名额: how many seats each category has, in the whole and in a later round."""

from collections.abc import Mapping

from ballot.rules import Rules

REST = ""
"""The projects of all categories without seats of their own."""


def seats_by_category(rules: Rules, seats: int) -> Mapping[str, int] | None:
    """Return the seats of each category of a first round of ``seats``; None without a quota.

    What the quota leaves of ``seats`` is for the projects of all other categories, under "". A
    quota above ``seats`` leaves less than nothing, which `counting.outcome` refuses.
    """
    if rules.category_quota is None:
        return None
    rest = seats - sum(rules.category_quota.values())
    return {**rules.category_quota, REST: rest}


def outstanding(whole: Mapping[str, int], chosen: Mapping[str, int]) -> Mapping[str, int]:
    """Return the seats of ``whole`` that nobody took: ``chosen`` counts projects per category.

    A project of a category without seats of its own took one of the rest. A category that is full
    has 0: its projects do not compete for the rest.
    """
    taken = dict.fromkeys(whole, 0)
    for category, number in chosen.items():
        taken[category if category in whole else REST] += number
    return {name: max(0, seats - taken[name]) for name, seats in whole.items()}
