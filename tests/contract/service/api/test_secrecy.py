"""查不出谁投了什么: nothing that a whole session leaves behind ties a person to a ballot.

The same search is seen red with one leak of each kind planted in a copy.
"""

import io
import os
import shutil
import sqlite3
import time
import zipfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import pytest
import pytest_asyncio

from ballot.canonical import digest
from ballot.card import card_code, card_qr
from ballot.sealed import SealedBallot
from ballot.sealed.v1.ballot import unsigned_bytes
from service.client import voter
from tests.support.hall import SEATS, TABLET_ROWS, Session, answer, distant, name_of
from tests.support.secrecy import Ballot, Searched, leaks

DEPUTIES = tuple(
    f"{family}建设{given}" for family in "赵钱孙李周吴" for given in ("甲", "乙", "丙")
)
VOTERS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What a session left behind, and what to look for in it."""

    data: Path
    archives: tuple[bytes, ...]
    said: str
    searched: Searched


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def left(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Left]:
    """Play a whole session with paper and tablets; hear all that the service says meanwhile."""
    home = tmp_path_factory.mktemp("secrecy")
    with Heard(home / "said") as heard:
        async with distant(home / "data", tablet=TABLET_ROWS * 4) as session:
            await session.until("founded")
            rows = [f"{name},第一代表团,1排{at}座" for at, name in enumerate(DEPUTIES, 1)]
            roll = "\n".join(["姓名,代表团,座位", *rows]).encode()
            await session.api("clerk").upload(f"{session.path}/roll", "名册.csv", roll)
            searched = await played(session)
            record = await session.hall.public.get_bytes(f"{session.path}/record.zip")
            evidence = await session.api("chief_scrutineer").get_bytes(
                f"{session.path}/evidence.zip"
            )
            shutil.copytree(home / "data", home / "while it runs")
    yield Left(data=home / "data", archives=(record, evidence), said=heard.all(), searched=searched)


async def played(session: Session) -> Searched:
    """Vote one after the other, with everything that can go wrong on the way."""
    await session.until("open")
    deck = list(session.hall.deck)
    start = int(time.time())
    cast = []
    for card in range(VOTERS):
        ballot = await session.sealed(card)
        await voter.cast(session.hall.public, await session.booth(), ballot)
        await look_around(session, card, ballot)
        cast.append(ballot)
    end = int(time.time())
    session.step = "cast"
    await session.until("announced")
    people = session.hall.company.people.values()
    return Searched(
        ballots=tuple(
            Ballot(
                digest=one.digest,
                credential=one.credential,
                unsigned=digest(unsigned_bytes(one.ballot)),
            )
            for one in cast
        ),
        deputies=DEPUTIES,
        people=tuple(text for one in people for text in (one.name, one.account)),
        secrets=(
            *(form for seed in deck for form in forms(seed)),
            *(str(session.secret(card)).encode() for card in range(VOTERS)),
            *(one.secret.seed.encode() for one in session.hall.trustees if one.secret),
            *(one.api._headers["authorization"][7:].encode() for one in people),
        ),
        times=(start - 1, end + 1),
    )


async def look_around(session: Session, card: int, ballot: SealedBallot) -> None:
    """Ask, repeat, check and err: whatever a tablet may do, each of which could leave a trace."""
    public, place = session.hall.public, session.round()
    await voter.status(public, await session.booth(), session.hall.deck[card])
    burnt = digest(b"unsigned %d" % card)
    await public.post(f"{place}/challenges", {"unsigned": burnt})
    bad = {"ballot": ballot.ballot.decode()[:-1], "proofs": ballot.proofs.decode()}
    assert (await answer(public, "POST", f"{place}/ballots", json=bad)).status_code == 400
    good = {"ballot": ballot.ballot.decode(), "proofs": ballot.proofs.decode()}
    assert (await answer(public, "POST", f"{place}/ballots", json=good)).status_code == 200


def forms(seed: bytes) -> tuple[bytes, ...]:
    """The ways in which a card's seed might be written down."""
    code = card_code(seed)
    return (seed, seed.hex().encode(), code.encode(), card_qr(seed).encode())


class Heard:
    """All that this process and its children write to their standard outputs, and all logs."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Self:
        self._file = self._path.open("wb")
        self._kept = [(fd, os.dup(fd)) for fd in (1, 2)]
        for fd, _ in self._kept:
            os.dup2(self._file.fileno(), fd)
        return self

    def __exit__(self, *_: object) -> None:
        for fd, kept in self._kept:
            os.dup2(kept, fd)
            os.close(kept)
        self._file.close()

    def all(self) -> str:
        return self._path.read_text(encoding="utf-8", errors="replace")


def test_nothing_that_is_left_ties_a_person_to_a_ballot(left: Left) -> None:
    assert leaks(left.data, left.archives, left.said, left.searched) == []


def test_nothing_is_tied_while_the_service_still_runs(left: Left) -> None:
    """With the write-ahead logs of that moment."""
    assert leaks(left.data.parent / "while it runs", (), "", left.searched) == []


def test_the_search_knows_what_it_looks_for(left: Left) -> None:
    """The ballots are in the log, the people in the office: what is searched for exists."""
    ledger = (left.data / "ledger.db").read_bytes()
    office = (left.data / "office.db").read_bytes()

    assert len(left.searched.ballots) == VOTERS
    assert all(one.digest.encode() in ledger for one in left.searched.ballots)
    assert all(one.credential.encode() in ledger for one in left.searched.ballots)
    assert all(name_of(seat).encode() in office for seat in SEATS)
    assert all(name.encode() in office for name in DEPUTIES)


def _run(data: Path, *statements: tuple[str, tuple[object, ...]], name: str = "ledger.db") -> None:
    with sqlite3.connect(data / name) as database:
        for statement, values in statements:
            database.execute(statement, values)
    database.close()


def _name_beside(data: Path, searched: Searched) -> None:
    _run(
        data,
        ("CREATE TABLE notes (ballot TEXT, who TEXT)", ()),
        ("INSERT INTO notes VALUES (?, ?)", (searched.ballots[0].digest, searched.deputies[0])),
    )


def _account_beside(data: Path, searched: Searched) -> None:
    _run(
        data,
        ("CREATE TABLE notes (card TEXT, desk TEXT)", ()),
        ("INSERT INTO notes VALUES (?, ?)", (searched.ballots[0].credential, searched.people[1])),
    )


def _time_beside(data: Path, searched: Searched) -> None:
    _run(
        data,
        ("ALTER TABLE ledger_counted ADD COLUMN at INTEGER", ()),
        ("UPDATE ledger_counted SET at = ?", (searched.times[0] * 1000 + 500,)),
    )


def _date_beside(data: Path, _: Searched) -> None:
    _run(
        data,
        ("ALTER TABLE ledger_counted ADD COLUMN at TEXT DEFAULT '2026-01-22 09:42:17'", ()),
    )


def _address_beside(data: Path, _: Searched) -> None:
    _run(data, ("ALTER TABLE ledger_counted ADD COLUMN device TEXT DEFAULT '127.0.0.1'", ()))


def _order(data: Path, searched: Searched) -> None:
    rows = [("INSERT INTO notes VALUES (?)", (one.credential,)) for one in searched.ballots]
    _run(data, ("CREATE TABLE notes (card TEXT)", ()), *rows)


def _order_reversed(data: Path, searched: Searched) -> None:
    _order(data, replace(searched, ballots=searched.ballots[::-1]))


def _urn(data: Path, _: Searched) -> None:
    _run(data, ("CREATE TABLE urn_1 (ballot TEXT PRIMARY KEY) WITHOUT ROWID", ()))


def _remnant(data: Path, searched: Searched) -> None:
    with (data / "ledger.db-wal").open("ab") as file:
        file.write(searched.ballots[3].unsigned.encode())
    (data / "ledger.db-wal").chmod(0o600)


def _trail(data: Path, searched: Searched) -> None:
    _run(
        data,
        ("UPDATE office_trail SET detail = ?", (searched.ballots[5].digest,)),
        name="office.db",
    )


def _seed(data: Path, searched: Searched) -> None:
    _run(
        data,
        ("UPDATE ledger_checkpoints SET note = note || ?", (searched.secrets[1].decode(),)),
    )


def _file(data: Path, searched: Searched) -> None:
    (data / searched.ballots[0].digest).touch(mode=0o600)


def _open_to_others(data: Path, _: Searched) -> None:
    (data / "office.db").chmod(0o644)


PLANTED: dict[str, tuple[Callable[[Path, Searched], None], str]] = {
    "a deputy's name": (_name_beside, "a person beside a ballot"),
    "an account": (_account_beside, "a person beside a ballot"),
    "a time in milliseconds": (_time_beside, "a time beside a ballot"),
    "a date": (_date_beside, "a time beside a ballot"),
    "an address": (_address_beside, "an address beside a ballot"),
    "the order of casting": (_order, "in the order of casting"),
    "the order backwards": (_order_reversed, "in the order of casting"),
    "the urn": (_urn, "still stands"),
    "a remnant of the urn": (_remnant, "a row of the urn"),
    "a ballot in the trail of acts": (_trail, "a ballot beside people"),
    "a seed": (_seed, "contains a secret"),
    "a file for one ballot": (_file, "made for one ballot"),
    "a file that others may read": (_open_to_others, "open to others"),
}


@pytest.mark.parametrize("leak", PLANTED)
def test_the_search_finds_a_planted_leak(left: Left, tmp_path: Path, leak: str) -> None:
    plant, sentence = PLANTED[leak]
    copy = tmp_path / "data"
    shutil.copytree(left.data, copy)
    plant(copy, left.searched)

    found = leaks(copy, left.archives, left.said, left.searched)
    assert any(sentence in one for one in found), found


def _archive(name: str, content: str, at: int = 1980) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo("objects/a", (1980, 1, 1, 0, 0, 0)), "{}")
        archive.writestr(zipfile.ZipInfo(name, (at, 1, 1, 0, 0, 0)), content)
    return file.getvalue()


def test_the_search_finds_a_leak_in_what_is_published(left: Left) -> None:
    ballot, searched = left.searched.ballots[0], left.searched
    event = f'{{"ballot":"{ballot.digest}","at":"2026-01-22T09:42+08:00"}}'
    bundle = len(event).to_bytes(2, "big").decode("latin-1") + event
    for archive, sentence in (
        (_archive("objects/b", searched.deputies[0]), "contains a deputy"),
        (_archive("objects/b", searched.secrets[1].decode()), "contains a secret"),
        (_archive("objects/b", f"{searched.people[0]} {ballot.credential}"), "a person beside"),
        (_archive("log/tile/entries/000.p/1", bundle), "a time beside a ballot"),
        (_archive("objects/b", "", at=2026), "times of their own"),
    ):
        found = leaks(left.data, (archive,), "", searched)
        assert any(sentence in one for one in found), (sentence, found)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("INFO: POST /api/elections/x/rounds/1/ballots 200", "access log"),
        ("client 127.0.0.1 connected", "an address"),
        ("cast {digest}", "spoke of a ballot"),
        ("{person} signed", "spoke of a person"),
        ("seed {secret}", "spoke of a secret"),
    ],
)
def test_the_search_finds_a_leak_in_what_was_said(left: Left, line: str, sentence: str) -> None:
    said = left.said + line.format(
        digest=left.searched.ballots[0].digest,
        person=left.searched.people[0],
        secret=left.searched.secrets[1].decode(),
    )

    assert any(sentence in one for one in leaks(left.data, (), said, left.searched))
