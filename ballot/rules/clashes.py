"""Combinations of values that contradict each other, the statute or the secrecy of the vote.

One table; each row is tested alone. `ballot.rules.lint` reports the rows that hold.
"""

from collections.abc import Callable
from typing import Literal

import msgspec

from ballot.rules.parameters import Rules

Severity = Literal["refusal", "warning"]

MIN_KEYS = 3
MIN_OPENERS = 2
"""A binding sealed round needs three holders, two of them to open (the fold enforces it)."""


class Clash(msgspec.Struct, frozen=True, kw_only=True):
    """A combination of values: ``holds`` says whether rules contain it."""

    severity: Severity
    code: str
    identifiers: tuple[str, ...]
    sentence: str
    holds: Callable[[Rules], bool]


def on_tablets(rules: Rules) -> bool:
    """Return whether any ballot of ``rules`` is sealed on a device."""
    return "tablet" in rules.channels or "phone_qr" in rules.channels


def _narrow_margin(rules: Rules) -> bool:
    """(N − K) / base below the ratio, by cross-multiplication."""
    if rules.seats is None or rules.candidates_n is None:
        return False
    spare = rules.candidates_n - rules.seats
    numerator, denominator = rules.margin_min.ratio
    base = rules.seats if rules.margin_min.base == "of_seats" else rules.candidates_n
    return spare > 0 and spare * denominator < numerator * base


def _equal_list(rules: Rules) -> bool:
    return (
        rules.seats is not None
        and rules.candidates_n is not None
        and rules.seats >= rules.candidates_n
        and rules.ballot_mode not in {"whole_list", "graded"}
    )


CLASHES: tuple[Clash, ...] = (
    Clash(
        severity="refusal",
        code="blank_approves_all",
        identifiers=("blank_means", "ballot_mode"),
        sentence="空白视为赞成与赞成不超过应选数不能并用：空白票会赞成全部候选项目，超过应选数。",
        holds=lambda r: r.blank_means == "approve" and r.ballot_mode == "at_most_k",
    ),
    Clash(
        severity="warning",
        code="blank_reveals_dissent",
        identifiers=("blank_means",),
        sentence="空白视为赞成时，动笔的人就是不赞成的人，无记名难以保证，建议空白视为弃权。",
        holds=lambda r: r.blank_means == "approve",
    ),
    Clash(
        severity="refusal",
        code="blank_approves_on_tablet",
        identifiers=("blank_means", "channels"),
        sentence="平板投票没有空白票，空白视为赞成不能与平板渠道并用。",
        holds=lambda r: r.blank_means == "approve" and on_tablets(r),
    ),
    Clash(
        severity="warning",
        code="oppose_without_effect",
        identifiers=("ballot_mode", "choices"),
        sentence="必须选满应选数时，反对票不影响结果，建议选项只设赞成。",
        holds=lambda r: r.ballot_mode == "exactly_k" and "oppose" in r.choices,
    ),
    Clash(
        severity="refusal",
        code="exact_but_fewer_valid",
        identifiers=("ballot_mode", "undervote"),
        sentence="必须选满应选数时，少选的票不能有效；少选处理应为无效。",
        holds=lambda r: r.ballot_mode == "exactly_k" and r.undervote == "valid",
    ),
    Clash(
        severity="refusal",
        code="fewer_void_but_not_exact",
        identifiers=("ballot_mode", "undervote"),
        sentence="少选的票无效，只能与必须选满应选数并用。",
        holds=lambda r: r.ballot_mode != "exactly_k" and r.undervote == "void",
    ),
    Clash(
        severity="refusal",
        code="no_way_to_approve",
        identifiers=("choices", "ballot_mode"),
        sentence="选项中没有赞成，无法确定入选项目，请增加赞成。",
        holds=lambda r: "approve" not in r.choices and r.ballot_mode not in {"graded", "ranked"},
    ),
    Clash(
        severity="refusal",
        code="rank_by_missing_choice",
        identifiers=("rank_by", "choices"),
        sentence="按赞成减反对排序，选项中须有反对。",
        holds=lambda r: r.rank_by == "approve_minus_oppose" and "oppose" not in r.choices,
    ),
    Clash(
        severity="refusal",
        code="points_without_ranks",
        identifiers=("rank_by", "ballot_mode"),
        sentence="按积分排序与排序表决必须同时采用。",
        holds=lambda r: (r.rank_by == "points") != (r.ballot_mode == "ranked"),
    ),
    Clash(
        severity="refusal",
        code="no_margin",
        identifiers=("seats", "candidates_n"),
        sentence="应选项目数不少于候选项目数，不是差额票决；请增加候选项目或者减少应选数。",
        holds=_equal_list,
    ),
    Clash(
        severity="warning",
        code="narrow_margin",
        identifiers=("margin_min", "seats", "candidates_n"),
        sentence="差额比例低于票决办法的下限，请确认候选项目数。",
        holds=_narrow_margin,
    ),
    Clash(
        severity="warning",
        code="base_below_statute",
        identifiers=("threshold_base", "body_type"),
        sentence="地方组织法第二十五条以全体代表的过半数通过，人民代表大会不宜以其他人数为基数。",
        holds=lambda r: (
            r.body_type == "npc_congress"
            and r.threshold_base != "all_members"
            and r.threshold != "plurality"
        ),
    ),
    Clash(
        severity="warning",
        code="quorum_below_statute",
        identifiers=("quorum_rule", "body_type"),
        sentence="地方组织法第十四条要求三分之二以上的代表出席，超过半数不够。",
        holds=lambda r: r.body_type == "npc_congress" and r.quorum_rule == "gt_1_2",
    ),
    Clash(
        severity="refusal",
        code="proxy_in_congress",
        identifiers=("proxy", "body_type"),
        sentence="人民代表大会的代表不得委托他人投票。",
        holds=lambda r: r.proxy and r.body_type == "npc_congress",
    ),
    Clash(
        severity="warning",
        code="live_display",
        identifiers=("display",),
        sentence="投票期间在大屏上显示票数会影响后投的代表，也会暴露意见，建议截止以后再显示。",
        holds=lambda r: r.display == "live",
    ),
    Clash(
        severity="warning",
        code="own_phones",
        identifiers=("channels",),
        sentence="代表用自己的手机投票，难以防止旁人在场和胁迫，网络也能认出手机，建议用会场平板。",
        holds=lambda r: "phone_qr" in r.channels,
    ),
    Clash(
        severity="warning",
        code="whole_sheets_published",
        identifiers=("publish_paper",),
        sentence="公布整张票面时，特别的填法可能认出投票人，建议只公布合计。",
        holds=lambda r: r.publish_paper == "sheets",
    ),
    Clash(
        severity="warning",
        code="few_keys",
        identifiers=("scrutineers", "channels"),
        sentence="少于三名监票人保管密钥，或者一人即可开票，只能用于演练。",
        holds=lambda r: (
            on_tablets(r)
            and (r.scrutineers.keys < MIN_KEYS or r.scrutineers.threshold < MIN_OPENERS)
        ),
    ),
    Clash(
        severity="refusal",
        code="hard_cap_on_tablet",
        identifiers=("budget_cap", "channels"),
        sentence="封票不能证明没有超过资金上限，硬性的资金上限不能与平板渠道并用。",
        holds=lambda r: on_tablets(r) and r.budget_cap is not None and r.budget_cap.hard,
    ),
    Clash(
        severity="refusal",
        code="quota_on_tablet",
        identifiers=("category_quota", "channels"),
        sentence="封票不能证明符合分类名额，分类名额不能与平板渠道并用。",
        holds=lambda r: on_tablets(r) and r.category_quota is not None,
    ),
    Clash(
        severity="refusal",
        code="ranks_on_tablet",
        identifiers=("ballot_mode", "channels"),
        sentence="排序表决不能用封票证明，不能与平板渠道并用。",
        holds=lambda r: on_tablets(r) and r.ballot_mode == "ranked",
    ),
    Clash(
        severity="refusal",
        code="write_in_on_tablet",
        identifiers=("write_in", "channels"),
        sentence="平板票不能另提项目，允许另提不能与平板渠道并用。",
        holds=lambda r: on_tablets(r) and r.write_in == "allowed",
    ),
    Clash(
        severity="refusal",
        code="blank_void_on_tablet",
        identifiers=("all_blank", "channels"),
        sentence="封票看不出是否全空白，全空白票无效只能在选项仅设赞成时与平板渠道并用。",
        holds=lambda r: on_tablets(r) and r.all_blank == "void" and r.choices != ("approve",),
    ),
)
