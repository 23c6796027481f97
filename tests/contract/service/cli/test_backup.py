"""A backup is taken while people vote, and a round goes on elsewhere from it, to the end."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from audit.verify.expectations import Expectations
from audit.verify.record import verify_record
from ballot.sealed import SealedBallot
from service.client import voter
from service.client.api import Api
from service.client.person import Person
from service.client.voter import BoothView
from service.commands.receipts import Receipt
from service.rehearsal.company import Company
from service.server import running
from service.settings import Settings
from tests.support.commands import piaojue, piaojue_meanwhile, store_words
from tests.support.hall import PASSWORD, Session, key_of, town_at
from tests.support.postgres import Cluster

ROWS = (("approve", "abstain", "approve", "oppose"),) * 10
BEFORE = 4
"""Ballots of ROWS that are acknowledged before the backup begins."""

MakeSettings = Callable[[str], Settings]


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> MakeSettings:
    """A maker of empty places for a service, on either store."""

    def make(name: str) -> Settings:
        if request.param == "sqlite":
            return Settings(data=tmp_path / name, workers=1)
        cluster: Cluster = request.getfixturevalue("cluster")
        return Settings(data=tmp_path / name, database=cluster.new_database(), workers=1)

    return make


async def cast_each(
    api: Api, booth: BoothView, ballots: Sequence[SealedBallot]
) -> tuple[Receipt, ...]:
    return tuple([await voter.cast(api, booth, one) for one in ballots])


async def test_a_round_backed_up_while_people_vote_goes_on_elsewhere_to_a_verified_record(
    place: MakeSettings, tmp_path: Path
) -> None:
    old, new, file = place("old"), place("new"), tmp_path / "backup.tar"
    async with town_at(old.data, database=old.database) as town:
        session = await town.session(tablet=ROWS)
        booth = await session.booth()
        ballots = [await session.sealed(card) for card in range(len(ROWS))]
        before = await cast_each(town.nobody, booth, ballots[:BEFORE])
        backup, meanwhile = await asyncio.gather(
            piaojue_meanwhile("backup", *store_words(old), "--out", file, "--json"),
            cast_each(town.nobody, booth, ballots[BEFORE:]),
        )
    assert backup.returncode == 0, backup.stderr
    (entry,) = json.loads(backup.stdout)["logs"]
    assert (entry["election"], entry["open_rounds"]) == (session.id, [1])

    restored = piaojue("restore", "--in", file, *store_words(new))
    assert restored.returncode == 0, restored.stderr
    assert "第 1 轮备份时正在投票" in restored.stderr
    async with running(new) as server:
        public = Api.at(server)
        held = await cards(public, session, range(BEFORE))
        assert held == ["spent"] * BEFORE
        again = await cast_each(public, booth, ballots)
        assert again == before + meanwhile
        await go_on(session, public)
        await session.until("announced")
        record = await public.get_bytes(f"{session.path}/record.zip")
        await public.close()
    report = verify_record(BytesIO(record), expectations=Expectations(), each=map)
    assert report.holds, report.failed


async def cards(public: Api, session: Session, numbers: Sequence[int]) -> list[str]:
    """Return what each card is told when it is scanned again."""
    path = f"{session.round()}/card"
    found = [
        await public.get(f"{session.round()}/cards/{session.credential(one)}") for one in numbers
    ]
    assert path
    return [one["state"] for one in found]


async def go_on(session: Session, public: Api) -> None:
    """Let everybody of the session sign in anew at another address."""
    people = {
        seat: await Person.sign_in(public, person.name, PASSWORD, key_of(seat))
        for seat, person in session.hall.company.people.items()
    }
    company = Company(admin=public, election=session.id, people=people)
    for one in session.hall.trustees:
        one.api = company.api("scrutineer", one.index)
    session.hall = replace(session.hall, company=company, public=public)
    session.step = "cast"
