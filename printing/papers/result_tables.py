"""The tables of a count: every project by rank, by channel and by category, and the lot."""

from ballot.canonical import digest
from printing.papers.content import Block, Cell, Level, Paragraph, Table
from printing.papers.outcomes import category_name
from printing.papers.standing import Standing, listed, members, standings, total, written_in
from printing.papers.values import ChannelCount, Count, Group, ItemCount, Lot
from printing.papers.verdicts import ELECTED, line_word, verdict
from printing.papers.wording import CHANNEL_NAMES, money, titled

#: Hexadecimal digits of a ticket that are printed; enough to tell 200 projects apart by hand.
_TICKET_DIGITS = 16


def full_tables(count: Count) -> list[Block]:
    """Return the totals of every project; under 分类名额 one table for each category."""
    if not count.groups:
        return [full_table(count)]
    blocks: list[Block] = []
    for group in count.groups:
        if members(count, group):
            heading = f"{category_name(group)}（应选{group.seats}项）"
            blocks += [Paragraph(heading, Level.SUBHEADING), full_table(count, group)]
    return blocks


def full_table(count: Count, group: Group | None = None) -> Table:
    """Return the totals of every project; columns in which nothing can stand are left out."""
    ranked = standings(count, group)
    if count.mode == "whole_list":
        return _one_question(count, ranked[0])
    by_number = {standing.item.number: standing for standing in ranked}
    projects = [one for one in count.projects if one.number in by_number]
    order = listed(count.order, projects, [standing.item.number for standing in ranked])
    votes = _columns(count)
    fixed = {"积分": count.rank_by == "points", "投资（万元）": count.cap is not None}
    more = [name for name, shown in fixed.items() if shown]
    lines = [] if count.threshold.fraction is None else [line_word(count)]
    head = ("序号", "项目", *votes.values(), "小计", *more, *lines, "名次", "结果")
    wordy = count.groups or count.cap or count.tied or count.tie_rule == "lower_cost"
    last = 26 if wordy else 21
    width = 12 if len(head) > _MANY else 13
    figures = (*votes, "小计", *more, *lines)
    name = 156 - 11 - width * len(figures) - 10 - last
    widths = (11, name, *(width for _ in figures), 10, last)
    rows = tuple(_row(count, by_number[number], more) for number in order)
    return Table(widths, (tuple(Cell(text) for text in head),), rows)


_MANY = 10
"""Columns beyond which those of figures are narrower."""


def _columns(count: Count) -> dict[str, str]:
    """Return the kinds of votes that have a column, and what they are called."""
    items = total(count).items
    ranked = count.mode == "ranked"
    names = {"approve": "排入" if ranked else "赞成"}
    if "oppose" in count.choices and not ranked:
        names["oppose"] = "反对"
    chosen = "abstain" in count.choices and not ranked
    names["abstain"] = "弃权" if chosen else "未排入" if ranked else "未选"
    if any(item.illegible for item in items):
        names["illegible"] = "辨认不清"
    return names


def _row(count: Count, standing: Standing, more: list[str]) -> tuple[Cell, ...]:
    item = standing.item
    project = next(one for one in count.projects if one.number == item.number)
    cost = "" if project.investment_fen is None else money(project.investment_fen)
    extra = {"积分": f"{item.points:,}", "投资（万元）": cost.removesuffix("万元")}
    said = verdict(count, standing)
    return (
        Cell(str(item.number)),
        Cell(titled(project), left=True),
        *_votes(count, item),
        *(Cell(extra[name]) for name in more),
        *_passing(count, standing),
        Cell(str(standing.rank)),
        Cell(said, strong=said != ELECTED and standing.passes),
    )


def _passing(count: Count, standing: Standing) -> list[Cell]:
    """Say whether the line is passed, where there is a line."""
    if count.threshold.fraction is None:
        return []
    return [Cell("是" if standing.passes else "否")]


def _votes(count: Count, item: ItemCount) -> list[Cell]:
    """Return a cell for each kind of vote, and their sum."""
    figures = [getattr(item, kind) for kind in _columns(count)]
    return [Cell(f"{figure:,}") for figure in (*figures, sum(figures))]


def _one_question(count: Count, standing: Standing) -> Table:
    """A vote on the whole list has one row of votes; its projects are named below."""
    votes = _columns(count)
    head = ("表决事项", *votes.values(), "小计", line_word(count), "结果")
    what = f"候选项目清单（{len(count.projects)}项，整体表决）"
    said = "通过" if standing.passes else "未获通过"
    cells = (
        Cell(what, left=True),
        *_votes(count, standing.item),
        Cell("是" if standing.passes else "否"),
        Cell(said, strong=not standing.passes),
    )
    widths = (156 - 16 * (len(votes) + 2) - 24, *(16 for _ in (*votes, "小计", "线")), 24)
    return Table(widths, (tuple(Cell(text) for text in head),), (cells,))


def project_list(count: Count) -> Table:
    """Name the projects of a list that was voted on as a whole."""
    names = {project.number: project for project in count.projects}
    order = listed(
        "ballot" if count.order == "votes" else count.order, count.projects, sorted(names)
    )
    head = tuple(Cell(text) for text in ("序号", "项目", "责任单位"))
    rows = tuple(
        (
            Cell(str(number)),
            Cell(titled(names[number]), left=True),
            Cell(names[number].department, left=True),
        )
        for number in order
    )
    return Table((16, 90, 50), (head,), rows)


def channel_table(count: Count) -> Table:
    """Return what was handed out and came back, channel by channel."""
    rows = [(CHANNEL_NAMES[channel.channel], channel) for channel in count.channels]
    rows.append(("合计", total(count)))
    unused = any(channel.unused for channel in count.channels)
    names = ("票种", "发出", "收回", "有效", "无效", *(["未投"] if unused else []))
    head = tuple(Cell(text) for text in names)
    body = tuple((Cell(name), *_ballots(channel, unused=unused)) for name, channel in rows)
    each = 116 // (len(names) - 1)
    return Table((156 - each * (len(names) - 1), *(each for _ in names[1:])), (head,), body)


def _ballots(channel: ChannelCount, *, unused: bool) -> list[Cell]:
    figures = [channel.issued, channel.returned, channel.valid, channel.invalid]
    return [Cell(f"{figure:,}") for figure in (*figures, *([channel.unused] if unused else []))]


def items_by_channel(count: Count) -> Table:
    """Return the totals of every project in each channel, as on the ballot."""
    names = {project.number: project.name for project in count.projects}
    kinds = _columns(count)
    head = (
        (
            Cell("序号", rows=2),
            Cell("项目", rows=2),
            *(Cell(CHANNEL_NAMES[c.channel], columns=len(kinds)) for c in count.channels),
        ),
        tuple(Cell(kind) for _ in count.channels for kind in kinds.values()),
    )
    body = tuple(
        (
            Cell(str(row[0].number)),
            Cell(names[row[0].number], left=True),
            *(Cell(f"{getattr(item, kind):,}") for item in row for kind in kinds),
        )
        for row in zip(*(channel.items for channel in count.channels), strict=True)
    )
    figures = len(kinds) * len(count.channels)
    each = min(96 // figures, 16)
    return Table((11, 145 - each * figures, *(each for _ in range(figures))), head, body)


def written_table(count: Count) -> Table:
    """List what was written in beside the list; nothing of it has a rank or a number."""
    head = tuple(Cell(text) for text in ("另提项目", "票数"))
    rows = tuple(
        (Cell(one.title, left=True), Cell(f"{one.approve:,}")) for one in written_in(count)
    )
    return Table((136, 20), (head,), rows)


def lot_table(count: Count, lot: Lot) -> Table:
    """Return the tickets of a lot in order, for anybody who computes them again."""
    names = {project.number: project.name for project in count.projects}
    tickets = sorted((digest(f"{lot.prefix}{number}".encode()), number) for number in count.tied)
    head = tuple(Cell(text) for text in ("次序", "序号", "项目", "SHA-256 前16位", "结果"))
    rows = tuple(
        (
            Cell(str(place)),
            Cell(str(number)),
            Cell(names[number], left=True),
            Cell(ticket[:_TICKET_DIGITS]),
            Cell(ELECTED if number in count.settled else "未入选"),
        )
        for place, (ticket, number) in enumerate(tickets, start=1)
    )
    return Table((15, 15, 66, 40, 20), (head,), rows)
