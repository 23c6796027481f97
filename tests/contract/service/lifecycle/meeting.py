"""A session of the lifecycle tests: steps of the hall that a smooth rehearsal does not need."""

import io
import os
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from audit.verify.checks import Report
from audit.verify.expectations import Expectations
from audit.verify.record import verify_record
from ballot import events as e
from ballot.events.base import KeyApproval, Role
from ballot.results import ChannelTally
from ballot.rules import Rules
from ballot.sealed import Mark
from ballot.signing import statement
from service.client import voter
from service.client.api import Api, ApiProblem
from service.client.deck import public_lists
from service.commands.receipts import Receipt
from service.rehearsal import rounds
from service.rehearsal import session as s
from service.rehearsal.company import Company, Signer
from service.rehearsal.plan import Split
from service.rehearsal.run import candidates_csv
from service.rehearsal.session import Hall, Plan
from tests.support.hall import Town

Row = tuple[Mark, ...]
DESK_SIGNERS: tuple[Signer, ...] = (("scrutineer", 1), ("chief_scrutineer", 1))
"""Who sign what a bundle or a sample needs."""
PAPER_FREEZERS: tuple[Signer, ...] = (
    ("scrutineer", 1),
    ("scrutineer", 2),
    ("chief_scrutineer", 1),
)


@dataclass(slots=True, kw_only=True)
class Meeting:
    """A session and what its rounds are about."""

    town: Town
    hall: Hall
    numbers: tuple[int, ...]
    seats: int

    @property
    def path(self) -> str:
        return self.hall.path

    def round(self, number: int = 1) -> str:
        return self.hall.round(number)

    def api(self, role: Role, number: int = 1) -> Api:
        return self.hall.company.api(role, number)

    @property
    def chief(self) -> Api:
        return self.api("chief_scrutineer")

    @property
    def clerk(self) -> Api:
        return self.api("clerk")

    async def act(
        self, name: str, signers: Iterable[Signer] = s.CHIEF_AND_PRESIDER, number: int = 1, **m: Any
    ) -> None:
        await self.hall.company.act(number, name, signers, **m)

    async def decides(
        self, number: int, matter: str, *projects: int, text: str = "主席团决定。"
    ) -> None:
        """Let the presider sign what 主席团 decided after a round."""
        said = {"matter": matter, "projects": projects, "text": text}
        await self.act("presidium_decided", [("presider", 1)], number=number, **said)

    async def act_on_paper(
        self, name: str, signers: Iterable[Signer], number: int = 1, **more: Any
    ) -> None:
        """Let the clerk propose an act; each of ``signers`` enters the page signed by hand."""
        pending = await self.clerk.post(f"{self.round(number)}/acts", {"act": name, **more})
        for role, holder in signers:
            page = await self.page(f"{name} {number} {role} {holder}")
            await self.hall.company.api(role, holder).post(
                f"{self.path}/acts/{pending['id']}/approvals",
                {"role": role, "holder": holder, "page": page},
            )

    async def sign_by_hand(self, name: str, signers: Iterable[Signer], scan: bytes) -> None:
        """Let the clerk propose an act; ``signers`` enter one page that all of them signed."""
        pending = await self.clerk.post(f"{self.round()}/acts", {"act": name})
        answer = await self.clerk.upload(f"{self.path}/pages", "签字页.pdf", scan)
        for role, holder in signers:
            await self.api(role, holder).post(
                f"{self.path}/acts/{pending['id']}/approvals",
                {"role": role, "holder": holder, "page": answer["page"]},
            )

    async def page(self, words: str) -> str:
        """Upload the scan of a page signed by hand and return its hash."""
        scan = f"scan of {words} in {self.hall.company.election}".encode()
        answer = await self.clerk.upload(f"{self.path}/pages", "签字页.pdf", scan)
        return str(answer["page"])

    async def shown(self, number: int = 1) -> dict[str, Any]:
        """The round as the service shows it."""
        found: dict[str, Any] = (await self.clerk.get(self.path))["rounds"][number - 1]
        return found

    async def vote(self, card: int, row: Row, number: int = 1) -> Receipt:
        """Let the holder of a card of the deck vote."""
        booth = await voter.enter(self.hall.public, self.hall.company.election, number)
        marks = dict(zip(booth.definition.numbers, row, strict=True))
        ballot = voter.fill(booth, self.hall.deck[card], marks, os.urandom)
        return await voter.cast(self.hall.public, booth, ballot)

    def credentials(self, card: int, number: int = 1) -> list[list[str]]:
        """The public credentials of a card from round ``number`` on."""
        election, group = self.hall.company.election, self.hall.plan.group
        return public_lists([self.hall.deck[card]], election, group)[number - 1 :]

    async def void(self, card: int, number: int = 1) -> None:
        lists = {"credentials": self.credentials(card, number)}
        await self.chief.post(f"{self.round(number)}/cards/voided", lists)

    async def exchange(self, source: str, target: str, number: int = 1) -> None:
        body = {"from_channel": source, "to_channel": target}
        await self.chief.post(f"{self.round(number)}/replaced", body)

    async def status(self, card: int, number: int = 1) -> dict[str, Any]:
        """What a card scanned again is told."""
        booth = await voter.enter(self.hall.public, self.hall.company.election, number)
        told: dict[str, Any] = await voter.status(self.hall.public, booth, self.hall.deck[card])
        return told

    async def cancel(self, cards: Sequence[int], number: int = 1) -> None:
        """Scan and destroy cards of the deck; they are in it no more."""
        seeds = [self.hall.deck[card] for card in cards]
        await s.cancel_cards(self.hall, number, seeds)
        self.hall.deck = [seed for seed in self.hall.deck if seed not in seeds]

    async def enter(
        self, teller: int, tally: ChannelTally, number: int = 1, entry: int = 1
    ) -> dict[str, Any]:
        """Enter a teller's own figures."""
        unsigned = e.HandCountEntered(
            round=number,
            teller=teller,
            entry=entry,
            tally=tally,
            approval=KeyApproval(role="teller", holder=teller, signature="0" * 128),
        )
        person = self.hall.company.of("teller", teller)
        signature = person.key.sign(statement(self.hall.company.election, unsigned))
        body = {"entry": entry, "tally": msgspec.to_builtins(tally), "signature": signature}
        answer: dict[str, Any] = await person.api.post(f"{self.round(number)}/hand-counts", body)
        return answer

    async def enter_on_paper(self, teller: int, tally: ChannelTally, number: int = 1) -> None:
        """Enter a teller's figures with the scan of the form that the teller signed."""
        page = await self.page(f"tally {number} {teller}")
        body = {"tally": msgspec.to_builtins(tally), "page": page}
        await self.api("teller", teller).post(f"{self.round(number)}/hand-counts", body)

    async def open_with(self, *holders: int, number: int = 1) -> None:
        """Let the chief authorise the opening and some of the key holders open the sum."""
        await self.act("opening_authorised", [("chief_scrutineer", 1)], number=number)
        await self.chief.post(f"{self.round(number)}/encrypted-tally")
        for holder in holders:
            await self.hall.trustees[holder - 1].open(number)

    async def verified(self) -> Report:
        """Verify the public record, with the evidence, in full."""
        record = io.BytesIO(await self.hall.public.get_bytes(f"{self.path}/record.zip"))
        evidence = io.BytesIO(await self.chief.get_bytes(f"{self.path}/evidence.zip"))
        report = verify_record(record, expectations=Expectations(evidence=evidence))
        assert {one.id: one.faults for one in report.results if one.faults} == {}
        assert {one.id: one.reason for one in report.results if one.status == "blocked"} == {}
        return report


async def meet(  # noqa: PLR0913  (what sessions differ in, by name)
    town: Town,
    *,
    numbers: tuple[int, ...] = (1, 2, 3, 4),
    seats: int = 2,
    voters: int = 12,
    channels: tuple[Any, ...] = ("paper", "tablet"),
    binding: bool = False,
    rules: Rules | None = None,
    listed: bytes | None = None,
) -> Meeting:
    """Begin a session with a frozen list and, where there are tablets, a 2-of-3 key.

    ``listed`` is the list of candidates as CSV where more than their numbers matters.
    """
    plan = Plan(
        title="生命周期票决",
        session="演练会议",
        body="演练人民代表大会",
        rules=rules or Rules(seats=seats, roster_total=voters, channels=channels),
        group="Ed25519",
        roster=voters,
        trustees=3,
        threshold=2,
    )
    company = Company(admin=town.admin, people=dict(town.people))
    hall = Hall(
        plan=plan, company=company, public=town.nobody, pool=town.pool, progress=lambda *_: None
    )
    meeting = Meeting(town=town, hall=hall, numbers=numbers, seats=seats)
    await (_found_binding(meeting) if binding else s.found(hall))
    await s.list_candidates(hall, "候选项目.csv", listed or candidates_csv(numbers))
    if "tablet" in plan.rules.channels:
        await s.make_keys(hall)
    return meeting


async def _found_binding(meeting: Meeting) -> None:
    """As a rehearsal is founded, but in earnest."""
    plan, company = meeting.hall.plan, meeting.hall.company
    made = await meeting.clerk.post(
        "/api/elections",
        {
            "title": plan.title,
            "session": plan.session,
            "body": plan.body,
            "rules": msgspec.to_builtins(plan.rules),
            "group": plan.group,
            "rehearsal": False,
        },
    )
    company.election = made["id"]
    seats = [
        {"role": role, "number": number, "account": person.name}
        for (role, number), person in company.people.items()
    ]
    await meeting.clerk.post(f"{meeting.path}/officers", {"officers": seats})


async def to_outcome(
    hall: Hall, number: int, numbers: Sequence[int], seats: int, voters: Split
) -> Any:
    """Play a round as far as its outcome; what people decide then comes before they sign it."""
    await rounds.prepare(hall, number, voters)
    await rounds.vote(hall, number, numbers, voters)
    return await rounds.count(hall, number, numbers, seats, voters)


def halves(rows: Sequence[Row]) -> Split:
    """The first half votes on paper, the second on tablets."""
    middle = len(rows) // 2
    return Split(paper=tuple(rows[:middle]), tablet=tuple(rows[middle:]))


def on_paper(rows: Sequence[Row]) -> Split:
    """Everybody votes on paper; such a round takes a tenth of the time."""
    return Split(paper=tuple(rows), tablet=())


def row(numbers: Sequence[int], *approved: int) -> Row:
    """A ballot that approves ``approved`` and opposes the rest."""
    return tuple("approve" if one in approved else "oppose" for one in numbers)


@asynccontextmanager
async def refused(code: str, *, words: str = "") -> AsyncIterator[None]:
    """Expect the service to refuse under ``code``, with a sentence that says why."""
    with pytest.raises(ApiProblem) as caught:
        yield
    assert caught.value.code == code
    assert words in caught.value.sentence
