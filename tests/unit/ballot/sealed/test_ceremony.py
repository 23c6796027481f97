"""Nobody can join a key generation with a message that is not right, and nobody can rush it."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from ballot.sealed import (
    Circle,
    SealedFault,
    TrusteeSecret,
    certificate,
    check_circle,
    check_commitments,
    check_contribution,
    check_reloaded,
    check_trustees,
    commitment,
    contribution,
    finish,
    group_named,
    make_test,
    new_trustee,
    prove_reloaded,
    read_trustee,
    single_trustee,
    trustees_document,
)
from ballot.sealed.polynomial import value_at, weights
from ballot.sealed.share import seal_share
from ballot.sealed.signature import prove_key, sign_message, sign_text
from ballot.sealed.v1.codec import WireSigned, encode, sha_hex
from ballot.sealed.v1.trustees import bound_text
from tests.support.sealed_round import Keys, ceremony, foreign_point, keys_of

GROUP = group_named("Ed25519")
SIZE, THRESHOLD = 3, 2


@dataclass(frozen=True)
class Story:
    """The messages of an honest ceremony, to be spoiled one at a time."""

    secrets: tuple[TrusteeSecret, ...]
    certificates: tuple[bytes, ...]
    circle: Circle
    commitments: tuple[bytes, ...]
    contributions: tuple[bytes, ...]


@pytest.fixture(scope="module")
def story() -> Story:
    secrets = tuple(new_trustee(GROUP, i, SIZE, THRESHOLD, os.urandom) for i in (1, 2, 3))
    certificates = tuple(certificate(each, os.urandom) for each in secrets)
    circle = check_circle(GROUP, THRESHOLD, certificates)
    commitments = tuple(commitment(each, circle, os.urandom) for each in secrets)
    contributions = tuple(contribution(each, circle, commitments, os.urandom) for each in secrets)
    return Story(secrets, certificates, circle, commitments, contributions)


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(SealedFault) as refused:
        act()
    return refused.value.code


def edited(raw: bytes, edit: Callable[[dict[str, Any]], object]) -> bytes:
    value = json.loads(raw)
    edit(value)
    return encode(value)


def swapped(entries: tuple[bytes, ...]) -> tuple[bytes, ...]:
    return (entries[1], entries[0], *entries[2:])


@pytest.mark.parametrize(("threshold", "size"), [(1, 1), (2, 3), (3, 3), (3, 5)])
@pytest.mark.parametrize("name", ["Ed25519", "BELENIOS-2048"])
def test_any_threshold_of_the_shares_is_the_key(name: str, threshold: int, size: int) -> None:
    keys = ceremony(group_named(name), threshold, size)
    order = keys.group.order
    for chosen in (range(1, threshold + 1), range(size - threshold + 1, size + 1)):
        factors = zip(weights(list(chosen), 0, order), chosen, strict=True)
        secret = sum(w * keys.secrets[place - 1].private_share() for w, place in factors)
        assert keys.group.generate(secret % order) == keys.trustees.public_key
    assert check_trustees(keys.trustees.raw, keys.group) == keys.trustees


def test_all_devices_show_the_same_codes_and_a_changed_message_changes_them(story: Story) -> None:
    other = (
        *story.certificates[:2],
        certificate(new_trustee(GROUP, 3, 3, 2, os.urandom), os.urandom),
    )
    resigned = (*story.certificates[:2], certificate(story.secrets[2], os.urandom))

    assert check_circle(GROUP, THRESHOLD, story.certificates).spoken == story.circle.spoken
    assert check_circle(GROUP, THRESHOLD, resigned).spoken == story.circle.spoken
    assert check_circle(GROUP, THRESHOLD, other).spoken != story.circle.spoken
    assert len(story.circle.spoken) == 8
    assert story.circle.spoken.isdigit()


def test_the_secret_survives_being_written_down(story: Story) -> None:
    done, _ = finish(
        story.secrets[0], story.circle, story.commitments, story.contributions, os.urandom
    )

    assert read_trustee(done.encode()) == done
    for spoiled in (
        b"",
        b"{}",
        done.encode()[:-1],
        done.encode().replace(b'"index":1', b'"index":0'),
        done.encode().replace(b'"threshold":2', b'"threshold":4'),
        done.encode().replace(b"Ed25519", b"Ed448"),
        done.encode().replace(b'"share":"', b'"share":"0'),
        done.encode().replace(b'"seed":"', b'"seed":"0'),
    ):
        with pytest.raises(SealedFault):
            read_trustee(spoiled)


def test_the_seed_alone_restores_the_share_from_the_public_messages(story: Story) -> None:
    secret = story.secrets[1]
    restored = msgspec.structs.replace(
        new_trustee(GROUP, 2, SIZE, THRESHOLD, os.urandom), seed=secret.seed
    )
    arguments = (story.circle, story.commitments, story.contributions, os.urandom)

    assert finish(restored, *arguments)[0] == finish(secret, *arguments)[0]


def test_malformed_certificates_are_refused(story: Story) -> None:
    first, rest = story.certificates[0], story.certificates[1:]
    neutral = GROUP.text(GROUP.neutral)
    text = json.loads(first)["message"]
    inner = json.loads(text)
    key = story.secrets[0].signing_key()

    def signed(**changes: object) -> bytes:
        message = encode({**inner, **changes}).decode()
        return encode(sign_message(GROUP, key, message, os.urandom))

    for spoiled, code in (
        (b"", "sealed.contribution"),
        (b"x" * 300_000, "sealed.contribution"),
        (first + b" ", "sealed.contribution"),
        (edited(first, lambda v: v.update(message=v["message"] + " ")), "sealed.trustees"),
        (signed(encryption=neutral), "sealed.neutral"),
        (signed(verification=neutral), "sealed.neutral"),
        (signed(encryption=foreign_point(inner["encryption"])), "sealed.outside_group"),
        (signed(context={**inner["context"], "index": 2}), "sealed.trustees"),
        (signed(context={**inner["context"], "threshold": 1}), "sealed.trustees"),
        (signed(context={**inner["context"], "group": "BELENIOS-2048"}), "sealed.trustees"),
    ):
        act = lambda spoiled=spoiled: check_circle(GROUP, THRESHOLD, (spoiled, *rest))  # noqa: E731
        assert code_of(act) == code
    assert code_of(lambda: check_circle(GROUP, THRESHOLD, swapped(story.certificates))) == (
        "sealed.trustees"
    )
    assert code_of(lambda: check_circle(GROUP, 4, story.certificates)) == "sealed.trustees"
    assert code_of(lambda: check_circle(GROUP, 1, ())) == "sealed.trustees"


def test_a_copied_certificate_key_is_refused(story: Story) -> None:
    """A member who presents another's keys as its own (signed by the other) is no member."""
    secret = msgspec.structs.replace(story.secrets[0], index=2)
    copied = (story.certificates[0], certificate(secret, os.urandom), story.certificates[2])

    assert code_of(lambda: check_circle(GROUP, THRESHOLD, copied)) == "sealed.copied"


def test_a_device_refuses_a_circle_that_does_not_contain_it(story: Story) -> None:
    stranger = new_trustee(GROUP, 1, SIZE, THRESHOLD, os.urandom)

    assert code_of(lambda: commitment(stranger, story.circle, os.urandom)) == (
        "sealed.not_a_member"
    )


def test_nobody_reveals_before_all_commitments_are_there(story: Story) -> None:
    early = story.commitments[:2]

    assert (
        code_of(lambda: contribution(story.secrets[0], story.circle, early, os.urandom))
        == "sealed.rushing"
    )
    assert code_of(lambda: check_commitments(story.circle, ())) == "sealed.rushing"


def test_a_contribution_chosen_after_the_commitment_is_refused(story: Story) -> None:
    """The rusher waits for the others and then publishes another polynomial, rightly signed."""
    rusher = story.secrets[2]
    points = tuple(GROUP.text(GROUP.generate(exponent)) for exponent in (77, 78))
    text = encode({"coefexps": points}).decode()
    spoiled = edited(
        story.contributions[2],
        lambda value: value.update(
            coefexps=msgspec.to_builtins(
                sign_message(GROUP, rusher.signing_key(), text, os.urandom)
            ),
            signature=msgspec.to_builtins(
                sign_text(
                    GROUP,
                    rusher.signing_key(),
                    bound_text(story.circle.certs, points),
                    os.urandom,
                )
            ),
        ),
    )

    assert (
        code_of(lambda: check_contribution(story.circle, story.commitments, 3, spoiled))
        == "sealed.rushing"
    )


def test_malformed_commitments_are_refused(story: Story) -> None:
    first, rest = story.commitments[0], story.commitments[1:]
    elsewhere = ceremony(GROUP, THRESHOLD, SIZE)
    assert elsewhere.circle is not None
    foreign = sign_message(
        GROUP,
        story.secrets[0].signing_key(),
        encode({"certificates": elsewhere.circle.digest, "coefexps": "0" * 64}).decode(),
        os.urandom,
    )
    for spoiled in (b"", first + b" ", rest[0], encode(foreign)):
        act = lambda spoiled=spoiled: check_commitments(story.circle, (spoiled, *rest))  # noqa: E731
        assert code_of(act) == "sealed.contribution"


def test_a_copied_commitment_is_refused(story: Story) -> None:
    copied = sign_message(
        GROUP,
        story.secrets[1].signing_key(),
        json.loads(story.commitments[0])["message"],
        os.urandom,
    )
    commitments = (story.commitments[0], encode(copied), story.commitments[2])

    assert code_of(lambda: check_commitments(story.circle, commitments)) == "sealed.copied"


def committed(story: Story, texts: list[str]) -> tuple[tuple[bytes, ...], bytes]:
    """Commitments and a contribution of member 3, whose polynomial texts are ``texts``."""
    key = story.secrets[2].signing_key()
    message = encode({"coefexps": texts}).decode()
    inner = {"certificates": story.circle.digest, "coefexps": sha_hex(message.encode())}
    mine = sign_message(GROUP, key, encode(inner).decode(), os.urandom)
    bound = sign_text(GROUP, key, bound_text(story.circle.certs, texts), os.urandom)
    raw = edited(
        story.contributions[2],
        lambda value: value.update(
            coefexps=msgspec.to_builtins(sign_message(GROUP, key, message, os.urandom)),
            signature=msgspec.to_builtins(bound),
        ),
    )
    return (*story.commitments[:2], encode(mine)), raw


def test_malformed_polynomials_are_refused_although_committed_and_signed(story: Story) -> None:
    good = [GROUP.text(GROUP.generate(exponent)) for exponent in (77, 78, 79)]
    for texts, code in (
        (good[:1], "sealed.trustees"),
        (good, "sealed.trustees"),
        ([GROUP.text(GROUP.neutral), good[1]], "sealed.neutral"),
        ([foreign_point(good[0]), good[1]], "sealed.outside_group"),
        ([good[0], "zz"], "sealed.element"),
    ):
        commitments, raw = committed(story, texts)
        act = lambda c=commitments, r=raw: check_contribution(story.circle, c, 3, r)  # noqa: E731
        assert code_of(act) == code


def test_contributions_of_the_wrong_size_place_or_signature_are_refused(story: Story) -> None:
    circle, commitments = story.circle, story.commitments
    first = story.contributions[0]
    short = edited(first, lambda value: value["shares"].pop())
    other = json.loads(story.contributions[1])["signature"]
    unbound = edited(first, lambda value: value.update(signature=other))

    assert code_of(lambda: check_contribution(circle, commitments, 1, short)) == (
        "sealed.contribution"
    )
    assert code_of(lambda: check_contribution(circle, commitments, 4, first)) == (
        "sealed.contribution"
    )
    assert code_of(lambda: check_contribution(circle, commitments, 2, first)) == "sealed.rushing"
    assert code_of(lambda: check_contribution(circle, commitments, 1, unbound)) == (
        "sealed.contribution"
    )


def test_a_false_share_is_refused_and_its_sender_named(story: Story) -> None:
    member = story.circle.members[0]
    context = f"{story.circle.digest}|2|1"
    false = seal_share(GROUP, member.encryption, context, 4711, os.urandom)
    spoiled = edited(
        story.contributions[1],
        lambda value: value["shares"].__setitem__(0, msgspec.to_builtins(false)),
    )
    contributions = (story.contributions[0], spoiled, story.contributions[2])
    with pytest.raises(SealedFault, match="第 2 位") as refused:
        finish(story.secrets[0], story.circle, story.commitments, contributions, os.urandom)
    assert refused.value.code == "sealed.bad_share"


def test_a_share_out_of_its_place_does_not_open(story: Story) -> None:
    spoiled = edited(story.contributions[1], lambda value: value["shares"].reverse())
    damaged = edited(
        story.contributions[1], lambda value: value["shares"][0].update(data="00" * 48)
    )
    short = edited(story.contributions[1], lambda value: value["shares"][0].update(data=""))
    for each in (spoiled, damaged, short):
        contributions = (story.contributions[0], each, story.contributions[2])
        act = lambda c=contributions: finish(  # noqa: E731
            story.secrets[0], story.circle, story.commitments, c, os.urandom
        )
        assert code_of(act) == "sealed.share"


def test_missing_contributions_or_wrong_keys_make_no_document(story: Story) -> None:
    keys = [
        finish(each, story.circle, story.commitments, story.contributions, os.urandom)[1]
        for each in story.secrets
    ]

    document = trustees_document(story.circle, story.contributions, keys)
    assert document.items[0].threshold == THRESHOLD
    for contributions, given in (
        (story.contributions[:2], keys),
        (story.contributions, keys[:2]),
        (story.contributions, [keys[1], keys[0], keys[2]]),
        (story.contributions, [b"", *keys[1:]]),
    ):
        with pytest.raises(SealedFault):
            trustees_document(story.circle, contributions, given)


def test_an_encryption_key_of_another_member_is_refused(story: Story) -> None:
    own = json.loads(json.loads(story.certificates[1])["message"])
    other = json.loads(json.loads(story.certificates[0])["message"])
    message = encode({**own, "encryption": other["encryption"]}).decode()
    copied = encode(sign_message(GROUP, story.secrets[1].signing_key(), message, os.urandom))
    certificates = (story.certificates[0], copied, story.certificates[2])

    assert code_of(lambda: check_circle(GROUP, THRESHOLD, certificates)) == "sealed.copied"


def test_a_device_does_not_reveal_under_a_commitment_that_is_not_its_own(story: Story) -> None:
    inner = {"certificates": story.circle.digest, "coefexps": "0" * 64}
    mine = sign_message(GROUP, story.secrets[0].signing_key(), encode(inner).decode(), os.urandom)
    commitments = (encode(mine), *story.commitments[1:])

    assert (
        code_of(lambda: contribution(story.secrets[0], story.circle, commitments, os.urandom))
        == "sealed.contribution"
    )


def document(
    secrets: tuple[TrusteeSecret, ...],
    polynomials: list[tuple[int, ...]],
    edit: Callable[[dict[str, Any]], object] = lambda _: None,
    shift: int = 0,
) -> bytes:
    """A 2 of 3 document with these polynomials, rightly signed; ``shift`` falsifies the shares."""
    certs = [json.loads(certificate(each, os.urandom)) for each in secrets]
    signed_certs = tuple(msgspec.convert(each, WireSigned) for each in certs)
    coefexps, signatures, keys = [], [], []
    for place, (secret, polynomial) in enumerate(zip(secrets, polynomials, strict=True), start=1):
        sign = secret.signing_key()
        texts = [GROUP.text(GROUP.generate(a)) for a in polynomial]
        coefexps.append(sign_message(GROUP, sign, encode({"coefexps": texts}).decode(), os.urandom))
        signatures.append(sign_text(GROUP, sign, bound_text(signed_certs, texts), os.urandom))
        share = sum(value_at(each, place, GROUP.order) for each in polynomials) + shift
        public = GROUP.text(GROUP.generate(share % GROUP.order))
        keys.append(
            {
                "pok": prove_key(GROUP, share % GROUP.order, os.urandom),
                "public_key": public,
                "signature": sign_text(GROUP, sign, public, os.urandom),
            }
        )
    value = {
        "threshold": THRESHOLD,
        "certs": certs,
        "coefexps": coefexps,
        "signatures": signatures,
        "verification_keys": keys,
    }
    plain = json.loads(encode(value))
    edit(plain)
    return encode([["Pedersen", plain]])


POLYNOMIALS = [(11, 12), (21, 22), (31, 32)]


def _exchange(name: str, field: str) -> Callable[[dict[str, Any]], None]:
    """Exchange one field between the first two entries of one list."""

    def edit(value: dict[str, Any]) -> None:
        one, two = value[name][0], value[name][1]
        one[field], two[field] = two[field], one[field]

    return edit


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("certs", "signature"),
        ("coefexps", "signature"),
        ("verification_keys", "pok"),
        ("verification_keys", "signature"),
    ],
)
def test_every_signature_and_proof_of_the_document_is_checked(
    story: Story, name: str, field: str
) -> None:
    good = document(story.secrets, POLYNOMIALS)
    bad = document(story.secrets, POLYNOMIALS, _exchange(name, field))

    assert check_trustees(good, GROUP).public_key == GROUP.generate(11 + 21 + 31)
    assert code_of(lambda: check_trustees(bad, GROUP)) == "sealed.trustees"


def test_a_verification_key_must_follow_from_the_commitments(story: Story) -> None:
    bad = document(story.secrets, POLYNOMIALS, shift=1)

    assert code_of(lambda: check_trustees(bad, GROUP)) == "sealed.trustees"


def test_copied_members_are_refused_in_the_document_too(story: Story) -> None:
    twin = msgspec.structs.replace(story.secrets[0], index=2)
    same_key = document((story.secrets[0], twin, story.secrets[2]), POLYNOMIALS)
    same_polynomial = document(story.secrets, [POLYNOMIALS[0], (11, 99), POLYNOMIALS[2]])

    assert code_of(lambda: check_trustees(same_key, GROUP)) == "sealed.copied"
    assert code_of(lambda: check_trustees(same_polynomial, GROUP)) == "sealed.copied"


def test_the_single_holder_proves_to_know_the_key() -> None:
    one, two = (
        json.loads(
            single_trustee(GROUP, os.urandom, new_trustee(GROUP, 1, 1, 1, os.urandom))[1].raw
        )
        for _ in range(2)
    )
    one[0][1]["pok"] = two[0][1]["pok"]

    assert code_of(lambda: check_trustees(encode(one), GROUP)) == "sealed.trustees"


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"{}", b'[["Other",{}]]', b'[["Single",{}]]', b"[" * 5000, b" " * 5_000_000]
)
def test_malformed_documents_are_refused(raw: bytes) -> None:
    assert code_of(lambda: check_trustees(raw, GROUP)) == "sealed.trustees"


def test_a_spoiled_test_value_is_noticed(keys: Keys) -> None:
    secret = keys.secrets[1]
    spoiled = edited(make_test(secret, os.urandom), lambda value: value.update(digest="0" * 64))

    assert (
        code_of(lambda: prove_reloaded(secret, keys.trustees, 2, spoiled, os.urandom))
        == "sealed.reloading"
    )


@pytest.fixture(scope="module")
def keys() -> Keys:
    return keys_of("Ed25519")


def test_a_holder_proves_that_the_saved_key_still_decrypts(keys: Keys) -> None:
    secret = keys.secrets[1]
    test = make_test(secret, os.urandom)
    proof = prove_reloaded(read_trustee(secret.encode()), keys.trustees, 2, test, os.urandom)

    check_reloaded(keys.group, keys.trustees, 2, proof)
    for owner, spoiled in ((1, proof), (9, proof), (0, proof), (2, b"{}"), (2, proof + b" ")):
        act = lambda o=owner, p=spoiled: check_reloaded(keys.group, keys.trustees, o, p)  # noqa: E731
        assert code_of(act) == "sealed.reloading"


def test_a_key_that_lost_its_share_or_has_another_cannot_prove_it(keys: Keys) -> None:
    secret = keys.secrets[1]
    test = make_test(secret, os.urandom)
    wrong = msgspec.structs.replace(secret, share="4711")
    empty = msgspec.structs.replace(secret, share="")
    for reloaded, owner, code in (
        (wrong, 2, "sealed.reloading"),
        (empty, 2, "sealed.trustee_secret"),
        (secret, 1, "sealed.reloading"),
        (secret, 9, "sealed.reloading"),
    ):
        act = lambda r=reloaded, o=owner: prove_reloaded(r, keys.trustees, o, test, os.urandom)  # noqa: E731
        assert code_of(act) == code
