"""Clauses from the totals to the result: margin, line, order, quotas, money, ties, vacancies."""

from itertools import pairwise

from ballot.rules.clashes.clash import Clash, chosen, refusal, warning
from ballot.rules.clashes.hall import DECIDING
from ballot.rules.parameters import Rules
from ballot.rules.values import Fraction

QUORUMS = {"ge_2_3": (2, 3), "gt_2_3": (2, 3), "gt_1_2": (1, 2), "ge_4_5": (4, 5), "gt_4_5": (4, 5)}
RUNOFF_AND_AGAIN = 2
"""Rounds that a first runoff takes; a second one needs more."""


def _equal_list(rules: Rules) -> bool:
    return (
        rules.seats is not None
        and rules.candidates_n is not None
        and rules.seats >= rules.candidates_n
        and chosen(rules)
    )


def _partial_whole(rules: Rules) -> bool:
    return (
        rules.seats is not None
        and rules.candidates_n is not None
        and rules.seats != rules.candidates_n
        and not chosen(rules)
    )


def _narrow_margin(rules: Rules) -> bool:
    """(N − K) / base below the ratio, by cross-multiplication."""
    if rules.seats is None or rules.candidates_n is None or not chosen(rules):
        return False
    spare = rules.candidates_n - rules.seats
    numerator, denominator = rules.margin_min.ratio
    base = rules.seats if rules.margin_min.base == "of_seats" else rules.candidates_n
    return spare > 0 and spare * denominator < numerator * base


def _below_half(rules: Rules) -> bool:
    line = rules.threshold
    if isinstance(line, Fraction):
        return 2 * line.fraction[0] < line.fraction[1]
    return line == "plurality"


def _above_quorum(rules: Rules) -> bool:
    """Strictly more than n/d of all, where a lawful hall may hold no more than its quorum."""
    if not isinstance(rules.threshold, Fraction) or rules.threshold_base != "all_members":
        return False
    (over, under), (least, whole) = rules.threshold.fraction, QUORUMS[rules.quorum_rule]
    return over * whole >= least * under


def _quota_sum(rules: Rules) -> int:
    return sum((rules.category_quota or {}).values())


def _points_fall(points: tuple[int, ...]) -> bool:
    return all(before > after for before, after in pairwise(points))


def _hard_cap(rules: Rules) -> bool:
    return rules.budget_cap is not None and rules.budget_cap.hard


def _refills(rules: Rules) -> bool:
    return rules.shortfall_action in {"same_session", "presidium_decides"}


RESULTS: tuple[Clash, ...] = (
    refusal(
        "no_margin",
        ("seats", "candidates_n"),
        "“应选项目数”不少于“候选项目数”，不是差额票决；请增加候选项目或者减少应选数。",
        _equal_list,
    ),
    refusal(
        "part_of_the_whole",
        ("ballot_mode", "seats", "candidates_n"),
        "“表决模式”为整体表决或者测评的，全部候选项目一并表决，“应选项目数”须等于“候选项目数”。",
        _partial_whole,
    ),
    warning(
        "narrow_margin",
        ("margin_min", "seats", "candidates_n"),
        "“候选项目数”与“应选项目数”的差额低于“差额比例下限”，请确认候选项目数。",
        _narrow_margin,
    ),
    warning(
        "base_below_statute",
        ("threshold_base", "body_type"),
        "“会议主体”为人大、常委会的，地方组织法以全体的过半数通过（大会见第二十五条），"
        "“通过线基数”不宜为其他人数。",
        lambda r: (
            r.body_type in DECIDING
            and r.threshold_base != "all_members"
            and r.threshold != "plurality"
            and r.ballot_mode != "graded"
        ),
    ),
    warning(
        "line_below_statute",
        ("threshold", "body_type"),
        "“会议主体”为人大、常委会的，地方组织法以全体的过半数通过，“通过线”低于半数须另有依据。",
        lambda r: r.body_type in DECIDING and _below_half(r) and r.ballot_mode != "graded",
    ),
    warning(
        "line_above_quorum",
        ("threshold", "quorum_rule"),
        "刚够“法定到会比例”时，到会的人全部赞成也达不到“通过线”，请核对两条的比例。",
        _above_quorum,
    ),
    refusal(
        "rank_by_missing_choice",
        ("rank_by", "choices"),
        "“排序依据”为赞成减反对的，“选项”中须有反对。",
        lambda r: r.rank_by == "approve_minus_oppose" and "oppose" not in r.choices,
    ),
    refusal(
        "points_without_ranks",
        ("rank_by", "ballot_mode"),
        "“排序依据”为积分与“表决模式”为排序表决必须同时采用。",
        lambda r: (r.rank_by == "points") != (r.ballot_mode == "ranked"),
    ),
    refusal(
        "points_not_falling",
        ("rank_points", "ballot_mode"),
        "“表决模式”为排序表决的，“名次积分”须逐名减少，名次在前的得分在先。",
        lambda r: (
            r.ballot_mode == "ranked"
            and r.rank_points is not None
            and not _points_fall(r.rank_points)
        ),
    ),
    warning(
        "points_for_other_ranks",
        ("rank_points", "seats"),
        "“名次积分”的个数与“应选项目数”不同：多出的名次没有人写，缺少的名次得零分，请核对。",
        lambda r: (
            r.ballot_mode == "ranked"
            and r.rank_points is not None
            and r.seats is not None
            and len(r.rank_points) != r.seats
        ),
    ),
    refusal(
        "quota_above_seats",
        ("category_quota", "seats"),
        "“分类名额”合计多于“应选项目数”，请减少分类名额。",
        lambda r: r.seats is not None and _quota_sum(r) > r.seats,
    ),
    refusal(
        "quota_without_seats",
        ("category_quota", "ballot_mode"),
        "“表决模式”为整体表决或者测评的，不按名额确定项目，不能设“分类名额”。",
        lambda r: r.category_quota is not None and not chosen(r),
    ),
    refusal(
        "quota_with_cap",
        ("category_quota", "budget_cap"),
        "“分类名额”与硬性的“资金上限”并用时，哪一类先占用资金没有规定，请只留一条。",
        lambda r: r.category_quota is not None and _hard_cap(r),
    ),
    refusal(
        "cap_without_choice",
        ("budget_cap", "ballot_mode"),
        "“表决模式”为整体表决或者测评的，不能按“资金上限”取舍项目，硬性的上限不能并用。",
        lambda r: _hard_cap(r) and not chosen(r),
    ),
    refusal(
        "cap_voids_blank",
        ("budget_cap", "blank_means"),
        "“空白含义”为赞成时，空白票赞成全部项目，会因硬性的“资金上限”而无效，两条不能并用。",
        lambda r: _hard_cap(r) and r.blank_means == "approve",
    ),
    warning(
        "admitted_over_cap",
        ("tie_rule", "budget_cap"),
        "“末位并列”一并入选时，投资合计可能超过“资金上限”，请写明以哪一条为准。",
        lambda r: r.tie_rule == "admit_all" and r.budget_cap is not None and chosen(r),
    ),
    warning(
        "tie_off_statute",
        ("tie_rule", "body_type"),
        "“会议主体”为人民代表大会的，地方组织法第二十九条就票数相等的再次投票，"
        "“末位并列”另作规定须由大会通过。",
        lambda r: r.body_type == "npc_congress" and r.tie_rule != "re_vote_tied" and chosen(r),
    ),
    refusal(
        "no_round_for_runoff",
        ("tie_rule", "max_rounds"),
        "“末位并列”要再次投票，“最多轮次”却只有一轮，请至少定为两轮。",
        lambda r: r.tie_rule == "re_vote_tied" and r.max_rounds == 1 and chosen(r),
    ),
    warning(
        "no_round_to_repeat",
        ("tie_again", "max_rounds"),
        "“再次并列”再投一次至少要三轮，“最多轮次”不够，届时仍由主席团决定。",
        lambda r: (
            r.tie_rule == "re_vote_tied"
            and r.tie_again == "repeat"
            and r.max_rounds <= RUNOFF_AND_AGAIN
            and chosen(r)
        ),
    ),
    warning(
        "runoff_above_first",
        ("runoff_threshold", "threshold"),
        "“通过线”为得票多者，“再次投票的通过线”反而要过半数，请核对。",
        lambda r: (
            r.tie_rule == "re_vote_tied"
            and r.threshold == "plurality"
            and r.runoff_threshold == "majority"
            and chosen(r)
        ),
    ),
    refusal(
        "no_round_for_fill",
        ("shortfall_action", "max_rounds"),
        "“不足应选数”在本次会议另行票决，“最多轮次”却只有一轮，请至少定为两轮。",
        lambda r: r.shortfall_action == "same_session" and r.max_rounds == 1 and chosen(r),
    ),
    warning(
        "no_round_left_to_decide",
        ("shortfall_action", "max_rounds"),
        "“最多轮次”只有一轮，“不足应选数”由主席团决定时只能决定空缺或者留待下次会议。",
        lambda r: r.shortfall_action == "presidium_decides" and r.max_rounds == 1 and chosen(r),
    ),
    warning(
        "fill_below_statute",
        ("shortfall_threshold", "body_type"),
        "三分之一的线是选举法第四十五条对直接选举另行选举的规定，“会议主体”为人民代表大会的，"
        "“另行票决的通过线”低于全体代表过半数须另有依据。",
        lambda r: (
            r.body_type == "npc_congress"
            and r.shortfall_threshold == "ge_1_3_ballots"
            and _refills(r)
            and chosen(r)
        ),
    ),
    warning(
        "proposed_in_session",
        ("shortfall_pool", "shortfall_action"),
        "“不足应选数”在本次会议另行票决，而“另行票决的候选项目”可以新提："
        "新提的项目须在会议期间论证、审议、印票，请确认来得及。",
        lambda r: (
            r.shortfall_pool == "new_proposal"
            and r.shortfall_action == "same_session"
            and chosen(r)
        ),
    ),
)
