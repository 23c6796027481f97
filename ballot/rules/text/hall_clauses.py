"""The clauses about the people, the boxes and the devices, and about what is made public."""

from collections.abc import Callable

from ballot.rules.text.marking import CHOICES
from ballot.rules.text.numerals import share
from ballot.rules.text.result_clauses import ORDERED
from ballot.rules.text.writing import Writing, listed, number
from ballot.rules.values import PublishLevel

_HUNDRED = 100

CHANNELS = {"tablet": "会场平板", "phone_qr": "本人手机扫码"}
DISPLAYS = {
    "silent": "投票截止前，会场屏幕不显示得票情况。",
    "staged": "投票截止后，会场屏幕分步显示计票结果。",
    "live": "投票截止后，会场屏幕随计票进展显示得票情况。",
}
PAPER_LEVELS = {
    "totals": "只公布合计数",
    "items": "公布有效票各项目打乱次序的逐项图像",
    "sheets": "公布遮去编码的逐张票面，署名、作记号和另提项目的除外",
}


def scrutineers(w: Writing) -> str:
    """十: who watches the count, and who holds the keys of the sealed ballots."""
    r, words = w.rules, w.words
    appointed = number(r.scrutineers.appointed)
    units = "测评项目承办单位" if r.ballot_mode == "graded" else "候选项目责任单位"
    units = "表决事项" if w.motion else units
    recusal = f"与{units}有利害关系的，应当回避。" if r.recusal_check else ""
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
    ways = listed(tuple({"paper": w.paper, **CHANNELS}[channel] for channel in r.channels))
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
    failing = f"凭投票卡换领{w.paper}" if w.on_paper else "更换设备后继续投票"
    return (
        f"使用电子设备投票的，{press}；领取投票卡后没有投票的，{unused}。"
        f"采用任何一种投票方式的{members}不得少于{r.min_channel}名{few}。"
        f"设备发生故障的，尚未投票的{members}{failing}。"
    )


def _identity(w: Writing) -> str:
    if not w.on_paper:
        return ""
    return {
        "unique": f"{w.paper}每张印有互不相同的防伪标识，标识与{w.words.members}不相对应，"
        "不属于本办法所称的特殊记号。",
        "batch": f"{w.paper}同一批次印有相同的防伪标识，不属于本办法所称的特殊记号。",
    }[w.rules.identity]


def counting(w: Writing) -> str:
    """十二: how the sheets are counted, checked and counted again."""
    if w.rules.fallback != "hand_count":
        failure = (
            f"投票、计票设备发生故障不能继续使用时，由{w.words.leaders}决定改用举手方式"
            f"重新进行{w.act}，由两名计票人分别清点"
        )
    elif w.on_paper:
        failure = "计票设备发生故障时，投票继续进行，投票结束后在监票人监督下改用人工计票"
    else:
        # No sheet is there that people could count.
        failure = f"投票、计票设备发生故障时，更换设备后继续进行；不能继续的，{w.act}无效，重新进行"
    if not w.on_paper:
        return f"{failure}。"
    doubtful = "设备认定的无效票、疑问票，由总监票人会同监票人复核确认。"
    return f"{failure}。{doubtful}{_sample(w)}"


def _sample(w: Writing) -> str:
    sample = w.rules.audit_sample
    numerator, denominator = sample.ratio
    if not numerator:
        return f"计票结束后，不再抽样复核{w.paper}。"
    hundredths = _HUNDRED * numerator
    part = (
        f"{hundredths // denominator}%"
        if hundredths % denominator == 0
        else share((numerator, denominator))
    )
    whole = f"，不超过{sample.all_up_to}张的全部复核" if sample.all_up_to else ""
    return f"计票结束后，由监票人随机抽取不少于{part}的{w.paper}进行人工复核{whole}。"


def order_of_voting(w: Writing) -> str:
    """十三: the booth, and who votes first."""
    return f"会场设秘密写票处。投票时，总监票人、监票人先投票，其他{w.words.members}依次投票。"


def publication(w: Writing) -> str:
    """十四: who reports, who reads out, and what is made public."""
    words = w.words
    return (
        f"计票结束，总监票人向{words.leaders}报告计票结果，由{words.presider}宣布{w.act}结果，"
        f"并由{words.issuer}{words.notice}。{words.notice}{_level(w)}；"
        f"{_of_paper(w)}{_groups(w)}。{_order(w)}"
    )


def _of_paper(w: Writing) -> str:
    return f"{w.paper}{PAPER_LEVELS[w.rules.publish_paper]}；" if w.on_paper else ""


def _level(w: Writing) -> str:
    if w.rules.ballot_mode == "graded":
        return "公布各项目的测评等次和测评情况"
    return f"公布{LEVELS[w.rules.publish_level](w)}"


def _all_votes(w: Writing) -> str:
    if w.motion:
        return f"草案的{'、'.join(CHOICES[one] for one in w.rules.choices)}票数"
    if w.rules.ballot_mode == "ranked":
        return "全部候选项目的积分"
    return f"全部候选项目的{'、'.join(CHOICES[one] for one in w.rules.choices)}票数"


def _votes(w: Writing) -> str:
    if w.motion:
        return "表决是否通过和赞成票数"
    return f"确定的项目名称和{'积分' if w.rules.ballot_mode == 'ranked' else '赞成票数'}"


LEVELS: dict[PublishLevel, Callable[[Writing], str]] = {
    "names": lambda w: f"{'表决是否通过' if w.motion else '确定的项目名称'}，不公布得票数",
    "names_approve": _votes,
    "full": _all_votes,
}


def _groups(w: Writing) -> str:
    r = w.rules
    if r.breakdown == "none":
        return "不分组公布得票数"
    least = number(r.smallest_group)
    return f"可以按代表团公布合计数，人数少于{least}名的代表团不单独公布"


def _order(w: Writing) -> str:
    if w.rules.ballot_mode == "graded" or w.motion:
        return ""
    whole = w.rules.ballot_mode == "whole_list"
    votes = ORDERED["approve" if whole else w.rules.rank_by]
    printed = f"{w.sheet}上的顺序"
    order = w.rules.result_order
    if order == "report_by_votes":
        return f"计票结果报告单按{votes}排列项目，{w.words.notice}按{printed}排列项目。"
    both = {"by_votes": votes, "by_ballot": printed, "by_stroke": "项目名称的笔画"}[order]
    return f"计票结果报告单和{w.words.notice}均按{both}排列项目。"


def keeping(w: Writing) -> str:
    """十五: how long the sheets are kept."""
    return (
        f"{w.sheet}、计票结果报告单和电子数据由总监票人、监票人当场封存。"
        f"保管期限：{w.rules.retention}。"
    )


def effect(w: Writing) -> str:
    """十六: when the text begins to bind."""
    return f"本办法经{w.words.adopted_by}通过后施行。"
