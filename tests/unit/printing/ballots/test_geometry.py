import json

from ballot.sheet import Format, layout_of
from printing.ballots import geometry_json
from tests.support.printed import practice

IDENTITIES = [bytes([at] * 16) for at in (1, 2)]


def test_every_page_of_every_sheet_is_named_with_its_boxes_in_millimetres() -> None:
    layout = layout_of(practice(projects=25), Format())
    shown = json.loads(geometry_json(layout, IDENTITIES))

    assert shown["page_size_mm"] == [210, 297]
    assert [(one["pdf_page"], one["side"], one["identity"]) for one in shown["sheets"]] == [
        (1, 1, "01" * 16),
        (2, 2, "01" * 16),
        (3, 1, "02" * 16),
        (4, 2, "02" * 16),
    ]
    first = layout.pages[0].boxes[0]
    assert shown["sheets"][0]["boxes"][0] == {
        "project": 1,
        "choice": "approve",
        "x": first.x / 1000,
        "y": first.y / 1000,
        "w": 7,
        "h": 6,
    }
    assert shown["sheets"][0]["boxes"] == shown["sheets"][2]["boxes"]


def test_an_empty_page_behind_a_third_side_is_counted() -> None:
    layout = layout_of(practice(projects=50), Format())
    shown = json.loads(geometry_json(layout, IDENTITIES))

    assert [one["pdf_page"] for one in shown["sheets"]] == [1, 2, 3, 5, 6, 7]


def test_without_identities_it_is_the_layout_alone() -> None:
    layout = layout_of(practice(projects=25), Format())
    shown = json.loads(geometry_json(layout))

    assert [one["pdf_page"] for one in shown["sheets"]] == [1, 2]
    assert not any("identity" in one for one in shown["sheets"])
