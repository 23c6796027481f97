"""The process that the crash test kills: opens the ledger, casts without pause, notes each answer.

    python bench/_crash_worker.py URL ELECTION DIARY FIRST CLOSED

DIARY is the file of this process; the others' lie beside it. A line is ``a N`` before ballot N is
cast, then ``t N`` when it was acknowledged or ``r N`` when it was refused. Ballot N is a function
of N, so that anybody can make it again. CLOSED is the signed event of the close in hex, or "-".
The stages ``up``, ``open`` and ``closed`` are printed, and ``FAULT`` with a sentence.
"""

import asyncio
import hashlib
import logging
import os
import random
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ballot.canonical import digest
from ballot.errors import BallotError
from ballot.events import BallotCast, Event, decode
from ballot.state import Election
from service.ledger import Cast, Envelope, Ledger, StoreUnavailable, UrnBallot

CLERKS = 32
"""Ballots under way at once."""

CASTS_BEFORE_CLOSE = 100


def ballot(number: int) -> Envelope:
    """Return ballot ``number``, always the same."""
    seed = hashlib.sha256(b"%d" % number)
    return Envelope(
        credential=seed.hexdigest(),
        unsigned=digest(b"unsigned" + seed.digest()),
        ballot=seed.digest() * 40,
        proofs=seed.digest()[::-1] * 20,
    )


def diary(path: Path) -> dict[str, set[int]]:
    """Return the ballot numbers in the diaries beside ``path``, by the letter of their lines."""
    found: dict[str, set[int]] = {"a": set(), "t": set(), "r": set()}
    for file in path.glob("*.txt"):
        for line in file.read_text().splitlines():
            letter, number = line.split()
            found[letter].add(int(number))
    return found


class Worker:
    """One life of the process."""

    def __init__(self, ledger: Ledger, election: str, path: Path, first: int) -> None:
        """Cast ballots from number ``first`` on and note them in ``path``."""
        self._ledger = ledger
        self._election = election
        self._path = path
        self._next = first
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self._cast = 0
        self.enough = asyncio.Event()

    async def check(self) -> None:
        """Cast some acknowledged ballots again: each must be answered as the same."""
        told = sorted(diary(self._path.parent)["t"])
        for number in random.sample(told, min(20, len(told))):
            answer = await self._ledger.cast(self._election, 1, ballot(number))
            if answer is not Cast.SAME:
                say(f"FAULT ballot {number} was acknowledged and is {answer}")

    async def cast_for_ever(self) -> None:
        """Cast until the process is killed or the round is closed."""
        while True:
            number, self._next = self._next, self._next + 1
            self._note("a", number)
            try:
                await self._ledger.cast(self._election, 1, ballot(number))
            except StoreUnavailable:
                continue  # nothing is certain: neither told nor refused
            except BallotError:
                self._note("r", number)
                return
            self._note("t", number)
            self._cast += 1
            if self._cast >= CASTS_BEFORE_CLOSE:
                self.enough.set()

    async def close(self, closed: Event) -> None:
        """Close the round in the middle of the casting."""

        def decide(_now: Election, urn: Sequence[UrnBallot]) -> Sequence[Event]:
            return [closed, *map(logged, urn)]

        await self.enough.wait()
        with suppress(BallotError):  # another process or an earlier life has closed it
            await self._ledger.close_round(self._election, 1, decide)
        say("closed")

    def _note(self, letter: str, number: int) -> None:
        os.write(self._file, f"{letter} {number}\n".encode())


def logged(one: UrnBallot) -> Event:
    """Return the event that takes a ballot out of the urn."""
    return BallotCast(round=1, ballot=one.ballot, proofs=one.proofs, credential=one.credential)


def say(line: str) -> None:
    """Print one line at once, whole."""
    os.write(1, f"{line}\n".encode())


async def opened(url: str) -> Ledger:
    """Open the ledger as soon as the database answers."""
    while True:
        try:
            return await Ledger.open(url)
        except StoreUnavailable:
            await asyncio.sleep(0.02)


async def live(url: str, election: str, path: Path, first: int, closed: str) -> None:
    """Live until the kill."""
    say("up")
    ledger = await opened(url)
    say("open")
    worker = Worker(ledger, election, path, first)
    await worker.check()
    clerks = [worker.cast_for_ever() for _ in range(CLERKS)]
    if closed != "-":
        if (await ledger.head(election)).state.current.stage != "open":
            worker.enough.set()
        clerks.append(worker.close(decode(bytes.fromhex(closed))))
    await asyncio.gather(*clerks)
    await asyncio.Event().wait()


if __name__ == "__main__":
    # A server that is killed is missed by many; only what is wrong by itself is to be seen.
    logging.getLogger("service.ledger").setLevel(logging.ERROR)
    _, its_url, its_election, its_diary, its_first, its_closed = sys.argv
    asyncio.run(live(its_url, its_election, Path(its_diary), int(its_first), its_closed))
