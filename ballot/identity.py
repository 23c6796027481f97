"""The signed identity of a printed sheet, as its two codes carry it.

The code (87 bytes, one QR symbol a page)::

    1   version, 0x01
    1   format: the bits of `ballot.sheet.Format`, 0x80 where one code serves all sheets (batch)
    1   page, from 1
    4   the first bytes of the SHA-256 of the round's definition
    16  identity, random; all zero in a batch
    64  Ed25519 signature (RFC 8032) over  "piaojue-sheet-1" | SHA-256 of the definition (32)
        | format | page | identity

The small code in the opposite corner (21 bytes) is  0x02 | page | 3 bytes of the definition's
digest | identity.  It carries no signature: a sheet known by it alone counts if its identity is in
the committed set.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ballot.canonical import Digest, digest
from ballot.errors import Malformed, Refused
from ballot.signing import BadSignature, Signer, check_signature

IDENTITY_BYTES = 16
CODE_BYTES = 87
SMALL_CODE_BYTES = 21
BATCH = bytes(IDENTITY_BYTES)
"""The identity of all sheets where the rules have one code for all (``identity: batch``)."""

_VERSION, _SMALL_VERSION = 1, 2
_BATCH_BIT = 0x80
_TAG, _SMALL_TAG = 4, 3
_SET_TAG = b"piaojue-sheets-1"
_NOT_OURS = "这张票不是本轮票决的票（票面所印的定义不同），已另放。"


class ForeignSheet(Refused):
    """A sheet that was not printed for this round; it is set aside, with the sentence as reason.

    ``sheet`` tells it apart from others: the same for both its sides and both their codes.
    """

    code = "sheet.foreign"

    def __init__(self, sentence: str, *, code: str | None = None, sheet: str = "") -> None:
        """Keep the ``sentence``, its ``code``, and which ``sheet`` it is."""
        super().__init__(sentence, code=code)
        self.sheet = sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCode:
    """What a code says: ``format`` as its byte, ``page`` from 1, the ``identity`` (16 bytes)."""

    format: int
    page: int
    identity: bytes

    @property
    def batch(self) -> bool:
        """Whether all sheets bear this code."""
        return self.identity == BATCH


def sign_code(code: SheetCode, definition: Digest, signer: Signer) -> bytes:
    """Return the 87 bytes of the sheet's code."""
    head = _head(code)
    signature = bytes.fromhex(signer.sign(_signed(head, code.identity, definition)))
    tag = bytes.fromhex(definition)[:_TAG]
    return bytes((_VERSION, *head)) + tag + code.identity + signature


def read_code(payload: bytes, definition: Digest, public_key: str) -> SheetCode:
    """Return what a scanned code says.

    Raises Malformed for bytes that are no code of ours; ForeignSheet for a code of another vote,
    another round or another list, and for one that the service did not sign.
    """
    if len(payload) != CODE_BYTES or payload[0] != _VERSION:
        raise Malformed("这个二维码不是票决票的编码。", code="sheet.code")
    head, tag = payload[1:3], payload[3 : 3 + _TAG]
    identity = payload[3 + _TAG : 3 + _TAG + IDENTITY_BYTES]
    if tag != bytes.fromhex(definition)[:_TAG]:
        raise ForeignSheet(_NOT_OURS, sheet=sheet_name(tag, identity))
    try:
        check_signature(public_key, _signed(head, identity, definition), payload[-64:].hex())
    except BadSignature as error:
        raise ForeignSheet(
            "这张票的防伪签名不符，不是本次会议印制的票，已另放。",
            code="sheet.forged",
            sheet=sheet_name(tag, identity),
        ) from error
    code = SheetCode(format=head[0] & ~_BATCH_BIT, page=head[1], identity=identity)
    if code.batch != bool(head[0] & _BATCH_BIT):
        raise Malformed("这个二维码不是票决票的编码。", code="sheet.code")
    return code


def small_code(code: SheetCode, definition: Digest) -> bytes:
    """Return the 21 bytes of the small code."""
    tag = bytes.fromhex(definition)[:_SMALL_TAG]
    return bytes((_SMALL_VERSION, code.page)) + tag + code.identity


def read_small_code(payload: bytes, definition: Digest) -> tuple[int, bytes]:
    """Return page and identity. Raises Malformed; ForeignSheet for another round's sheet."""
    if len(payload) != SMALL_CODE_BYTES or payload[0] != _SMALL_VERSION:
        raise Malformed("这个小二维码不是票决票的编码。", code="sheet.small_code")
    if payload[2 : 2 + _SMALL_TAG] != bytes.fromhex(definition)[:_SMALL_TAG]:
        sheet = sheet_name(payload[2 : 2 + _SMALL_TAG], payload[2 + _SMALL_TAG :])
        raise ForeignSheet(_NOT_OURS, sheet=sheet)
    return payload[1], payload[2 + _SMALL_TAG :]


def sheet_name(tag: bytes, identity: bytes) -> str:
    """Return what tells a sheet apart from those of other votes too, as both its codes say it.

    ``tag`` are the first bytes of the SHA-256 of its definition. Sheets that all bear one code
    (`BATCH`) and copies of a sheet cannot be told apart: they have one name.
    """
    return (tag[:_SMALL_TAG] + identity).hex()


def committed(identities: Iterable[bytes]) -> bytes:
    """Return what a printed set is committed to by: the tag and the identities, ascending.

    It is an object named by its own digest, in the evidence alone. Raises Malformed for repeated
    identities and for those of another length.
    """
    ordered = sorted(identities)
    if len(set(ordered)) < len(ordered) or any(len(one) != IDENTITY_BYTES for one in ordered):
        raise Malformed("票面标识有重复，或者长度不对。", code="sheet.identities")
    return _SET_TAG + b"".join(ordered)


def commitment(identities: Iterable[bytes]) -> Digest:
    """Return what the log says of a printed set: it names no sheet and no order.

    SHA-256 over ``piaojue-sheets-1`` and the identities in ascending order. They are random and
    128 bits long, so nobody who lacks the set can test a guess. Raises as `committed`.
    """
    return digest(committed(identities))


def read_identities(raw: bytes) -> frozenset[bytes]:
    """Return the printed set that ``raw`` (`committed`) names. Raises Malformed."""
    body = raw.removeprefix(_SET_TAG)
    found = [body[at : at + IDENTITY_BYTES] for at in range(0, len(body), IDENTITY_BYTES)]
    if committed(found) != raw:
        raise Malformed("票面标识的集合格式不对。", code="sheet.identities")
    return frozenset(found)


def _head(code: SheetCode) -> bytes:
    return bytes((code.format | (_BATCH_BIT if code.batch else 0), code.page))


def _signed(head: bytes, identity: bytes, definition: Digest) -> bytes:
    return b"piaojue-sheet-1" + bytes.fromhex(definition) + head + identity
