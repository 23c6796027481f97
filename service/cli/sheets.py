"""Single plain sheets as input of `piaojue decide`: the same sheets under several texts.

The input has total, present, seats, candidates, ballots [{"marks", "flag"}] and policies; the
answer has one block per policy, so that a hall sees before the count what a clause would change. A
policy is an object of clauses, or {"tick", "out", "signed"} for the three that differ most.
"""

from collections import Counter
from collections.abc import Sequence
from typing import cast

import msgspec

from ballot.results import ChannelTally
from ballot.rules import Rules
from ballot.rules.marks import marks_named
from ballot.rules.text.marking import OPINIONS
from ballot.rules.values import Mark
from counting import validity
from counting.figures import ChannelFigures, Figures, HandedOut
from counting.line import line_of
from counting.ranking import Terms, rank
from counting.readings import Box
from service.cli.case_file import ABSENT, CaseFault, Given, mapping, number, one_of
from service.cli.case_rules import rules_of

KNOWN = frozenset({"total", "present", "seats", "candidates", "ballots", "policies"})
MARKS = ("", "○", "√", "×", "○×", "○out", "√out", "×out", "smudge")
RANKS = tuple(map(str, range(1, 201)))
"""What stands in a box under 排序表决."""
FLAGS = ("", "signed")
SIGNED = {"void": "ballot_void", "count": "ignore"}


def decide_sheets(case: str, given: Given) -> dict[str, object]:
    """Return {policy: totals and the projects above the line} for the sheets of ``given``.

    Raises CaseFault at the first key that is wrong or missing.
    """
    rules = rules_of(case, given, KNOWN)
    total, seats, candidates = (
        number(case, given, key, least=1) for key in ("total", "seats", "candidates")
    )
    present = number(case, given, "present") if "present" in given else total
    ballots = given.get("ballots", ABSENT)
    if not isinstance(ballots, list):
        raise CaseFault(case, "ballots", ballots, ("列表", "a list"))
    boxes = 1 if rules.ballot_mode == "whole_list" else candidates
    sheets = [_sheet(case, f"ballots[{i}]", one, boxes) for i, one in enumerate(ballots)]
    blocks: dict[str, object] = {}
    for name, policy in mapping(case, "policies", given.get("policies", ABSENT)).items():
        text = _policed(case, f"policies.{name}", policy, rules)
        _require_telling(case, text)
        ballot = validity.Ballot(seats=seats)
        tally = validity.count(sheets, text, numbers=range(1, candidates + 1), ballot=ballot)
        found = [validity.judge(sheet, text, ballot).void for sheet in sheets]
        grounds = Counter(ground for ground in found if ground is not None)
        figures = _figures(tally, total, present, seats)
        blocks[name] = {**_block(figures, text), "void_grounds": dict(sorted(grounds.items()))}
    return blocks


def _figures(tally: ChannelTally, total: int, present: int, seats: int) -> Figures:
    handed = HandedOut(printed=tally.returned, issued=tally.returned)
    part = ChannelFigures(handed=handed, tally=tally)
    return Figures(roster=total, present=present, seats=seats, channels=(part,))


def _block(figures: Figures, rules: Rules) -> dict[str, object]:
    (part,) = figures.channels
    tally = part.tally
    needed = line_of(rules, figures, "first", None).needed
    ranking = rank(tally.items, Terms(line=needed, seats=figures.seats, rank_by=rules.rank_by))
    ranked = {"points": [item.points for item in tally.items]}
    return {
        "returned": tally.returned,
        "valid": tally.valid,
        "void": tally.invalid,
        "for_": [item.approve for item in tally.items],
        "against": [item.oppose for item in tally.items],
        "abstain": [item.abstain for item in tally.items],
        "item_invalid": [item.illegible for item in tally.items],
        **(ranked if rules.ballot_mode == "ranked" else {}),
        **({"written": {one.title: one.approve for one in tally.written}} if tally.written else {}),
        "threshold": needed,
        "elected": [f"P{n}" for n in ranking.elected],
        "tied": [f"P{n}" for n in ranking.tied],
    }


def _policed(case: str, key: str, policy: object, rules: Rules) -> Rules:
    """Put a policy into the words of the rules: tick and out together are lenient_intent."""
    match policy:
        case {"tick": bool(tick), "out": bool(out), "signed": "void" | "count" as signed} if (
            tick == out
        ):
            return msgspec.structs.replace(
                rules,
                adjudication="lenient_intent" if tick else "strict",
                identifying_mark=SIGNED[signed],
            )
        case dict() if policy and not policy.keys() & {"tick", "out", "signed", "ballot_mode"}:
            named = rules_of(case, policy, ())
            changed = {name: getattr(named, name) for name in policy}
            return msgspec.structs.replace(rules, **changed)
        case _:
            words = '{"tick", "out", "signed": "void"/"count"}'
            expected = (
                f"{words}，tick 与 out 同为 true 或同为 false；或者规则的参数",
                f"{words}, tick equal to out; or parameters of the rules",
            )
            raise CaseFault(case, key, policy, expected)


def _require_telling(case: str, rules: Rules) -> None:
    """Raise CaseFault where opinions share a mark: the input does not say in which box it is."""
    if rules.ballot_mode == "ranked":
        return
    seen: set[Mark] = set()
    for choice in rules.choices:
        own = set(marks_named(choice, rules)) if choice in OPINIONS else set[Mark]()
        if seen & own:
            expected = (
                "各种意见符号不同的规则：这里的票只写符号，不写在哪一格",
                "rules with another mark for each opinion: sheets here name no boxes",
            )
            raise CaseFault(case, f"mark_{choice}", sorted(own), expected)
        seen |= own


def _sheet(case: str, key: str, ballot: object, boxes: int) -> validity.Sheet:
    match ballot:
        case {"marks": list(marks), "flag": str(flag), **rest} if len(marks) == boxes:
            if flag not in FLAGS:
                raise CaseFault(case, f"{key}.flag", flag, one_of(FLAGS))
            return validity.Sheet(
                boxes=tuple(_box(case, f"{key}.marks", mark) for mark in marks),
                signed=flag == "signed",
                written=_written(case, f"{key}.written", rest.get("written", [])),
            )
        case _:
            words = f'{{"marks": [{boxes}], "flag"}}'
            raise CaseFault(case, key, ballot, (words, words))


def _written(case: str, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise CaseFault(case, key, value, ("另提项目名称的列表", "a list of names written in"))
    return tuple(cast("Sequence[str]", value))


def _box(case: str, key: str, mark: object) -> Box:
    if mark in RANKS:
        return Box(rank=int(mark))
    if not isinstance(mark, str) or mark not in MARKS:
        allowed = (*MARKS, "1", "2", "…")
        raise CaseFault(case, key, mark, one_of(allowed))
    if mark == "smudge":
        return Box(smudged=True)
    symbols = mark.removesuffix("out")
    return Box(symbols=tuple(cast("Mark", symbol) for symbol in symbols), outside=symbols != mark)
