"""The state of an election: what the fold of its log says at one moment."""

import copy
from dataclasses import dataclass, field, fields
from typing import Literal, TypeVar

from ballot.canonical import Digest
from ballot.events.base import Channel
from ballot.events.closing import ProjectChanged
from ballot.events.deciding import FallbackDeclared, LotDrawn, Matter, PresidiumDecided, VoidGround
from ballot.events.evaluating import EvaluationCombined, HandlingClass
from ballot.events.listing import ElectionCreated, Officer, RoundKind, RoundThreshold
from ballot.events.publishing import PaperPublished
from ballot.events.reading import BatchRead
from ballot.results import ChannelTally, Outcome, Tally
from ballot.rules import Rules

Stage = Literal[
    "drafting", "listed", "ready", "open", "closed", "counted", "certified", "announced", "void"
]
STAGE_NAMES: dict[Stage, str] = {
    "drafting": "起草",
    "listed": "清单已定",
    "ready": "票已备",
    "open": "投票中",
    "closed": "已截止",
    "counted": "已计票",
    "certified": "已确认",
    "announced": "已公告",
    "void": "无效",
}
ROUNDS = 8
"""Credentials on a voting card, one for each round (design: casting, step 5)."""


@dataclass(slots=True, kw_only=True)
class Tokens:
    """The books of one channel in one round (identities: design, section 6)."""

    printed: int = 0
    issued: int = 0
    replaced: int = 0
    archived: int = 0
    left_over: int = 0

    def booked(self) -> int:
        """Return the tokens whose whereabouts are known."""
        return self.issued + self.replaced + self.archived + self.left_over


@dataclass(slots=True, kw_only=True)
class Ceremony:
    """The making of the election key: messages of holder i under ``step`` and i."""

    trustees: int
    threshold: int
    messages: dict[tuple[str, int], str] = field(default_factory=dict)
    proven: set[int] = field(default_factory=set)
    document: Digest | None = None
    public_key: str | None = None
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """What a handling unit reported of a project; ``accepted`` is the proposer's word, if any."""

    result: HandlingClass
    unit: str
    text: str
    accepted: bool | None = None


@dataclass(slots=True, kw_only=True)
class Round:
    """One round, from its list to its announcement."""

    number: int
    kind: RoundKind
    threshold: RoundThreshold
    clause: str
    hands: bool = False
    """Voted by show of hands: no tokens, two tellers enter the totals."""
    candidates: tuple[int, ...] = ()
    seats: int = 0
    stage: Stage = "drafting"
    definition: Digest | None = None
    roster_total: int | None = None
    present: int | None = None
    paper: Tokens = field(default_factory=Tokens)
    tablet: Tokens = field(default_factory=Tokens)
    destroyed: int = 0
    """Sheets of a withdrawn definition; they are dead and in no other book."""
    voided: int = 0
    """Cards voided while the round was open; only a voided card is exchanged."""
    identity_key: str | None = None
    """The key that signed the codes of this round's sheets; no later round uses it again."""
    commitments: tuple[Digest, ...] = ()
    """One for each printing whose sheets have identities of their own."""
    layouts: tuple[Digest, ...] = ()
    prints_destroyed: int = 0
    emptying: bool = False
    last_ballot: str = ""
    spent: set[str] = field(default_factory=set)
    box_counted: int | None = None
    cards_in_box: int | None = None
    challenges: tuple[int, int] | None = None
    assisted: tuple[int, int] | None = None
    """代写: ballots that somebody else filled in, on paper and on tablets."""
    entries: dict[int, ChannelTally] = field(default_factory=dict)
    entered: dict[int, int] = field(default_factory=dict)
    """How often each teller entered figures; ``entries`` has the last of them."""
    hand_count: ChannelTally | None = None
    batches: dict[int, BatchRead] = field(default_factory=dict)
    """Bundles that the machine read, by their numbers; the withdrawn ones too."""
    withdrawn: dict[int, str] = field(default_factory=dict)
    """Why bundles were withdrawn, by their numbers."""
    salted: set[Digest] = field(default_factory=set)
    """Digests of all readings and rulings of the round; none is used twice."""
    rulings: dict[Digest, Digest] = field(default_factory=dict)
    """The last ruling on each sheet, both by their salted digests."""
    sample: frozenset[Digest] | None = None
    reviewed: set[Digest] = field(default_factory=set)
    """Sheets that were drawn for an earlier sample and decided then."""
    sheet_count: ChannelTally | None = None
    """The paper's totals from the readings, as long as no reading or ruling changes."""
    paper_frozen: bool = False
    opening_authorised: bool = False
    encrypted_tally: Digest | None = None
    partials: dict[int, tuple[Digest, Digest]] = field(default_factory=dict)
    tally: Tally | None = None
    outcome: Outcome | None = None
    fallbacks: list[FallbackDeclared] = field(default_factory=list)
    void_ground: VoidGround | None = None
    decisions: dict[Matter, PresidiumDecided] = field(default_factory=dict)
    lot: LotDrawn | None = None
    announced_at: str = ""
    """The minute of the announcement, as in the log; empty before it."""
    duplicates: tuple[int, int] | None = None
    """满意度测评: second hand-ins refused, on paper and on tablets."""
    combined: EvaluationCombined | None = None
    papers: dict[str, tuple[Digest, Digest]] = field(default_factory=dict)
    published: list[PaperPublished] = field(default_factory=list)
    """What was made public of the paper, part by part."""

    @property
    def published_whole(self) -> bool:
        """Whether all parts of the paper's publication are there."""
        return bool(self.published) and len(self.published) == self.published[0].parts

    @property
    def cast(self) -> int:
        """Sealed ballots in the closed log."""
        return len(self.spent)

    def tokens(self, channel: Channel) -> Tokens:
        """Return the books of ``channel``."""
        return self.paper if channel == "paper" else self.tablet

    @property
    def paper_count(self) -> ChannelTally | None:
        """The paper's totals, read by machine or counted by hand (or those of hands shown)."""
        return self.hand_count or self.sheet_count

    @property
    def returned_paper(self) -> int | None:
        """Sheets of this round that came back, once the count knows them; hands are no sheets."""
        return None if self.paper_count is None or self.hands else self.paper_count.returned

    @property
    def live(self) -> tuple[BatchRead, ...]:
        """The bundles whose reading stands, in the order of their numbers."""
        return tuple(one for one in self.batches.values() if one.batch not in self.withdrawn)

    @property
    def standing(self) -> frozenset[Digest]:
        """The sheets of the bundles whose reading stands."""
        return frozenset(sheet for one in self.live for sheet in one.sheets)

    @property
    def doubtful(self) -> frozenset[Digest]:
        """Those of them that the machine doubts."""
        return frozenset(sheet for one in self.live for sheet in one.doubtful)

    @property
    def sampled(self) -> frozenset[Digest]:
        """Those of them that people look at for a sample, this one or an earlier one."""
        return self.standing & (self.reviewed | (self.sample or frozenset()))

    @property
    def certain(self) -> frozenset[Digest]:
        """Those of them that a sample is drawn from: the machine doubts nothing of them.

        Nor did people decide them for another reason, as when their code was read again.
        """
        return self.standing - self.doubtful - (self.rulings.keys() - self.sampled)

    @property
    def scanner_failed(self) -> bool:
        """Whether the paper is counted by hand because the scanner failed."""
        return any(one.device == "scanner" for one in self.fallbacks)

    @property
    def settled(self) -> tuple[int, ...]:
        """The tied of this round that 主席团 or the lot gave the open seats to."""
        if self.lot is not None:
            return self.lot.chosen
        named = self.decisions.get("tie") or self.decisions.get("second_tie")
        return () if named is None else named.projects

    @property
    def presidium(self) -> str | None:
        """What 主席团 decided after this round, in its own words."""
        return "".join(one.text for one in self.decisions.values()) or None

    @property
    def missing_cards(self) -> int:
        """Cards handed out that were not in the card box; 0 before the box was opened."""
        return 0 if self.cards_in_box is None else max(0, self.tablet.issued - self.cards_in_box)

    def copy(self) -> "Round":
        """Return a round that can change without touching this one."""
        return _copied(self)


@dataclass(slots=True, kw_only=True)
class Election:
    """The state of one 票决; made by ``ballot.fold.apply`` alone."""

    created: ElectionCreated | None = None
    officers: tuple[Officer, ...] = ()
    rounds: list[Round] = field(default_factory=list)
    ceremony: Ceremony | None = None
    cards_printed: int = 0
    credential_lists: tuple[Digest, ...] = ()
    dead: list[set[str]] = field(default_factory=lambda: [set() for _ in range(ROUNDS)])
    size: int = 0
    handling: dict[int, tuple[Handling, ...]] = field(default_factory=dict)
    """满意度测评: the reports on each project, the newest last."""
    changed: list[ProjectChanged] = field(default_factory=list)
    """Later resolutions on announced projects, in order."""
    signatures: set[str] = field(default_factory=set)
    """Signatures that acts of several people were made with; none makes a second act."""

    @property
    def id(self) -> str:
        """The election's random identifier; empty before ``election_created``."""
        return self.created.id if self.created else ""

    @property
    def rules(self) -> Rules:
        """The rules that the session passed."""
        return self.facts.rules

    @property
    def facts(self) -> ElectionCreated:
        """The opening event. Only asked for behind the guard that there is one."""
        if self.created is None:
            raise LookupError("the election has not been created")
        return self.created

    def contest(self, current: Round) -> RoundKind:
        """Return what ``current`` is about: a revote decides what the void round was to decide."""
        while current.kind == "revote":
            current = self.rounds[current.number - 2]
        return current.kind

    @property
    def current(self) -> Round:
        """The newest round."""
        return self.rounds[-1]

    def copy(self) -> "Election":
        """Return a state that can change without touching this one."""
        new = _copied(self)
        new.rounds = [one.copy() for one in self.rounds]
        new.dead = [set(one) for one in self.dead]
        new.ceremony = None if self.ceremony is None else _copied(self.ceremony)
        return new


T = TypeVar("T", Round, Election, Ceremony)


def _copied(value: T) -> T:
    """Copy ``value`` and its own containers; what they hold is frozen or copied by the caller."""
    new = copy.copy(value)
    for one in fields(value):
        part = getattr(new, one.name)
        if isinstance(part, dict | set | list | Tokens):
            setattr(new, one.name, copy.copy(part))
    return new
