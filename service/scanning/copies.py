"""Sheets that the machine is certain of, and whose code stands on a doubtful sheet as well.

The log does not name them: when their bundle was read, nobody had seen the other one. People look
at both, because nobody knows which of the two is the copy.
"""

from dataclasses import dataclass, field

import msgspec

from ballot.canonical import Digest
from ballot.reading import SALT_BYTES, Doubt
from ballot.refusals import NotYet
from ballot.state import Round
from service.ledger import Ledger
from service.work.latest import Latest


class _Read(msgspec.Struct, frozen=True):
    """Of a reading as much as tells whose code it bears."""

    identity: str | None
    doubts: tuple[str, ...]


@dataclass(slots=True)
class Copies:
    """The sheets whose code was read again, kept as long as the same bundles stand."""

    ledger: Ledger
    _kept: Latest[frozenset[Digest]] = field(default_factory=Latest)

    async def of(self, election: str, current: Round) -> frozenset[Digest]:
        """Return those of the standing bundles of ``current``."""
        source = tuple(one.batch for one in current.live)

        async def read() -> frozenset[Digest]:
            return await self._read(current)

        return await self._kept.of((election, current.number), source, read)

    async def _read(self, current: Round) -> frozenset[Digest]:
        doubtful = [await self._one(name) for name in current.doubtful]
        copied = {one.identity for one in doubtful if "copied" in one.doubts} - {None}
        certain = current.standing - current.doubtful if copied else ()
        return frozenset([one for one in certain if (await self._one(one)).identity in copied])

    async def _one(self, name: Digest) -> _Read:
        raw = await self.ledger.get_object(name)
        return msgspec.json.decode(raw[SALT_BYTES:], type=_Read)


def in_doubt(current: Round, copied: frozenset[Digest]) -> frozenset[Digest]:
    """Return the sheets of standing bundles that people decide on, those of the sample apart.

    Also what they signed for a copied code when the copy's bundle is withdrawn.
    """
    apart = (copied | current.rulings.keys()) & current.standing
    return current.doubtful | (apart - current.sampled)


def require_decided(current: Round, copied: frozenset[Digest]) -> None:
    """Raise NotYet for sheets of which the log does not know yet that people look at them.

    A sample drawn now might name them, and then they would be told as sheets of the sample.
    """
    if left := len(copied - current.sampled - current.rulings.keys()):
        raise NotYet(
            f"编码与另一张票相同的票还有 {left} 张没有签字认定，请先认定、签字，再抽样复核。"
        )


def reasons_of(current: Round, copied: frozenset[Digest]) -> dict[Digest, Doubt]:
    """Return the sheets that people look at, each with why if the machine is certain of it.

    That follows from the order in the log, so that nothing which happens later changes what was
    signed: what was decided before a draw is never drawn, what was decided for a sample stays in
    it.
    """
    doubted: dict[Digest, Doubt] = dict.fromkeys(in_doubt(current, copied), "copied")
    drawn: dict[Digest, Doubt] = dict.fromkeys(current.sampled, "sample")
    return doubted | drawn
