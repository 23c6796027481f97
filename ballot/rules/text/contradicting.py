"""Whether a clause worded by hand says something else than its parameters.

The measure is the machine's own wording: a phrase that only the text for ANOTHER value of a
parameter has, or comes closer to than to the own one, contradicts the parameter; so does another
number in a phrase whose number the parameter gives, and so does silence where the parameter has
to be stated. Nothing here proves that a text is right: a clause that passes is marked as edited.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import msgspec

from ballot.rules.parameters import Rules
from ballot.rules.text.alternatives import alternatives
from ballot.rules.text.clause import Clause
from ballot.rules.text.drafting import draft
from ballot.rules.text.facts import TextFacts
from ballot.rules.text.phrases import (
    alike,
    form,
    nearest,
    numbers,
    parts,
    phrases,
    plain,
    without_numbers,
)

_AKIN = 0.35
"""From here on a new phrase may be taken for what the text says in place of a missing one."""
_SAME_SAYING = 0.75
"""From here on a phrase that is not expected at all is taken for one that says the same."""
_TRACE = 0.3
"""Below, nothing in the text is left of a phrase."""
_SHARED = 2
"""So many characters in a row make a word."""
_OPPOSITES = (("有效", "无效"), ("无效", "有效"), ("不得", "可以"), ("可以", "不得"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """The clause ``number`` says ``found`` where ``parameter`` asks for ``wanted``.

    ``found`` is "" where the clause leaves it out; ``wanted`` is "" where it should say nothing.
    """

    number: int
    parameter: str
    found: str
    wanted: str


@dataclass(frozen=True, slots=True)
class _Turn:
    """One place where the text for another value differs: ``own`` phrases, ``other`` phrases."""

    own: tuple[str, ...]
    other: tuple[str, ...]
    wanted: str


@dataclass(frozen=True, slots=True)
class _Edited:
    """A worded clause beside the generated one; phrases are in the form to compare.

    ``new`` maps those that the generated one does not have to how they are written; ``more`` are
    those that stand there more often than in the generated one.
    """

    whole: str
    new: dict[str, str]
    more: frozenset[str]
    missing: frozenset[str]
    own: dict[str, str]

    @classmethod
    def of(cls, text: str, own: str) -> "_Edited":
        """Compare ``text`` with the generated wording ``own``."""
        there, expected = phrases(text), phrases(own)
        often = Counter(map(form, parts(text))) - Counter(map(form, parts(own)))
        return cls(
            whole=plain(text),
            new={name: said for name, said in there.items() if name not in expected},
            more=frozenset(often),
            missing=frozenset(expected.keys() - there.keys()),
            own=expected,
        )


_Saying = tuple[str, str]
"""What the text says, and what it should say."""


class Contradictions:
    """Finds contradictions of worded clauses with ``rules``; each other wording is made once."""

    def __init__(self, rules: Rules, facts: TextFacts) -> None:
        self._rules = rules
        self._facts = facts
        self._drafts: dict[str, tuple[tuple[Clause, ...], ...]] = {}
        self._places: dict[int, tuple[tuple[str, _Turn], ...]] = {}

    def of_clause(self, own: Clause, text: str, number: int) -> Contradiction | None:
        """Return the first contradiction of ``text``, worded in place of ``own``; or None."""
        edited = _Edited.of(text, own.text)
        others = [
            (parameter, other)
            for parameter in (*own.parameters, *own.repeats)
            for other in self._others(parameter, own)
        ]
        for judge in (_word_for_word, _akin, _silent):
            for parameter, other in others:
                # Silence is only read where the parameter is stated, not where it is repeated.
                if judge is _silent and parameter not in own.parameters:
                    continue
                found = judge(edited, own, other)
                if found is not None:
                    return _contradiction(number, parameter, found)
        opposite = _opposite(edited)
        if opposite is not None and own.parameters:
            return _contradiction(number, own.parameters[0], opposite)
        return None

    def of_addition(
        self, clauses: Sequence[Clause], text: str, number: int
    ) -> Contradiction | None:
        """Return the first contradiction of ``text``, which stands in place of no clause."""
        for own in clauses:
            edited = _Edited.of(text, own.text)
            for parameter, turn in self._turns_of(own):
                found = _said_besides(edited, turn)
                if found is not None:
                    return _contradiction(number, parameter, found)
        return None

    def _turns_of(self, own: Clause) -> tuple[tuple[str, _Turn], ...]:
        """Every place where another value of a parameter that ``own`` states would show."""
        if own.number not in self._places:
            self._places[own.number] = tuple(
                (parameter, turn)
                for parameter in own.parameters
                for other in self._others(parameter, own)
                for turn in _turns(own.text, other.text)
            )
        return self._places[own.number]

    def _others(self, parameter: str, own: Clause) -> Iterator[Clause]:
        """Yield the same clause as written for each other value of ``parameter``."""
        if parameter not in self._drafts:
            self._drafts[parameter] = tuple(self._drafted(parameter))
        for clauses in self._drafts[parameter]:
            for clause in clauses:
                place = (clause.parameters, clause.number)
                if place == (own.parameters, own.number) and clause.text != own.text:
                    yield clause

    def _drafted(self, parameter: str) -> Iterator[tuple[Clause, ...]]:
        for value in alternatives(parameter, self._rules):
            changed: Mapping[str, Any] = {parameter: value}
            yield draft(msgspec.structs.replace(self._rules, **changed), self._facts)


def _contradiction(number: int, parameter: str, found: _Saying) -> Contradiction:
    return Contradiction(number=number, parameter=parameter, found=found[0], wanted=found[1])


def _turns(own: str, other: str) -> Iterator[_Turn]:
    mine, theirs = phrases(own), phrases(other)
    ours, others = tuple(mine), tuple(theirs)
    for kind, a, b, c, d in SequenceMatcher(None, ours, others, autojunk=False).get_opcodes():
        if kind != "equal":
            wanted = "，".join(mine[name] for name in ours[a:b])
            yield _Turn(ours[a:b], others[c:d], wanted)


def _word_for_word(edited: _Edited, own: Clause, other: Clause) -> _Saying | None:
    """The text is that of another value word for word."""
    if edited.whole != plain(other.text):
        return None
    turn = next(_turns(own.text, other.text), None)
    if turn is None:  # the same phrases in another order or form
        return edited.whole, plain(own.text)
    said = phrases(other.text)
    return "，".join(said[name] for name in turn.other), turn.wanted


def _akin(edited: _Edited, own: Clause, other: Clause) -> _Saying | None:
    """The text speaks for ``other``."""
    for turn in _turns(own.text, other.text):
        for judge in (_replaced, _said_besides, _number, _word):
            found = judge(edited, turn)
            if found is not None:
                return found
    return None


def _replaced(edited: _Edited, turn: _Turn) -> _Saying | None:
    """In place of a phrase of ours stands one that is nearer to the other wording."""
    if not edited.missing & set(turn.own):
        return None
    return _nearer(edited, turn, _AKIN)


def _said_besides(edited: _Edited, turn: _Turn) -> _Saying | None:
    """Besides what should stand there stands what only another value says."""
    return _nearer(edited, turn, _SAME_SAYING)


def _nearer(edited: _Edited, turn: _Turn, least: float) -> _Saying | None:
    for phrase, said in edited.new.items():
        likeness = nearest(phrase, turn.other, least)
        if likeness >= least and likeness > nearest(phrase, edited.own):
            return said, turn.wanted
    return None


def _number(edited: _Edited, turn: _Turn) -> _Saying | None:
    """A phrase of ours whose number another value changes stands there with a third number."""
    for mine, theirs in zip(turn.own, turn.other, strict=False):
        if numbers(mine) == numbers(theirs) or mine not in edited.missing or not edited.new:
            continue
        shape = without_numbers(mine)
        likely = max(edited.new, key=lambda one: alike(without_numbers(one), shape))
        likeness = alike(without_numbers(likely), shape)
        if likeness >= 2 * _AKIN and numbers(likely) != numbers(mine):
            return edited.new[likely], turn.wanted
    return None


def _word(edited: _Edited, turn: _Turn) -> _Saying | None:
    """Within a phrase of ours a word has been replaced by one of the other wording."""
    ours, theirs = "".join(edited.own), "".join(turn.other)
    for phrase, said in edited.new.items():
        mine = max(edited.own, key=lambda one: alike(phrase, one))
        if mine in turn.own and alike(phrase, mine) >= 2 * _AKIN:
            for put in _put_in(mine, phrase):
                word = _longest_shared(put, theirs)
                if len(word) >= max(_SHARED, len(put) / 2) and word not in ours:
                    return said, turn.wanted
    return None


def _put_in(mine: str, phrase: str) -> Iterator[str]:
    """Yield what stands in ``phrase`` in place of something in ``mine``."""
    for kind, _, _, c, d in SequenceMatcher(None, mine, phrase, autojunk=False).get_opcodes():
        if kind == "replace":
            yield phrase[c:d]


def _longest_shared(one: str, other: str) -> str:
    found = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return one[found.a : found.a + found.size]


def _silent(edited: _Edited, own: Clause, other: Clause) -> _Saying | None:
    """Nothing is left of a phrase that only the own value has."""
    for turn in _turns(own.text, other.text):
        for mine in turn.own:
            if mine in edited.missing and nearest(mine, edited.new) < _TRACE:
                return "", edited.own[mine]
    return None


def _opposite(edited: _Edited) -> _Saying | None:
    """A phrase of ours turned into its opposite, also where the parameter has one value only."""
    for mine, said in edited.own.items():
        for word, against in _OPPOSITES:
            turned = mine.replace(word, against)
            if mine in edited.missing and turned != mine and turned in edited.more:
                return edited.new.get(turned, turned), said
    return None
