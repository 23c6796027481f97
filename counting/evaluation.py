"""满意度测评: from the ratings of all projects to their 等次, rates or scores.

A ballot gives each project one 等次, 不了解 (where the rules put it on the ballot) or nothing,
which is 弃权; two marks at one project void that project on that ballot (辨认不清). The 办法 of the
place says what follows, for no statute does:

tier_majority  逐档过半数. 满意 against half of the base; if it falls short, 满意 and 基本满意
               together against half of the base; and so on; below the last line, the last 等次.
               ``grade_boundary_inclusive`` says for each line whether exactly half is enough
               (宁波镇海 2022: 满意 at half or more; 满意 and 基本满意 at exactly half: 不满意).
rate           满意率, and the rate of the first two 等次 together, both named; no 等次.
weighted       the mean of ``grade_points`` over those who rated; 不了解 is not among them, unless
               the rules count it, with no points. 弃权 and 辨认不清 never rate.

The base (``grade_base``) of the first two is the roster, the ballots returned or the valid ballots;
of the valid ones those that say 不了解 of this project are taken off, unless the rules count them.
Every figure is a whole number or an exact fraction; percentages are rounded only in sentences.
"""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from ballot.results import ChannelOutcome, Decision, Graded, ItemTotals, Outcome
from ballot.rules import Rules
from ballot.rules.text import cite, measure_name, words_of
from ballot.rules.values import GradeRule
from counting.errors import UnequalCandidates, WrongGrades
from counting.evaluation_item import Base, grade
from counting.figures import Figures, added, ballots_of
from counting.tally import join_items

_DECIDING: dict[GradeRule, tuple[str, ...]] = {
    "tier_majority": ("grade_rule", "grade_base", "grade_boundary_inclusive"),
    "rate": ("grade_rule", "grade_base"),
    "weighted": ("grade_rule", "grade_points"),
}
"""The parameters that decide under each rule."""
FEWEST, MOST = 3, 4
"""等次 seen in practice: 满意, 基本满意, 不满意; or 满意, 较满意, 较不满意, 不满意."""


def graded_outcome(rules: Rules, figures: Figures) -> Outcome:
    """Return the outcome of an evaluation whose figures passed every gate of `counting.outcome`.

    Nothing is cited yet: that is done for all decisions at once, and by `cited_grades`.

    Raises WrongGrades for rules whose grades, boundaries or points do not fit each other and for
    totals with other grades, UnequalCandidates for channels that do not list the same projects.
    """
    counts = join_items([part.tally for part in figures.channels])
    if not counts:
        raise UnequalCandidates("没有任何项目的合计数，不能确定测评结果，请先完成计票。")
    check_grades(rules)
    _check_counts(rules, counts)
    base = base_of(rules, figures)
    sentence = _method(rules, base) + "。"
    return Outcome(
        status="final",
        base=None if rules.grade_rule == "weighted" else base.total,
        counts=counts,
        ballots=added([ballots_of(part) for part in figures.channels]),
        channels={
            part.tally.channel: ChannelOutcome(ballots=ballots_of(part), counts=part.tally.items)
            for part in figures.channels
        },
        decisions=(Decision(step="grades", rules=deciding(rules), sentence=sentence),),
        graded=tuple(grade(rules, item, base) for item in counts),
    )


def deciding(rules: Rules) -> tuple[str, ...]:
    """Return the identifiers of the parameters that decide a grade, a rate or a score."""
    parameters = _DECIDING[rules.grade_rule]
    return (*parameters, "dont_know") if "dont_know" in rules.choices else parameters


def cited_grades(
    rules: Rules, graded: Sequence[Graded], numbering: Mapping[str, int]
) -> tuple[Graded, ...]:
    """Return ``graded``, each sentence naming the clauses of the 办法 that decided it.

    ``numbering``: identifier to number of the clause that states it.
    """
    numbers = {numbering[one] for one in deciding(rules) if one in numbering}
    source = cite(sorted(numbers), measure_name(rules))
    return tuple(
        replace(one, sentence=one.sentence.removesuffix("。") + source + "。") for one in graded
    )


def check_grades(rules: Rules) -> None:
    """Raise WrongGrades for rules whose grades, boundaries and points do not fit each other."""
    grades = len(rules.grades)
    if not FEWEST <= grades <= MOST:
        raise WrongGrades(f"测评等次有 {grades} 档，应为三档或者四档，请核对票决办法。")
    lines = len(rules.grade_boundary_inclusive)
    if rules.grade_rule == "tier_majority" and lines != grades - 1:
        raise WrongGrades(f"{grades} 档等次须写明 {grades - 1} 条半数边界，实际为 {lines} 条。")
    if rules.grade_rule == "weighted" and len(rules.grade_points) != grades:
        raise WrongGrades(
            f"{grades} 档等次须写明 {grades} 个分值，实际为 {len(rules.grade_points)} 个。"
        )


def base_of(rules: Rules, figures: Figures) -> Base:
    """Return the base of the evaluation, before 不了解 is taken off."""
    match rules.grade_base:
        case "all_members":
            return Base(
                total=figures.roster, name=words_of(rules).everybody, unit="名", valid=False
            )
        case "returned":
            return Base(total=figures.returned, name="收回票", unit="张", valid=False)
        case "valid":
            return Base(total=figures.valid, name="有效票", unit="张", valid=True)


def _check_counts(rules: Rules, counts: Sequence[ItemTotals]) -> None:
    for item in counts:
        if len(item.grades) != len(rules.grades):
            raise WrongGrades(
                f"第 {item.number} 号项目有 {len(item.grades)} 个等次的票数，"
                f"票决办法有 {len(rules.grades)} 档等次，请核对。"
            )
        if item.dont_know and "dont_know" not in rules.choices:
            raise WrongGrades(f"票面没有“不了解”，第 {item.number} 号项目却有这一票数，请核对。")


def _method(rules: Rules, base: Base) -> str:
    """Say by which rule the ratings are judged."""
    counted = f"{base.name}（{base.total}{base.unit}）"
    match rules.grade_rule:
        case "tier_majority":
            return f"以{counted}的半数为界，由高到低逐档确定测评等次"
        case "rate":
            first, second = rules.grades[:2]
            return f"以{counted}为基数，分别计算{first}率、{first}和{second}率"
        case "weighted":
            points = zip(rules.grades, rules.grade_points, strict=True)
            return "、".join(f"{name}{each}分" for name, each in points) + "，按参评票数平均计分"
