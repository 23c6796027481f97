"""The secret polynomials of a threshold key: values, commitments and interpolation at 0."""

from collections.abc import Mapping, Sequence
from functools import reduce

from ballot.sealed.element import Element
from ballot.sealed.group import Group


def value_at(coefficients: Sequence[int], place: int, order: int) -> int:
    """Return Σ a_k · place^k mod order."""
    return reduce(lambda total, a: (total * place + a) % order, reversed(coefficients), 0)


def committed_value(group: Group, commitments: Sequence[Element], place: int) -> Element:
    """Return g^f(place) from the commitments g^a_k: Π A_k^(place^k)."""
    total = group.neutral
    for power, commitment in enumerate(commitments):
        exponent = pow(place, power, group.order)
        total = group.multiply(total, group.power(commitment, exponent))
    return total


def weights(places: Sequence[int], target: int, order: int) -> tuple[int, ...]:
    """Return the Lagrange weights λ_d with f(target) = Σ λ_d · f(d) for d in ``places``."""
    result = []
    for d in places:
        above = below = 1
        for k in places:
            if k != d:
                above = above * (target - k) % order
                below = below * (d - k) % order
        result.append(above * pow(below, -1, order) % order)
    return tuple(result)


def interpolate(group: Group, factors: Mapping[int, Element], target: int) -> Element:
    """Return alpha^f(target) from ``factors``, place -> alpha^f(place)."""
    places = sorted(factors)
    total = group.neutral
    for place, weight in zip(places, weights(places, target, group.order), strict=True):
        total = group.multiply(total, group.power(factors[place], weight))
    return total
