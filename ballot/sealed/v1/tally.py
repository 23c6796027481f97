"""Encrypted tally, partial decryptions and result, as Belenios v1 writes them."""

from collections.abc import Sequence

from ballot.sealed.fault import SealedFault
from ballot.sealed.v1.codec import Exact, Wire, WireCiphertext, WireProof, decode, decode_exact

_LIMIT = 4_000_000

WireTally = tuple[tuple[WireCiphertext, ...], ...]


class WirePartial(Wire, frozen=True, kw_only=True):
    """One holder's factors alpha^x and the proofs that x is the holder's."""

    decryption_factors: tuple[tuple[str, ...], ...]
    decryption_proofs: tuple[tuple[WireProof, ...], ...]


class WireStrong(Exact, frozen=True, kw_only=True):
    """The strong proofs beside a partial decryption, tied to it by its sha_hex."""

    owner: int
    partial: str
    proofs: tuple[tuple[WireProof, ...], ...]


class WireResult(Wire, frozen=True, kw_only=True):
    """The opened sums."""

    result: tuple[tuple[int, ...], ...]


def read_tally(raw: bytes) -> WireTally:
    """Return an encrypted tally; raises SealedFault ``sealed.tally``."""
    _check_size(raw)
    return decode_exact(raw, WireTally, "加密合计", "sealed.tally")


def read_partial(raw: bytes) -> WirePartial:
    """Return a partial decryption; raises SealedFault ``sealed.partial``."""
    _check_size(raw)
    return decode(raw, WirePartial, "部分解密", "sealed.partial")


def read_strong(raw: bytes) -> WireStrong:
    """Return strong decryption proofs; raises SealedFault ``sealed.strong``."""
    _check_size(raw)
    return decode_exact(raw, WireStrong, "强解密证明", "sealed.strong")


def read_result(raw: bytes) -> tuple[tuple[int, ...], ...]:
    """Return an opened result; raises SealedFault ``sealed.result``."""
    _check_size(raw)
    return decode(raw, WireResult, "开票结果", "sealed.result").result


def check_shape(shape: Sequence[int], rows: Sequence[Sequence[object]], code: str) -> None:
    """Raise SealedFault unless ``rows`` has one entry for each slot of each question."""
    if [len(row) for row in rows] != list(shape):
        raise SealedFault("数据的形状与题目不符。", code=code)


def _check_size(raw: bytes) -> None:
    if len(raw) > _LIMIT:
        raise SealedFault("数据过大，已拒绝。", code="sealed.too_large")
