"""The candidates of an election before the list is frozen: private, versioned, replaced whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec

from ballot.candidates import Candidate
from service.office.errors import Conflict
from service.office.store import Office
from service.office.tables import DraftRow
from service.office.trail import Trail

_decoder = msgspec.json.Decoder(tuple[Candidate, ...])


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The list as it is; ``version`` counts its changes from 1, 0 where there is none yet."""

    version: int
    candidates: tuple[Candidate, ...]


class Drafts:
    """Read and replace the draft of an election's list."""

    def __init__(self, office: Office, clock: Callable[[], int]) -> None:
        self._office = office
        self._trail = Trail(office, clock)

    async def of(self, election: str) -> Draft:
        """Return the draft; an empty one of version 0 before anything was imported."""
        async with self._office.reading() as db:
            row = await db.get(DraftRow, election)
        if row is None:
            return Draft(version=0, candidates=())
        return Draft(version=row.version, candidates=_decoder.decode(row.candidates))

    async def replace(
        self, election: str, candidates: Sequence[Candidate], *, by: str, version: int | None = None
    ) -> Draft:
        """Replace the whole list; ``version`` is the one that the editor saw, None for any.

        Raises Conflict if somebody else changed the draft in between.
        """
        written = msgspec.json.encode(tuple(candidates)).decode()
        async with self._office.writing() as db:
            row = await db.get(DraftRow, election, with_for_update=True)
            now = 0 if row is None else row.version
            if version is not None and version != now:
                raise Conflict("清单已被别人修改，请重新打开后再改。", code="draft.changed")
            if row is None:
                db.add(DraftRow(election=election, version=1, candidates=written))
            else:
                row.version, row.candidates = now + 1, written
            self._trail.note(db, "draft_replaced", actor=by, subject=election, election=election)
        return await self.of(election)
