"""Several rating groups: the weighted mean of their own results (``grader_weights``).

宁波镇海 2013: 群众 60, 四套班子 30, 网络 10. The weights are those of the 办法 and add up to 100;
they are not stretched to fit. A group without any rating of a project is named, and the project
then has no joint result: leaving the group out silently would give its weight to the others.
Groups stand in the order of their weights: a JSON object has no order to rely on.
"""

from collections.abc import Mapping
from fractions import Fraction

from ballot.evaluation import Combined, GroupResult, Rate
from ballot.results import Graded, Outcome
from ballot.rules import Rules
from counting.errors import WrongGrades
from counting.percent import percent, tenths

WHOLE = 100


def combine(rules: Rules, outcomes: Mapping[str, Outcome]) -> tuple[Combined, ...]:
    """Return the joint result of every project that any group rated, in order of number.

    ``outcomes`` are the groups' own, by the names of ``grader_weights``; a group without an outcome
    has no rating of anything. Raises WrongGrades for weights that do not add up to 100, for a group
    without a weight, and under ``tier_majority``, which has no mean.
    """
    weights = rules.grader_weights or {}
    if sum(weights.values()) != WHOLE:
        raise WrongGrades(f"各组权重合计为 {sum(weights.values())}，应为 {WHOLE}，请核对票决办法。")
    if rules.grade_rule == "tier_majority":
        raise WrongGrades("逐档过半数的测评不能按权重合成，请改为计算满意率或者计分。")
    unknown = [one for one in outcomes if one not in weights]
    if unknown:
        raise WrongGrades(f"票决办法没有“{'、'.join(unknown)}”的权重，不能合成。")
    found = {
        group: {one.number: one for one in outcome.graded} for group, outcome in outcomes.items()
    }
    order = sorted(weights, key=lambda group: (-weights[group], group))
    numbers = sorted({number for rated in found.values() for number in rated})
    return tuple(
        _combined(rules, weights, number, {one: found.get(one, {}).get(number) for one in order})
        for number in numbers
    )


def _combined(
    rules: Rules, weights: Mapping[str, int], number: int, rated: Mapping[str, Graded | None]
) -> Combined:
    results = tuple(_result(group, graded) for group, graded in rated.items())
    missing = [one.group for one in results if one.score is None and one.top_rate is None]
    words = "；".join(_told(rules, weights[one.group], one) for one in results)
    if missing:
        names = "、".join(missing)
        end = f"{names}没有有效评价，不能按权重合成，各组结果分别列示"
        return Combined(number=number, groups=results, sentence=f"第{number}项：{words}；{end}")
    if rules.grade_rule == "weighted":
        score = _mean(weights, {one.group: one.score for one in results})
        end = f"加权得分{tenths(*score)}分"
        return Combined(
            number=number, groups=results, score=score, sentence=f"第{number}项：{words}；{end}"
        )
    top = _mean(weights, {one.group: one.top_rate for one in results})
    both = _mean(weights, {one.group: one.pass_rate for one in results})
    end = "加权" + _rates(rules, top, both)
    return Combined(
        number=number,
        groups=results,
        top_rate=top,
        pass_rate=both,
        sentence=f"第{number}项：{words}；{end}",
    )


def _result(group: str, graded: Graded | None) -> GroupResult:
    if graded is None:
        return GroupResult(group=group, base=0)
    return GroupResult(
        group=group,
        base=graded.base,
        top_rate=graded.top_rate,
        pass_rate=graded.pass_rate,
        score=graded.score,
    )


def _told(rules: Rules, weight: int, result: GroupResult) -> str:
    name = f"{result.group}（权重{weight}%）"
    if result.score is not None:
        return f"{name}得分{tenths(*result.score)}分"
    if result.top_rate is not None and result.pass_rate is not None:
        return name + _rates(rules, result.top_rate, result.pass_rate)
    return f"{name}没有有效评价"


def _rates(rules: Rules, top: Rate, both: Rate) -> str:
    first, second = rules.grades[:2]
    return f"{first}率{percent(*top)}、{first}和{second}率{percent(*both)}"


def _mean(weights: Mapping[str, int], values: Mapping[str, Rate | None]) -> Rate:
    parts = (weights[group] * Fraction(*value) for group, value in values.items() if value)
    mean = sum(parts, Fraction(0)) / WHOLE
    return mean.numerator, mean.denominator
