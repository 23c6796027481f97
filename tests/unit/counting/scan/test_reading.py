"""Printed sheets, marked and scanned, are read as they were marked; bad pages say why not."""

from collections.abc import Callable
from random import Random

import cv2
import numpy as np
import pytest

from ballot.sheet import Cell, Format
from counting.scan import PageRead, sheets_of
from printing.ballots import pdf_pages_of
from tests.support.scanned import (
    KEY,
    Pen,
    Pixels,
    Printed,
    PrivateSigner,
    circle,
    cross,
    definition_of,
    fill,
    jpeg,
    marked,
    pdf,
    png,
    printed,
    read,
    readings,
    scanned,
    tick,
    tiff,
)

CHOICES = {1: "approve", 2: "oppose", 3: "abstain", 4: "approve", 6: "oppose", 7: "abstain"}
EXPECTED = {**dict.fromkeys(range(1, 9), "abstain"), **CHOICES}


@pytest.fixture(scope="module")
def sheet() -> Printed:
    return printed(definition_of(8, 4))


@pytest.fixture(scope="module")
def scan(sheet: Printed) -> Pixels:
    return scanned(marked(sheet, CHOICES), angle=1.3)


def only(pages: list[PageRead]) -> PageRead:
    (page,) = pages
    return page


@pytest.mark.parametrize(
    "saved",
    [png, jpeg, lambda one: pdf([one]), lambda one: tiff([one])],
    ids=["png", "jpeg", "pdf", "tiff"],
)
def test_a_scan_is_read_as_it_was_marked_whatever_file_it_comes_in(
    saved: Callable[[Pixels], bytes], sheet: Printed, scan: Pixels
) -> None:
    page = only(read(sheet, saved(scan)))

    assert (page.status, page.reason, page.warnings) == ("read", None, ())
    assert readings(page) == EXPECTED
    assert page.identity == sheet.identities[0]
    assert (page.known_by, page.number, page.sides) == ("code", 1, 1)
    assert 995 <= page.scale <= 1005
    assert page.image.startswith(b"\xff\xd8")
    assert page.crops == ()


def test_a_printed_page_that_nobody_scanned_is_drawn_and_read(sheet: Printed) -> None:
    page = only(read(sheet, sheet.pdf))
    assert set(readings(page).values()) == {"abstain"}
    assert page.scale == 1000


@pytest.mark.parametrize("dpi", [100, 150, 300])
def test_coarse_and_fine_scans_are_read_alike(dpi: int, sheet: Printed) -> None:
    seen = scanned(marked(sheet, CHOICES, dpi=dpi, strokes=(tick, cross, circle)), angle=-0.8)
    page = only(read(sheet, png(seen, dpi)))

    assert readings(page) == EXPECTED
    assert any("dpi，偏低" in one for one in page.warnings) == (dpi == 100)


def test_below_95_dpi_nothing_is_read(sheet: Printed) -> None:
    page = only(read(sheet, png(scanned(marked(sheet, CHOICES, dpi=80), noise=1), 80)))
    assert (page.status, page.code) == ("refused", "scan.dpi")
    assert (
        page.reason == "扫描1 第 1 页：分辨率只有 80 dpi，太低，未读。请用 200 dpi 灰度重新扫描。"
    )


def test_a_smaller_print_is_read_and_told(sheet: Printed, scan: Pixels) -> None:
    page = only(read(sheet, png(scan, 220)))  # claims more dots an inch than the print has
    assert readings(page) == EXPECTED
    assert page.scale == pytest.approx(909, abs=3)
    assert any("实际大小" in one for one in page.warnings)


def test_two_marks_in_a_row_go_to_people_with_a_picture(sheet: Printed) -> None:
    pixels = marked(sheet, CHOICES)
    again = marked(sheet, {1: "oppose"}, seed=2)
    page = only(read(sheet, png(scanned(np.minimum(pixels, again)))))

    assert readings(page) == {**EXPECTED, 1: "doubtful"}
    (crop,) = page.crops
    assert crop.project == 1
    assert crop.png.startswith(b"\x89PNG")


def test_a_filled_box_among_ticks_may_be_a_mark_taken_back(sheet: Printed) -> None:
    ticks = marked(sheet, CHOICES, strokes=(tick,))
    filled = marked(sheet, {8: "approve"}, strokes=(fill,))
    page = only(read(sheet, png(scanned(np.minimum(ticks, filled)))))
    assert readings(page) == {**EXPECTED, 8: "doubtful"}

    by_fills = {**CHOICES, 8: "approve"}
    page = only(read(sheet, png(scanned(marked(sheet, by_fills, strokes=(fill,))))))
    assert readings(page) == {**EXPECTED, 8: "approve"}


def test_a_mark_beside_its_box_leaves_no_blank_row(sheet: Printed) -> None:
    pixels = marked(sheet, CHOICES)
    box = next(one for one in sheet.layout.pages[0].boxes if one.project == 5)
    x, y = box.right / 1000, box.y / 1000
    Pen(pixels).line((x + 2.2, y + 3), (x + 3, y + 5), (x + 5, y + 1))
    page = only(read(sheet, png(scanned(pixels))))
    assert readings(page) == {**EXPECTED, 5: "doubtful"}
    assert page.written


def test_a_tick_on_a_name_and_a_signature_below_are_seen(sheet: Printed) -> None:
    page = sheet.layout.pages[0]
    text = next(one.text for one in page.rows if one.project == 5)
    x, y = text.x / 1000 + 45, text.y / 1000
    pixels = marked(sheet, CHOICES)
    Pen(pixels).line((x, y + 3), (x + 3, y + 8), (x + 9, y + 1))
    found = only(read(sheet, png(scanned(pixels, angle=0.7))))
    assert readings(found) == {**EXPECTED, 5: "doubtful"}
    assert found.written

    signed = marked(sheet, CHOICES)
    x, y = page.rows[-1].text.x / 1000 + 60, page.rows[-1].text.bottom / 1000 + 30
    Pen(signed).line((x, y), (x + 5, y + 6), (x + 8, y - 3), (x + 14, y + 5))
    found = only(read(sheet, png(scanned(signed, angle=0.7))))
    assert (readings(found), found.written) == (EXPECTED, True)
    assert not only(read(sheet, png(scanned(marked(sheet, CHOICES), angle=0.7)))).written


def test_faint_pencil_is_never_blank(sheet: Printed) -> None:
    for ink in (150, 180, 200, 215):
        page = only(read(sheet, png(scanned(marked(sheet, CHOICES, ink=ink, strokes=(tick,))))))
        for project, choice in CHOICES.items():
            assert readings(page)[project] in {choice, "doubtful"}, ink


def test_red_ink_goes_to_people_where_the_scan_has_colours(sheet: Printed) -> None:
    before = sheet.page().astype(int)
    after = marked(sheet, CHOICES, strokes=(tick,)).astype(int)
    colours = np.stack([before, after, after], axis=2).astype(np.uint8)  # red light sees no red
    page = only(read(sheet, png(colours)))
    assert {project for project, one in readings(page).items() if one == "doubtful"} == set(CHOICES)


def test_blue_ink_is_read_in_colours_as_in_grey(sheet: Printed) -> None:
    before = sheet.page()
    after = marked(sheet, CHOICES, strokes=(tick,))
    page = only(read(sheet, png(np.stack([after, after, before], axis=2))))
    assert readings(page) == EXPECTED


def test_a_sheet_of_another_round_and_an_unsigned_copy_are_foreign(scan: Pixels) -> None:
    other = printed(definition_of(8, 3))
    page = only(read(other, png(scan)))
    assert (page.status, page.code, page.rows) == ("refused", "sheet.foreign", ())
    assert "不是本轮票决的票" in page.reason

    forged = printed(definition_of(8, 4), signer=PrivateSigner(2))
    page = only(read(forged, png(scanned(forged.page()))))
    assert (page.status, page.code) == ("refused", "sheet.forged")


def test_the_second_scan_of_a_sheet_is_not_counted_again(sheet: Printed, scan: Pixels) -> None:
    first, again = read(sheet, png(scan), jpeg(np.rot90(scan).copy()))
    assert first.status == "read"
    assert (again.status, again.code) == ("refused", "scan.repeated")
    assert (
        again.reason == "扫描2 第 1 页：与扫描1 第 1 页是同一张票，不重复计，以读得清楚的一次为准。"
    )


def test_a_copied_code_with_other_marks_is_named(sheet: Printed, scan: Pixels) -> None:
    other = scanned(marked(sheet, {1: "oppose"}))
    _, again = read(sheet, png(scan), png(other))
    assert (again.status, again.code) == ("refused", "scan.copied")
    assert again.image
    assert again.rows[0].reading == "oppose"


def test_a_page_that_repeats_a_sheet_is_no_copy_whatever_copies_there_are(
    sheet: Printed, scan: Pixels
) -> None:
    other = scanned(marked(sheet, {1: "oppose"}))
    _, copy, again, twice = read(
        sheet, png(scan), png(other), png(np.rot90(scan).copy()), png(other)
    )
    assert copy.code == "scan.copied"
    assert (again.code, twice.code) == ("scan.repeated", "scan.repeated")
    assert again.reason is not None
    assert twice.reason is not None
    assert "与扫描1 第 1 页是同一张票" in again.reason
    assert "与扫描2 第 1 页是同一张票" in twice.reason


def test_a_copy_is_named_with_a_page_that_it_contradicts(sheet: Printed, scan: Pixels) -> None:
    faint = scanned(marked(sheet, CHOICES, ink=205))
    _, again, copy = read(sheet, png(faint), png(scan), png(scanned(marked(sheet, {}))))
    assert (again.code, copy.code) == ("scan.repeated", "scan.copied")
    assert copy.reason is not None
    assert "编码与扫描2 第 1 页相同" in copy.reason


def test_a_hidden_code_leaves_the_small_one_and_then_the_marks_alone(sheet: Printed) -> None:
    seen = scanned(marked(sheet, CHOICES))
    page = sheet.layout.pages[0]
    _covered(seen, page.code)
    known = only(read(sheet, png(seen)))
    assert (known.known_by, known.identity) == ("small_code", sheet.identities[0])
    assert any("小编码" in one for one in known.warnings)
    assert readings(known) == EXPECTED

    _covered(seen, page.small_code)
    unknown = only(read(sheet, png(seen)))
    assert (unknown.status, unknown.known_by, unknown.identity) == ("read", None, None)
    assert readings(unknown) == EXPECTED


def test_the_code_of_another_sheet_names_no_marks() -> None:
    two = printed(definition_of(6, 3), 2)
    page = two.layout.pages[0]
    one, other = marked(two, CHOICES), two.page(1)
    spliced = one.copy()
    spliced[len(one) // 2 :] = other[len(one) // 2 :]
    found = only(read(two, png(scanned(spliced))))
    assert (found.status, found.code) == ("refused", "scan.two_sheets")

    # The sheet's own codes are hidden; of another sheet the corner with the code is to be seen.
    _covered(one, page.code)
    _covered(one, page.small_code)
    beside = np.hstack([one, np.full((len(one), 700), 250, np.uint8)])
    corner = other[60:480, -480:-120]
    beside[900:1320, -500:-140] = corner
    found = only(read(two, png(scanned(beside))))
    assert (found.status, found.code) == ("refused", "scan.two_sheets")


def test_three_corners_are_enough_and_two_with_the_code(sheet: Printed) -> None:
    seen = scanned(marked(sheet, CHOICES), angle=0.5)
    hidden = seen.copy()
    hidden[:220, :220] = 60  # a folded corner
    assert readings(only(read(sheet, png(hidden)))) == EXPECTED
    hidden[-220:, -220:] = 60
    page = only(read(sheet, png(hidden)))
    assert page.status == "read"
    for project, reading in readings(page).items():
        assert reading in {EXPECTED[project], "doubtful"}


def test_a_page_without_corners_is_refused(sheet: Printed, scan: Pixels) -> None:
    hidden = scan.copy()
    for rows in (slice(None, 330), slice(-330, None)):
        hidden[rows] = 60
    page = only(read(sheet, png(hidden)))
    assert (page.status, page.code) == ("refused", "scan.not_a_sheet")
    hidden[-330:, :330] = scan[-330:, :330]
    page = only(read(sheet, png(hidden)))
    assert (page.status, page.code) == ("refused", "scan.unlocated")


@pytest.mark.parametrize(
    ("spoilt", "code"),
    [
        (lambda scan: scan[:, ::-1].copy(), "scan.mirrored"),
        (lambda scan: np.full_like(scan, 240), "scan.blank"),
        (lambda scan: np.where(scan > 128, 255, 0).astype(np.uint8), "scan.black_and_white"),
        (lambda scan: np.hstack([scan, scan]), "scan.two_sheets"),
        (lambda _: scanned(_letter()), "scan.not_a_sheet"),
    ],
    ids=["mirrored", "blank", "black_and_white", "two_sheets", "letter"],
)
def test_a_spoilt_page_is_refused_with_its_reason(
    spoilt: Callable[[Pixels], Pixels], code: str, sheet: Printed, scan: Pixels
) -> None:
    page = only(read(sheet, png(spoilt(scan))))
    assert (page.status, page.code) == ("refused", code)
    assert page.reason.startswith("扫描1 第 1 页：")
    assert page.reason.endswith("。")


def test_the_backs_of_two_sides_belong_together_by_their_number() -> None:
    sheet = printed(definition_of(40, 20))
    assert len(sheet.layout.pages) == 2
    choices = dict.fromkeys(range(1, 41, 3), "oppose")
    back = scanned(marked(sheet, choices, at=1))
    front = scanned(marked(sheet, choices, at=0))
    first, second = read(sheet, png(np.rot90(back, 2).copy()), png(front))
    assert (first.number, second.number) == (2, 1)
    assert first.identity == second.identity
    found = readings(first) | readings(second)
    assert found == dict.fromkeys(range(1, 41), "abstain") | choices


@pytest.mark.parametrize(
    "sheet_format",
    [
        Format(landscape=True),
        Format(large=True),
        Format(paper="A3"),
        Format(paper="A3", landscape=True),
    ],
)
def test_every_format_is_recognised_from_the_sheet_itself(sheet_format: Format) -> None:
    sheet = printed(definition_of(6, 3), sheet=sheet_format)
    choices = {1: "approve", 3: "oppose"}
    page = only(read(sheet, png(scanned(marked(sheet, choices)))))
    assert page.format == sheet_format.byte
    assert readings(page) == {n: choices.get(n, "abstain") for n in range(1, 7)}


def test_without_a_readable_code_the_frames_tell_the_format() -> None:
    sheet = printed(definition_of(6, 3), sheet=Format(large=True))
    seen = scanned(marked(sheet, {2: "oppose"}))
    _covered(seen, sheet.layout.pages[0].code)
    page = only(read(sheet, png(seen)))
    assert page.format == Format(large=True).byte
    assert readings(page)[2] == "oppose"


def test_columns_of_every_style_are_read() -> None:
    rated = printed(definition_of(5, 5, ballot_mode="graded", choices=("dont_know",)))
    choices = {1: "满意", 2: "不满意", 3: "dont_know"}
    page = only(read(rated, png(scanned(marked(rated, choices, strokes=(tick,))))))
    assert readings(page) == {**choices, 4: "abstain", 5: "abstain"}

    single = printed(definition_of(5, 2, sheet_style="C", choices=("approve",)))
    page = only(read(single, png(scanned(marked(single, {2: "approve"}, strokes=(tick,))))))
    assert readings(page) == {n: "approve" if n == 2 else "abstain" for n in range(1, 6)}


def test_a_number_written_in_a_box_is_for_people() -> None:
    sheet = printed(definition_of(5, 2, ballot_mode="ranked"))
    choice = sheet.layout.pages[0].boxes[0].choice
    page = only(read(sheet, png(scanned(marked(sheet, {3: choice}, strokes=(circle,))))))
    assert readings(page) == {n: "doubtful" if n == 3 else "abstain" for n in range(1, 6)}


def test_a_list_voted_on_as_a_whole_has_one_row() -> None:
    sheet = printed(definition_of(5, 5, ballot_mode="whole_list"))
    page = only(read(sheet, png(scanned(marked(sheet, {0: "oppose"})))))
    assert readings(page) == {0: "oppose"}


def test_a_wrong_key_reads_nothing(sheet: Printed, scan: Pixels) -> None:
    page = only(read(sheet, png(scan), key=PrivateSigner(3).public_key))
    assert page.code == "sheet.forged"
    assert only(read(sheet, png(scan), key=KEY)).status == "read"


def _covered(pixels: Pixels, cell: Cell) -> None:
    top, left, bottom, right = (
        round(one / 1000 * 200 / 25.4) for one in (cell.y, cell.x, cell.bottom, cell.right)
    )
    pixels[top - 3 : bottom + 3, left - 3 : right + 3] = 150


def _letter() -> Pixels:
    page = np.full((2339, 1654), 245, np.uint8)
    for line in range(20):
        cv2.putText(
            page, "To whom it may concern", (200, 200 + line * 90), 0, 1.5, 40, 3, cv2.LINE_AA
        )
    return page


@pytest.mark.parametrize("sheet_format", [Format(), Format(landscape=True)], ids=["A4", "across"])
def test_sheets_of_many_sides_are_all_found_in_any_order(sheet_format: Format) -> None:
    sheet = printed(definition_of(45), 3, sheet_format)
    total = 3 * pdf_pages_of(sheet.layout)
    choices = dict.fromkeys(range(1, 11), "approve")
    order = list(range(total))
    Random(5).shuffle(order)  # noqa: S311  (the same order every time)
    scans = [scanned(marked(sheet, choices, at=at, seed=at), seed=at) for at in order]
    scans[::3] = [np.ascontiguousarray(one[::-1, ::-1]) for one in scans[::3]]
    pages = read(sheet, pdf(scans))
    assert {one.code for one in pages} <= {"", "scan.blank"}
    sheets = list(sheets_of(pages, sheet.definition))
    assert {one.identity for one in sheets} == {one.hex() for one in sheet.identities}
    for one in sheets:
        assert not one.doubts
        assert [row.project for row in one.rows if row.reading == "approve"] == list(choices)
