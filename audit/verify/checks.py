"""The shape of a check, of what it finds and of the whole report."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar

from audit.fingerprints import Fingerprints

Status = Literal["ok", "failed", "blocked", "absent"]
"""``blocked``: a check that this one builds on did not pass. ``absent``: nothing to check."""

T = TypeVar("T")
R = TypeVar("R")


class Mapper(Protocol):
    """``map``, or the ``map`` of a pool of processes."""

    def __call__(self, function: Callable[[T], R], items: Iterable[T], /) -> Iterable[R]:
        """Return ``function`` of every item, in order."""


@dataclass(frozen=True, slots=True)
class Check:
    """One numbered check: what a reader of docs/record-format.md sees of it.

    ``needs`` are the checks without which this one cannot be carried out. ``breaker``: who must
    misbehave to make it fail.
    """

    id: str
    title: str
    english: str
    source: str
    breaker: str
    needs: tuple[str, ...] = ()


class NotRun(Exception):
    """A check that cannot be carried out here; ``reason`` says why, in Chinese."""

    def __init__(self, reason: str, *, status: Literal["blocked", "absent"] = "absent") -> None:
        """Keep why."""
        super().__init__(reason)
        self.reason = reason
        self.status = status


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that a reader must know although nothing failed."""

    sentence: str


Findings = Iterator[str | Remark]
"""What a check yields: a sentence for each fault, and remarks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one check found. ``faults`` is empty unless ``failed``; ``reason`` says why not run."""

    check: Check
    status: Status
    faults: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    reason: str = ""

    @property
    def id(self) -> str:
        """The number of the check."""
        return self.check.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All results, in the order of the list, and what a person compares with signed papers."""

    results: tuple[Result, ...]
    title: str | None = None
    rehearsal: bool = False
    stages: tuple[str, ...] = ()
    """Where each round stands, in Chinese."""
    fingerprints: Fingerprints | None = None
    anchored: bool = False
    """Whether anything was compared with what the caller knows from elsewhere."""

    @property
    def failed(self) -> tuple[str, ...]:
        """The numbers of the checks that failed."""
        return tuple(one.id for one in self.results if one.status == "failed")

    @property
    def holds(self) -> bool:
        """Whether no check failed."""
        return not self.failed


Inspect = Callable[[Any], Findings]
"""A check's function; it takes the case of its chapter and may raise this house's errors."""
