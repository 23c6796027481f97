"""The subgroup of prime order q of the integers modulo a 2048-bit prime, computed by GMP.

Kept as a second suite because its arithmetic shares nothing with libsodium and because an
independent verifier packaged by a distribution checks it soundly.

Text form (Belenios v1): the canonical decimal integer.  Binary form here: 256 bytes, big-endian.
Multiplication and ``power`` do not look at membership; ``admit`` and ``check`` do, by x^q = 1.
"""

from collections.abc import Callable
from functools import lru_cache

from gmpy2 import invert, mpz, powmod

from ballot.sealed.element import Element
from ballot.sealed.fault import misspelt, neutral, outside_group

_SIZE = 256
_WINDOW = 8
_ROWS = 256 // _WINDOW  # q has 256 bits

_P = mpz(
    "20694785691422546401013643657505008064922989295751104097100884787057374219242717401922237254"
    "49768433812906663313807895840496005438963628979639303877390572280360597374942767137677761889"
    "85898727358650490811670993105358677809800307904916540637771737641986785272734744763418356000"
    "35698305193144284561701911000786737307333564123971732897913240474578834468260652327974647951"
    "13767265869358218004631792207366886005262718636338608879688212076943236614949100292344434637"
    "32221458841005864210502421203654335612013204811188524087310770141516662001623131771693721892"
    "48078507711827842317498073276598828825169183103125680162072880719"
)
_G = mpz(
    "24023526775018522092276877035323999327122876573783649165100753187876632741463532193202856761"
    "55269678799694668298749389095083896573425601900601068477164491735474137283104610458681314511"
    "78164675540052740288984613986453266121505579709716201616827031288643245666383486363578210615"
    "49184199825343151897406581868686511513585764101388822153960160432288436039309893336627728484"
    "06593138406010231675095763777982665103606822406635076697764025346253773085133173495194248967"
    "75405257365904949247763147599157519877517771148149092045660020547812705472823814097251863985"
    "8334115700568353695553423781475582491896050296680037745308460627"
)


class Modp:
    """The group that Belenios v1 calls ``BELENIOS-2048``."""

    name = "BELENIOS-2048"
    order = 78571733251071885079927659812671450121821421258408794611510081919805623223441
    text_limit = 617
    neutral = Element((1).to_bytes(_SIZE, "big"))
    generator = Element(int(_G).to_bytes(_SIZE, "big"))

    def __reduce__(self) -> str:
        """Pickle by name: every process has the one instance."""
        return "BELENIOS_2048"

    def generate(self, exponent: int) -> Element:
        """Return generator ^ exponent."""
        return _by_table(self.generator, exponent)

    def power(self, base: Element, exponent: int) -> Element:
        """Return base ^ exponent; ``base`` must have been admitted."""
        return _binary(powmod(_number(base), exponent, _P))

    def fixed(self, base: Element) -> Callable[[int], Element]:
        """Return the function exponent -> base ^ exponent, by a table that is made once."""

        def by_table(exponent: int) -> Element:
            return _by_table(base, exponent)

        return by_table

    def multiply(self, left: Element, right: Element) -> Element:
        """Return left · right."""
        return _binary(_number(left) * _number(right) % _P)

    def divide(self, left: Element, right: Element) -> Element:
        """Return left / right."""
        return _binary(_number(left) * invert(_number(right), _P) % _P)

    def text(self, element: Element) -> str:
        """Return ``element`` in decimal."""
        return str(_number(element).digits())

    def read(self, text: str) -> Element:
        """Return the element that ``text`` spells; 0 < x < p is checked, the subgroup is not."""
        if 0 < len(text) <= self.text_limit and text.isascii() and text.isdigit():
            value = mpz(text)
            if text[0] != "0" and value < _P:
                return _binary(value)
        raise misspelt()

    def admit(self, element: Element) -> None:
        """Refuse the neutral element and everything outside the subgroup."""
        if element == self.neutral:
            raise neutral()
        self.check(element)

    def check(self, element: Element) -> None:
        """Raise SealedFault unless ``element`` is a member (the neutral element is one)."""
        if powmod(_number(element), self.order, _P) != 1:
            raise outside_group()


def _number(element: Element) -> mpz:
    return mpz.from_bytes(element, "big")


def _binary(number: mpz) -> Element:
    return Element(number.to_bytes(_SIZE, "big"))


@lru_cache(maxsize=8)
def _table(base: Element) -> tuple[tuple[mpz, ...], ...]:
    """Return base ^ (digit · 2^(8·row)) for every row and digit: about 2.5 MB and 10 ms."""
    rows, start = [], _number(base)
    for _ in range(_ROWS):
        row = [mpz(1)]
        for _ in range((1 << _WINDOW) - 1):
            row.append(row[-1] * start % _P)
        rows.append(tuple(row))
        start = row[-1] * start % _P
    return tuple(rows)


def _by_table(base: Element, exponent: int) -> Element:
    product = mpz(1)
    for row, digit in zip(_table(base), exponent.to_bytes(_ROWS, "little"), strict=True):
        if digit:
            product = product * row[digit] % _P
    return _binary(product)


BELENIOS_2048 = Modp()
"""The one instance."""
