"""Where the figures on symbols come from: the bound, the counts, the folder of real crops."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from bench.symbols.dataset import Labelled, held_out, part, real
from bench.symbols.evaluate import bound, missed, table
from bench.symbols.sheet import LABELS
from counting.scan.drawn import Opinions, judged


@pytest.mark.parametrize(
    ("wrong", "of", "expected"),
    [(0, 5990, 0.0005), (0, 1704, 0.00176), (1, 2000, 0.00237), (5, 50, 0.19903), (3, 3, 1.0)],
)
def test_the_bound_is_that_of_clopper_and_pearson(wrong: int, of: int, expected: float) -> None:
    assert bound(wrong, of) == pytest.approx(expected, rel=5e-3)


def seen(kind: str, *, sure: bool = True) -> Opinions:
    return Opinions(
        seen=kind,  # type: ignore[arg-type]  # one of the classes
        confidence=990 if sure else 500,
        ink=0 if kind == "blank" else 100,
        blank=kind == "blank",
        shaped=kind != "blank",
        groups=1,
    )


def labelled(*rows: tuple[str, str]) -> Labelled:
    return Labelled(
        crops=np.zeros((len(rows), 40, 48), np.uint8),
        labels=np.array([LABELS.index(label) for label, _ in rows]),
        kinds=tuple(kind for _, kind in rows),
    )


def test_a_swap_a_wrong_kind_and_a_foreign_character_are_each_seen() -> None:
    data = labelled(("o", "pen ○"), ("o", "pen ○"), ("x", "pen ×"), ("other", "foreign, pen"))
    result = table(
        data,
        [seen("o"), seen("x"), seen("x", sure=False), seen("x")],
        lambda one: judged(one).kind,
    )

    assert {row.name: (row.boxes, row.accepted, row.wrong) for row in result.rows} == {
        "pen ○": (2, 2, 1),
        "pen ×": (1, 0, 0),
        "foreign, pen": (1, 1, 1),
    }
    assert result.swaps == 1
    assert missed(result) == [
        "wrong 1 of 2 accepted",
        "1 swaps",
        "pen-like accepted 2 of 3",
        "foreign accepted 1 of 1",
    ]


def test_real_crops_lie_in_folders_by_what_they_show(tmp_path: Path) -> None:
    for label, sheets in (("o", range(6)), ("other", (0, 3))):
        (tmp_path / label).mkdir()
        for sheet in sheets:
            for box in (1, 2):
                shade = np.full((40, 48), 10 * sheet + box, np.uint8)
                cv2.imwrite(str(tmp_path / label / f"scan-{sheet}-{box}.png"), shade)

    data = real(tmp_path)
    kept = part(data, held_out(data))

    assert [LABELS[label] for label in data.labels] == ["o"] * 12 + ["other"] * 4
    assert kept.kinds == ("real o",) * 4 + ("real other",) * 2
    assert kept.crops[:, 0, 0].tolist() == [1, 2, 51, 52, 1, 2], "all boxes of every fifth sheet"


def test_a_crop_of_another_size_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    cv2.imwrite(str(tmp_path / "x" / "big.png"), np.zeros((80, 96), np.uint8))

    with pytest.raises(ValueError, match=r"big\.png.*48×40"):
        real(tmp_path)


def test_without_real_crops_there_are_none(tmp_path: Path) -> None:
    assert len(real(tmp_path / "nothing").labels) == 0
