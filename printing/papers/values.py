"""What the papers are made from: plain strings and integers, no knowledge of events.

Counts are sheets, cards or votes; projects are named by their printed number.
"""

from typing import Literal

import msgspec

from ballot.results import Action, LosingReason
from ballot.rules.text.words import WORDS
from ballot.rules.values import (
    BallotMode,
    BodyType,
    Choice,
    NoInputMeans,
    RankBy,
    ResultVerb,
    TieRule,
)

Channel = Literal["paper", "tablet", "phone_qr", "hands"]
RoundKind = Literal["first", "runoff", "fill", "revote", "re_evaluation"]
Order = Literal["votes", "ballot", "stroke"]
"""How projects are listed: by votes, as on the ballot, or by the strokes of their names."""
Device = Literal["scanner", "tablets", "network"]
QuorumRule = Literal["ge_2_3", "gt_2_3", "gt_1_2", "ge_4_5", "gt_4_5"]
PublishLevel = Literal["names", "names_approve", "full"]
Status = Literal[
    "final",
    "tie_at_cutoff",
    "shortfall",
    "undecided_second_tie",
    "void_returned_gt_issued",
    "void",
    "no_quorum",
    "issue_exceeds_present",
    "integrity_error",
    "integrity_error_sum_gt_valid_x_k",
]


class Session(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which meeting, what is voted on, and in which round."""

    congress: str
    """For example 青禾县第十八届人民代表大会第四次会议."""
    subject: str
    """For example 青禾县2026年民生实事项目."""
    body: BodyType = "npc_congress"
    verb: ResultVerb | None = None
    """How a result is told (票选推荐); None: as is usual for the body."""
    round: RoundKind = "first"
    evaluation: bool = False
    """满意度测评 instead of a vote on projects."""
    rehearsal: bool = False

    @property
    def members(self) -> str:
        """What those who vote are called: 代表, 组成人员, 议事代表."""
        return WORDS[self.body].members

    @property
    def everybody(self) -> str:
        """All who might vote, the base of a line: 全体代表, 常务委员会全体组成人员."""
        return WORDS[self.body].everybody

    @property
    def presidium(self) -> str:
        """Who decides what the rules leave open: 主席团, 主任会议."""
        return WORDS[self.body].leaders


class Fingerprints(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The four short fingerprints that stand behind a result; None where there is no such key."""

    definition: str
    election_key: str | None
    log_key: str
    checkpoint: str


class Signatory(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person who signs: by hand on this paper, or with an own key on an own device."""

    name: str
    by_hand: bool = True


class Signers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who signs; an empty role prints one empty line."""

    tellers: tuple[Signatory, ...] = ()
    scrutineers: tuple[Signatory, ...] = ()
    chief: tuple[Signatory, ...] = ()


class Attendance(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """代表到会情况: ``excused`` are those absent with leave, None if nobody counted them."""

    session: Session
    roster_total: int
    present: int
    excused: int | None = None
    quorum_rule: QuorumRule = "ge_2_3"
    signers: Signers = Signers()
    at: str
    """For example 2026年1月22日9时42分."""


class ChannelIssue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was printed, handed out and taken back in one channel."""

    channel: Channel
    printed: int
    issued: int
    replaced: int = 0
    archived: int = 0
    left_over: int
    returned: int
    foreign: int = 0
    """Sheets in the box that were not printed for this session; not among ``returned``."""
    unused: int = 0
    """Cards not voted with, where the rules do not simply call them 未收回."""
    assisted: int = 0
    """代写: ballots filled in by somebody whom the deputy trusted; nobody knows which."""


class Issue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """发票收票情况; ``clause`` is the clause on returned and issued ballots, e.g. 第六条.

    ``at_once``: by the rules a void vote is voted again without a decision of 主席团.
    """

    session: Session
    present: int
    channels: tuple[ChannelIssue, ...]
    clause: str = ""
    at_once: bool = False
    signers: Signers = Signers()
    date: str


class Project(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A candidate project; what is empty or None is not printed."""

    number: int
    name: str
    titles: tuple[str, ...] = ()
    """The name in the other languages of the rules, in their order."""
    department: str = ""
    target: str = ""
    category: str = ""
    investment_fen: int | None = None


class ItemCount(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The votes on one project; in 排序票决 ``approve`` are the ballots that rank it."""

    number: int
    approve: int
    oppose: int
    abstain: int
    illegible: int = 0
    points: int = 0


class WrittenInCount(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """另提项目: its title as the tellers agreed on it, and the valid ballots that name it."""

    title: str
    approve: int


class ChannelCount(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The count of one channel; in a void round ``items`` is empty: nothing was opened.

    ``unused`` are cards not voted with, where the rules say what they count as (``no_input``).
    By show of hands ``issued`` is who was present.
    """

    channel: Channel
    issued: int
    returned: int
    valid: int = 0
    invalid: int = 0
    unused: int = 0
    items: tuple[ItemCount, ...] = ()
    written: tuple[WrittenInCount, ...] = ()


class InvalidReason(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why sheets are invalid, e.g. 多选, and how many."""

    reason: str
    sheets: int


class Threshold(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The line to pass: strictly more than ``fraction`` of ``total``; None for plurality.

    ``inclusive``: exactly the fraction is enough, as for the 三分之一 of 选举法 Art. 45.
    """

    base: Literal["all_members", "present", "returned", "valid"] = "all_members"
    total: int
    fraction: tuple[int, int] | None = (1, 2)
    inclusive: bool = False


class Loss(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a project was not chosen, as the outcome says."""

    number: int
    reason: LosingReason


class Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One category's part of the result under 分类名额; "" are all without a quota."""

    category: str
    seats: int
    elected: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()
    seats_left: int = 0
    vacant: int = 0


class Cap(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """资金上限; ``spent_fen`` is the money of what earlier rounds chose."""

    amount_wan: int
    hard: bool
    spent_fen: int = 0


class Lot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """抽签: each tied project is sorted by SHA-256 of ``prefix`` and its number (`ballot.lot`)."""

    seed: str
    prefix: str


class Fallback(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A device that failed; ``readings`` sheets that it had read are reference only."""

    device: Device
    readings: int = 0


class Clauses(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The clauses of the passed text that papers cite, e.g. 第六条; empty where none is known."""

    returned: str = ""
    result: str = ""
    tie: str = ""
    shortfall: str = ""
    budget: str = ""
    unused: str = ""
    fallback: str = ""
    exchange: str = ""
    sample: str = ""
    write_in: str = ""


class Identity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One 勾稽 identity as `counting.reconciliation` worked it out; ``difference`` left − right."""

    name: str
    channel: Channel | None = None
    number: int | None = None
    left: int
    right: int
    difference: int
    holds: bool


class Reconciled(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All identities of one round, for the 勾稽核对表 alone."""

    session: Session
    identities: tuple[Identity, ...]
    signers: Signers = Signers()
    date: str


class Count(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """计票结果 of one round: what was counted and what follows from it."""

    session: Session
    seats: int
    threshold: Threshold
    mode: BallotMode = "at_most_k"
    choices: tuple[Choice, ...] = ("approve", "oppose", "abstain")
    rank_by: RankBy = "approve"
    points: tuple[int, ...] = ()
    """排序票决: points of the first, second, … rank."""
    order: Order = "votes"
    no_input: NoInputMeans = "not_returned"
    tie_rule: TieRule = "re_vote_tied"
    cap: Cap | None = None
    projects: tuple[Project, ...]
    channels: tuple[ChannelCount, ...]
    invalid_reasons: tuple[InvalidReason, ...] = ()
    fallbacks: tuple[Fallback, ...] = ()
    sample: int = 0
    """抽样复核: how many paper ballots were drawn and looked at again; 0 where none was."""
    write_ins: bool = False
    """Projects may be written in; they are listed for 主席团 and not ranked."""
    status: Status
    action: Action | None = None
    elected: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()
    seats_left: int = 0
    vacant: int = 0
    losses: tuple[Loss, ...] = ()
    groups: tuple[Group, ...] = ()
    settled: tuple[int, ...] = ()
    """The tied projects that 主席团, or the lot, gave the open seats to."""
    lot: Lot | None = None
    at_once: bool = False
    """A void vote is voted again without a decision of 主席团."""
    decision: str = ""
    """What 主席团 decided, in its own words, or why the round is void."""
    identities: tuple[Identity, ...] = ()
    clauses: Clauses = Clauses()
    signers: Signers = Signers()
    fingerprints: Fingerprints
    date: str


class Announcement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """公告 of the rounds of one vote, made from the very counts that were reported.

    ``chosen``, where given, is what the log says was chosen: it is compared with the rounds.
    """

    rounds: tuple[Count, ...]
    chosen: tuple[int, ...] | None = None
    level: PublishLevel = "names_approve"
    order: Order = "ballot"
    number: str = ""
    """For example 第3号."""
    issuer: str
    date: str


class SealedItem(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A thing that is sealed: 签到册, 1, 册."""

    name: str
    quantity: int
    unit: str
    note: str = ""


class Sealing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """封存清单; the paper sheets are reconciled with each other."""

    session: Session
    printed: int
    issued: int
    replaced: int = 0
    archived: int = 0
    left_over: int
    returned: int
    valid: int
    invalid: int
    foreign: int = 0
    items: tuple[SealedItem, ...] = ()
    record_digest: str
    """The root of the log (RFC 6962) when the list was made, 64 hexadecimal digits.

    Not the digest of the record file: that one contains this very list.
    """
    retention: str = "按本机关归档范围和保管期限表"
    sealed_by: tuple[tuple[str, tuple[Signatory, ...]], ...]
    """Roles and people, e.g. (总监票人, (陆承远,))."""
    date: str
