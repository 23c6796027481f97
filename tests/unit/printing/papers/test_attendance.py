from collections.abc import Callable

import pytest
from msgspec.structs import replace

from printing.errors import PaperRefused
from printing.papers import attendance_report, render
from printing.papers.content import KeyFigures, Paragraph
from printing.papers.values import Attendance, QuorumRule, Session


def sentence(facts: Attendance) -> str:
    paper = attendance_report(facts)
    return next(block.text for block in paper.blocks if isinstance(block, Paragraph))


def test_the_worked_example_reads_as_the_chief_scrutineer_reads_it(attendance: Attendance) -> None:
    expected = (
        "本次会议应到代表236名，因事因病请假8名，实到代表228名，超过全体代表的三分之二，"
        "符合法定人数，可以进行票决。"
    )

    assert sentence(attendance) == expected


@pytest.mark.parametrize(
    ("rule", "roster", "present", "share", "enough"),
    [
        ("ge_2_3", 45, 29, "不足全体代表的三分之二", False),
        ("ge_2_3", 45, 30, "恰为全体代表的三分之二", True),
        ("ge_2_3", 45, 31, "超过全体代表的三分之二", True),
        ("gt_2_3", 45, 30, "恰为全体代表的三分之二", False),
        ("gt_2_3", 60, 41, "超过全体代表的三分之二", True),
        ("gt_1_2", 60, 30, "恰为全体代表的半数", False),
        ("gt_1_2", 61, 31, "超过全体代表的半数", True),
        ("ge_4_5", 60, 48, "恰为全体代表的五分之四", True),
        ("gt_4_5", 60, 48, "恰为全体代表的五分之四", False),
    ],
)
def test_exactly_the_share_is_enough_only_where_the_rules_say_so(
    attendance: Attendance, rule: QuorumRule, roster: int, present: int, share: str, *, enough: bool
) -> None:
    facts = replace(
        attendance, quorum_rule=rule, roster_total=roster, present=present, excused=None
    )

    text = sentence(facts)

    assert share in text
    assert text.endswith(
        "，符合法定人数，可以进行票决。" if enough else "，不符合法定人数，不能进行票决。"
    )


@pytest.mark.parametrize(
    ("present", "excused", "expected"),
    [
        (236, 0, "应到代表236名，实到代表236名"),
        (228, None, "应到代表236名，因故未到8名，实到代表228名"),
        (228, 5, "应到代表236名，因事因病请假5名，缺席3名，实到代表228名"),
        (228, 0, "应到代表236名，缺席8名，实到代表228名"),
    ],
)
def test_absence_is_told_as_it_was_counted(
    attendance: Attendance, present: int, excused: int | None, expected: str
) -> None:
    assert expected in sentence(replace(attendance, present=present, excused=excused))


def test_a_street_assembly_has_no_legal_quorum(attendance: Attendance) -> None:
    street = Session(
        congress="青禾街道居民议事会第三次会议",
        subject="青禾街道2026年民生实事项目",
        body="street_assembly",
    )

    text = sentence(replace(attendance, session=street))

    assert "法定" not in text
    assert text.endswith("超过全体议事代表的三分之二，符合规定人数，可以进行票选。")


def test_a_long_name_of_the_members_stands_in_the_sentence_not_over_the_figures(
    attendance: Attendance,
) -> None:
    committee = Session(
        congress="青禾县第十八届人民代表大会常务委员会第三十次会议",
        subject="青禾县2026年民生实事项目",
        body="standing_committee",
        evaluation=True,
    )
    paper = attendance_report(replace(attendance, session=committee))
    strip = next(block for block in paper.blocks if isinstance(block, KeyFigures))

    assert [label for label, _ in strip.pairs] == ["应到人数", "实到人数", "未到", "法定人数"]
    assert "超过常务委员会全体组成人员的三分之二" in sentence(
        replace(attendance, session=committee)
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"present": 237, "excused": None}, "实到237名多于应到236名"),
        ({"excused": 9}, "请假9名与应到236名、实到228名不相符"),
        ({"excused": -1}, "请假-1名"),
        ({"present": -1, "excused": None}, "不能是负数"),
        ({"roster_total": 0, "present": 0, "excused": None}, "应到人数是 0"),
    ],
)
def test_contradicting_figures_make_no_report(
    attendance: Attendance, change: dict[str, int | None], said: str
) -> None:
    with pytest.raises(PaperRefused, match=said):
        attendance_report(replace(attendance, **change))


def test_the_page_shows_each_figure_in_the_strip_and_in_the_sentence(
    attendance: Attendance, pages: Callable[[bytes], list[str]]
) -> None:
    [page] = pages(render(attendance_report(attendance)).pdf)

    assert page.count("236") == page.count("228") == 2
    assert page.count("158") == 1
    assert page.count("陆承远") == 1
    assert page.count("2026年1月22日9时42分") == 1
