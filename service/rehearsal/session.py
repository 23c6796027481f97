"""The steps of a session, in the order of the hall."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec

from ballot import events as e
from ballot.canonical import canonical
from ballot.events.base import KeyApproval
from ballot.events.listing import GroupName
from ballot.results import ChannelTally
from ballot.rules import Rules
from ballot.sealed import SealedBallot
from ballot.signing import statement
from service.client import voter
from service.client.api import Api
from service.client.deck import new_deck, public_lists, register
from service.client.trustee import Trustee, in_memory
from service.rehearsal.ballots import Row
from service.rehearsal.company import Company, Signer

Progress = Callable[[str, int, int], None]
"""Told the name of a step, how much of it is done, and how much there is."""

CHIEF_AND_PRESIDER: tuple[Signer, ...] = (("chief_scrutineer", 1), ("presider", 1))
COUNT_PAPERS = ("issue_return", "count_report", "sealing_list")
"""What is signed once the count is done."""

ABREAST = 16
"""Ballots on their way at once, about as many as tablets in a hall."""
RESERVE = 5
"""Tokens printed beyond those handed out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is fixed before the session: the body, its rules, who holds the keys."""

    title: str
    session: str
    body: str
    rules: Rules
    group: GroupName
    roster: int
    trustees: int
    threshold: int


@dataclass(slots=True, kw_only=True)
class Hall:
    """The running session: the people, the deck of cards, the key holders' devices."""

    plan: Plan
    company: Company
    public: Api
    pool: Executor
    progress: Progress
    deck: list[bytes] = field(default_factory=list)
    trustees: list[Trustee] = field(default_factory=list)
    machine: bool = False
    """Whether a machine reads the paper; else two tellers count it by hand."""
    sheets: dict[int, bytes] = field(default_factory=dict)
    """The printed sheets of each round, as long as a machine reads them: practice may keep them."""
    bundles: dict[tuple[int, int], int] = field(default_factory=dict)
    """The place of a bundle's first sheet among those marked, by round and bundle."""
    receipts: list[Any] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Where the election lives."""
        return self.company.path

    def round(self, number: int) -> str:
        """Where a round lives."""
        return f"{self.path}/rounds/{number}"


async def found(hall: Hall) -> None:
    """Create the election and appoint the officers."""
    plan, company = hall.plan, hall.company
    clerk = company.api("clerk")
    made = await clerk.post(
        "/api/elections",
        {
            "title": plan.title,
            "session": plan.session,
            "body": plan.body,
            "rules": msgspec.to_builtins(plan.rules),
            "group": plan.group,
            "rehearsal": True,
        },
    )
    company.election = made["id"]
    seats = [
        {"role": role, "number": number, "account": person.name}
        for (role, number), person in company.people.items()
    ]
    await clerk.post(f"{hall.path}/officers", {"officers": seats})
    hall.progress("建立票决，任命监票人、计票人", 1, 1)


async def list_candidates(hall: Hall, name: str, data: bytes) -> None:
    """Import the candidates and freeze the list with two signatures."""
    await hall.company.api("clerk").upload(f"{hall.path}/candidates", name, data)
    await hall.company.act(1, "list_frozen", [("clerk", 1), ("presider", 1)])
    hall.progress("导入候选项目，确定清单", 1, 1)


async def make_keys(hall: Hall) -> None:
    """Let the scrutineers make the election key, reading the codes aloud."""
    plan, company = hall.plan, hall.company
    await company.api("clerk").post(
        f"{hall.path}/ceremony", {"trustees": plan.trustees, "threshold": plan.threshold}
    )
    hall.trustees = [_trustee(company, index) for index in range(1, plan.trustees + 1)]
    await _each(hall.trustees, lambda one: one.certify())
    if plan.trustees > 1:
        for one in hall.trustees:
            await one.commit(await one.code())
        await _each(hall.trustees, lambda one: one.contribute())
        await _each(hall.trustees, lambda one: one.finish())
    await _each(hall.trustees, lambda one: one.prove())
    hall.progress("生成选举密钥，核对码一致", 1, 1)


def _trustee(company: Company, index: int) -> Trustee:
    person = company.of("scrutineer", index)
    return Trustee(person.api, company.election, index, person.key.sign, os.urandom, in_memory())


async def _each(trustees: Iterable[Trustee], step: Callable[[Trustee], Awaitable[Any]]) -> None:
    for one in trustees:
        await step(one)


async def print_cards(hall: Hall, count: int) -> None:
    """Make and shuffle a deck; only sorted public credentials go to the service."""
    hall.deck = new_deck(count, os.urandom)
    election, group = hall.company.election, hall.plan.group
    lists = await asyncio.get_running_loop().run_in_executor(
        hall.pool, public_lists, hall.deck, election, group
    )
    await register(hall.company.api("scrutineer"), election, lists)
    hall.progress("印制投票卡", count, count)


async def print_sheets(hall: Hall, number: int, count: int) -> None:
    """Book ``count`` sheets that a printer's shop printed: without codes, for people to count."""
    await hall.company.api("clerk").post(f"{hall.round(number)}/sheets", {"count": count})


async def hand_out(
    hall: Hall, number: int, present: int, paper: int, tablet: int, *, reserve: int = RESERVE
) -> None:
    """Print sheets with a reserve, declare attendance, book what is handed out."""
    if paper:
        await print_sheets(hall, number, paper + reserve)
    await issue(hall, number, present, paper, tablet)


async def issue(hall: Hall, number: int, present: int, paper: int, tablet: int) -> None:
    """Declare attendance, book how many persons hold a sheet or a card."""
    clerk, chief = hall.company.api("clerk"), hall.company.api("chief_scrutineer")
    attendance = {"roster_total": hall.plan.roster, "present": present}
    await clerk.post(f"{hall.round(number)}/attendance", attendance)
    for channel, count in (("paper", paper), ("tablet", tablet)):
        if count:
            body = {"channel": channel, "count": count}
            await chief.post(f"{hall.round(number)}/issued", body)
    hall.progress("清点到会人数，发票", paper + tablet, paper + tablet)


async def cancel_cards(hall: Hall, number: int, seeds: Sequence[bytes]) -> None:
    """Scan and destroy cards in public: they die for this round and all later ones."""
    if not seeds:
        return
    lists = public_lists(seeds, hall.company.election, hall.plan.group)[number - 1 :]
    chief = hall.company.api("chief_scrutineer")
    await chief.post(f"{hall.round(number)}/cards/cancelled", {"credentials": lists})


async def cast_all(
    hall: Hall, number: int, rows: Sequence[dict[int, Any]], deck: Sequence[bytes] | None = None
) -> None:
    """Let every holder of a card of ``deck`` (default: all) vote on a tablet, many at a time."""
    booth = await voter.enter(hall.public, hall.company.election, number)
    gate, done = asyncio.Semaphore(ABREAST), 0

    async def one(seed: bytes, marks: dict[int, Any]) -> None:
        nonlocal done
        async with gate:
            ballot = await sealed(hall, booth, seed, marks)
            hall.receipts.append(await voter.cast(hall.public, booth, ballot))
        done += 1
        hall.progress("平板投票", done, len(rows))

    pairs = zip(hall.deck if deck is None else deck, rows, strict=False)
    async with asyncio.TaskGroup() as group:
        for seed, marks in pairs:
            group.create_task(one(seed, marks))


async def sealed(
    hall: Hall, booth: voter.BoothView, seed: bytes, marks: dict[int, Any]
) -> SealedBallot:
    """Return what a tablet makes of a voter's marks, sealed off the event loop."""
    job = partial(_sealed, canonical(booth.definition), booth.sealed.raw, seed, marks)
    return await asyncio.get_running_loop().run_in_executor(hall.pool, job)


def _sealed(definition: bytes, election: bytes, seed: bytes, marks: dict[int, Any]) -> SealedBallot:
    booth = voter.booth_of(definition, election)
    graded = booth.definition.rules.ballot_mode == "graded"
    return (voter.rate if graded else voter.fill)(booth, seed, marks, os.urandom)


async def count_by_hand(hall: Hall, number: int, tally: ChannelTally) -> None:
    """Let two tellers enter the paper's totals, each with an own signature."""
    await count_box(hall, number, tally)
    for teller in (1, 2):
        await enter_count(hall, number, teller, tally)
    hall.progress("人工计票，两名计票人一致", tally.returned, tally.returned)


async def count_box(hall: Hall, number: int, tally: ChannelTally) -> None:
    """Book the sheets in the box: those of ``tally``, foreign ones included."""
    chief = hall.company.api("chief_scrutineer")
    await chief.post(f"{hall.round(number)}/box", {"count": tally.returned + tally.foreign})


async def enter_count(
    hall: Hall, number: int, teller: int, tally: ChannelTally, entry: int = 1
) -> Any:
    """Let a teller enter and sign the own figures; return whether they agree with the other's.

    ``entry`` is 2 for the first recount, and so on.
    """
    person = hall.company.of("teller", teller)
    unsigned = e.HandCountEntered(
        round=number,
        teller=teller,
        entry=entry,
        tally=tally,
        approval=KeyApproval(role="teller", holder=teller, signature="0" * 128),
    )
    signature = person.key.sign(statement(hall.company.election, unsigned))
    body = {"entry": entry, "tally": msgspec.to_builtins(tally), "signature": signature}
    return await person.api.post(f"{hall.round(number)}/hand-counts", body)


async def open_sum(hall: Hall, number: int, cards: int) -> None:
    """Authorise the opening; every key holder decrypts the product that it computed itself."""
    await authorise(hall, number, cards)
    for at, trustee in enumerate(hall.trustees, 1):
        await trustee.open(number, hall.pool.map)
        hall.progress("监票人各自合计并解密", at, len(hall.trustees))


async def authorise(hall: Hall, number: int, cards: int) -> None:
    """Count the card box, let the chief authorise the opening, and make the product."""
    chief = hall.company.api("chief_scrutineer")
    await chief.post(f"{hall.round(number)}/cards-in-box", {"count": cards})
    await hall.company.act(number, "opening_authorised", [("chief_scrutineer", 1)])
    await chief.post(f"{hall.round(number)}/encrypted-tally")


async def decide(hall: Hall, number: int, papers: Sequence[str] = COUNT_PAPERS) -> Any:
    """Draw the outcome and issue the papers of the count."""
    clerk = hall.company.api("clerk")
    await clerk.post(f"{hall.round(number)}/papers/attendance")
    outcome = await hall.company.api("chief_scrutineer").post(f"{hall.round(number)}/outcome")
    for kind in papers:
        await clerk.post(f"{hall.round(number)}/papers/{kind}")
    hall.progress("计票，出具报告单", 1, 1)
    return outcome


async def certify(hall: Hall, number: int, *, final: bool) -> None:
    """Let the scrutineers sign; the presider announces where there is something to announce."""
    await sign_result(hall, number)
    await announce(hall, number, final=final)
    hall.progress("签字确认，宣布结果", 1, 1)


async def sign_result(hall: Hall, number: int) -> None:
    """Let the chief and all scrutineers sign for the outcome."""
    scrutineers = sum(1 for role, _ in hall.company.people if role == "scrutineer")
    signers: list[Signer] = [("chief_scrutineer", 1)]
    signers += [("scrutineer", at) for at in range(1, scrutineers + 1)]
    await hall.company.act(number, "certified", signers)


async def announce(hall: Hall, number: int, *, final: bool) -> None:
    """Issue the 公告, if there is something for it to say, and let the presider announce."""
    if final:
        await hall.company.api("clerk").post(f"{hall.round(number)}/papers/announcement")
    await hall.company.act(number, "announced", [("presider", 1)])


def rows_of(numbers: Sequence[int], rows: Sequence[Row]) -> list[dict[int, Any]]:
    """Return each ballot's marks by project number."""
    return [dict(zip(numbers, row, strict=True)) for row in rows]
