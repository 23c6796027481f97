"""The tables of a 满意度测评: ratings of a round, of each channel, of all rounds side by side."""

from collections.abc import Sequence

from ballot.contest import DONT_KNOW
from ballot.results import Graded, ItemTotals
from counting.percent import percent, tenths
from printing.papers.content import TYPE_WIDTH_MM, Cell, Table
from printing.papers.evaluation_values import Evaluation, Handled, Scale, Summary
from printing.papers.values import Project
from printing.papers.wording import CHANNEL_NAMES, titled

RESULT_NAMES = {"tier_majority": "测评等次", "weighted": "得分"}
ACCEPTED = {True: "认可", False: "不认可", None: "未确认"}
HANDLING = {
    "A": "A类（已经解决或者基本解决）",
    "B": "B类（正在解决或者列入计划）",
    "C": "C类（暂时不能解决）",
}
_NUMBER, _RESULT = 14, 22
_WIDE, _NARROW, _CROWDED = 14, 12, 5
"""Columns of figures take 14 mm, or 12 if there are more than five of them."""


def total(evaluation: Evaluation) -> tuple[ItemTotals, ...]:
    """Return the ratings of each project over all channels, in the order of the form."""
    return tuple(
        _added([item for one in evaluation.channels for item in one.items if item.number == number])
        for number in (project.number for project in evaluation.projects)
    )


def _added(items: Sequence[ItemTotals]) -> ItemTotals:
    return ItemTotals(
        number=items[0].number,
        approve=0,
        oppose=0,
        abstain=sum(one.abstain for one in items),
        illegible=sum(one.illegible for one in items),
        grades=tuple(map(sum, zip(*(one.grades for one in items), strict=True))),
        dont_know=sum(one.dont_know for one in items),
    )


def ratings_table(evaluation: Evaluation) -> Table:
    """Every project's ratings and result."""
    items = total(evaluation)
    columns = columns_of(evaluation.scale, items)
    results = {one.number: one for one in evaluation.graded}
    names = {one.number: one for one in evaluation.projects}
    head = ("序号", "项目（责任单位）", *columns, "小计", result_name(evaluation.scale))
    body = tuple(
        (
            Cell(str(item.number)),
            Cell(named(names[item.number]), left=True),
            *(Cell(f"{figure:,}") for figure in figures(item, columns, evaluation.scale)),
            Cell(f"{marks(item):,}"),
            Cell(result_of(evaluation.scale, results.get(item.number)), strong=True),
        )
        for item in items
    )
    each = _NARROW if len(columns) > _CROWDED else _WIDE
    widths = (11, *(each for _ in columns), each, _RESULT)
    return _ruled(widths, head, body)


def _ruled(widths: Sequence[int], head: Sequence[str], body: Sequence[tuple[Cell, ...]]) -> Table:
    """Rule a table whose second column, the name, takes the width that the others leave."""
    name = TYPE_WIDTH_MM - sum(widths)
    first, *others = widths
    return Table((first, name, *others), (tuple(Cell(text) for text in head),), tuple(body))


def columns_of(scale: Scale, items: Sequence[ItemTotals]) -> tuple[str, ...]:
    """Return what is counted beside each project; 辨认不清 only where there is any."""
    unknown = (DONT_KNOW,) if scale.dont_know else ()
    unclear = ("辨认不清",) if any(item.illegible for item in items) else ()
    return (*scale.grades, *unknown, "弃权", *unclear)


def figures(item: ItemTotals, columns: Sequence[str], scale: Scale) -> list[int]:
    """Return the figures of ``item`` under ``columns``."""
    known = dict(zip(scale.grades, item.grades, strict=True))
    known |= {DONT_KNOW: item.dont_know, "弃权": item.abstain, "辨认不清": item.illegible}
    return [known[column] for column in columns]


def marks(item: ItemTotals) -> int:
    """Return how many forms say something, or nothing, of the project: all valid ones."""
    return sum(item.grades) + item.dont_know + item.abstain + item.illegible


def named(project: Project) -> str:
    """Name a project with its responsible unit, other languages under it."""
    return titled(project, f"（{project.department}）" if project.department else "")


def result_name(scale: Scale) -> str:
    """Name what the rules make of ratings: 测评等次, 满意率／满意和基本满意率, 得分."""
    first, second = scale.grades[:2]
    return RESULT_NAMES.get(scale.rule, f"{first}率／{first}和{second}率")


def result_of(scale: Scale, graded: Graded | None) -> str:
    """Write the result of one project as it stands in a table."""
    if graded is None:
        return "—"
    if scale.rule == "weighted" and graded.score is not None:
        return f"{tenths(*graded.score)}分"
    if graded.top_rate is not None and graded.pass_rate is not None:
        return f"{percent(*graded.top_rate)}／{percent(*graded.pass_rate)}"
    return graded.grade or "没有有效评价"


def forms_table(evaluation: Evaluation) -> Table:
    """What was handed out and came back in each channel."""
    rows = [
        (CHANNEL_NAMES[one.channel], (one.issued, one.returned, one.valid, one.invalid))
        for one in evaluation.channels
    ]
    sums = tuple(sum(column) for column in zip(*(found for _, found in rows), strict=True))
    head = tuple(Cell(text) for text in ("票种", "发出", "收回", "有效", "无效"))
    body = tuple(
        (Cell(name), *(Cell(f"{figure:,}") for figure in found))
        for name, found in [*rows, ("合计", sums)]
    )
    return Table((40, 29, 29, 29, 29), (head,), body)


def channels_table(evaluation: Evaluation) -> Table:
    """Every project's ratings, one row for each channel and one for both together."""
    items = total(evaluation)
    columns = columns_of(evaluation.scale, items)
    names = {one.number: one.name for one in evaluation.projects}
    body: list[tuple[Cell, ...]] = []
    for item in items:
        rows = [
            (CHANNEL_NAMES[one.channel], found)
            for one in evaluation.channels
            for found in one.items
            if found.number == item.number
        ]
        rows.append(("合计", item))
        for place, (name, found) in enumerate(rows):
            first = (
                Cell(str(item.number), rows=len(rows)),
                Cell(names[item.number], rows=len(rows), left=True),
            )
            counted = figures(found, columns, evaluation.scale)
            body.append(
                (
                    *(first if place == 0 else ()),
                    Cell(name),
                    *(Cell(f"{figure:,}") for figure in counted),
                    Cell(f"{marks(found):,}"),
                )
            )
    head = ("序号", "项目", "票种", *columns, "小计")
    each = _NARROW if len(columns) > _CROWDED else _WIDE
    return _ruled((11, 18, *(each for _ in columns), each), head, body)


def rounds_table(summary: Summary, headings: Sequence[str]) -> Table:
    """The result of every project in every round; a round that did not rate it shows a dash."""
    first = summary.rounds[0]
    found = [{one.number: one for one in each.graded} for each in summary.rounds]
    items = [{one.number: one for one in total(each)} for each in summary.rounds]
    body = tuple(
        (
            Cell(str(project.number)),
            Cell(named(project), left=True),
            *(
                Cell(_cell(summary, graded.get(project.number), counted.get(project.number)))
                for graded, counted in zip(found, items, strict=True)
            ),
        )
        for project in first.projects
    )
    each = min(40, 100 // len(headings))
    head = ("序号", "项目（责任单位）", *headings)
    return _ruled((_NUMBER, *(each for _ in headings)), head, body)


def _cell(summary: Summary, graded: Graded | None, item: ItemTotals | None) -> str:
    """Write a result, with the figures behind it where the rules publish them."""
    scale = summary.rounds[0].scale
    result = result_of(scale, graded)
    if item is None or summary.level == "names":
        return result
    return f"{result}（{'、'.join(f'{votes:,}' for votes in item.grades)}）"


def handling_table(summary: Summary) -> Table:
    """办理结果, an axis of its own beside the ratings."""
    names = {one.number: one for one in summary.rounds[0].projects}
    head = tuple(Cell(text) for text in ("序号", "项目", "承办单位", "办理结果", "提出人意见"))
    body = tuple(_handled(one, names[one.number]) for one in summary.handled)
    return Table((_NUMBER, 40, 32, 46, 24), (head,), body)


def _handled(one: Handled, project: Project) -> tuple[Cell, ...]:
    return (
        Cell(str(one.number)),
        Cell(project.name, left=True),
        Cell(one.unit, left=True),
        Cell(f"{HANDLING[one.result]}：{one.text}", left=True),
        Cell(ACCEPTED[one.accepted]),
    )
