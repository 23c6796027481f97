"""What the hall's screen shows is kept, round by round, on both databases."""

from service.office.screens import Screens
from tests.contract.office.conftest import Desk

E = "election"


async def test_nothing_is_shown_until_somebody_shows_it(desk: Desk) -> None:
    assert await Screens(desk.office).shown(E, 1) == 0


async def test_the_last_word_counts_and_another_service_has_it_too(desk: Desk) -> None:
    await Screens(desk.office).show(E, 1, 3)
    await Screens(desk.office).show(E, 1, 2)

    assert await Screens(desk.office).shown(E, 1) == 2


async def test_rounds_and_elections_do_not_share_what_is_shown(desk: Desk) -> None:
    screens = Screens(desk.office)
    await screens.show(E, 1, 3)

    assert (await screens.shown(E, 2), await screens.shown("other", 1)) == (0, 0)
