"""What a sheet says: its title, its headings, and the 说明 written from the rules.

Where the 票决办法 words a rule, the 说明 uses its words, so that a deputy reads the same twice.
"""

from collections.abc import Iterator

from ballot.definition import Definition
from ballot.rules import Rules
from ballot.rules.text.marking import by_box, by_symbol, drawn, one_box
from ballot.rules.text.words import WORDS, act_name, words_of
from ballot.sheet import columns_of, kind_of

_ACTS = ("满意度测评", *dict.fromkeys(one.vote for one in WORDS.values()))
"""What titles end with, whatever body votes: 票决, 票选."""
ROUND_PREFIXES = {
    "first": "",
    "runoff": "再次",
    "fill": "另行",
    "revote": "重新",
    "re_evaluation": "再次",
}


def sheet_name(rules: Rules) -> str:
    """Return what a member marks: 票决票, 票选票, 测评表."""
    return "测评表" if rules.ballot_mode == "graded" else f"{words_of(rules).vote}票"


def title_of(definition: Definition) -> str:
    """Return the title: what is voted on, which round, and that this is the sheet."""
    rules = definition.rules
    subject = definition.title
    for act in (*_ACTS, act_name(rules)):
        subject = subject.removesuffix(act)
    satisfaction = "满意度" if rules.ballot_mode == "graded" else ""
    return f"{subject}{ROUND_PREFIXES[definition.kind]}{satisfaction}{sheet_name(rules)}"


def instructions(definition: Definition, pages: int) -> tuple[str, ...]:
    """Return the sentences of the 说明 in order, for a sheet of ``pages`` sides."""
    rules = definition.rules
    listed = len(definition.candidates)
    sentences = [
        *_how_many(rules, definition.seats, listed),
        *_how_marked(rules, definition.seats),
        *_validity(rules, pages),
        *(_handed_in(rules) if rules.ballot_mode == "graded" else ()),
        "请用黑色或者蓝色钢笔、签字笔、圆珠笔。",
        *(() if is_motion(rules) or listed == 1 else ("排列顺序不分先后。",)),
        "四角黑块和二维码供机器定位，请勿涂写、折叠。",
    ]
    if pages > 1:
        where = "意见填在最后一面" if rules.ballot_mode == "whole_list" else "请逐面填写"
        sentences.insert(0, f"本{_noun(rules)}共{pages}面，{where}。")
    return tuple(sentences)


def is_motion(rules: Rules) -> bool:
    """Whether a draft is put to the vote, and no list of candidates."""
    return rules.ballot_mode == "whole_list" and rules.candidates_n == 1


def _how_many(rules: Rules, seats: int, listed: int) -> Iterator[str]:
    """Yield how many projects may be approved; what a list of so many cannot do is not said."""
    more = rules.write_in == "allowed" or seats < listed
    match rules.ballot_mode:
        case "at_most_k" if more:
            yield (
                f"应选{seats}项。赞成的项目等于或者少于{seats}项的有效，多于{seats}项的，该票无效。"
            )
        case "at_most_k":
            yield f"应选{seats}项，{_each(listed)}。"
        case "exactly_k" if more:
            yield f"应选{seats}项。须恰好赞成{seats}项，多于或者少于{seats}项的，该票无效。"
        case "exactly_k" if seats > 1:
            yield f"应选{seats}项。须恰好赞成{seats}项，少于{seats}项的，该票无效。"
        case "exactly_k":
            yield f"应选{seats}项。须赞成{seats}项，不赞成的，该票无效。"
        case "per_item":
            yield f"{_each(listed)}，赞成的项目数不限。" if listed > 1 else f"{_each(listed)}。"
        case "whole_list":
            yield _once(rules, listed)


def _each(listed: int) -> str:
    return "请逐项表示意见" if listed > 1 else "请对候选项目表示意见"


def _once(rules: Rules, listed: int) -> str:
    if is_motion(rules):
        return "请对草案整体表示一次意见。"
    if listed == 1:
        return "请对候选项目表示一次意见。"
    return "请对候选项目清单整体表示一次意见，不对单个项目表示意见。"


def _how_marked(rules: Rules, seats: int) -> Iterator[str]:
    match kind_of(rules):
        case "A":
            yield f"在“{_heading(rules)}”格内作标记：{by_symbol(rules)}。"
        case "B":
            yield f"{by_box(rules)}。"
            if len(columns_of(rules)) > 1:
                yield f"{_two_boxes(rules)}。"
        case "C":
            yield f"{one_box(rules, _heading(rules))}。"
        case "D":
            yield (
                f"按优先次序在“{_heading(rules)}”格内写阿拉伯数字，从1写起，最多写到{seats}，每个数字只写一次；"
                f"数字重复或者大于{seats}的项目按无法辨认处理；不写数字的不得分。"
            )
        case "graded":
            yield (
                f"同意某一等次的，在对应格内{drawn(rules.mark_approve)}，每项限选一个等次；不选的，视为弃权；"
                f"选两个以上的，{_illegible(rules)}。"
            )
            if "dont_know" in rules.choices:
                yield f"选“不了解”的，{_unknown(rules)}。"


def _unknown(rules: Rules) -> str:
    """Return how 不了解 counts: it has no grade, and may be no part of the base either."""
    counted = rules.dont_know == "counted"
    if rules.grade_rule == "weighted":
        return "计0分" if counted else "不计入该项的评分"
    if rules.grade_base != "valid":
        return "不计入任何等次"
    return "计入该项的有效票，不计入任何等次" if counted else "不计入该项的有效票"


def _handed_in(rules: Rules) -> Iterator[str]:
    """Yield that nobody learns who rated how, least of all who is rated."""
    yield f"本表无记名，由{words_of(rules).members}本人直接投入票箱，承办单位不得代收。"


def _heading(rules: Rules) -> str:
    """Return how the column of the only box is headed."""
    return columns_of(rules)[0].heading


def _noun(rules: Rules) -> str:
    return "表" if rules.ballot_mode == "graded" else "票"


def _void(rules: Rules) -> str:
    return f"该{_noun(rules)}无效"


def _illegible(rules: Rules) -> str:
    return {
        "item_invalid": "该项无效",
        "item_abstain": "该项计为弃权",
        "ballot_void": _void(rules),
    }[rules.item_illegible]


def _two_boxes(rules: Rules) -> str:
    if rules.ballot_mode == "whole_list":
        void = "ballot_void" in {rules.item_illegible, rules.all_illegible}
        return f"在两格以上作标记的，{_void(rules) if void else _illegible(rules)}"
    return f"一项在两格以上作标记的，{_illegible(rules)}"


def _write_in_allowed(rules: Rules, pages: int) -> str:
    where = "最后一面" if pages > 1 else "清单下方"
    counted = "" if rules.ballot_mode == "per_item" else "，计入赞成的项目数"
    return f"可以另提项目，名称写在{where}的“另提项目”栏内{counted}。"


def _validity(rules: Rules, pages: int) -> Iterator[str]:
    if rules.all_blank == "void" and rules.ballot_mode != "exactly_k":
        yield f"全部空白的，{_void(rules)}。"
    if rules.budget_cap is not None and rules.budget_cap.hard:
        yield f"赞成项目的投资合计超过{rules.budget_cap.amount}万元的，{_void(rules)}。"
    if rules.ballot_mode in {"at_most_k", "exactly_k", "per_item"}:
        yield {
            "no": "不得另提项目。",
            "ignore": "另提的项目不予计票。",
            "ballot_void": "不得另提项目，另提的，该票无效。",
            "allowed": _write_in_allowed(rules, pages),
        }[rules.write_in]
    void = f"，否则{_void(rules)}" if rules.identifying_mark == "ballot_void" else ""
    yield f"请勿署名、编号或者作其他记号{void}。"
