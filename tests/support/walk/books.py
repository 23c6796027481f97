"""The books of a 票决 as people would keep them: stages, tokens, counts, and who may do what next.

Written from the house's rules and not from the fold: cards are numbers, the urn is a dictionary,
a command either raises ``No`` and changes nothing or writes its line into the books.
"""

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from ballot.events.base import Role
from ballot.results import ChannelTally
from ballot.rules import Rules
from tests.support.walk.naive import Naive, adds_up, decided

ID = "f00d5eed0000feed"
CARDS = 7
HOLDERS = 3
OPENERS = 2
MOST_ROUNDS = 8
Seat = tuple[Role, int]
CLERK: Seat = ("clerk", 1)
PRESIDER: Seat = ("presider", 1)
CHIEF: Seat = ("chief_scrutineer", 1)
WATCHERS: tuple[Seat, ...] = (("scrutineer", 1), ("scrutineer", 2), ("scrutineer", 3))
TELLERS: tuple[Seat, ...] = (("teller", 1), ("teller", 2))
EVERYBODY: tuple[Seat, ...] = (CLERK, PRESIDER, CHIEF, *WATCHERS, *TELLERS)
OVER = ("counted", "certified", "announced")


class No(Exception):
    """The books say that this may not happen."""


def need(fact: object, why: str) -> None:
    if not fact:
        raise No(why)


def all_signed(signers: tuple[Seat, ...], *wanted: Seat | Role) -> None:
    """Everybody who signed holds a seat and signs once; whoever is wanted is among them."""
    need(set(signers) <= set(EVERYBODY), "a stranger signs")
    need(len(set(signers)) == len(signers), "somebody signs twice")
    rest = [role for role, _ in signers]
    for one in wanted:
        role = one[0] if isinstance(one, tuple) else one
        need(role in rest, f"{role} has not signed")
        rest.remove(role)


@dataclass
class Pile:
    """Tokens of one kind in one round."""

    printed: int = 0
    issued: int = 0
    replaced: int = 0
    archived: int = 0
    left_over: int = 0

    @property
    def free(self) -> int:
        return self.printed - self.issued - self.replaced - self.archived - self.left_over


@dataclass
class Sheet:
    """The books of one round."""

    number: int
    kind: str
    contest: str
    line: Any
    candidates: tuple[int, ...] = ()
    seats: int = 0
    stage: str = "drafting"
    definition: str | None = None
    people: tuple[int, int] | None = None
    paper: Pile = field(default_factory=Pile)
    tablet: Pile = field(default_factory=Pile)
    dead_sheets: int = 0
    voided: int = 0
    urn: dict[int, str] = field(default_factory=dict)
    burnt: set[str] = field(default_factory=set)
    cast: dict[int, str] = field(default_factory=dict)
    """Card and hash of the ballot, from the close on."""
    box: int | None = None
    cards_in_box: int | None = None
    challenges: tuple[int, int] | None = None
    entries: dict[int, ChannelTally] = field(default_factory=dict)
    entered: dict[int, int] = field(default_factory=dict)
    count: ChannelTally | None = None
    frozen: bool = False
    authorised: bool = False
    product: str | None = None
    opened_by: set[int] = field(default_factory=set)
    result: Naive | None = None
    settled: tuple[int, ...] = ()
    """The tied that 主席团 or the lot gave the open seats to."""
    hands: bool = False
    devices: set[str] = field(default_factory=set)
    """Devices that failed."""
    ground: str = ""
    said: dict[str, str] = field(default_factory=dict)
    """What 主席团 decided, matter by matter."""
    named: tuple[int, ...] = ()
    """Who shall stand in the fill, as 主席团 said."""
    papers: set[str] = field(default_factory=set)

    def pile(self, channel: str) -> Pile:
        return self.paper if channel == "paper" else self.tablet

    @property
    def chosen(self) -> tuple[int, ...]:
        return () if self.result is None else (*self.result.elected, *self.settled)

    @property
    def overfull(self) -> bool:
        """More came back than went out, as far as anybody has counted."""
        paper = self.count.returned if self.count and not self.hands else 0
        return paper > self.paper.issued or len(self.cast) > self.tablet.issued

    @property
    def kept_cards(self) -> int:
        """Cards that went out and did not come back into the card box."""
        return 0 if self.cards_in_box is None else max(0, self.tablet.issued - self.cards_in_box)


@dataclass
class Books:
    """Everything that is known of one 票决; every public method but the helpers is a command."""

    rules: Rules
    rehearsal: bool
    sheets: list[Sheet] = field(default_factory=list)
    size: int = 0
    deck: int = 0
    dead: dict[int, int] = field(default_factory=dict)
    """Card and the round from which on it is dead."""
    generation: int | None = None
    """Which ceremony has begun."""
    made: bool = False
    proven: set[int] = field(default_factory=set)
    generations: set[int] = field(default_factory=set)
    """Ceremonies whose messages were used."""
    tie: int | None = None
    """The round whose tie nobody has settled and no runoff has taken up."""
    vacant: int = 0
    """Seats that no round has taken up."""
    lists: int = 0
    """Lists that were frozen, those withdrawn included."""

    def copy(self) -> "Books":
        return copy.deepcopy(self)

    @property
    def now(self) -> Sheet:
        return self.sheets[-1]

    def sheet(self, number: int, *stages: str) -> Sheet:
        need(1 <= number <= len(self.sheets), "no such round")
        found = self.sheets[number - 1]
        need(not stages or found.stage in stages, f"not while {found.stage}")
        return found

    def is_dead(self, card: int, number: int) -> bool:
        return self.dead.get(card, MOST_ROUNDS + 1) <= number

    # Listing.

    def found(self) -> None:
        need(not self.sheets, "once")
        first = Sheet(1, "first", "first", self.rules.threshold, seats=self.rules.seats or 0)
        self.sheets.append(first)
        self.size += 1

    def appoint(self) -> None:
        need(self.now.stage not in {"open", "closed", "counted"}, "not now")
        self.size += 1

    def freeze(
        self,
        *,
        number: int,
        candidates: tuple[int, ...],
        seats: int,
        signers: tuple[Seat, ...],
        definition: str,
    ) -> None:
        one = self.sheet(number, "drafting")
        need(len(set(candidates)) == len(candidates), "twice on the list")
        if self.rules.ballot_mode == "whole_list":
            need(seats == len(candidates), "all of them or none")
        else:
            need(seats < len(candidates) or one.contest == "fill", "no margin")
        if one.kind == "first":
            need(seats == self.rules.seats, "the rules say how many")
        else:
            need((candidates, seats) == (one.candidates, one.seats), "the list of the round")
        all_signed(signers, CLERK, PRESIDER)
        one.candidates, one.seats, one.definition = candidates, seats, definition
        self.lists += 1
        one.stage = "ready" if one.hands else "listed"
        if self.deck and not one.hands:
            dead = sum(self.is_dead(card, number) for card in range(CARDS))
            kept = sum(each.kept_cards for each in self.sheets)
            one.tablet = Pile(printed=max(0, self.deck - dead - kept))
            if one.tablet.printed and "paper" not in self.rules.channels:
                one.stage = "ready"
        self.size += 1

    def withdraw(self, *, number: int, signers: tuple[Seat, ...]) -> None:
        one = self.sheet(number, "listed", "ready")
        all_signed(signers, CLERK, PRESIDER)
        one.dead_sheets += one.paper.printed
        one.paper, one.tablet, one.definition, one.stage = Pile(), Pile(), None, "drafting"
        self.size += 1

    # Keys.

    def start_keys(self, *, generation: int) -> None:
        need(len(self.sheets) == 1, "keys are made before round 1 opens")
        need(self.now.stage in {"drafting", "listed", "ready"}, "keys are made before it opens")
        self.generation, self.made, self.proven = generation, False, set()
        self.size += 1

    def make_key(self, *, generation: int) -> None:
        need(self.generation is not None, "nobody began")
        need(not self.made, "made already")
        need(generation not in self.generations, "messages of an earlier ceremony")
        self.generations.add(generation)
        self.generation, self.made = generation, True
        self.size += 4 * HOLDERS + 1

    def prove(self, *, holder: int) -> None:
        need(self.made, "no key")
        need(holder not in self.proven, "once")
        self.proven.add(holder)
        self.size += 1

    # Handing out.

    def print_sheets(self, *, number: int, count: int) -> None:
        one = self.sheet(number, "listed", "ready")
        need("paper" in self.rules.channels and not one.hands, "no paper")
        one.paper.printed += count
        self._ready(one)
        self.size += 1

    def print_cards(self) -> None:
        one = self.sheet(len(self.sheets), "listed", "ready")
        need("tablet" in self.rules.channels and not one.hands, "no tablets")
        need(not self.deck, "one deck for all rounds")
        self.deck = one.tablet.printed = CARDS
        self._ready(one)
        self.size += 1

    def _ready(self, one: Sheet) -> None:
        have = {"paper": one.paper.printed, "tablet": self.deck}
        if all(have[channel] for channel in self.rules.channels):
            one.stage = "ready"

    def attend(self, *, number: int, roster: int, present: int) -> None:
        one = self.sheet(number, "drafting", "listed", "ready")
        need(present <= roster, "more than there are")
        need(roster == (self.rules.roster_total or roster), "the rules say how many there are")
        one.people = (roster, present)
        self.size += 1

    def issue(self, *, number: int, channel: str, count: int) -> None:
        pile = self.sheet(number, "ready").pile(channel)
        need(count <= pile.free + pile.issued, "not so many are left")
        pile.issued = count
        self.size += 1

    def destroy(self, *, number: int, left_over: int, archived: int) -> None:
        pile = self.sheet(number, "ready", "closed").paper
        need(left_over + archived <= pile.free, "not so many are left")
        pile.left_over += left_over
        pile.archived += archived
        self.size += 1

    def cancel(self, *, number: int, cards: tuple[int, ...]) -> None:
        one = self.sheet(number, "ready", "closed")
        need(self.deck > 0, "no card was printed")
        need(len(set(cards)) == len(cards), "a card twice")
        need(not any(card in self.dead for card in cards), "dead already")
        need(not any(card in one.cast for card in cards), "it has voted")
        need(len(cards) <= one.tablet.free, "not so many are left")
        one.tablet.left_over += len(cards)
        self.dead.update(dict.fromkeys(cards, number))
        self.size += 1

    # Casting.

    def open(self, *, number: int, signers: tuple[Seat, ...]) -> None:
        one = self.sheet(number, "ready")
        need(one.people, "nobody counted heads")
        roster, present = one.people or (0, 0)
        need(self._quorate(roster, present), "no quorum")
        if not one.hands:
            need(0 < one.paper.issued + one.tablet.issued <= present, "as many tokens as heads")
            least = 0 if self.rehearsal else self.rules.min_channel
            for pile in (one.paper, one.tablet):
                need(pile.issued == 0 or pile.issued >= least, "too few to hide in")
            whole = self.made and len(self.proven) == HOLDERS
            need(whole or not one.tablet.issued, "keys are not proven")
        all_signed(signers, CHIEF, PRESIDER)
        one.stage = "open"
        self.size += 1

    def _quorate(self, roster: int, present: int) -> bool:
        return {
            "ge_2_3": 3 * present >= 2 * roster,
            "gt_2_3": 3 * present > 2 * roster,
            "gt_1_2": 2 * present > roster,
            "ge_4_5": 5 * present >= 4 * roster,
            "gt_4_5": 5 * present > 4 * roster,
        }[self.rules.quorum_rule]

    def cast(self, *, number: int, card: int, ballot: str, unsigned: str) -> None:
        """The same ballot again is not refused and changes nothing."""
        one = self.sheet(number)
        if one.stage == "open" and not self.is_dead(card, number):
            need(unsigned not in one.burnt, "burnt")
            need(one.urn.setdefault(card, ballot) == ballot, "one card, one ballot")
        else:
            need(one.stage != "open" and one.cast.get(card) == ballot, "not now")

    def burn(self, *, number: int, unsigned: str, ballot: str) -> None:
        one = self.sheet(number, "open")
        need(ballot not in one.urn.values(), "it lies in the urn")
        one.burnt.add(unsigned)

    def void_card(self, *, number: int, card: int) -> None:
        one = self.sheet(number, "open")
        need(self.deck > 0, "no card was printed")
        need(card not in self.dead and card not in one.urn, "dead or spent")
        self.dead[card] = number
        one.voided += 1
        self.size += 1

    def replace(self, *, number: int, source: str, target: str, count: int) -> None:
        one = self.sheet(number, "open")
        old, new = one.pile(source), one.pile(target)
        need(source == "paper" or old.replaced + count <= one.voided, "void the card first")
        need(new.free >= count, "no spare ones")
        need(old.issued >= count, "nobody holds so many")
        old.issued -= count
        old.replaced += count
        new.issued += count
        self.size += 1

    def close(self, *, number: int, signers: tuple[Seat, ...], lose: bool = False) -> None:
        one = self.sheet(number, "open")
        need(not lose or not one.urn, "a ballot of the urn is not booked")
        all_signed(signers, CHIEF, PRESIDER)
        one.cast, one.urn, one.stage = one.urn, {}, "closed"
        self.size += 1 + len(one.cast)

    # Counting.

    def count_box(self, *, number: int, count: int) -> None:
        one = self.sheet(number, "closed")
        need(one.count is None, "the count is fixed")
        one.box = count
        self.size += 1

    def count_cards(self, *, number: int, count: int) -> None:
        one = self.sheet(number, "closed")
        need(one.cards_in_box is None, "once")
        need(count >= len(one.cast), "fewer cards than ballots")
        one.cards_in_box = count
        self.size += 1

    def count_challenges(self, *, number: int, failed: int) -> None:
        one = self.sheet(number, "closed")
        need(one.challenges is None, "once")
        need(failed <= len(one.burnt), "more failed than were made")
        one.challenges = (len(one.burnt), failed)
        self.size += 1

    def enter(
        self, *, number: int, teller: int, entry: int, tally: ChannelTally, signer: Seat
    ) -> None:
        one = self.sheet(number, "closed")
        need(one.count is None, "the count is fixed")
        need(one.box is not None or one.hands, "the box was not counted")
        need(signer == ("teller", teller) and signer in EVERYBODY, "signed by somebody else")
        need(entry == one.entered.get(teller, 0) + 1, "an earlier entry once more")
        listed = sorted(item.number for item in tally.items)
        channel = "hands" if one.hands else "paper"
        need(listed == sorted(one.candidates) and tally.channel == channel, "another list")
        if one.hands:
            need(self._everybody(one, tally), "everybody present shows a hand")
        one.entries[teller] = tally
        one.entered[teller] = entry
        self.size += 1

    def _everybody(self, one: Sheet, tally: ChannelTally) -> bool:
        _, present = one.people or (0, 0)
        whole = (tally.returned, tally.valid, tally.invalid, tally.foreign)
        shown = {item.approve + item.oppose + item.abstain for item in tally.items}
        doubtful = any(item.illegible for item in tally.items)
        return whole == (present, present, 0, 0) and shown == {present} and not doubtful

    def agree(self, *, number: int) -> None:
        one = self.sheet(number, "closed")
        need(one.count is None, "the count is fixed")
        values = list(one.entries.values())
        need(len(values) == 2 and values[0] == values[1], "two tellers who agree")
        need(one.people is not None, "nobody counted heads")
        need(adds_up(values[0], self.rules, one.seats, one.box), "it does not add up")
        one.count = values[0]
        self.size += 1

    def freeze_paper(self, *, number: int, signers: tuple[Seat, ...]) -> None:
        one = self.sheet(number, "closed")
        need(not one.frozen, "once")
        need(one.count is not None or not (one.paper.issued or one.hands), "not counted")
        need(not one.overfull, "more came back than went out")
        all_signed(signers, "scrutineer", "scrutineer", CHIEF)
        one.frozen = True
        self.size += 1

    def authorise(self, *, number: int, signers: tuple[Seat, ...]) -> None:
        one = self.sheet(number, "closed")
        need(one.frozen and not one.authorised, "after the paper, once")
        need(one.tablet.issued, "no tablets")
        need(one.cards_in_box is not None, "the card box was not counted")
        need(not one.overfull, "more came back than went out")
        need(self.rehearsal or len(one.cast) >= self.rules.min_channel, "too few to hide in")
        all_signed(signers, CHIEF)
        one.authorised = True
        self.size += 1

    def multiply(self, *, number: int, product: str, ballots: int) -> None:
        one = self.sheet(number, "closed")
        need(one.authorised and one.product is None, "once it is authorised, once")
        need(ballots == len(one.cast), "over all ballots")
        one.product = product
        self.size += 1

    def decrypt(self, *, number: int, owner: int) -> None:
        one = self.sheet(number, "closed")
        need(one.product is not None, "nothing to open")
        need(owner <= HOLDERS and owner not in one.opened_by, "every holder once")
        one.opened_by.add(owner)
        self.size += 1

    def decide(self, *, number: int, tablet: ChannelTally | None) -> None:
        one = self.sheet(number, "closed")
        need(one.people is not None and one.frozen, "the paper is not frozen")
        need(tablet is not None or not one.tablet.issued, "the sum is not open")
        need(len(one.opened_by) >= OPENERS or not one.tablet.issued, "too few holders")
        tallies = self._used(one, tablet)
        for tally in tallies:
            if tally.channel != "hands":
                need(one.pile(tally.channel).free == 0, "tokens that nobody accounts for")
            box = one.box if tally.channel == "paper" else None
            need(adds_up(tally, self.rules, one.seats, box), "it does not add up")
        people = one.people or (0, 0)
        one.result = decided(self.rules, one.line, one.seats, people, tallies)
        one.stage = "counted"
        self.tie = one.number if one.result.tied else self.tie
        self.vacant += one.result.vacant
        self.size += 2

    def _used(self, one: Sheet, tablet: ChannelTally | None) -> list[ChannelTally]:
        """The totals of the channels that were used; each must be there."""
        found = []
        if one.paper.issued or one.hands:
            need(one.count is not None, "not counted")
            found.append(one.count)
        if one.tablet.issued:
            found.append(tablet)
        return [tally for tally in found if tally is not None]

    def fail(self, *, number: int, device: str, readings: int, signers: tuple[Seat, ...]) -> None:
        """A device fails: the scanner after the close, tablets and network before it."""
        one = self.sheet(number, "closed" if device == "scanner" else "open")
        need(device not in one.devices, "once")
        need(one.pile("paper" if device == "scanner" else "tablet").issued, "not used")
        need(one.count is None, "counted already")
        need(device == "scanner" or not readings, "only a scanner reads")
        all_signed(signers, CHIEF)
        one.devices.add(device)
        self.size += 1

    def void(self, *, number: int, ground: str, signers: tuple[Seat, ...]) -> None:
        one = self.sheet(number, "open", "closed")
        need(len(one.opened_by) < OPENERS, "the sum can be read")
        all_signed(signers, CHIEF, PRESIDER)
        need(self._grounded(one, ground), "the books say otherwise")
        one.stage, one.urn, one.ground = "void", {}, ground
        self.size += 1

    def _grounded(self, one: Sheet, ground: str) -> bool:
        if ground == "returned_gt_issued":
            boxed = one.box if one.count is None else one.count.returned
            paper = 0 if one.count is not None and one.hands else boxed or 0
            return paper > one.paper.issued or len(one.cast) > one.tablet.issued
        if ground == "below_min_channel":
            few = one.stage == "closed" and len(one.cast) < self.rules.min_channel
            return few and one.tablet.issued > 0
        if ground == "devices_failed":
            by_hands = self.rules.fallback == "show_of_hands"
            return by_hands and bool(one.devices) and one.count is None
        return one.tablet.issued > 0

    # What follows.

    @property
    def rounds_left(self) -> bool:
        """Void rounds are not held against the session."""
        counted = sum(1 for one in self.sheets if one.stage != "void")
        return counted < self.rules.max_rounds and len(self.sheets) < MOST_ROUNDS

    def way_out(self, one: Sheet) -> str:
        """How the rules settle a tie; 主席团 where they leave nothing else."""
        rules = self.rules
        if one.contest == "runoff":
            again = rules.tie_again == "repeat"
        elif rules.tie_rule == "lot":
            return "lot"
        else:
            again = rules.tie_rule == "re_vote_tied"
        return "runoff" if again and self.rounds_left else "presidium"

    @property
    def chosen(self) -> set[int]:
        return {number for one in self.sheets for number in one.chosen}

    def may_stand(self, named: tuple[int, ...]) -> bool:
        """Enough of them, none chosen; by_order: with whoever has at least as many votes."""
        if len(set(named)) < max(len(named), self.vacant, 1) or set(named) & self.chosen:
            return False
        if self.rules.shortfall_pool == "new_proposal":
            return True
        score = next(one.result.score for one in self.sheets if one.result)
        better = {
            other
            for other in set(score) - self.chosen
            if any(score[other] >= score.get(one, 0) for one in named)
        }
        return set(named) == better

    def presidium_decides(
        self,
        *,
        number: int,
        matter: str,
        projects: tuple[int, ...],
        text: str,
        signers: tuple[Seat, ...],
    ) -> None:
        one = self.sheet(number, *OVER, "void")
        need(number == len(self.sheets), "a later round has begun")
        need(matter not in one.said, "once")
        if matter == "revote":
            need(one.stage == "void" and self.rules.revote_by == "presidium", "not theirs")
            need(not projects, "the same list")
        elif matter == "shortfall":
            need(self.tie is None, "first the tie")
            theirs = self.rules.shortfall_action == "presidium_decides"
            need(self.vacant and theirs, "not theirs")
            need(not projects or self.may_stand(projects), "they may not stand")
            one.named = projects
        else:
            need(self.tie == number and self.way_out(one) == "presidium", "not theirs")
            need((matter == "second_tie") == (one.contest == "runoff"), "another matter")
            result = one.result or Naive()
            need(len(set(projects)) == len(projects) == result.seats_left, "as many as seats")
            need(set(projects) <= set(result.tied), "one of the tied")
            one.settled, self.tie = projects, None
        all_signed(signers, PRESIDER)
        one.said[matter] = text
        self.size += 1

    def draw_lot(
        self, *, number: int, seed: str, chosen: tuple[int, ...], signers: tuple[Seat, ...]
    ) -> None:
        one = self.sheet(number, "counted", "certified")
        need(self.tie == number and self.way_out(one) == "lot", "no lot")
        result = one.result or Naive()
        need(chosen == lots(number, seed, result.tied)[: result.seats_left], "not what was drawn")
        all_signed(signers, CHIEF, PRESIDER)
        one.settled, self.tie = chosen, None
        self.size += 1

    def next_round(self, *, kind: str, chosen: tuple[int, ...], hands: bool = False) -> None:
        before, hands = (
            self.now,
            hands or (kind == "revote" and self.now.ground == "devices_failed"),
        )
        need(self.rounds_left, "no more rounds")
        if kind == "revote":
            one = self._revote(before)
        else:
            need(before.stage in OVER and before.result, "no result to follow")
            one = self._runoff() if kind == "runoff" else self._fill(before, chosen)
        need(not hands or before.hands or before.ground == "devices_failed", "in secret")
        one.hands = hands
        self.sheets.append(one)
        self.size += 1

    def _sheet(self, kind: str, line: Any, candidates: tuple[int, ...], seats: int) -> Sheet:
        return Sheet(len(self.sheets) + 1, kind, kind, line, candidates=candidates, seats=seats)

    def _revote(self, before: Sheet) -> Sheet:
        need(before.stage == "void", "nothing is void")
        need(self.rules.revote_by == "automatic" or "revote" in before.said, "主席团 decides")
        one = self._sheet("revote", before.line, before.candidates, before.seats)
        one.contest = before.contest
        return one

    def _runoff(self) -> Sheet:
        need(self.tie is not None, "nothing is tied")
        tied = self.sheets[(self.tie or 1) - 1]
        need(self.way_out(tied) == "runoff", "not by voting")
        result = tied.result or Naive()
        listed = tuple(number for number in tied.candidates if number in result.tied)
        self.tie = None
        return self._sheet("runoff", self.rules.runoff_threshold, listed, result.seats_left)

    def _fill(self, before: Sheet, chosen: tuple[int, ...]) -> Sheet:
        need(self.tie is None and self.vacant, "nothing is vacant")
        action, decided_ = self.rules.shortfall_action, "shortfall" in before.said
        need(action in {"presidium_decides", "same_session"}, "not in this session")
        need(action == "same_session" or (decided_ and before.named), "主席团 decides")
        score = next(one.result.score for one in self.sheets if one.result)
        left = sorted(set(score) - self.chosen, key=lambda number: (-score[number], number))
        named = chosen or before.named or tuple(left)
        need(self.may_stand(named), "they may not stand")
        need(not decided_ or not before.named or set(named) == set(before.named), "as decided")
        known = self.sheets[0].candidates
        listed = (
            *(number for number in known if number in named),
            *(number for number in named if number not in known),
        )
        thirds = self.rules.shortfall_threshold == "ge_1_3_ballots"
        line = "ge_1_3_ballots" if thirds else self.rules.threshold
        seats, self.vacant = self.vacant, 0
        return self._sheet("fill", line, listed, seats)

    # Closing.

    def certify(self, *, number: int, signers: tuple[Seat, ...], honest: bool = True) -> None:
        one = self.sheet(number, "counted")
        need(honest, "another outcome")
        all_signed(signers, CHIEF, *WATCHERS)
        one.stage = "certified"
        self.size += 1

    def announce(
        self, *, number: int, level: str, chosen: tuple[int, ...], signers: tuple[Seat, ...]
    ) -> None:
        one = self.sheet(number, "certified")
        need(level == self.rules.publish_level, "the level of the rules")
        open_ = self.tie == number and self.way_out(one) != "runoff"
        need(not open_, "the tie is open")
        need(chosen == self.so_far(number), "not what was chosen")
        all_signed(signers, PRESIDER)
        one.stage = "announced"
        self.size += 1

    def so_far(self, number: int) -> tuple[int, ...]:
        return tuple(project for one in self.sheets[:number] for project in one.chosen)

    def issue_paper(self, *, number: int, kind: str) -> None:
        one = self.sheet(number)
        need(one.stage not in {"drafting", "open"}, "not now")
        need(kind not in one.papers, "once")
        one.papers.add(kind)
        self.size += 1

    def change_project(self, *, project: int) -> None:
        told = [one.chosen for one in self.sheets if one.stage == "announced"]
        need(any(project in chosen for chosen in told), "not an announced project")
        self.size += 1

    def half(self) -> None:
        """Several things at once, of which one is impossible."""
        raise No("all of it or nothing")

    def replay(self, **_: Any) -> None:
        """Somebody enters a signed act a second time."""
        raise No("signatures are used once")


def lots(number: int, seed: str, tied: Iterable[int]) -> tuple[int, ...]:
    """The tied in the order of the lot, with nothing but SHA-256."""

    def ticket(project: int) -> str:
        return sha256(f"piaojue-lot|{ID}|{number}|{seed}|{project}".encode()).hexdigest()

    return tuple(sorted(tied, key=ticket))
