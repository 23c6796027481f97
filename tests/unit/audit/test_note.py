"""Signed notes against the published examples of the Go checksum database's note package."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit import note
from audit.errors import Malformed, Unproven
from audit.note import Kind, Note, Signature, VerifierKey

TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
PETER = VerifierKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
ENOCH = VerifierKey.parse("EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop")
PETER_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
PETER_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdng"
    "otpRZb6KE6RyyBwJnAM=\n"
)
ENOCH_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox"
    "33WWd1RvMc+QQ=\n"
)
PUBLISHED = f"{TEXT}\n{PETER_LINE}{ENOCH_LINE}".encode()

MALFORMED = {
    "empty": b"",
    "text only": TEXT.encode(),
    "no signature": f"{TEXT}\n".encode(),
    "no final newline": f"{TEXT}\n{PETER_LINE}".encode()[:-1],
    "control character": f"\x01{TEXT}\n{PETER_LINE}".encode(),
    "not utf-8": b"\xff" + PUBLISHED,
    "line that is no signature": PUBLISHED + b"Unexpected line.\n",
    "blank line at the end": PUBLISHED + b"\n",
    "carriage returns": PUBLISHED.replace(b"\n", b"\r\n"),
    "hyphens for a dash": PUBLISHED.replace("— Enoch".encode(), b"-- Enoch"),
    "space in a name": PUBLISHED.replace(b"EnochRoot", b"Enoch Root"),
    "plus in a name": PUBLISHED.replace(b"EnochRoot", b"Enoch+Root"),
    "no-break space in a name": PUBLISHED.replace(b"EnochRoot", "Enoch\u00a0Root".encode()),
    "no name": PUBLISHED.replace(b"EnochRoot ", b""),
    "unpadded base64": PUBLISHED.replace(b"nAM=", b"nAM"),
    "loose trailing bits": PUBLISHED.replace(b"nAM=", b"nAN="),
    "url-safe alphabet": PUBLISHED.replace(b"nAM=", b"nA-="),
    "space after base64": PUBLISHED.replace(b"nAM=", b"nAM= "),
    "blob of two bytes": f"{TEXT}\n— short eA8=\n".encode(),
    "key id without signature": f"{TEXT}\n— short x08gow==\n".encode(),
    "101 signatures": f"{TEXT}\n{PETER_LINE * 101}".encode(),
    "more than a mebibyte": f"{'x' * (1 << 20)}\n\n{PETER_LINE}".encode(),
}


def sign_as_peter(message: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(PETER_SEED).sign(message)


def test_the_published_note_is_made_byte_for_byte() -> None:
    line = note.sign_text(TEXT, PETER, sign_as_peter)

    assert Note(TEXT, (line,)).serialize() == f"{TEXT}\n{PETER_LINE}".encode()


def test_the_published_note_verifies_for_each_key_that_is_trusted() -> None:
    read = note.parse(PUBLISHED)

    assert read.text == TEXT
    assert note.verify(read, [PETER]) == (PETER,)
    assert note.verify(read, [PETER, ENOCH]) == (PETER, ENOCH)


def test_a_second_signature_joins_without_touching_the_first() -> None:
    enoch_only = note.parse(f"{TEXT}\n{ENOCH_LINE}".encode())

    both = enoch_only.signed_also(PETER, sign_as_peter)

    assert both.serialize() == f"{TEXT}\n{ENOCH_LINE}{PETER_LINE}".encode()


def test_keys_survive_their_text_form() -> None:
    assert VerifierKey.parse(PETER.vkey) == PETER
    assert PETER.key_id.hex() == "c74f20a3"


def test_a_note_that_no_trusted_key_signed_is_unproven() -> None:
    for keys in ([], [VerifierKey("PeterNeumann", ENOCH.public)]):
        with pytest.raises(Unproven) as caught:
            note.verify(note.parse(PUBLISHED), keys)
        assert caught.value.code == "note.unsigned"


def test_one_false_signature_of_a_trusted_key_spoils_the_note() -> None:
    false = Signature(ENOCH.name, ENOCH.key_id, bytes(64))
    genuine = note.parse(PUBLISHED)

    for signatures in ((*genuine.signatures, false), (false, *genuine.signatures)):
        with pytest.raises(Unproven) as caught:
            note.verify(Note(TEXT, signatures), [PETER, ENOCH])
        assert caught.value.code == "note.bad-signature"


@pytest.mark.parametrize("length", [1, 63, 65])
def test_a_signature_of_the_wrong_length_is_unproven_and_not_a_crash(length: int) -> None:
    for kind in Kind:
        key = VerifierKey("witness.example", PETER.public, kind)
        line = Signature(key.name, key.key_id, b"\xff" * length)
        with pytest.raises(Unproven):
            note.verify(Note(TEXT, (line,)), [key])


def test_a_changed_text_is_unproven() -> None:
    changed = PUBLISHED.replace(b"cryptography", b"Cryptography")

    with pytest.raises(Unproven):
        note.verify(note.parse(changed), [PETER])


@pytest.mark.parametrize("fault", MALFORMED)
def test_what_is_not_exactly_a_note_is_malformed(fault: str) -> None:
    with pytest.raises(Malformed):
        note.parse(MALFORMED[fault])


def test_sixteen_signatures_are_accepted() -> None:
    data = f"{TEXT}\n{PETER_LINE * 16}".encode()

    assert note.verify(note.parse(data), [PETER]) == (PETER,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PeterNeumann",
        PETER.vkey[:-1],
        PETER.vkey[1:],
        PETER.vkey + "\n",
        PETER.vkey.replace("c74f20a3", "c74f20a4"),
        PETER.vkey.replace("c74f20a3", "C74F20A3"),
        PETER.vkey.replace("PeterNeumann", "Peter Neumann"),
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "\ud800+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_what_is_not_exactly_a_key_is_malformed(text: str) -> None:
    with pytest.raises(Malformed):
        VerifierKey.parse(text)


@pytest.mark.parametrize("text", ["", "no newline", "tab\t\n", "bell\x07\n", "half \ud800\n"])
def test_a_text_that_no_note_can_carry_is_not_signed(text: str) -> None:
    with pytest.raises(Malformed):
        note.sign_text(text, PETER, sign_as_peter)


def test_a_witness_key_signs_no_plain_note() -> None:
    witness = VerifierKey(PETER.name, PETER.public, Kind.COSIGNATURE)

    with pytest.raises(Malformed) as caught:
        note.sign_text(TEXT, witness, sign_as_peter)

    assert caught.value.code == "note.kind"
