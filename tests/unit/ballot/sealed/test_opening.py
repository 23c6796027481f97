"""A draft opened by its seed, and the vectors that the voting page is held to."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ballot.sealed import SealedElection, SealedFault, check_sealed, parse_election, plaintext
from ballot.sealed.opening import check_seed, draft_of_seed

ROOT = Path(__file__).parents[4]
VECTORS = json.loads((ROOT / "web/tests/vectors.json").read_text("utf-8"))
CASES = {case["name"]: case for case in VECTORS["cases"]}
MARKED = CASES["at_most_k"]


@cache
def election() -> SealedElection:
    return parse_election(MARKED["election"].encode())


def opened(**other: Any) -> dict[str, Any]:
    marks = other.pop("marks", MARKED["choices"])
    given = {
        "credential": MARKED["credential"],
        "plain": plaintext(election().questions, marks),
        "seed": bytes.fromhex(MARKED["seed"]),
        "hashed": MARKED["unsigned_hash"],
    }
    return given | other


def test_the_vectors_are_what_the_program_writes() -> None:
    answer = subprocess.run(
        [sys.executable, "docs/tablet_vectors.py", "--check"], cwd=ROOT, check=False
    )

    assert answer.returncode == 0


@pytest.mark.parametrize("name", CASES)
def test_the_ballots_that_the_page_must_reproduce_verify(name: str) -> None:
    case = CASES[name]
    proofs = (case["proofs"] or "").encode()

    check_sealed(case["election"].encode(), case["ballot"].encode(), proofs)


def test_the_seed_opens_the_draft() -> None:
    check_seed(election(), **opened())


@pytest.mark.parametrize(
    "other",
    [
        {"marks": ["approve", "oppose", "abstain", "abstain"]},
        {"seed": bytes(16)},
        {"credential": CASES["exactly_k"]["credential"][::-1]},
        {"hashed": CASES["nothing chosen"]["unsigned_hash"]},
    ],
    ids=["another choice", "another seed", "another card", "another draft"],
)
def test_what_the_tablet_did_not_encrypt_is_found(other: dict[str, Any]) -> None:
    with pytest.raises(SealedFault) as fault:
        check_seed(election(), **opened(**other))

    assert fault.value.code == "sealed.opening"


def test_a_seed_of_another_length_is_refused() -> None:
    with pytest.raises(SealedFault):
        draft_of_seed(election(), MARKED["credential"], opened()["plain"], bytes(15))
