"""Checkpoints against the published example of c2sp.org/tlog-checkpoint."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit import checkpoint, note
from audit.checkpoint import Checkpoint
from audit.errors import Malformed, Unproven
from audit.merkle import EMPTY_ROOT
from audit.note import Kind, VerifierKey

PUBLISHED = (
    "example.com/behind-the-sofa\n"
    "20852163\n"
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    "\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q"
    "1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
).encode()
LOG = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
LOG_KEY = VerifierKey("piaojue.example/1", LOG.public_key().public_bytes_raw())
WITNESS_KEY = VerifierKey(
    "witness.example/1", WITNESS.public_key().public_bytes_raw(), Kind.COSIGNATURE
)
EMPTY = Checkpoint(origin="piaojue.example/1", size=0, root=EMPTY_ROOT)
ROOT_LINE = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="


def test_the_published_checkpoint_is_read_and_written_back() -> None:
    read = note.parse(PUBLISHED)
    state = Checkpoint.parse(read.text)

    assert (state.origin, state.size) == ("example.com/behind-the-sofa", 20852163)
    assert state.root.hex().startswith("0ac5186a91863e8e")
    assert state.text == read.text
    assert read.serialize() == PUBLISHED


def test_the_empty_log_has_a_checkpoint_too() -> None:
    assert EMPTY.text == f"piaojue.example/1\n0\n{ROOT_LINE}\n"


def test_a_signed_checkpoint_opens_with_the_key_of_its_log_only() -> None:
    published = checkpoint.sign_checkpoint(EMPTY, LOG_KEY, LOG.sign)

    assert checkpoint.open_checkpoint(published, LOG_KEY) == EMPTY
    with pytest.raises(Unproven):
        checkpoint.open_checkpoint(published, VerifierKey(LOG_KEY.name, WITNESS_KEY.public))
    with pytest.raises(Unproven):
        checkpoint.open_checkpoint(published.replace(b"\n0\n", b"\n1\n"), LOG_KEY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        f"piaojue.example/1\n0\n{ROOT_LINE}",
        "piaojue.example/1\n0\n",
        f"\n0\n{ROOT_LINE}\n",
        f"piaojue.example/1\n00\n{ROOT_LINE}\n",
        f"piaojue.example/1\n01\n{ROOT_LINE}\n",
        f"piaojue.example/1\n+1\n{ROOT_LINE}\n",
        f"piaojue.example/1\n-1\n{ROOT_LINE}\n",
        f"piaojue.example/1\n１\n{ROOT_LINE}\n",
        f"piaojue.example/1\n1 \n{ROOT_LINE}\n",
        f"piaojue.example/1\n\n{ROOT_LINE}\n",
        f"piaojue.example/1\n9223372036854775808\n{ROOT_LINE}\n",
        f"piaojue.example/1\n{'9' * 5000}\n{ROOT_LINE}\n",
        f"piaojue.example/1\n0\n{ROOT_LINE[:-1]}\n",
        f"piaojue.example/1\n0\n{ROOT_LINE[:-2]}V=\n",
        "piaojue.example/1\n0\n47DEQpj8HBSa\n",
        f"piaojue.example/1\n0\n{ROOT_LINE}\n\n",
        f"piaojue.example/1\n0\n{ROOT_LINE}\nextension\n\nanother\n",
    ],
)
def test_what_is_not_exactly_a_checkpoint_is_malformed(text: str) -> None:
    with pytest.raises(Malformed):
        Checkpoint.parse(text)


def test_a_witness_cosigns_and_its_time_is_read_back() -> None:
    published = note.parse(checkpoint.sign_checkpoint(EMPTY, LOG_KEY, LOG.sign))

    witnessed = checkpoint.cosign(published, WITNESS_KEY, WITNESS.sign, time=1679315147)

    reread = note.parse(witnessed.serialize())
    assert note.verify(reread, [LOG_KEY, WITNESS_KEY]) == (LOG_KEY, WITNESS_KEY)
    assert checkpoint.witnessed_at(reread, WITNESS_KEY) == 1679315147


def test_the_message_of_a_witness_is_the_one_of_the_specification() -> None:
    assert note.cosigned_message(note.parse(PUBLISHED).text, 1679315147) == (
        b"cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\n"
        b"CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    )


def test_a_changed_time_spoils_the_cosignature() -> None:
    published = note.parse(checkpoint.sign_checkpoint(EMPTY, LOG_KEY, LOG.sign))
    line = checkpoint.cosign(published, WITNESS_KEY, WITNESS.sign, time=7).signatures[-1]

    for stamp in (8, 1 << 63):
        later = note.Signature(line.name, line.key_id, stamp.to_bytes(8) + line.value[8:])
        with pytest.raises(Unproven):
            checkpoint.witnessed_at(note.Note(EMPTY.text, (later,)), WITNESS_KEY)


@pytest.mark.parametrize("time", [-1, 1 << 63])
def test_no_witness_signs_a_time_outside_the_specification(time: int) -> None:
    published = note.parse(checkpoint.sign_checkpoint(EMPTY, LOG_KEY, LOG.sign))

    with pytest.raises(Malformed):
        checkpoint.cosign(published, WITNESS_KEY, WITNESS.sign, time=time)


def test_a_witness_cosigns_checkpoints_only_and_with_a_witness_key_only() -> None:
    line = note.sign_text("hello\n", LOG_KEY, LOG.sign)
    published = note.parse(checkpoint.sign_checkpoint(EMPTY, LOG_KEY, LOG.sign))

    with pytest.raises(Malformed):
        checkpoint.cosign(note.Note("hello\n", (line,)), WITNESS_KEY, WITNESS.sign, time=1)
    with pytest.raises(Malformed):
        checkpoint.cosign(published, LOG_KEY, LOG.sign, time=1)
    with pytest.raises(Malformed):
        checkpoint.witnessed_at(published, LOG_KEY)


@pytest.mark.parametrize(
    "change",
    [
        {"origin": ""},
        {"origin": "two\nlines"},
        {"extensions": ("",)},
        {"extensions": ("a\nb",)},
        {"size": -1},
        {"size": 1 << 63},
        {"root": bytes(31)},
    ],
)
def test_a_checkpoint_that_no_text_can_carry_is_not_made(change: dict[str, object]) -> None:
    values: dict[str, object] = {"origin": "piaojue.example/1", "size": 0, "root": EMPTY_ROOT}

    with pytest.raises(Malformed):
        Checkpoint(**{**values, **change})  # type: ignore[arg-type] # wrong on purpose
