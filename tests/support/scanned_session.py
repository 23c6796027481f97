"""A session on paper read by machine: three bundles, one read again, rulings, a sample, the count.

A `Scene` is what lies on the table; a bad record changes the scene, or the session made of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256

import msgspec

from ballot import events as e
from ballot.canonical import Digest, canonical, digest
from ballot.definition import Definition, freeze
from ballot.fold import fold
from ballot.identity import BATCH, committed
from ballot.reading import (
    Doubt,
    RowReading,
    Ruling,
    SheetReading,
    opening,
    salted,
)
from ballot.results import ChannelTally
from ballot.rules import Rules
from ballot.rules.values import AuditSample
from ballot.sheet import Format, layout_of
from counting.paper import ReadSheet, count
from counting.paper_form import form_of
from tests.support.hand_counted import certify, decide
from tests.support.read_sheets import as_read, reading, row, ruling, salt_of
from tests.support.session import AT, Session, hand_count

RULES = Rules(seats=2, roster_total=45, audit_sample=AuditSample(ratio=(1, 8), all_up_to=0))
PRINTED, ISSUED, SAMPLE = 36, 32, 4
SEED = "三号、一号、四号"
NUMBERS = (1, 2, 3)
DEFINITION = Session(rules=RULES).definition(NUMBERS, 2)
NAME = freeze(DEFINITION)[1]
FORM = form_of(DEFINITION)
FOREIGN = 1


def identity(number: int) -> str:
    """Return the identity of a printed sheet."""
    return sha256(f"sheet {number}".encode()).hexdigest()[:32]


def rows(marks: str) -> list[RowReading]:
    """Return rows of style B: "+", "-", "0" for no mark, "?" for two."""
    choices = {"+": ("approve",), "-": ("oppose",), "0": (), "?": ("approve", "oppose")}
    return [row(n, RULES, *choices[one]) for n, one in zip(NUMBERS, marks, strict=True)]


def read(number: int, marks: str, *doubts: Doubt, known: str | None = "code") -> SheetReading:
    """Return the reading of sheet ``number``; every sheet has an image of its own."""
    one = reading(
        rows(marks),
        FORM,
        identity=identity(number) if known else None,
        doubts=doubts,
        definition=NAME,
        image=digest(image(number)),
    )
    return msgspec.structs.replace(one, known_by=known)


def image(number: int) -> bytes:
    return f"grey image of sheet {number}".encode()


OVERVOTE, TWO_MARKS = read(1, "+++"), read(2, "+?-")
UNREADABLE = read(3, "+-0", "identity_unreadable", known=None)
STRANGER = read(4, "++0", "identity_unreadable", known=None)
SMALL = read(5, "-+0", known="small_code")
CLEAR = tuple(read(n, ("++-", "+-+", "+00", "-+0", "++0")[n % 5]) for n in range(6, ISSUED + 1))
FIRST, SECOND = (OVERVOTE, TWO_MARKS, SMALL, *CLEAR[:12]), (UNREADABLE, STRANGER, *CLEAR[12:])


@dataclass
class Scene:
    """The readings of the bundles, the rulings in pages, and the totals that are written down."""

    bundles: list[list[SheetReading]] = field(
        default_factory=lambda: [list(FIRST), list(FIRST), list(SECOND)]
    )
    withdrawn: tuple[int, ...] = (1,)
    rulings: list[Ruling] = field(
        default_factory=lambda: [
            ruling(OVERVOTE, as_read(OVERVOTE), "overvote"),
            ruling(TWO_MARKS, [(1, "approve"), (2, "approve"), (3, "oppose")]),
            ruling(UNREADABLE, as_read(UNREADABLE)),
            ruling(STRANGER, as_read(STRANGER), "not_genuine"),
        ]
    )
    identities: int = PRINTED
    definition: Definition = DEFINITION
    change: Callable[[SheetReading], SheetReading] = lambda one: one
    """What every reading becomes before it is booked."""
    tally: Callable[[ChannelTally], ChannelTally] = lambda tally: tally
    names: Callable[[int, SheetReading], bytes] = lambda batch, one: sha256(
        f"{batch}".encode() + salt_of(one)
    ).digest()
    """The salt of a reading: another each time that a sheet is read."""
    doubtful: Callable[[SheetReading], bool] = lambda one: bool(one.doubts)

    def session(self) -> Session:
        """Return the whole session, announced."""
        session = Session(rules=self.definition.rules)
        session.begin()
        session.freeze(self.definition)
        self._print(session)
        session.tell(
            e.AttendanceDeclared(round=1, roster_total=45, present=40, at=AT),
            e.Issued(round=1, channel="paper", count=ISSUED, at=AT),
            e.LeftoverDestroyed(round=1, left_over=PRINTED - ISSUED - 1, archived=1, at=AT),
            e.Opened(round=1, at=AT, approvals=()),
            e.Closed(round=1, at=AT, approvals=()),
            e.BoxCounted(round=1, count=len(FIRST) + len(SECOND) + FOREIGN),
        )
        names = self._read(session)
        self._rule(session, names)
        session.tell(e.SheetsCounted(round=1, tally=self.tally(good_tally())))
        self._sample(session, names)
        session.tell(
            e.SheetsCounted(round=1, tally=self.tally(good_tally())),
            e.PaperFrozen(round=1, at=AT, approvals=()),
        )
        decide(session, 1)
        certify(session, 1)
        return session

    def _print(self, session: Session) -> None:
        identities = [bytes.fromhex(identity(n)) for n in range(1, self.identities + 1)]
        unique = self.definition.rules.identity == "unique"
        session.tell(
            e.SheetsPrinted(
                round=1,
                count=PRINTED,
                commitment=session.put(committed(identities)) if unique else None,
                key=session.public("sheets"),
                at=AT,
                layout=session.put(canonical(layout_of(self.definition, Format()))),
            ),
            e.PrintsDestroyed(round=1, count=PRINTED, at=AT),
        )

    def _read(self, session: Session) -> dict[Digest, SheetReading]:
        """Book the bundles; return the sheets that stand by their digests."""
        standing: dict[Digest, SheetReading] = {}
        for batch, listed in enumerate(self.bundles, start=1):
            named = {self._put(session, batch, one): one for one in listed}
            foreign = FOREIGN if batch == len(self.bundles) else 0
            session.tell(
                e.BatchRead(
                    round=1,
                    batch=batch,
                    declared=len(listed) + foreign,
                    sheets=tuple(sorted(named)),
                    foreign=foreign,
                    doubtful=tuple(sorted(n for n, one in named.items() if self.doubtful(one))),
                )
            )
            if batch in self.withdrawn:
                session.tell(
                    e.BatchWithdrawn(
                        round=1, batch=batch, reason="扫描时有票重叠。", at=AT, approvals=()
                    )
                )
            else:
                standing |= named
        return standing

    def _put(self, session: Session, batch: int, one: SheetReading) -> Digest:
        for number in range(1, PRINTED + 1):
            session.put(image(number))
        salt, read_ = self.names(batch, one), self.change(one)
        session.put(opening(salt, read_))
        return salted(salt, read_)

    def _rule(self, session: Session, names: dict[Digest, SheetReading]) -> None:
        """Book all rulings on one page, each about the sheet that now stands."""
        pairs = []
        for one in self.rulings:
            sheet = next(name for name, read_ in names.items() if _salted(read_) == one.sheet)
            pairs.append((sheet, msgspec.structs.replace(one, sheet=sheet)))
        self._adjudicate(session, pairs)

    def _adjudicate(self, session: Session, pairs: Sequence[tuple[Digest, Ruling]]) -> None:
        ruled = []
        for sheet, one in sorted(pairs, key=lambda pair: pair[0]):
            session.put(opening(salt_of(one), one))
            ruled.append(e.RuledSheet(sheet=sheet, ruling=salted(salt_of(one), one)))
        session.tell(e.SheetsAdjudicated(round=1, rulings=tuple(ruled), approvals=()))

    def _sample(self, session: Session, names: dict[Digest, SheetReading]) -> None:
        session.tell(e.SampleDrawn(round=1, seed=SEED, count=SAMPLE, at=AT, approvals=()))
        drawn = fold(session.sign(session.script)).current.sample or frozenset()
        seen = [
            (name, msgspec.structs.replace(ruling(names[name], as_read(names[name])), sheet=name))
            for name in drawn
        ]
        self._adjudicate(session, seen)


def _salted(one: SheetReading) -> Digest:
    return salted(salt_of(one), one)


@cache
def good_tally() -> ChannelTally:
    """Return the totals of the scene as it should be."""
    scene = Scene()
    by_sheet = {one.sheet: one for one in scene.rulings}
    sheets = [
        ReadSheet(digest=_salted(one), reading=one, ruling=by_sheet.get(_salted(one)))
        for one in (*FIRST, *SECOND)
    ]
    return count(sheets, FORM, set_aside=FOREIGN)


def scanned(edit: Callable[[Scene], object] = lambda _: None) -> Session:
    """Return the session of a scene that ``edit`` has changed."""
    scene = Scene()
    edit(scene)
    return scene.session()


BATCH_RULES = msgspec.structs.replace(RULES, identity="batch")
BATCH_DEFINITION = Session(rules=BATCH_RULES).definition(NUMBERS, 2)


def _alike(one: SheetReading) -> SheetReading:
    """Return the reading of a sheet that bears the code of all, if it can be read."""
    known = one.identity is not None
    return msgspec.structs.replace(
        one,
        definition=freeze(BATCH_DEFINITION)[1],
        identity=BATCH.hex() if known else None,
        known_by="batch" if known else None,
    )


def one_code_for_all(edit: Callable[[Scene], object] = lambda _: None) -> Session:
    """Return the session in which all sheets bear the same code."""
    scene = Scene(definition=BATCH_DEFINITION, change=_alike)
    edit(scene)
    return scene.session()


@cache
def scanned_session() -> Session:
    """Return the session as it should be."""
    return scanned()


def given_up() -> Session:
    """Return the session in which the scanner failed after all bundles, and people counted."""
    session = replace(scanned_session(), script=list(scanned_session().script))
    at = next(n for n, one in enumerate(session.script) if isinstance(one, e.SheetsCounted))
    del session.script[at:]
    failed = e.FallbackDeclared(
        round=1,
        channel="paper",
        device="scanner",
        readings=len(FIRST) + len(SECOND),
        clause="设备发生故障的，改用人工计票。",
        at=AT,
        approvals=(),
    )
    counted = (one for one in hand_count(1, good_tally()) if not isinstance(one, e.BoxCounted))
    session.tell(failed, *counted, e.PaperFrozen(round=1, at=AT, approvals=()))
    decide(session, 1)
    certify(session, 1)
    return session
