"""The clauses that a 满意度测评办法 has in place of those on candidates, marks, line and ties."""

from ballot.rules.text.ballot_clauses import LANGUAGES, ORDERS, signed, unclear
from ballot.rules.text.marking import drawn
from ballot.rules.text.numerals import chinese
from ballot.rules.text.writing import Writing, number

SHEETS = {
    "A": "每个项目设一个意见栏",
    "B": "每个项目对各个等次分设方格",
    "C": "每个项目只设“选”一格",
    "D": "每个项目设次序栏",
}


def subject(w: Writing) -> str:
    """一: what is rated."""
    return (
        f"本次会议对{w.facts.subject}的实施情况进行{w.act}，"
        f"测评项目{number(w.rules.candidates_n)}项。{w.act}由{w.words.host}主持。"
    )


def items(w: Writing) -> str:
    """二: in which order and scripts the projects stand on the form."""
    order = ORDERS[w.rules.ballot_order].format(w.words.leaders)
    scripts = "和".join(LANGUAGES.get(name, name) for name in w.rules.languages)
    return (
        f"测评项目及其实施情况由{w.facts.government}报告，由{w.words.leaders}确定列入测评表。"
        f"{w.sheet}上的项目按{order}排列，排列顺序不分先后。{w.sheet}使用{scripts}。"
    )


def marking(w: Writing) -> str:
    """四: the grades and how one is marked."""
    r = w.rules
    marked = drawn(r.mark_approve)
    unknown = "；对项目情况不了解的，可以选“不了解”" if "dont_know" in r.choices else ""
    how = (
        f"{w.sheet}{SHEETS[r.sheet_style]}。同意某一等次的，在对应格内{marked}。"
        if w.on_paper
        else ""
    )
    return (
        f"测评设{'、'.join(r.grades)}{chinese(len(r.grades))}个等次{unknown}。每个项目限选一个等次；"
        f"不选的，视为弃权。{how}"
    )


def validity(w: Writing) -> str:
    """五: which forms are valid."""
    if not w.on_paper:
        return "会场平板上每个项目只能选定一个等次，提交的测评表均为有效。"
    blank = {"void": "无效", "valid_abstain": "有效，各项均视为弃权"}[w.rules.all_blank]
    return (
        f"同一项目选择两个以上等次的，该项按无法辨认处理。全部空白的测评表{blank}。"
        f"{signed(w)}{unclear(w)}"
    )


def grading(w: Writing) -> str:
    """七: how the ratings of one project become its grade, rate or score."""
    return {"tier_majority": _tiers, "rate": _rates, "weighted": _scores}[w.rules.grade_rule](
        w
    ) + _weights(w)


def _base(w: Writing) -> str:
    """The base; 不了解 only matters where the valid ballots are."""
    base = w.base(w.rules.grade_base)
    if w.rules.grade_base != "valid" or "dont_know" not in w.rules.choices:
        return base
    return f"{base}（{_unknown(w)}）"


def _unknown(w: Writing) -> str:
    return {"excluded": "不含该项选“不了解”的票", "counted": "含该项选“不了解”的票"}[
        w.rules.dont_know
    ]


def _tiers(w: Writing) -> str:
    r = w.rules
    rules = []
    for place, inclusive in enumerate(r.grade_boundary_inclusive[: len(r.grades) - 1], start=1):
        named = "与".join(f"“{grade}”票" for grade in r.grades[:place])
        total = f"{named}合计" if place > 1 else named
        reach = "达到{}的半数以上（含半数）" if inclusive else "超过{}的半数（不含半数）"
        rules.append(f"{total}{reach.format(_base(w))}的，测评等次为{r.grades[place - 1]}")
    return f"测评等次按下列顺序认定：{'；'.join(rules)}；均未达到的，测评等次为{r.grades[-1]}。"


def _rates(w: Writing) -> str:
    grades = w.rules.grades
    rest = "、".join(f"“{grade}”" for grade in grades[2:])
    return (
        f"测评结果以满意率表示：“{grades[0]}”票占{_base(w)}的比例为{grades[0]}率，"
        f"{'、'.join(f'“{grade}”' for grade in grades[:2])}两档合计占{_base(w)}的比例为"
        f"{'和'.join(grades[:2])}率；{rest}票的比例一并列明。"
    )


def _scores(w: Writing) -> str:
    r = w.rules
    points = "、".join(
        f"“{grade}”每票{point}分" for grade, point in zip(r.grades, r.grade_points, strict=False)
    )
    unknown = ""
    if "dont_know" in r.choices:
        unknown = {
            "excluded": "，选“不了解”的不计入票数",
            "counted": "，选“不了解”的计入票数，得0分",
        }[r.dont_know]
    return (
        f"测评结果以平均得分表示：{points}，"
        f"各票得分之和除以作出评价的票数{unknown}；弃权和无法辨认的不计入。"
    )


def _weights(w: Writing) -> str:
    weights = w.rules.grader_weights
    if weights is None:
        return ""
    named = "、".join(f"{name}{weight}%" for name, weight in weights.items())
    return f"由多个主体分别测评的，按下列权重合成：{named}。"


def one_rating(w: Writing) -> str:
    """八: nobody rates twice."""
    once = f"每名{w.words.members}对每个项目只评价一次。"
    if len(w.rules.channels) == 1:
        return once
    rule = {"first_sealed_wins": "先封存的有效，后提交的不予接收，并记录在案"}[w.rules.dual_channel]
    return f"{once}同一人既以纸质、又以电子方式提交的，{rule}；两种方式的票数分别列明，再行合计。"


def consequences(w: Writing) -> str:
    """九: what a bad rating leads to; round one stays as it was."""
    return (
        f"测评结果为{w.rules.grades[-1]}的，由{w.words.leaders}责成承办单位限期整改并再次报告，"
        f"可以再次测评；再次测评的结果另行公布，不改变首次测评的结果。"
        f"{w.act}连同再次测评，最多进行{w.rules.max_rounds}轮，无效的不计。"
    )
