"""The adjudication desk on both databases: views apart, a decision that can be taken back."""

import pytest

from ballot.canonical import digest
from service.office.errors import Conflict
from service.office.views import DraftRuling, GivenView, Views
from tests.contract.office.conftest import Desk

E = "election"
SHEET, OTHER = digest(b"sheet"), digest(b"other")


def view(scrutineer: int, text: bytes = b"{}") -> GivenView:
    return GivenView(sheet=SHEET, scrutineer=scrutineer, view=text)


def ruling(text: bytes = b"{}") -> DraftRuling:
    return DraftRuling(sheet=SHEET, opening=bytes(32) + text)


async def test_each_person_holds_one_view_of_a_sheet(desk: Desk) -> None:
    views = Views(desk.office)
    await views.give(E, 1, view(2, b"first"))
    await views.give(E, 1, view(1))
    await views.give(E, 1, view(2, b"second"))

    given = [(one.scrutineer, one.view) for one in await views.given(E, 1)]
    assert given == [(1, b"{}"), (2, b"second")]
    assert await views.given(E, 2) == ()


async def test_no_view_changes_under_a_decision(desk: Desk) -> None:
    views = Views(desk.office)
    await views.give(E, 1, view(1))
    await views.rule(E, 1, ruling(), [view(1)])

    with pytest.raises(Conflict) as refused:
        await views.give(E, 1, view(1, b"other"))
    assert refused.value.code == "view.ruled"
    await views.forget(E, 1, (SHEET,))
    await views.give(E, 1, view(1, b"other"))


@pytest.mark.parametrize("now", [(view(1, b"other"), view(2)), (view(1),), ()])
async def test_no_decision_stands_on_views_that_changed_meanwhile(
    desk: Desk, now: tuple[GivenView, ...]
) -> None:
    views = Views(desk.office)
    for one in now:
        await views.give(E, 1, one)

    with pytest.raises(Conflict) as refused:
        await views.rule(E, 1, ruling(), [view(2), view(1)])
    assert refused.value.code == "view.changed"
    assert await views.rulings(E, 1) == ()


async def test_a_decision_takes_the_place_of_an_unsigned_one(desk: Desk) -> None:
    views = Views(desk.office)
    await views.rule(E, 1, ruling(b"first"), [])
    await views.rule(E, 1, ruling(b"second"), [])

    assert await views.rulings(E, 1) == (ruling(b"second"),)
    await views.forget(E, 1, (OTHER,))
    assert await views.rulings(E, 1) == (ruling(b"second"),)
    await views.forget(E, 1, (SHEET,))
    assert await views.rulings(E, 1) == ()


async def test_what_people_hold_of_one_sheet_is_asked_for_alone(desk: Desk) -> None:
    views = Views(desk.office)
    other = GivenView(sheet=OTHER, scrutineer=1, view=b"{}")
    await views.give(E, 1, other)
    await views.give(E, 1, view(1))
    await views.rule(E, 1, ruling(), [view(1)])

    assert await views.given(E, 1, SHEET) == (view(1),)
    assert await views.given(E, 1, OTHER) == (other,)
    assert await views.rulings(E, 1, SHEET) == (ruling(),)
    assert await views.rulings(E, 1, OTHER) == ()
