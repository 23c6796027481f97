"""The scanning desk on both databases: bundles, pages counted once, jams resumed."""

import pytest

from ballot.canonical import Digest, digest
from service.office.bundles import Added, Bundles
from service.office.discards import Discarded
from service.office.errors import Conflict, NotFound, Unfit
from tests.contract.office.conftest import Desk

E = "election"


def bundles_of(desk: Desk) -> Bundles:
    return Bundles(desk.office, lambda: 0)


def page(number: int) -> tuple[Digest, bytes]:
    return digest(bytes([number])), b'{"read":%d}' % number


async def test_a_bundle_is_scanned_and_entered(desk: Desk) -> None:
    bundles = bundles_of(desk)
    bundle = await bundles.begin(E, 1, 50)
    added = await bundles.add(E, 1, bundle.number, [page(1), page(2)])

    assert (bundle.number, added) == (1, Added(new=2))
    assert (await bundles.get(E, 1, 1)).pages == 2
    assert [one.place for one in await bundles.pages(E, 1, 1)] == [1, 2]
    await bundles.entered(E, 1, 1)
    await bundles.entered(E, 1, 1)
    assert (await bundles.get(E, 1, 1)).state == "entered"


async def test_one_bundle_of_a_round_is_scanned_at_a_time(desk: Desk) -> None:
    bundles = bundles_of(desk)
    await bundles.begin(E, 1, 50)

    with pytest.raises(Conflict) as refused:
        await bundles.begin(E, 1, 50)
    assert refused.value.code == "bundle.open"
    await bundles.begin(E, 2, 50)
    await bundles.begin("another", 1, 50)


async def test_a_page_scanned_again_after_a_jam_is_there_once(desk: Desk) -> None:
    bundles = bundles_of(desk)
    await bundles.begin(E, 1, 50)
    await bundles.add(E, 1, 1, [page(1), page(2)])

    assert await bundles.add(E, 1, 1, [page(2), page(3), page(3)]) == Added(new=1)
    assert [one.image for one in await bundles.pages(E, 1, 1)] == [page(n)[0] for n in (1, 2, 3)]


async def test_a_page_of_an_entered_bundle_is_not_taken_into_another(desk: Desk) -> None:
    bundles = bundles_of(desk)
    await bundles.begin(E, 1, 50)
    await bundles.add(E, 1, 1, [page(1)])
    await bundles.entered(E, 1, 1)
    await bundles.begin(E, 1, 50)

    found = await bundles.add(E, 1, 2, [page(1)])
    assert found == Added(new=0, elsewhere=frozenset({1}))


async def test_an_entered_bundle_takes_no_further_page(desk: Desk) -> None:
    bundles = bundles_of(desk)
    await bundles.begin(E, 1, 50)
    await bundles.entered(E, 1, 1)

    with pytest.raises(Conflict, match="第 1 捆"):
        await bundles.add(E, 1, 1, [page(1)])
    with pytest.raises(Conflict, match="第 1 捆"):
        await bundles.discard(E, 1, 1, by="teller", reason="数错了。")


async def test_the_pages_of_a_withdrawn_bundle_can_be_scanned_again(desk: Desk) -> None:
    bundles = bundles_of(desk)
    await bundles.begin(E, 1, 50)
    await bundles.add(E, 1, 1, [page(1)])
    await bundles.entered(E, 1, 1)
    await bundles.withdrawn(E, 1, 1)
    again = await bundles.begin(E, 1, 50)

    assert again.number == 2
    assert await bundles.add(E, 1, 2, [page(1)]) == Added(new=1)


async def test_places_are_told_of_one_bundle_or_of_all(desk: Desk) -> None:
    bundles = bundles_of(desk)
    for number, pages in ((1, [page(1), page(2)]), (2, [page(3)])):
        await bundles.begin(E, 1, 50)
        await bundles.add(E, 1, number, pages)
        await bundles.entered(E, 1, number)

    assert list((await bundles.places(E, 1, 1)).items()) == [(page(1)[0], 1), (page(2)[0], 2)]
    assert await bundles.places(E, 1) == {page(1)[0]: 1, page(2)[0]: 2, page(3)[0]: 1}
    assert await bundles.places(E, 2) == {}


async def test_an_open_bundle_can_be_thrown_away(desk: Desk) -> None:
    bundles = bundles_of(desk)
    await bundles.begin(E, 1, 50)
    await bundles.add(E, 1, 1, [page(1)])
    await bundles.discard(E, 1, 1, by="teller", reason="数错了。")

    assert await bundles.all(E, 1) == ()
    assert await bundles.discarded(E, 1) == (
        Discarded(number=1, declared=50, pages=1, reason="数错了。"),
    )
    assert await bundles.discarded(E, 2) == ()
    with pytest.raises(NotFound):
        await bundles.get(E, 1, 1)


@pytest.mark.parametrize("declared", [0, -1, 51])
async def test_a_bundle_has_a_size_that_hands_can_count(desk: Desk, declared: int) -> None:
    with pytest.raises(Unfit):
        await bundles_of(desk).begin(E, 1, declared)
