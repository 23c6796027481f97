"""What a voter takes away: a signed promise that the closed log will contain the ballot."""

import base64

import msgspec

from ballot.canonical import Digest, canonical, digest
from ballot.signing import Signer


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The promise; ``signature`` is the log key's over the canonical JSON of all the rest.

    ``tracker`` is the ballot's SHA-256 in standard Base64 without padding (v1 format),
    ``proofs`` the SHA-256 of the exclusivity proofs in hex, None where there are none.
    """

    piaojue: str = "receipt-1"
    election: str
    round: int
    tracker: str
    proofs: Digest | None
    signature: str = ""


def receipt(
    signer: Signer, election: str, number: int, ballot: Digest, proofs: bytes | None
) -> Receipt:
    """Return the receipt of a ballot that lies durably in the urn; the same again is the same."""
    promise = Receipt(
        election=election,
        round=number,
        tracker=tracker_of(ballot),
        proofs=None if proofs is None else digest(proofs),
    )
    return msgspec.structs.replace(promise, signature=signer.sign(promised(promise)))


def promised(given: Receipt) -> bytes:
    """Return the bytes that a receipt's signature covers."""
    content = msgspec.to_builtins(given)
    del content["signature"]
    return canonical(content)


def tracker_of(ballot: Digest) -> str:
    """Return the tracker of the ballot with this hash."""
    return base64.b64encode(bytes.fromhex(ballot)).decode().rstrip("=")
