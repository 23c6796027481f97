"""The frozen definition of a round: what is voted on, under which rules.

Its canonical JSON (RFC 8785) is an object of the log; ``list_frozen`` names its digest, two
people sign it, ballots and receipts are bound to it.
"""

from typing import Annotated, Literal

import msgspec

from ballot.candidates import Candidate
from ballot.canonical import Digest, canonical, digest
from ballot.errors import Malformed
from ballot.events.base import Number, RoundNumber, Sentence, Value
from ballot.events.listing import GroupName, RoundKind, RoundThreshold
from ballot.rules import Rules

DEFINITION_LIMIT = 4_000_000
"""Bytes of a definition; the longest list seen in practice has 21 projects."""
MOST_CANDIDATES = 200
"""Of a definition; suggestions that are still to be screened may be more."""


class Definition(Value, frozen=True, kw_only=True):
    """One round's list and rules.

    ``group`` is the group of the sealed ballots. ``bundle`` is the SHA-256 of the voting page's
    program, so that observers can compare what the tablets ran; None before there is a page.
    ``order_seed`` is what was read aloud where the rules have the list ordered at random
    (`ballot.order`).
    """

    piaojue: Literal["definition-1"] = "definition-1"
    election: Sentence
    round: RoundNumber
    kind: RoundKind
    title: Sentence
    session: Sentence
    body: Sentence
    rules: Rules
    group: GroupName
    seats: Number
    threshold: RoundThreshold
    candidates: Annotated[
        tuple[Candidate, ...], msgspec.Meta(min_length=1, max_length=MOST_CANDIDATES)
    ]
    rehearsal: bool
    practice: bool = False
    bundle: str | None = None
    order_seed: Sentence | None = None

    @property
    def numbers(self) -> tuple[int, ...]:
        """The printed numbers of the candidates, in the order of the ballot."""
        return tuple(one.number for one in self.candidates)


_decoder = msgspec.json.Decoder(Definition)


def freeze(definition: Definition) -> tuple[bytes, Digest]:
    """Return the canonical bytes of ``definition`` and their digest."""
    raw = canonical(definition)
    return raw, digest(raw)


def read_definition(raw: bytes) -> Definition:
    """Return the definition whose canonical form ``raw`` is. Raises Malformed."""
    if len(raw) > DEFINITION_LIMIT:
        raise Malformed("票决定义文件过大。", code="definition.too_long")
    try:
        definition = _decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(_malformed(error), code="definition.malformed") from error
    if canonical(definition) != raw:
        raise Malformed(
            "票决定义文件不是规范 JSON：写下以后被改动或者重新排过版，请用原来的文件。",
            code="definition.not_canonical",
        )
    if len(set(definition.numbers)) < len(definition.numbers):
        raise Malformed("票决定义中候选项目的序号有重复。", code="definition.duplicate_number")
    return definition


def _malformed(error: Exception) -> str:
    """Say where the decoder, which speaks English, found a value that no definition has."""
    if not isinstance(error, msgspec.ValidationError):
        return "这不是票决定义文件（不是 JSON），或者文件不完整，请核对文件名，用原来的文件。"
    place = str(error).partition(" - at `$.")[2].removesuffix("`")
    where = f"“{place}”处" if place else "其中"
    return f"票决定义文件{where}的内容不是票决定义应有的，请核对文件名，用原来的文件。"
