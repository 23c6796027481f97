"""A story whose paper is read by machine: bundles, rulings, a sample and the count, step by step.

Sheets are named by the digest of a word; what stands on them is no matter of the fold.
"""

from collections.abc import Iterable, Sequence

from ballot import events as e
from ballot.canonical import Digest, digest
from ballot.events.base import Role
from ballot.results import ChannelTally
from ballot.rules import Rules
from ballot.rules.values import AuditSample
from tests.support.story import AT, Key, Story, paper_tally

CHIEF: tuple[Role, int] = ("chief_scrutineer", 1)
ONE: tuple[tuple[Role, int], ...] = (("scrutineer", 1), CHIEF)
TWO: tuple[tuple[Role, int], ...] = (("scrutineer", 1), ("scrutineer", 2), CHIEF)
COMMITMENT, LAYOUT = digest(b"identities"), digest(b"layout")


def named(*words: str) -> tuple[Digest, ...]:
    """Return the digests of words, in ascending order."""
    return tuple(sorted(digest(word.encode()) for word in words))


def sheets(letter: str, count: int) -> tuple[Digest, ...]:
    """Return ``count`` digests of sheets."""
    return named(*(f"{letter}{number}" for number in range(count)))


def unsampled() -> Rules:
    """Return rules that ask for no sample."""
    none = AuditSample(ratio=(0, 1), all_up_to=0)
    return Rules(seats=2, roster_total=45, audit_sample=none)


class ScannedStory(Story):
    """Fifty sheets with codes; 39 lie in the box, in bundles of 20 and 19."""

    key = Key().public_key

    def print_sheets(self, count: int = 50) -> "Story":
        return self.tell(
            e.SheetsPrinted(
                round=1, count=count, commitment=COMMITMENT, key=self.key, at=AT, layout=LAYOUT
            )
        )

    def emptied(self, count: int = 39) -> "ScannedStory":
        self.until_open().close().tell(e.BoxCounted(round=1, count=count))
        return self

    def reads(
        self,
        batch: int,
        listed: Sequence[Digest],
        *,
        doubtful: Iterable[Digest] = (),
        foreign: int = 0,
        declared: int | None = None,
    ) -> "ScannedStory":
        self.tell(
            e.BatchRead(
                round=1,
                batch=batch,
                declared=len(listed) + foreign if declared is None else declared,
                sheets=tuple(listed),
                foreign=foreign,
                doubtful=tuple(sorted(doubtful)),
            )
        )
        return self

    def read(self, doubtful: int = 0) -> "ScannedStory":
        """Read both bundles; the first ``doubtful`` sheets of the first await people."""
        first = sheets("a", 20)
        return self.emptied().reads(1, first, doubtful=first[:doubtful]).reads(2, sheets("b", 19))

    def withdraws(self, batch: int, signers: Iterable[tuple[Role, int]] = ONE) -> "ScannedStory":
        act = e.BatchWithdrawn(round=1, batch=batch, reason="有票重叠。", at=AT, approvals=())
        self.tell(self.signed(act, signers))
        return self

    def rules_on(
        self,
        *ruled: Digest,
        again: str = "",
        signers: Iterable[tuple[Role, int]] = TWO,
        rulings: Sequence[Digest] = (),
    ) -> "ScannedStory":
        pairs = rulings or [digest(f"{again}{one}".encode()) for one in ruled]
        act = e.SheetsAdjudicated(
            round=1,
            rulings=tuple(
                e.RuledSheet(sheet=one, ruling=ruling)
                for one, ruling in zip(ruled, pairs, strict=True)
            ),
            approvals=(),
        )
        self.tell(self.signed(act, signers))
        return self

    def samples(
        self, count: int = 39, seed: str = "3 1 4", signers: Iterable[tuple[Role, int]] = ONE
    ) -> "ScannedStory":
        act = e.SampleDrawn(round=1, seed=seed, count=count, at=AT, approvals=())
        self.tell(self.signed(act, signers))
        return self

    def sums_up(self, tally: ChannelTally | None = None) -> "ScannedStory":
        self.tell(e.SheetsCounted(round=1, tally=tally or paper_tally()))
        return self

    def fails(self, readings: int = 0) -> "ScannedStory":
        act = e.FallbackDeclared(
            round=1,
            channel="paper",
            device="scanner",
            readings=readings,
            clause="设备发生故障的，改用人工计票。",
            at=AT,
            approvals=(),
        )
        self.tell(self.signed(act, [CHIEF]))
        return self
