"""监票回避: whoever watches a project of their own unit or village is named, and nobody else."""

import pytest

from ballot.candidates import Candidate
from ballot.recusal import Seat, recusals

PROJECTS = (
    Candidate(number=1, name="村道硬化", department="县交通局", place="青禾村三组"),
    Candidate(number=2, name="卫生室", department="县卫生健康局"),
)


@pytest.mark.parametrize(
    ("seat", "words"),
    [
        (Seat(role="scrutineer", number=2, unit="县 交通局"), "责任单位"),
        (Seat(role="teller", number=1, unit="交通局"), "责任单位"),
        (Seat(role="chief_scrutineer", number=1, delegation="青禾村代表团"), "实施地点"),
    ],
)
def test_who_watches_a_project_of_their_own_is_named(seat: Seat, words: str) -> None:
    (said,) = recusals((seat,), PROJECTS)

    assert words in said
    assert "第 1 号项目" in said
    assert "回避" in said


@pytest.mark.parametrize(
    "seat",
    [
        Seat(role="scrutineer", number=1),
        Seat(role="scrutineer", number=1, unit="县教育局", delegation="白杨村代表团"),
        Seat(role="clerk", number=1, unit="县交通局"),
        Seat(role="presider", number=1, delegation="青禾村代表团"),
    ],
)
def test_nobody_else_is_named(seat: Seat) -> None:
    assert recusals((seat,), PROJECTS) == ()
