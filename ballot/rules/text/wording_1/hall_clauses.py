"""The clauses about the people, the boxes and the devices, and about what is made public."""

from ballot.rules.text.numerals import share
from ballot.rules.text.writing import Writing, listed, number

_HUNDRED = 100

CHANNELS = {"paper": "纸质票", "tablet": "会场平板", "phone_qr": "本人手机扫码"}
DISPLAYS = {
    "silent": "投票截止前，会场屏幕不显示得票情况。",
    "staged": "投票截止后，会场屏幕分步显示计票结果。",
    "live": "投票期间，会场屏幕实时显示得票情况。",
}
LEVELS = {
    "names": "公布确定的项目名称，不公布得票数",
    "names_approve": "公布确定的项目名称和赞成票数",
    "full": "公布全部候选项目的赞成、反对、弃权票数",
}
PAPER_LEVELS = {
    "totals": "纸质票只公布合计数",
    "items": "纸质票公布各项目的逐项数据",
    "sheets": "纸质票公布不含身份的逐张票面",
}


def scrutineers(w: Writing) -> str:
    """十: who watches the count, and who holds the keys of the sealed ballots."""
    r, words = w.rules, w.words
    appointed = number(r.scrutineers.appointed)
    recusal = "与候选项目责任单位有利害关系的，应当回避。" if r.recusal_check else ""
    return (
        f"{w.act}设总监票人1名、监票人{appointed}名。监票人由{words.groups}在{words.members}中推选，"
        f"总监票人由{words.leaders}在监票人中指定，提请会议通过。{recusal}"
        f"计票工作人员由{words.secretariat}指定，在监票人监督下工作。{_keys(w)}"
    )


def _keys(w: Writing) -> str:
    if not on_devices(w):
        return ""
    keys = w.rules.scrutineers
    return (
        f"电子票的开票密钥由{keys.keys}名监票人分别保管，"
        f"{keys.threshold}名以上共同操作才能开启合计数；任何人不得开启单张电子票。"
    )


def on_devices(w: Writing) -> bool:
    """Return whether any ballot is cast on a device."""
    return bool({"tablet", "phone_qr"} & set(w.rules.channels))


def casting(w: Writing) -> str:
    """十一: the channels, and what holds where a device fails or a card is not used."""
    r, members = w.rules, w.words.members
    ways = listed(tuple(CHANNELS[channel] for channel in r.channels))
    one = f"每名{members}只能选择其中一种，不得重复投票。" if len(r.channels) > 1 else ""
    return f"{w.act}使用{ways}。{one}{_devices(w)}{_identity(w)}{DISPLAYS[r.display]}"


def _devices(w: Writing) -> str:
    if not on_devices(w):
        return ""
    r, members = w.rules, w.words.members
    press = {
        "last": "提交前可以改选，以最后一次选择为准",
        "first": "选定后不得改选，以第一次选择为准",
    }[r.last_press]
    unused = {
        "not_returned": "计为未收回",
        "abstain": "计为收回的有效票，各项视为弃权",
        "not_counted": "既不计入收回，也不计入未收回，另行列明",
    }[r.no_input_means]
    few = "，不足的改用其他方式" if len(r.channels) > 1 else ""
    failing = "凭投票卡换领纸质票" if "paper" in r.channels else "更换设备后继续投票"
    return (
        f"使用电子设备投票的，{press}；领取投票卡后没有投票的，{unused}。"
        f"采用任何一种投票方式的{members}不得少于{r.min_channel}名{few}。"
        f"设备发生故障的，尚未投票的{members}{failing}。"
    )


def _identity(w: Writing) -> str:
    if "paper" not in w.rules.channels:
        return ""
    return {
        "unique": f"纸质票每张印有互不相同的防伪标识，标识与{w.words.members}不相对应。",
        "batch": "纸质票同一批次印有相同的防伪标识。",
    }[w.rules.identity]


def counting(w: Writing) -> str:
    """十二: how the sheets are counted, checked and counted again."""
    failure = (
        "计票设备发生故障时，投票继续进行，投票结束后在监票人监督下改用人工计票"
        if w.rules.fallback == "hand_count"
        else f"投票、计票设备发生故障不能继续使用时，由{w.words.leaders}决定改用举手方式"
        f"重新进行{w.act}，由两名计票人分别清点"
    )
    doubtful = "设备认定的无效票、疑问票，由总监票人会同监票人复核确认。"
    return f"{failure}。{doubtful}{_sample(w)}"


def _sample(w: Writing) -> str:
    sample = w.rules.audit_sample
    numerator, denominator = sample.ratio
    if not numerator:
        return "计票结束后，不再抽样复核纸质票。"
    hundredths = _HUNDRED * numerator
    part = (
        f"{hundredths // denominator}%"
        if hundredths % denominator == 0
        else share((numerator, denominator))
    )
    whole = f"，不超过{sample.all_up_to}张的全部复核" if sample.all_up_to else ""
    return f"计票结束后，由监票人随机抽取不少于{part}的纸质票进行人工复核{whole}。"


def order_of_voting(w: Writing) -> str:
    """十三: the booth, and who votes first."""
    return f"会场设秘密写票处。投票时，总监票人、监票人先投票，其他{w.words.members}依次投票。"


def publication(w: Writing) -> str:
    """十四: who reports, who reads out, and what is made public."""
    r, words = w.rules, w.words
    return (
        f"计票结束，总监票人向{words.leaders}报告计票结果，由{words.presider}宣布{w.act}结果，"
        f"并由{words.leaders}{words.notice}。{words.notice}{_level(w)}；"
        f"{PAPER_LEVELS[r.publish_paper]}；{_groups(w)}。{_order(w)}"
    )


def _level(w: Writing) -> str:
    if w.rules.ballot_mode == "graded":
        return "公布各项目的测评等次和测评情况"
    return LEVELS[w.rules.publish_level]


def _groups(w: Writing) -> str:
    r = w.rules
    if r.breakdown == "none":
        return "不分组公布得票数"
    least = number(r.smallest_group)
    return f"可以按代表团公布合计数，人数少于{least}名的代表团不单独公布"


def _order(w: Writing) -> str:
    if w.rules.ballot_mode == "graded":
        return ""
    report, notice = {
        "report_by_votes": ("得票多少", f"{w.sheet}上的顺序"),
        "by_votes": ("得票多少", "得票多少"),
        "by_ballot": (f"{w.sheet}上的顺序", f"{w.sheet}上的顺序"),
        "by_stroke": ("项目名称的笔画", "项目名称的笔画"),
    }[w.rules.result_order]
    return f"计票结果报告单按{report}排列项目，{w.words.notice}按{notice}排列项目。"


def keeping(w: Writing) -> str:
    """十五: how long the sheets are kept."""
    return (
        f"{w.sheet}、计票结果报告单和电子数据由总监票人、监票人当场封存，{w.rules.retention}保管。"
    )


def effect(w: Writing) -> str:
    """十六: when the text begins to bind."""
    return f"本办法经{w.words.adopted_by}通过后施行。"
