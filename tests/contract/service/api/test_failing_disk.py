"""A full, failing or read-only disk refuses casts with a sentence, and reading goes on."""

import errno
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from ballot.sealed import SealedBallot
from service.client import voter
from tests.support import disk
from tests.support.hall import Session, answer, code_of, distant

FAULTS = (errno.ENOSPC, errno.EIO, errno.EROFS)


@asynccontextmanager
async def on_a_disk_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Session, disk.Disk]]:
    """A session whose ledger lies on a disk that fails when told to."""
    with disk.recorded("/ledger.db") as recorder:
        for name, value in recorder.environment().items():
            monkeypatch.setenv(name, value)
        async with distant(tmp_path / "data") as session:
            yield session, recorder


async def post(session: Session, ballot: SealedBallot) -> httpx.Response:
    body = {"ballot": ballot.ballot.decode(), "proofs": ballot.proofs.decode()}
    return await answer(session.hall.public, "POST", f"{session.round()}/ballots", json=body)


async def status(session: Session, card: int) -> str:
    booth = await voter.enter(session.hall.public, session.id, 1)
    found = await voter.status(session.hall.public, booth, session.hall.deck[card])
    return str(found["state"])


async def test_a_failing_disk_refuses_what_it_cannot_keep_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_a_disk_of_ours(tmp_path, monkeypatch) as (session, recorder):
        await session.until("open")
        ballots = [await session.sealed(card) for card in range(3)]
        receipt = await post(session, ballots[0])
        assert receipt.status_code == 200
        for fault in FAULTS:
            with recorder.failing(fault):
                await refuses_and_reads(session, ballots)
            assert await status(session, 1) == "unspent"
        assert (await post(session, ballots[1])).status_code == 200
        assert (await post(session, ballots[0])).content == receipt.content
        with recorder.failing(errno.ENOSPC):
            act = await closing_fails(session)
        await closes_when_somebody_signs_again(session, act)
        await only_what_was_acknowledged_is_counted(session, ballots)


async def refuses_and_reads(session: Session, ballots: list[SealedBallot]) -> None:
    refused = await post(session, ballots[1])
    assert (refused.status_code, code_of(refused)) == (503, "store.unavailable")
    for path in (f"{session.round()}/booth", f"{session.path}/public", f"/results/{session.id}"):
        assert (await answer(session.hall.public, "GET", path)).status_code == 200
    assert (await answer(session.api("clerk"), "GET", session.path)).status_code == 200
    assert [await status(session, card) for card in range(3)] == ["spent", "unspent", "unspent"]


async def closing_fails(session: Session) -> dict[str, object]:
    chief = session.api("chief_scrutineer")
    act = await chief.post(f"{session.round()}/acts", {"act": "closed"})
    await sign(session, act, "chief_scrutineer")
    refused = await sign(session, act, "presider")
    assert (refused.status_code, code_of(refused)) == (503, "store.unavailable")
    return dict(act)


async def sign(session: Session, act: dict[str, object], role: str) -> httpx.Response:
    person = session.hall.company.of("presider" if role == "presider" else "chief_scrutineer")
    signature = person.key.sign(bytes.fromhex(str(act["statement"])))
    body = {"role": role, "holder": 1, "signature": signature}
    path = f"{session.path}/acts/{act['id']}/approvals"
    return await answer(person.api, "POST", path, json=body)


async def closes_when_somebody_signs_again(session: Session, act: dict[str, object]) -> None:
    """Nothing is signed twice: both signatures were kept, only the log could not be written."""
    happened = await sign(session, act, "presider")
    assert (happened.status_code, happened.json()["state"]) == (201, "completed")


async def only_what_was_acknowledged_is_counted(
    session: Session, ballots: list[SealedBallot]
) -> None:
    late = await post(session, ballots[2])
    assert (late.status_code, code_of(late)) == (409, "ballot.not_counted")
    path = f"{session.round()}/inclusion"
    for ballot, found in zip(ballots, (200, 200, 404), strict=True):
        query = {"tracker": ballot.tracker}
        answered = await answer(session.hall.public, "GET", path, params=query)
        assert answered.status_code == found
