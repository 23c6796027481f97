"""A t-of-n session in which the three scrutineers act through the command line alone."""

import asyncio
import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pytest_asyncio import is_async_test

from ballot.canonical import digest
from ballot.rules import Rules
from service.client import voter
from service.client.api import Api
from service.client.deck import new_deck, public_lists, register
from service.client.person import Person, PersonalKey
from service.client.safe import Safe
from service.rehearsal import session as s
from service.rehearsal.company import Company
from service.rehearsal.run import candidates_csv
from service.rehearsal.session import Hall, Plan
from service.rehearsal.staff import ADMINISTRATOR, first_administrator
from service.server import running
from service.settings import Settings
from tests.support.commands import Done, piaojue_meanwhile

HERE = Path(__file__)
PASSWORD, PASSPHRASE = "login-of-a-tester-42", "passphrase of a device"
MARKS = [{1: "approve", 2: "abstain", 3: "oppose"}] * 3 + [{2: "approve"}] * 2
TRUSTEES, THRESHOLD = 3, 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path == HERE and is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="module"), append=False)


@dataclass
class Devices:
    """The scrutineers' machines: each has a key file and calls the program."""

    directory: Path
    server: str
    election: str | None = None

    def file(self, number: int) -> Path:
        return self.directory / f"device{number}.json"

    async def call(self, number: int, act: str, *words: str, **other: str) -> Done:
        """Run one command on device ``number``; ``other`` replaces what the environment says."""
        command = [act, "--server", self.server, "--key", self.file(number), *words]
        if self.election is not None:
            command += ["--election", self.election]
        secrets = {"PIAOJUE_PASSWORD": PASSWORD, "PIAOJUE_PASSPHRASE": PASSPHRASE} | other
        done = await piaojue_meanwhile("scrutineer", *command, **secrets)
        assert "Traceback" not in done.stderr, done.stderr
        return done

    async def good(self, number: int, act: str, *words: str) -> Any:
        done = await self.call(number, act, *words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    async def all(self, act: str, *words: str) -> list[Any]:
        everybody = range(1, TRUSTEES + 1)
        return list(await asyncio.gather(*(self.good(one, act, *words) for one in everybody)))


async def test_a_session_with_two_of_three_keys(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", workers=1)
    password = await first_administrator(settings)
    async with running(settings) as server:
        public = Api.at(server)
        try:
            with ThreadPoolExecutor(2) as pool:
                await _session(tmp_path, server, public, password, pool)
        finally:
            await public.close()


async def _session(
    directory: Path, server: str, public: Api, password: str, pool: ThreadPoolExecutor
) -> None:
    signed = await public.post("/api/login", {"name": ADMINISTRATOR, "password": password})
    admin = public.signed_in(signed["token"])
    company = Company(admin=admin)
    for role, number in (("clerk", 1), ("presider", 1), ("chief_scrutineer", 1)):
        company.people[role, number] = await _officer(admin, public, role, f"{role}{number}")
    for number in (1, 2, 3):
        await _account(admin, f"scrutineer{number}", [])

    devices = Devices(directory, server)
    await _enrolled(devices, company, public)
    hall = Hall(plan=_plan(), company=company, public=public, pool=pool, progress=lambda *_: None)
    await s.found(hall)
    devices.election = company.election
    await s.list_candidates(hall, "候选项目.csv", candidates_csv((1, 2, 3)))
    await _ceremony(hall, devices)
    await _voting(hall)
    await _opening(hall, devices)
    await _signing(hall, devices)
    state = await public.get(f"{hall.path}/public")
    assert state["rounds"][0]["stage"] == "announced"
    assert state["rounds"][0]["elected"] == [1]


def _plan() -> Plan:
    return Plan(
        title="演练民生实事项目票决",
        session="演练会议",
        body="演练人民代表大会",
        rules=Rules(seats=1, roster_total=len(MARKS), channels=("tablet",)),
        group="Ed25519",
        roster=len(MARKS),
        trustees=TRUSTEES,
        threshold=THRESHOLD,
    )


async def _account(admin: Api, name: str, roles: list[str]) -> None:
    body = {"name": name, "password": PASSWORD, "roles": roles, "must_change": False}
    await admin.post("/api/accounts", body)


async def _officer(admin: Api, public: Api, role: str, name: str) -> Person:
    await _account(admin, name, ["clerk"] if role == "clerk" else [])
    person = await Person.sign_in(public, name, PASSWORD, PersonalKey.generate(PASSPHRASE))
    await person.enrol()
    return person


async def _enrolled(devices: Devices, company: Company, public: Api) -> None:
    """The first contribute makes the file and enrols its key, before there is any election."""
    for number in (1, 2, 3):
        name = f"scrutineer{number}"
        said = await devices.good(number, "contribute", "--name", name)
        assert said["enrolled"]
        assert said["sent"] == []
        assert devices.file(number).stat().st_mode & 0o777 == 0o600
        # Only the name is needed to appoint somebody.
        nobody = PersonalKey.generate(PASSPHRASE)
        company.people["scrutineer", number] = Person(name, public, nobody, "")
    content = devices.file(1).read_text()
    assert PASSWORD not in content
    assert PASSPHRASE not in content
    answer = await devices.call(1, "contribute", PIAOJUE_PASSPHRASE="another one")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.count("\n") == 1


async def _ceremony(hall: Hall, devices: Devices) -> None:
    clerk = hall.company.api("clerk")
    early = await devices.call(1, "contribute")
    assert (early.returncode, early.stderr.count("\n")) == (2, 1)
    await clerk.post(f"{hall.path}/ceremony", {"trustees": TRUSTEES, "threshold": THRESHOLD})

    assert (await devices.good(1, "contribute"))["sent"] == ["certificate"]
    assert (await devices.call(1, "confirm", "--code", "00000000")).returncode == 2
    again = await devices.good(1, "contribute")
    assert again["sent"] == []
    assert "2、3 号监票人的证书" in again["waiting"]
    for number in (2, 3):
        await devices.good(number, "contribute")

    await _wrong_code_stops(devices)
    code = await _code_shown(devices)
    await devices.all("confirm", "--code", f"{code[:4]} {code[4:]}")
    sent = [one["sent"] for one in await devices.all("contribute")]
    # Who came last found everybody's shares and went on at once.
    assert all(one[0] == "contribution" for one in sent)
    await devices.all("contribute")
    await _other_codes_stop(devices, code)
    key = await _code_shown(devices)
    assert key != code
    confirmed = await devices.all("confirm", "--code", key)
    assert [one["subject"] for one in confirmed] == ["key"] * 3
    assert (await devices.good(1, "confirm"))["confirmed"]
    state = await clerk.get(hall.path)
    assert state["ceremony"]["proven"] == [1, 2, 3]


async def _wrong_code_stops(devices: Devices) -> None:
    answer = await devices.call(1, "confirm", "--code", "00000000")
    assert answer.returncode == 1
    assert "停止" in answer.stderr
    assert answer.stdout == ""


async def _other_codes_stop(devices: Devices, old: str) -> None:
    """The code of the certificates is not the one of the key."""
    answer = await devices.call(2, "confirm", "--code", old)
    assert answer.returncode == 1


async def _code_shown(devices: Devices) -> str:
    """Without a code, each device shows its own; all must be the same."""
    answers = [await devices.call(one, "confirm") for one in (1, 2, 3)]
    assert [one.returncode for one in answers] == [2] * 3
    codes = {"".join(filter(str.isdigit, one.stderr.partition("。")[0])) for one in answers}
    assert len(codes) == 1
    return codes.pop()


async def _voting(hall: Hall) -> None:
    count = len(MARKS)
    hall.deck = new_deck(count, os.urandom)
    lists = public_lists(hall.deck, hall.company.election, hall.plan.group)
    await register(hall.company.api("chief_scrutineer"), hall.company.election, lists)
    await s.hand_out(hall, 1, count, 0, count)
    await hall.company.act(1, "opened", s.CHIEF_AND_PRESIDER)
    await s.cast_all(hall, 1, MARKS)
    await hall.company.act(1, "closed", s.CHIEF_AND_PRESIDER)


async def _opening(hall: Hall, devices: Devices) -> None:
    chief = hall.company.api("chief_scrutineer")
    assert (await devices.call(1, "check")).returncode == 2
    for number in (1, 2):
        await devices.good(number, "certify", "--sign", "paper_frozen", "--yes")
    await hall.company.act(1, "paper_frozen", [("chief_scrutineer", 1)])

    checked = await devices.good(1, "check")
    assert checked["ballots"] == len(MARKS)
    assert checked["opened"] is False
    early = await devices.call(1, "decrypt")
    assert (early.returncode, early.stdout) == (1, "")
    await chief.post(f"{hall.round(1)}/cards-in-box", {"count": len(MARKS)})
    await hall.company.act(1, "opening_authorised", [("chief_scrutineer", 1)])
    made = await chief.post(f"{hall.round(1)}/encrypted-tally")
    assert digest(made["tally"].encode()) == checked["tally"]

    opened = [await devices.good(one, "decrypt") for one in (1, 2)]
    assert {one["tally"] for one in opened} == {checked["tally"]}
    await _second_tally_is_refused(hall, devices)
    twice = await devices.call(1, "decrypt")
    assert (twice.returncode, twice.stderr.count("\n")) == (2, 1)


async def _second_tally_is_refused(hall: Hall, devices: Devices) -> None:
    """A device whose file says that it opened another sum of this round opens no second one."""
    booth = await voter.enter(hall.public, hall.company.election, 1)
    safe = Safe.open(devices.file(3), PASSPHRASE)
    secret = safe.secret(hall.company.election)
    assert secret is not None
    opened = secret.remember(booth.sealed.fingerprint, "the digest of another tally")
    safe.keep_secret(hall.company.election, opened)

    answer = await devices.call(3, "decrypt")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert "另一个合计" in answer.stderr
    state = await hall.company.api("clerk").get(hall.path)
    assert state["rounds"][0]["partials"] == [1, 2]


async def _signing(hall: Hall, devices: Devices) -> None:
    chief = hall.company.api("chief_scrutineer")
    outcome = await s.decide(hall, 1)
    unasked = await devices.call(1, "certify")
    assert unasked.returncode == 2
    signed = await devices.all("certify", "--yes")
    assert all(one["outcome"] == outcome for one in signed)
    [pending] = await chief.get(f"{hall.path}/acts")
    assert pending["missing"] == ["chief_scrutineer"]
    person = hall.company.of("chief_scrutineer")
    await person.approve(hall.company.election, pending, "chief_scrutineer", 1)
    await hall.company.api("clerk").post(f"{hall.round(1)}/papers/announcement")
    await hall.company.act(1, "announced", [("presider", 1)])
    again = await devices.call(1, "certify", "--yes")
    assert again.returncode == 2
