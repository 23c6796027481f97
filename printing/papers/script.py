"""主持词: what is said from the chair, block by block, with the figures filled in.

The same blocks are shown on the presider's page and printed here, so what is read and what is on
paper cannot differ. Sentences that a report has already are the report's own. A figure that nobody
has reported yet is a blank line, never a guess.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from printing.papers.announcement import announcement
from printing.papers.attendance import attendance_sentence
from printing.papers.content import (
    Appendix,
    Block,
    Closing,
    Level,
    Paper,
    Paragraph,
    Signatures,
)
from printing.papers.issue import issue_sentence
from printing.papers.mishaps import BLANK, mishaps
from printing.papers.result import result_report
from printing.papers.script_values import Script
from printing.papers.standing import total
from printing.papers.values import Channel, Count, PublishLevel
from printing.papers.wording import round_name, vote_name

TOKENS: dict[Channel, str] = {"paper": "票决票", "tablet": "投票卡", "phone_qr": "投票码"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """One block: who says ``text``, and after what (``cue``). ``filled``: no blank is left."""

    id: str
    title: str
    who: str
    cue: str
    text: tuple[str, ...]

    @property
    def filled(self) -> bool:
        """Whether everything that is to be said is known."""
        return not any(BLANK in sentence for sentence in self.text)


def speeches(facts: Script) -> tuple[Speech, ...]:
    """Return the blocks in the order of the hall."""
    return tuple(_speeches(facts))


def script_paper(facts: Script) -> Paper:
    """Return the 主持词 as a paper, the sentences for mishaps in an appendix."""
    session = facts.session
    blocks: list[Block] = []
    for one in speeches(facts):
        blocks.append(Paragraph(f"{one.title}（{one.who}）", Level.HEADING))
        blocks += [Paragraph(f"（{one.cue}）", Level.SUBHEADING)] if one.cue else []
        blocks += [Paragraph(sentence) for sentence in one.text]
    blocks.append(Appendix("附：特殊情形用语"))
    for case in mishaps(facts):
        blocks.append(Paragraph(case.title, Level.HEADING))
        blocks.append(Paragraph(case.text))
        blocks.append(Paragraph(f"（{case.then}）", Level.SUBHEADING))
    return Paper(
        titles=(session.congress, f"{session.subject}{round_name(session)}主持词"),
        blocks=tuple(blocks),
        rehearsal=session.rehearsal,
    )


def _speeches(facts: Script) -> Iterator[Speech]:
    presider = "执行主席" if facts.session.body == "npc_congress" else "会议主持人"
    yield Speech(id="begin", title="开始", who=presider, cue="", text=tuple(_beginning(facts)))
    yield Speech(
        id="attendance",
        title="清点人数",
        who=presider,
        cue="工作人员报告到会人数以后",
        text=(_present(facts),),
    )
    yield Speech(
        id="scrutineers",
        title="监票人到位",
        who=presider,
        cue="人数符合规定以后",
        text=tuple(_boxes(facts)),
    )
    if not facts.hands:
        yield Speech(
            id="hand_out",
            title="发票",
            who=presider,
            cue="监票人、工作人员分发；发完以后报告张数",
            text=tuple(_handed(facts)),
        )
    yield Speech(
        id="instructions",
        title="填写说明",
        who=presider,
        cue="请一名工作人员宣读",
        text=tuple(_instructions(facts)),
    )
    yield Speech(
        id="open",
        title="开始投票",
        who=presider,
        cue="总监票人、执行主席签名开始投票以后",
        text=tuple(_opening(facts)),
    )
    yield Speech(
        id="close",
        title="截止投票",
        who=presider,
        cue="看清没有人在投票以后",
        text=tuple(_closing(facts)),
    )
    if not facts.hands:
        yield Speech(
            id="returned",
            title="收票情况",
            who=presider,
            cue="总监票人报告发出、收回张数以后",
            text=(_returned(facts), "现在休会计票，计票完毕再继续开会。"),
        )
    yield Speech(
        id="result",
        title="报告计票结果",
        who="总监票人",
        cue="计票结果报告单签字以后",
        text=tuple(_result(facts)),
    )
    yield Speech(
        id="announce",
        title="宣布结果",
        who=presider,
        cue="总监票人报告以后",
        text=tuple(_announced(facts)),
    )
    yield Speech(id="end", title="结束", who=presider, cue="", text=tuple(_end(facts)))


def _or_blank(figure: int | None) -> str:
    return BLANK if figure is None else f"{figure:,}"


def _beginning(facts: Script) -> Iterator[str]:
    session = facts.session
    yield (
        f"各位{session.members}，现在进行{session.subject}{round_name(session)}。{_how_many(facts)}"
    )
    yield "请工作人员清点到会人数。"


def _how_many(facts: Script) -> str:
    count, seats = _or_blank(facts.candidates), _or_blank(facts.seats)
    session = facts.session
    grounds = f"根据{vote_name(session)}办法，"
    if session.evaluation:
        return f"{grounds}对{count}个项目逐项测评。"
    if session.round == "runoff":
        return f"{grounds}就票数相等的{count}个项目再次投票，产生{seats}项。"
    if session.round == "fill":
        return f"{grounds}对不足的名额另行{vote_name(session)}，候选项目{count}项，应选{seats}项。"
    return f"{grounds}候选项目{count}项，应选{seats}项。"


def _present(facts: Script) -> str:
    if facts.attendance is not None:
        return attendance_sentence(facts.attendance)
    members = facts.session.members
    return (
        f"本次会议应到{members}{BLANK}名，实到{members}{BLANK}名，"
        f"（符合）法定人数，可以进行{round_name(facts.session)}。"
    )


def _boxes(facts: Script) -> Iterator[str]:
    yield "请总监票人、监票人、计票人到位。"
    if "paper" in facts.channels and not facts.hands:
        yield "请监票人当众检查票箱，确认是空箱以后加封。"
    if "tablet" in facts.channels:
        yield "请总监票人确认平板收到的票数为零，请监票人检查投票卡回收箱，加封。"


def _handed(facts: Script) -> Iterator[str]:
    names = "、".join(TOKENS[one] for one in facts.channels if one in TOKENS)
    either = "一张" if len(facts.channels) == 1 else "一张票或者一张卡，不能都领"
    yield f"请监票人分发{names}。每名{facts.session.members}领{either}。"
    yield "没有领到的、多领的、领到的票有破损或者没有盖章的，请举手。"
    known = dict(facts.handed)
    parts = [
        f"{TOKENS[one]}{_or_blank(known.get(one))}张" for one in facts.channels if one in TOKENS
    ]
    total_sentence = (
        f"，共{sum(known.values()):,}张" if len(known) == len(facts.channels) > 1 else ""
    )
    yield f"经监票人清点，发出{'、'.join(parts)}{total_sentence}。剩余的请监票人当众作废。"


def _instructions(facts: Script) -> Iterator[str]:
    if facts.hands:
        yield "本次表决采用举手方式，逐项进行：赞成的请举手，反对的请举手，弃权的请举手。"
        return
    if "paper" in facts.channels:
        yield from facts.instructions or (f"请按票面上的说明填写（{BLANK}）。",)
    if "tablet" in facts.channels:
        yield (
            "领投票卡的，请到平板前：扫卡或者输入卡上的字符，逐项选择，核对无误以后按“投票”，"
            "看到回执号以后，把卡投入回收箱。平板不知道是谁在投票。"
        )
        yield "想核对平板有没有如实加密的，可以先按“检验”，检验过的票不计入，用同一张卡再投。"
    yield "不得委托他人投票。"


def _opening(facts: Script) -> Iterator[str]:
    prints = facts.prints
    if prints is not None:
        groups = "三" if prints.election_key is not None else "两"
        yield f"投票开始以前，请各位记下{groups}组指纹，公告以后可以用它们复核。"
        yield f"定义指纹：{prints.definition}。"
        if prints.election_key is not None:
            yield f"选举公钥指纹：{prints.election_key}。"
        yield f"日志公钥指纹：{prints.log_key}。"
    if facts.hands:
        yield "现在开始表决。请监票人清点举手人数。"
        return
    yield "现在开始投票。请总监票人、监票人先投票，其他人依次投票。"
    yield "投票截止以前，任何人都看不到结果。"


def _closing(facts: Script) -> Iterator[str]:
    if facts.hands:
        yield "表决完毕。"
        return
    yield f"还有没有没投票的{facts.session.members}？（停顿）没有了。"
    yield "现在我宣布，投票截止。请监票人开箱清点。"


def _returned(facts: Script) -> str:
    if facts.issue is not None:
        return f"根据总监票人报告，{issue_sentence(facts.issue)}"
    return (
        f"根据总监票人报告，发出{BLANK}张，收回{BLANK}张，收回票数（等于、少于）发出票数，"
        f"本次{round_name(facts.session)}有效。"
    )


def _result(facts: Script) -> Iterator[str]:
    if facts.count is None:
        yield f"现在报告计票结果：{BLANK}。"
        return
    yield "现在报告计票结果。"
    for block in result_report(facts.count).blocks:
        if isinstance(block, Signatures | Appendix):
            break
        # The identities stand in the report; nobody reads them out.
        if isinstance(block, Paragraph) and not block.text.startswith("勾稽"):
            yield block.text
    yield from _votes(facts.count, facts.level)


def _votes(count: Count, level: PublishLevel) -> Iterator[str]:
    """Yield the votes of each project as they are read, the chosen first.

    In the hall no more is read than will be published.
    """
    if (
        level == "names"
        or count.mode in {"graded", "ranked"}
        or count.status.startswith(("void", "integrity"))
    ):
        return
    names = {project.number: project.name for project in count.projects}
    rank = {number: place for place, number in enumerate((*count.elected, *count.settled))}
    items = sorted(total(count).items, key=lambda one: (rank.get(one.number, 999), -one.approve))
    for one in items:
        parts = [f"赞成{one.approve:,}票"]
        if level == "names_approve":
            if one.number in rank:
                yield f"{one.number}号“{names[one.number]}”，{parts[0]}。"
            continue
        parts += [f"反对{one.oppose:,}票"] if "oppose" in count.choices else []
        parts += [f"弃权{one.abstain:,}票"] if "abstain" in count.choices else []
        parts += [f"辨认不清{one.illegible:,}票"] if one.illegible else []
        yield f"{one.number}号“{names[one.number]}”，{'，'.join(parts)}。"


def _announced(facts: Script) -> Iterator[str]:
    if facts.announcement is None:
        yield f"现在我宣布{round_name(facts.session)}结果：{BLANK}。"
        return
    yield "现在我宣布："
    yield from _until_closing(announcement(facts.announcement).blocks)


def _until_closing(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Closing):
            return
        if isinstance(block, Paragraph):
            yield block.text


def _end(facts: Script) -> Iterator[str]:
    if facts.announcement is not None and facts.count is not None:
        yield f"日志检查点指纹：{facts.count.fingerprints.checkpoint}。"
    yield f"{round_name(facts.session)}到此结束。公告以后，任何人都可以下载记录包，自己复核。"
    yield f"感谢各位{facts.session.members}，感谢总监票人、监票人和计票人员。"
