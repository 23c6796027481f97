"""The rules among the keys of a case: by their identifiers, or short: base, quorum and mode.

What a case leaves out takes the default, except that 排序 ranks by points and 必须选满 voids a
sheet with too few approvals: nothing else goes with these modes.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache

import msgspec

from ballot.errors import Malformed
from ballot.rules import Rules
from ballot.rules.clashes import CLASHES
from ballot.rules.expectation import expected_of
from ballot.rules.parsing import rules_from
from service.cli.case_file import ABSENT, CaseFault, Given, Undecidable

SHORT = {"base": "threshold_base", "quorum": "quorum_rule", "mode": "ballot_mode"}
IMPLIED: dict[object, dict[str, object]] = {
    "ranked": {"rank_by": "points"},
    "exactly_k": {"undervote": "void"},
}
ELSEWHERE = frozenset({"roster_total", "present", "seats", "candidates_n"})
"""Rules that a case gives as its own figures."""


def rules_of(case: str, given: Given, also: Collection[str]) -> Rules:
    """Return the rules among the keys of ``given``; keys in ``also`` are not rules.

    Raises CaseFault for a key that is neither, for a value that a rule cannot take, and for two
    clauses of the case that contradict each other.
    """
    clauses: dict[str, object] = {}
    for key, value in given.items():
        if key in also:
            continue
        identifier = SHORT.get(key, key)
        if identifier not in Rules.__struct_fields__ or identifier in ELSEWHERE:
            raise CaseFault(
                case, key, value, ("案例输入的键，请核对拼写", "a key of a case's input")
            )
        clauses[identifier] = value
    try:
        rules = _rules(msgspec.json.encode(clauses))
    except Malformed:
        key = next(key for key in given if _faulty(SHORT.get(key, key), clauses))
        expected = expected_of(SHORT.get(key, key))
        raise CaseFault(case, key, given[key], (expected, expected)) from None
    contradiction = _contradiction(rules, frozenset(clauses))
    if contradiction is not None:
        raise Undecidable(case, "rules", ABSENT, contradiction)
    return rules


@lru_cache(maxsize=256)
def _rules(clauses: bytes) -> Rules:
    """Return the rules; thousands of cases of one file share a handful of texts."""
    given = msgspec.json.decode(clauses)
    mode = given.get("ballot_mode") if isinstance(given.get("ballot_mode"), str) else None
    return rules_from({**IMPLIED.get(mode, {}), **given})


def _contradiction(rules: Rules, stated: frozenset[str]) -> tuple[str, str] | None:
    if len(stated) <= 1:
        return None
    return _clash(msgspec.json.encode(rules), stated)


@lru_cache(maxsize=256)
def _clash(rules: bytes, stated: frozenset[str]) -> tuple[str, str] | None:
    """Return the first refusal among clauses that are all ``stated``, as (Chinese, English)."""
    given = msgspec.json.decode(rules, type=Rules)
    for clash in CLASHES:
        among = clash.severity == "refusal" and stated.issuperset(clash.identifiers)
        if among and clash.holds(given):
            keys = " and ".join(clash.identifiers)
            return clash.sentence, f"the clauses {keys} contradict each other"
    return None


def _faulty(identifier: str, clauses: Mapping[str, object]) -> bool:
    if identifier not in clauses:
        return False
    try:
        rules_from({identifier: clauses[identifier]})
    except Malformed:
        return True
    return False
