"""发票收票情况报告单: what was printed, handed out and taken back, and whether the vote stands.

Identities, per channel: 印制 = 发出 + 换发 + 存档 + 剩余; 收回 <= 发出, else the vote is void;
over all channels: 发出 <= 实到.
"""

from printing.papers.content import Block, Cell, Closing, Paper, Paragraph, Table
from printing.papers.values import ChannelIssue, Issue
from printing.papers.wording import (
    CHANNEL_NAMES,
    counts,
    require,
    revote,
    round_name,
    signatures,
    signed,
    subtitle,
    under,
)

#: Lines that appear only where they happened.
_SOMETIMES = ("换发", "存档留样", "非本次票（不计入收回）", "未投（领取后没有投票）")


def issue_report(facts: Issue) -> Paper:
    """Make the report; PaperRefused if the figures contradict each other."""
    _reconcile(facts)
    table = _single(facts.channels[0]) if len(facts.channels) == 1 else _side_by_side(facts)
    blocks: list[Block] = [
        subtitle(facts.session),
        table,
        Paragraph(issue_sentence(facts)),
        *([Paragraph(_assisted(facts))] if any(one.assisted for one in facts.channels) else []),
        *signatures("监票人", facts.signers.scrutineers),
        *signatures("总监票人", facts.signers.chief),
        Closing((facts.date,)),
    ]
    return Paper(
        titles=(facts.session.congress, "发票收票情况报告单"),
        blocks=tuple(blocks),
        rehearsal=facts.session.rehearsal,
    )


def _figures(channel: ChannelIssue) -> dict[str, int]:
    return {
        "印制": channel.printed,
        "发出": channel.issued,
        "换发": channel.replaced,
        "存档留样": channel.archived,
        "剩余（当场作废）": channel.left_over,
        "收回": channel.returned,
        "非本次票（不计入收回）": channel.foreign,
        "未投（领取后没有投票）": channel.unused,
    }


def _assisted(facts: Issue) -> str:
    """Say how many were 代写, as the scrutineers counted them; none of them is named."""
    each = (
        f"{CHANNEL_NAMES[channel.channel]}{channel.assisted:,}张"
        for channel in facts.channels
        if channel.assisted
    )
    return f"请人代写的{'、'.join(each)}，由监票人登记张数，不登记是谁。"


def _reconcile(facts: Issue) -> None:
    names = [channel.channel for channel in facts.channels]
    require(bool(names), "没有任何票种的发票收票数字，不能出报告单。")
    require(len(set(names)) == len(names), "同一票种的数字出现了两次，请核对。")
    for channel in facts.channels:
        name = CHANNEL_NAMES[channel.channel]
        counts(name, _figures(channel))
        used = channel.issued + channel.replaced + channel.archived + channel.left_over
        require(
            channel.printed == used,
            f"{name}印制{channel.printed}张，与发出、换发、存档、剩余之和{used}张不相等，请核对。",
        )
        require(
            0 <= channel.assisted <= channel.issued,
            f"{name}代写{channel.assisted}张，多于发出的{channel.issued}张，请核对。",
        )
    issued = sum(channel.issued for channel in facts.channels)
    require(
        issued <= facts.present,
        f"发出{issued}张多于实到{facts.present}名，请查清后再出报告单。",
    )


def _lines(channel: ChannelIssue) -> dict[str, str]:
    """Write the figures out, with the two that follow from them."""
    difference = channel.returned - channel.issued
    return {label: f"{figure:,}" for label, figure in _figures(channel).items()} | {
        "未收回": f"{-difference - channel.unused:,}" if difference <= 0 else "—",
        "差额（收回－发出）": signed(difference),
    }


def _total(channels: tuple[ChannelIssue, ...]) -> ChannelIssue:
    """Add the channels up; the name of the first one stands for all and is not printed."""
    return ChannelIssue(
        channel=channels[0].channel,
        printed=sum(channel.printed for channel in channels),
        issued=sum(channel.issued for channel in channels),
        replaced=sum(channel.replaced for channel in channels),
        archived=sum(channel.archived for channel in channels),
        left_over=sum(channel.left_over for channel in channels),
        returned=sum(channel.returned for channel in channels),
        foreign=sum(channel.foreign for channel in channels),
        unused=sum(channel.unused for channel in channels),
    )


def _shown(channel: ChannelIssue) -> list[str]:
    figures = _figures(channel)
    return [label for label in _lines(channel) if label not in _SOMETIMES or figures[label]]


def _single(channel: ChannelIssue) -> Table:
    """Two pairs of label and figure beside each other, as the tellers are used to."""
    lines = _lines(channel)
    cells = [(Cell(label, left=True), Cell(lines[label])) for label in _shown(channel)]
    if len(cells) % 2:
        cells.append((Cell(""), Cell("")))
    head = (Cell("项目"), Cell("张数"), Cell("项目"), Cell("张数"))
    body = tuple((*cells[row], *cells[row + 1]) for row in range(0, len(cells), 2))
    return Table((52, 26, 52, 26), (head,), body)


def _side_by_side(facts: Issue) -> Table:
    total = _total(facts.channels)
    columns = [_lines(channel) for channel in (*facts.channels, total)]
    names = [CHANNEL_NAMES[channel.channel] for channel in facts.channels]
    head = tuple(Cell(text) for text in ("项目（张）", *names, "合计"))
    body = tuple(
        (Cell(label, left=True), *(Cell(column[label]) for column in columns))
        for label in _shown(total)
    )
    figure_width = 96 // len(columns)
    return Table((60, *(figure_width for _ in columns)), (head,), body)


def issue_sentence(facts: Issue) -> str:
    """Compare what came back with what was handed out, and say what follows by the rules."""
    total = _total(facts.channels)
    order = (total.returned > total.issued) - (total.returned < total.issued)
    return (
        f"{_moved(total)}{_by_channel(facts)}，收回票数{('等于', '多于', '少于')[order]}发出票数，"
        f"{_verdict(facts)}"
    )


def _moved(channel: ChannelIssue) -> str:
    return f"发出{channel.issued:,}张，收回{channel.returned:,}张"


def _by_channel(facts: Issue) -> str:
    if len(facts.channels) == 1:
        return ""
    each = (f"{CHANNEL_NAMES[channel.channel]}{_moved(channel)}" for channel in facts.channels)
    return f"（其中{'；'.join(each)}）"


def _verdict(facts: Issue) -> str:
    vote = round_name(facts.session)
    grounds = under(facts.session, facts.clause)
    excess = [channel for channel in facts.channels if channel.returned > channel.issued]
    if not excess:
        return f"{grounds}，本次{vote}有效。"
    named = "、".join(CHANNEL_NAMES[channel.channel] for channel in excess)
    where = f"其中{named}收回多于发出，" if len(facts.channels) > 1 else ""
    again = revote(facts.session, at_once=facts.at_once)
    return f"{where}{grounds}，本次{vote}无效，{again}。"
