"""票面排序: in which order the projects stand on the ballot, and so which number each has.

Every deputy sees one order; it is fixed before the list is frozen. ``presidium`` is whatever the
主席团 fixed. The others follow from the list itself, so that anybody can sort it again: by the
strokes of the names, by 类别 or 责任单位 (each kept together, in the list's own order within), by
the letters of the Mongolian names, or once at random from a seed that was read aloud.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

from msgspec.structs import replace

from ballot.candidates import Candidate
from ballot.errors import Refused
from ballot.rules.values import BallotOrder
from ballot.strokes import stroke_key

ALPHABET = "mn"
"""The one script whose letters stand in Unicode in the order of their alphabet."""

NAMES: dict[BallotOrder, str] = {
    "presidium": "主席团确定的顺序",
    "stroke": "项目名称笔画",
    "category": "类别",
    "department": "责任单位",
    "random_once": "公开抽取的随机顺序",
    "alphabet": "蒙古文字母",
}


def random_key(election: str, seed: str, name: str) -> str:
    """Return what a project is sorted by under ``random_once``: 64 hex digits.

    SHA-256 of the UTF-8 text ``piaojue-order|`` election ``|`` seed ``|`` name.
    """
    return hashlib.sha256(f"piaojue-order|{election}|{seed}|{name}".encode()).hexdigest()


def arranged(
    candidates: Sequence[Candidate], by: BallotOrder, *, election: str, seed: str | None
) -> tuple[Candidate, ...]:
    """Return ``candidates`` in the order ``by``, numbered anew from 1.

    Under ``presidium`` nothing is moved and every project keeps its number. Raises Refused for
    ``random_once`` without a seed and for names that are missing in the alphabet's script.
    """
    if by == "presidium":
        return tuple(candidates)
    _check_means(candidates, by, seed)
    ordered = sorted(candidates, key=_key(candidates, by, election, seed or ""))
    return tuple(replace(one, number=place) for place, one in enumerate(ordered, start=1))


def require_order(
    candidates: Sequence[Candidate], by: BallotOrder, *, election: str, seed: str | None
) -> None:
    """Raise Refused unless ``candidates`` stand in the order ``by``, numbered from 1.

    Within a 类别 or 责任单位 any order is the list's own; one that is torn apart is refused.
    """
    if by == "presidium":
        return
    _check_means(candidates, by, seed)
    key = _key(candidates, by, election, seed or "")
    keys = [key(one) for one in candidates]
    if any(one > after for one, after in pairwise(keys)):
        raise Refused(
            f"票决办法规定票面按{NAMES[by]}排列，清单不是这个顺序，请先重新排序编号。",
            code="order.wrong",
        )
    if [one.number for one in candidates] != list(range(1, len(candidates) + 1)):
        raise Refused(
            f"票面按{NAMES[by]}排列时，项目须从 1 起连续编号，请先重新排序编号。",
            code="order.numbers",
        )


def by_strokes(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return ``candidates`` by the strokes of their names, each with its own number."""
    return tuple(sorted(candidates, key=lambda one: stroke_key(one.name)))


def _check_means(candidates: Sequence[Candidate], by: BallotOrder, seed: str | None) -> None:
    if by == "random_once" and not seed:
        raise Refused("随机排序须写明当众宣读的种子。", code="order.seed")
    without = [one.number for one in candidates if not one.titles.get(ALPHABET)]
    if by == "alphabet" and without:
        numbers = "、".join(map(str, without))
        raise Refused(
            f"按蒙古文字母排序，但第 {numbers} 号项目没有蒙古文名称，请补充。",
            code="order.alphabet",
        )


def _key(
    candidates: Sequence[Candidate], by: BallotOrder, election: str, seed: str
) -> Callable[[Candidate], Any]:
    match by:
        case "stroke":
            return lambda one: stroke_key(one.name)
        case "category":
            return _together(candidates, lambda one: one.category)
        case "department":
            return _together(candidates, lambda one: one.department)
        case "random_once":
            return lambda one: random_key(election, seed, one.name)
        case _:
            return lambda one: one.titles[ALPHABET]


def _together(
    candidates: Sequence[Candidate], word: Callable[[Candidate], str]
) -> Callable[[Candidate], Any]:
    """Sort words by where they first stand in the list; equal ones stay as they are."""
    first = {text: place for place, text in reversed(list(enumerate(map(word, candidates))))}
    return lambda one: first[word(one)]
