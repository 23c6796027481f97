"""What a count yields: totals per project and channel, and the outcome that the rules draw.

These values are carried by the events `tallied` and `outcome`; `counting` computes them and the
verifier computes them again. Every number is a whole number of ballots unless said otherwise.
"""

from typing import Annotated, Literal

import msgspec

Status = Literal[
    "final",
    "tie_at_cutoff",
    "shortfall",
    "no_quorum",
    "issue_exceeds_present",
    "void_returned_gt_issued",
    "integrity_error_sum_gt_valid_x_k",
    "integrity_error",
    "undecided_second_tie",
]
"""How a round ended; only the first three and the last leave chosen projects standing."""

Action = Literal[
    "re_vote",
    "runoff",
    "presidium",
    "leave_vacant",
    "fill_same_session",
    "fill_next_session",
    "recount",
    "recall_surplus",
    "await_quorum",
    "draw_lot",
]
"""What the rules ask for next, where the round did not settle everything."""

LosingReason = Literal[
    "below_line",
    "above_line_out_of_rank",
    "category_full",
    "over_budget",
    "dearer_of_tied",
]
"""未达通过线 · 达到通过线, 名次在应选数之外 · 本类名额已满 · 超过资金上限 · 票数相等而投资较多.

Each must print differently.
"""

Step = Literal[
    "quorum",
    "issue",
    "returned",
    "identities",
    "threshold",
    "rank",
    "write_in",
    "budget",
    "tie",
    "shortfall",
    "grades",
]


class ItemTotals(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One project's totals; ``number`` (>= 1) is the printed one, constant through all rounds.

    ``points`` (排序票决 only) is the sum of the points of its ranks; ``approve`` is then the number
    of ballots that rank it. ``grades`` (满意度测评 only) has one figure per 等次 in the order of
    the rules, ``dont_know`` the 不了解; ``approve`` and ``oppose`` are 0 there.
    """

    number: int
    approve: int
    oppose: int
    abstain: int
    illegible: int
    points: int = 0
    grades: tuple[int, ...] = ()
    dont_know: int = 0


Title = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class WrittenIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """另提项目: what valid sheets name beside the list, and how many of them (``approve``) do.

    It has no number, no cost and no department, so nothing ranks it: it goes to 主席团.
    """

    title: Title
    approve: int


class ChannelTally(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """The ballots that came back through one channel, and what they say.

    ``foreign`` sheets lay in the box but are not ours; they are not part of ``returned``.
    ``written``: 另提项目, ascending by title (Unicode), each title once; paper alone can have them.
    """

    channel: str
    returned: int
    valid: int
    invalid: int
    foreign: int
    items: tuple[ItemTotals, ...]
    written: tuple[WrittenIn, ...] = ()


class Tally(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The totals of one round, channel by channel; they are added only by `counting.tally`."""

    channels: tuple[ChannelTally, ...]


class Reconciliation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One 勾稽 identity, worked out: ``left`` and ``right`` in sheets, people or marks.

    ``name`` is stable (``returned=valid+invalid``); ``difference`` is left − right; an inequality
    may hold with a difference. ``sentence`` says it in Chinese with the numbers filled in.
    ``channel`` and ``number`` (of a project) are absent where the identity is about all.
    """

    name: str
    channel: str | None = None
    number: int | None = None
    left: int
    right: int
    difference: int
    holds: bool
    sentence: str


class Losing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why the project ``number`` was not chosen."""

    number: int
    reason: LosingReason


class Decision(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One step on the way to the outcome and the ``rules`` (identifiers) that made it.

    ``clauses`` are the numbers of the clauses of the 票决办法 that say so, ascending.
    """

    step: Step
    rules: tuple[str, ...]
    sentence: str
    clauses: tuple[int, ...] = ()


class GroupOutcome(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One category's part of the outcome under 分类名额; "" is the rest without a quota.

    ``members`` are its projects of this round, by which a fill knows whose seats are all taken.
    """

    category: str
    seats: int
    members: tuple[int, ...] = ()
    elected: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()
    seats_left: int = 0
    vacant: int = 0


class Graded(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What the ratings of one project (or unit) ``number`` amount to (满意度测评).

    ``grade`` is the 等次 reached, None where the rule only gives rates. Rates and ``score`` are
    exact fractions (numerator, denominator), never floats; None where nothing was rated.
    """

    number: int
    grade: str | None
    base: int
    top_rate: tuple[int, int] | None = None
    pass_rate: tuple[int, int] | None = None
    score: tuple[int, int] | None = None
    sentence: str


class BallotFigures(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Sheets or cards of a round, of one channel or of all (`counting.reconciliation`).

    ``unused`` are cards handed out and not voted with (未投, 未按) where the rules say what they
    count as: as 弃权 (then ``returned`` and ``valid`` contain them) or not at all. Under
    ``not_returned`` they are 未收回 like a sheet that is kept, and ``unused`` is 0.
    """

    printed: int
    issued: int
    replaced: int
    archived: int
    left_over: int
    returned: int
    valid: int
    invalid: int
    foreign: int
    unused: int = 0


class ChannelOutcome(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One channel's part in the outcome: its ballots and its totals per project.

    The 另提项目 (``written``) stand apart; none of them is chosen.
    """

    ballots: BallotFigures
    counts: tuple[ItemTotals, ...]
    written: tuple[WrittenIn, ...] = ()


class Outcome(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the rules make of a round's totals; ``outcome.json`` is its JSON.

    ``threshold``: approvals needed; 0 under plurality (at least one all the same); None where no
    line was drawn. ``base``: the number that the line is a share of. ``elected``: project numbers
    in order of rank. ``tied`` compete for ``seats_left``. ``vacant``: seats that stay empty.
    ``failed``: the identities that do not hold and block the announcement. ``groups``: one for each
    category under 分类名额. ``graded``: one for each project of a 满意度测评.
    """

    status: Status
    action: Action | None = None
    threshold: int | None = None
    base: int | None = None
    elected: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()
    seats_left: int = 0
    vacant: int = 0
    not_elected: tuple[Losing, ...] = ()
    counts: tuple[ItemTotals, ...]
    ballots: BallotFigures
    channels: dict[str, ChannelOutcome]
    failed: tuple[Reconciliation, ...] = ()
    decisions: tuple[Decision, ...]
    groups: tuple[GroupOutcome, ...] = ()
    graded: tuple[Graded, ...] = ()
