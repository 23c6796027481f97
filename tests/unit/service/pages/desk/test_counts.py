"""The form of a hand count has the columns of the rules, and says what does not add up."""

import pytest
from litestar.datastructures import FormMultiDict

from ballot.results import WrittenIn
from ballot.rules import Rules
from service.errors import BadRequest
from service.pages.desk.counts import columns, oddities, rows, tally_of_form, written_of
from service.pages.desk.frame import Form
from tests.support.story import Story, paper_tally


@pytest.mark.parametrize(
    ("rules", "named"),
    [
        (Rules(), ["赞成", "反对", "弃权", "辨认不清"]),
        (Rules(ballot_mode="ranked"), ["赞成", "反对", "弃权", "辨认不清", "积分"]),
        (
            Rules(ballot_mode="graded", choices=("abstain", "dont_know")),
            ["满意", "基本满意", "不满意", "不了解", "弃权", "辨认不清"],
        ),
    ],
)
def test_the_columns_are_those_of_the_rules(rules: Rules, named: list[str]) -> None:
    assert [label for _, label in columns(rules)] == named


def sent(story: Story, **cells: int) -> Form:
    figures = {"returned": 8, "valid": 8, "invalid": 0, "foreign": 0}
    asked = [name for name, _ in columns(story.rules)]
    shown = rows(story.rules, story.election.current)
    empty = {f"{name}-{number}": 0 for number in shown for name in asked}
    fields = {**figures, **empty, **cells}
    return Form(FormMultiDict([(name, str(value)) for name, value in fields.items()]))


def test_grades_are_read_in_the_order_of_the_rules() -> None:
    story = Story(rules=Rules(ballot_mode="graded", roster_total=45))
    story.create()
    story.election.current.candidates = (1, 2)
    form = sent(story, **{"grade-1-1": 5, "grade-2-1": 2, "grade-3-1": 1, "grade-1-2": 8})
    tally = tally_of_form(form, story.election, story.election.current)

    assert [one.grades for one in tally.items] == [(5, 2, 1), (8, 0, 0)]
    assert oddities(tally) == []


def test_a_list_that_is_voted_on_whole_has_one_row() -> None:
    story = Story(rules=Rules(ballot_mode="whole_list", roster_total=45))
    story.create()
    story.election.current.candidates = (3, 1, 2)
    form = sent(story, **{"approve-1": 6, "oppose-1": 2})
    tally = tally_of_form(form, story.election, story.election.current)

    assert [(one.number, one.approve, one.oppose) for one in tally.items] == [
        (1, 6, 2),
        (2, 6, 2),
        (3, 6, 2),
    ]


def test_an_empty_cell_is_named() -> None:
    story = Story().create().appoint().freeze()
    form = Form(FormMultiDict([("approve-1", "3")]))
    with pytest.raises(BadRequest, match="1 号项目反对"):
        tally_of_form(form, story.election, story.election.current)


def test_figures_that_add_up_have_no_oddities() -> None:
    assert oddities(paper_tally()) == []


@pytest.mark.parametrize("text", ["公园", "公园 三", " 5", "公园 1\n公园 2", "公园 -1"])
def test_a_written_in_project_has_a_title_and_votes(text: str) -> None:
    with pytest.raises(BadRequest, match="名称、空格、票数"):
        written_of(text)


def test_written_in_projects_stand_in_the_order_that_the_log_asks_for() -> None:
    assert written_of("校 车　2\n\n 公园 1 \n") == (
        WrittenIn(title="公园", approve=1),
        WrittenIn(title="校 车", approve=2),
    )
