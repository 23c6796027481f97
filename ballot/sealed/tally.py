"""The homomorphic sum of the ballots, and opening it from the holders' decryptions."""

from collections.abc import Iterable, Mapping
from math import isqrt

from ballot.sealed.ciphertext import Ciphertext, ciphertext_of
from ballot.sealed.decryption import Factors, factors_of
from ballot.sealed.election import SealedElection
from ballot.sealed.element import Element
from ballot.sealed.fault import SealedFault
from ballot.sealed.group import Group
from ballot.sealed.polynomial import interpolate
from ballot.sealed.reading import ReadBallot
from ballot.sealed.trustees import Holders, Trustees
from ballot.sealed.v1.codec import WireCiphertext, encode
from ballot.sealed.v1.tally import WireResult, check_shape, read_tally

Result = tuple[tuple[int, ...], ...]

GREATEST_SUM = 10**10
"""No sum above this is looked for: the search takes its square root in steps and memory."""


class Product:
    """A running homomorphic sum; partial products of several processes can be merged.

    ``slots`` holds (alpha, beta) for each slot of each question.
    """

    def __init__(self, election: SealedElection) -> None:
        """Start with neutral elements: the sum of no ballots."""
        self._group: Group = election.group
        neutral = self._group.neutral
        self.slots: list[list[tuple[Element, Element]]] = [
            [(neutral, neutral)] * question.slots for question in election.questions
        ]

    def add(self, ballot: ReadBallot, weight: int = 1) -> None:
        """Multiply one ballot in, raised to its weight (>= 0)."""
        group = self._group
        for row, answer in zip(self.slots, ballot.answers, strict=True):
            for i, choice in enumerate(answer.choices):
                alpha, beta = choice.alpha, choice.beta
                if weight != 1:
                    exponent = weight % group.order
                    alpha, beta = group.power(alpha, exponent), group.power(beta, exponent)
                row[i] = group.multiply(row[i][0], alpha), group.multiply(row[i][1], beta)

    def merge(self, other: "Product") -> None:
        """Multiply another product of the same election in."""
        group = self._group
        for row, added in zip(self.slots, other.slots, strict=True):
            for i, (alpha, beta) in enumerate(added):
                row[i] = group.multiply(row[i][0], alpha), group.multiply(row[i][1], beta)

    def encode(self) -> bytes:
        """Return the encrypted tally in the public format."""
        text = self._group.text
        return encode(
            [
                [WireCiphertext(alpha=text(alpha), beta=text(beta)) for alpha, beta in row]
                for row in self.slots
            ]
        )


def multiply(election: SealedElection, ballots: Iterable[ReadBallot]) -> bytes:
    """Return the encrypted tally of verified ``ballots``, each with weight 1."""
    product = Product(election)
    for ballot in ballots:
        product.add(ballot)
    return product.encode()


def open_tally(
    election: SealedElection,
    trustees: Trustees,
    tally: bytes,
    partials: Mapping[int, bytes],
    maximum: int,
) -> Result:
    """Return the sums from checked partial decryptions, owner (from 1) -> v1 bytes.

    All partials that are there must lie on the polynomial of the threshold key; a surplus one that
    does not raises ``sealed.inconsistent``, whoever lied.  Fewer than the threshold raise
    ``sealed.too_few``; a sum above ``maximum`` (the total weight) raises ``sealed.undecodable``.
    """
    ciphertexts = _ciphertexts(election, tally)
    factors = {owner: factors_of(election, raw) for owner, raw in partials.items()}
    unknown = set(factors) - set(range(1, len(trustees.keys) + 1))
    if unknown:
        raise SealedFault("有一份部分解密不是任何监票人的。", code="sealed.owner")
    combined = combine(election.group, trustees, factors)
    logs = _Logs(election.group, maximum)
    return tuple(
        tuple(
            logs.of(election.group.divide(each.beta, factor))
            for each, factor in zip(row, factor_row, strict=True)
        )
        for row, factor_row in zip(ciphertexts, combined, strict=True)
    )


def combine(group: Group, trustees: Trustees, factors: Mapping[int, Factors]) -> Factors:
    """Return alpha^x for the whole key x from the owners' factors, for every slot."""
    first, total = 1, None
    for item in trustees.items:
        mine = {
            place: factors[first + place - 1]
            for place in range(1, len(item.keys) + 1)
            if first + place - 1 in factors
        }
        part = _one_item(group, item, mine)
        total = part if total is None else _times(group, total, part)
        first += len(item.keys)
    if total is None:
        raise SealedFault("没有监票人。", code="sealed.too_few")
    return total


def encode_result(result: Result) -> bytes:
    """Return the result in the public format."""
    return encode(WireResult(result=result))


def _one_item(group: Group, item: Holders, mine: Mapping[int, Factors]) -> Factors:
    if len(mine) < item.threshold:
        raise SealedFault(
            f"开票需要 {item.threshold} 位监票人，现在只有 {len(mine)} 位。", code="sealed.too_few"
        )
    chosen = sorted(mine)[: item.threshold]
    for surplus in sorted(mine)[item.threshold :]:
        if _interpolated(group, {d: mine[d] for d in chosen}, surplus) != mine[surplus]:
            raise SealedFault(
                "各监票人的部分解密互相矛盾，其中至少一份是假的，不能开票。",
                code="sealed.inconsistent",
            )
    if len(item.keys) == 1:
        return mine[1]
    return _interpolated(group, {d: mine[d] for d in chosen}, 0)


def _interpolated(group: Group, mine: Mapping[int, Factors], target: int) -> Factors:
    shape = next(iter(mine.values()))
    return tuple(
        tuple(
            interpolate(group, {place: rows[i][k] for place, rows in mine.items()}, target)
            for k in range(len(row))
        )
        for i, row in enumerate(shape)
    )


def _times(group: Group, left: Factors, right: Factors) -> Factors:
    return tuple(
        tuple(group.multiply(a, b) for a, b in zip(*rows, strict=True))
        for rows in zip(left, right, strict=True)
    )


def _ciphertexts(election: SealedElection, tally: bytes) -> list[list[Ciphertext]]:
    rows = read_tally(tally)
    check_shape([question.slots for question in election.questions], rows, "sealed.tally")
    read = election.group.read
    return [
        [ciphertext_of(election.group, read(each.alpha), read(each.beta)) for each in row]
        for row in rows
    ]


class _Logs:
    """Discrete logarithms up to a maximum, by baby and giant steps."""

    def __init__(self, group: Group, maximum: int) -> None:
        if not 0 <= maximum <= GREATEST_SUM:
            raise SealedFault("票数超出可以开票的范围。", code="sealed.undecodable")
        self._group, self._maximum = group, maximum
        self._step = isqrt(maximum) + 1
        self._giant = group.generate(group.order - self._step)
        self._small: dict[Element, int] = {}
        point = group.neutral
        for exponent in range(self._step):
            self._small[point] = exponent
            point = group.multiply(point, group.generator)

    def of(self, element: Element) -> int:
        """Return m with g^m = element, 0 <= m <= maximum."""
        for giant in range(self._step + 1):
            small = self._small.get(element)
            if small is not None and giant * self._step + small <= self._maximum:
                return giant * self._step + small
            element = self._group.multiply(element, self._giant)
        raise SealedFault(
            "开出的合计不在可能的范围内：有一份部分解密是假的。", code="sealed.undecodable"
        )
