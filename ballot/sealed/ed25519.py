"""The prime-order subgroup of edwards25519, computed by libsodium through PyNaCl.

Text form (Belenios v1): 64 lower-case hexadecimal digits of the compressed point read as a
big-endian integer, which is libsodium's little-endian encoding reversed.

libsodium's multiplication refuses points that are not canonical, not on the curve or outside the
prime-order subgroup (with PyNaCl >= 1.6.2; older ones let P + (0, -1) through, CVE-2025-69277).
It also refuses the neutral element and the scalar 0, which the format allows: both are treated
here.  Addition and subtraction check the curve only.
"""

from collections.abc import Callable
from functools import partial

from nacl.bindings import (
    crypto_core_ed25519_add,
    crypto_core_ed25519_is_valid_point,
    crypto_core_ed25519_sub,
    crypto_scalarmult_ed25519_base_noclamp,
    crypto_scalarmult_ed25519_noclamp,
)
from nacl.exceptions import RuntimeError as SodiumRefused

from ballot.sealed.element import Element
from ballot.sealed.fault import misspelt, neutral, outside_group

_SIZE = 32
_DIGITS = frozenset("0123456789abcdef")


class Ed25519:
    """The group that Belenios v1 calls ``Ed25519``."""

    name = "Ed25519"
    order = 2**252 + 27742317777372353535851937790883648493
    text_limit = 64
    neutral = Element(b"\x01" + bytes(_SIZE - 1))
    generator = Element(b"\x58" + b"\x66" * (_SIZE - 1))

    def __reduce__(self) -> str:
        """Pickle by name: every process has the one instance."""
        return "ED25519"

    def generate(self, exponent: int) -> Element:
        """Return generator ^ exponent."""
        if not exponent:
            return self.neutral
        return Element(crypto_scalarmult_ed25519_base_noclamp(exponent.to_bytes(_SIZE, "little")))

    def power(self, base: Element, exponent: int) -> Element:
        """Return base ^ exponent; raises SealedFault if ``base`` is outside the group."""
        if base == self.neutral:
            return base
        if not exponent:
            self.check(base)
            return self.neutral
        try:
            return Element(
                crypto_scalarmult_ed25519_noclamp(exponent.to_bytes(_SIZE, "little"), base)
            )
        except SodiumRefused as error:
            raise outside_group() from error

    def fixed(self, base: Element) -> Callable[[int], Element]:
        """Return the function exponent -> base ^ exponent (libsodium has no tables to offer)."""
        return partial(self.power, base)

    def multiply(self, left: Element, right: Element) -> Element:
        """Return left · right; raises SealedFault for bytes that are no point of the curve."""
        try:
            return Element(crypto_core_ed25519_add(left, right))
        except SodiumRefused as error:
            raise outside_group() from error

    def divide(self, left: Element, right: Element) -> Element:
        """Return left / right; raises SealedFault for bytes that are no point of the curve."""
        try:
            return Element(crypto_core_ed25519_sub(left, right))
        except SodiumRefused as error:
            raise outside_group() from error

    def text(self, element: Element) -> str:
        """Return the 64 hexadecimal digits of ``element``."""
        return element[::-1].hex()

    def read(self, text: str) -> Element:
        """Return the element that ``text`` spells; checks the spelling only, not the group."""
        if len(text) != self.text_limit or not _DIGITS.issuperset(text):
            raise misspelt()
        return Element(bytes.fromhex(text)[::-1])

    def admit(self, element: Element) -> None:
        """Refuse the neutral element; ``power`` refuses the other strangers when it meets them."""
        if element == self.neutral:
            raise neutral()

    def check(self, element: Element) -> None:
        """Raise SealedFault unless ``element`` is a member (the neutral element is one)."""
        if element != self.neutral and not crypto_core_ed25519_is_valid_point(element):
            raise outside_group()


ED25519 = Ed25519()
"""The one instance."""
