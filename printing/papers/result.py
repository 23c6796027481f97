"""计票结果报告单: the count of one round, read aloud by the 总监票人 and signed.

Each way of losing reads differently (`printing.papers.verdicts`): 「未过半数」 below the line,
「过半数，未入选」 above it but out of rank, a full category, money, the dearer of equals.
The 勾稽核对表 is its last page.
"""

from ballot.rules.text.numerals import chinese, share
from printing.papers.agreement import reconcile
from printing.papers.content import Appendix, Block, Closing, Paper, Paragraph
from printing.papers.identities import identity_table
from printing.papers.outcomes import outcome_sentences
from printing.papers.result_tables import (
    channel_table,
    full_tables,
    items_by_channel,
    lot_table,
    project_list,
    written_table,
)
from printing.papers.standing import VOID, line, total, written_in
from printing.papers.values import ChannelCount, Count, Fallback, Fingerprints
from printing.papers.wording import (
    CHANNEL_NAMES,
    counting_signatures,
    revote,
    round_name,
    subtitle,
    under,
    vote_name,
)

_BASES = {"returned": "收回票", "valid": "有效票"}
_DEVICES = {"scanner": "扫描计票设备", "tablets": "会场平板", "network": "会场网络"}


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
    blocks += [] if count.status in VOID else _appendices(count)
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


def _void_blocks(count: Count) -> list[Block]:
    sums = total(count)
    vote = round_name(count.session)
    excess = [c for c in count.channels if c.returned > c.issued]
    grounds = (
        f"{_named(excess, count)}收回票数多于发出票数，"
        f"{under(count.session, count.clauses.returned)}，"
        if excess
        else f"{count.decision.rstrip('。')}，"
    )
    return [
        Paragraph(f"本次{vote}发出{sums.issued:,}张，收回{sums.returned:,}张。"),
        Paragraph(f"{grounds}本次{vote}无效，不予计票，{_again(count)}。"),
    ]


def _again(count: Count) -> str:
    """Say how the void vote is voted again; by show of hands only where the rules say so."""
    if count.fallbacks:
        grounds = under(count.session, count.clauses.fallback)
        return f"{grounds}，改用举手方式重新{vote_name(count.session)}"
    return revote(count.session, at_once=count.at_once)


def _named(channels: list[ChannelCount], count: Count) -> str:
    if len(count.channels) == 1:
        return ""
    return "、".join(
        f"{CHANNEL_NAMES[c.channel]}（发出{c.issued:,}张，收回{c.returned:,}张）" for c in channels
    )


def _counted_blocks(count: Count) -> list[Block]:
    blocks: list[Block] = [Paragraph(ballots_sentence(count))]
    blocks += [Paragraph(sentence) for sentence in (*_failures(count), *_manner(count))]
    if len(count.channels) > 1:
        blocks.append(channel_table(count))
    blocks += [*full_tables(count), Paragraph(_reconciliation(count))]
    blocks += [Paragraph(sentence) for sentence in outcome_sentences(count)]
    blocks += [*_lot(count), *(Paragraph(sentence) for sentence in _afterwards(count))]
    return blocks


def _appendices(count: Count) -> list[Block]:
    """Put after the signatures, each on a page of its own, what is for reference."""
    blocks: list[Block] = []
    if count.mode == "whole_list":
        blocks += [Appendix("附：候选项目清单"), project_list(count)]
    if len(count.channels) > 1:
        blocks += [Appendix("附：各票种计票情况"), items_by_channel(count)]
    if written_in(count):
        blocks += [Appendix("附：另提项目清单"), written_table(count)]
    if count.identities:
        blocks += [Appendix("附：勾稽核对表"), *identity_table(count.identities)]
    return blocks


def ballots_sentence(count: Count) -> str:
    """Say what was handed out, came back and counts, and which line holds."""
    sums = total(count)
    if by_hands(count):
        return (
            f"本次{round_name(count.session)}以举手方式进行，实到{sums.issued:,}名，"
            f"参加表决{sums.valid:,}名。{line_sentence(count)}"
        )
    reasons = "、".join(f"{reason.reason}{reason.sheets}张" for reason in count.invalid_reasons)
    return (
        f"发出{sums.issued:,}张，收回{sums.returned:,}张，其中有效票{sums.valid:,}张，"
        f"无效票{sums.invalid:,}张{f'（{reasons}）' if reasons else ''}。{line_sentence(count)}"
    )


def by_hands(count: Count) -> bool:
    """Say whether the round was voted by show of hands."""
    return any(channel.channel == "hands" for channel in count.channels)


def line_sentence(count: Count) -> str:
    """Say which line a project must pass, in the words of the rules."""
    bases = {"all_members": count.session.everybody, "present": "实到"} | _BASES
    unit = "张" if count.threshold.base in _BASES else "名"
    base = f"{bases[count.threshold.base]}{count.threshold.total:,}{unit}"
    if count.threshold.fraction is None:
        return "按得票由多到少确定，至少有一票赞成。"
    if count.threshold.fraction == (1, 2):
        return f"{base}，过半数为{line(count):,}票。"
    part = share(count.threshold.fraction)
    reach = "达到" if count.threshold.inclusive else "超过"
    return f"{base}，赞成票须{reach}其{part}，即至少{line(count):,}票。"


def _failures(count: Count) -> list[str]:
    """Say plainly which device failed and how the vote or the count went on."""
    return [_failure(count, one) for one in count.fallbacks]


def _failure(count: Count, fallback: Fallback) -> str:
    scanner = fallback.device == "scanner"
    clauses = count.clauses
    grounds = under(count.session, clauses.fallback if scanner else clauses.exchange)
    failed = f"{_DEVICES[fallback.device]}发生故障，{grounds}，"
    if scanner:
        kept = f"设备已读的{fallback.readings:,}张只作参考，没有计入。" if fallback.readings else ""
        return f"{failed}全部纸质票改用人工计票。{kept}"
    return f"{failed}尚未投票的改用纸质票投票。"


def _manner(count: Count) -> list[str]:
    """Say how points are given, and what cards count as with which nobody voted."""
    told = []
    if count.mode == "ranked":
        ranks = "、".join(
            f"第{chinese(place)}名{points}分" for place, points in enumerate(count.points, start=1)
        )
        told.append(f"本次按名次计分：{ranks}；按积分由多到少确定名次。")
    unused = sum(channel.unused for channel in count.channels)
    if unused and count.no_input != "not_returned":
        grounds = under(count.session, count.clauses.unused)
        as_what = (
            "计为弃权，已包含在收回、有效和各项弃权票数之内"
            if count.no_input == "abstain"
            else "单列为未投，既不计入收回，也不计入未收回"
        )
        told.append(f"领取后没有投票的{unused:,}张，{grounds}，{as_what}。")
    return told


def _afterwards(count: Count) -> list[str]:
    """Say what else the rules ask of the paper ballots."""
    told = []
    if count.write_ins:
        grounds = under(count.session, count.clauses.write_in)
        told.append(
            f"另提项目{len(written_in(count))}项，{grounds}，不参加排序，列表附后，"
            f"报{count.session.presidium}研究。"
            if written_in(count)
            else "没有另提项目。"
        )
    if count.sample:
        grounds = under(count.session, count.clauses.sample)
        told.append(f"{grounds}，抽取纸质票{count.sample:,}张复核。")
    return told


def _reconciliation(count: Count) -> str:
    sums = total(count)
    names = "排入、未排入" if count.mode == "ranked" else "赞成、反对、弃权"
    if by_hands(count):
        return f"勾稽：每个项目{names}之和均等于参加表决{sums.valid:,}名；勾稽相符。"
    return (
        f"勾稽：有效{sums.valid:,}＋无效{sums.invalid:,}＝收回{sums.returned:,}；{_bound(count)}"
        f"每个项目{names}、辨认不清之和均等于有效票{sums.valid:,}；勾稽相符。"
    )


def _bound(count: Count) -> str:
    if count.mode in ("per_item", "whole_list"):
        return ""
    sums = total(count)
    added = written_in(count)
    approvals = sum(item.approve for item in sums.items) + sum(one.approve for one in added)
    product = sums.valid * count.seats
    relation = "等于" if count.mode == "exactly_k" and approvals == product else "不多于"
    what = "排入合计" if count.mode == "ranked" else "赞成和另提合计" if added else "赞成合计"
    return (
        f"{what}{approvals:,}，{relation}有效票与应选数之积{sums.valid:,}×{count.seats}"
        f"＝{product:,}；"
    )


def _lot(count: Count) -> list[Block]:
    """Give everything that is needed to draw the lot again."""
    if count.lot is None:
        return []
    return [
        *(Paragraph(sentence) for sentence in lot_sentences(count)),
        lot_table(count, count.lot),
    ]


def lot_sentences(count: Count) -> list[str]:
    """Say the seed that was read aloud and how the order follows from it."""
    if count.lot is None:
        return []
    told = (
        f"抽签：当众抽取并宣读的种子为“{count.lot.seed}”。在下面一行文字后接项目序号（UTF-8），"
        "逐一计算 SHA-256，按结果由小到大排列，名额依次归前面的项目，任何人都可以重新计算："
    )
    return [told, count.lot.prefix]
