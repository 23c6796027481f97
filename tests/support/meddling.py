"""Any event at any moment, signed by anybody, and counts that ballots could have given."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from ballot import events as e
from ballot.canonical import Digest, digest
from ballot.events.base import Channel, Role
from ballot.results import ItemTotals
from ballot.state import ROUNDS
from tests.support.story import AT, SOME, Story

SEATED = 6
"""Deputies; few, so that ties, shortfalls and void rounds are common."""
CARDS = 7
SEATS: tuple[tuple[Role, int], ...] = tuple(Story().keys)
Signers = Sequence[tuple[Role, int]]
CHIEF_AND_PRESIDER: Signers = (("chief_scrutineer", 1), ("presider", 1))
TWO: Signers = (("clerk", 1), ("presider", 1))
FREEZERS: Signers = (("scrutineer", 1), ("scrutineer", 2), ("chief_scrutineer", 1))
FEW = st.integers(0, SEATED + 2)


def card(number: int, round_: int) -> str:
    """The credential of a card in a round."""
    return f"card{number}-{round_}"


def cards(numbers: Sequence[int], round_: int) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(sorted(card(one, later) for one in numbers)) for later in range(round_, ROUNDS + 1)
    )


def _rounds(event: type[e.Event], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[e.Event]:
    """Events of one kind in any of the first rounds, unsigned where people sign them."""
    if "at" in event.__struct_fields__:
        fields["at"] = st.just(AT)
    if "approvals" in event.__struct_fields__:
        fields["approvals"] = st.just(())
    return st.builds(event, round=st.integers(1, 3), **fields)


CHANNEL: st.SearchStrategy[Channel] = st.sampled_from(["paper", "tablet"])
NUMBERS = st.lists(st.integers(1, 4), max_size=4).map(tuple)
SOME_CARDS = st.lists(st.integers(1, CARDS), min_size=1, max_size=2)
KIND = st.sampled_from(["first", "runoff", "fill", "revote"])
GROUND = st.sampled_from(["returned_gt_issued", "below_min_channel", "urn_lost"])


def read_sheets(numbers: Sequence[int], bundle: str = "") -> tuple[Digest, ...]:
    return tuple(sorted(digest(f"{bundle}sheet {one}".encode()) for one in numbers))


def ruled(sheets: Sequence[Digest], again: str = "") -> tuple[e.RuledSheet, ...]:
    return tuple(
        e.RuledSheet(sheet=one, ruling=digest(f"ruling {again}{one}".encode())) for one in sheets
    )


SHEETS = st.lists(st.integers(1, 9), max_size=3, unique=True).map(read_sheets)
"""Some sheets of a bundle, by their digests."""


def with_codes(number: int, printing: int, count: int = CARDS) -> e.SheetsPrinted:
    """Sheets with codes; each round has a key of its own."""
    return e.SheetsPrinted(
        round=number,
        count=count,
        commitment=digest(f"identities {number} {printing}".encode()),
        key=digest(f"key {number}".encode()),
        at=AT,
        layout=SOME,
    )


EVENTS: st.SearchStrategy[e.Event] = st.one_of(
    _rounds(e.SheetsPrinted, count=FEW.map(lambda n: n + 1), commitment=st.none(), key=st.none()),
    st.tuples(st.integers(1, 3), st.integers(1, 3)).map(lambda drawn: with_codes(*drawn, count=1)),
    _rounds(e.PrintsDestroyed, count=st.integers(1, CARDS)),
    _rounds(
        e.BatchRead,
        batch=st.integers(1, 3),
        declared=st.integers(1, 3),
        sheets=SHEETS,
        foreign=st.integers(0, 1),
        doubtful=SHEETS.map(lambda some: some[:1]),
    ),
    _rounds(e.BatchWithdrawn, batch=st.integers(1, 3), reason=st.just("有票重叠。")),
    _rounds(e.SheetsAdjudicated, rulings=SHEETS.filter(bool).map(ruled)),
    _rounds(e.SampleDrawn, seed=st.just("3 1 4"), count=FEW),
    _rounds(e.Issued, channel=CHANNEL, count=FEW),
    _rounds(e.LeftoverDestroyed, left_over=FEW, archived=FEW),
    _rounds(e.Replaced, from_channel=CHANNEL, to_channel=CHANNEL, count=st.integers(1, 3)),
    _rounds(e.AttendanceDeclared, roster_total=st.just(SEATED), present=FEW),
    st.tuples(SOME_CARDS, st.integers(1, 3)).map(
        lambda drawn: e.CardsCancelled(round=drawn[1], credentials=cards(*drawn), at=AT)
    ),
    st.tuples(st.integers(1, CARDS), st.integers(1, 3), st.integers(0, 1)).map(
        lambda drawn: e.CardVoided(round=drawn[1], credentials=whole_card(*drawn))
    ),
    _rounds(e.BallotCast, ballot=st.just(SOME), proofs=st.none(), credential=st.just("card1-1")),
    _rounds(e.BoxCounted, count=FEW),
    _rounds(e.CardsInBox, count=FEW),
    _rounds(e.EncryptedTally, tally=st.just(SOME), ballots=FEW),
    _rounds(
        e.PartialDecryption,
        owner=st.integers(1, 4),
        factors=st.just(SOME),
        strong=st.just(SOME),
    ),
    _rounds(
        e.RoundOpened,
        kind=KIND,
        candidates=NUMBERS,
        seats=st.integers(1, 3),
        threshold=st.just("plurality"),
        clause=st.just("条款。"),
    ),
    _rounds(e.RoundVoided, ground=GROUND, clause=st.just("无效。")),
    _rounds(e.DefinitionWithdrawn, reason=st.just("撤回。")),
    _rounds(e.Opened),
    _rounds(e.Closed),
    _rounds(e.PaperFrozen),
    _rounds(e.OpeningAuthorised),
    _rounds(e.Announced, level=st.just("full"), chosen=NUMBERS),
    _rounds(
        e.PresidiumDecided,
        matter=st.just("revote"),
        projects=NUMBERS,
        text=st.just("主席团决定。"),
    ),
)
SIGNERS: st.SearchStrategy[Signers] = st.one_of(
    st.sampled_from([CHIEF_AND_PRESIDER, TWO, FREEZERS, CHIEF_AND_PRESIDER[:1]]),
    st.lists(st.sampled_from(SEATS), max_size=4),
)


def whole_card(number: int, round_: int, missing: int = 0) -> tuple[str, ...]:
    """The credentials of one card from a round on, or all but the first ``missing`` of them."""
    return tuple(listed[0] for listed in cards([number], round_))[missing:]


@st.composite
def totals(draw: st.DrawFn, numbers: Sequence[int], valid: int, seats: int) -> Any:
    """Totals per project that ``valid`` ballots can have, by drawing every ballot."""
    size = min(seats, len(numbers))
    one = st.lists(st.sampled_from(numbers[:3]), min_size=size // 2, max_size=size, unique=True)
    ballots = draw(st.lists(one, min_size=valid, max_size=valid))
    return tuple(
        ItemTotals(
            number=number,
            approve=sum(number in ballot for ballot in ballots),
            oppose=sum(number not in ballot for ballot in ballots),
            abstain=0,
            illegible=0,
        )
        for number in numbers
    )
