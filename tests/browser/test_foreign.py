"""belenios-tool, which we did not write, accepts what browsers cast."""

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from audit.verify.archive import verify_archive
from ballot.sealed import SealedBallot, check_trustees
from service.client import voter
from tests.browser.conftest import Opened, in_a_task_of_its_own
from tests.support import tablets
from tests.support.belenios import invoke
from tests.support.hall import Session
from tests.support.sealed_round import Keys, archive, result_of, round_of

CARDS = 10


async def cast_by_browsers(opened: Opened, session: Session, cards: int) -> list[SealedBallot]:
    tablet, made = await opened(session=session), []
    for card in range(cards):
        await tablet.chooses(card)
        await tablet.mark(1, "赞成")
        await tablet.mark(card + 2, "反对")
        await tablet.review()
        async with tablet.page.expect_request("**/ballots") as request:
            await tablet.cast()
        await tablet.heading("已经投票")
        sent: dict[str, str] = json.loads((await request.value).post_data or "")
        credential = session.credential(card)
        made.append(SealedBallot(sent["ballot"].encode(), sent["proofs"].encode(), credential))
        await tablet.page.get_by_role("button", name="完成").click()
        await tablet.page.locator("#group-1").wait_for()
    return sorted(made, key=lambda each: each.digest)


async def keys_of(session: Session) -> Keys:
    (trustee,) = session.hall.trustees
    assert trustee.secret is not None
    assert session.house is not None
    group = trustee.secret.suite()
    ceremony = (await session.house.ledger.head(session.id)).state.ceremony
    assert ceremony is not None
    assert ceremony.document is not None
    raw = await session.house.ledger.get_object(ceremony.document)
    return Keys(group, (trustee.secret,), check_trustees(raw, group))


async def verified(opened: Opened, tmp_path: Path, group: Any) -> None:
    poll = tablets.open_poll(
        tmp_path / "data", cards=CARDS, group=group, projects=tablets.PROJECTS[:3], seats=2
    )
    async with in_a_task_of_its_own(poll) as session:
        sealed = await cast_by_browsers(opened, session, 2)
        booth = await voter.enter(session.hall.public, session.id, 1)
        listed = sorted(session.credential(card) for card in range(CARDS))
        weights = dict.fromkeys(listed, 1)
        made = round_of(await keys_of(session), booth.sealed, (), sealed, listed, weights)
    raw = archive(made)
    (tmp_path / f"{made.election.uuid}.bel").write_bytes(raw)

    done = invoke(tmp_path, "election", "verify", "--dir", ".")
    assert (done.returncode, "all checks passed" in done.stdout + done.stderr) == (0, True)
    assert verify_archive(io.BytesIO(raw)).holds
    assert result_of(made) == ((2, 0, 0), (0, 1, 1))


async def test_the_tool_of_debian_12_accepts_them(opened: Opened, tmp_path: Path) -> None:
    await verified(opened, tmp_path, "BELENIOS-2048")


@pytest.mark.skipif(
    "BELENIOS_TOOL" not in os.environ,
    reason="Ed25519 needs belenios-tool 3.x, which Debian 12 does not package; name one to run it",
)
async def test_a_newer_tool_accepts_them(opened: Opened, tmp_path: Path) -> None:
    await verified(opened, tmp_path, "Ed25519")
