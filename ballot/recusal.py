"""监票回避: who watches or counts although a project concerns their unit or their village.

The statute asks kin of candidates to stand back (选举法 Art. 43, by analogy); a project has no kin
but a department that carries it out and a place that gets it. Warnings only: the session decides.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ballot.candidates import Candidate
from ballot.events.base import Role
from ballot.folding.guards import ROLE_NAMES
from ballot.importing.wording import compact

WATCHING: frozenset[Role] = frozenset({"chief_scrutineer", "scrutineer", "teller"})
_SUFFIXES = ("代表团", "代表组", "代表小组", "选区")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """An office, and what is known of its holder: 单位, 代表团 or village; "" where it is not."""

    role: Role
    number: int
    unit: str = ""
    delegation: str = ""


def recusals(seats: Iterable[Seat], candidates: Iterable[Candidate]) -> tuple[str, ...]:
    """Return a sentence for each officer who watches or counts and each project of their own.

    Names are compared without blanks and marks; one that is part of the other counts as the same,
    so that 青禾村代表团 meets a project in 青禾村三组.
    """
    listed = tuple(candidates)
    return tuple(
        sentence
        for seat in seats
        if seat.role in WATCHING
        for project in listed
        for sentence in _concerns(seat, project)
    )


def _concerns(seat: Seat, project: Candidate) -> Iterator[str]:
    who = f"{ROLE_NAMES[seat.role]} {seat.number} 号"
    named = f"第 {project.number} 号项目“{project.name}”"
    if _same(seat.unit, project.department):
        yield f"{who}的单位“{seat.unit}”是{named}的责任单位，请考虑回避。"
    if _same(_stem(seat.delegation), project.place):
        yield f"{who}所在的“{seat.delegation}”是{named}的实施地点，请考虑回避。"


def _stem(delegation: str) -> str:
    """Return a delegation's village: its name without what makes it a delegation."""
    for suffix in _SUFFIXES:
        if delegation.endswith(suffix):
            return delegation.removesuffix(suffix)
    return delegation


def _same(one: str, other: str) -> bool:
    short, long = sorted((compact(one), compact(other)), key=len)
    return bool(short) and short in long
