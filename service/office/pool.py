"""The pool of suggestions, before there is a list: where each came from and what became of it.

Suggestions of several sources are screened with a reason, merged, and listed; nothing is deleted,
so that whoever proposed something can be told. All of it stays in the office.
"""

from collections.abc import Callable, Sequence
from typing import Annotated, Literal

import msgspec
from msgspec.structs import replace
from sqlalchemy import update

from ballot.candidates import MOST, Candidate, merged
from ballot.canonical import canonical
from service.office.errors import Conflict, NotFound, Unfit
from service.office.store import Office, insert_or_ignore
from service.office.tables import PoolRow
from service.office.trail import Trail

Verdict = Literal["open", "listed", "set_aside", "merged"]
LONGEST_REASON = 500


class Suggestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A suggested project; its number is its place in the pool and never changes.

    ``reason`` says why it was set aside; ``into`` is the number that it was merged into.
    """

    project: Candidate
    verdict: Verdict = "open"
    reason: Annotated[str, msgspec.Meta(max_length=LONGEST_REASON)] = ""
    into: int | None = None

    @property
    def number(self) -> int:
        """The place in the pool, from 1."""
        return self.project.number


Pool = tuple[Suggestion, ...]


def added(pool: Pool, projects: Sequence[Candidate], source: str) -> Pool:
    """Return ``pool`` with ``projects`` at its end, each from ``source`` as well as its own.

    Raises Unfit for more than MOST suggestions.
    """
    if len(pool) + len(projects) > MOST:
        raise Unfit(f"建议最多 {MOST} 条，请先在外面归并。", code="pool.large")
    new = (
        Suggestion(project=_from(one, source, number))
        for number, one in enumerate(projects, start=len(pool) + 1)
    )
    return (*pool, *new)


def _from(project: Candidate, source: str, number: int) -> Candidate:
    sources = (source, *project.sources) if source else project.sources
    return replace(project, number=number, sources=tuple(dict.fromkeys(sources)))


def judged(pool: Pool, numbers: Sequence[int], verdict: Verdict, reason: str = "") -> Pool:
    """Return ``pool`` with a verdict on ``numbers``. Raises NotFound, Unfit without a reason.

    What was merged into another comes back as a suggestion of its own when it is judged anew; the
    sources that it brought stay where they were added.
    """
    if verdict == "set_aside" and not reason:
        raise Unfit("不列入清单的须写明理由，以便答复提出人。", code="pool.reason")
    _known(pool, numbers)
    return tuple(
        replace(one, verdict=verdict, reason=reason[:LONGEST_REASON], into=None)
        if one.number in numbers
        else one
        for one in pool
    )


def absorbed(pool: Pool, numbers: Sequence[int]) -> Pool:
    """Return ``pool`` with ``numbers`` merged into the first of them. Raises NotFound, Unfit."""
    chosen = list(dict.fromkeys(numbers))
    if len(chosen) < len(("kept", "merged")):
        raise Unfit("请至少选两条建议再归并。", code="pool.merge")
    _known(pool, chosen)
    kept, others = chosen[0], chosen[1:]
    projects = {one.number: one.project for one in pool}
    whole = merged(projects[kept], [projects[one] for one in others])
    return tuple(
        replace(one, project=whole, verdict="listed", reason="", into=None)
        if one.number == kept
        else replace(one, verdict="merged", reason="", into=kept)
        if one.number in others
        else one
        for one in pool
    )


def listed(pool: Pool) -> tuple[Candidate, ...]:
    """Return the projects that are to stand in the list, numbered from 1 in the pool's order."""
    chosen = [one.project for one in pool if one.verdict == "listed"]
    return tuple(replace(one, number=place) for place, one in enumerate(chosen, start=1))


def _known(pool: Pool, numbers: Sequence[int]) -> None:
    missing = set(numbers) - {one.number for one in pool}
    if missing or not numbers:
        raise NotFound("请先选择建议；所选的建议不在其中的，请刷新后重选。", code="pool.unknown")


class Pools:
    """One pool per election; who changes it must have seen what stands there."""

    def __init__(self, office: Office, clock: Callable[[], int]) -> None:
        self._office = office
        self._trail = Trail(office, clock)

    async def of(self, election: str) -> tuple[int, Pool]:
        """Return the version of the election's pool, 0 before the first, and the pool."""
        async with self._office.reading() as db:
            row = await db.get(PoolRow, election)
        if row is None:
            return 0, ()
        return row.version, msgspec.json.decode(row.suggestions, type=Pool)

    async def replace(self, election: str, pool: Pool, *, seen: int, by: str) -> None:
        """Put ``pool`` in the place of version ``seen``.

        Raises Conflict when somebody else changed it since.
        """
        text = canonical(pool).decode()
        async with self._office.writing() as db:
            if seen == 0:
                values = {"election": election, "version": 1, "suggestions": text}
                swapped = await insert_or_ignore(db, PoolRow, values)
            else:
                swap = (
                    update(PoolRow)
                    .where(PoolRow.election == election, PoolRow.version == seen)
                    .values(version=seen + 1, suggestions=text)
                    .returning(PoolRow.version)
                )
                swapped = await db.scalar(swap) is not None
            if not swapped:
                raise Conflict("建议刚刚被他人改动，请刷新后重做。", code="pool.changed")
            detail = f"version {seen + 1}, {len(pool)} suggestions"
            self._trail.note(db, "pool_replaced", actor=by, election=election, detail=detail)
