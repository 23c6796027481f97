"""The container has one byte form, and everything else is refused by name."""

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import Malformed
from audit.record.container import Container, ContainerWriter

FILES = {"a.json": b"{}", "b/c": b"", "d": bytes(range(256)) * 9}


def written(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    writer = ContainerWriter(out)
    for name, data in files.items():
        writer.add(name, data)
    writer.finish()
    return out.getvalue()


def read(data: bytes) -> dict[str, bytes]:
    container = Container.open(io.BytesIO(data))
    return {one.name: container.read(one) for one in container.members}


def refused(data: bytes) -> str:
    with pytest.raises(Malformed) as caught:
        Container.open(io.BytesIO(data))
    return caught.value.code


names = st.text("abcdefghij/.-_0123456789", min_size=1, max_size=40)


@given(st.dictionaries(names, st.binary(max_size=300), max_size=8))
def test_what_is_written_is_read_back(files: dict[str, bytes]) -> None:
    assert read(written(files)) == files


def test_the_standard_library_unpacks_it() -> None:
    with zipfile.ZipFile(io.BytesIO(written(FILES))) as unpacked:
        assert unpacked.testzip() is None
        assert {name: unpacked.read(name) for name in unpacked.namelist()} == FILES


def test_a_member_written_in_pieces_is_the_same() -> None:
    out = io.BytesIO()
    writer = ContainerWriter(out)
    with writer.member("x") as body:
        body.write(b"ab")
        body.write(b"c")
    writer.finish()

    assert out.getvalue() == written({"x": b"abc"})


def test_a_window_reads_like_a_file() -> None:
    container = Container.open(io.BytesIO(written(FILES)))
    window = container.window(container.members[2])

    assert window.read(3) == b"\x00\x01\x02"
    assert window.seek(-1, io.SEEK_END) == 256 * 9 - 1
    assert window.read() == b"\xff"
    assert window.read() == b""
    assert window.seek(2) == 2
    assert io.BufferedReader(window).read(2) == b"\x02\x03"


def zipped(change: Callable[[zipfile.ZipFile], None]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        change(target)
    return out.getvalue()


def deflated(target: zipfile.ZipFile) -> None:
    target.writestr("bomb", bytes(10_000_000), compress_type=zipfile.ZIP_DEFLATED)


def linked(target: zipfile.ZipFile) -> None:
    info = zipfile.ZipInfo("link", (1980, 1, 1, 0, 0, 0))
    info.external_attr = 0o120777 << 16
    target.writestr(info, "/etc/passwd")


def dated(target: zipfile.ZipFile) -> None:
    info = zipfile.ZipInfo("d", (2026, 1, 1, 0, 0, 0))
    info.external_attr = 0o100644 << 16
    target.writestr(info, "x")


def commented(target: zipfile.ZipFile) -> None:
    target.writestr("a", "x")
    target.comment = b"hello"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "container.size"),
        (b"PK", "container.size"),
        (b"x" * 100, "container.end"),
        (written(FILES)[:-1], "container.end"),
        (written(FILES)[1:], "container.end"),
        (written(FILES) + b"x", "container.end"),
        (b"x" + written(FILES), "container.end"),
        (zipped(deflated), "container.compressed"),
        (zipped(linked), "container.link"),
        (zipped(dated), "container.directory"),
        (zipped(commented), "container.end"),
        (written({"d": b""}).replace(b"d", b"\xfe"), "container.name"),
        (written({"ab": b"12"}).replace(b"ab12", b"ac12", 1), "container.header"),
    ],
)
def test_another_spelling_is_refused_by_its_name(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_bytes_between_members_are_refused() -> None:
    data = bytearray(written({"a": b"1", "b": b"2"}))
    gap = bytes(data).index(b"PK\x03\x04", 4)
    data[gap:gap] = b"hidden"
    start = int.from_bytes(data[-6:-2], "little") + 6
    data[-6:-2] = start.to_bytes(4, "little")

    assert refused(bytes(data)) in {"container.header", "container.directory"}


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_a_changed_byte_is_refused_or_lies_in_a_content(place: int, change: int) -> None:
    data = bytearray(written(FILES))
    data[place % len(data)] ^= change
    try:
        found = read(bytes(data))
    except Malformed:
        return
    assert list(found) == list(FILES)
    assert found != FILES


@given(st.integers(0, 10_000))
def test_every_truncation_is_refused(length: int) -> None:
    data = written(FILES)
    refused(data[: length % len(data)])
