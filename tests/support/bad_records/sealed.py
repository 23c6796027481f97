"""B and T: faults of the sealed ballots, of their archive and of the opened sum."""

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import replace

import msgspec

from ballot import events as e
from ballot.definition import Definition
from ballot.results import ItemTotals, Tally
from ballot.sealed import (
    Archive,
    ArchiveWriter,
    Partial,
    SealedBallot,
    draft,
    encode_result,
    group_named,
    read_archive,
    seal,
    sign,
)
from ballot.sealed.polynomial import weights as lagrange
from ballot.sealed.proof import challenge
from ballot.sealed.sealing import Draft
from ballot.sealed.v1.ballot import unsigned_bytes
from ballot.sealed.v1.codec import encode, sha_b64, sha_hex
from tests.support.bad_records.registry import bad, change, fresh, place, tablets
from tests.support.forging import Forger
from tests.support.hand_counted import decide
from tests.support.sealed_session import FIRST, FIRST_PAPER, VOTING, Plain, Sealed, two_rounds

GROUP = group_named("Ed25519")
ORDER = GROUP.order

# The archive alone: the log is right, the file beside it is not.


def _archive(edit: Callable[[bytes], bytes]) -> Forger:
    forger = tablets()
    forger.archive = lambda round_, raw: edit(raw) if round_ == 1 else raw
    return forger


def _rewritten(
    change_: Callable[[Archive], Archive],
    ballots: Callable[[list[bytes]], list[bytes]] = lambda ballots: ballots,
) -> Forger:
    def edit(raw: bytes) -> bytes:
        file = io.BytesIO(raw)
        old = read_archive(file)
        new, out = change_(old), io.BytesIO()
        writer = ArchiveWriter(out, new.timestamp)
        writer.setup(new.election, new.trustees, new.credentials)
        for ballot in ballots([span.read(file) for span in old.ballots]):
            writer.ballot(ballot)
        writer.end()
        writer.tally(new.tally, new.count, new.weight)
        for owner, partial in new.partials:
            writer.partial(owner, partial)
        writer.result(new.result)
        return out.getvalue()

    return _archive(edit)


@bad("B-03")
def archive_truncated() -> Forger:
    return _archive(lambda raw: raw[:-512])


@bad("B-03")
def archive_with_end_blocks() -> Forger:
    return _archive(lambda raw: raw + bytes(1024))


@bad("B-03")
def archive_is_something_else() -> Forger:
    return _archive(lambda _: b"PK")


@bad("B-03")
def archive_without_its_result() -> Forger:
    def cut(raw: bytes) -> bytes:
        file, out = io.BytesIO(raw), io.BytesIO()
        old = read_archive(file)
        writer = ArchiveWriter(out, old.timestamp)
        writer.setup(old.election, old.trustees, old.credentials)
        for span in old.ballots:
            writer.ballot(span.read(file))
        writer.end()
        return out.getvalue()

    return _archive(cut)


@bad("B-03")
def archive_of_another_time() -> Forger:
    return _rewritten(lambda old: replace(old, timestamp=old.timestamp + 60))


@bad("B-04")
def archive_of_another_election() -> Forger:
    return _rewritten(lambda old: replace(old, election=old.election + b" "))


@bad("B-04")
def archive_of_other_trustees() -> Forger:
    return _rewritten(lambda old: replace(old, trustees=b" " + old.trustees))


@bad("B-04")
def archive_with_more_credentials() -> Forger:
    return _rewritten(lambda old: replace(old, credentials=old.credentials + b" "))


@bad("B-05")
def archive_lacks_a_ballot() -> Forger:
    return _rewritten(lambda old: old, lambda ballots: ballots[1:])


@bad("B-05")
def archive_holds_a_ballot_twice() -> Forger:
    return _rewritten(lambda old: old, lambda ballots: [*ballots, ballots[0]])


@bad("B-05")
def archive_in_another_order() -> Forger:
    return _rewritten(lambda old: old, lambda ballots: ballots[::-1])


@bad("T-02")
def archive_with_another_count() -> Forger:
    return _rewritten(lambda old: replace(old, count=old.count + 1))


@bad("T-02")
def archive_with_another_weight() -> Forger:
    return _rewritten(lambda old: replace(old, weight=old.weight + 1))


@bad("T-02")
def archive_with_fewer_decryptions() -> Forger:
    return _rewritten(lambda old: replace(old, partials=old.partials[:2]))


@bad("T-02")
def archive_with_another_tally() -> Forger:
    return _rewritten(lambda old: replace(old, tally=old.tally + b" "))


@bad("T-05")
def archive_with_another_result() -> Forger:
    def shift(old: Archive) -> Archive:
        rows = json.loads(old.result)["result"]
        rows[0][2] += 1
        return replace(old, result=encode_result(tuple(map(tuple, rows))))

    return _rewritten(shift)


@bad("T-05")
def archive_whose_result_is_no_json() -> Forger:
    return _rewritten(lambda old: replace(old, result=b"[["))


# The ballots: the forger opens what the forged ballots sum up to.


def _with_ballots(
    edit: Callable[[Sealed, Definition, list[SealedBallot]], list[SealedBallot]],
    plain: Plain = FIRST,
) -> Forger:
    """Tell round 1 with other ballots in the urn, opened as if all were well."""
    session = fresh()
    definition = session.prepare()
    made = edit(session, definition, session.cast(definition, plain))
    ballots = sorted(made, key=lambda one: one.digest)
    session.book(1, ballots)
    session.settle(1, FIRST_PAPER)
    tally = session.product(definition, ballots)
    session.open(definition, tally, len(ballots), session.decrypt(definition, tally, (1, 2, 3)))
    return Forger(session)


def _card_of(session: Sealed, one: SealedBallot) -> int:
    cards = [session.credentials(card)[0] for card in range(VOTING)]
    return next(secret for secret, public in cards if public == one.credential)


def _resigned(
    session: Sealed, definition: Definition, value: dict[str, object], card: int
) -> bytes:
    """Return an edited ballot with a right signature over its content."""
    unsigned = unsigned_bytes(encode(value))
    content = Draft(unsigned, sha_b64(unsigned), "", (), (), None)
    return sign(session.election(definition), content, card, session.entropy).ballot


def _tied(one: SealedBallot, ballot: bytes) -> SealedBallot:
    """Return the edited ballot, with the old proofs made out to it."""
    proofs = json.loads(one.proofs)
    proofs["ballot"] = sha_hex(ballot)
    return replace(one, ballot=ballot, proofs=encode(proofs))


@bad("B-06")
def ballot_of_unknown_credential() -> Forger:
    def stranger(
        session: Sealed, definition: Definition, ballots: list[SealedBallot]
    ) -> list[SealedBallot]:
        plain = ((0, 0, 1), (0, 0, 0))
        return [*ballots[1:], seal(session.election(definition), 4711, plain, session.entropy)]

    return _with_ballots(stranger)


@bad("B-07")
def ballot_with_more_than_one_vote_in_a_slot() -> Forger:
    """The one that abstained on project 3 approves it once by a doubled approval of another."""

    def stuff(
        session: Sealed, definition: Definition, ballots: list[SealedBallot]
    ) -> list[SealedBallot]:
        one = ballots[0]
        value = json.loads(one.ballot)
        choice = value["answers"][0]["choices"][2]
        choice["beta"] = GROUP.text(GROUP.multiply(GROUP.read(choice["beta"]), GROUP.generator))
        ballot = _resigned(session, definition, value, _card_of(session, one))
        return [_tied(one, ballot), *ballots[1:]]

    modest = (((1, 0, 0), (0, 0, 0)),) * VOTING
    return _with_ballots(stuff, modest)


@bad("B-07")
def ballot_signed_by_another_card() -> Forger:
    def swap(
        session: Sealed, definition: Definition, ballots: list[SealedBallot]
    ) -> list[SealedBallot]:
        one = ballots[0]
        ballot = _resigned(session, definition, json.loads(one.ballot), 4711)
        return [_tied(one, ballot), *ballots[1:]]

    return _with_ballots(swap)


@bad("B-08")
def exclusion_proofs_of_another_ballot() -> Forger:
    def swap(_: Sealed, __: Definition, ballots: list[SealedBallot]) -> list[SealedBallot]:
        return [replace(ballots[0], proofs=ballots[1].proofs), *ballots[1:]]

    return _with_ballots(swap)


@bad("B-08")
def exclusion_proofs_swapped_between_projects() -> Forger:
    def swap(_: Sealed, __: Definition, ballots: list[SealedBallot]) -> list[SealedBallot]:
        value = json.loads(ballots[0].proofs)
        value["proofs"] = [value["proofs"][1], value["proofs"][0], value["proofs"][2]]
        return [replace(ballots[0], proofs=encode(value)), *ballots[1:]]

    return _with_ballots(swap)


@bad("B-08")
def exclusion_proofs_absent() -> Forger:
    def drop(_: Sealed, __: Definition, ballots: list[SealedBallot]) -> list[SealedBallot]:
        return ballots

    forger = _with_ballots(drop)
    change(forger.session.script, e.BallotCast, proofs=None)
    return forger


@bad("B-08")
def project_both_approved_and_opposed() -> Forger:
    """Sealed under questions by other names, so that the program saw nothing to exclude."""

    def greedy(
        session: Sealed, definition: Definition, ballots: list[SealedBallot]
    ) -> list[SealedBallot]:
        election = session.election(definition)
        lax = tuple(msgspec.structs.replace(q, question="x") for q in election.questions)
        plain = ((0, 0, 1), (0, 0, 1))
        card = _card_of(session, ballots[0])
        made = seal(replace(election, questions=lax), card, plain, session.entropy)
        proofs = _tied(ballots[0], made.ballot).proofs
        return [replace(made, proofs=proofs), *ballots[1:]]

    modest = (((1, 0, 0), (0, 0, 0)),) * VOTING
    return _with_ballots(greedy, modest)


@bad("B-09")
def ballots_booked_on_each_others_cards() -> Forger:
    forger = tablets()
    script = forger.session.script
    one, other = (script[place(script, e.BallotCast, number)] for number in (0, 1))
    change(script, e.BallotCast, 0, credential=other.credential)  # type: ignore[union-attr]  # it is a BallotCast
    change(script, e.BallotCast, 1, credential=one.credential)  # type: ignore[union-attr]  # it is a BallotCast
    return forger


# The sum and its opening.


def _opened(
    tally: Callable[[Sealed, Definition, list[SealedBallot]], bytes] | None = None,
    partials: Callable[[Sealed, Definition, bytes, list[Partial]], list[Partial]] | None = None,
) -> Forger:
    """Tell round 1 with another encrypted tally or other decryptions."""
    session = fresh()
    definition = session.prepare()
    ballots = session.cast(definition, FIRST)
    session.book(1, ballots)
    session.settle(1, FIRST_PAPER)
    product = (tally or Sealed.product)(session, definition, ballots)
    made = session.decrypt(definition, product, (1, 2, 3))
    if partials:
        made = partials(session, definition, product, made)
    session.open(definition, product, len(ballots), made)
    return Forger(session)


@bad("T-01")
def ballot_left_out_of_the_sum() -> Forger:
    return _opened(tally=lambda session, d, ballots: session.product(d, ballots[1:]))


@bad("T-01")
def ballot_counted_twice() -> Forger:
    """One ballot of the log is in the sum twice, another not at all."""
    return _opened(
        tally=lambda session, d, ballots: session.product(d, [ballots[0], *ballots[:-1]])
    )


def _edited(one: Partial, edit: Callable[[dict[str, list[list[object]]]], None]) -> Partial:
    """Return a decryption with another v1 part, to which the strong proofs are made out."""
    value, strong = json.loads(one.v1), json.loads(one.strong)
    edit(value)
    v1 = encode(value)
    strong["partial"] = sha_hex(v1)
    return Partial(one.owner, v1, encode(strong))


@bad("T-03")
def decryption_proofs_swapped() -> Forger:
    def swap(_: Sealed, __: Definition, ___: bytes, made: list[Partial]) -> list[Partial]:
        return [*made[:2], _edited(made[2], lambda v: v["decryption_proofs"][0].reverse())]

    return _opened(partials=swap)


@bad("T-04")
def strong_proofs_swapped() -> Forger:
    def swap(_: Sealed, __: Definition, ___: bytes, made: list[Partial]) -> list[Partial]:
        strong = json.loads(made[0].strong)
        strong["proofs"][0].reverse()
        return [replace(made[0], strong=encode(strong)), *made[1:]]

    return _opened(partials=swap)


@bad("T-04")
def strong_proofs_of_another_holder() -> Forger:
    def swap(_: Sealed, __: Definition, ___: bytes, made: list[Partial]) -> list[Partial]:
        return [replace(made[0], strong=made[1].strong), *made[1:]]

    return _opened(partials=swap)


@bad("T-04")
def strong_proofs_are_no_json() -> Forger:
    def spoil(_: Sealed, __: Definition, ___: bytes, made: list[Partial]) -> list[Partial]:
        return [*made[:2], replace(made[2], strong=b"[[")]

    return _opened(partials=spoil)


def _weakly_forged(owners: Sequence[int]) -> Forger:
    """Holder 1 moves a sum by one with a proof of the public format that verifies.

    The format's proof hashes neither alpha nor the factor (weak Fiat-Shamir). The forger fixes
    commitments g^w and g^b first, and then chooses the randomness of the last ballot so that the
    slot's total randomness R fulfils b = R·w + δ·c, δ being the shift of the factor.
    """
    session = fresh()
    definition = session.prepare()
    election, share = session.election(definition), session.holders[0].private_share()
    key = session._made().keys[0]
    delta = -pow(lagrange(sorted(owners)[:2], 0, ORDER)[0], -1, ORDER) % ORDER
    w, b = 123456789, 987654321
    prefix = f"decrypt|{election.fingerprint}|{GROUP.text(key)}|"
    c = challenge(GROUP, prefix, [GROUP.text(GROUP.generate(one)) for one in (w, b)])
    needed = (b - delta * c) * pow(w, -1, ORDER) % ORDER
    last = (needed - sum(range(1, VOTING))) % ORDER
    ballots = sorted(
        (
            _known(session, definition, card, last if card == VOTING - 1 else card + 1)
            for card in range(VOTING)
        ),
        key=lambda one: one.digest,
    )
    session.book(1, ballots)
    session.settle(1, FIRST_PAPER)
    product = session.product(definition, ballots)
    first, *others = session.decrypt(definition, product, owners)

    def shift(value: dict[str, list[list[object]]]) -> None:
        factor = GROUP.read(str(value["decryption_factors"][0][2]))
        moved = GROUP.multiply(factor, GROUP.generate(delta))
        value["decryption_factors"][0][2] = GROUP.text(moved)
        proof = {"challenge": str(c), "response": str((w - share * c) % ORDER)}
        value["decryption_proofs"][0][2] = proof

    session.open(definition, product, VOTING, [_edited(first, shift), *others])
    return Forger(session)


def _known(session: Sealed, definition: Definition, card: int, exponent: int) -> SealedBallot:
    """Return a ballot whose randomness for 赞成 of project 3 is ``exponent``."""
    given = iter([*(one.to_bytes(48, "big") for one in (101, 102)), exponent.to_bytes(48, "big")])
    rest = session.entropy
    election, (secret, public) = session.election(definition), session.credentials(card)[0]
    made = draft(
        election, public, ((1, 0, 0), (0, 0, 0)), lambda size: next(given, None) or rest(size)
    )
    return sign(election, made, secret, rest)


@bad("T-04")
def weak_proof_forged_with_exactly_the_threshold() -> Forger:
    return _weakly_forged((1, 2))


# The totals in the log.


def _tablet_totals(edit: Callable[[tuple[ItemTotals, ...]], tuple[ItemTotals, ...]]) -> Forger:
    """Book other totals of the tablets, and the outcome that follows from them."""
    session = replace(two_rounds(), script=[], objects=dict(two_rounds().objects))
    script = two_rounds().script
    session.script = list(script[: place(script, e.Tallied)])
    tally: Tally = script[place(script, e.Tallied)].tally  # type: ignore[union-attr]  # it is a Tallied
    found = next(one for one in tally.channels if one.channel == "tablet")
    decide(session, 1, msgspec.structs.replace(found, items=edit(found.items)))
    return Forger(session)


@bad("T-06")
def tablet_totals_other_than_opened() -> Forger:
    def shift(items: tuple[ItemTotals, ...]) -> tuple[ItemTotals, ...]:
        last = items[-1]
        moved = msgspec.structs.replace(last, oppose=last.oppose - 1, abstain=last.abstain + 1)
        return (*items[:-1], moved)

    return _tablet_totals(shift)


@bad("T-06", "O-02")
def tablet_totals_of_a_project_not_on_the_list() -> Forger:
    forger = tablets()
    script = forger.session.script
    tally = script[place(script, e.Tallied)].tally  # type: ignore[union-attr]  # it is a Tallied
    first, second = tally.channels
    items = (msgspec.structs.replace(second.items[0], number=9), *second.items[1:])
    channels = (first, msgspec.structs.replace(second, items=items))
    change(script, e.Tallied, tally=Tally(channels=channels))
    return forger


@bad("T-06")
def tablet_totals_in_another_order() -> Forger:
    return _tablet_totals(lambda items: items[::-1])
