"""What a scrutineer's device does at the opening: it never decrypts what it is handed.

The caller fetched the closed log and checked it against the checkpoint that ``closed`` names; from
the ballots in it the device computes the tally itself.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from ballot.sealed.checking import check_cast
from ballot.sealed.decryption import Partial, partial_decryption
from ballot.sealed.election import SealedElection
from ballot.sealed.fault import SealedFault
from ballot.sealed.proof import Entropy
from ballot.sealed.reading import read_ballot
from ballot.sealed.tally import multiply
from ballot.sealed.trustee import TrusteeSecret
from ballot.sealed.v1.codec import sha_hex

Cast = tuple[bytes, bytes]
"""A ballot and its exclusivity proofs, as the log's objects hold them."""


Mapper = Callable[[Callable[[Cast], str], Iterable[Cast]], Iterable[str]]
"""``map``, or the map of a pool of processes."""


@dataclass(frozen=True, slots=True)
class OwnTally:
    """An encrypted tally that this device computed itself, of ``count`` ballots."""

    raw: bytes
    count: int


def own_tally(
    election: SealedElection,
    ballots: Sequence[Cast],
    credentials: frozenset[str],
    each: Mapper = map,
) -> OwnTally:
    """Return the product of ``ballots`` after verifying every one of them.

    ``credentials`` is the round's public list.  Raises SealedFault: the ballot's own fault,
    ``sealed.unknown_credential`` or ``sealed.second_ballot``.
    """
    verify = partial(check_cast, election.raw)
    seen: set[str] = set()
    for credential in each(verify, ballots):
        if credential not in credentials:
            raise SealedFault("封票的凭据不在本轮公布的名单中。", code="sealed.unknown_credential")
        if credential in seen:
            raise SealedFault("同一张投票卡有两张封票。", code="sealed.second_ballot")
        seen.add(credential)
    product = multiply(election, (read_ballot(election, *cast) for cast in ballots))
    return OwnTally(product, len(ballots))


def decrypt_own_tally(
    secret: TrusteeSecret,
    owner: int,
    election: SealedElection,
    tally: OwnTally,
    minimum: int,
    entropy: Entropy,
) -> tuple[TrusteeSecret, Partial]:
    """Decrypt a tally that ``own_tally`` returned and remember it.

    ``minimum`` is the rules' ``min_channel`` (0 in a rehearsal).  The returned secret must be
    saved before the decryption leaves the device.  Raises SealedFault
    ``sealed.too_few_ballots`` or ``sealed.second_tally``.
    """
    if tally.count < minimum:
        raise SealedFault(
            f"平板票只有 {tally.count} 张，不足 {minimum} 张，单独开票会暴露个人选择，不能开票。",
            code="sealed.too_few_ballots",
        )
    remembered = secret.remember(election.fingerprint, sha_hex(tally.raw))
    opened = partial_decryption(election, tally.raw, secret.private_share(), owner, entropy)
    return remembered, opened
