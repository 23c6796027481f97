"""One project of a 满意度测评: what its ratings amount to, in figures and in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from ballot.contest import DONT_KNOW
from ballot.results import Graded, ItemTotals
from ballot.rules import Rules
from counting.percent import percent, tenths

NOTHING_RATED = "没有有效评价，不确定测评结果"


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What the lines and rates are a share of: ``total`` people or ballots, called ``name``."""

    total: int
    name: str
    unit: str
    valid: bool
    """Whether they are the valid ballots: then 不了解 may have to be taken off."""


def grade(rules: Rules, item: ItemTotals, base: Base) -> Graded:
    """Return what ``item`` amounts to under ``rules``; its grades are those of the rules."""
    match rules.grade_rule:
        case "tier_majority":
            return _by_majority(rules, item, base)
        case "rate":
            return _by_rate(rules, item, base)
        case "weighted":
            return _by_points(rules, item)


def told(rules: Rules, item: ItemTotals) -> str:
    """Return the figures of ``item`` as they are read out: 满意201、基本满意19、不满意2、弃权4."""
    pairs = [*zip(rules.grades, item.grades, strict=True)]
    if item.dont_know or "dont_know" in rules.choices:
        pairs.append((DONT_KNOW, item.dont_know))
    pairs.append(("弃权", item.abstain))
    if item.illegible:
        pairs.append(("辨认不清", item.illegible))
    return "、".join(f"{name}{figure}" for name, figure in pairs)


def _base_of(rules: Rules, item: ItemTotals, base: Base) -> Base:
    """Take 不了解 off the valid ballots, unless the rules count it."""
    if not base.valid or rules.dont_know == "counted" or not item.dont_know:
        return base
    return Base(
        total=base.total - item.dont_know,
        name=f"扣除{DONT_KNOW}后的{base.name}",
        unit=base.unit,
        valid=True,
    )


def _by_majority(rules: Rules, item: ItemTotals, everything: Base) -> Graded:
    """The first 等次 at which the votes so far reach half of the base; else the last one."""
    base = _base_of(rules, item, everything)
    steps = list(_steps(rules, item, base)) if base.total > 0 else []
    reached = steps[-1].grade if steps else None
    words = "，".join(step.sentence for step in steps)
    end = f"{words}，测评等次为{reached}" if steps else NOTHING_RATED
    return Graded(
        number=item.number,
        grade=reached,
        base=base.total,
        sentence=f"第{item.number}项：{told(rules, item)}，{end}。",
    )


@dataclass(frozen=True, slots=True)
class _Step:
    """One line that was tried; ``grade`` is the 等次 if this is the last one tried."""

    grade: str
    sentence: str


def _steps(rules: Rules, item: ItemTotals, base: Base) -> Iterator[_Step]:
    half = f"{base.name}（{base.total}{base.unit}）半数"
    for place, votes in enumerate(list(accumulate(item.grades))[:-1]):
        who = _joined(rules.grades[: place + 1])
        figure = f"合计{votes}票" if place else ""
        inclusive = rules.grade_boundary_inclusive[place]
        passed = 2 * votes > base.total or (inclusive and 2 * votes == base.total)
        how = _compared(2 * votes, base.total, passed=passed)
        after = rules.grades[place if passed else place + 1]
        yield _Step(after, f"{who}{figure}{how.format(half if place == 0 else '半数')}")
        if passed:
            return


def _compared(twice: int, total: int, *, passed: bool) -> str:
    """Say how votes stand to half; exactly half reads differently from more and from less."""
    if twice == total:
        return "恰为{}，按规定达到要求" if passed else "恰为{}，按规定未达到要求"
    return "超过{}" if passed else "未达{}"


def _joined(grades: tuple[str, ...]) -> str:
    """Name the votes of ``grades``: 满意票, 满意票与基本满意票, 满意票、较满意票与较不满意票."""
    names = [f"{one}票" for one in grades]
    return "、".join(names[:-1]) + ("与" if names[1:] else "") + names[-1]


def _by_rate(rules: Rules, item: ItemTotals, everything: Base) -> Graded:
    base = _base_of(rules, item, everything)
    first, both = item.grades[0], sum(item.grades[:2])
    names = rules.grades
    words = NOTHING_RATED
    if base.total > 0:
        words = (
            f"以{base.name}（{base.total}{base.unit}）为基数，"
            f"{names[0]}率{percent(first, base.total)}（{first}票），"
            f"{names[0]}和{names[1]}率{percent(both, base.total)}（{both}票）"
        )
    return Graded(
        number=item.number,
        grade=None,
        base=base.total,
        top_rate=(first, base.total) if base.total > 0 else None,
        pass_rate=(both, base.total) if base.total > 0 else None,
        sentence=f"第{item.number}项：{told(rules, item)}，{words}。",
    )


def _by_points(rules: Rules, item: ItemTotals) -> Graded:
    rated = sum(item.grades) + (item.dont_know if rules.dont_know == "counted" else 0)
    points = sum(n * each for n, each in zip(item.grades, rules.grade_points, strict=True))
    words = f"参评{rated}票，得分{tenths(points, rated)}分" if rated else NOTHING_RATED
    return Graded(
        number=item.number,
        grade=None,
        base=rated,
        score=(points, rated) if rated else None,
        sentence=f"第{item.number}项：{told(rules, item)}，{words}。",
    )
