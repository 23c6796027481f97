"""The papers of a 满意度测评 say what was counted, in both channels and in every round."""

import msgspec
import pytest

from ballot.evaluation import Combined
from ballot.results import Outcome
from ballot.rules import Rules
from counting.figures import Figures
from counting.outcome import decide
from printing.errors import PaperRefused
from printing.papers import render
from printing.papers.content import Paper, Table, texts
from printing.papers.evaluation import evaluation_notice, evaluation_report, evaluation_summary
from printing.papers.evaluation_values import Evaluation, Handled, RatedChannel, Scale, Summary
from printing.papers.values import Fingerprints, Project, RoundKind, Session
from tests.support.ratings import around, channel, rated

RULES = Rules(ballot_mode="graded", choices=("abstain", "dont_know"), channels=("paper", "tablet"))
PROJECTS = {
    1: Project(number=1, name="乡镇公交一体化：新辟线路6条", department="县交通运输局"),
    2: Project(number=2, name="城区公厕改造提升：改造22座", department="县城管局"),
}
FIRST = around(
    (
        channel("paper", rated(1, 101, 9, 1, abstain=3), rated(2, 50, 30, 20, abstain=14)),
        channel(
            "tablet",
            rated(1, 100, 10, 1, abstain=1),
            rated(2, 20, 20, 65, abstain=2, dont_know=5),
        ),
    ),
    roster=236,
)
SECOND = around((channel("paper", rated(2, 180, 30, 10, abstain=6)),), roster=236)
MADE = Fingerprints(definition="1", election_key=None, log_key="2", checkpoint="3")
ISSUER = "青禾县第十八届人民代表大会第四次会议主席团"


def evaluation(
    figures: Figures, kind: RoundKind = "first", rules: Rules = RULES, **more: object
) -> Evaluation:
    outcome: Outcome = decide(rules, figures)
    made = Evaluation(
        session=Session(
            congress="青禾县第十八届人民代表大会第四次会议",
            subject="青禾县2025年民生实事项目实施情况",
            round=kind,
            evaluation=True,
        ),
        scale=Scale(grades=rules.grades, dont_know=True, rule=rules.grade_rule),
        projects=tuple(PROJECTS[one.number] for one in outcome.graded),
        channels=tuple(
            RatedChannel(
                channel="paper" if one.tally.channel == "paper" else "tablet",
                issued=one.handed.issued,
                returned=one.tally.returned,
                valid=one.tally.valid,
                invalid=one.tally.invalid,
                items=one.tally.items,
            )
            for one in figures.channels
        ),
        graded=outcome.graded,
        method=outcome.decisions[-1].sentence,
        fingerprints=MADE,
        date="2026年1月22日",
    )
    return msgspec.structs.replace(made, **more)


def summary(*rounds: Evaluation, **more: object) -> Summary:
    made = Summary(rounds=rounds, issuer=ISSUER, date="2026年1月22日")
    return msgspec.structs.replace(made, **more)


def rows(paper: Paper, place: int = -1) -> list[list[str]]:
    """The cells of a table of ``paper``, row by row."""
    tables = [block for block in paper.blocks if isinstance(block, Table)]
    return [[cell.text for cell in row] for row in tables[place].body]


BOTH = summary(evaluation(FIRST), evaluation(SECOND, "re_evaluation"))


def test_the_report_tells_every_project_as_it_is_read_out() -> None:
    paper = evaluation_report(evaluation(FIRST, duplicates=(0, 1), dual="第八条"))
    told = list(texts(paper))

    assert paper.titles[1] == "满意度测评结果报告单"
    assert "发出测评表226张，收回226张，其中有效226张，无效0张。" in told
    assert (
        "第1项：满意201、基本满意19、不满意2、不了解0、弃权4，满意票超过全体代表（236名）半数，"
        "测评等次为满意（依据满意度测评办法第七条）。"
    ) in told
    assert (
        "同一人以两种方式重复提交的，根据满意度测评办法第八条，先封存的有效，后提交的不予接收："
        "纸质0份，平板1份，均未计入合计。"
    ) in told
    assert rows(paper, 1)[1][2:] == ["70", "50", "85", "5", "16", "226", "基本满意"]


def test_a_name_in_another_language_stands_under_the_chinese_one() -> None:
    first = evaluation(FIRST)
    named = msgspec.structs.replace(first.projects[0], titles=("Gunghgyau singzcin yienghva",))
    both = msgspec.structs.replace(first, projects=(named, *first.projects[1:]))

    for paper in (evaluation_report(both), evaluation_notice(summary(both))):
        name = rows(paper, 1 if paper.titles[1].endswith("报告单") else 0)[0][1]
        assert name.split("\n") == [
            "乡镇公交一体化：新辟线路6条（县交通运输局）",
            "Gunghgyau singzcin yienghva",
        ]


def test_both_channels_stand_side_by_side() -> None:
    paper = evaluation_report(evaluation(FIRST))

    assert [row[-7:] for row in rows(paper)[3:]] == [
        ["纸质票", "50", "30", "20", "0", "14", "114"],
        ["平板票", "20", "20", "65", "5", "2", "112"],
        ["合计", "70", "50", "85", "5", "16", "226"],
    ]


def test_a_second_evaluation_stands_beside_the_first() -> None:
    for paper in (evaluation_summary(BOTH), evaluation_notice(BOTH)):
        assert rows(paper) == [
            ["1", "乡镇公交一体化：新辟线路6条（县交通运输局）", "满意（201、19、2）", "—"],
            ["2", "城区公厕改造提升：改造22座（县城管局）", "基本满意（70、50、85）",
             "满意（180、30、10）"],
        ]  # fmt: skip


def test_figures_are_announced_only_where_the_rules_publish_them() -> None:
    names = evaluation_notice(summary(evaluation(FIRST), level="names"))

    assert [row[2:] for row in rows(names)] == [["满意"], ["基本满意"]]
    assert "109" not in "".join(texts(names))


def test_what_units_report_is_an_axis_of_its_own() -> None:
    handled = Handled(number=2, result="B", unit="县城管局", text="已改造12座。", accepted=None)
    paper = evaluation_summary(summary(evaluation(FIRST), handled=(handled,)))

    assert rows(paper) == [
        ["2", "城区公厕改造提升：改造22座", "县城管局", "B类（正在解决或者列入计划）：已改造12座。",
         "未确认"],
    ]  # fmt: skip


def test_groups_are_shown_with_their_weights() -> None:
    joint = Combined(number=1, groups=(), sentence="第1项：代表（权重60%）得分90分；加权得分88分")
    made = summary(evaluation(FIRST), weights=(("代表", 60), ("群众", 40)), combined=(joint,))
    told = list(texts(evaluation_summary(made)))

    assert "各测评主体分别测评、分别计票，按代表60%、群众40%的权重合成。" in told
    assert "第1项：代表（权重60%）得分90分；加权得分88分。" in told


@pytest.mark.parametrize(("rule", "result"), [("rate", "88.9%／97.3%"), ("weighted", "96.8分")])
def test_rates_and_scores_stand_where_a_grade_would(rule: str, result: str) -> None:
    rules = msgspec.structs.replace(RULES, grade_rule=rule, grade_base="valid")

    assert rows(evaluation_report(evaluation(FIRST, rules=rules)), 1)[0][-1] == result


def test_the_papers_can_be_rendered() -> None:
    for paper in (evaluation_report(BOTH.rounds[0]), evaluation_notice(BOTH)):
        made = render(paper)
        assert made.pdf.startswith(b"%PDF")
        assert made.docx.startswith(b"PK")


def spoilt(**changes: object) -> Evaluation:
    good = evaluation(FIRST)
    part = msgspec.structs.replace(good.channels[0], **changes)
    return msgspec.structs.replace(good, channels=(part, good.channels[1]))


@pytest.mark.parametrize(
    "wrong",
    [
        spoilt(invalid=1),
        spoilt(issued=100),
        spoilt(items=FIRST.channels[0].tally.items[:1]),
        spoilt(items=(rated(1, 101, 9, 1, abstain=2), FIRST.channels[0].tally.items[1])),
        msgspec.structs.replace(evaluation(FIRST), graded=evaluation(FIRST).graded[:1]),
        msgspec.structs.replace(evaluation(FIRST), projects=()),
    ],
    ids=["invalid", "issued", "a project missing", "marks", "a result missing", "nothing"],
)
def test_figures_that_disagree_are_not_printed(wrong: Evaluation) -> None:
    with pytest.raises(PaperRefused):
        evaluation_report(wrong)


def test_rounds_and_reports_about_other_projects_are_not_summarised() -> None:
    first, second = BOTH.rounds
    stranger = Handled(number=9, result="A", unit="县城管局", text="已办。", accepted=None)

    with pytest.raises(PaperRefused):
        evaluation_summary(summary(second, first))
    with pytest.raises(PaperRefused):
        evaluation_summary(summary(first, handled=(stranger,)))
    with pytest.raises(PaperRefused):
        evaluation_notice(summary())
