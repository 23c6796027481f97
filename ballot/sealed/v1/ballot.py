"""The ballot as Belenios v1 writes it, and the exclusivity proofs that lie beside it."""

from collections.abc import Sequence

import msgspec

from ballot.sealed.fault import SealedFault
from ballot.sealed.question import Question, exclusive
from ballot.sealed.v1.codec import Exact, WireCiphertext, WireProof, decode_exact, encode

Pair = tuple[WireProof, WireProof]

_CHOICE = len('{"alpha":"","beta":""},')
_PROOF = len('{"challenge":"","response":""},') + 2 * 77
_FRAME = 2000


class WireAnswer(Exact, frozen=True, kw_only=True):
    """The ciphertexts and proofs of one question."""

    choices: tuple[WireCiphertext, ...]
    individual_proofs: tuple[Pair, ...]
    overall_proof: tuple[WireProof, ...]
    blank_proof: Pair | msgspec.UnsetType = msgspec.UNSET


class WireSignature(Exact, frozen=True, kw_only=True):
    """The Schnorr signature over the hash of the rest."""

    hash: str
    proof: WireProof


class WireBallot(Exact, frozen=True, kw_only=True):
    """A ballot without its signature, whose bytes are what the signature covers."""

    election_uuid: str
    election_hash: str
    credential: str
    answers: tuple[WireAnswer, ...]


class WireSignedBallot(WireBallot, frozen=True, kw_only=True):
    """A ballot."""

    signature: WireSignature


class WireExclusions(Exact, frozen=True, kw_only=True):
    """One pair of proofs for each project, tied to one ballot by its sha_hex."""

    ballot: str
    proofs: tuple[Pair, ...]


def sign_bytes(unsigned: bytes, signature: WireSignature) -> bytes:
    """Return the ballot whose bytes without signature are ``unsigned``."""
    return unsigned[:-1] + b',"signature":' + encode(signature) + b"}"


def unsigned_bytes(ballot: bytes) -> bytes:
    """Return the bytes that the signature of a canonical ``ballot`` covers."""
    return ballot[: ballot.rindex(b',"signature":')] + b"}"


def read_wire(raw: bytes, questions: Sequence[Question], text_limit: int) -> WireSignedBallot:
    """Return a canonical ballot of at most the length that ``questions`` allow."""
    if len(raw) > ballot_limit(questions, text_limit):
        raise SealedFault("封票过长，已拒绝。", code="sealed.too_large")
    return decode_exact(raw, WireSignedBallot, "封票", "sealed.ballot_form")


def read_exclusions(raw: bytes, questions: Sequence[Question]) -> WireExclusions | None:
    """Return the proofs beside a ballot; None where the questions need none and there are none."""
    if not exclusive(questions):
        if raw:
            raise SealedFault("本次票决的封票不需要互斥证明。", code="sealed.exclusion_form")
        return None
    if len(raw) > _FRAME + 2 * len(questions[0].answers) * (_PROOF + 2):
        raise SealedFault("互斥证明过长，已拒绝。", code="sealed.too_large")
    return decode_exact(raw, WireExclusions, "互斥证明", "sealed.exclusion_form")


def ballot_limit(questions: Sequence[Question], text_limit: int) -> int:
    """Return the greatest length of a ballot in bytes."""
    slots = sum(question.slots for question in questions)
    branches = sum(question.maximum - question.minimum + 4 for question in questions)
    choice = _CHOICE + 2 * text_limit + 2 * (_PROOF + 2)
    return _FRAME + slots * choice + branches * _PROOF
