"""Writes web/tests/vectors.json: what the voting page must compute to the byte.

All randomness comes from streams that carry their case's name, so the file is the same whoever
makes it: ``python docs/tablet_vectors.py`` writes it, ``--check`` compares.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

if __name__ == "__main__":  # run as a script from the repository, without installation
    sys.path.insert(0, str(Path(__file__).parent.parent))

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from ballot.candidates import Candidate
from ballot.canonical import canonical, digest
from ballot.card import card_code, card_credentials, card_qr
from ballot.contest import sealed_election
from ballot.definition import Definition, freeze
from ballot.events.base import KeyApproval, Role
from ballot.events.listing import ListFrozen
from ballot.rules import Rules
from ballot.sealed import (
    SealedElection,
    graded_plaintext,
    group_named,
    plaintext,
    sign,
)
from ballot.sealed.holder import prove_holder
from ballot.sealed.opening import draft_of_seed, stream
from ballot.sealed.sealing import Numbers
from ballot.signing import statement
from tests.support.generated import settle

FILE = Path(__file__).parent.parent / "web" / "tests" / "vectors.json"
ELECTION = "0123456789abcdef"
CARD = bytes(range(245, 255))
SEED = bytes(range(16))
LOG_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SIGNERS: dict[Role, Ed25519PrivateKey] = {
    "clerk": Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))),
    "presider": Ed25519PrivateKey.from_private_bytes(bytes(range(2, 34))),
}
NAMES = (
    "老旧小区供水管网改造",
    "乡镇卫生院“急救”能力提升",
    "村级养老服务站",
    "滨河路\\慢行系统/步道",
)

CASES: tuple[tuple[str, str, dict[str, Any], tuple[Any, ...]], ...] = (
    ("at_most_k", "Ed25519", {}, ("approve", "oppose", "abstain", "approve")),
    ("nothing chosen", "Ed25519", {}, ("abstain",) * 4),
    (
        "exactly_k",
        "Ed25519",
        {"ballot_mode": "exactly_k"},
        ("approve", "approve", "oppose", "abstain"),
    ),
    (
        "approvals only",
        "Ed25519",
        {"ballot_mode": "per_item", "choices": ("approve",)},
        ("approve", "abstain", "approve", "approve"),
    ),
    ("whole_list", "Ed25519", {"ballot_mode": "whole_list"}, ("oppose",)),
    ("graded", "Ed25519", {"ballot_mode": "graded", "choices": ("dont_know",)}, (0, 2, None, 3)),
    ("BELENIOS-2048", "BELENIOS-2048", {}, ("approve", "oppose", "abstain", "approve")),
)


def vectors() -> dict[str, Any]:
    """Return everything as JSON values."""
    return {
        "card": {"seed": CARD.hex(), "code": card_code(CARD), "qr": card_qr(CARD)},
        "log_key": LOG_KEY.public_key().public_bytes_raw().hex(),
        "frozen": _frozen(),
        "cases": [_case(*each) for each in CASES],
    }


def _case(name: str, group: str, given: dict[str, Any], choices: Sequence[Any]) -> dict[str, Any]:
    definition = _definition(group, Rules(**({"seats": 2, "channels": ("tablet",)} | given)))
    suite = group_named(group)
    election = sealed_election(definition, suite.text(suite.generate(2026)))
    secret, credential = card_credentials(CARD, ELECTION, suite)[0]
    plain = _plain(definition, election, choices)
    made = draft_of_seed(election, credential, plain, SEED)
    signed = sign(election, made, secret, stream(f"piaojue-vectors|sign|{name}"))
    raw, _ = freeze(definition)
    return {
        "name": name,
        "definition": raw.decode(),
        "election": election.raw.decode(),
        "credential": credential,
        "choices": choices,
        "seed": SEED.hex(),
        "unsigned_hash": made.hash,
        "ballot": signed.ballot.decode(),
        "proofs": signed.proofs.decode() or None,
        "tracker": signed.tracker,
        "holder": prove_holder(election, secret, stream(f"piaojue-vectors|holder|{name}")).decode(),
        "receipt": _receipt(signed.tracker, signed.proofs),
    }


def _frozen() -> dict[str, Any]:
    """The first case's list, frozen by clerk and presider, as the booth shows it."""
    definition = _definition("Ed25519", Rules(seats=2, channels=("tablet",)))
    _, name = freeze(definition)
    event = ListFrozen(
        round=1,
        definition=name,
        candidates=definition.numbers,
        seats=2,
        at="2026-01-22T09:42+08:00",
        approvals=(),
    )
    said = statement(ELECTION, event)
    approvals = tuple(
        KeyApproval(role=role, holder=1, signature=key.sign(said).hex())
        for role, key in SIGNERS.items()
    )
    return {
        "event": msgspec.to_builtins(replace(event, approvals=approvals)),
        "signers": [
            {"role": role, "holder": 1, "key": key.public_key().public_bytes_raw().hex()}
            for role, key in SIGNERS.items()
        ],
    }


def _plain(definition: Definition, election: SealedElection, choices: Sequence[Any]) -> Numbers:
    if definition.rules.ballot_mode == "graded":
        return graded_plaintext(election.questions, choices)
    return plaintext(election.questions, choices)


def _receipt(tracker: str, proofs: bytes) -> dict[str, Any]:
    promise = {
        "piaojue": "receipt-1",
        "election": ELECTION,
        "round": 1,
        "tracker": tracker,
        "proofs": digest(proofs) if proofs else None,
    }
    return promise | {"signature": LOG_KEY.sign(canonical(promise)).hex()}


def _definition(group: Any, rules: Rules) -> Definition:
    return Definition(
        election=ELECTION,
        round=1,
        kind="first",
        title="青禾县2026年民生实事项目票决",
        session="青禾县第十八届人民代表大会第四次会议",
        body="青禾县人民代表大会",
        rules=rules,
        group=group,
        seats=2,
        threshold="majority",
        candidates=tuple(
            Candidate(number=number, name=name) for number, name in enumerate(NAMES, start=1)
        ),
        rehearsal=True,
    )


def _written() -> str:
    return json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """Write, or with --check say whether that is needed."""
    return settle({FILE: _written}, "python docs/tablet_vectors.py")


if __name__ == "__main__":
    raise SystemExit(main())
