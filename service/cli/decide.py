"""`piaojue decide FILE`: rules and totals in, outcome out; the arithmetic alone."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec

from ballot.errors import BallotError
from ballot.results import GroupOutcome, LosingReason, Outcome
from counting.errors import CountingError
from counting.losing import REASONS
from counting.outcome import decide
from service.cli.case_file import ABSENT, CaseFault, Undecidable, read_cases
from service.cli.cases import KEYS, Case, case_from
from service.cli.ratings import decide_ratings, graded_words
from service.cli.sheets import decide_sheets
from service.reasons import unreadable

STATUSES = {
    "final": ("票决完成", "final"),
    "tie_at_cutoff": ("末位并列", "tie at the last seat"),
    "shortfall": ("不足应选数", "fewer than the seats"),
    "no_quorum": ("不足法定人数", "no quorum"),
    "issue_exceeds_present": ("发出多于实到，须先收回多发的票", "more issued than present"),
    "void_returned_gt_issued": (
        "收回多于发出，本次票决无效，须重新票决",
        "void: more returned than issued",
    ),
    "integrity_error_sum_gt_valid_x_k": (
        "赞成合计超过有效票与应选数之积，计票有误，不得宣布",
        "the approvals exceed valid ballots times seats; the count is wrong",
    ),
    "integrity_error": ("勾稽不符，计票有误，不得宣布", "the figures do not reconcile"),
    "undecided_second_tie": ("再次并列", "a second tie"),
}
ENGLISH_REASONS: dict[LosingReason, str] = {
    "below_line": "below the line",
    "above_line_out_of_rank": "above the line, out of rank",
    "category_full": "above the line, category full",
    "over_budget": "above the line, over the budget",
    "dearer_of_tied": "tied, and dearer",
}
PARTS = {
    "valid": ("有效", "valid"),
    "void": ("无效", "void"),
    "threshold": ("通过线", "line"),
    "elected": ("入选", "elected"),
    "tied": ("并列", "tied"),
    "seats_left": ("待定名额", "seats left"),
    "vacant": ("空缺", "vacant"),
}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to ``subparsers``."""
    parser = subparsers.add_parser(
        "decide",
        help="由规则和合计数得出结果",
        description="由规则和合计数得出票决结果。",
        epilog=_keys(),
    )
    parser.add_argument("file", metavar="FILE.json", help='{"id", "input"} 或者由其组成的列表')
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言")
    parser.set_defaults(run=run)


def _keys() -> str:
    """Say what an input may contain, for the help."""
    rows = "\n".join(f"  {key:<15} {meaning}" for key, meaning in KEYS.items())
    return (
        f"input 的键：\n{rows}\n"
        "  其余的键都是规则的参数（docs/rules.md），可以简写 base、quorum、mode；不写的取默认值。\n"
        "  逐张判票的案例改写 candidates、ballots 和 policies，见 docs/rules.md。\n"
        "  满意度测评改写 ratings（各项目各等次票数）或者 forms（逐份），见 docs/evaluation.md。"
    )


def run(args: argparse.Namespace) -> int:
    """Decide every case of the file and print the outcomes; nothing is printed if one is faulty.

    Returns 0, or 2 after one sentence on stderr for input that cannot be decided.
    """
    try:
        data = Path(args.file).read_bytes()
    except OSError as error:
        print(unreadable(args.file, error, args.lang), file=sys.stderr)
        return 2
    try:
        answers = [(name, outcome_for(name, given)) for name, given in read_cases(data)]
    except CaseFault as fault:
        print(fault.sentence(args.lang), file=sys.stderr)
        return 2
    if args.json:
        listed = [{"id": name, "outcome": outcome} for name, outcome in answers]
        print(msgspec.json.encode(listed).decode())
    else:
        for name, outcome in answers:
            print(_text(name, outcome, args.lang))
    return 0


def outcome_for(name: str, given: Mapping[str, object]) -> dict[str, object]:
    """Return the outcome of one case as JSON values, its projects by the names of the case.

    Single sheets are answered per policy. Raises CaseFault for input that cannot be decided.
    """
    if "ballots" in given:
        return decide_sheets(name, given)
    if "ratings" in given or "forms" in given:
        return decide_ratings(name, given)
    case = case_from(name, given)
    try:
        outcome = decide(case.rules, case.figures, kind=case.kind, another_round=case.another_round)
    except (BallotError, CountingError) as error:
        raise Undecidable(name, "input", ABSENT, (error.sentence, error.code)) from error
    return _labelled(case, outcome)


def _labelled(case: Case, outcome: Outcome) -> dict[str, object]:
    """Name projects as the case does: 1, 2, … are only their places in its list."""
    names = dict(enumerate(case.labels, start=1))
    answer: dict[str, object] = msgspec.to_builtins(outcome)
    answer["elected"] = [names[number] for number in outcome.elected]
    answer["tied"] = [names[number] for number in outcome.tied]
    answer["groups"] = [_group(group, names) for group in outcome.groups]
    for key, rows in (("counts", outcome.counts), ("not_elected", outcome.not_elected)):
        answer[key] = [{**msgspec.to_builtins(row), "name": names[row.number]} for row in rows]
    return answer


def _group(group: GroupOutcome, names: Mapping[int, str]) -> dict[str, object]:
    answer: dict[str, object] = msgspec.to_builtins(group)
    answer["elected"] = [names[number] for number in group.elected]
    answer["tied"] = [names[number] for number in group.tied]
    return answer


def _text(name: str, outcome: Mapping[str, object], language: str) -> str:
    """One line per case, or per policy where single sheets were judged."""
    if "status" in outcome:
        return f"{name}\t{_line(outcome, language)}"
    return "\n".join(
        f"{name}/{policy}\t{_line(block, language)}"
        for policy, block in outcome.items()
        if isinstance(block, dict)
    )


def _line(outcome: Mapping[str, object], language: str) -> str:
    """One line for people: the status, the line, who is in, what stays open."""
    english = language == "en"
    parts = [STATUSES[str(outcome["status"])][english]] if "status" in outcome else []
    for key, (chinese, words) in PARTS.items():
        value = outcome.get(key)
        if value not in (None, 0, []):
            text = "、".join(value) if isinstance(value, list) else str(value)
            parts.append(f"{words if english else chinese} {text}")
    parts += [*_losing(outcome, english=english), *graded_words(outcome)]
    return ("; " if english else "；").join(parts)


def _losing(outcome: Mapping[str, object], *, english: bool) -> list[str]:
    """Who is not elected, each way of losing by itself."""
    found = outcome.get("not_elected", ())
    rows = found if isinstance(found, list) else []
    return [
        f"{words} " + "、".join(row["name"] for row in rows if row["reason"] == reason)
        for reason, words in (ENGLISH_REASONS if english else REASONS).items()
        if any(row["reason"] == reason for row in rows)
    ]
