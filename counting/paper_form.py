"""What a round's sheets ask, and what decided rows of one count as under the rules.

A row is decided when it holds an opinion that the sheet offers, nothing (弃权), or 辨认不清; who
decided it, a machine or people, is not asked here.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from ballot.contest import ratings_of
from ballot.definition import Definition
from ballot.reading import RowReading, RuledRow
from ballot.rules import Rules
from counting import evaluation_forms, validity
from counting.errors import NotOnTheSheet
from counting.evaluation_forms import Answer, Answers
from counting.readings import Reading, listed
from counting.validity import Ballot, Ground, Said

WHOLE_LIST = 0
"""The project of the one row of a list that is voted on as a whole."""

Row = RowReading | RuledRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperForm:
    """What a round's sheets ask: under ``rules``, the projects ``numbers`` in printed order."""

    rules: Rules
    numbers: tuple[int, ...]
    ballot: Ballot

    @property
    def rows(self) -> tuple[int, ...]:
        """The projects that have boxes; 0 alone for a list voted on as a whole."""
        whole = self.rules.ballot_mode == "whole_list"
        return (WHOLE_LIST,) if whole else self.numbers


def form_of(definition: Definition, spent_fen: int = 0) -> PaperForm:
    """Return what the sheets of ``definition`` ask.

    ``spent_fen``: what the projects chosen in earlier rounds cost (`counting.books.figures_of`).
    """
    rules = definition.rules
    whole = rules.ballot_mode == "whole_list"
    costs = () if whole else tuple(one.investment_fen for one in definition.candidates)
    ballot = Ballot(seats=definition.seats, costs=costs, spent_fen=spent_fen)
    return PaperForm(rules=rules, numbers=definition.numbers, ballot=ballot)


@dataclass(frozen=True, slots=True, kw_only=True)
class Final:
    """What a sheet counts as: its final rows as read under the rules, and why it is void."""

    said: Said | Answers
    void: Ground | None


def weighed(
    rows: Sequence[Row],
    form: PaperForm,
    *,
    blank: bool = False,
    signed: bool = False,
    written: tuple[str, ...] = (),
) -> Final:
    """Return what decided ``rows`` count as under the rules. Raises NotOnTheSheet."""
    opinions = _opinions(rows, form)
    if form.rules.ballot_mode == "graded":
        answers = tuple(_answer(one, form.rules) for one in opinions)
        ground = evaluation_forms.ground_of(answers, form.rules, signed=signed)
        return Final(said=answers, void=ground)
    readings, ranks = _read(opinions, form)
    said = Said(readings=readings, ranks=ranks, blank=blank, signed=signed, written=written)
    return Final(said=said, void=validity.weigh(said, form.rules, form.ballot).void)


def _opinions(rows: Sequence[Row], form: PaperForm) -> tuple[str, ...]:
    if tuple(one.project for one in rows) != form.rows:
        raise NotOnTheSheet("读票或者认定的项目与票面不一致，须按票面次序逐项列出。")
    known = opinions_of(form.rules)
    for one in rows:
        rank = form.rules.ballot_mode == "ranked" and _is_rank(one.reading)
        if one.reading not in known and not rank:
            raise NotOnTheSheet(f"第 {one.project} 号项目读作“{one.reading}”，票面没有这一意见。")
    return tuple(one.reading for one in rows)


def opinions_of(rules: Rules) -> frozenset[str]:
    """Return what a row may be decided as, ranks apart: its choices, nothing, not to be read."""
    if rules.ballot_mode == "graded":
        places = (*rules.grades, "dont_know")[: len(ratings_of(rules))]
        return frozenset((*places, "abstain", "illegible"))
    if rules.ballot_mode == "ranked":
        return frozenset(("oppose", "abstain", "illegible"))
    return frozenset((*rules.choices, rules.blank_means, "abstain", "illegible"))


def _is_rank(opinion: str) -> bool:
    return opinion.isascii() and opinion.isdecimal() and opinion == str(int(opinion))


def _answer(opinion: str, rules: Rules) -> Answer:
    match opinion:
        case "abstain" | "illegible":
            return opinion
        case _:
            return (*rules.grades, "dont_know").index(opinion)


def _read(opinions: Sequence[str], form: PaperForm) -> tuple[tuple[Reading, ...], tuple[int, ...]]:
    """Return the reading of each row, and its rank in a ranking."""
    readings: dict[str, Reading] = {one: one for one in get_args(Reading)}
    if form.rules.ballot_mode != "ranked":
        return tuple(readings[one] for one in opinions), ()
    times, seats = Counter(opinions), form.ballot.seats
    found = tuple(
        readings[one] if one in readings else listed(int(one), times[one], seats)
        for one in opinions
    )
    pairs = zip(opinions, found, strict=True)
    return found, tuple(int(one) if read == "approve" else 0 for one, read in pairs)
