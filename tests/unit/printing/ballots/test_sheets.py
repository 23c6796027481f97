"""The pages as a scanner sees them."""

import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pypdfium2 as pdfium
import pytest
from msgspec.structs import replace

from ballot.rules import Rules
from ballot.sheet import Box, Format
from printing.ballots import ballots_pdf, pdf_pages_of
from printing.errors import PaperRefused
from tests.support.commands import ROOT
from tests.support.printed import (
    FORMATS,
    MM_PER_INCH,
    STYLES,
    Grey,
    codes_in,
    markers_in,
    practice,
    printed,
    run_of,
    scanned,
)

DPI = 600
UM_PER_PIXEL = MM_PER_INCH * 1000 / DPI
BLACK, WHITE = 100, 250


def pixel(um: float) -> int:
    return round(um / UM_PER_PIXEL)


def inner_edges(image: Grey, box: Box) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom inner edge of the frame around ``box``, in µm."""
    x, y = pixel(box.x + box.w / 2), pixel(box.y + box.h / 2)
    row, column = image[y, :] < BLACK, image[:, x] < BLACK
    left = x - int(np.argmax(row[x::-1])) + 1
    right = x + int(np.argmax(row[x:]))
    top = y - int(np.argmax(column[y::-1])) + 1
    bottom = y + int(np.argmax(column[y:]))
    return tuple(edge * UM_PER_PIXEL for edge in (left, top, right, bottom))  # type: ignore[return-value]


@pytest.mark.parametrize("style", STYLES)
def test_frames_stand_where_the_layout_says_and_nothing_within_or_near_them(style: str) -> None:
    pdf, layout, _ = printed(practice(STYLES[style], projects=16), count=1)
    for page, image in zip(layout.pages, scanned(pdf, DPI), strict=True):
        for box in page.boxes:
            assert inner_edges(image, box) == pytest.approx(
                (box.x, box.y, box.right, box.bottom), abs=100
            )
            inside = image[
                pixel(box.y) + 2 : pixel(box.bottom) - 2, pixel(box.x) + 2 : pixel(box.right) - 2
            ]
            assert inside.min() > WHITE
            # The frame is 318 µm thick; from there on 1.5 mm of paper.
            near = image[
                pixel(box.y - 1_810) : pixel(box.bottom + 1_810),
                pixel(box.x - 1_810) : pixel(box.right + 1_810),
            ].copy()
            margin = pixel(1_810 - 400)
            near[margin:-margin, margin:-margin] = 255
            assert near.min() > WHITE


@pytest.mark.parametrize("sheet", FORMATS)
def test_every_format_has_its_fiducials_and_codes_in_place(sheet: Format) -> None:
    pdf, layout, run = printed(practice(projects=25), sheet, count=1)
    um = MM_PER_INCH * 1000 / 200
    images = list(scanned(pdf))

    assert len(images) == pdf_pages_of(layout)
    for page, codes, image in zip(layout.pages, run.sheets[0], images, strict=False):
        assert (image.shape[1] * um, image.shape[0] * um) == pytest.approx(layout.size, abs=um)
        assert codes_in(image) == {codes.code, codes.small}
        found = markers_in(image)
        assert found.keys() == {one.id for one in page.markers}
        for one in page.markers:
            x, y = found[one.id]
            assert (x * um, y * um) == pytest.approx((one.x, one.y), abs=100)


@pytest.mark.parametrize("scale", [0.94, 0.97, 1.0, 1.03])
@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_codes_read_at_the_scales_that_printers_choose(scale: float, dpi: int) -> None:
    pdf, _, run = printed(practice(), count=3)
    read = [codes_in(image) for image in scanned(pdf, dpi * scale)]

    assert read == [{sheet[0].code, sheet[0].small} for sheet in run.sheets]


def test_nothing_but_the_codes_tells_one_sheet_from_another(
    pages: Callable[[bytes], list[str]],
) -> None:
    """Cover the two codes: what is left is the same to the last pixel, and so is the text."""
    pdf, layout, _ = printed(practice(), count=3)
    covered = []
    for image in scanned(pdf, 150):
        um = MM_PER_INCH * 1000 / 150
        for cell in (layout.pages[0].code, layout.pages[0].small_code):
            image[
                int(cell.y / um) - 1 : int(cell.bottom / um) + 2,
                int(cell.x / um) - 1 : int(cell.right / um) + 2,
            ] = 255
        covered.append(image)

    assert all((image == covered[0]).all() for image in covered)
    assert len(set(pages(pdf))) == 1


def test_the_pdf_bears_no_time_and_the_same_sheets_give_the_same_bytes() -> None:
    one, same = (printed(practice(), count=2)[0] for _ in range(2))

    assert one == same
    with pdfium.PdfDocument(one) as document:
        assert "2000" in document.get_metadata_value("CreationDate")


def test_a_batch_prints_the_same_page_again_and_again() -> None:
    pdf, _, _ = printed(practice(replace(Rules(), identity="batch")), count=3)
    first, *others = scanned(pdf, 150)

    assert all((image == first).all() for image in others)


def test_a_sheet_says_what_it_is_and_how_many_are_chosen(
    pages: Callable[[bytes], list[str]],
) -> None:
    [page] = pages(printed(practice(), count=1)[0])

    for text in (
        "青禾县2026年民生实事项目票决票",
        "（青禾县第十八届人民代表大会第四次会议）",
        "（盖章处）",
        "应选10项",
        "序号",
        "候选项目",
        "赞成",
        "反对",
        "弃权",
        "12老旧小区供水管网改造",
        "1,217.5万元",
        "县住建局",
    ):
        assert text in page
    assert "面（共" not in page


def test_every_side_of_several_says_which_it_is(pages: Callable[[bytes], list[str]]) -> None:
    first, second = pages(printed(practice(projects=25), count=1)[0])

    assert "第1面（共2面）" in first
    assert "第2面（共2面）" in second
    assert "本票共2面" in first
    assert "本票共2面" in second


def test_a_side_without_boxes_has_no_headings_that_ask_for_marks(
    pages: Callable[[bytes], list[str]],
) -> None:
    """A list decided as a whole has its boxes on the last side alone, headed where they stand."""
    first, second = pages(printed(practice(STYLES["whole_list"], projects=25), count=1)[0])

    assert "赞成反对弃权" not in first
    assert "赞成反对弃权" in second
    assert "对以上候选项目清单整体的意见" in second


def test_a_list_decided_as_a_whole_has_no_columns_but_at_its_boxes() -> None:
    pdf, layout, _ = printed(practice(STYLES["whole_list"], projects=25), count=1)
    for page, image in zip(layout.pages, scanned(pdf, 200), strict=True):
        boxes = [box for box in page.boxes if box.choice == "approve"]
        listed = [row for row in page.rows if row.project]
        um = MM_PER_INCH * 1000 / 200
        top, end = (round(y / um) + 3 for y in (listed[0].text.y, listed[-1].text.bottom - 1_000))
        right = round(page.header.right / um)
        # Where columns of boxes would be; the ruling at the right edge is left out.
        beside = image[top:end, right - round(57_000 / um) : right - 4]
        assert ((beside < 200).mean(axis=0) < 0.5).all()
        assert all(row.text.right == page.header.right for row in listed)
        if boxes:
            assert page.strip is not None
            assert boxes[0].y - page.strip.bottom < 7_000


def test_a_sheet_of_three_sides_leaves_the_fourth_empty() -> None:
    """Else a duplex printer would put the next ballot on the back of this one."""
    pdf, layout, run = printed(practice(projects=50), count=2)
    images = list(scanned(pdf, 150))

    assert len(layout.pages) == 3
    assert len(images) == 8
    assert images[3].min() == images[7].min() == 255
    assert codes_in(images[4]) == {run.sheets[1][0].code, run.sheets[1][0].small}


@pytest.mark.parametrize(
    ("landscape", "turned"), [(False, b"DuplexFlipLongEdge"), (True, b"DuplexFlipShortEdge")]
)
def test_the_pdf_asks_for_its_own_size_and_to_be_turned_over_its_upright_edge(
    *, landscape: bool, turned: bytes
) -> None:
    pdf, _, _ = printed(practice(projects=25), Format(landscape=landscape), count=1)

    assert b"/PrintScaling /None" in pdf
    assert b"/Duplex /" + turned in pdf


@pytest.mark.parametrize(("rehearsal", "practising"), [(True, False), (False, True)])
def test_a_sheet_of_a_rehearsal_is_marked_in_the_head_and_behind_the_list(
    pages: Callable[[bytes], list[str]], *, rehearsal: bool, practising: bool
) -> None:
    definition = practice(rehearsal=rehearsal, practice=practising)
    [page] = pages(printed(definition, count=1)[0])

    assert page.count("演练") == 2


def test_a_binding_sheet_is_not_marked(pages: Callable[[bytes], list[str]]) -> None:
    [page] = pages(printed(practice(rehearsal=False, practice=False), count=1)[0])

    assert "演练" not in page


def test_no_sheets_or_sheets_of_another_layout_are_refused() -> None:
    definition = practice()
    _, layout, _ = printed(definition, count=1)
    _, other, _ = printed(practice(projects=25), count=1)

    with pytest.raises(PaperRefused, match="没有要印的票"):
        ballots_pdf(definition, layout, ())
    with pytest.raises(PaperRefused, match="面数与版式不符"):
        ballots_pdf(definition, layout, run_of(definition, other).sheets)


def test_printing_loads_no_library_for_images() -> None:
    """A machine that only prints needs neither; the reader of scans is the place for them."""
    asked = "import printing.ballots, sys; print({'cv2', 'numpy'} & sys.modules.keys())"
    answer = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert answer.stdout == "set()\n"
