"""Openings: what a digest of the log stands for is kept with the event that names it, or not."""

from pathlib import Path

import pytest

from ballot import events as e
from ballot.canonical import Digest, digest
from ballot.errors import Malformed, Refused
from service.commands import just
from service.ledger import Ledger, Opening, UnnamedOpening
from service.ledger.openings import LIMIT
from tests.support.polling import Polling
from tests.support.story import AT, SOME


def opening(value: bytes = b"the meaning") -> Opening:
    return Opening(round=1, kind="identities", digest=digest(value), salt=bytes(32), value=value)


def printing(commitment: Digest, count: int = 5) -> e.Event:
    return e.SheetsPrinted(round=1, count=count, commitment=commitment, key=SOME, at=AT)


async def listed(ledger: Ledger) -> str:
    """Return a new election whose list is frozen: sheets can be printed."""
    story = Polling().create().appoint().freeze()
    await ledger.create(story.id, story.events)
    return story.id


async def test_an_opening_is_kept_with_the_event_that_names_it(ledger: Ledger) -> None:
    election, one = await listed(ledger), opening()
    await ledger.run(election, just(printing(one.digest)), [one])

    assert await ledger.openings(election, "identities") == (one,)
    assert await ledger.openings(election, "reading") == ()
    assert await ledger.opening(election, 1, one.digest) == one
    assert await ledger.opening(election, 2, one.digest) is None


async def test_an_opening_that_no_event_names_is_refused_with_its_act(ledger: Ledger) -> None:
    election = await listed(ledger)
    size = await ledger.size(election)

    with pytest.raises(UnnamedOpening):
        await ledger.run(election, just(printing(SOME)), [opening()])
    assert await ledger.size(election) == size
    assert await ledger.openings(election, "identities") == ()


async def test_a_refused_act_keeps_no_opening(ledger: Ledger) -> None:
    election, one = await listed(ledger), opening()
    refused = e.BoxCounted(round=1, count=1)

    with pytest.raises(Refused):
        await ledger.run(election, just(printing(one.digest), refused), [one])
    assert await ledger.openings(election, "identities") == ()


async def test_openings_come_back_by_digest_whatever_their_order_was(ledger: Ledger) -> None:
    election = await listed(ledger)
    several = [opening(bytes([number])) for number in range(9)]
    acts = just(*(printing(one.digest) for one in several))
    await ledger.run(election, acts, several)

    found = await ledger.openings(election, "identities")
    assert list(found) == sorted(several, key=lambda one: one.digest)


async def test_a_backup_brings_the_openings_along(ledger: Ledger, tmp_path: Path) -> None:
    election, one = await listed(ledger), opening()
    await ledger.run(election, just(printing(one.digest)), [one])
    await ledger.backup(tmp_path / "copy.db")
    restored = await Ledger.restore(tmp_path / "copy.db", f"sqlite:///{tmp_path / 'new.db'}")

    assert await restored.openings(election, "identities") == (one,)
    await restored.close()


def test_a_value_is_bounded() -> None:
    with pytest.raises(Malformed):
        opening(bytes(LIMIT + 1))
