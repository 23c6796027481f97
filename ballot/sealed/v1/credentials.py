"""The public list of credentials of one round."""

from collections.abc import Iterable, Mapping

from ballot.sealed.fault import SealedFault
from ballot.sealed.group import Group, read_member
from ballot.sealed.v1.codec import decode, encode

_LIMIT = 200_000_000
_WEIGHT_DIGITS = 10
_CODE = "sealed.credentials"


def write_credentials(credentials: Iterable[str]) -> bytes:
    """Return the list sorted by text, which hides the order in which cards were made."""
    return encode(sorted(credentials))


def read_credentials(raw: bytes) -> dict[str, int]:
    """Return credential -> weight (1 where none is given); raises SealedFault.

    Credentials are distinct and weights canonical; membership is ``check_credentials``'s.
    """
    if len(raw) > _LIMIT:
        raise SealedFault("凭据名单过大。", code=_CODE)
    entries = [_entry(text) for text in decode(raw, tuple[str, ...], "凭据名单", _CODE)]
    weights = dict(entries)
    if len(weights) != len(entries):
        raise SealedFault("凭据名单中有重复的凭据。", code=_CODE)
    return weights


def check_credentials(group: Group, credentials: Mapping[str, int]) -> None:
    """Raise SealedFault unless every credential is a member and not neutral."""
    for text in credentials:
        read_member(group, text)


def _entry(text: str) -> tuple[str, int]:
    credential, comma, weight = text.partition(",")
    if not comma:
        return credential, 1
    if not (0 < len(weight) <= _WEIGHT_DIGITS and weight.isascii() and weight.isdigit()):
        raise SealedFault("凭据名单中有一个权重不是规范的整数。", code=_CODE)
    if weight[0] == "0" and weight != "0":
        raise SealedFault("凭据名单中有一个权重不是规范的整数。", code=_CODE)
    return credential, int(weight)
