"""The text as passed beside the text that the parameters make.

A clause that is the generated one word for word is machine-checked. One that is worded otherwise
is refused, because it contradicts a parameter, or marked ``edited``.
"""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

import msgspec

from ballot.errors import Refused
from ballot.rules.parameters import Rules
from ballot.rules.terms import CHINESE
from ballot.rules.text.clause import Clause, ClauseText
from ballot.rules.text.contradicting import Contradiction, Contradictions
from ballot.rules.text.drafting import draft
from ballot.rules.text.facts import TextFacts
from ballot.rules.text.numerals import chinese
from ballot.rules.text.phrases import alike, plain
from ballot.rules.text.words import measure_name

EDITED = "本条经人工修改，未经机器核对"
"""What stands beside an edited clause wherever it is shown."""

_SAME_CLAUSE = 0.3
"""From here on a passage is taken for a rewording of the clause whose place it has."""


class Finding(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A clause that contradicts ``parameter``; ``number`` is 0 where no clause states it."""

    number: int
    parameter: str
    sentence: str


class Comparison(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``clauses`` as they would be passed, and what speaks against passing them."""

    clauses: tuple[Clause, ...]
    contradictions: tuple[Finding, ...]

    @property
    def edited(self) -> tuple[Clause, ...]:
        """The clauses that no program has checked."""
        return tuple(clause for clause in self.clauses if clause.edited)


def compare(
    rules: Rules, passed: Sequence[ClauseText], facts: TextFacts | None = None
) -> Comparison:
    """Compare the clauses ``passed`` (without their numbers) with those that ``rules`` make."""
    known = facts or TextFacts()
    generated = draft(rules, known)
    matched = dict(_matched(generated, passed))
    judge, measure = Contradictions(rules, known), measure_name(rules)
    clauses: list[Clause] = []
    found: list[Finding] = []
    for place, text in enumerate(passed):
        own = matched.get(place)
        clauses.append(_as_passed(own, text, place + 1))
        if not clauses[-1].edited:
            continue
        contradiction = (
            judge.of_addition(generated, text, place + 1)
            if own is None
            else judge.of_clause(own, text, place + 1)
        )
        if contradiction is not None:
            found.append(_finding(contradiction, measure))
    found += _left_out(generated, matched.values(), measure)
    return Comparison(clauses=tuple(clauses), contradictions=tuple(found))


def passed_text(
    rules: Rules, passed: Sequence[ClauseText], facts: TextFacts | None = None
) -> tuple[Clause, ...]:
    """Return the clauses ``passed``, those worded by hand marked.

    Raises Refused naming every clause that contradicts a parameter.
    """
    compared = compare(rules, passed, facts)
    if compared.contradictions:
        sentences = "".join(one.sentence for one in compared.contradictions)
        raise Refused(sentences, code="text.contradiction")
    return compared.clauses


def _as_passed(own: Clause | None, text: str, number: int) -> Clause:
    if own is None:
        return Clause(number=number, parameters=(), text=text, edited=True)
    # The generated wording is kept to the letter; blanks and half-width signs are no edit.
    if plain(own.text) == plain(text):
        return msgspec.structs.replace(own, number=number)
    return msgspec.structs.replace(own, number=number, text=text, edited=True)


def _matched(generated: Sequence[Clause], passed: Sequence[str]) -> Iterator[tuple[int, Clause]]:
    """Yield (place in ``passed``, its generated clause): the same text, else the likeliest."""
    ours, theirs = [plain(one.text) for one in generated], [plain(one) for one in passed]
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield from zip(range(c, d), generated[a:b], strict=True)
        else:
            yield from _likeliest(generated[a:b], range(c, d), theirs)


def _likeliest(
    clauses: Sequence[Clause], places: range, theirs: Sequence[str]
) -> Iterator[tuple[int, Clause]]:
    """Pair reworded clauses with the passages most like them, best pair first, each once."""
    pairs = sorted(
        (
            (alike(plain(clause.text), theirs[place]), -clause.number, place, clause)
            for clause in clauses
            for place in places
        ),
        key=lambda pair: pair[:3],
        reverse=True,
    )
    taken: set[int] = set()
    used: set[int] = set()
    for likeness, number, place, clause in pairs:
        if likeness >= _SAME_CLAUSE and place not in taken and number not in used:
            taken.add(place)
            used.add(number)
            yield place, clause


def _left_out(
    generated: Sequence[Clause], matched: Iterable[Clause], measure: str
) -> Iterator[Finding]:
    """Name the parameters of every clause that the text does not have."""
    there = {clause.number for clause in matched}
    for clause in generated:
        if clause.number in there or not clause.parameters:
            continue
        named = "、".join(CHINESE[name] for name in clause.parameters)
        yield Finding(
            number=0,
            parameter=clause.parameters[0],
            sentence=f"{measure}中没有规定{named}的条款（草案第{chinese(clause.number)}条）。"
            "请恢复该条，或者修改参数后重新起草。",
        )


def _finding(one: Contradiction, measure: str) -> Finding:
    named = f"{CHINESE[one.parameter]}（{one.parameter}）"
    said = f"写作“{one.found}”" if one.found else "没有写明有关内容"
    wanted = f"按参数应写作“{one.wanted}”" if one.wanted else "按参数不应有此规定"
    return Finding(
        number=one.number,
        parameter=one.parameter,
        sentence=f"{measure}第{chinese(one.number)}条与参数“{named}”不一致：条文{said}，{wanted}。"
        "请改正条文，或者修改参数后重新起草。",
    )
