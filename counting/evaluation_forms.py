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
from counting.validity import Ground

Channel = Literal["paper", "tablet"]
Answer = int | Literal["abstain", "illegible"]
"""The place of the answer among the 等次 and 不了解, from 0; nothing marked; not to be read."""

Answers = tuple[Answer, ...]


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
    read = [tuple(answer(marked) for marked in form.marks) for form in forms]
    grounds = [ground_of(answers, rules) for answers in read]
    return add_answers(
        list(zip(read, grounds, strict=True)), rules, numbers=numbers, channel=channel
    )


def add_answers(
    judged: Sequence[tuple[Answers, Ground | None]],
    rules: Rules,
    *,
    numbers: Sequence[int],
    channel: Channel,
) -> ChannelTally:
    """Return the totals of forms that are read and judged already: answers, and why void."""
    valid = [answers for answers, ground in judged if ground is None]
    columns = list(zip(*valid, strict=True)) if valid else [() for _ in numbers]
    return ChannelTally(
        channel=channel,
        returned=len(judged),
        valid=len(valid),
        invalid=len(judged) - len(valid),
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


def ground_of(answers: Answers, rules: Rules, *, signed: bool = False) -> Ground | None:
    """Return why the whole form is invalid, by the clauses that hold for every ballot; None if not.

    ``signed``: a name or a special mark is on it.
    """
    unclear = answers.count("illegible")
    grounds: tuple[tuple[Ground, bool], ...] = (
        ("identifying_mark", signed and rules.identifying_mark == "ballot_void"),
        ("item_illegible", unclear > 0 and rules.item_illegible == "ballot_void"),
        ("all_illegible", unclear == len(answers) and rules.all_illegible == "ballot_void"),
        ("all_blank", answers.count("abstain") == len(answers) and rules.all_blank == "void"),
    )
    return next((ground for ground, applies in grounds if applies), None)


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
