"""Clauses on the body and its hall: quorum, channels, keys, 监票人, secrecy, what is published."""

from ballot.rules.clashes.clash import Clash, on_paper, on_tablets, refusal, warning
from ballot.rules.parameters import Rules

MIN_KEYS = 3
MIN_OPENERS = 2
"""A binding sealed round needs three holders, two of them to open (the fold enforces it)."""
MIN_HIDING = 10
"""Fewer people in a channel or a group, and their opinions show through its totals."""
DECIDING = ("npc_congress", "standing_committee")
"""Bodies of state power, which 地方组织法 binds; a street's assembly only recommends."""
CHOOSING_WORDS = ("票选产生", "票选推荐")
DECIDING_WORDS = ("票决产生", "票决确定")


def _unreachable_channel(rules: Rules) -> bool:
    return (
        on_tablets(rules)
        and rules.roster_total is not None
        and rules.min_channel > rules.roster_total
    )


def _two_small_channels(rules: Rules) -> bool:
    return (
        on_tablets(rules)
        and len(rules.channels) > 1
        and rules.roster_total is not None
        and rules.min_channel <= rules.roster_total < 2 * rules.min_channel
    )


def _small_groups(rules: Rules) -> bool:
    size = rules.smallest_group
    return rules.breakdown == "delegation" and (size is None or size < MIN_HIDING)


def _too_few_to_hold(rules: Rules) -> bool:
    """A key is held by a 监票人, who speaks in the ceremony under the own number."""
    appointed = rules.scrutineers.appointed
    return on_tablets(rules) and appointed is not None and rules.scrutineers.keys > appointed


HALL: tuple[Clash, ...] = (
    warning(
        "quorum_below_statute",
        ("quorum_rule", "body_type"),
        "“会议主体”为人民代表大会的，地方组织法第十四条要求三分之二以上的代表出席，"
        "“法定到会比例”超过半数不够。",
        lambda r: r.body_type == "npc_congress" and r.quorum_rule == "gt_1_2",
    ),
    refusal(
        "more_present_than_members",
        ("present", "roster_total"),
        "“实到人数”多于“全体代表人数”，请核对。",
        lambda r: (
            r.present is not None and r.roster_total is not None and r.present > r.roster_total
        ),
    ),
    warning(
        "statutory_roster",
        ("roster_basis", "threshold_base"),
        "“全体人数口径”为法定名额时，出缺的名额在“通过线基数”中等于不赞成，请与选举任免联络机构核对。",
        lambda r: (
            r.roster_basis == "statutory"
            and r.threshold_base == "all_members"
            and r.threshold != "plurality"
        ),
    ),
    refusal(
        "proxy_in_congress",
        ("proxy", "body_type"),
        "“会议主体”为人民代表大会、常委会的，不得“委托投票”，请改为不得委托。",
        lambda r: r.proxy and r.body_type in DECIDING,
    ),
    refusal(
        "proxy_breaks_books",
        ("proxy", "returned_gt_issued"),
        "“委托投票”使一人领两张票，发出会多于实到，“收回多于发出”等清点就查不出多发的票，请改为不得委托。",
        lambda r: r.proxy and r.body_type not in DECIDING,
    ),
    warning(
        "street_words_in_congress",
        ("result_verb", "body_type"),
        "“结果用语”票选产生、票选推荐是街道议事组织的用语，“会议主体”为人大、常委会的应为票决。",
        lambda r: r.body_type in DECIDING and r.result_verb in CHOOSING_WORDS,
    ),
    warning(
        "congress_words_in_street",
        ("result_verb", "body_type"),
        "“会议主体”为街道议事组织的，不行使决定权，“结果用语”宜为票选推荐或者票选产生。",
        lambda r: r.body_type == "street_assembly" and r.result_verb in DECIDING_WORDS,
    ),
    warning(
        "passed_but_not_whole",
        ("result_verb", "ballot_mode"),
        "“结果用语”为表决通过的，“表决模式”应为整体表决。",
        lambda r: r.result_verb == "表决通过" and r.ballot_mode not in {"whole_list", "graded"},
    ),
    warning(
        "committee_chooses",
        ("body_type", "ballot_mode"),
        "“会议主体”为常委会，而“表决模式”是在候选项目中差额选择；民生实事项目由代表大会票决，"
        "请核对依据。",
        lambda r: (
            r.body_type == "standing_committee" and r.ballot_mode not in {"graded", "whole_list"}
        ),
    ),
    refusal(
        "blank_approves_on_tablet",
        ("blank_means", "channels"),
        "平板投票没有空白票，“空白含义”为赞成不能与“投票渠道”中的平板并用。",
        lambda r: r.blank_means == "approve" and on_tablets(r),
    ),
    refusal(
        "hard_cap_on_tablet",
        ("budget_cap", "channels"),
        "封票不能证明没有超过“资金上限”，硬性的上限不能与“投票渠道”中的平板并用。",
        lambda r: on_tablets(r) and r.budget_cap is not None and r.budget_cap.hard,
    ),
    refusal(
        "quota_on_tablet",
        ("category_quota", "channels"),
        "封票不能证明符合“分类名额”，分类名额不能与“投票渠道”中的平板并用。",
        lambda r: on_tablets(r) and r.category_quota is not None,
    ),
    refusal(
        "ranks_on_tablet",
        ("ballot_mode", "channels"),
        "“表决模式”为排序表决的不能用封票证明，不能与“投票渠道”中的平板并用。",
        lambda r: on_tablets(r) and r.ballot_mode == "ranked",
    ),
    refusal(
        "write_in_on_tablet",
        ("write_in", "channels"),
        "平板票不能另提项目，“另提项目”为允许的不能与“投票渠道”中的平板并用。",
        lambda r: on_tablets(r) and r.write_in == "allowed",
    ),
    refusal(
        "blank_void_on_tablet",
        ("all_blank", "channels"),
        "封票看不出是否全空白，“全空白票”为无效只能在选项仅设赞成时与“投票渠道”中的平板并用。",
        lambda r: on_tablets(r) and r.all_blank == "void" and r.choices != ("approve",),
    ),
    refusal(
        "exact_on_tablet",
        ("ballot_mode", "choices", "channels"),
        "“投票渠道”有平板时，“表决模式”必须选满应选数的封票只能有一个问题，“选项”须仅设赞成。",
        lambda r: on_tablets(r) and r.ballot_mode == "exactly_k" and r.choices != ("approve",),
    ),
    refusal(
        "uncast_but_exact",
        ("no_input_means", "ballot_mode"),
        "“未投处理”把没有投的卡计为弃权票，而“表决模式”要求选满应选数，这样的票应当无效，两条不能并用。",
        lambda r: on_tablets(r) and r.no_input_means == "abstain" and r.ballot_mode == "exactly_k",
    ),
    refusal(
        "uncast_but_blank_void",
        ("no_input_means", "all_blank"),
        "“未投处理”把没有投的卡计为全部弃权的有效票，而“全空白票”为无效，两条说法相反，请改为一致。",
        lambda r: on_tablets(r) and r.no_input_means == "abstain" and r.all_blank == "void",
    ),
    refusal(
        "first_press_on_tablet",
        ("last_press", "channels"),
        "“投票渠道”中的平板在提交以前都可以改，“改选规则”不能以第一次为准，请改为以最后一次为准。",
        lambda r: on_tablets(r) and r.last_press == "first",
    ),
    warning(
        "tablets_without_paper",
        ("channels", "fallback"),
        "“设备故障”要改用纸质票，“投票渠道”中却没有纸质票，应备足纸质票并写入投票渠道。",
        lambda r: on_tablets(r) and not on_paper(r) and r.fallback == "hand_count",
    ),
    warning(
        "hands_are_seen",
        ("fallback", "ballot_mode"),
        "“设备故障”改用举手方式时不再是无记名，“表决模式”一条中的投票方式须写明这一例外。",
        lambda r: r.fallback == "show_of_hands" and r.ballot_mode not in {"ranked", "graded"},
    ),
    refusal(
        "hands_cannot_show",
        ("fallback", "ballot_mode"),
        "举手方式表示不出次序和等次，“设备故障”改用举手不能与“表决模式”为排序表决、测评并用，"
        "请改用人工计票。",
        lambda r: r.fallback == "show_of_hands" and r.ballot_mode in {"ranked", "graded"},
    ),
    warning(
        "own_phones",
        ("channels",),
        "“投票渠道”有代表自己的手机：难以防止旁人在场和胁迫，网络也能认出手机，建议用会场平板。",
        lambda r: "phone_qr" in r.channels,
    ),
    warning(
        "small_channel",
        ("min_channel", "channels"),
        "“每个渠道的最少人数”少于十人时，“投票渠道”的合计数会透露个人意见，建议不少于十人。",
        lambda r: on_tablets(r) and r.min_channel < MIN_HIDING,
    ),
    # A rehearsal is not bound by it, so that a few people can practise under the real rules.
    warning(
        "channel_nobody_reaches",
        ("min_channel", "roster_total"),
        "“每个渠道的最少人数”多于“全体代表人数”，正式票决时没有一个渠道能够开票，请改小。",
        _unreachable_channel,
    ),
    warning(
        "channels_too_many",
        ("min_channel", "roster_total", "channels"),
        "“全体代表人数”不到“每个渠道的最少人数”的两倍，“投票渠道”有两种时必有一种不能开票，"
        "建议只用一种。",
        _two_small_channels,
    ),
    warning(
        "few_keys",
        ("scrutineers", "channels"),
        "“监票人和密钥”少于三人保管，或者一人即可开票，“投票渠道”中的平板只能用于演练。",
        lambda r: (
            on_tablets(r)
            and (r.scrutineers.keys < MIN_KEYS or r.scrutineers.threshold < MIN_OPENERS)
        ),
    ),
    refusal(
        "fewer_scrutineers_than_keys",
        ("scrutineers", "channels"),
        "“投票渠道”有平板，“监票人和密钥”一条中监票人少于保管密钥的人数，总监票人不保管密钥，"
        "请增加监票人或者减少密钥。",
        _too_few_to_hold,
    ),
    refusal(
        "one_scrutineer",
        ("scrutineers", "adjudication"),
        "“监票人和密钥”只设监票人一名，而“疑问标记口径”一条的认定须有两名监票人和总监票人，"
        "请至少设两名。",
        lambda r: r.scrutineers.appointed == 1,
    ),
    warning(
        "live_display",
        ("display", "channels"),
        "“大屏模式”随计票显示的，“投票渠道”中纸质票的票数先于平板票显示，都还没有签字确认，"
        "建议签字确认以后再显示。",
        lambda r: r.display == "live",
    ),
    warning(
        "whole_sheets_published",
        ("publish_paper",),
        "“纸质票的公布内容”为整张票面时，特别的填法可能认出投票人，建议只公布合计。",
        lambda r: r.publish_paper == "sheets",
    ),
    warning(
        "items_published",
        ("publish_paper",),
        "“纸质票的公布内容”为逐项图像时，各项目的图像打乱次序分开公布，"
        "但是笔迹、墨色特别的仍可能认出，建议只公布合计。",
        lambda r: on_paper(r) and r.publish_paper == "items",
    ),
    refusal(
        "signed_sheets_published",
        ("publish_paper", "identifying_mark"),
        "“署名或者特殊记号”不影响效力的，没有人认定哪些票上有署名，"
        "“纸质票的公布内容”只能是公布合计，否则署名会一并公布。",
        lambda r: on_paper(r) and r.publish_paper != "totals" and r.identifying_mark == "ignore",
    ),
    warning(
        "marked_sheets",
        ("identity", "identifying_mark"),
        "“纸质票的标识”一票一识，而有的判票手册把编号也算作“署名或者特殊记号”，"
        "草案已写明印制的标识不属于记号，请保留这一句，并当众说明标识与投票人不相对应。",
        lambda r: on_paper(r) and r.identity == "unique" and r.identifying_mark == "ballot_void",
    ),
    refusal(
        "small_groups_published",
        ("breakdown", "smallest_group"),
        "“分组公布”按代表团的，“最小代表团人数”须写明且不少于十人，否则会透露个人意见。",
        _small_groups,
    ),
    refusal(
        "groups_on_tablet",
        ("breakdown", "channels"),
        "投票卡不分代表团，“投票渠道”中的平板得不出各代表团的票数，“分组公布”须为不分组。",
        lambda r: r.breakdown == "delegation" and on_tablets(r),
    ),
    refusal(
        "groups_without_figures",
        ("breakdown", "publish_level"),
        "“分组公布”按代表团公布票数，而“公布内容”只有入选名单，两条说法相反，请改为一致。",
        lambda r: r.breakdown == "delegation" and r.publish_level == "names",
    ),
    warning(
        "few_voters_published",
        ("publish_level", "roster_total"),
        "“全体代表人数”不到十人，“公布内容”含票数时会透露个人意见，建议只公布入选名单。",
        lambda r: (
            r.roster_total is not None
            and r.roster_total < MIN_HIDING
            and r.publish_level != "names"
        ),
    ),
    warning(
        "order_tells_votes",
        ("result_order", "publish_level"),
        "“公布内容”只有入选名单，“结果排序”按得票会透露票数的次序，建议按票面排列。",
        lambda r: r.result_order == "by_votes" and r.publish_level == "names",
    ),
)
