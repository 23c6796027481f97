"""测评表 one by one: what each says of each project, and one rating per person over two channels.

A person hands in once. Where the same token (a voting card, a number drawn by lot) comes back
through both channels, the one that was sealed first counts and the later one is refused, whatever
it says (``dual_channel: first_sealed_wins``). Who holds a token nobody knows.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ballot.contest import ratings_of
from ballot.results import ChannelTally, ItemTotals
from ballot.rules import Rules

Channel = Literal["paper", "tablet"]
Answer = int | Literal["abstain", "illegible"]
"""The place of the answer among the 等次 and 不了解, from 0; nothing marked; not to be read."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form: the places that are marked at each project, in the order of the list."""

    marks: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class HandIn:
    """A form handed in through ``channel`` by whoever holds ``token``."""

    token: str
    channel: Channel
    form: Form


def first_sealed(hand_ins: Iterable[HandIn]) -> tuple[tuple[HandIn, ...], dict[Channel, int]]:
    """Return the hand-ins that count, and how many were refused in each channel.

    ``hand_ins`` stand in the order in which they were sealed.
    """
    kept: dict[str, HandIn] = {}
    refused: dict[Channel, int] = {"paper": 0, "tablet": 0}
    for one in hand_ins:
        if one.token in kept:
            refused[one.channel] += 1
        else:
            kept[one.token] = one
    return tuple(kept.values()), refused


def count_forms(
    forms: Sequence[Form], rules: Rules, *, numbers: Sequence[int], channel: Channel
) -> ChannelTally:
    """Return the totals of ``forms``, whose projects stand in the order of ``numbers``."""
    read = [[answer(marked) for marked in form.marks] for form in forms]
    valid = [answers for answers in read if not _void(answers, rules)]
    columns = list(zip(*valid, strict=True)) if valid else [() for _ in numbers]
    return ChannelTally(
        channel=channel,
        returned=len(forms),
        valid=len(valid),
        invalid=len(forms) - len(valid),
        foreign=0,
        items=tuple(
            _totals(number, column, rules) for number, column in zip(numbers, columns, strict=True)
        ),
    )


def answer(marked: frozenset[int]) -> Answer:
    """Read what is marked at one project: one answer, none, or too many to be read."""
    if not marked:
        return "abstain"
    return next(iter(marked)) if len(marked) == 1 else "illegible"


def _void(answers: Sequence[Answer], rules: Rules) -> bool:
    """Say whether the whole form is invalid, by the clauses that hold for every ballot."""
    unclear = answers.count("illegible")
    return (
        (unclear > 0 and rules.item_illegible == "ballot_void")
        or (unclear == len(answers) and rules.all_illegible == "ballot_void")
        or (answers.count("abstain") == len(answers) and rules.all_blank == "void")
    )


def _totals(number: int, column: Sequence[Answer], rules: Rules) -> ItemTotals:
    found = Counter(column)
    if rules.item_illegible == "item_abstain":
        found["abstain"] += found.pop("illegible", 0)
    places = [found[place] for place in range(len(ratings_of(rules)))]
    most = len(rules.grades)
    return ItemTotals(
        number=number,
        approve=0,
        oppose=0,
        abstain=found["abstain"],
        illegible=found["illegible"],
        grades=tuple(places[:most]),
        dont_know=sum(places[most:]),
    )
