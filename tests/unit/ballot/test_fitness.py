"""A list that its rules cannot be voted on with is not frozen; what is merely unwise is said."""

from typing import Any

import msgspec
import pytest

from ballot.candidates import Candidate
from ballot.definition import Definition
from ballot.errors import Refused
from ballot.fitness import faults, require_fit, warnings
from ballot.rules import Rules

KNOWN = Candidate(number=1, name="路", category="交通", investment_fen=100)
OTHER = Candidate(number=2, name="桥", category="交通", investment_fen=200)
DEAR = Candidate(number=3, name="学校", category="教育", investment_fen=300)
UNKNOWN = Candidate(number=4, name="公园", category="生态")


def definition(*listed: Candidate, **rules: Any) -> Definition:
    return Definition(
        election="e1",
        round=1,
        kind="first",
        title="票决",
        session="会议",
        body="大会",
        rules=msgspec.convert(rules, Rules),
        group="Ed25519",
        seats=2,
        threshold="majority",
        candidates=listed,
        rehearsal=True,
    )


@pytest.mark.parametrize(
    ("listed", "rules", "words"),
    [
        ((KNOWN, OTHER), {"category_quota": {"教育": 1}}, "只有 0 项"),
        ((KNOWN, DEAR), {"category_quota": {"交通": 2}}, "只有 1 项"),
        ((KNOWN, OTHER, DEAR), {"category_quota": {"交通": 2, "教育": 1}}, "多于应选 2 项"),
        ((KNOWN, UNKNOWN), {"budget_cap": {"amount": 5, "hard": True}}, "第 4 号项目没有写明投资"),
        ((KNOWN, DEAR), {"languages": ["zh", "mn"]}, "第 1、3 号项目没有"),
        ((KNOWN, OTHER, DEAR), {"candidates_n": 4}, "候选项目 4 项，清单有 3 项.*请核对清单"),
    ],
)
def test_an_unfit_list_is_refused_with_its_fault(
    listed: tuple[Candidate, ...], rules: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words) as caught:
        require_fit(definition(*listed, **rules))
    assert caught.value.code == "list.unfit"


def test_more_projects_than_a_definition_takes_are_refused() -> None:
    many = [Candidate(number=n, name=f"路{n}") for n in range(1, 202)]
    with pytest.raises(Refused, match="清单有 201 项，最多 200 项"):
        require_fit(definition(*many))


def test_a_later_list_is_shorter_and_a_frozen_one_is_verified_as_it_is() -> None:
    first = definition(KNOWN, OTHER, candidates_n=4)
    require_fit(msgspec.structs.replace(first, kind="runoff"))
    assert faults(first) == ()
    require_fit(definition(KNOWN, OTHER, candidates_n=2))


def test_a_fit_list_has_no_fault_and_a_plain_one_no_warning() -> None:
    fit = definition(KNOWN, OTHER, DEAR, category_quota={"交通": 1})
    assert faults(fit) == ()
    assert warnings(definition(KNOWN, UNKNOWN)) == ()


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"tie_rule": "lower_cost"}, "须由主席团决定"),
        ({"budget_cap": {"amount": 5, "hard": False}}, "不含这些项目"),
        ({"category_quota": {"生态": 1}}, "没有差额"),
    ],
)
def test_what_is_unwise_is_said_and_hinders_nothing(rules: dict[str, Any], words: str) -> None:
    listed = definition(KNOWN, OTHER, UNKNOWN, **rules)

    require_fit(listed)
    assert any(words in one for one in warnings(listed))
