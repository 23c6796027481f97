"""Bad archives, each made from a good one by one fault and named by it.

``SPOILED`` maps the name of a fault to the maker and to the checks that must fail.
"""

import io
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ballot.sealed import (
    ArchiveWriter,
    Partial,
    SealedElection,
    check_partial,
    draft,
    encode_result,
    make_election,
    partial_decryption,
    plaintext,
    seal,
    sign,
)
from ballot.sealed.polynomial import weights as lagrange
from ballot.sealed.proof import challenge
from ballot.sealed.sealing import Draft
from ballot.sealed.v1.ballot import unsigned_bytes
from ballot.sealed.v1.codec import encode, sha_b64
from ballot.sealed.v1.container import BLOCK, DATA, header_bytes, member_bytes
from tests.support.sealed_round import (
    QUESTIONS,
    TIMESTAMP,
    Made,
    archive,
    election_of,
    foreign_point,
    keys_of,
    opened,
    product_of,
    result_of,
)

Maker = Callable[[Made], bytes]


def resigned(made: Made, ballot: bytes, card: int | None = None) -> bytes:
    """The same ballot with a fresh, right signature over its changed content."""
    credential = json.loads(ballot)["credential"]
    unsigned = unsigned_bytes(ballot)
    content = Draft(unsigned, sha_b64(unsigned), credential, (), (), None)
    return sign(made.election, content, card or card_of(made, credential), os.urandom).ballot


def card_of(made: Made, credential: str) -> int:
    group = made.group
    return next(card for card in made.cards if group.text(group.generate(card)) == credential)


def edited(made: Made, ballot: bytes, edit: Callable[[dict[str, Any]], None]) -> bytes:
    """The ballot after ``edit`` of its JSON, signed again by the same card."""
    value = json.loads(ballot)
    edit(value)
    return resigned(made, encode(value))


def with_first(made: Made, ballot: bytes) -> Made:
    """The round with another first ballot, counted and opened as if all were well."""
    ballots = (ballot, *made.ballots[1:])
    return opened(replace(made, ballots=ballots), product_of(made, ballots))


def edited_first(made: Made, edit: Callable[[dict[str, Any]], None]) -> bytes:
    """An archive whose first ballot was changed, while tally and result stay."""
    return archive(replace(made, ballots=(edited(made, made.ballots[0], edit), *made.ballots[1:])))


def stuffed(made: Made) -> bytes:
    group = made.group

    def three_more(value: dict[str, Any]) -> None:
        choice = value["answers"][0]["choices"][0]
        choice["beta"] = group.text(group.multiply(group.read(choice["beta"]), group.generate(3)))

    return archive(with_first(made, edited(made, made.ballots[0], three_more)))


def tally_altered(made: Made) -> bytes:
    value = json.loads(made.tally)
    group, slot = made.group, value[0][2]
    slot["beta"] = group.text(group.multiply(group.read(slot["beta"]), group.generator))
    return archive(opened(made, encode(value)))


def scripted(made: Made, script: Sequence[str]) -> bytes:
    """An archive whose events follow ``script``: numbers are ballots, letters the other events."""
    file = io.BytesIO()
    writer = ArchiveWriter(file, TIMESTAMP)
    for step in script:
        if step == "setup":
            writer.setup(made.election.raw, made.keys.trustees.raw, made.credentials)
        elif step == "end":
            writer.end()
        elif step == "tally":
            writer.tally(made.tally, made.count, made.weight)
        elif step == "partials":
            for each in made.partials:
                writer.partial(each.owner, each.v1)
        elif step == "result":
            writer.result(made.result)
        else:
            writer.ballot(made.ballots[int(step)])
    return file.getvalue()


def ended_in_mid_stream(made: Made) -> bytes:
    later = made.ballots[2:]
    done = replace(opened(made, product_of(made, later)), count=len(later), weight=len(later))
    steps = ["setup", "0", "1", "end", "2", "3", "end", "tally", "partials", "result"]
    return scripted(done, steps)


def ballot_after_the_tally(made: Made) -> bytes:
    steps = ["setup", "0", "1", "2", "end", "tally", "3", "partials", "result"]
    return scripted(made, steps)


def no_result(made: Made) -> bytes:
    return scripted(made, ["setup", "0", "1", "2", "3", "end", "tally", "partials"])


def replayed(made: Made) -> bytes:
    return archive(replace(made, ballots=(*made.ballots, made.ballots[0])))


def unknown_credential(made: Made) -> bytes:
    ballot = seal(made.election, 4711, plaintext(QUESTIONS, ("abstain",) * 3), os.urandom)
    return archive(replace(made, ballots=(*made.ballots, ballot.ballot)))


def non_canonical(made: Made) -> bytes:
    first = made.ballots[0].replace(b'{"election_uuid"', b'{ "election_uuid"', 1)
    return archive(replace(made, ballots=(first, *made.ballots[1:])))


def doubled_key(made: Made) -> bytes:
    first = made.ballots[0].replace(b'{"election_uuid"', b'{"credential":"x","election_uuid"', 1)
    return archive(replace(made, ballots=(first, *made.ballots[1:])))


def scalar_above_the_order(made: Made) -> bytes:
    def raise_it(value: dict[str, Any]) -> None:
        proof = value["answers"][0]["individual_proofs"][0][0]
        proof["response"] = str(int(proof["response"]) + made.group.order)

    return edited_first(made, raise_it)


def leading_zero(made: Made) -> bytes:
    def pad(value: dict[str, Any]) -> None:
        proof = value["answers"][0]["overall_proof"][0]
        proof["challenge"] = "0" + proof["challenge"]

    return edited_first(made, pad)


def one_choice_missing(made: Made) -> bytes:
    return edited_first(made, lambda value: value["answers"][1]["choices"].pop())


def other_election(made: Made) -> bytes:
    other = election_of(made.keys, number=2)
    stranger = seal(other, made.cards[4], plaintext(QUESTIONS, ("abstain",) * 3), os.urandom)
    return archive(replace(made, ballots=(*made.ballots, stranger.ballot)))


def proofs_swapped_between_choices(made: Made) -> bytes:
    def swap(value: dict[str, Any]) -> None:
        proofs = value["answers"][0]["individual_proofs"]
        proofs[0], proofs[1] = proofs[1], proofs[0]

    return archive(with_first(made, edited(made, made.ballots[0], swap)))


def proofs_swapped_between_questions(made: Made) -> bytes:
    def swap(value: dict[str, Any]) -> None:
        one, two = value["answers"]
        one["individual_proofs"], two["individual_proofs"] = (
            two["individual_proofs"],
            one["individual_proofs"],
        )

    return archive(with_first(made, edited(made, made.ballots[0], swap)))


def proofs_swapped_between_ballots(made: Made) -> bytes:
    other = json.loads(made.ballots[1])["answers"][0]["overall_proof"]

    def take(value: dict[str, Any]) -> None:
        value["answers"][0]["overall_proof"] = other

    return archive(with_first(made, edited(made, made.ballots[0], take)))


def copied_under_another_credential(made: Made) -> bytes:
    value = json.loads(made.ballots[0])
    value["credential"] = made.group.text(made.group.generate(made.cards[4]))
    copy = resigned(made, encode(value), made.cards[4])
    ballots = (*made.ballots, copy)
    more = replace(made, ballots=ballots, count=len(ballots), weight=len(ballots))
    return archive(opened(more, product_of(made, ballots)))


def signed_by_another_card(made: Made) -> bytes:
    return archive(with_first(made, resigned(made, made.ballots[0], 4711)))


def too_many_chosen(made: Made) -> bytes:
    """Three approvals where two are allowed, proven as for another election of the same key."""
    lax = _election_with_maximum(made, 3)
    greedy = draft(lax, made.group.text(made.group.generate(made.cards[0])), _ALL, os.urandom)
    value = json.loads(greedy.unsigned)
    value["election_hash"] = made.election.fingerprint
    value["answers"][0]["overall_proof"].pop()
    ballots = tuple(
        each for each in made.ballots if json.loads(each)["credential"] != value["credential"]
    )
    unsigned = encode(value)
    content = Draft(unsigned, sha_b64(unsigned), value["credential"], (), (), None)
    ballots += (sign(made.election, content, made.cards[0], os.urandom).ballot,)
    return archive(opened(replace(made, ballots=ballots), product_of(made, ballots)))


_ALL = ((1, 1, 1), (0, 0, 0))


def _election_with_maximum(made: Made, maximum: int) -> SealedElection:
    first, second = made.election.questions
    lax = type(first)(answers=first.answers, minimum=0, maximum=maximum, question=first.question)
    return make_election(
        group=made.group,
        public_key=made.election.public_key,
        questions=(lax, second),
        uuid=made.election.uuid,
        name=made.election.name,
    )


def point_outside_the_subgroup(made: Made) -> bytes:
    def move(value: dict[str, Any]) -> None:
        choice = value["answers"][0]["choices"][0]
        choice["alpha"] = foreign_point(choice["alpha"])

    return archive(with_first_bare(made, edited(made, made.ballots[0], move)))


def with_first_bare(made: Made, ballot: bytes) -> Made:
    """The round with another first ballot; the tally follows it, decryptions stay as they are."""
    ballots = (ballot, *made.ballots[1:])
    return replace(made, ballots=ballots, tally=made.tally)


def neutral_ciphertext(made: Made) -> bytes:
    """A ballot that is right in everything but that its first exponent is 0: it shows its vote."""
    group, card = made.group, card_of(made, json.loads(made.ballots[0])["credential"])
    given = iter([bytes(48)])
    open_vote = draft(
        made.election,
        group.text(group.generate(card)),
        plaintext(QUESTIONS, ("abstain", "oppose", "abstain")),
        lambda size: next(given, None) or os.urandom(size),
    )
    return archive(with_first(made, sign(made.election, open_vote, card, os.urandom).ballot))


def false_count(made: Made) -> bytes:
    return archive(replace(made, count=made.count + 1))


def false_weight(made: Made) -> bytes:
    return archive(replace(made, weight=made.weight - 1))


def wrong_result(made: Made) -> bytes:
    rows = [list(row) for row in result_of(made)]
    rows[0][0] += 1
    return archive(replace(made, result=encode_result(tuple(tuple(row) for row in rows))))


def too_few_decryptions(made: Made) -> bytes:
    return archive(replace(made, partials=made.partials[:1]))


def doubled_decryption(made: Made) -> bytes:
    return archive(replace(made, partials=(*made.partials, made.partials[0])))


def unknown_owner(made: Made) -> bytes:
    return archive(replace(made, partials=(*made.partials, replace(made.partials[0], owner=9))))


def surplus_decryption_invalid(made: Made) -> bytes:
    value = json.loads(made.partials[2].v1)
    factors = value["decryption_factors"][0]
    factors[0], factors[1] = factors[1], factors[0]
    forged = replace(made.partials[2], v1=encode(value))
    return archive(replace(made, partials=(*made.partials[:2], forged)))


def decryption_by_another_share(made: Made) -> bytes:
    wrong = partial_decryption(made.election, made.tally, 4711, 3, os.urandom)
    return archive(replace(made, partials=(*made.partials[:2], wrong)))


def extra_member(made: Made) -> bytes:
    good = archive(made)
    return good + member_bytes("ab" * 32 + DATA, b"", TIMESTAMP)


def extra_record(made: Made) -> bytes:
    """A well-named member between the last event and the end."""
    name = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" + DATA
    return archive(made) + member_bytes(name, b"", TIMESTAMP)


def terminator(made: Made) -> bytes:
    return archive(made) + bytes(2 * BLOCK)


def wrong_time(made: Made) -> bytes:
    good = archive(made)
    size = int(good[BLOCK * 2 + 124 : BLOCK * 2 + 135], 8)
    name = good[BLOCK * 2 : BLOCK * 2 + 100].rstrip(b"\0").decode()
    return good[: BLOCK * 2] + header_bytes(name, size, TIMESTAMP + 1) + good[BLOCK * 3 :]


def truncated(made: Made) -> bytes:
    return archive(made)[:-700]


def changed_byte(made: Made) -> bytes:
    good = bytearray(archive(made))
    good[good.index(b'"description"') + 3] ^= 1
    return bytes(good)


def other_setup_hash(made: Made) -> bytes:
    """A set-up record that names other credentials than those in the file."""
    other = json.dumps([made.group.text(made.group.generate(7))]).encode()
    file = io.BytesIO()
    writer = ArchiveWriter(file, TIMESTAMP)
    writer.setup(made.election.raw, made.keys.trustees.raw, other)
    head = file.getvalue()
    file = io.BytesIO()
    writer = ArchiveWriter(file, TIMESTAMP)
    writer.setup(made.election.raw, made.keys.trustees.raw, made.credentials)
    rest = archive(made)[len(file.getvalue()) :]
    return head + rest


def neutral_election_key(made: Made) -> bytes:
    raw = made.election.raw.replace(
        made.election.key_text.encode(), made.group.text(made.group.neutral).encode()
    )
    return archive(replace(made, election=replace(made.election, raw=raw)))


def with_trustees(made: Made, edit: Callable[[dict[str, Any]], None]) -> bytes:
    value = json.loads(made.keys.trustees.raw)
    edit(value[0][1])
    trustees = replace(made.keys.trustees, raw=encode(value))
    return archive(replace(made, keys=replace(made.keys, trustees=trustees)))


def _swapped(value: list[Any]) -> None:
    value[0], value[1] = value[1], value[0]


def false_proof_of_a_key(made: Made) -> bytes:
    return with_trustees(
        made,
        lambda value: value["verification_keys"][0].update(
            pok=value["verification_keys"][1]["pok"]
        ),
    )


def verification_keys_swapped(made: Made) -> bytes:
    return with_trustees(made, lambda value: _swapped(value["verification_keys"]))


def certificates_swapped(made: Made) -> bytes:
    return with_trustees(made, lambda value: _swapped(value["certs"]))


def coefficients_swapped(made: Made) -> bytes:
    return with_trustees(made, lambda value: _swapped(value["coefexps"]))


def second_signatures_swapped(made: Made) -> bytes:
    return with_trustees(made, lambda value: _swapped(value["signatures"]))


def smaller_threshold(made: Made) -> bytes:
    return with_trustees(made, lambda value: value.update(threshold=1))


def key_of_other_trustees(made: Made) -> bytes:
    stranger = keys_of(made.group.name, 0)
    return archive(replace(made, keys=replace(made.keys, trustees=stranger.trustees)))


def doubled_credential(made: Made) -> bytes:
    value = json.loads(made.credentials)
    return archive(replace(made, credentials=encode([*value, value[0]])))


def neutral_credential(made: Made) -> bytes:
    value = json.loads(made.credentials)
    neutral = made.group.text(made.group.neutral)
    return archive(replace(made, credentials=encode([*value, neutral])))


def credential_outside_the_subgroup(made: Made) -> bytes:
    value = json.loads(made.credentials)
    return archive(replace(made, credentials=encode([*value, foreign_point(value[0])])))


def forge(made: Made, owners: Sequence[int]) -> Made:
    """Weak Fiat-Shamir: holder 1 moves the first sum by +1 with a proof that verifies.

    The forger fixes the commitments first, gets the challenge, and then chooses the randomness of
    the last ballot so that the total randomness R of the slot satisfies g^b = g^(R·w + δ·c).
    ``owners`` publish; the shift is aimed at the first two of them.
    """
    group, order = made.group, made.group.order
    rounds = _known_randomness(made, None)
    share = made.keys.secrets[0].private_share()
    weight = lagrange(sorted(owners)[:2], 0, order)[0]
    delta = -pow(weight, -1, order) % order
    w, b = 123456789, 987654321
    prefix = f"decrypt|{made.election.fingerprint}|{group.text(made.keys.trustees.keys[0])}|"
    c = challenge(group, prefix, [group.text(group.generate(e)) for e in (w, b)])
    needed = (b - delta * c) * pow(w, -1, order) % order
    known = sum(each.randomness[0][0] for each in rounds[:-1])
    rounds = [*rounds[:-1], _known_randomness(made, (needed - known) % order)[-1]]
    ballots = tuple(
        sign(made.election, each, card, os.urandom).ballot
        for each, card in zip(rounds, made.cards, strict=False)
    )
    done = opened(replace(made, ballots=ballots), product_of(made, ballots))
    value = json.loads(done.partials[0].v1)
    factor = group.read(value["decryption_factors"][0][0])
    value["decryption_factors"][0][0] = group.text(group.multiply(factor, group.generate(delta)))
    value["decryption_proofs"][0][0] = {
        "challenge": str(c),
        "response": str((w - share * c) % order),
    }
    forged = Partial(1, encode(value), done.partials[0].strong)
    check_partial(made.election, done.tally, made.keys.trustees.keys[0], forged.v1)
    partials = (forged, *(each for each in done.partials[1:] if each.owner in owners))
    rows = [list(row) for row in json.loads(done.result)["result"]]
    rows[0][0] += 1
    return replace(done, partials=partials, result=encode_result(tuple(tuple(row) for row in rows)))


def _known_randomness(made: Made, first: int | None) -> list[Draft]:
    """Drafts whose makers know all randomness; ``first`` is the exponent of the first slot."""
    group = made.group
    drafts = []
    for number, card in enumerate(made.cards[: made.count]):
        exponents = [1000 * number + i + 1 for i in range(6)]
        if first is not None:
            exponents[0] = first
        given = iter([exponent.to_bytes(48, "big") for exponent in exponents])
        drafts.append(
            draft(
                made.election,
                group.text(group.generate(card)),
                plaintext(QUESTIONS, ("abstain", "approve", "oppose")),
                lambda size, given=given: next(given, None) or os.urandom(size),
            )
        )
    return drafts


def forged_with_all_published(made: Made) -> bytes:
    return archive(forge(made, (1, 2, 3)))


SPOILED: Mapping[str, tuple[Maker, frozenset[str]]] = {
    name: (maker, frozenset({check}))
    for name, maker, check in (
        ("a ballot with three more approvals in one slot", stuffed, "A-10"),
        ("encrypted tally altered by the server", tally_altered, "A-11"),
        ("EndBallots in mid-stream", ended_in_mid_stream, "A-02"),
        ("a ballot after the tally", ballot_after_the_tally, "A-02"),
        ("no result", no_result, "A-02"),
        ("false number of ballots", false_count, "A-12"),
        ("false total weight", false_weight, "A-12"),
        ("an identical ballot replayed", replayed, "A-09"),
        ("a credential that is not in the list", unknown_credential, "A-08"),
        ("a ballot with a space", non_canonical, "A-07"),
        ("a ballot with a key twice", doubled_key, "A-07"),
        ("a scalar above the order", scalar_above_the_order, "A-07"),
        ("a scalar with a leading zero", leading_zero, "A-07"),
        ("a choice missing", one_choice_missing, "A-07"),
        ("a ballot of another round", other_election, "A-07"),
        ("proofs swapped between choices", proofs_swapped_between_choices, "A-10"),
        ("proofs swapped between questions", proofs_swapped_between_questions, "A-10"),
        ("proofs swapped between ballots", proofs_swapped_between_ballots, "A-10"),
        ("a ballot copied under another credential", copied_under_another_credential, "A-10"),
        ("a ballot signed by another card", signed_by_another_card, "A-10"),
        ("too many chosen", too_many_chosen, "A-10"),
        ("a neutral ciphertext", neutral_ciphertext, "A-10"),
        ("wrong result", wrong_result, "A-16"),
        ("fewer than t decryptions", too_few_decryptions, "A-13"),
        ("one decryption twice", doubled_decryption, "A-13"),
        ("a decryption of nobody's", unknown_owner, "A-13"),
        ("surplus decryption invalid", surplus_decryption_invalid, "A-14"),
        ("decryption by another share", decryption_by_another_share, "A-14"),
        ("weak proof forged, all published", forged_with_all_published, "A-15"),
        ("a member whose name is not its hash", extra_member, "A-01"),
        ("an extra record", extra_record, "A-02"),
        ("tar terminator", terminator, "A-01"),
        ("wrong time", wrong_time, "A-01"),
        ("truncated", truncated, "A-01"),
        ("a changed byte", changed_byte, "A-01"),
        ("a set-up of other credentials", other_setup_hash, "A-02"),
        ("a neutral election key", neutral_election_key, "A-03"),
        ("a false proof of a trustee's key", false_proof_of_a_key, "A-04"),
        ("verification keys swapped", verification_keys_swapped, "A-04"),
        ("certificates swapped", certificates_swapped, "A-04"),
        ("coefficients swapped", coefficients_swapped, "A-04"),
        ("second signatures swapped", second_signatures_swapped, "A-04"),
        ("a smaller threshold", smaller_threshold, "A-04"),
        ("a key of other trustees", key_of_other_trustees, "A-05"),
        ("a credential twice", doubled_credential, "A-06"),
        ("a neutral credential", neutral_credential, "A-06"),
        ("a credential outside the subgroup", credential_outside_the_subgroup, "A-06"),
    )
}
