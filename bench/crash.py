"""kill -9 of every process at random moments: what was acknowledged is there, once.

    python bench/crash.py [--kills N] [--store sqlite|postgres|both] [--seed S] [--json]

A season is one election. In each of its lives processes start, recover, cast 32 ballots at a time
and are killed: the ledger's processes and, with PostgreSQL, the server and all its children. The
moment lies before, in or after the start-up. The last lives of a season close the round meanwhile.
Then every acknowledged ballot must be in the closed log exactly once, none that was refused, none
that nobody cast, and the tree and the fold must verify. Exit 1 if anything is missing.
"""

import argparse
import asyncio
import json
import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from _crash_worker import ballot, diary  # noqa: E402 - found through the line above

from audit.merkle import Tree, leaf_hash  # noqa: E402
from ballot.canonical import digest  # noqa: E402
from ballot.events import BallotCast, Closed, decode, encode  # noqa: E402
from ballot.fold import fold  # noqa: E402
from service.ledger import Ledger  # noqa: E402
from tests.support import postgres  # noqa: E402
from tests.support.polling import CHIEF_AND_PRESIDER, Polling  # noqa: E402
from tests.support.story import AT  # noqa: E402

LIVES = 12
"""Kills in a season before the round is closed."""

DELAYS = {"": 0.5, "up": 0.06, "open": 0.4}
"""The last stage awaited before a kill, and how many seconds at most pass after it."""

PATIENCE = 60
"""Seconds after which a stage that does not come is a fault."""


@dataclass(slots=True)
class Figures:
    """What a campaign found."""

    store: str
    kills: int = 0
    moments: dict[str, int] = field(default_factory=dict)
    seasons: int = 0
    acknowledged: int = 0
    kept_without_answer: int = 0
    faults: list[str] = field(default_factory=list)
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a store lives: its address and, for PostgreSQL, its server."""

    url: str
    cluster: postgres.Cluster | None
    workers: int


@contextmanager
def place(store: str) -> Iterator[Place]:
    """Make an empty store."""
    if store == "sqlite":
        with tempfile.TemporaryDirectory(prefix="piaojue-crash-") as directory:
            yield Place(f"sqlite:///{directory}/ledger.db", None, 1)
        return
    with postgres.running() as cluster:
        url = cluster.new_database()
        cluster.stop()
        try:
            yield Place(url, cluster, 2)
        finally:
            cluster.start()  # for ``running`` to stop


class Life:
    """All processes of one life, from their start to their kill."""

    def __init__(self, where: Place, election: str, path: Path, closed: str) -> None:
        """Start the server, if there is one, and the workers."""
        number = len(list(path.glob("*.txt")))
        self._server = where.cluster.spawn() if where.cluster else None
        self._heard, told = os.pipe()
        self._workers = []
        for worker in range(number, number + where.workers):
            arguments = [where.url, election, path / f"{worker}.txt", worker * 1_000_000, closed]
            (path / f"{worker}.txt").touch()
            self._workers.append(
                subprocess.Popen(
                    [sys.executable, ROOT / "bench" / "_crash_worker.py", *map(str, arguments)],
                    stdout=told,
                    cwd=ROOT,
                    start_new_session=True,
                )
            )
        os.close(told)
        self.faults: list[str] = []
        self._words: list[str] = []

    def await_stage(self, stage: str) -> bool:
        """Wait until a worker says ``stage``; return whether one did."""
        deadline = time.monotonic() + PATIENCE
        while stage not in self._words:
            if time.monotonic() > deadline or not self._listen(1.0):
                self.faults.append(f"no process reached the stage {stage!r}")
                return False
        return True

    def kill(self) -> bool:
        """Kill everything and return whether a worker had said that the round is closed."""
        for worker in self._workers:
            os.killpg(worker.pid, signal.SIGKILL)
        if self._server is not None:
            kill_server(self._server)
        for worker in self._workers:
            worker.wait()
        while self._listen(0):
            pass
        os.close(self._heard)
        self.faults += [word for word in self._words if word.startswith("FAULT")]
        return "closed" in self._words

    def _listen(self, seconds: float) -> bool:
        """Take in what the workers said; return whether there may be more."""
        if not select.select([self._heard], [], [], seconds)[0]:
            return seconds > 0
        said = os.read(self._heard, 65_536).decode()
        self._words += said.splitlines()
        return bool(said)


def kill_server(server: subprocess.Popen[bytes]) -> None:
    """Kill a postmaster and all its children; stopped first, so that it has no new ones."""
    os.kill(server.pid, signal.SIGSTOP)
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
    family = [server.pid, *map(int, children.read_text().split())]
    for pid in family:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    server.wait()
    while any(alive(pid) for pid in family):
        time.sleep(0.002)


def alive(pid: int) -> bool:
    """Tell whether a process still runs; one that nobody has reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def live_and_die(where: Place, polling: Polling, path: Path, closed: str, figures: Figures) -> bool:
    """Live one life; return whether it closed the round."""
    stage = random.choice(["", "up", "open", "open", *(["closed"] if closed != "-" else [])])  # noqa: S311
    life = Life(where, polling.id, path, closed)
    if not stage or life.await_stage(stage):
        time.sleep(random.uniform(0, DELAYS.get(stage, 0.05)))  # noqa: S311
    done = life.kill()
    figures.kills += 1
    moment = f"after {stage or 'spawn'}{' (closing)' if closed != '-' else ''}"
    figures.moments[moment] = figures.moments.get(moment, 0) + 1
    figures.faults += life.faults
    return done


@contextmanager
def serving(where: Place) -> Iterator[None]:
    """Run the server, if there is one, for the examiner."""
    if where.cluster is None:
        yield
        return
    where.cluster.start()
    try:
        yield
    finally:
        where.cluster.stop()


def season(where: Place, figures: Figures, kills: int) -> None:
    """Play one election, with about ``kills`` kills before its close."""
    polling = Polling().until_open()
    closed = polling.signed(Closed(round=1, at=AT, approvals=()), CHIEF_AND_PRESIDER)
    with tempfile.TemporaryDirectory(prefix="piaojue-diary-") as directory:
        path = Path(directory)
        with serving(where):
            asyncio.run(create(where.url, polling))
        for _ in range(kills):
            live_and_die(where, polling, path, "-", figures)
        with serving(where):
            asyncio.run(examine_urn(where.url, polling, path, figures))
        while not live_and_die(where, polling, path, encode(closed).hex(), figures):
            if figures.faults:
                return
        with serving(where):
            asyncio.run(examine_log(where.url, polling, path, figures))
    figures.seasons += 1


async def create(url: str, polling: Polling) -> None:
    """Begin the season's election."""
    ledger = await Ledger.open(url)
    await ledger.create(polling.id, polling.events)
    await ledger.close()


async def examine_urn(url: str, polling: Polling, path: Path, figures: Figures) -> None:
    """Find every acknowledged ballot in the urn, by its card."""
    ledger = await Ledger.open(url)
    for number in sorted(diary(path)["t"]):
        one = ballot(number)
        card = await ledger.card(polling.id, 1, one.credential)
        if (card.state, card.ballot) != ("spent", digest(one.ballot)):
            figures.faults.append(f"ballot {number} was acknowledged and is not in the urn")
    await ledger.close()


async def examine_log(url: str, polling: Polling, path: Path, figures: Figures) -> None:
    """Compare the closed log with the diaries, and check the tree, the fold and the objects."""
    ledger = await Ledger.open(url)
    head = await ledger.head(polling.id)
    leaves = await ledger.leaves(polling.id, 0, head.size)
    events = [decode(leaf) for leaf in leaves]
    logged = Counter(event.ballot for event in events if isinstance(event, BallotCast))
    lines = {
        letter: {digest(ballot(number).ballot) for number in numbers}
        for letter, numbers in diary(path).items()
    }
    wrongs = {
        "acknowledged and not in the log": lines["t"] - logged.keys(),
        "refused and in the log": lines["r"] & logged.keys(),
        "in the log and never cast": logged.keys() - lines["a"],
        "in the log twice": {one for one, times in logged.items() if times > 1},
        "in the log without its bytes": {
            one for one in logged if digest(await ledger.get_object(one)) != one
        },
    }
    figures.faults += [f"{len(ones)} ballots {wrong}" for wrong, ones in wrongs.items() if ones]
    if head.frontier.root != Tree.of(map(leaf_hash, leaves)).root() or fold(events) != head.state:
        figures.faults.append("the tree or the fold does not verify")
    figures.acknowledged += len(lines["t"])
    figures.kept_without_answer += len(logged.keys() - lines["t"])
    await ledger.close()


def campaign(store: str, kills: int) -> Figures:
    """Kill at least ``kills`` times."""
    figures, start = Figures(store), time.monotonic()
    with place(store) as where:
        while figures.kills < kills and not figures.faults:
            season(where, figures, min(LIVES, kills - figures.kills))
            print(f"{store}: {figures.kills} kills", file=sys.stderr)
    figures.seconds = round(time.monotonic() - start)
    return figures


def main() -> int:
    """Run the campaigns; return 0 if nothing was lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=300, help="at least so many for each store")
    parser.add_argument("--store", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument(
        "--seed", type=int, help="of the moments; the default is different each time"
    )
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    random.seed(options.seed)
    stores = ["sqlite", "postgres"] if options.store == "both" else [options.store]
    results = [campaign(store, options.kills) for store in stores]
    if options.json:
        print(json.dumps([asdict(one) for one in results]))
    for one in [] if options.json else results:
        print(
            f"{one.store}: {one.kills} kills in {one.seasons} seasons, {one.seconds} s; "
            f"{one.acknowledged} ballots acknowledged, {len(one.faults)} faults"
        )
        for moment, count in sorted(one.moments.items()):
            print(f"  {count:4} {moment}")
        for fault in one.faults:
            print(f"  {fault}")
    return 1 if any(one.faults for one in results) else 0


if __name__ == "__main__":
    sys.exit(main())
