"""Whether a list can be voted on under its rules: quotas, money, names in every language.

Faults keep the list from being frozen, and a frozen one from being verified; a miscount only keeps
it from being frozen, because records of lists that were frozen before stay what they are. Warnings
are shown to the people who freeze it.
"""

from collections import Counter
from collections.abc import Iterator

from ballot.definition import MOST_CANDIDATES, Definition
from ballot.errors import Refused
from ballot.languages import missing_titles


def require_fit(definition: Definition) -> None:
    """Raise Refused with a sentence for each fault and miscount of ``definition``."""
    found = (*miscounted(definition), *faults(definition))
    if found:
        raise Refused("".join(found), code="list.unfit")


def miscounted(definition: Definition) -> tuple[str, ...]:
    """Return how a first list, which is not shortened yet, misses the number in the rules."""
    named, listed = definition.rules.candidates_n, len(definition.candidates)
    if listed > MOST_CANDIDATES:
        return (f"清单有 {listed} 项，最多 {MOST_CANDIDATES} 项，请先筛选、归并。",)
    if definition.kind != "first" or named in {None, listed}:
        return ()
    told = f"票决办法写明候选项目 {named} 项，清单有 {listed} 项，两者须相同。"
    return (f"{told}请核对清单；清单无误的，请改正票决办法中的候选项目数。",)


def faults(definition: Definition) -> tuple[str, ...]:
    """Return why the list of ``definition`` cannot be voted on under its rules."""
    return (
        *missing_titles(definition.rules, definition.candidates),
        *_quota(definition),
        *_cap(definition),
    )


def warnings(definition: Definition) -> tuple[str, ...]:
    """Return what people should know before they freeze the list."""
    rules, unknown = definition.rules, _without_cost(definition)
    found: list[str] = []
    if rules.tie_rule == "lower_cost" and unknown:
        found.append(
            f"第 {unknown} 号项目没有写明投资，遇有票数相等时不能按投资多少确定，须由主席团决定。"
        )
    if rules.budget_cap is not None and not rules.budget_cap.hard and unknown:
        found.append(f"第 {unknown} 号项目没有写明投资，资金合计不含这些项目。")
    for category, seats in (rules.category_quota or {}).items():
        if _sizes(definition)[category] == seats and definition.kind == "first":
            found.append(f"“{category}”类的候选项目与名额同为 {seats} 项，本类没有差额。")
    return tuple(found)


def _quota(definition: Definition) -> Iterator[str]:
    """A quota that its category cannot fill leaves seats empty before anybody has voted."""
    quota = definition.rules.category_quota
    if quota is None or definition.kind != "first":
        return
    if sum(quota.values()) > definition.seats:
        yield f"各类名额合计 {sum(quota.values())} 项，多于应选 {definition.seats} 项，请改正。"
    sizes = _sizes(definition)
    for category, seats in quota.items():
        if sizes[category] < seats:
            yield (
                f"“{category}”类名额 {seats} 项，清单中这一类只有 {sizes[category]} 项，"
                "请补充候选项目，或者核对类别的写法。"
            )


def _cap(definition: Definition) -> Iterator[str]:
    """Whether a sheet exceeds a hard cap can only be told where every cost is known."""
    cap, unknown = definition.rules.budget_cap, _without_cost(definition)
    if cap is not None and cap.hard and unknown:
        yield f"票决办法设有资金上限，第 {unknown} 号项目没有写明投资，请补充。"


def _sizes(definition: Definition) -> Counter[str]:
    return Counter(one.category for one in definition.candidates)


def _without_cost(definition: Definition) -> str:
    """Return the numbers of the projects without a cost, joined for a sentence."""
    without = [one.number for one in definition.candidates if one.investment_fen is None]
    return "、".join(map(str, without))
