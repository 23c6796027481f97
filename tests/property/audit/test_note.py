"""One byte form for one note, one text for one checkpoint: in both directions."""

from contextlib import suppress

from hypothesis import example, given
from hypothesis import strategies as st

from audit import note
from audit.checkpoint import Checkpoint
from audit.errors import Malformed
from audit.note import Kind, Note, Signature, VerifierKey

printable = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]))
names = st.text(
    st.characters(min_codepoint=33, exclude_categories=["Cs"]), min_size=1, max_size=20
).filter(lambda name: "+" not in name and not any(map(str.isspace, name)))
texts = st.lists(printable, max_size=5).map(lambda lines: "\n".join(lines) + "\n")
signatures = st.builds(
    Signature, names, st.binary(min_size=4, max_size=4), st.binary(min_size=1, max_size=80)
)
notes = st.builds(Note, texts, st.lists(signatures, min_size=1, max_size=4).map(tuple))
checkpoints = st.builds(
    Checkpoint,
    origin=printable.filter(bool),
    size=st.integers(0, (1 << 63) - 1),
    root=st.binary(min_size=32, max_size=32),
    extensions=st.lists(printable.filter(bool), max_size=3).map(tuple),
)
keys = st.builds(VerifierKey, names, st.binary(min_size=32, max_size=32), st.sampled_from(Kind))


@given(notes)
def test_a_note_reads_back_as_itself(value: Note) -> None:
    assert note.parse(value.serialize()) == value


@given(notes, st.data())
def test_bytes_that_read_as_a_note_are_the_bytes_of_that_note(
    value: Note, data: st.DataObject
) -> None:
    spoiled = bytearray(value.serialize())
    at = data.draw(st.integers(0, len(spoiled) - 1))
    spoiled[at : at + 1] = data.draw(st.binary(max_size=2))

    with suppress(Malformed):
        assert note.parse(bytes(spoiled)).serialize() == bytes(spoiled)


@given(st.binary(max_size=200))
@example("a\n\n— b AAAA\n".encode())
def test_any_bytes_are_a_note_or_malformed(data: bytes) -> None:
    with suppress(Malformed):
        assert note.parse(data).serialize() == data


@given(checkpoints)
def test_a_checkpoint_reads_back_as_itself(value: Checkpoint) -> None:
    assert Checkpoint.parse(value.text) == value


@given(checkpoints, st.data())
def test_a_text_that_reads_as_a_checkpoint_is_the_text_of_that_checkpoint(
    value: Checkpoint, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(value.text) - 1))
    spoiled = value.text[:at] + data.draw(st.text(max_size=2)) + value.text[at + 1 :]

    with suppress(Malformed):
        assert Checkpoint.parse(spoiled).text == spoiled


@given(keys)
def test_a_key_reads_back_as_itself(key: VerifierKey) -> None:
    assert VerifierKey.parse(key.vkey) == key


@given(st.text())
def test_any_text_is_a_key_or_malformed(text: str) -> None:
    with suppress(Malformed):
        assert VerifierKey.parse(text).vkey == text
