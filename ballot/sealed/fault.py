"""What can be wrong with a sealed ballot, a key or an archive.

SealedFault (a ballot.errors.Malformed): a value that does not hold what the format or a proof
demands; below it Unsupported: a correct value of a kind that this program does not handle.
"""

from ballot.errors import Malformed


class SealedFault(Malformed):
    """A sealed ballot, key message, decryption or archive that must not be accepted."""

    code = "sealed"


class Unsupported(SealedFault):
    """Something that the public format allows and that this program deliberately does not read."""

    code = "sealed.unsupported"
