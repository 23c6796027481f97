"""What can be wrong with a sealed ballot, a key or an archive.

SealedFault (a ballot.errors.Malformed): a value that does not hold what the format or a proof
demands; below it Unsupported: a correct value of a kind that this program does not handle.
"""

from ballot.errors import Malformed


class SealedFault(Malformed):
    """A sealed ballot, key message, decryption or archive that must not be accepted."""

    code = "sealed"


def neutral() -> SealedFault:
    """Return the fault of a neutral element where it may not stand."""
    return SealedFault("有一个数是群的单位元，不能作为密钥或密文，已拒绝。", code="sealed.neutral")


def outside_group() -> SealedFault:
    """Return the fault of a number that is no member of the group."""
    return SealedFault("有一个数不属于本次票决使用的群，已拒绝。", code="sealed.outside_group")


def misspelt() -> SealedFault:
    """Return the fault of an element that is not written in its one canonical form."""
    return SealedFault("封票中有一个群元素不是规范写法，请重新投票。", code="sealed.element")


class Unsupported(SealedFault):
    """Something that the public format allows and that this program deliberately does not read."""

    code = "sealed.unsupported"
