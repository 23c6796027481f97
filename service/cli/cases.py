"""The short form of rules and totals that `piaojue decide` reads.

A case is {"id", "input"}; other keys beside them are remarks. An input names people and ballots
(total, present, issued, returned, valid, …), approvals per project ("for"), and rules: by their
identifiers, or by the short words base, quorum and mode. What is left out takes the default;
what is unknown is an error.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import cast, get_args

from ballot.errors import Malformed
from ballot.events.listing import RoundKind
from ballot.results import ChannelTally, ItemTotals
from ballot.rules import Rules
from ballot.rules.handled import unhandled
from ballot.rules.expectation import expected_of
from ballot.rules.parsing import rules_from
from counting.figures import ChannelFigures, Figures, HandedOut

MOST = 1_000_000
"""No hall is larger; the limit keeps sums within what readers of JSON can carry."""
MOST_SHOWN = 60

SHORT = {"base": "threshold_base", "quorum": "quorum_rule", "mode": "ballot_mode"}
PEOPLE = ("total", "present", "seats")
BALLOTS = ("issued", "returned", "valid", "invalid", "foreign")
TOKENS = ("printed", "replaced", "archived", "left_over")
PROJECTS = ("for", "against", "illegible")
KINDS: tuple[str, ...] = get_args(RoundKind)
KNOWN = frozenset((*PEOPLE, *BALLOTS, *TOKENS, *PROJECTS, "kind"))
ABSENT = object()


class CaseFault(Exception):
    """A case that cannot be decided: which, at which key, what was found, what is expected."""

    def __init__(self, case: str, key: str, found: object, expected: tuple[str, str]) -> None:
        """Keep the parts; ``expected`` is (Chinese, English), ``found`` may be ABSENT."""
        super().__init__(case, key)
        self.case, self.key, self.found, self.expected = case, key, found, expected

    def sentence(self, language: str) -> str:
        """Return the fault as one sentence in ``language`` ("zh" or "en")."""
        if language == "en":
            found = "is missing" if self.found is ABSENT else f"is {shown(self.found)}"
            return f'Case {self.case}: "{self.key}" {found}; expected {self.expected[1]}.'
        found = "没有给出" if self.found is ABSENT else f"实际为 {shown(self.found)}"
        return f"案例 {self.case} 的“{self.key}”{found}，应为{self.expected[0]}。"


class NotJson(CaseFault):
    """A file in which no case can be found at all."""

    def sentence(self, language: str) -> str:
        """Return the fault as one sentence in ``language`` ("zh" or "en")."""
        if language == "en":
            return "The file is not JSON in UTF-8; please check brackets, quotes and encoding."
        return "这个文件不是 UTF-8 编码的 JSON，请检查括号、引号和编码。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case ready to decide; ``labels`` are the project names in order of number (from 1)."""

    rules: Rules
    figures: Figures
    kind: RoundKind
    labels: tuple[str, ...]


def read_cases(data: bytes) -> list[tuple[str, dict[str, object]]]:
    """Return (id, input) of each case in the JSON ``data``: one case or a list of them.

    Raises CaseFault for what is not such a file.
    """
    try:
        value = json.loads(data.decode(), object_pairs_hook=_distinct)
        if rb"\u" in data:  # half a surrogate pair can only come from an escape, and is no text
            json.dumps(value, ensure_ascii=False).encode()
    except _RepeatedKey as error:
        key = error.key.encode(errors="replace").decode()
        raise CaseFault("?", key, key, ("不重复的键", "a key that stands once")) from error
    except (ValueError, RecursionError) as error:
        raise NotJson("?", "FILE", ABSENT, ("UTF-8 JSON 文件", "a UTF-8 JSON file")) from error
    cases = value if isinstance(value, list) else [value]
    return [_header(place, case) for place, case in enumerate(cases, start=1)]


def case_from(case: str, given: Mapping[str, object]) -> Case:
    """Return the case ``case`` from its short form ``given``.

    Raises CaseFault at the first key that is wrong, missing or unknown.
    """
    rules = rules_of(case, given)
    people = {key: number(case, given, key, least=int(key != "present")) for key in PEOPLE}
    labels, tally = _tally(case, given)
    kind = given.get("kind", "first")
    if kind not in KINDS:
        raise CaseFault(case, "kind", kind, one_of(KINDS))
    channel = ChannelFigures(handed=_handed(case, given), tally=tally)
    return Case(
        rules=rules,
        figures=Figures(
            roster=people["total"],
            present=people["present"],
            seats=people["seats"],
            channels=(channel,),
        ),
        kind=cast("RoundKind", kind),
        labels=labels,
    )


def rules_of(case: str, given: Mapping[str, object], also: Collection[str] = KNOWN) -> Rules:
    """Return the rules among the keys of ``given``; keys in ``also`` are not rules.

    Raises CaseFault for a key that is neither and for a value that a rule cannot take.
    """
    clauses: dict[str, object] = {}
    for key, value in given.items():
        if key in also:
            continue
        identifier = SHORT.get(key, key)
        if identifier not in Rules.__struct_fields__ or identifier in {"roster_total", "present"}:
            raise CaseFault(
                case, key, value, ("案例输入的键，请核对拼写", "a key of a case's input")
            )
        clauses[identifier] = value
    try:
        rules = rules_from(clauses)
    except Malformed:
        key = next(key for key in given if _faulty(SHORT.get(key, key), clauses))
        expected = expected_of(SHORT.get(key, key))
        raise CaseFault(case, key, given[key], (expected, expected)) from None
    _require_handled(case, given, rules)
    return rules


def _require_handled(case: str, given: Mapping[str, object], rules: Rules) -> None:
    """Refuse what this version does not carry out, under the key that the case uses."""
    refused = {identifier for identifier, _ in unhandled(rules)}
    for key in given:
        if SHORT.get(key, key) in refused:
            expected = ("本版本能够执行的值", "a value that this version carries out")
            raise CaseFault(case, key, given[key], expected)


def number(case: str, given: Mapping[str, object], key: str, *, least: int = 0) -> int:
    """Return the whole number at ``key``. Raises CaseFault if it is missing or not one."""
    return _whole(case, key, given.get(key, ABSENT), least)


def one_of(words: Collection[str]) -> tuple[str, str]:
    """Return (Chinese, English) for: one of ``words``."""
    return "、".join(words) + " 之一", "one of " + ", ".join(words)


def shown(value: object) -> str:
    """Return ``value`` as JSON, cut to what fits into a sentence."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN] + "…"


def _header(place: int, case: object) -> tuple[str, dict[str, object]]:
    if not isinstance(case, dict):
        raise CaseFault(
            f"#{place}", "#", case, ('对象 {"id", "input"}', 'an object {"id", "input"}')
        )
    name = case.get("id", ABSENT)
    if not isinstance(name, str) or not name:
        raise CaseFault(f"#{place}", "id", name, ("非空的文字", "a text that is not empty"))
    given = case.get("input", ABSENT)
    if not isinstance(given, dict):
        raise CaseFault(name, "input", given, ("对象", "an object"))
    return name, given


def _tally(case: str, given: Mapping[str, object]) -> tuple[tuple[str, ...], ChannelTally]:
    """Read the ballots and the projects; what no mark is given for is 弃权."""
    returned = number(case, given, "returned")
    valid = number(case, given, "valid") if "valid" in given else returned
    approvals = _per_project(case, given, "for")
    if not approvals:
        raise CaseFault(case, "for", approvals, ("至少一个项目", "at least one project"))
    against, illegible = (
        _per_project(case, given, key, approvals) if key in given else {} for key in PROJECTS[1:]
    )
    rows = (
        (n, approve, against.get(label, 0), illegible.get(label, 0))
        for n, (label, approve) in enumerate(approvals.items(), start=1)
    )
    return tuple(approvals), ChannelTally(
        channel="paper",
        returned=returned,
        valid=valid,
        invalid=number(case, given, "invalid") if "invalid" in given else returned - valid,
        foreign=number(case, given, "foreign") if "foreign" in given else 0,
        items=tuple(
            ItemTotals(number=n, approve=a, oppose=o, abstain=valid - a - o - i, illegible=i)
            for n, a, o, i in rows
        ),
    )


def _per_project(
    case: str, given: Mapping[str, object], key: str, known: Collection[str] | None = None
) -> dict[str, int]:
    found = given.get(key, ABSENT)
    if not isinstance(found, dict):
        expected = ("对象，项目到票数", "an object from project to number of votes")
        raise CaseFault(case, key, found, expected)
    for label in found:
        if known is not None and label not in known:
            raise CaseFault(case, key, label, ("“for”中的项目", 'a project of "for"'))
    return {label: _whole(case, f"{key}.{label}", votes) for label, votes in found.items()}


def _handed(case: str, given: Mapping[str, object]) -> HandedOut:
    """Read the tokens; without a printed number nothing was printed beyond what is booked."""
    issued = number(case, given, "issued")
    parts = {key: number(case, given, key) if key in given else 0 for key in TOKENS}
    printed = parts.pop("printed") if "printed" in given else issued + sum(parts.values())
    return HandedOut(
        printed=printed,
        issued=issued,
        replaced=parts["replaced"],
        archived=parts["archived"],
        left_over=parts["left_over"],
    )


def _whole(case: str, key: str, value: object, least: int = 0) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= MOST:
        expected = (f"{least} 至 {MOST} 的整数", f"a whole number from {least} to {MOST}")
        raise CaseFault(case, key, value, expected)
    return value


def _faulty(identifier: str, clauses: Mapping[str, object]) -> bool:
    if identifier not in clauses:
        return False
    try:
        rules_from({identifier: clauses[identifier]})
    except Malformed:
        return True
    return False


class _RepeatedKey(Exception):
    """A key that stands twice in one object."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        keys = [key for key, _ in pairs]
        raise _RepeatedKey(next(key for key in keys if keys.count(key) > 1))
    return value
