"""检验 by a short code: one seed gives all randomness of a draft, so the seed alone opens it.

A second device that knows the seed, the credential and the choices makes the whole draft again,
its proofs included, and compares one hash. The seed is as long as the group is strong (128 bits),
and φ and the credential stand in the stream's name, so that no two ballots can share a search.
"""

from hashlib import sha256

from ballot.sealed.election import SealedElection
from ballot.sealed.fault import SealedFault
from ballot.sealed.proof import Entropy
from ballot.sealed.sealing import Draft, Numbers, draft

SEED_BYTES = 16
_BLOCK = 32


def stream(name: str) -> Entropy:
    """Return the n-th call's bytes: SHA-256 of ``NAME|n|block``, joined and cut."""
    calls = 0

    def entropy(size: int) -> bytes:
        nonlocal calls
        call, blocks = calls, -(-size // _BLOCK)
        calls += 1
        parts = (sha256(f"{name}|{call}|{block}".encode()).digest() for block in range(blocks))
        return b"".join(parts)[:size]

    return entropy


def draft_of_seed(election: SealedElection, credential: str, plain: Numbers, seed: bytes) -> Draft:
    """Return the draft whose randomness all comes from ``seed``; it is fresh for each draft."""
    if len(seed) != SEED_BYTES:
        raise SealedFault(f"封票种子应为 {SEED_BYTES} 字节。", code="sealed.opening")
    name = f"piaojue-draft-1|{election.fingerprint}|{credential}|{seed.hex()}"
    return draft(election, credential, plain, stream(name))


def check_seed(
    election: SealedElection, credential: str, plain: Numbers, seed: bytes, hashed: str
) -> None:
    """检验: check that the draft burnt as ``hashed`` holds exactly ``plain``.

    Raises SealedFault ``sealed.opening`` if it does not: the tablet encrypted something else.
    """
    if draft_of_seed(election, credential, plain, seed).hash != hashed:
        raise SealedFault(
            "检验不符：平板加密的内容与所示选择不同，请停用这台平板。", code="sealed.opening"
        )
