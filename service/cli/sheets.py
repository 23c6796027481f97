"""Single plain sheets as input of `piaojue decide`: the same sheets under several texts.

The input has total, seats, candidates, ballots [{"marks", "flag"}] and policies; the answer has
one block per policy, so that a hall sees before the count what a clause would change.
"""

from collections.abc import Mapping
from typing import cast

import msgspec

from ballot.results import ChannelTally
from ballot.rules import Rules
from ballot.rules.values import Mark
from counting import line, validity
from counting.ranking import Terms, rank
from counting.readings import Box
from service.cli.cases import ABSENT, CaseFault, number, one_of, rules_of

KNOWN = frozenset({"total", "present", "seats", "candidates", "ballots", "policies"})
MARKS = ("", "○", "√", "×", "○×", "○out", "√out", "×out", "smudge")
FLAGS = ("", "signed")
SIGNED = {"void": "ballot_void", "count": "ignore"}


def decide_sheets(case: str, given: Mapping[str, object]) -> dict[str, object]:
    """Return {policy: totals and the projects above the line} for the sheets of ``given``.

    Raises CaseFault at the first key that is wrong or missing.
    """
    rules = rules_of(case, given, KNOWN)
    roster, seats, candidates = (
        number(case, given, key, least=1) for key in ("total", "seats", "candidates")
    )
    ballots = given.get("ballots", ABSENT)
    if not isinstance(ballots, list):
        raise CaseFault(case, "ballots", ballots, ("列表", "a list"))
    sheets = [_sheet(case, f"ballots[{i}]", one, candidates) for i, one in enumerate(ballots)]
    policies = given.get("policies", ABSENT)
    if not isinstance(policies, dict):
        raise CaseFault(case, "policies", policies, ("对象", "an object"))
    numbers = range(1, candidates + 1)
    blocks: dict[str, object] = {}
    for name, policy in policies.items():
        text = _policed(case, f"policies.{name}", policy, rules)
        tally = validity.count(sheets, text, numbers=numbers, ballot=validity.Ballot(seats=seats))
        blocks[name] = _block(tally, text, line.pass_line(rules.threshold, roster), seats)
    return blocks


def _block(tally: ChannelTally, rules: Rules, needed: int, seats: int) -> dict[str, object]:
    ranking = rank(tally.items, Terms(line=needed, seats=seats, rank_by=rules.rank_by))
    return {
        "returned": tally.returned,
        "valid": tally.valid,
        "void": tally.invalid,
        "for_": [item.approve for item in tally.items],
        "against": [item.oppose for item in tally.items],
        "abstain": [item.abstain for item in tally.items],
        "item_invalid": [item.illegible for item in tally.items],
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
        case _:
            words = '{"tick", "out", "signed": "void"/"count"}'
            expected = (
                f"{words}，tick 与 out 同为 true 或同为 false",
                f"{words}, tick equal to out",
            )
            raise CaseFault(case, key, policy, expected)


def _sheet(case: str, key: str, ballot: object, candidates: int) -> validity.Sheet:
    match ballot:
        case {"marks": list(marks), "flag": str(flag)} if len(marks) == candidates:
            if flag not in FLAGS:
                raise CaseFault(case, f"{key}.flag", flag, one_of(FLAGS))
            boxes = tuple(_box(case, f"{key}.marks", mark) for mark in marks)
            return validity.Sheet(boxes=boxes, signed=flag == "signed")
        case _:
            words = f'{{"marks": [{candidates}], "flag"}}'
            raise CaseFault(case, key, ballot, (words, words))


def _box(case: str, key: str, mark: object) -> Box:
    if not isinstance(mark, str) or mark not in MARKS:
        raise CaseFault(case, key, mark, one_of(MARKS))
    if mark == "smudge":
        return Box(smudged=True)
    symbols = mark.removesuffix("out")
    return Box(symbols=tuple(cast("Mark", symbol) for symbol in symbols), outside=symbols != mark)
