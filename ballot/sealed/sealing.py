"""Making a sealed ballot: encrypt and prove, then sign, or open it instead for 检验."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from msgspec import UNSET

from ballot.sealed.ciphertext import Ciphertext, ciphertext_of, product
from ballot.sealed.election import SealedElection
from ballot.sealed.element import Element
from ballot.sealed.fault import SealedFault
from ballot.sealed.group import Group
from ballot.sealed.proof import (
    Claim,
    Entropy,
    Proof,
    prove_disjunction,
    prove_knowledge,
    random_scalar,
)
from ballot.sealed.question import Question, check_plaintext, exclusive
from ballot.sealed.statement import Statement, bound_to, exclusion, statements
from ballot.sealed.v1.ballot import (
    Pair,
    WireAnswer,
    WireBallot,
    WireExclusions,
    WireSignature,
    sign_bytes,
)
from ballot.sealed.v1.codec import WireCiphertext, decode_exact, encode, sha_b64, sha_hex

Numbers = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class SealedBallot:
    """A ballot ready to be cast, and its exclusivity proofs (empty where none are needed)."""

    ballot: bytes
    proofs: bytes
    credential: str

    @property
    def digest(self) -> str:
        """The sha_hex of the ballot: the name of its object."""
        return sha_hex(self.ballot)

    @property
    def tracker(self) -> str:
        """The sha_b64 of the ballot: what the voter keeps."""
        return sha_b64(self.ballot)


@dataclass(frozen=True, slots=True)
class Draft:
    """An encrypted, proven and not yet signed ballot: it is either signed or opened, never both.

    ``hash`` is what the signature would cover and what 检验 announces first; ``plain`` and
    ``randomness`` (an exponent for each slot) are what 检验 shows after the service burnt the hash.
    """

    unsigned: bytes
    hash: str
    credential: str
    plain: Numbers
    randomness: Numbers
    exclusions: tuple[Pair, ...] | None


@dataclass(frozen=True, slots=True)
class _Prover:
    """A group, the election key raised to what a proof asks for, and randomness."""

    group: Group
    key: Callable[[int], Element]
    entropy: Entropy

    def encrypt(self, exponent: int, value: int) -> Ciphertext:
        """Return (g^exponent, y^exponent · g^value) for a value of 0 or 1."""
        group, beta = self.group, self.key(exponent)
        if value:
            beta = group.multiply(beta, group.generator)
        return ciphertext_of(group, group.generate(exponent), beta)

    def prove(
        self, statement: Statement, exponents: Sequence[int], values: Sequence[int]
    ) -> tuple[Proof, ...]:
        """Prove a statement about parts whose exponents and values are known."""
        claims = [
            Claim(exponents[part], values[part], target) for part, target in statement.branches
        ]
        return prove_disjunction(self.group, self.key, statement.prefix, claims, self.entropy)


@dataclass(frozen=True, slots=True)
class _Slots:
    """The ciphertexts of one question with everything their maker knows about them."""

    choices: tuple[Ciphertext, ...]
    exponents: tuple[int, ...]
    values: tuple[int, ...]


def seal(
    election: SealedElection, secret: int, plain: Sequence[Sequence[int]], entropy: Entropy
) -> SealedBallot:
    """Encrypt, prove and sign ``plain`` (see ``question.plaintext``) with a card's ``secret``.

    Raises SealedFault ``sealed.marks`` if ``plain`` is not a lawful ballot.
    """
    credential = election.group.text(election.group.generate(secret))
    return sign(election, draft(election, credential, plain, entropy), secret, entropy)


def draft(
    election: SealedElection, credential: str, plain: Sequence[Sequence[int]], entropy: Entropy
) -> Draft:
    """Encrypt and prove ``plain`` for a public ``credential``."""
    check_plaintext(election.questions, plain)
    group = election.group
    prover = _Prover(group, group.fixed(election.public_key), entropy)
    s0 = bound_to(election.fingerprint, credential)
    slots = [_encrypt(prover, row) for row in plain]
    wire = WireBallot(
        election_uuid=election.uuid,
        election_hash=election.fingerprint,
        credential=credential,
        answers=tuple(
            _answer(prover, question, row, s0)
            for question, row in zip(election.questions, slots, strict=True)
        ),
    )
    unsigned = encode(wire)
    return Draft(
        unsigned=unsigned,
        hash=sha_b64(unsigned),
        credential=credential,
        plain=tuple(row.values for row in slots),
        randomness=tuple(row.exponents for row in slots),
        exclusions=_exclusions(prover, slots, s0) if exclusive(election.questions) else None,
    )


def sign(election: SealedElection, made: Draft, secret: int, entropy: Entropy) -> SealedBallot:
    """Sign a draft with the secret of its credential."""
    group = election.group
    proof = prove_knowledge(group, f"sig|{made.hash}|", [group.generator], secret, entropy)
    ballot = sign_bytes(made.unsigned, WireSignature(hash=made.hash, proof=proof.wire()))
    proofs = b""
    if made.exclusions is not None:
        proofs = encode(WireExclusions(ballot=sha_hex(ballot), proofs=made.exclusions))
    return SealedBallot(ballot, proofs, made.credential)


def check_opening(
    election: SealedElection, unsigned: bytes, plain: Numbers, randomness: Numbers
) -> None:
    """检验: check that an unsigned ballot encrypts exactly ``plain`` with ``randomness``.

    Raises SealedFault ``sealed.opening`` if it does not: the tablet encrypted something else.
    """
    wire = decode_exact(unsigned, WireBallot, "待检验的封票", "sealed.ballot_form")
    group = election.group
    prover = _Prover(group, group.fixed(election.public_key), bytes)
    sealed = [[f"{each.alpha},{each.beta}" for each in answer.choices] for answer in wire.answers]
    numbers = [
        [(m, r) for m, r in zip(values, exponents, strict=False)]
        for values, exponents in zip(plain, randomness, strict=False)
    ]
    lawful = all(m in {0, 1} and 0 <= r < group.order for row in numbers for m, r in row)
    if not lawful or sealed != [[prover.encrypt(r, m).text for m, r in row] for row in numbers]:
        raise SealedFault(
            "检验不符：平板加密的内容与所示选择不同，请停用这台平板。", code="sealed.opening"
        )


def _encrypt(prover: _Prover, values: Sequence[int]) -> _Slots:
    exponents = tuple(random_scalar(prover.group, prover.entropy) for _ in values)
    choices = tuple(prover.encrypt(r, m) for r, m in zip(exponents, values, strict=True))
    return _Slots(choices, exponents, tuple(values))


def _answer(prover: _Prover, question: Question, slots: _Slots, s0: str) -> WireAnswer:
    counted = slice(int(question.blank), None)
    exponents = (*slots.exponents, sum(slots.exponents[counted]) % prover.group.order)
    values = (*slots.values, sum(slots.values[counted]))
    total = product(prover.group, slots.choices[counted])
    todo = statements(question, s0, [each.text for each in (*slots.choices, total)])
    return WireAnswer(
        choices=tuple(_wire(each) for each in slots.choices),
        individual_proofs=tuple(
            _pair(prover.prove(each, exponents, values)) for each in todo.individual
        ),
        overall_proof=tuple(each.wire() for each in prover.prove(todo.overall, exponents, values)),
        blank_proof=(_pair(prover.prove(todo.blank, exponents, values)) if todo.blank else UNSET),
    )


def _exclusions(prover: _Prover, slots: Sequence[_Slots], s0: str) -> tuple[Pair, ...]:
    yes, no = slots
    ciphertexts = ",".join(each.text for each in (*yes.choices, *no.choices))
    order, pairs = prover.group.order, []
    for project in range(len(yes.values)):
        both = product(prover.group, (yes.choices[project], no.choices[project]))
        exponent = (yes.exponents[project] + no.exponents[project]) % order
        value = yes.values[project] + no.values[project]
        statement = exclusion(s0, ciphertexts, project, both.text)
        pairs.append(_pair(prover.prove(statement, (exponent,), (value,))))
    return tuple(pairs)


def _wire(ciphertext: Ciphertext) -> WireCiphertext:
    alpha, _, beta = ciphertext.text.partition(",")
    return WireCiphertext(alpha=alpha, beta=beta)


def _pair(proofs: tuple[Proof, ...]) -> Pair:
    first, second = proofs
    return first.wire(), second.wire()
