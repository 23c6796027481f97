"""满意度测评结果: one round's report, the announcement, and the summary of all rounds.

Both channels stand side by side; a re-evaluation stands beside the first round and never in its
place; 办理结果 is an axis of its own. Figures are reconciled before a page is made.
"""

from printing.papers.content import Appendix, Block, Closing, Level, Note, Paper, Paragraph
from printing.papers.evaluation_tables import (
    channels_table,
    forms_table,
    handling_table,
    marks,
    ratings_table,
    rounds_table,
    total,
)
from printing.papers.evaluation_values import Evaluation, Summary
from printing.papers.identities import identity_table
from printing.papers.result import foot
from printing.papers.wording import (
    CHANNEL_NAMES,
    counting_signatures,
    notice,
    require,
    round_name,
    subtitle,
    under,
)


def evaluation_report(evaluation: Evaluation) -> Paper:
    """Make 满意度测评结果报告单; PaperRefused if the figures contradict each other."""
    reconcile(evaluation)
    blocks: list[Block] = [subtitle(evaluation.session), Paragraph(_forms(evaluation))]
    if len(evaluation.channels) > 1:
        blocks.append(forms_table(evaluation))
    blocks += [Paragraph(sentence) for sentence in _second_hand_ins(evaluation)]
    blocks += [Paragraph(evaluation.method), ratings_table(evaluation)]
    blocks.append(Paragraph(_reconciliation(evaluation)))
    blocks += [Paragraph(one.sentence) for one in evaluation.graded]
    blocks += counting_signatures(evaluation.signers)
    blocks.append(Closing((evaluation.date,)))
    if len(evaluation.channels) > 1:
        blocks += [Appendix("附：各票种测评情况"), channels_table(evaluation)]
    if evaluation.identities:
        blocks += [Appendix("附：勾稽核对表"), *identity_table(evaluation.identities)]
    return Paper(
        titles=(evaluation.session.congress, "满意度测评结果报告单"),
        blocks=tuple(blocks),
        foot=foot(evaluation.fingerprints),
        rehearsal=evaluation.session.rehearsal,
    )


def evaluation_notice(summary: Summary) -> Paper:
    """Make the announcement of the newest round, at the level of detail of the rules."""
    _reconcile_all(summary)
    last = summary.rounds[-1]
    session = last.session
    opening = (
        f"{summary.date}，{session.congress}以无记名方式对{session.subject}进行"
        f"{round_name(session)}。现将测评结果予以{notice(session)}。"
    )
    blocks: list[Block] = [Paragraph(opening), Paragraph(last.method)]
    if summary.level == "names":
        blocks.append(rounds_table(_only(summary, last), ("测评结果",)))
    else:
        blocks.append(ratings_table(last))
    blocks += _all_rounds(summary)
    blocks.append(Closing((summary.issuer, summary.date)))
    return Paper(
        titles=(f"关于{session.subject}", f"满意度测评结果的{notice(session)}"),
        blocks=tuple(blocks),
        foot=foot(last.fingerprints),
        rehearsal=session.rehearsal,
    )


def evaluation_summary(summary: Summary) -> Paper:
    """Make 测评情况汇总: every round, what the units report, all groups joined by weight."""
    _reconcile_all(summary)
    session = summary.rounds[0].session
    blocks: list[Block] = [
        Note(f"（{session.subject}）"),
        Paragraph("测评结果", Level.HEADING),
        Paragraph(summary.rounds[0].method + _legend(summary)),
        rounds_table(summary, _headings(summary)),
    ]
    if summary.combined:
        weights = "、".join(f"{group}{weight}%" for group, weight in summary.weights)
        blocks.append(Paragraph("各测评主体合成结果", Level.HEADING))
        blocks.append(Paragraph(f"各测评主体分别测评、分别计票，按{weights}的权重合成。"))
        blocks += [Paragraph(f"{one.sentence}。") for one in summary.combined]
    if summary.handled:
        blocks.append(Paragraph("办理结果", Level.HEADING))
        blocks.append(Paragraph("办理结果由承办单位填报，由提出人确认，与满意度测评分别进行。"))
        blocks.append(handling_table(summary))
    blocks.append(Closing((summary.issuer, summary.date)))
    return Paper(
        titles=(session.congress, "满意度测评情况汇总"),
        blocks=tuple(blocks),
        foot=foot(summary.rounds[-1].fingerprints),
        rehearsal=session.rehearsal,
    )


def reconcile(evaluation: Evaluation) -> None:
    """Raise PaperRefused for figures that contradict each other."""
    numbers = [project.number for project in evaluation.projects]
    require(bool(numbers), "没有测评项目，不能出具测评结果。")
    for one in evaluation.channels:
        name = CHANNEL_NAMES[one.channel]
        require(
            one.returned == one.valid + one.invalid,
            f"{name}收回 {one.returned}，有效 {one.valid}，无效 {one.invalid}，请核对。",
        )
        require(one.returned <= one.issued, f"{name}收回多于发出，测评无效，没有结果。")
        require([item.number for item in one.items] == numbers, f"{name}登记的项目与测评项目不同。")
        for item in one.items:
            require(
                marks(item) == one.valid,
                f"{name}第 {item.number} 项各等次、弃权等合计 {marks(item)}，"
                f"有效 {one.valid}，请核对。",
            )
    require(
        [one.number for one in evaluation.graded] == numbers,
        "测评结果与测评项目不是逐项对应的，请核对。",
    )


def _reconcile_all(summary: Summary) -> None:
    require(bool(summary.rounds), "没有测评结果，不能出具文书。")
    known = {project.number for project in summary.rounds[0].projects}
    for one in summary.rounds:
        reconcile(one)
        require(
            {project.number for project in one.projects} <= known,
            "再次测评的项目不在首次测评的项目之内，请核对。",
        )
    require({one.number for one in summary.handled} <= known, "办理结果的项目不在测评项目之内。")


def _forms(evaluation: Evaluation) -> str:
    issued, returned, valid, invalid = (
        sum(getattr(one, name) for one in evaluation.channels)
        for name in ("issued", "returned", "valid", "invalid")
    )
    return f"发出测评表{issued:,}张，收回{returned:,}张，其中有效{valid:,}张，无效{invalid:,}张。"


def _second_hand_ins(evaluation: Evaluation) -> list[str]:
    """Say how many were refused because their person had handed in elsewhere before."""
    if evaluation.duplicates is None:
        return []
    paper, tablet = evaluation.duplicates
    grounds = f"{under(evaluation.session, evaluation.dual)}，" if evaluation.dual else ""
    told = f"纸质{paper}份，平板{tablet}份，均未计入合计。"
    return [f"同一人以两种方式重复提交的，{grounds}先封存的有效，后提交的不予接收：{told}"]


def _reconciliation(evaluation: Evaluation) -> str:
    returned, valid, invalid = (
        sum(getattr(one, name) for one in evaluation.channels)
        for name in ("returned", "valid", "invalid")
    )
    known = "、不了解" if evaluation.scale.dont_know else ""
    unclear = "、辨认不清" if any(item.illegible for item in total(evaluation)) else ""
    return (
        f"勾稽：有效{valid:,}＋无效{invalid:,}＝收回{returned:,}；每个项目各等次{known}、弃权{unclear}"
        f"之和均等于有效{valid:,}；勾稽相符。"
    )


def _only(summary: Summary, evaluation: Evaluation) -> Summary:
    return Summary(
        rounds=(evaluation,), level=summary.level, issuer=summary.issuer, date=summary.date
    )


def _all_rounds(summary: Summary) -> list[Block]:
    """Show every round side by side once there are several."""
    if len(summary.rounds) == 1:
        return []
    told = "再次测评的结果与首次测评的结果分别列示，首次测评的结果不变。"
    return [Paragraph(told + _legend(summary)), rounds_table(summary, _headings(summary))]


def _legend(summary: Summary) -> str:
    """Say what the figures in brackets are, where there are any."""
    grades = "、".join(summary.rounds[0].scale.grades)
    return "" if summary.level == "names" else f"括号内依次为{grades}的票数。"


def _headings(summary: Summary) -> tuple[str, ...]:
    """Name the rounds: 首次测评, 第二次测评, 第三次测评."""
    names = ("首次测评", *(f"第{'二三四五六七八'[at]}次测评" for at in range(7)))
    return names[: len(summary.rounds)]
