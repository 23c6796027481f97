"""The voting card: an 80-bit seed, its printed code, its QR text and its credentials.

Printed code: 16 Crockford base-32 characters in four groups of four, each followed by a check
character, e.g. ``7K3MA-QW2ET-00ZZ9-ABCDE``.  QR text: ``PJ1:``, the 16 characters, one check
character.  A check character is a sum over GF(32) (modulus x^5 + x^2 + 1) of the characters times
the powers 2^1, 2^2, ... , plus the group's number (1 to 4; 0 in the QR text).  It detects every
single wrong character, every swap of two characters and groups in the wrong order.
"""

from collections.abc import Sequence
from hashlib import sha512

from ballot.errors import Malformed, Refused
from ballot.sealed.group import Group

SEED_BYTES = 10
ROUNDS = 8
"""A card carries one credential for each of so many rounds."""

PREFIX = "PJ1:"

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None})
_GROUPS, _GROUP = 4, 4
_LENGTH = _GROUPS * _GROUP
_TYPED = _LENGTH + _GROUPS


def card_code(seed: bytes) -> str:
    """Return the code printed under the QR: four groups of five characters, joined by hyphens."""
    digits = _digits(seed)
    groups = (digits[i : i + _GROUP] for i in range(0, _LENGTH, _GROUP))
    return "-".join(
        _spell([*group, _check(group, number)]) for number, group in enumerate(groups, start=1)
    )


def card_qr(seed: bytes) -> str:
    """Return the text of the card's QR symbol: 21 characters, not an address."""
    digits = _digits(seed)
    return PREFIX + _spell([*digits, _check(digits, 0)])


def parse_card(text: str) -> bytes:
    """Return the 10-byte seed that a scanned or typed ``text`` names.

    Typed letters O, I and L stand for 0, 1 and 1; case, spaces and hyphens do not matter.  Raises
    Malformed; for a typed code the sentence names the first group that is wrong.
    """
    if len(text) > 4 * _TYPED:
        raise Malformed("这不是投票卡上的代码。", code="card.length")
    plain = text.strip().upper()
    if plain.startswith(PREFIX):
        return _scanned(plain.removeprefix(PREFIX))
    return _typed(plain.translate(_LOOKALIKES))


def card_credentials(seed: bytes, election_id: str, group: Group) -> tuple[tuple[int, str], ...]:
    """Return (secret scalar, public text) for each of the 8 rounds, round 1 first.

    The secret is SHA-512 of ``piaojue-card|ELECTION|ROUND|CODE``, CODE being the 16 characters
    without checks, read big-endian modulo the group's order.
    """
    code = _spell(_digits(seed))
    secrets = [
        _secret(f"piaojue-card|{election_id}|{number}|{code}", group.order)
        for number in range(1, ROUNDS + 1)
    ]
    return tuple((secret, group.text(group.generate(secret))) for secret in secrets)


def _secret(text: str, order: int) -> int:
    secret = int.from_bytes(sha512(text.encode()).digest(), "big") % order
    if not secret:  # one card in 2^252; the neutral element would be no credential
        raise Refused("这张投票卡不能使用，请换一张。", code="card.unusable")
    return secret


def _scanned(plain: str) -> bytes:
    digits = _read(plain, "投票卡二维码不完整，请重新扫描。")
    if len(digits) != _LENGTH + 1 or _check(digits[:-1], 0) != digits[-1]:
        raise Malformed("投票卡二维码没有读对，请重新扫描。", code="card.check")
    return _seed(digits[:-1])


def _typed(plain: str) -> bytes:
    if len(plain) != _TYPED:
        raise Malformed(
            f"投票卡代码应为 {_TYPED} 个字符，现为 {len(plain)} 个，请核对。", code="card.length"
        )
    seed: list[int] = []
    for number in range(1, _GROUPS + 1):
        part = plain[(number - 1) * (_GROUP + 1) : number * (_GROUP + 1)]
        wrong = f"投票卡代码第 {number} 组“{part}”有误，请核对这一组。"
        digits = _read(part, wrong)
        if _check(digits[:-1], number) != digits[-1]:
            raise Malformed(wrong, code="card.check")
        seed += digits[:-1]
    return _seed(seed)


def _read(text: str, wrong: str) -> list[int]:
    digits = [_ALPHABET.find(character) for character in text]
    if -1 in digits:
        raise Malformed(wrong, code="card.character")
    return digits


def _digits(seed: bytes) -> list[int]:
    if len(seed) != SEED_BYTES:
        raise Malformed(f"投票卡种子应为 {SEED_BYTES} 字节。", code="card.seed")
    number = int.from_bytes(seed, "big")
    return [number >> shift & 31 for shift in range(5 * _LENGTH - 5, -1, -5)]


def _seed(digits: Sequence[int]) -> bytes:
    number = 0
    for digit in digits:
        number = number << 5 | digit
    return number.to_bytes(SEED_BYTES, "big")


def _spell(digits: Sequence[int]) -> str:
    return "".join(_ALPHABET[digit] for digit in digits)


def _check(digits: Sequence[int], number: int) -> int:
    """Evaluate Σ digit_i · 2^(i+1) + number over GF(32) by Horner's rule."""
    total = 0
    for digit in reversed(digits):
        total = _double(total ^ digit)
    return total ^ number


def _double(value: int) -> int:
    """Multiply by x in GF(32) = GF(2)[x] / (x^5 + x^2 + 1)."""
    value <<= 1
    return value ^ 0b100101 if value & 32 else value
