"""The sealed election of one round: its public key, its questions and its fingerprint."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import msgspec

from ballot.sealed.element import Element
from ballot.sealed.fault import SealedFault, Unsupported
from ballot.sealed.group import Group, group_named, read_member
from ballot.sealed.question import Question
from ballot.sealed.v1.codec import Wire, decode, encode, sha_b64

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

_UUID = re.compile(f"[{BASE58}]{{14,64}}")
_UUID_DIGITS = 22
_QUESTIONS, _ANSWERS = 200, 1000
_LIMIT = 4_000_000


class WireElection(Wire, frozen=True, kw_only=True):
    """election.json, in the order of its fields."""

    version: int
    description: str
    name: str
    group: str
    public_key: str
    questions: tuple[msgspec.Raw, ...]
    uuid: str
    administrator: str | msgspec.UnsetType = msgspec.UNSET
    credential_authority: str | msgspec.UnsetType = msgspec.UNSET


class _Kind(Wire, frozen=True, kw_only=True):
    """What tells a question of another kind (ranking, grading by shuffle) from ours."""

    type: str = "Homomorphic"


@dataclass(frozen=True, slots=True)
class SealedElection:
    """A parsed election; ``raw`` are its exact bytes and ``fingerprint`` names them (φ)."""

    raw: bytes
    fingerprint: str
    uuid: str
    name: str
    group: Group
    public_key: Element
    questions: tuple[Question, ...]

    @property
    def key_text(self) -> str:
        """The public key as the format writes it."""
        return self.group.text(self.public_key)


def round_uuid(election_id: str, number: int) -> str:
    """Return the uuid of round ``number`` (from 1) of a 票决.

    The SHA-256 of ``piaojue-round|ID|NUMBER`` read big-endian, modulo 58^22, as 22 base-58 digits,
    the most significant first.
    """
    text = f"piaojue-round|{election_id}|{number}"
    rest = int.from_bytes(sha256(text.encode()).digest(), "big")
    digits = []
    for _ in range(_UUID_DIGITS):
        rest, digit = divmod(rest, len(BASE58))
        digits.append(BASE58[digit])
    return "".join(reversed(digits))


def make_election(  # noqa: PLR0913  (the fields of the format)
    *,
    group: Group,
    public_key: Element,
    questions: Sequence[Question],
    uuid: str,
    name: str,
    description: str = "",
    administrator: str | None = None,
    credential_authority: str | None = None,
) -> SealedElection:
    """Write election.json and return it parsed; raises SealedFault as ``parse_election`` does."""
    unset = msgspec.UNSET
    wire = WireElection(
        version=1,
        description=description,
        name=name,
        group=group.name,
        public_key=group.text(public_key),
        questions=tuple(msgspec.Raw(encode(question)) for question in questions),
        uuid=uuid,
        administrator=unset if administrator is None else administrator,
        credential_authority=unset if credential_authority is None else credential_authority,
    )
    return parse_election(encode(wire))


def parse_election(raw: bytes) -> SealedElection:
    """Return the election that ``raw`` describes.

    Raises Unsupported for another version, group or kind of question, SealedFault for the rest.
    The public key is checked to be a member and not neutral.
    """
    if len(raw) > _LIMIT:
        raise SealedFault("封票定义过大。", code="sealed.election")
    wire = decode(raw, WireElection, "封票定义", "sealed.election")
    if wire.version != 1:
        raise Unsupported(f"不支持第 {wire.version} 版封票格式。", code="sealed.version")
    if not _UUID.fullmatch(wire.uuid):
        raise SealedFault("封票定义的编号不合格式。", code="sealed.election")
    group = group_named(wire.group)
    return SealedElection(
        raw=raw,
        fingerprint=sha_b64(raw),
        uuid=wire.uuid,
        name=wire.name,
        group=group,
        public_key=read_member(group, wire.public_key),
        questions=_questions(wire.questions),
    )


def _questions(raws: Sequence[msgspec.Raw]) -> tuple[Question, ...]:
    if not 1 <= len(raws) <= _QUESTIONS:
        raise SealedFault("封票定义的题目数不合规定。", code="sealed.election")
    questions = tuple(_question(bytes(raw)) for raw in raws)
    if sum(question.slots for question in questions) > _ANSWERS:
        raise SealedFault("封票定义的选项过多。", code="sealed.election")
    return questions


def _question(raw: bytes) -> Question:
    if decode(raw, _Kind, "封票题目", "sealed.election").type != "Homomorphic":
        raise Unsupported("不支持需要混洗的题目（排序、分级）。", code="sealed.question_kind")
    question = decode(raw, Question, "封票题目", "sealed.election")
    if not 0 <= question.minimum <= question.maximum <= len(question.answers):
        raise SealedFault("封票题目的最少、最多选择数自相矛盾。", code="sealed.election")
    return question
