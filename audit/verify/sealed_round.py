"""One round's sealed ballots under examination, and their verification in chunks."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from io import BufferedReader
from itertools import islice

from audit.verify.checks import Mapper
from audit.verify.objects import Objects
from ballot import events as e
from ballot.canonical import Digest
from ballot.contest import sealed_election
from ballot.definition import Definition, read_definition
from ballot.sealed import (
    Archive,
    Product,
    SealedElection,
    SealedFault,
    parse_election,
    read_archive,
    read_ballot,
    read_credentials,
    round_uuid,
    verify_ballot,
)
from ballot.state import Round

CHUNK = 4
"""Ballots verified by one call: enough to hide the cost of sending them to a process."""

Cast = tuple[bytes, bytes]
"""A ballot and its exclusivity proofs, empty where there are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is wrong with one ballot; ``code`` is empty where nothing is."""

    credential: str = ""
    code: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Examined:
    """The verdicts on a chunk of ballots, and their product if all of them hold."""

    verdicts: tuple[Verdict, ...]
    product: Product | None


@dataclass(kw_only=True)
class SealedRound:
    """A round of the log with sealed ballots; parts are read once, when first asked for."""

    objects: Objects
    each: Mapper
    current: Round
    election_id: str
    public_key: str
    credential_list: Digest
    casts: tuple[e.BallotCast, ...]

    @property
    def number(self) -> int:
        """The number of the round."""
        return self.current.number

    @property
    def name(self) -> str:
        """The name of its archive in the record."""
        return f"sealed/{round_uuid(self.election_id, self.number)}.bel"

    @cached_property
    def _file(self) -> BufferedReader:
        return self.objects.open(self.name)

    @cached_property
    def archive(self) -> Archive:
        """The archive (B-01)."""
        self._file.seek(0)
        return read_archive(self._file, unopened=self.current.tally is None)

    @cached_property
    def definition(self) -> Definition:
        """The round's definition (D-01)."""
        return read_definition(self.objects.get(Digest(self.current.definition or "")))

    @cached_property
    def election(self) -> SealedElection:
        """The sealed election that follows from definition and key (B-02)."""
        return sealed_election(self.definition, self.public_key)

    @cached_property
    def credentials(self) -> frozenset[str]:
        """The round's public list (B-03)."""
        return frozenset(read_credentials(self.objects.get(self.credential_list)))

    @cached_property
    def examined(self) -> Examined:
        """The verification of every ballot (B-07, B-08) and their product (T-01)."""
        product: Product | None = Product(self.election)
        verdicts: list[Verdict] = []
        for part in self.each(partial(examine, self.election.raw), self._chunks()):
            verdicts += part.verdicts
            if product is not None and part.product is not None:
                product.merge(part.product)
            else:
                product = None
        return Examined(tuple(verdicts), product)

    def _chunks(self) -> Iterator[tuple[Cast, ...]]:
        casts = self._read()
        while chunk := tuple(islice(casts, CHUNK)):
            yield chunk

    def _read(self) -> Iterator[Cast]:
        for span, event in zip(self.archive.ballots, self.casts, strict=True):
            proofs = b"" if event.proofs is None else self.objects.get(event.proofs)
            yield span.read(self._file), proofs


def examine(election_raw: bytes, casts: tuple[Cast, ...]) -> Examined:
    """Verify a chunk of ballots; runs in a worker process."""
    election = _parsed(election_raw)
    product: Product | None = Product(election)
    verdicts = []
    for ballot, proofs in casts:
        try:
            read = read_ballot(election, ballot, proofs)
            verify_ballot(election, read)
        except SealedFault as fault:
            verdicts.append(Verdict(code=fault.code, sentence=fault.sentence))
            product = None
        else:
            verdicts.append(Verdict(credential=read.credential))
            if product is not None:
                product.add(read)
    return Examined(tuple(verdicts), product)


_parsed = lru_cache(maxsize=8)(parse_election)
