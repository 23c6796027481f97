"""计票结果报告单: the count of one round, read aloud by the 总监票人 and signed.

A project that passed the line and yet is not among the elected reads 「过半数，未入选」; one that
failed the line reads 「未入选」: two different reasons for losing must print differently.
"""

from printing.papers.content import Block, Cell, Closing, Level, Paper, Paragraph, Table
from printing.papers.standing import VOID, Standing, key, line, reconcile, standings, total
from printing.papers.values import ChannelCount, Count, Fingerprints, ItemCount
from printing.papers.wording import (
    CHANNEL_NAMES,
    counting_signatures,
    round_name,
    subtitle,
    under,
    vote_name,
)

_BASES = {"returned": "收回票", "valid": "有效票"}
_ELECTED = "入选"


def result_report(count: Count) -> Paper:
    """Make the report; PaperRefused if the figures contradict each other."""
    reconcile(count)
    body = _void_blocks(count) if count.status in VOID else _counted_blocks(count)
    blocks: list[Block] = [
        subtitle(count.session),
        *body,
        *counting_signatures(count.signers),
        Closing((count.date,)),
    ]
    return Paper(
        titles=(count.session.congress, "计票结果报告单"),
        blocks=tuple(blocks),
        foot=foot(count.fingerprints),
        rehearsal=count.session.rehearsal,
    )


def foot(prints: Fingerprints) -> tuple[tuple[str, str], ...]:
    """Label the four fingerprints as people compare them aloud."""
    return (
        ("定义", prints.definition),
        ("选举公钥", prints.election_key or "本次未使用平板"),
        ("日志公钥", prints.log_key),
        ("检查点", prints.checkpoint),
    )


def full_table(count: Count) -> Table:
    """The totals of every project by rank; columns that never differ from blank are left out."""
    clear = not any(item.illegible for item in total(count).items)
    votes = ["赞成", "反对", "弃权", *([] if clear else ["辨认不清"])]
    head = ("序号", "项目", *votes, "小计", _line_word(count), "名次", "结果")
    names, verdicts = (49, 21) if clear else (38, 19)
    widths = (11, names, *(13 for _ in votes), 13, 13, 10, verdicts)
    rows = tuple(_row(count, standing, clear=clear) for standing in standings(count))
    return Table(widths, (tuple(Cell(text) for text in head),), rows)


def _row(count: Count, standing: Standing, *, clear: bool) -> tuple[Cell, ...]:
    item = standing.item
    votes = [item.approve, item.oppose, item.abstain, *([] if clear else [item.illegible])]
    names = {project.number: project.name for project in count.projects}
    verdict = _verdict(count, standing)
    return (
        Cell(str(item.number)),
        Cell(names[item.number], left=True),
        *(Cell(f"{figure:,}") for figure in votes),
        Cell(f"{sum((*votes, 0)):,}"),
        Cell("是" if standing.passes else "否"),
        Cell(str(standing.rank)),
        Cell(verdict, strong=verdict not in (_ELECTED, "未入选")),
    )


def _line_word(count: Count) -> str:
    return "过半数" if count.threshold.fraction == (1, 2) else "过线"


def _verdict(count: Count, standing: Standing) -> str:
    number = standing.item.number
    if number in count.elected:
        return _ELECTED
    if number in count.tied:
        return (
            f"并列，待再次{vote_name(count.session)}"
            if count.status == "tie_at_cutoff"
            else "仍并列，待决定"
        )
    if standing.passes and count.threshold.fraction is not None:
        return f"{_line_word(count)}，未入选"
    return "未入选"


def _void_blocks(count: Count) -> list[Block]:
    sums = total(count)
    vote = round_name(count.session)
    excess = [c for c in count.channels if c.returned > c.issued]
    grounds = (
        f"{_named(excess, count)}收回票数多于发出票数，"
        f"{under(count.session, count.clause_returned)}，"
        if excess
        else f"{count.decision.rstrip('。')}，"
    )
    return [
        Paragraph(f"本次{vote}发出{sums.issued:,}张，收回{sums.returned:,}张。"),
        Paragraph(
            f"{grounds}本次{vote}无效，不予计票，"
            f"由{count.session.presidium}决定重新{vote_name(count.session)}。"
        ),
    ]


def _named(channels: list[ChannelCount], count: Count) -> str:
    if len(count.channels) == 1:
        return ""
    return "、".join(
        f"{CHANNEL_NAMES[c.channel]}（发出{c.issued:,}张，收回{c.returned:,}张）" for c in channels
    )


def _counted_blocks(count: Count) -> list[Block]:
    blocks: list[Block] = [Paragraph(_ballots(count))]
    if len(count.channels) > 1:
        blocks.append(_channel_table(count))
    blocks += [full_table(count), Paragraph(_reconciliation(count))]
    blocks += [Paragraph(sentence) for sentence in outcome_sentences(count)]
    if len(count.channels) > 1:
        blocks += [Paragraph("附：各票种计票情况", Level.HEADING), _items_by_channel(count)]
    return blocks


def _ballots(count: Count) -> str:
    sums = total(count)
    reasons = "、".join(f"{reason.reason}{reason.sheets}张" for reason in count.invalid_reasons)
    return (
        f"发出{sums.issued:,}张，收回{sums.returned:,}张，其中有效票{sums.valid:,}张，"
        f"无效票{sums.invalid:,}张{f'（{reasons}）' if reasons else ''}。{line_sentence(count)}"
    )


def line_sentence(count: Count) -> str:
    """Say which line a project must pass, in the words of the rules."""
    bases = {"all_members": f"全体{count.session.members}", "present": "实到"} | _BASES
    unit = "张" if count.threshold.base in _BASES else "名"
    base = f"{bases[count.threshold.base]}{count.threshold.total:,}{unit}"
    if count.threshold.fraction is None:
        return "按赞成票数由多到少确定。"
    if count.threshold.fraction == (1, 2):
        return f"{base}，过半数为{line(count):,}票。"
    numerator, denominator = count.threshold.fraction
    return f"{base}，赞成票须超过其{denominator}分之{numerator}，即至少{line(count):,}票。"


def _channel_table(count: Count) -> Table:
    rows = [(CHANNEL_NAMES[channel.channel], channel) for channel in count.channels]
    rows.append(("合计", total(count)))
    head = tuple(Cell(text) for text in ("票种", "发出", "收回", "有效", "无效"))
    body = tuple(
        (
            Cell(name),
            *(Cell(f"{figure:,}") for figure in (c.issued, c.returned, c.valid, c.invalid)),
        )
        for name, c in rows
    )
    return Table((40, 29, 29, 29, 29), (head,), body)


def _items_by_channel(count: Count) -> Table:
    names = {project.number: project.name for project in count.projects}
    votes = ("赞成", "反对", "弃权", "辨认不清")
    head = (
        (
            Cell("序号", rows=2),
            Cell("项目", rows=2),
            *(Cell(CHANNEL_NAMES[c.channel], columns=4) for c in count.channels),
        ),
        tuple(Cell(vote) for _ in count.channels for vote in votes),
    )
    body = tuple(
        (
            Cell(str(row[0].number)),
            Cell(names[row[0].number], left=True),
            *(Cell(f"{figure:,}") for item in row for figure in _votes(item)),
        )
        for row in zip(*(channel.items for channel in count.channels), strict=True)
    )
    figures = 4 * len(count.channels)
    return Table((11, 49, *(96 // figures for _ in range(figures))), head, body)


def _votes(item: ItemCount) -> tuple[int, int, int, int]:
    return item.approve, item.oppose, item.abstain, item.illegible


def _reconciliation(count: Count) -> str:
    sums = total(count)
    approvals = sum(item.approve for item in sums.items)
    product = sums.valid * count.seats
    bound = (
        ""
        if count.mode == "per_item"
        else f"赞成合计{approvals:,}，不多于有效票与应选数之积{sums.valid:,}×{count.seats}"
        f"＝{product:,}；"
    )
    return (
        f"勾稽：有效{sums.valid:,}＋无效{sums.invalid:,}＝收回{sums.returned:,}；{bound}"
        f"每个项目赞成、反对、弃权、辨认不清之和均等于有效票{sums.valid:,}；勾稽相符。"
    )


def outcome_sentences(count: Count) -> list[str]:
    """Say what the outcome is, and where it is open, who goes on with it and by which clause."""
    return [_outcome(count), *([count.decision] if count.decision else [])]


def _outcome(count: Count) -> str:
    grounds, vote = under(count.session, count.clause_result), vote_name(count.session)
    elected = f"应选{count.seats}项，入选{len(count.elected)}项"
    match count.status:
        case "shortfall":
            return (
                f"{elected}，{passed(count)}的不足应选数，缺额{count.vacant}项。{grounds}，"
                f"不足部分是否另行{vote}，由{count.session.presidium}决定。"
            )
        case "tie_at_cutoff":
            return (
                f"{elected}。{tie_sentence(count)}{grounds}，就这{len(count.tied)}个项目"
                f"再次{vote}，产生{count.seats_left}项。"
            )
        case "undecided_second_tie":
            return f"{elected}。{tie_sentence(count)}{grounds}，由{count.session.presidium}决定。"
        case _:
            return f"{grounds}，{elected}。"


def passed(count: Count) -> str:
    """Name what an elected project has got: 获得全体代表过半数赞成."""
    if count.threshold.fraction is None:
        return "获得赞成票"
    share = "过半数" if count.threshold.fraction == (1, 2) else "规定比例"
    bases = {
        "all_members": f"全体{count.session.members}",
        "present": f"实到{count.session.members}",
    }
    return f"获得{(bases | _BASES)[count.threshold.base]}{share}赞成"


def tie_sentence(count: Count, *, with_votes: bool = True) -> str:
    """Name the tied projects, the seats that are left for them and, if wanted, their votes."""
    names = {project.number: project.name for project in count.projects}
    votes = {item.number: key(count, item) for item in total(count).items}
    tied = "、".join(f"{number}号“{names[number]}”" for number in count.tied)
    word = "票数差" if count.rank_by == "approve_minus_oppose" else "赞成票数"
    told = f"均为{votes[count.tied[0]]:,}票，" if with_votes else ""
    return f"{tied}{word}相等，{told}剩余名额{count.seats_left}个。"
