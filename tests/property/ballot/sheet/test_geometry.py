"""What holds of every sheet that can be printed, whatever its style, length and format."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ballot.errors import Refused
from ballot.rules import Rules
from ballot.sheet import Cell, Format, SheetLayout, SheetPage, layout_of
from tests.support.printed import FORMATS, STYLES, practice

FRAME = 318
"""0.9 pt in µm: how far a frame reaches beyond its box."""
EDGE = 10_000
QUIET = {26_000: 4 * 26_000 // 41, 14_000: 4 * 14_000 // 25}
"""Four modules of white around the two symbols (ISO/IEC 18004)."""


def graded(count: int) -> Rules:
    return Rules(
        ballot_mode="graded",
        grades=tuple(f"等次{at}" for at in range(count)),
        grade_points=tuple(range(count, 0, -1)),
    )


WRITTEN_IN = (
    Rules(write_in="allowed"),
    Rules(write_in="allowed", sheet_style="A"),
    Rules(write_in="allowed", sheet_style="C", choices=("approve",)),
)
rules = st.sampled_from([*STYLES.values(), *(graded(count) for count in (2, 4, 5, 6)), *WRITTEN_IN])


@st.composite
def layouts(draw: st.DrawFn) -> SheetLayout:
    definition = practice(draw(rules), projects=draw(st.integers(1, 200)))
    try:
        return layout_of(definition, draw(st.sampled_from(FORMATS)))
    except Refused as refused:
        assume(refused.code not in {"sheet.pages", "sheet.columns"})
        raise


def printed_cells(layout: SheetLayout, page: SheetPage) -> Iterator[Cell]:
    """Yield all that is printed and is no text: boxes with their frames, codes, markers."""
    for box in page.boxes:
        yield around(box, FRAME)
    yield page.code
    yield page.small_code
    half = layout.marker // 2
    for one in page.markers:
        yield Cell(x=one.x - half, y=one.y - half, w=layout.marker, h=layout.marker)


def around(cell: Cell, margin: int) -> Cell:
    return Cell(x=cell.x - margin, y=cell.y - margin, w=cell.w + 2 * margin, h=cell.h + 2 * margin)


def texts(page: SheetPage) -> list[Cell]:
    """Return the zones of texts, and that of projects that are written in."""
    zones = [page.title, page.seal, page.header, page.notes]
    return zones if page.written is None else [*zones, page.written]


def apart(one: Cell, other: Cell) -> bool:
    return (
        one.right <= other.x
        or other.right <= one.x
        or one.bottom <= other.y
        or other.bottom <= one.y
    )


@given(layouts())
def test_everything_stands_within_the_margins_of_the_page(layout: SheetLayout) -> None:
    width, height = layout.size
    for page in layout.pages:
        for cell in (*printed_cells(layout, page), *texts(page), *(row.text for row in page.rows)):
            assert cell.x >= EDGE
            assert cell.y >= EDGE
            assert cell.right <= width - EDGE
            assert cell.bottom <= height - EDGE


@given(layouts())
@settings(max_examples=40)
def test_nothing_printed_comes_nearer_than_a_millimetre_and_a_half(layout: SheetLayout) -> None:
    for page in layout.pages:
        for one, other in combinations(printed_cells(layout, page), 2):
            assert apart(around(one, 1_500), other)


@given(layouts())
def test_rulings_and_texts_keep_off_the_frames(layout: SheetLayout) -> None:
    for page in layout.pages:
        rows = {row.project: row.text for row in page.rows}
        for box in page.boxes:
            frame, row = around(box, FRAME), rows[box.project]
            assert page.strip is None or page.strip.bottom + 1_500 <= frame.y
            assert row.right + 1_500 <= frame.x
            assert row.y + 1_500 <= frame.y
            assert frame.bottom + 1_500 <= row.bottom


@given(layouts())
def test_codes_have_their_quiet_zone(layout: SheetLayout) -> None:
    for page in layout.pages:
        others = [*texts(page), *(row.text for row in page.rows)]
        for code in (page.code, page.small_code):
            quiet = around(code, QUIET[code.w])
            assert all(apart(quiet, one) for one in others)


@given(layouts())
def test_texts_have_zones_of_their_own(layout: SheetLayout) -> None:
    for page in layout.pages:
        table = Cell(
            x=page.header.x,
            y=page.header.y,
            w=page.header.w,
            h=page.rows[-1].text.bottom - page.header.y,
        )
        zones = [one for one in texts(page) if one != page.header]
        for one, other in combinations((*zones, table), 2):
            assert apart(one, other)
        assert page.notes.h >= 23_000


@given(layouts())
def test_rows_follow_one_upon_the_other_at_least_ten_and_a_half_millimetres_high(
    layout: SheetLayout,
) -> None:
    for page in layout.pages:
        assert page.header.bottom == page.rows[0].text.y
        for one, next_ in pairwise(page.rows):
            strip = page.strip if next_.project == 0 else None
            assert next_.text.y == (one.text.bottom if strip is None else strip.bottom)
            assert strip is None or strip.y == one.text.bottom
        assert all(row.text.h == row.number.h >= 10_500 for row in page.rows)
        assert all(row.number.right == row.text.x for row in page.rows)


@given(layouts())
def test_boxes_of_the_two_sides_of_a_paper_do_not_lie_behind_each_other(
    layout: SheetLayout,
) -> None:
    """Turned over its upright edge, so left and right change places."""
    width, _ = layout.size
    for front, back in pairwise(layout.pages):
        turned = {(width - box.right, width - box.x) for box in back.boxes}
        for left, right in {(box.x, box.right) for box in front.boxes}:
            assert all(right <= start or end <= left for start, end in turned)


@given(layouts())
def test_every_project_has_its_row_once_and_every_marker_an_id_of_its_own(
    layout: SheetLayout,
) -> None:
    projects = [row.project for page in layout.pages for row in page.rows]
    ids = [one.id for page in layout.pages for one in page.markers]

    assert len(set(projects)) == len(projects)
    assert ids == list(range(4 * len(layout.pages)))
    for page in layout.pages:
        choices = [(box.project, box.choice) for box in page.boxes]
        assert len(set(choices)) == len(choices)


@given(st.sampled_from(WRITTEN_IN), st.integers(1, 40), st.sampled_from(FORMATS))
def test_projects_are_written_in_once_below_the_last_of_the_list(
    written_in: Rules, projects: int, sheet: Format
) -> None:
    layout = layout_of(practice(written_in, projects=projects), sheet)
    zones = [page.written for page in layout.pages]

    assert zones[:-1] == [None] * (len(zones) - 1)
    assert zones[-1] is not None
    assert zones[-1].h >= 24_000
    assert zones[-1].y > layout.pages[-1].rows[-1].text.bottom
