"""A whole sealed round made with the real modules: keys, election, ballots, opening, archive."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, repeat

from ballot.sealed import (
    Circle,
    Group,
    Partial,
    Product,
    Question,
    SealedBallot,
    SealedElection,
    Trustees,
    TrusteeSecret,
    certificate,
    check_circle,
    commitment,
    contribution,
    encode_result,
    finish,
    group_named,
    make_election,
    new_trustee,
    open_tally,
    partial_decryption,
    plaintext,
    questions_for,
    read_ballot,
    round_uuid,
    seal,
    single_trustee,
    trustees_document,
    write_archive,
    write_credentials,
)

ALL_CHOICES = frozenset({"approve", "oppose", "abstain"})
TITLES = ("村口公厕改造", "文化广场照明", "敬老院加装电梯")
QUESTIONS = questions_for("at_most_k", ALL_CHOICES, TITLES, 2)
MARKS = (
    ("approve", "oppose", "abstain"),
    ("approve", "approve", "oppose"),
    ("abstain", "abstain", "abstain"),
    ("oppose", "approve", "approve"),
)
TIMESTAMP = 1_700_000_000

Entropy = Callable[[int], bytes]


@dataclass(frozen=True)
class Keys:
    """The holders of an election key with their secrets; ``circle`` is None for a single one."""

    group: Group
    secrets: tuple[TrusteeSecret, ...]
    trustees: Trustees
    circle: Circle | None = None


@dataclass(frozen=True)
class Made:
    """A round up to its opening; every part can be replaced before ``archive`` writes it."""

    keys: Keys
    election: SealedElection
    cards: tuple[int, ...]
    ballots: tuple[bytes, ...]
    sealed: tuple[SealedBallot, ...]
    credentials: bytes
    tally: bytes
    count: int
    weight: int
    partials: tuple[Partial, ...]
    result: bytes

    @property
    def group(self) -> Group:
        return self.election.group


def ceremony(group: Group, threshold: int, size: int, entropy: Entropy = os.urandom) -> Keys:
    """All five rounds of a key generation with honest members."""
    secrets = [new_trustee(group, i, size, threshold, entropy) for i in range(1, size + 1)]
    circle = check_circle(group, threshold, [certificate(each, entropy) for each in secrets])
    commitments = [commitment(each, circle, entropy) for each in secrets]
    contributions = [contribution(each, circle, commitments, entropy) for each in secrets]
    done = [finish(each, circle, commitments, contributions, entropy) for each in secrets]
    trustees = trustees_document(circle, contributions, [key for _, key in done])
    return Keys(group, tuple(secret for secret, _ in done), trustees, circle)


@lru_cache(maxsize=8)
def keys_of(group_name: str, threshold: int = 2, size: int = 3) -> Keys:
    """The same again, made once; threshold 0 is the single holder of a rehearsal."""
    group = group_named(group_name)
    if threshold:
        return ceremony(group, threshold, size)
    secret, trustees = single_trustee(group, os.urandom, new_trustee(group, 1, 1, 1, os.urandom))
    return Keys(group, (secret,), trustees)


def election_of(
    keys: Keys, questions: Sequence[Question] = QUESTIONS, number: int = 1
) -> SealedElection:
    return make_election(
        group=keys.group,
        public_key=keys.trustees.public_key,
        questions=questions,
        uuid=round_uuid("测试-1", number),
        name="民生实事项目票决",
    )


def made_round(
    keys: Keys,
    questions: Sequence[Question] = QUESTIONS,
    plains: Iterable[Sequence[Sequence[int]]] | None = None,
    weights: Sequence[int] = (),
) -> Made:
    """A round in which card i casts ``plains[i]``; two more cards stay unused."""
    election = election_of(keys, questions)
    votes = [plaintext(questions, marks) for marks in MARKS] if plains is None else list(plains)
    cards = tuple(range(1001, 1001 + len(votes) + 2))
    sealed = sorted(
        (seal(election, card, vote, os.urandom) for card, vote in zip(cards, votes, strict=False)),
        key=lambda each: each.digest,
    )
    publics = [keys.group.text(keys.group.generate(card)) for card in cards]
    listed = [
        f"{text},{weight}" if weight != 1 else text
        for text, weight in zip(publics, chain(weights, repeat(1)), strict=False)
    ]
    of = dict(zip(publics, chain(weights, repeat(1)), strict=False))
    return round_of(keys, election, cards, sealed, listed, of)


def round_of(
    keys: Keys,
    election: SealedElection,
    cards: tuple[int, ...],
    sealed: Sequence[SealedBallot],
    listed: Sequence[str],
    weights: Mapping[str, int],
) -> Made:
    """A round of ballots made anywhere, in ascending order; ``weights`` are by credential."""
    made = Made(
        keys=keys,
        election=election,
        cards=cards,
        ballots=tuple(each.ballot for each in sealed),
        sealed=tuple(sealed),
        credentials=write_credentials(listed),
        tally=b"",
        count=len(sealed),
        weight=sum(weights[each.credential] for each in sealed),
        partials=(),
        result=b"",
    )
    product = Product(election)
    for each in sealed:
        product.add(read_ballot(election, each.ballot, None), weights[each.credential])
    return opened(made, product.encode())


def opened(made: Made, tally: bytes) -> Made:
    """The round with ``tally`` decrypted honestly by everybody."""
    partials = tuple(
        partial_decryption(made.election, tally, each.private_share(), each.index, os.urandom)
        for each in made.keys.secrets
    )
    ready = replace(made, tally=tally, partials=partials)
    return replace(ready, result=encode_result(result_of(ready)))


def result_of(made: Made, owners: Iterable[int] | None = None) -> tuple[tuple[int, ...], ...]:
    """What the decryptions of ``owners`` (all by default) open."""
    chosen = {each.owner for each in made.partials} if owners is None else set(owners)
    v1 = {each.owner: each.v1 for each in made.partials if each.owner in chosen}
    return open_tally(made.election, made.keys.trustees, made.tally, v1, made.weight + 10)


def product_of(made: Made, ballots: Iterable[bytes]) -> bytes:
    product = Product(made.election)
    for ballot in ballots:
        product.add(read_ballot(made.election, ballot, None))
    return product.encode()


def archive(made: Made) -> bytes:
    return write_archive(
        timestamp=TIMESTAMP,
        election=made.election.raw,
        trustees=made.keys.trustees.raw,
        credentials=made.credentials,
        ballots=made.ballots,
        tally=made.tally,
        count=made.count,
        weight=made.weight,
        partials=[(each.owner, each.v1) for each in made.partials],
        result=made.result,
    )


def foreign_point(text: str) -> str:
    """The Ed25519 point ``text`` plus (0, -1): on the curve, outside the prime-order subgroup."""
    from nacl.bindings import crypto_core_ed25519_add  # noqa: PLC0415  (only this needs libsodium)

    order_two = (2**255 - 20).to_bytes(32, "little")
    return crypto_core_ed25519_add(bytes.fromhex(text)[::-1], order_two)[::-1].hex()
