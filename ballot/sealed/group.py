"""What a group must offer to the proofs, and the groups by name.

Multiplicative notation throughout: generator g of prime order q, neutral element 1.
"""

from collections.abc import Callable
from typing import Final, Protocol

from ballot.sealed.ed25519 import ED25519
from ballot.sealed.element import Element
from ballot.sealed.fault import Unsupported, neutral
from ballot.sealed.modp import BELENIOS_2048


class Group(Protocol):
    """A group of prime order whose elements have a canonical text.

    ``read`` looks at the spelling only.  An element that came from outside is a member once
    ``check`` passed, or once ``admit`` passed and ``power`` was applied to it: ``admit`` does what
    ``power`` of this group does not do by itself, so that a verifier pays for membership once.
    """

    @property
    def name(self) -> str:
        """The name in the public format."""

    @property
    def order(self) -> int:
        """The prime order q."""

    @property
    def text_limit(self) -> int:
        """The greatest length of an element's text, in characters."""

    @property
    def neutral(self) -> Element:
        """The neutral element."""

    @property
    def generator(self) -> Element:
        """The generator g."""

    def __hash__(self) -> int:
        """Groups are single instances, so results can be kept by group."""

    def generate(self, exponent: int, /) -> Element:
        """Return g ^ exponent, 0 <= exponent < q."""

    def power(self, base: Element, exponent: int, /) -> Element:
        """Return base ^ exponent, 0 <= exponent < q."""

    def fixed(self, base: Element, /) -> Callable[[int], Element]:
        """Return exponent -> base ^ exponent for a base that is used often."""

    def multiply(self, left: Element, right: Element, /) -> Element:
        """Return left · right."""

    def divide(self, left: Element, right: Element, /) -> Element:
        """Return left / right."""

    def text(self, element: Element, /) -> str:
        """Return the canonical text."""

    def read(self, text: str, /) -> Element:
        """Return the element that a canonical text spells, or raise SealedFault."""

    def admit(self, element: Element, /) -> None:
        """Raise SealedFault for the neutral element and for what ``power`` would let through."""

    def check(self, element: Element, /) -> None:
        """Raise SealedFault unless the element is a member."""


_GROUPS: Final[dict[str, Group]] = {group.name: group for group in (ED25519, BELENIOS_2048)}


def group_named(name: str) -> Group:
    """Return the group that the public format calls ``name``; raises Unsupported."""
    try:
        return _GROUPS[name]
    except KeyError:
        raise Unsupported(f"不支持名为“{name[:40]}”的密码群。", code="sealed.group") from None


def read_member(group: Group, text: str) -> Element:
    """Return the element that ``text`` spells after a full check: a member and not neutral."""
    element = group.read(text)
    if element == group.neutral:
        raise neutral()
    group.check(element)
    return element
