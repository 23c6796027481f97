"""Everything secret that one scrutineer's device keeps, as one value."""

from hashlib import sha256, sha512

import msgspec

from ballot.sealed.election import BASE58
from ballot.sealed.element import read_scalar
from ballot.sealed.fault import SealedFault
from ballot.sealed.group import Group, group_named
from ballot.sealed.proof import Entropy
from ballot.sealed.v1.codec import decode, encode

SEED_DIGITS = 22

_CODE = "sealed.trustee_secret"


class Opening(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A decrypted tally: the election's fingerprint and the tally's sha_hex."""

    fingerprint: str
    tally: str


class TrusteeSecret(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The state of member ``index`` (from 1) of a ``threshold`` of ``size`` key.

    From the 22-digit base-58 ``seed`` follow the signing key, the decryption key and, with the
    certificates, the polynomial; so the seed and the public messages restore everything.
    ``share`` is empty until the ceremony ends.  ``openings`` is what the device must not forget.
    """

    seed: str
    group: str
    index: int
    size: int
    threshold: int
    share: str = ""
    openings: tuple[Opening, ...] = ()

    def suite(self) -> Group:
        """Return the group."""
        return group_named(self.group)

    def signing_key(self) -> int:
        """Return SHA-256 of ``sk|SEED`` modulo the order."""
        return self._derived("sk|" + self.seed)

    def decryption_key(self) -> int:
        """Return SHA-256 of ``dk|SEED`` modulo the order: opens the shares sent to this member."""
        return self._derived("dk|" + self.seed)

    def polynomial(self, certificates: str) -> tuple[int, ...]:
        """Return the coefficients for one set of certificates, named by its sha_hex."""
        text = f"piaojue-polynomial|{self.seed}|{certificates}|"
        digests = (sha512(f"{text}{power}".encode()).digest() for power in range(self.threshold))
        return tuple(int.from_bytes(each, "big") % self.suite().order for each in digests)

    def private_share(self) -> int:
        """Return the share of the election key; raises SealedFault before the ceremony ended."""
        if not self.share:
            raise SealedFault("密钥尚未生成完毕。", code=_CODE)
        return read_scalar(self.share, self.suite().order)

    def remember(self, fingerprint: str, tally: str) -> "TrusteeSecret":
        """Return the state after opening ``tally``.

        Raises SealedFault ``sealed.second_tally`` if another tally of the same election was opened:
        the difference of two tallies would show single ballots.
        """
        opening = Opening(fingerprint=fingerprint, tally=tally)
        if opening in self.openings:
            return self
        if fingerprint in {each.fingerprint for each in self.openings}:
            raise SealedFault(
                "这把密钥已为本轮开过另一个合计，不能再开第二个，请立即报告总监票人。",
                code="sealed.second_tally",
            )
        return msgspec.structs.replace(self, openings=(*self.openings, opening))

    def encode(self) -> bytes:
        """Return the bytes to keep (encrypted, by whoever keeps them)."""
        return encode(self)

    def _derived(self, text: str) -> int:
        return int.from_bytes(sha256(text.encode()).digest(), "big") % self.suite().order


def new_trustee(
    group: Group, index: int, size: int, threshold: int, entropy: Entropy
) -> TrusteeSecret:
    """Return a fresh secret for member ``index``."""
    number = int.from_bytes(entropy(48), "big")
    digits = []
    for _ in range(SEED_DIGITS):
        number, digit = divmod(number, len(BASE58))
        digits.append(BASE58[digit])
    seed = "".join(digits)
    return TrusteeSecret(seed=seed, group=group.name, index=index, size=size, threshold=threshold)


def read_trustee(raw: bytes) -> TrusteeSecret:
    """Return what ``encode`` wrote; raises SealedFault ``sealed.trustee_secret``."""
    secret = decode(raw, TrusteeSecret, "监票人密钥", _CODE)
    if len(secret.seed) != SEED_DIGITS or not set(secret.seed) <= set(BASE58):
        raise SealedFault("监票人密钥的种子不合格式。", code=_CODE)
    if not 1 <= secret.index <= secret.size or not 1 <= secret.threshold <= secret.size:
        raise SealedFault("监票人密钥的人数不合格式。", code=_CODE)
    if secret.share:
        secret.private_share()
    else:
        secret.suite()
    return secret
