import pytest
from msgspec.structs import replace

from ballot.errors import Refused
from ballot.rules import Rules
from ballot.sheet import Format, layout_of
from tests.support.printed import FORMATS, STYLES, candidate, practice

SIX = Rules(
    ballot_mode="graded",
    grades=("优", "良", "中", "可", "差"),
    grade_points=(5, 4, 3, 2, 1),
    choices=("approve", "dont_know"),
)


def test_twenty_projects_of_three_boxes_stand_on_one_page_of_a4() -> None:
    [page] = layout_of(practice(projects=20), Format()).pages

    assert len(page.rows) == 20
    assert len(page.boxes) == 60


def test_the_next_project_opens_a_second_page_and_the_rows_are_dealt_evenly() -> None:
    first, second = layout_of(practice(projects=21), Format()).pages

    assert [len(first.rows), len(second.rows)] == [11, 10]
    assert [one.id for one in first.markers] == [0, 1, 2, 3]
    assert [one.id for one in second.markers] == [4, 5, 6, 7]


def test_rows_follow_the_order_of_the_definition() -> None:
    definition = practice(projects=25)
    pages = layout_of(definition, Format()).pages

    assert tuple(row.project for page in pages for row in page.rows) == definition.numbers


def test_a_list_decided_as_a_whole_has_boxes_in_its_own_last_row_only() -> None:
    [page] = layout_of(practice(STYLES["whole_list"], projects=9), Format()).pages

    assert [row.project for row in page.rows] == [*range(1, 10), 0]
    assert {box.project for box in page.boxes} == {0}
    assert [box.choice for box in page.boxes] == ["approve", "oppose", "abstain"]


@pytest.mark.parametrize("sheet", FORMATS)
def test_large_type_has_taller_rows_and_fewer_of_them(sheet: Format) -> None:
    if sheet.large:
        return
    usual, large = (
        layout_of(
            practice(projects=60), Format(paper=sheet.paper, landscape=sheet.landscape, large=big)
        ).pages
        for big in (False, True)
    )

    assert len(large) > len(usual)
    assert large[0].rows[0].text.h > usual[0].rows[0].text.h


def test_a_list_that_needs_more_than_twelve_pages_is_refused() -> None:
    with pytest.raises(Refused, match="候选项目 200 项，一张票最多 12 面") as refused:
        layout_of(practice(projects=200), Format(large=True))

    assert refused.value.code == "sheet.pages"


def test_six_grades_fit_one_side_but_not_two_sides_of_a4() -> None:
    layout_of(practice(SIX, projects=20), Format())
    layout_of(practice(SIX, projects=40), Format(paper="A3"))

    with pytest.raises(Refused, match="栏太多") as refused:
        layout_of(practice(SIX, projects=40), Format())

    assert refused.value.code == "sheet.columns"


def test_a_back_that_is_empty_anyway_is_taken_for_large_type() -> None:
    pages = layout_of(practice(projects=12), Format(large=True)).pages

    assert [len(one.rows) for one in pages] == [6, 6]
    assert pages[0].rows[0].text.h >= 20_000


def test_no_further_paper_is_taken_for_large_type() -> None:
    pages = layout_of(practice(projects=24), Format(large=True)).pages

    assert [len(one.rows) for one in pages] == [12, 12]


def test_a_content_that_no_page_holds_takes_no_page_more() -> None:
    endless = tuple(candidate(number, content="改造管网" * 300) for number in range(1, 13))
    definition = replace(practice(projects=12), candidates=endless)

    assert len(layout_of(definition, Format(large=True)).pages) == 1


def test_large_type_with_more_columns_than_two_sides_hold_stays_on_one() -> None:
    assert len(layout_of(practice(SIX, projects=12), Format(large=True)).pages) == 1


def test_the_boxes_of_a_whole_list_are_headed_right_above_them() -> None:
    first, last = layout_of(practice(STYLES["whole_list"], projects=25), Format()).pages

    assert first.strip is None
    assert first.boxes == ()
    assert last.strip is not None
    assert last.strip.bottom == last.rows[-1].text.y


def test_a_layout_has_the_same_name_for_the_same_definition_and_another_for_another() -> None:
    one, same, other = (
        layout_of(practice(projects=count), Format()).digest for count in (12, 12, 13)
    )

    assert one == same != other
