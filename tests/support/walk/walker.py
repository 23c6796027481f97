"""Does one command on the real ledger and compares everybody's idea of where things stand."""

import re
from pathlib import Path
from typing import Any

from audit.errors import AuditError
from ballot import events as e
from ballot.canonical import Digest, digest
from ballot.errors import BallotError
from ballot.fold import Decide
from ballot.rules import Rules
from ballot.sealed import SealedBallot
from ballot.state import Election
from counting.errors import CountingError
from service.api.shown import shown_election, shown_public
from service.commands import just
from service.ledger import LedgerError
from tests.support.walk import views
from tests.support.walk.books import ID, Books, No, Sheet
from tests.support.walk.people import People
from tests.support.walk.store import Store

SENTENCE = re.compile("[一-鿿].*。", re.DOTALL)
REFUSALS = (BallotError, CountingError, LedgerError, AuditError)


class Walker:
    """One walk: its books, its people and its store; ``steps`` and ``refused`` are counted."""

    def __init__(self, directory: Path, rules: Rules, *, rehearsal: bool) -> None:
        self.books = Books(rules, rehearsal)
        self.people = People(rules, rehearsal)
        self.store = Store(directory)
        self.steps = self.refused = 0
        self.frozen: dict[int, Digest] = {}
        """The definition of each round whose list is frozen now."""
        self.notes: dict[int, str] = {}
        """Checkpoints that were signed, by size."""
        self.sealed: dict[tuple[int, int], dict[str, SealedBallot]] = {}
        """Ballots that were made, by round and card."""
        created, appointed = self.people.beginning()
        self.store.ask(lambda ledger: ledger.create(ID, [created]))
        self.books.found()
        self.check()
        self.run("appoint", {}, just(appointed))

    # Telling and comparing.

    def attempt(self, name: str, said: dict[str, Any], deed: Any) -> bool:
        """Let ``deed`` happen, if books and ledger agree that it may; else nothing happens."""
        after = self.books.copy()
        try:
            getattr(after, name)(**said)
            why = ""
        except No as no:
            why = str(no)
        self.store.keep(self.people.hall.objects)
        self.people.hall.objects.clear()
        before, refusal = self.store.everything(), self._refusal(deed)
        self.steps += 1
        assert bool(why) == bool(refusal), f"{name} {said}: books {why!r}, ledger {refusal!r}"
        if refusal:
            self.refused += 1
            assert SENTENCE.search(refusal), refusal
            assert self.store.everything() == before, f"{name} was refused and wrote something"
        else:
            self.books = after
        self.check()
        return not why

    def _refusal(self, deed: Any) -> str:
        """The sentence with which the ledger refuses, nothing if it does as it is asked."""
        try:
            self.store.ask(deed)
        except REFUSALS as refusal:
            return refusal.sentence
        return ""

    def run(self, name: str, said: dict[str, Any], decide: Decide) -> bool:
        return self.attempt(name, said, lambda ledger: ledger.run(ID, decide))

    def check(self) -> None:
        """Books, fold, tables and views say the same."""
        state = self.store.caught_up()
        assert self.store.ask(lambda ledger: ledger.state(ID)) == state
        self._check_tables()
        self._check_views(state)
        self._check_definitions(state)

    def _check_tables(self) -> None:
        books, store = self.books, self.store
        size, peaks = store.edge()
        assert size == books.size
        assert store.rows("SELECT election, size, peaks FROM ledger_heads") == [
            (ID, size, b"".join(peaks))
        ]
        urns = [(ID, one.number) for one in books.sheets if one.stage == "open"]
        assert store.rows("SELECT election, round FROM ledger_urns ORDER BY round") == urns
        assert sorted(store.rows("SELECT election, round, unsigned FROM ledger_burnt")) == sorted(
            (ID, one.number, unsigned) for one in books.sheets for unsigned in one.burnt
        )
        assert dict(store.rows("SELECT size, note FROM ledger_checkpoints")) == self.notes
        assert not store.rows("SELECT name FROM ledger_chores")
        self._check_counted()
        self._check_urn()

    def _check_counted(self) -> None:
        """The table of counted ballots says what the log says, and that is what was cast."""
        columns = "election, round, ballot, proofs, credential, leaf"
        rows = self.store.rows(f"SELECT {columns} FROM ledger_counted")  # noqa: S608
        logged = [
            (ID, event.round, event.ballot, event.proofs, event.credential, leaf)
            for leaf, event in enumerate(map(e.decode, self.store.leaves))
            if isinstance(event, e.BallotCast)
        ]
        assert sorted(rows) == sorted(logged)
        assert sorted(row[1:5] for row in rows) == sorted(
            self._row(one, card, ballot)[:4]
            for one in self.books.sheets
            for card, ballot in one.cast.items()
        )

    def _row(self, one: Sheet, card: int, ballot: str) -> tuple[Any, ...]:
        made = self.sealed[one.number, card][ballot]
        proofs = digest(made.proofs) if made.proofs else None
        credential = self.people.credential(card, one.number)
        return (one.number, ballot, proofs, credential, made.ballot, made.proofs or None)

    def _check_urn(self) -> None:
        names = self.store.rows("SELECT name FROM sqlite_master WHERE name LIKE 'urn_%'")
        one = self.books.now
        assert len(names) == (one.stage == "open")
        for (name,) in names:
            rows = self.store.rows(
                f"SELECT ballot, proofs_hash, credential, body, proofs FROM {name}"  # noqa: S608
            )
            assert sorted(rows, key=repr) == sorted(
                (self._row(one, card, ballot)[1:] for card, ballot in one.urn.items()), key=repr
            )

    def _check_views(self, state: Election) -> None:
        shown = shown_election(state)
        wanted = views.election(self.books)
        keys = wanted.pop("ceremony")
        _includes(shown, wanted)
        assert (shown["ceremony"] is None) == (keys is None)
        if keys is not None:
            _includes(shown["ceremony"], keys)
            assert (shown["ceremony"]["public_key"] is not None) == self.books.made
        everybody = shown_public(state)["rounds"]
        assert len(shown["rounds"]) == len(everybody) == len(self.books.sheets)
        for one, worked, told in zip(self.books.sheets, shown["rounds"], everybody, strict=True):
            _includes(worked, views.sheet(one))
            self._check_outcome(one, worked["outcome"])
            _includes(_sets(told), views.public(one, self.books.rules))

    def _check_outcome(self, one: Sheet, outcome: dict[str, Any] | None) -> None:
        wanted = views.result(one)
        assert (outcome is None) == (wanted is None)
        if outcome is not None and wanted is not None:
            found = outcome | {key: sorted(outcome[key]) for key in ("elected", "tied")}
            _includes(found, wanted)
            assert not outcome["failed"]

    def _check_definitions(self, state: Election) -> None:
        """What was frozen stays as it is, to the byte, until it is withdrawn."""
        assert state.facts.rules == self.books.rules
        for one in self.books.sheets:
            assert state.rounds[one.number - 1].definition == one.definition
            if one.definition is not None:
                data = self.store.ask(lambda ledger, name=one.definition: ledger.get_object(name))  # type: ignore[misc]
                assert digest(data) == one.definition

    def stop(self) -> None:
        """Look at everything that is too dear to look at after each command."""
        state = self.store.caught_up()
        assert self.store.folded_anew() == state
        assert self.store.faults() == []
        self.store.restart()
        self.check()
        before = self.store.everything()
        size = self.store.ask(lambda ledger: ledger.rebuild(ID))
        assert size == self.books.size
        assert self.store.everything() == before
        self._check_record()

    def _check_record(self) -> None:
        """The verifier finds nothing wrong, and leaves undone what has not happened, no more."""
        note = self.people.hall.note(self.store.leaves)
        report = self.store.verified(note, self.people.hall.public("log"))
        assert report.holds, [one for one in report.results if one.status == "failed"]
        assert report.stages == tuple(
            f"第 {one.number} 轮{views.STAGES[one.stage]}" for one in self.books.sheets
        )
        assert not [one for one in report.results if one.status == "blocked"]
        undone = {one.id for one in report.results if one.status == "absent"}
        by_hand = any(b'"approval":"paper"' in leaf for leaf in self.store.leaves)
        wanted = views.undone(self.books, by_hand=by_hand) & {one.id for one in report.results}
        assert undone == wanted, f"undone {undone - wanted}, done {wanted - undone}"


def _includes(shown: dict[str, Any], wanted: dict[str, Any]) -> None:
    wrong = {key: (shown[key], value) for key, value in wanted.items() if shown[key] != value}
    assert not wrong, f"shown and booked: {wrong}"


def _sets(told: dict[str, Any]) -> dict[str, Any]:
    """Show lists of projects as sets: their order is the outcome's business."""
    made = dict(told)
    if made["elected"] is not None:
        made["elected"] = set(made["elected"])
    if "approve" in made:
        made["approve"] = set(made["approve"])
    if "counts" in made:
        made["counts"] = {one["number"] for one in made["counts"]}
    return made
