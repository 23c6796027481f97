"""What the papers are made from: plain strings and integers, no knowledge of events.

Counts are sheets, cards or votes; projects are named by their printed number.
"""

from typing import Literal

import msgspec

Channel = Literal["paper", "tablet", "phone_qr"]
RoundKind = Literal["first", "runoff", "fill", "revote"]
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
    body: Literal["npc_congress", "standing_committee", "street_assembly"] = "npc_congress"
    members: str = "代表"
    """What those who vote are called: 代表, 组成人员, 居民议事代表."""
    presidium: str = "主席团"
    """Who decides where the rules say so."""
    round: RoundKind = "first"
    rehearsal: bool = False


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


class Issue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """发票收票情况; ``clause`` is the clause on returned and issued ballots, e.g. 第六条."""

    session: Session
    present: int
    channels: tuple[ChannelIssue, ...]
    clause: str = ""
    signers: Signers = Signers()
    date: str


class Project(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A candidate project; what is empty or None is not printed."""

    number: int
    name: str
    department: str = ""
    target: str = ""
    investment: int | None = None
    """万元."""


class ItemCount(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The votes on one project."""

    number: int
    approve: int
    oppose: int
    abstain: int
    illegible: int = 0


class ChannelCount(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The count of one channel; in a void round ``items`` is empty: nothing was opened."""

    channel: Channel
    issued: int
    returned: int
    valid: int = 0
    invalid: int = 0
    items: tuple[ItemCount, ...] = ()


class InvalidReason(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why sheets are invalid, e.g. 多选, and how many."""

    reason: str
    sheets: int


class Threshold(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The line to pass: strictly more than ``fraction`` of ``total``; None for plurality."""

    base: Literal["all_members", "present", "returned", "valid"] = "all_members"
    total: int
    fraction: tuple[int, int] | None = (1, 2)


class Count(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """计票结果 of one round: what was counted and what follows from it."""

    session: Session
    seats: int
    threshold: Threshold
    mode: Literal["at_most_k", "exactly_k", "per_item"] = "at_most_k"
    rank_by: Literal["approve", "approve_minus_oppose"] = "approve"
    projects: tuple[Project, ...]
    channels: tuple[ChannelCount, ...]
    invalid_reasons: tuple[InvalidReason, ...] = ()
    status: Status
    elected: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()
    seats_left: int = 0
    vacant: int = 0
    decision: str = ""
    """A sentence: who broke the last tie and how, or why the round is void."""
    clause_returned: str = ""
    clause_result: str = ""
    signers: Signers = Signers()
    fingerprints: Fingerprints
    date: str


class Announcement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """公告 of the rounds of one vote, made from the very counts that were reported."""

    rounds: tuple[Count, ...]
    level: PublishLevel = "names_approve"
    order: Literal["ballot", "votes"] = "ballot"
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
