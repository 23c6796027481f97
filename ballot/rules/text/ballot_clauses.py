"""The clauses of a 票决办法 up to the count: what is voted on, who may, how a sheet is marked."""

from ballot.rules.text.marking import CHOICES, by_box, by_symbol, one_box
from ballot.rules.text.numerals import share
from ballot.rules.text.writing import Writing, listed, number

QUORUMS = {
    "ge_2_3": "达到{}的三分之二以上",
    "gt_2_3": "超过{}的三分之二",
    "gt_1_2": "超过{}的半数",
    "ge_4_5": "达到{}的五分之四以上",
    "gt_4_5": "超过{}的五分之四",
}
ORDERS = {
    "presidium": "{}确定的顺序",
    "stroke": "项目名称的笔画",
    "category": "项目类别",
    "department": "责任单位",
    "random_once": "公开抽签一次排定的顺序",
    "alphabet": "项目名称的字母顺序",
}
LANGUAGES = {
    "zh": "汉文",
    "mn": "蒙古文",
    "bo": "藏文",
    "ug": "维吾尔文",
    "kk": "哈萨克文",
    "ko": "朝鲜文",
    "ii": "彝文",
    "za": "壮文",
}
SHEETS = {
    "A": "每个项目设“意见”一格，在格内作标记",
    "B": "每个项目对各种意见分设方格",
    "C": "每个项目只设“选”一格",
    "D": "每个项目设“排序”一格",
}


def subject(w: Writing) -> str:
    """一: what is voted on and how many are chosen."""
    r = w.rules
    if w.motion:
        return (
            f"本次会议对{w.facts.subject}进行表决。提请表决的草案1件，对草案整体表示意见，"
            f"不逐条表决。表决由{w.words.host}主持。"
        )
    candidates, verb = number(r.candidates_n), r.result_verb or w.words.verb
    head = f"本次会议对{w.facts.subject}的候选项目进行{w.act}。"
    lead = f"{w.act}由{w.words.host}主持。"
    if r.ballot_mode == "whole_list":
        whole = f"作为一份清单整体{w.act}，{verb}的项目为清单所列全部项目"
        return f"{head}候选项目{candidates}项，{whole}。{lead}"
    spare = number(r.candidates_n - r.seats if r.candidates_n and r.seats else None)
    base = "应选项目数" if r.margin_min.base == "of_seats" else "候选项目数"
    least = f"差额一般不少于{base}的{share(r.margin_min.ratio)}" if r.margin_min.ratio[0] else ""
    margin = "，".join(part for part in (f"实行差额{w.act}", f"差额{spare}项", least) if part)
    return f"{head}候选项目{candidates}项，{verb}{w.seats}项，{margin}。{lead}"


def candidates(w: Writing) -> str:
    """二: who proposes the candidates, and in which order and scripts they are printed."""
    if w.motion:
        return (
            f"草案由{number(None)}提出，经{w.words.groups}审议后，由{w.words.leaders}提请会议表决。"
            f"{w.sheet}使用{_scripts(w)}。"
        )
    order = ORDERS[w.rules.ballot_order].format(w.words.leaders)
    return (
        f"候选项目由{w.facts.government}提出，经{w.words.groups}审议后，由{w.words.leaders}确定。"
        f"{w.sheet}上候选项目按{order}排列，排列顺序不分先后。{w.sheet}使用{_scripts(w)}。"
    )


def _scripts(w: Writing) -> str:
    return "和".join(LANGUAGES.get(name, name) for name in w.rules.languages)


def attendance(w: Writing) -> str:
    """三: the secret vote, the quorum, and that everybody votes in person."""
    r, members = w.rules, w.words.members
    quorum = QUORUMS[r.quorum_rule].format(w.words.everybody)
    basis = "实有人数" if r.roster_basis == "actual" else "法定名额"
    total = "" if r.roster_total is None else f"，为{r.roster_total}名"
    proxy = "可以书面委托他人" if r.proxy else "不得委托他人"
    written = (
        f"因残疾等原因不能写票的{members}，可以请其信任的人代写，代写不得违背本人意愿。"
        if r.assisted_writing
        else f"写票由{members}本人完成，不得由他人代写。"
    )
    return (
        f"{w.act}采用无记名投票方式。{w.act}时，出席会议的{members}应{quorum}。"
        f"{w.words.everybody}的人数按{basis}计算{total}。{members}{proxy}投票。{written}"
    )


def marking(w: Writing) -> str:
    """四: which opinions there are and how each is marked."""
    r = w.rules
    if r.ballot_mode == "ranked":
        return _ranking(w)
    choices = tuple(CHOICES[choice] for choice in r.choices)
    what = "候选项目清单整体" if r.ballot_mode == "whole_list" else "候选项目"
    may = "可以" if len(choices) > 1 else "只能"
    more = _write_in(w) if w.on_paper else "不得另提项目"
    if w.motion:
        what, more = "草案", "不得在票上另写意见"
    head = f"对{what}，{w.words.members}{may}表示{listed(choices)}，{more}。"
    return head + (_marks(w) if w.on_paper else "")


def _marks(w: Writing) -> str:
    """How a paper sheet is marked; a tablet has buttons."""
    r = w.rules
    style = SHEETS[r.sheet_style]
    if w.motion:
        style = style.removeprefix("每个项目")
    match r.sheet_style:
        case "B":
            ways = by_box(r)
        case "C":
            ways = one_box(r, "选")
        case _:
            ways = by_symbol(r)
    return f"{w.sheet}{style}。{ways}。"


def _ranking(w: Writing) -> str:
    r = w.rules
    points = (
        f"排在第一位的得{w.seats}分，以后每位依次减少1分"
        if r.rank_points is None
        else f"自第一位起依次得{'、'.join(str(one) for one in r.rank_points)}分"
    )
    return (
        f"{w.words.members}按优先次序，在候选项目的“排序”格内自1起依次写阿拉伯数字，最多写到{w.seats}，"
        f"{points}；没有写数字的项目为未排入，不得分。{w.sheet}{SHEETS[r.sheet_style]}。{_write_in(w)}。"
    )


def _write_in(w: Writing) -> str:
    return {
        "no": "不得另提项目",
        "ignore": "另提项目的，所提项目不予计票",
        "ballot_void": "另提项目的，该票无效",
        "allowed": f"可以另提项目，另提的项目计入赞成的项目数，汇总后交{w.words.leaders}研究",
    }[w.rules.write_in]


def validity(w: Writing) -> str:
    """五: which ballots are valid; a device takes no blank, signed or unclear ones."""
    sheets = f"{_empty(w)}{signed(w)}{unclear(w)}" if w.on_paper else ""
    return f"{_chosen(w)}{sheets}"


def signed(w: Writing) -> str:
    """Return what becomes of a sheet that could tell whose it is."""
    return {
        "ballot_void": f"署名、编号或者作其他特殊记号的，{this(w)}无效。",
        "ignore": f"署名、编号或者作其他特殊记号的，不影响{this(w)}效力。",
    }[w.rules.identifying_mark]


def this(w: Writing) -> str:
    """Return 该票, 该表."""
    return "该表" if w.rules.ballot_mode == "graded" else "该票"


def _chosen(w: Writing) -> str:
    """How many may be chosen; each mode has a sentence of its own."""
    return {
        "at_most_k": _at_most,
        "exactly_k": _exactly,
        "per_item": _each,
        "whole_list": _whole,
        "ranked": _ranked,
    }[w.rules.ballot_mode](w)


def _at_most(w: Writing) -> str:
    fewer = {"valid": "等于或者少于{0}项的有效，", "void": "等于{0}项的有效，少于{0}项的无效，"}
    return (
        f"每张{w.sheet}赞成的项目数{fewer[w.rules.undervote].format(w.seats)}"
        f"多于{w.seats}项的{_OVERVOTE[w.rules.overvote]}。"
    )


def _exactly(w: Writing) -> str:
    fewer = {"valid": "少于{}项的仍为有效", "void": "少于{}项的无效"}[w.rules.undervote]
    return (
        f"每张{w.sheet}应当恰好赞成{w.seats}项，{fewer.format(w.seats)}，"
        f"多于{w.seats}项的{_OVERVOTE[w.rules.overvote]}。"
    )


def _each(w: Writing) -> str:
    return f"{w.words.members}对候选项目逐项表示意见，赞成的项目数不限。"


def _whole(w: Writing) -> str:
    if w.motion:
        return f"{w.words.members}对草案只表示一次意见。"
    return f"{w.words.members}对候选项目清单只表示一次意见，不对单个项目表示意见。"


def _ranked(w: Writing) -> str:
    return f"两个以上项目写同一数字，或者所写数字大于{w.seats}的，这些项目按无法辨认处理。"


_OVERVOTE = {"ballot_void": "无效"}


def _empty(w: Writing) -> str:
    if w.rules.all_blank == "void":
        return "全部空白的票无效。"
    if w.rules.ballot_mode == "ranked":
        return "全部空白的票有效，各项均为未排入。"
    if w.motion:
        return f"全部空白的票有效，视为{CHOICES[w.rules.blank_means]}。"
    return f"全部空白的票有效，各项均视为{CHOICES[w.rules.blank_means]}。"


def unclear(w: Writing) -> str:
    """Return what becomes of marks that are not clear."""
    r = w.rules
    doubt = {
        "lenient_intent": "标记不合规定但意思清楚的，按其意思认定；"
        "有疑问的，由总监票人会同监票人共同认定。",
        "strict": "标记不合规定的，即使意思清楚也不予认定，按无法辨认处理。",
    }[r.adjudication]
    part = {
        "item_invalid": "该部分无效，计入“辨认不清”，其余部分有效",
        "item_abstain": "该部分视为弃权，其余部分有效",
        "ballot_void": f"不论其余部分是否清楚，{this(w)}均无效",
    }[r.item_illegible]
    whole = {
        "ballot_void": f"全部无法辨认的，{this(w)}无效。",
        "valid": f"全部无法辨认的，{this(w)}仍为有效。",
    }[r.all_illegible]
    return f"{doubt}所作标记部分无法辨认的，{part}；{whole}"


def returned(w: Writing) -> str:
    """六: more sheets than were issued make the vote void."""
    again = {
        "presidium": f"由{w.words.leaders}决定重新进行{w.act}",
        "automatic": f"即行重新进行{w.act}",
    }[w.rules.revote_by]
    void = {"void_revote": f"多于发出的{w.sheet}，{w.act}无效，{again}"}
    return (
        f"收回的{w.sheet}等于或者少于发出的{w.sheet}，{w.act}有效；"
        f"{void[w.rules.returned_gt_issued]}。{_apart(w)}"
    )


def _apart(w: Writing) -> str:
    """The channels are compared one by one: a surplus in one is not made up for by another."""
    if len(w.rules.channels) == 1:
        return ""
    return f"各种投票方式分别比较，其中一种收回的多于发出的，{w.act}同样无效。"
