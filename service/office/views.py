"""The adjudication desk: what 监票人 hold of a doubtful sheet, and the chief's unsigned decision.

Two 监票人 look apart; a view can be changed until the chief has decided, and the decision until it
is signed. Whoever has seen what the machine or a colleague holds may change a view, so the views
before it are kept. What is signed stands in the log, and here nothing of it is needed any more.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from ballot.canonical import Digest, digest
from ballot.reading import MOST_CHANGES
from service.office.errors import Conflict
from service.office.store import Office, wait_for_turn
from service.office.tables import FormerViewRow, RulingRow, ViewRow


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenView:
    """What 监票人 number ``scrutineer`` holds of ``sheet``: the JSON of a `ballot.reading.View`.

    ``former`` are the views that it took the place of, the first one first.
    """

    sheet: Digest
    scrutineer: int
    view: bytes
    former: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRuling:
    """The chief's decision on ``sheet``: salt and ruling, joined as `ballot.reading` does."""

    sheet: Digest
    opening: bytes

    @property
    def digest(self) -> Digest:
        """The salted digest under which the log will name it."""
        return digest(self.opening)


class Views:
    """Views and draft rulings of all rounds."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def give(self, election: str, number: int, given: GivenView) -> None:
        """Keep a view in the place of the same person's earlier one, which is kept as a former one.

        The office knows the former ones, whatever ``given`` says. The same view again is no change.
        Raises Conflict once the chief has decided, and for more than MOST_CHANGES.
        """
        async with self._office.writing() as db:
            await wait_for_turn(db, election, number, given.sheet)
            if await db.get(RulingRow, (election, number, given.sheet)) is not None:
                raise Conflict(
                    "总监票人已经对这张票作出认定；确需更改意见的，请总监票人先撤回认定。",
                    code="view.ruled",
                )
            await _replace(db, election, number, given)

    async def given(
        self, election: str, number: int, sheet: Digest | None = None
    ) -> tuple[GivenView, ...]:
        """Return the views of the round, of one ``sheet`` or of all, by sheet and person."""
        async with self._office.reading() as db:
            return await _given(db, election, number, sheet)

    async def rule(
        self, election: str, number: int, draft: DraftRuling, seen: Collection[GivenView]
    ) -> None:
        """Keep the chief's decision in the place of an earlier unsigned one.

        Raises Conflict where the sheet's views, former ones among them, are no longer those that
        the chief has ``seen``.
        """
        async with self._office.writing() as db:
            await wait_for_turn(db, election, number, draft.sheet)
            await _forget(db, election, number, (draft.sheet,))
            db.add(
                RulingRow(
                    election=election,
                    round=number,
                    sheet=draft.sheet,
                    opening=draft.opening,
                )
            )
            # Nobody gives a view once the decision lies there, so what is read now stays.
            await db.flush()
            if set(await _given(db, election, number, draft.sheet)) != set(seen):
                raise Conflict(
                    "监票人刚才又改了对这张票的意见，请刷新，看过以后再认定。", code="view.changed"
                )

    async def rulings(
        self, election: str, number: int, sheet: Digest | None = None
    ) -> tuple[DraftRuling, ...]:
        """Return the decisions that are not signed yet, of one ``sheet`` or of all, by sheet."""
        wanted = select(RulingRow).where(RulingRow.election == election, RulingRow.round == number)
        if sheet is not None:
            wanted = wanted.where(RulingRow.sheet == sheet)
        async with self._office.reading() as db:
            rows = await db.scalars(wanted.order_by(RulingRow.sheet))
            return tuple(
                DraftRuling(sheet=Digest(row.sheet), opening=row.opening) for row in rows.all()
            )

    async def forget(self, election: str, number: int, sheets: tuple[Digest, ...]) -> None:
        """Drop decisions that were signed, or that the chief takes back; views stay."""
        async with self._office.writing() as db:
            await _forget(db, election, number, sheets)


async def _replace(db: AsyncSession, election: str, number: int, given: GivenView) -> None:
    """Let a view lie where the same person's earlier one lay, and that one with the former ones."""
    sheet, person = given.sheet, given.scrutineer
    held = await db.get(ViewRow, (election, number, sheet, person))
    if held is None:
        held = ViewRow(election=election, round=number, sheet=sheet, scrutineer=person)
        db.add(held)
    elif held.view != given.view:
        _keep(held)
    held.view = given.view


def _keep(held: ViewRow) -> None:
    """Put a view with the former ones. Raises Conflict for more than MOST_CHANGES."""
    turn = len(held.former) + 1
    if turn > MOST_CHANGES:
        raise Conflict(
            f"您对这张票的意见已经改过 {MOST_CHANGES} 次，不能再改；"
            "请向总监票人说明，由总监票人认定。",
            code="view.changes",
        )
    held.former.append(FormerViewRow(turn=turn, view=held.view))


async def _given(
    db: AsyncSession, election: str, number: int, sheet: Digest | None
) -> tuple[GivenView, ...]:
    wanted = select(ViewRow).where(ViewRow.election == election, ViewRow.round == number)
    if sheet is not None:
        wanted = wanted.where(ViewRow.sheet == sheet)
    rows = await db.scalars(wanted.order_by(ViewRow.sheet, ViewRow.scrutineer))
    return tuple(
        GivenView(
            sheet=Digest(row.sheet),
            scrutineer=row.scrutineer,
            view=row.view,
            former=tuple(one.view for one in row.former),
        )
        for row in rows.unique()
    )


async def _forget(db: AsyncSession, election: str, number: int, sheets: tuple[Digest, ...]) -> None:
    await db.execute(
        delete(RulingRow).where(
            RulingRow.election == election,
            RulingRow.round == number,
            RulingRow.sheet.in_(sheets),
        )
    )
