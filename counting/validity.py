"""What one marked sheet counts as, and what all of them add up to.

The clauses are those of the 票决办法 (有效票, 无效票, 疑问票): the same twelve sheets elect nobody
under a strict text and one project under a lenient one, so the text must be passed before the
count. What each box is read as stands in `counting.readings`.

A sheet has one box for each project, in the order of the list; one alone where the list is voted on
as a whole (整体表决).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ballot.money import FEN_PER_WAN
from ballot.results import ChannelTally, ItemTotals, WrittenIn
from ballot.rules import Rules
from counting.points import points_of_ranks
from counting.readings import Box, Reading, read

Ground = Literal[
    "identifying_mark",
    "write_in",
    "item_illegible",
    "all_illegible",
    "all_blank",
    "overvote",
    "undervote",
    "over_budget",
]


_AT_MOST = frozenset({"at_most_k", "exactly_k", "ranked"})
"""Modes in which no more than K may be approved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its ``boxes``, whether it is ``signed`` (a name or a special mark is on it).

    ``written`` are the projects that somebody wrote in beside the list (另提); one that is written
    twice on a sheet counts once, as two marks in one box do.
    """

    boxes: tuple[Box, ...]
    signed: bool = False
    written: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """What a sheet may say: ``seats`` (K), and under a hard 资金上限 what each project costs.

    ``costs`` in 分 in the order of the boxes, None where unknown; empty where nobody asks.
    ``spent_fen``: what the projects chosen in earlier rounds cost.
    """

    seats: int
    costs: tuple[int | None, ...] = ()
    spent_fen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """``readings`` per project; ``void`` names why the whole sheet is invalid, None if valid.

    ``ranks`` per project (排序票决), 0 where the project is not listed; ``written`` as on a Sheet.
    """

    readings: tuple[Reading, ...]
    void: Ground | None
    ranks: tuple[int, ...] = ()
    written: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a sheet says once each project is read, whoever read it: a person, a machine.

    ``ranks`` as in a Judgement. ``blank``: no mark at all; ``signed``, ``written`` as on a
    Sheet.
    """

    readings: tuple[Reading, ...]
    ranks: tuple[int, ...] = ()
    blank: bool = False
    signed: bool = False
    written: tuple[str, ...] = ()


def judge(sheet: Sheet, rules: Rules, ballot: Ballot) -> Judgement:
    """Return what ``sheet`` counts as under ``rules``."""
    readings = read(sheet.boxes, rules, ballot.seats)
    ranks: tuple[int, ...] = ()
    if rules.ballot_mode == "ranked":
        pairs = zip(sheet.boxes, readings, strict=True)
        ranks = tuple((box.rank or 0) if one == "approve" else 0 for box, one in pairs)
    blank = not sheet.written and all(box.blank for box in sheet.boxes)
    said = Said(
        readings=readings, ranks=ranks, blank=blank, signed=sheet.signed, written=sheet.written
    )
    return weigh(said, rules, ballot)


def weigh(said: Said, rules: Rules, ballot: Ballot) -> Judgement:
    """Return what a sheet that is read already counts as under ``rules``."""
    readings = said.readings
    if rules.item_illegible == "item_abstain":
        readings = tuple("abstain" if one == "illegible" else one for one in readings)
    return Judgement(
        readings=readings,
        void=_void(said, rules, ballot),
        ranks=said.ranks,
        written=said.written,
    )


def count(
    sheets: Iterable[Sheet], rules: Rules, *, numbers: Sequence[int], ballot: Ballot
) -> ChannelTally:
    """Return the totals of the paper ``sheets``, whose boxes stand in the order of ``numbers``."""
    judgements = [judge(sheet, rules, ballot) for sheet in sheets]
    return add(judgements, rules, numbers=numbers, ballot=ballot)


def add(
    judgements: Sequence[Judgement], rules: Rules, *, numbers: Sequence[int], ballot: Ballot
) -> ChannelTally:
    """Return the totals of sheets already judged, whose readings are in the order of ``numbers``.

    There are none among them that are foreign to the round.
    """
    valid = [one for one in judgements if one.void is None]
    whole = rules.ballot_mode == "whole_list"
    worth = points_of_ranks(rules, ballot.seats)
    return ChannelTally(
        channel="paper",
        returned=len(judgements),
        valid=len(valid),
        invalid=len(judgements) - len(valid),
        foreign=0,
        items=tuple(
            _totals(number, 0 if whole else place, valid, worth)
            for place, number in enumerate(numbers)
        ),
        written=_written_in(valid, rules),
    )


def _written_in(valid: Sequence[Judgement], rules: Rules) -> tuple[WrittenIn, ...]:
    """Return what valid sheets wrote in and how many did, for 主席团; nothing of it is ranked."""
    if rules.write_in != "allowed":
        return ()
    found = Counter(title for one in valid for title in set(one.written))
    return tuple(WrittenIn(title=title, approve=votes) for title, votes in sorted(found.items()))


def grounds_under(rules: Rules) -> frozenset[Ground]:
    """Return the grounds on which a sheet may be void under ``rules``, whatever is marked on it."""
    cap, mode = rules.budget_cap, rules.ballot_mode
    graded = mode == "graded"
    grounds: tuple[tuple[Ground, bool], ...] = (
        ("identifying_mark", rules.identifying_mark == "ballot_void"),
        ("write_in", rules.write_in == "ballot_void" and not graded),
        ("item_illegible", rules.item_illegible == "ballot_void"),
        ("all_illegible", rules.all_illegible == "ballot_void"),
        ("all_blank", rules.all_blank == "void"),
        ("overvote", mode in _AT_MOST),
        ("undervote", mode == "exactly_k"),
        ("over_budget", cap is not None and cap.hard and mode not in {"graded", "whole_list"}),
    )
    return frozenset(ground for ground, applies in grounds if applies)


def _void(said: Said, rules: Rules, ballot: Ballot) -> Ground | None:
    readings = said.readings
    grounds: tuple[tuple[Ground, bool], ...] = (
        ("identifying_mark", said.signed and rules.identifying_mark == "ballot_void"),
        ("write_in", bool(said.written) and rules.write_in == "ballot_void"),
        ("item_illegible", "illegible" in readings and rules.item_illegible == "ballot_void"),
        ("all_illegible", set(readings) == {"illegible"} and rules.all_illegible == "ballot_void"),
        ("all_blank", said.blank and rules.all_blank == "void"),
    )
    found = next((ground for ground, applies in grounds if applies), None)
    return found or _too_many_or_few(said, rules, ballot)


def _too_many_or_few(said: Said, rules: Rules, ballot: Ballot) -> Ground | None:
    """多选, 少选, 超过资金上限: what is written in beside the list counts, where it may be."""
    chosen = said.readings.count("approve")
    if rules.write_in == "allowed":
        chosen += len(set(said.written))
    if rules.ballot_mode in _AT_MOST and chosen > ballot.seats:
        return "overvote"
    if rules.ballot_mode == "exactly_k" and chosen < ballot.seats:
        return "undervote"
    return "over_budget" if _over_budget(said.readings, rules, ballot) else None


def _over_budget(readings: Sequence[Reading], rules: Rules, ballot: Ballot) -> bool:
    cap = rules.budget_cap
    if cap is None or not cap.hard or not ballot.costs:
        return False
    pairs = zip(ballot.costs, readings, strict=True)
    approved = sum(cost or 0 for cost, reading in pairs if reading == "approve")
    return approved + ballot.spent_fen > cap.amount * FEN_PER_WAN


def _totals(
    number: int, place: int, valid: Sequence[Judgement], worth: tuple[int, ...]
) -> ItemTotals:
    column = [one.readings[place] for one in valid]
    ranks = (one.ranks[place] for one in valid if one.ranks)
    return ItemTotals(
        number=number,
        approve=column.count("approve"),
        oppose=column.count("oppose"),
        abstain=column.count("abstain"),
        illegible=column.count("illegible"),
        points=sum(worth[rank - 1] for rank in ranks if rank),
    )
