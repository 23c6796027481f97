"""However much is published, every event fits into a leaf and nothing of the order is left."""

from hashlib import sha256

from ballot import events as e
from ballot.canonical import Digest
from service.commands.publishing import items_published, sheets_published

NONE = e.Withheld(marked=0, written=0, unscanned=0)


def name(text: str) -> Digest:
    return Digest(sha256(text.encode()).hexdigest())


def test_crops_of_many_sheets_are_dealt_over_leaves() -> None:
    rows = (7, *range(1_000, 1_059), 3)
    crops = [(project, name(f"{sheet} {project}")) for sheet in range(90) for project in rows]
    parts = items_published(1, NONE, crops, rows)

    assert len(parts) > 1
    assert [one.part for one in parts] == list(range(1, len(parts) + 1))
    assert {one.parts for one in parts} == {len(parts)}
    assert all(len(e.encode(one)) <= e.LEAF_LIMIT for one in parts)
    told = [(one.project, crop) for part in parts for one in part.items for crop in one.crops]
    assert told == sorted(crops, key=lambda one: (rows.index(one[0]), one[1]))


def test_crops_of_many_projects_with_one_sheet_fit_as_well() -> None:
    rows = tuple(range(900_000, 901_300))
    parts = items_published(1, NONE, [(one, name(str(one))) for one in rows], rows)

    assert all(len(e.encode(one)) <= e.LEAF_LIMIT for one in parts)


def test_sheets_are_dealt_over_leaves_in_the_order_of_their_images() -> None:
    sheets = [
        e.SheetImages(
            pages=(name(f"front {at}"), name(f"back {at}")), rows=("基本满意",) * 30, void=None
        )
        for at in range(300)
    ]
    parts = sheets_published(1, NONE, sheets)

    assert len(parts) > 1
    assert all(len(e.encode(one)) <= e.LEAF_LIMIT for one in parts)
    told = [one for part in parts for one in part.sheets]
    assert told == sorted(sheets, key=lambda one: one.pages)
