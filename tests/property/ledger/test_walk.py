"""Random walks through the lifecycle on a real ledger; everybody's idea of it stays the same.

After each command, legal or not, these are compared: books kept without the fold, the state folded
from the leaves that were read back, the state that the ledger hands out, every table, and what the
service shows. At stops the ledger is restarted, its projections are made anew, the doctor looks,
and the verifier recomputes a record. ``make walk`` goes further.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from ballot.rules import Rules
from tests.support.session import paper
from tests.support.walk import drawing as d
from tests.support.walk.books import CARDS, CHIEF, CLERK, PRESIDER, WATCHERS, Sheet
from tests.support.walk.deeds import Deeds

WALKS = int(os.environ.get("PIAOJUE_WALKS", "25"))
CHIEF_AND_PRESIDER = (CHIEF, PRESIDER)
TWO = (CLERK, PRESIDER)
FREEZERS = (*WATCHERS[:2], CHIEF)


@dataclass
class Tally:
    """What all walks did together."""

    walks: int = 0
    steps: int = 0
    refused: int = 0
    verified: int = 0


DONE = Tally()


class Walk(RuleBasedStateMachine):
    """Every step does anything at all, or what comes next in the hall, or both."""

    walk: Deeds
    directory: Path

    @initialize(rules=d.RULES, rehearsal=st.booleans())
    def begin(self, rules: Rules, rehearsal: bool) -> None:  # noqa: FBT001
        self.directory = Path(tempfile.mkdtemp(prefix="walk-"))
        self.walk = Deeds(self.directory, rules, rehearsal=rehearsal)

    @property
    def now(self) -> Sheet:
        return self.walk.books.now

    @rule(data=st.data(), meddling=st.lists(d.MEDDLING, max_size=2))
    def step(self, data: st.DataObject, meddling: list[d.Meddling]) -> None:
        """Meddle, whoever signs and whatever it says; then mostly do what comes next."""
        for name, said in meddling:
            if d.possible(self.walk, name, said):
                getattr(self.walk, name)(**said)
        if data.draw(d.OFTEN):
            proceed: Callable[[Sheet, st.DataObject], Any] = getattr(self, f"_{self.now.stage}")
            proceed(self.now, data)
        elif data.draw(d.SELDOM):
            self.stop()

    def stop(self) -> None:
        self.walk.stop()
        DONE.verified += 1

    def teardown(self) -> None:
        if hasattr(self, "walk"):
            try:
                self.stop()
            finally:
                DONE.walks += 1
                DONE.steps += self.walk.steps
                DONE.refused += self.walk.refused
                self.walk.store.close()
                shutil.rmtree(self.directory)

    # What comes next, stage by stage.

    def _drafting(self, one: Sheet, data: st.DataObject) -> None:
        walk, rules = self.walk, self.walk.books.rules
        if "tablet" in rules.channels and not walk.books.made and len(walk.books.sheets) == 1:
            self._make_key(data)
        first = (data.draw(d.LISTS), rules.seats or 0)
        listed = first if one.kind == "first" else (one.candidates, one.seats)
        assert walk.freeze(one.number, *listed, TWO)

    def _make_key(self, data: st.DataObject) -> None:
        walk = self.walk
        if walk.books.generation is None or data.draw(d.SELDOM):
            assert walk.start_keys()
        assert walk.make_key(len(walk.books.generations) + 1)
        for holder in data.draw(st.permutations([1, 2, 3])):
            walk.prove(holder)

    def _listed(self, one: Sheet, data: st.DataObject) -> None:
        walk, rules = self.walk, self.walk.books.rules
        if data.draw(d.SELDOM):
            signed = len(walk.store.leaves)
            assert walk.withdraw(one.number, TWO)
            walk.replay(signed)
            return
        if "tablet" in rules.channels and not walk.books.deck:
            assert walk.print_cards()
        if "paper" in rules.channels:
            assert walk.print_sheets(one.number, data.draw(st.integers(6, 8)))

    def _ready(self, one: Sheet, data: st.DataObject) -> None:
        walk, number = self.walk, one.number
        present = data.draw(st.integers(d.SEATED - 2, d.SEATED))
        most = min(present, one.tablet.free + one.tablet.issued)
        paper = "paper" in walk.books.rules.channels
        tablet = data.draw(st.integers(0, most)) if paper else most
        walk.attend(number, d.SEATED, present)
        if data.draw(d.TRAP):
            walk.half(number)
        walk.issue(number, "tablet", tablet)
        if paper:
            walk.issue(number, "paper", min(present - tablet, one.paper.free + one.paper.issued))
        walk.open(number, CHIEF_AND_PRESIDER)
        if self.now.stage == "ready" and data.draw(d.TRAP):
            self.stop()

    def _open(self, one: Sheet, data: st.DataObject) -> None:
        walk, number = self.walk, one.number
        for card in data.draw(st.lists(d.CARD, max_size=2, unique=True)):
            if walk.void_card(number, card):
                target = data.draw(st.sampled_from(["paper", "tablet"]))
                walk.replace(number, "tablet", target, 1)
        if walk.books.deck and walk.books.made:
            self._vote(one, data)
        if data.draw(d.SELDOM):
            walk.replace(number, "paper", "paper", 1)
        if self.now.tablet.issued and data.draw(d.RARE):
            assert walk.void(number, "urn_lost", CHIEF_AND_PRESIDER)
            return
        if data.draw(d.TRAP):
            walk.close(number, CHIEF_AND_PRESIDER, lose=True)
        if self.now.stage == "open":
            assert walk.close(number, CHIEF_AND_PRESIDER)

    def _vote(self, one: Sheet, data: st.DataObject) -> None:
        walk, number = self.walk, one.number
        most = max(one.tablet.issued, data.draw(d.SELDOM))
        voters = data.draw(st.lists(d.CARD, min_size=min(2, most), max_size=most, unique=True))
        for card in voters:
            marks = data.draw(d.marks(walk.books.rules, one))
            if data.draw(d.SELDOM):
                walk.burn(number, card, marks)
            walk.cast(number, card, marks)
            if data.draw(d.SELDOM):
                walk.cast(number, card, marks)
            if data.draw(d.TRAP):
                walk.void_card(number, card)

    def _closed(self, one: Sheet, data: st.DataObject) -> None:
        """Everything up to the outcome; whatever was done before by meddling is refused now."""
        walk, number = self.walk, one.number
        early = data.draw(d.TRAP)
        self._book_leftover(one, data)
        if early:
            self._freeze_early(one, data)
        walk.count_cards(number, max(len(one.cast), one.tablet.issued - data.draw(d.TRAP)))
        walk.count_challenges(number, 0)
        if not early:
            self._freeze_early(one, data)
        if self.now.frozen and self.now.tablet.issued:
            self._open_sum(number, data)
        if walk.decide(number) or not data.draw(d.OFTEN):
            return
        self._end_without_result(number)

    def _freeze_early(self, one: Sheet, data: st.DataObject) -> None:
        """Fix the paper; with the cards not counted yet, nobody may open the sum."""
        if self.now.count is None:
            self._count_paper(data)
        self.walk.freeze_paper(one.number, FREEZERS)
        if self.now.cards_in_box is None:
            self.walk.authorise(one.number, (CHIEF,))

    def _book_leftover(self, one: Sheet, data: st.DataObject) -> None:
        walk, number = self.walk, one.number
        archived = min(one.paper.free, data.draw(d.SELDOM))
        if data.draw(d.TRAP):
            walk.destroy(number, one.paper.free, 1)
        walk.destroy(number, one.paper.free - archived, archived)
        spare = [
            card for card in range(CARDS) if card not in walk.books.dead and card not in one.cast
        ]
        if spare and self.now.tablet.free:
            walk.cancel(number, tuple(spare[: self.now.tablet.free]))

    def _count_paper(self, data: st.DataObject) -> None:
        walk, number = self.walk, self.now.number
        tally = data.draw(d.tallies(walk.books.rules, self.now))
        walk.count_box(number, tally.returned + tally.foreign)
        entries = {1: tally, 2: tally}
        if data.draw(d.SELDOM):
            entries[data.draw(st.integers(1, 2))] = data.draw(d.tallies(walk.books.rules, self.now))
        for teller in data.draw(st.permutations([1, 2])):
            walk.enter(number, teller, entries[teller], ("teller", teller))
        if data.draw(d.SELDOM):
            walk.enter(number, 1, entries[1], ("teller", 1), again=True)
        walk.agree(number)
        if self.now.count is None:
            for teller in (1, 2):
                walk.enter(number, teller, tally, ("teller", teller))
            walk.agree(number)

    def _open_sum(self, number: int, data: st.DataObject) -> None:
        walk = self.walk
        walk.authorise(number, (CHIEF,))
        walk.multiply(number)
        for owner in data.draw(st.permutations([1, 2, 3]))[: data.draw(d.HOLDERS)]:
            walk.decrypt(number, owner)
            if data.draw(d.SELDOM):
                walk.decrypt(number, owner)

    def _end_without_result(self, number: int) -> None:
        if self.now.paper.issued:
            self.walk.fail(number, "scanner", 3, (CHIEF,))
        for ground in ("returned_gt_issued", "below_min_channel", "devices_failed", "keys_lost"):
            if self.now.stage == "closed":
                self.walk.void(number, ground, CHIEF_AND_PRESIDER)

    def _counted(self, one: Sheet, data: st.DataObject) -> None:
        walk = self.walk
        if data.draw(d.TRAP):
            self._settle(data)
        if data.draw(d.SELDOM):
            self._follow(data)
            return
        walk.issue_paper(one.number, "count_report")
        assert walk.certify(one.number, (CHIEF, *WATCHERS))

    def _settle(self, data: st.DataObject) -> None:
        """Let 主席团 or the lot settle a tie, whoever the rules ask."""
        walk, one = self.walk, self.now
        if walk.books.tie != one.number or one.result is None:
            return
        matter = "second_tie" if one.contest == "runoff" else "tie"
        seats = data.draw(st.permutations(one.result.tied))[: one.result.seats_left]
        walk.presidium_decides(one.number, matter, tuple(seats), (PRESIDER,))
        walk.draw_lot(one.number, "2 4 6", CHIEF_AND_PRESIDER)

    def _certified(self, one: Sheet, data: st.DataObject) -> None:
        walk = self.walk
        if data.draw(d.TRAP):
            walk.announce(one.number, walk.books.rules.publish_level, (PRESIDER,), honest=False)
            walk.announce(one.number, walk.books.rules.publish_level, (PRESIDER,))
            return
        self._settle(data)
        walk.announce(one.number, walk.books.rules.publish_level, (PRESIDER,))
        walk.issue_paper(one.number, "announcement")

    def _announced(self, _: Sheet, data: st.DataObject) -> None:
        self._follow(data)

    def _void(self, _: Sheet, data: st.DataObject) -> None:
        if data.draw(d.TRAP) and self.walk.next_round("revote"):
            return
        self.walk.presidium_decides(self.now.number, "revote", (), (PRESIDER,))
        self.walk.next_round(data.draw(st.sampled_from(["revote", "revote", "revote", "fill"])))

    def _follow(self, data: st.DataObject) -> None:
        """Go on with what the rounds left open, or with something else."""
        walk = self.walk
        for project in data.draw(st.lists(st.integers(1, 5), max_size=1)):
            walk.change_project(project)
        if walk.books.tie:
            walk.next_round(data.draw(st.sampled_from(["runoff", "runoff", "fill"])))
        elif walk.books.vacant:
            named = data.draw(st.sampled_from([(), (99,), *self._pools()]))
            walk.presidium_decides(self.now.number, "shortfall", named, (PRESIDER,))
            walk.next_round("fill", data.draw(st.sampled_from([(), named])))

    def _pools(self) -> list[tuple[int, ...]]:
        """Every beginning of those not chosen, by their votes; lawful or not."""
        books = self.walk.books
        score = next(one.result.score for one in books.sheets if one.result)
        left = sorted(set(score) - books.chosen, key=lambda one: -score[one])
        return [tuple(left[:many]) for many in range(1, len(left) + 1)]


def test_books_log_tables_views_and_verifier_never_differ() -> None:
    """Prints how many steps were walked and how many of them were refused."""
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=WALKS,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            # A walk is slow to shrink, and its commands say what happened.
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
        ),
    )
    print(  # noqa: T201  (what a long walk is for)
        f"{DONE.walks} walks, {DONE.steps} commands, {DONE.refused} of them refused, "
        f"{DONE.verified} records verified"
    )
    assert DONE.steps > 3 * WALKS
    assert DONE.refused > WALKS


def test_a_fill_that_is_voted_on_again_needs_no_margin(tmp_path: Path) -> None:
    """As many may stand as there are vacancies, also after the fill was void."""
    rules = Rules(seats=2, roster_total=d.SEATED, shortfall_action="same_session", min_channel=2)
    walk = Deeds(tmp_path, rules, rehearsal=False)
    hold(walk, (1, 2, 3))
    count(walk, {1: (6, 0), 2: (2, 4), 3: (1, 5)})
    assert walk.next_round("fill", (2,))
    hold(walk, (2,))
    assert walk.count_box(2, 7)
    assert walk.void(2, "returned_gt_issued", CHIEF_AND_PRESIDER)
    assert walk.presidium_decides(2, "revote", (), (PRESIDER,))
    assert walk.next_round("revote")

    assert walk.freeze(3, (2,), 1, TWO)
    walk.store.close()


def hold(walk: Deeds, candidates: tuple[int, ...]) -> None:
    """Vote on paper, from the list to the close."""
    number, seats = walk.books.now.number, walk.books.now.seats
    assert walk.freeze(number, candidates, seats, TWO)
    assert walk.print_sheets(number, d.SEATED)
    assert walk.attend(number, d.SEATED, d.SEATED)
    assert walk.issue(number, "paper", d.SEATED)
    assert walk.open(number, CHIEF_AND_PRESIDER)
    assert walk.close(number, CHIEF_AND_PRESIDER)


def count(walk: Deeds, rows: dict[int, tuple[int, int]]) -> None:
    """Count the sheets of round 1, as two tellers agree, and decide."""
    tally = paper(rows, valid=d.SEATED)
    assert walk.count_box(1, d.SEATED)
    assert all(walk.enter(1, one, tally, ("teller", one)) for one in (1, 2))
    assert walk.agree(1)
    assert walk.freeze_paper(1, FREEZERS)
    assert walk.decide(1)


def test_nothing_is_announced_before_the_tie_is_settled(tmp_path: Path) -> None:
    rules = Rules(
        seats=1, roster_total=d.SEATED, threshold="plurality", tie_rule="lot", min_channel=2
    )
    walk = Deeds(tmp_path, rules, rehearsal=False)
    hold(walk, (1, 2, 3))
    count(walk, {1: (3, 3), 2: (3, 3), 3: (0, 6)})
    assert walk.certify(1, (CHIEF, *WATCHERS))

    assert not walk.announce(1, rules.publish_level, (PRESIDER,))
    assert walk.draw_lot(1, "2 4 6", CHIEF_AND_PRESIDER)
    assert walk.announce(1, rules.publish_level, (PRESIDER,))
    walk.store.close()
