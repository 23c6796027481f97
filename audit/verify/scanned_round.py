"""One round's scanned paper under examination: what the evidence opens of it, read once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from audit.record.batches import form_for
from audit.verify.objects import Objects
from ballot.canonical import Digest
from ballot.definition import Definition, read_definition
from ballot.events import BatchRead, RuledSheet
from ballot.identity import read_identities
from ballot.reading import Ruling, SheetReading, read_reading, read_ruling
from ballot.state import Election, Round
from counting.paper import ReadSheet
from counting.paper_form import PaperForm


@dataclass(kw_only=True)
class ScannedRound:
    """A round whose sheets bear codes; ``ruled`` are all rulings of the log, later ones last."""

    record: Objects
    evidence: Objects
    election: Election
    current: Round
    ruled: tuple[RuledSheet, ...]

    @property
    def number(self) -> int:
        """The number of the round."""
        return self.current.number

    @property
    def batches(self) -> tuple[BatchRead, ...]:
        """All bundles, the withdrawn ones too."""
        return tuple(self.current.batches.values())

    @cached_property
    def definition(self) -> Definition:
        """The round's definition (D-01)."""
        return read_definition(self.record.get(Digest(self.current.definition or "")))

    @cached_property
    def form(self) -> PaperForm:
        """What its sheets ask (D-01)."""
        return form_for(self.election, self.current, self.record.get)

    @cached_property
    def identities(self) -> frozenset[bytes]:
        """The printed identities (S-02)."""
        sets = (read_identities(self.evidence.get(one)) for one in self.current.commitments)
        return frozenset(identity for one in sets for identity in one)

    @cached_property
    def readings(self) -> dict[Digest, SheetReading]:
        """What every digest of a bundle opens to (S-03)."""
        names = (name for batch in self.batches for name in batch.sheets)
        return {name: read_reading(self.evidence.get(name)) for name in names}

    @cached_property
    def rulings(self) -> dict[Digest, Ruling]:
        """What every digest of a ruling opens to (S-07)."""
        return {one.ruling: read_ruling(self.evidence.get(one.ruling)) for one in self.ruled}

    def sheets(self, batch: BatchRead) -> tuple[ReadSheet, ...]:
        """Return the sheets of a bundle with the last ruling on each (S-03, S-07)."""
        return tuple(map(self._sheet, batch.sheets))

    def _sheet(self, name: Digest) -> ReadSheet:
        last = self.current.rulings.get(name)
        ruling = None if last is None else self.rulings[last]
        return ReadSheet(digest=name, reading=self.readings[name], ruling=ruling)

    def standing(self) -> Iterator[ReadSheet]:
        """Yield the sheets of the bundles that count."""
        for batch in self.current.live:
            yield from self.sheets(batch)
