"""What the desk and the record call a doubt says what is on the sheet."""

import pytest

from ballot.reading import BoxReading, Mark, RowReading
from service.scanning.wording import AROUND, DOUBT_NAMES, TWO_MARKED, named


def row(project: int, reading: str, *marks: Mark) -> RowReading:
    boxes = zip(("approve", "oppose", "abstain"), marks, strict=True)
    return RowReading(
        project=project,
        reading=reading,
        boxes=tuple(BoxReading(choice=choice, mark=mark, score=0) for choice, mark in boxes),
    )


CLEAR = row(1, "approve", "marked", "blank", "blank")
TWICE = row(2, "doubtful", "marked", "marked", "blank")
UNSURE = row(3, "doubtful", "marked", "doubtful", "blank")
BESIDE = row(4, "doubtful", "blank", "blank", "blank")
CIRCLED = row(5, "doubtful", "blank", "marked", "blank")
STRANGE = RowReading(
    project=6,
    reading="doubtful",
    boxes=(BoxReading(choice="symbol", mark="marked", score=0),),
)
UNREAD = DOUBT_NAMES["item_doubtful"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((CLEAR, UNSURE), [(UNREAD, [3])]),
        ((CLEAR, TWICE), [(TWO_MARKED, [2])]),
        ((TWICE, UNSURE), [(TWO_MARKED, [2]), (UNREAD, [3])]),
        ((row(0, "doubtful", "marked", "marked", "blank"),), [(TWO_MARKED, [])]),
        ((BESIDE, CIRCLED, UNSURE), [(AROUND, [4, 5]), (UNREAD, [3])]),
        ((STRANGE,), [(UNREAD, [6])]),
        ((CLEAR,), [(UNREAD, [])]),
    ],
)
def test_what_the_machine_is_sure_of_is_not_called_unclear(
    rows: tuple[RowReading, ...], said: list[tuple[str, list[int]]]
) -> None:
    assert [(name, numbers) for _, name, numbers in named(("item_doubtful",), rows)] == said


def test_doubts_of_the_whole_sheet_name_no_project() -> None:
    told = list(named(("overvote", "sample"), (CLEAR, TWICE)))
    assert told == [("overvote", "多选", []), ("sample", "抽样复核", [])]
