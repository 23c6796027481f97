"""Writes docs/sealed-ballots.json, the test vectors of docs/sealed-ballots.md.

All randomness comes from one stated stream, so the file is the same whoever makes it:
``python docs/sealed_vectors.py > docs/sealed-ballots.json``.
"""

import json
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

if __name__ == "__main__":  # run as a script from the repository, without installation
    sys.path.insert(0, str(Path(__file__).parent.parent))

from ballot.card import card_code, card_credentials, card_qr
from ballot.sealed import (
    Circle,
    Group,
    SealedElection,
    Trustees,
    TrusteeSecret,
    certificate,
    check_circle,
    commitment,
    contribution,
    finish,
    group_named,
    make_election,
    multiply,
    new_trustee,
    open_tally,
    partial_decryption,
    plaintext,
    questions_for,
    read_ballot,
    round_uuid,
    seal,
    trustees_document,
)

ELECTION_ID = "0123456789abcdef"
SEEDS = (bytes(range(10)), bytes(range(245, 255)))
TITLES = ("村口公厕改造", "文化广场照明")
MARKS = (("approve", "oppose"), ("abstain", "approve"))
GROUPS = ("Ed25519", "BELENIOS-2048")

Entropy = Callable[[int], bytes]


def stream(label: str) -> Entropy:
    """Return the n-th call's bytes: SHA-256 of ``piaojue-vectors|LABEL|n|block``, joined, cut."""
    calls = 0

    def entropy(size: int) -> bytes:
        nonlocal calls
        blocks = -(-size // 32)
        text = f"piaojue-vectors|{label}|{calls}|"
        calls += 1
        return b"".join(sha256(f"{text}{i}".encode()).digest() for i in range(blocks))[:size]

    return entropy


def vectors() -> dict[str, Any]:
    """Return everything that the document names, as JSON values."""
    return {
        "election_id": ELECTION_ID,
        "round_uuids": [round_uuid(ELECTION_ID, number) for number in (1, 2, 8)],
        "cards": [_card(seed) for seed in SEEDS],
        "groups": {name: _group(group_named(name)) for name in GROUPS},
    }


def _card(seed: bytes) -> dict[str, str]:
    return {"seed": seed.hex(), "code": card_code(seed), "qr": card_qr(seed)}


def _group(group: Group) -> dict[str, Any]:
    entropy = stream(group.name)
    keys, holders, trustees = _ceremony(group, entropy)
    questions = questions_for("at_most_k", frozenset({"approve", "oppose", "abstain"}), TITLES, 1)
    election = make_election(
        group=group,
        public_key=trustees.public_key,
        questions=questions,
        uuid=round_uuid(ELECTION_ID, 1),
        name="示例票决",
    )
    return {
        "credentials": [
            [public for _, public in card_credentials(seed, ELECTION_ID, group)] for seed in SEEDS
        ],
        "ceremony": keys,
        "election": election.raw.decode(),
        "fingerprint": election.fingerprint,
        **_opening(election, trustees, holders, entropy),
    }


def _ceremony(
    group: Group, entropy: Entropy
) -> tuple[dict[str, Any], list[TrusteeSecret], Trustees]:
    secrets = [new_trustee(group, index, 3, 2, entropy) for index in (1, 2, 3)]
    certificates = [certificate(each, entropy) for each in secrets]
    circle: Circle = check_circle(group, 2, certificates)
    commitments = [commitment(each, circle, entropy) for each in secrets]
    contributions = [contribution(each, circle, commitments, entropy) for each in secrets]
    done = [finish(each, circle, commitments, contributions, entropy) for each in secrets]
    trustees = trustees_document(circle, contributions, [key for _, key in done])
    messages = {
        "seeds": [each.seed for each in secrets],
        "certificates": [raw.decode() for raw in certificates],
        "certificates_code": circle.spoken,
        "commitments": [raw.decode() for raw in commitments],
        "contributions": [raw.decode() for raw in contributions],
        "shares": [secret.share for secret, _ in done],
        "trustees": trustees.raw.decode(),
        "key_code": trustees.spoken,
    }
    return messages, [secret for secret, _ in done], trustees


def _opening(
    election: SealedElection,
    trustees: Trustees,
    holders: list[TrusteeSecret],
    entropy: Entropy,
) -> dict[str, Any]:
    group = election.group
    sealed = [
        seal(
            election,
            card_credentials(seed, ELECTION_ID, group)[0][0],
            plaintext(election.questions, marks),
            entropy,
        )
        for seed, marks in zip(SEEDS, MARKS, strict=True)
    ]
    tally = multiply(election, [read_ballot(election, each.ballot, each.proofs) for each in sealed])
    partials = [
        partial_decryption(election, tally, each.private_share(), each.index, entropy)
        for each in holders
    ]
    v1 = {each.owner: each.v1 for each in partials}
    return {
        "ballots": [
            {
                "marks": marks,
                "ballot": each.ballot.decode(),
                "proofs": each.proofs.decode(),
                "digest": each.digest,
                "tracker": each.tracker,
            }
            for marks, each in zip(MARKS, sealed, strict=True)
        ],
        "tally": tally.decode(),
        "partials": [
            {"owner": each.owner, "v1": each.v1.decode(), "strong": each.strong.decode()}
            for each in partials
        ],
        "result": open_tally(election, trustees, tally, v1, len(sealed)),
    }


def main() -> None:
    """Print the vectors."""
    print(json.dumps(vectors(), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
