"""`decide` on a 满意度测评: the rows of published evaluations in, grades, rates and scores out."""

from typing import Any

import pytest

from service.cli.case_file import CaseFault
from service.cli.decide import _text, outcome_for

ZHENHAI = [(28, 1, 0), (20, 8, 1), (26, 3, 0), (29, 0, 0), (17, 11, 1), (26, 3, 0), (17, 11, 1),
           (28, 1, 0)]  # fmt: skip


def graded(**given: object) -> list[dict[str, Any]]:
    found: Any = outcome_for("测评", given)["graded"]
    return list(found)


def test_the_rows_of_zhenhai_are_all_satisfactory() -> None:
    rows = {f"项目{n}": list(row) for n, row in enumerate(ZHENHAI, start=1)}
    found = graded(mode="graded", total=33, present=29, returned=29, ratings=rows)

    assert [(one["name"], one["grade"]) for one in found] == [(name, "满意") for name in rows]


@pytest.mark.parametrize(
    ("total", "row", "grade"),
    [(33, [17, 11, 1], "满意"), (36, [17, 11, 1], "基本满意"), (30, [9, 6, 10], "不满意")],
    ids=["S1", "S2", "S3"],
)
def test_base_and_boundary_decide(total: int, row: list[int], grade: str) -> None:
    assert graded(total=total, ratings={"甲": row})[0]["grade"] == grade


def test_rates_and_scores() -> None:
    rule = {"grade_rule": "rate", "grade_base": "valid"}
    (rates,) = graded(**rule, ratings={"甲": [152, 30, 0]})
    marks = {"满意": 60, "基本满意": 25, "不满意": 5, "不了解": 10}
    (scored,) = graded(grade_rule="weighted", ratings={"甲": marks})

    assert (rates["top_rate"], rates["pass_rate"]) == ((152, 182), (182, 182))
    assert scored["score"] == (7900, 90)


def test_of_two_forms_of_one_person_the_first_sealed_counts() -> None:
    forms = [
        {"by": "甲", "channel": "paper", "marks": ["满意", ""]},
        {"by": "乙", "channel": "tablet", "marks": ["满意", "不满意"]},
        {"by": "甲", "channel": "tablet", "marks": ["不满意", "不满意"]},
        {"by": "丙", "marks": [["满意", "不满意"], "满意"]},
    ]
    outcome: Any = outcome_for("S6", {"total": 3, "forms": forms})

    assert outcome["refused"] == {"paper": 0, "tablet": 1}
    assert [one["grades"] for one in outcome["counts"]] == [(2, 0, 0), (1, 0, 1)]
    assert outcome["counts"][0]["illegible"] == 1
    assert outcome["channels"]["paper"]["ballots"]["returned"] == 2


def test_tablets_stand_beside_the_forms() -> None:
    tablet = {"ratings": {"甲": [5, 0, 0]}}
    outcome: Any = outcome_for("两种", {"ratings": {"甲": [1, 1, 1]}, "tablet": tablet})

    assert outcome["counts"][0]["grades"] == (6, 1, 1)
    assert outcome["channels"]["tablet"]["counts"][0]["grades"] == (5, 0, 0)


def test_figures_that_disagree_are_not_graded() -> None:
    outcome = outcome_for("少一张", {"returned": 28, "present": 30, "ratings": {"甲": [17, 11, 1]}})

    assert (outcome["status"], outcome["graded"]) == ("integrity_error", [])


def test_one_line_names_every_result() -> None:
    rows = {"甲": [17, 11, 1], "乙": [1, 1, 27]}
    line = _text("测评", outcome_for("测评", {"ratings": rows}), "zh")

    assert line == "测评\t票决完成；甲 满意；乙 不满意"


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"ratings": {}}, "ratings"),
        ({"ratings": {"甲": [1, 2]}}, "ratings.甲"),
        ({"ratings": {"甲": [1, 2, "3"]}}, "ratings.甲.不满意"),
        ({"ratings": {"甲": {"很好": 1}}}, "ratings.甲.很好"),
        ({"mode": "per_item", "ratings": {"甲": [1, 2, 3]}}, "mode"),
        (
            {"ratings": {"甲": [1, 2, 3]}, "tablet": {"ratings": {"乙": [1, 2, 3]}}},
            "tablet.ratings",
        ),
        ({"ratings": {"甲": [1, 2, 3]}, "tablet": {"total": 1}}, "tablet.total"),
        ({"forms": []}, "forms"),
        ({"forms": [{"by": "", "marks": [""]}]}, "forms[0].by"),
        ({"forms": [{"by": "甲", "marks": ["好"]}]}, "forms[0].marks"),
        ({"forms": [{"by": "甲", "marks": [""], "channel": "phone"}]}, "forms[0].channel"),
        ({"forms": [{"by": "甲", "marks": []}]}, "forms"),
    ],
)
def test_a_faulty_case_names_its_key(given: dict[str, object], key: str) -> None:
    with pytest.raises(CaseFault) as caught:
        outcome_for("错", given)
    assert caught.value.key == key
    assert caught.value.sentence("zh").startswith("案例 错")
