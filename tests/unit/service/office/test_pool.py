"""The pool of suggestions: screened with reasons, merged with sources, nothing lost."""

import pytest

from ballot.candidates import Candidate
from service.office import pool as p
from service.office.errors import NotFound, Unfit


def project(number: int, name: str, *sources: str) -> Candidate:
    return Candidate(number=number, name=name, sources=sources)


@pytest.fixture
def pool() -> p.Pool:
    asked = p.added((), [project(1, "供水", "王岚"), project(2, "校车")], "代表建议")
    return p.added(asked, [project(1, "供水管网"), project(7, "充电桩")], "群众征集")


def test_suggestions_are_numbered_on_and_keep_their_sources(pool: p.Pool) -> None:
    assert [one.number for one in pool] == [1, 2, 3, 4]
    assert pool[0].project.sources == ("代表建议", "王岚")
    assert {one.verdict for one in pool} == {"open"}


def test_what_is_merged_gives_its_sources_to_what_is_kept(pool: p.Pool) -> None:
    merged = p.absorbed(pool, [3, 1])

    assert merged[2].project.sources == ("群众征集", "代表建议", "王岚")
    assert (merged[0].verdict, merged[0].into) == ("merged", 3)
    assert [one.name for one in p.listed(merged)] == ["供水管网"]


def test_nothing_is_set_aside_without_a_reason(pool: p.Pool) -> None:
    with pytest.raises(Unfit, match="写明理由"):
        p.judged(pool, [2], "set_aside")
    aside = p.judged(pool, [2], "set_aside", "上级已有安排")
    assert (aside[1].verdict, aside[1].reason) == ("set_aside", "上级已有安排")
    assert len(aside) == len(pool)


def test_the_list_is_numbered_from_one_in_the_order_of_the_pool(pool: p.Pool) -> None:
    chosen = p.judged(pool, [4, 2], "listed")
    assert [(one.number, one.name) for one in p.listed(chosen)] == [(1, "校车"), (2, "充电桩")]


def test_a_verdict_can_be_taken_back(pool: p.Pool) -> None:
    again = p.judged(p.judged(pool, [2], "set_aside", "重复"), [2], "open")
    assert (again[1].verdict, again[1].reason) == ("open", "")


@pytest.mark.parametrize("numbers", [[], [9]])
def test_what_is_not_in_the_pool_is_refused(pool: p.Pool, numbers: list[int]) -> None:
    with pytest.raises(NotFound):
        p.judged(pool, numbers, "listed")


def test_one_alone_cannot_be_merged(pool: p.Pool) -> None:
    with pytest.raises(Unfit, match="至少选两条"):
        p.absorbed(pool, [1, 1])
