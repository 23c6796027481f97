"""Drafts of the candidate list, private until the list is frozen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from ballot.candidates import Candidate
from ballot.canonical import canonical
from service.office.errors import Conflict, Unfit
from service.office.store import Office, insert_or_ignore
from service.office.tables import DraftRow
from service.office.trail import Trail


@dataclass(frozen=True, slots=True)
class Draft:
    """The candidates at ``version``: 0 before the first, one more with every change."""

    version: int
    candidates: tuple[Candidate, ...]


class Drafts:
    """One draft per election; who changes it must have seen what stands there."""

    def __init__(self, office: Office, clock: Callable[[], int]) -> None:
        self._office = office
        self._trail = Trail(office, clock)

    async def of(self, election: str) -> Draft:
        """Return the election's draft; empty at version 0 where there is none yet."""
        async with self._office.reading() as db:
            row = await db.get(DraftRow, election)
        if row is None:
            return Draft(0, ())
        return Draft(row.version, _decoded(row.candidates))

    async def replace(
        self, election: str, candidates: Sequence[Candidate], *, seen: int, by: str
    ) -> Draft:
        """Put ``candidates`` in the place of version ``seen``.

        Raises Conflict when somebody else changed the draft since, Unfit for two candidates
        of one number or name.
        """
        _check(candidates)
        text = canonical(tuple(candidates)).decode()
        async with self._office.writing() as db:
            if not await self._replaced(db, election, text, seen):
                raise Conflict("候选项目草稿已被他人修改，请刷新后重做。", code="draft.changed")
            self._trail.note(
                db,
                "draft_replaced",
                actor=by,
                election=election,
                detail=f"version {seen + 1}, {len(candidates)} candidates",
            )
        return Draft(seen + 1, tuple(candidates))

    async def _replaced(self, db: AsyncSession, election: str, text: str, seen: int) -> bool:
        """Compare and swap; two that both saw version ``seen`` cannot both win."""
        if seen == 0:
            values = {"election": election, "version": 1, "candidates": text}
            return await insert_or_ignore(db, DraftRow, values)
        swap = (
            update(DraftRow)
            .where(DraftRow.election == election, DraftRow.version == seen)
            .values(version=seen + 1, candidates=text)
            .returning(DraftRow.version)
        )
        return await db.scalar(swap) is not None


def _check(candidates: Sequence[Candidate]) -> None:
    if len({one.number for one in candidates}) < len(candidates):
        raise Unfit("候选项目的序号不能重复。", code="draft.number-twice")
    if len({one.name for one in candidates}) < len(candidates):
        raise Unfit("候选项目的名称不能重复。", code="draft.name-twice")


def _decoded(text: str) -> tuple[Candidate, ...]:
    return msgspec.json.decode(text, type=tuple[Candidate, ...])
