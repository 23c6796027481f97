"""The vectors of docs/sealed-ballots.md are current, and its words suffice to check them.

The second half is an implementation of the document alone: Python integers modulo p, hashlib and
json, nothing of ours.
"""

import importlib.util
import json
from collections.abc import Iterator
from hashlib import sha256, sha512
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ballot.sealed import check_sealed, group_named, modp, open_tally, parse_election
from ballot.sealed.decryption import Partial, check_strong
from ballot.sealed.trustees import check_trustees

DOCS = Path(__file__).parents[4] / "docs"
Q = 78571733251071885079927659812671450121821421258408794611510081919805623223441


@pytest.fixture(scope="module")
def vectors() -> dict[str, Any]:
    value: dict[str, Any] = json.loads((DOCS / "sealed-ballots.json").read_text("utf-8"))
    return value


@pytest.fixture(scope="module")
def prime() -> int:
    """P of BELENIOS-2048, a constant of the format."""
    return int(modp._P)


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sealed_vectors", DOCS / "sealed_vectors.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_script_makes_the_same_vectors_again(vectors: dict[str, Any]) -> None:
    made = json.loads(json.dumps(script().vectors(), ensure_ascii=False))

    assert made == vectors


@pytest.mark.parametrize("name", ["Ed25519", "BELENIOS-2048"])
def test_our_verifier_accepts_the_vectors(vectors: dict[str, Any], name: str) -> None:
    group, given = group_named(name), vectors["groups"][name]
    election = parse_election(given["election"].encode())
    trustees = check_trustees(given["ceremony"]["trustees"].encode(), group)
    tally, partials = given["tally"].encode(), {}
    for each in given["ballots"]:
        check_sealed(election.raw, each["ballot"].encode(), each["proofs"].encode())
    for each in given["partials"]:
        partial = Partial(each["owner"], each["v1"].encode(), each["strong"].encode())
        check_strong(election, tally, trustees.keys[partial.owner - 1], partial)
        partials[partial.owner] = partial.v1

    assert trustees.spoken == given["ceremony"]["key_code"]
    assert [list(row) for row in open_tally(election, trustees, tally, partials, 2)] == given[
        "result"
    ]


def hashed(prefix: str, *elements: int) -> int:
    text = prefix + ",".join(str(each) for each in elements)
    return int.from_bytes(sha256(text.encode()).digest(), "big") % Q


def ciphertexts(rows: list[Any]) -> Iterator[tuple[int, int]]:
    return ((int(each["alpha"]), int(each["beta"])) for row in rows for each in row)


def test_the_exclusivity_proof_can_be_checked_from_the_document(
    vectors: dict[str, Any], prime: int
) -> None:
    given = vectors["groups"]["BELENIOS-2048"]
    g, y = _generator(), int(json.loads(given["election"])["public_key"])
    for each in given["ballots"]:
        ballot, beside = json.loads(each["ballot"]), json.loads(each["proofs"])
        every = list(ciphertexts([answer["choices"] for answer in ballot["answers"]]))
        size = len(every) // 2
        joined = ",".join(f"{alpha},{beta}" for alpha, beta in every)
        assert beside["ballot"] == sha256(each["ballot"].encode()).hexdigest()
        assert len(beside["proofs"]) == size
        for i, pair in enumerate(beside["proofs"]):
            alpha = every[i][0] * every[size + i][0] % prime
            beta = every[i][1] * every[size + i][1] % prime
            prefix = (
                f"piaojue-excl-1|{given['fingerprint']}|{ballot['credential']}"
                f"|{joined}|{i}|{alpha},{beta}|"
            )
            commitments, total = [], 0
            for m, proof in enumerate(pair):
                c, z = int(proof["challenge"]), int(proof["response"])
                shifted = beta * pow(g, -m, prime) % prime
                commitments.append(pow(g, z, prime) * pow(alpha, c, prime) % prime)
                commitments.append(pow(y, z, prime) * pow(shifted, c, prime) % prime)
                total += c
            assert hashed(prefix, *commitments) == total % Q


def test_the_strong_proof_can_be_checked_from_the_document(
    vectors: dict[str, Any], prime: int
) -> None:
    given = vectors["groups"]["BELENIOS-2048"]
    g, tally = _generator(), json.loads(given["tally"])
    keys = json.loads(given["ceremony"]["trustees"])[0][1]["verification_keys"]
    digest = sha256(given["tally"].encode()).hexdigest()
    for each in given["partials"]:
        k, factors = each["owner"], json.loads(each["v1"])["decryption_factors"]
        beside, x = json.loads(each["strong"]), int(keys[k - 1]["public_key"])
        assert (beside["owner"], beside["partial"]) == (k, sha256(each["v1"].encode()).hexdigest())
        for question, row in enumerate(beside["proofs"]):
            for answer, proof in enumerate(row):
                alpha, factor = (
                    int(tally[question][answer]["alpha"]),
                    int(factors[question][answer]),
                )
                c, z = int(proof["challenge"]), int(proof["response"])
                prefix = (
                    f"piaojue-decrypt-1|{given['fingerprint']}|{digest}|{k}|{x}"
                    f"|{question},{answer}|{alpha},{factor}|"
                )
                a = pow(g, z, prime) * pow(x, c, prime) % prime
                b = pow(alpha, z, prime) * pow(factor, c, prime) % prime
                assert hashed(prefix, a, b) == c


def test_cards_credentials_uuids_and_codes_follow_from_the_document(
    vectors: dict[str, Any], prime: int
) -> None:
    given = vectors["groups"]["BELENIOS-2048"]
    election = vectors["election_id"]
    for card, publics in zip(vectors["cards"], given["credentials"], strict=True):
        code = card["qr"][4:20]
        assert card["code"] == "-".join(
            code[4 * i : 4 * i + 4] + _check(code[4 * i : 4 * i + 4], i + 1) for i in range(4)
        )
        assert card["qr"] == f"PJ1:{code}{_check(code, 0)}"
        for number, public in enumerate(publics, start=1):
            digest = sha512(f"piaojue-card|{election}|{number}|{code}".encode()).digest()
            secret = int.from_bytes(digest, "big") % Q
            assert public == str(pow(_generator(), secret, prime))
    for number, uuid in zip((1, 2, 8), vectors["round_uuids"], strict=True):
        digest = sha256(f"piaojue-round|{election}|{number}".encode()).digest()
        assert _base58(uuid) == int.from_bytes(digest, "big") % 58**22
    ceremony = given["ceremony"]
    texts = [json.loads(each)["message"] for each in ceremony["certificates"]]
    assert ceremony["certificates_code"] == _code("certificates", texts)
    texts += [json.loads(each)["coefexps"]["message"] for each in ceremony["contributions"]]
    assert ceremony["key_code"] == _code("key", texts)


def _code(label: str, texts: list[str]) -> str:
    parts = [sha256(text.encode()).hexdigest() for text in texts]
    digest = sha256("|".join(["piaojue-code", label, *parts]).encode()).digest()
    return f"{int.from_bytes(digest, 'big') % 10**8:08}"


def _generator() -> int:
    group = group_named("BELENIOS-2048")
    return int(group.text(group.generator))


def _base58(text: str) -> int:
    alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    number = 0
    for character in text:
        number = number * 58 + alphabet.index(character)
    return number


def _check(text: str, number: int) -> str:
    """Σ d_i · x^(i+1) + m in GF(2)[x] / (x^5 + x^2 + 1), term by term."""
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    total = number
    for i, character in enumerate(text):
        term = alphabet.index(character)
        for _ in range(i + 1):
            term <<= 1
            if term & 32:
                term ^= 0b100101
        total ^= term
    return alphabet[total]
