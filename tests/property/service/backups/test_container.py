"""The file of a backup: what is written is read again, and one changed byte is always noticed."""

import io
import subprocess
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.backups.container import (
    CHUNK,
    MANIFEST,
    header,
    members,
    padding,
    write_end,
    write_member,
)
from service.backups.errors import Unreadable

NAMES = st.one_of(
    st.sampled_from([MANIFEST, "ledger.db", "office.db"]),
    st.from_regex(r"(keys|tls)/[A-Za-z0-9][A-Za-z0-9._-]{0,79}", fullmatch=True),
)
FILES = st.lists(st.tuples(NAMES, st.binary(max_size=2000)), max_size=5)


def bound(files: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    for name, data in files:
        write_member(out, name, len(data), [data])
    write_end(out)
    return out.getvalue()


def unbound(data: bytes) -> list[tuple[str, bytes]]:
    return [(one.name, b"".join(one.chunks())) for one in members(io.BytesIO(data))]


@given(FILES)
def test_what_was_written_is_read(files: list[tuple[str, bytes]]) -> None:
    assert unbound(bound(files)) == files


@given(FILES, st.data())
def test_a_changed_byte_is_refused_or_is_in_the_content(
    files: list[tuple[str, bytes]], data: st.DataObject
) -> None:
    whole = bytearray(bound(files))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    try:
        found = unbound(bytes(whole))
    except Unreadable:
        return
    # A hash in the manifest catches this; a name and a size never change silently.
    assert [(name, len(one)) for name, one in found] == [(name, len(one)) for name, one in files]
    assert found != files


@given(FILES, st.integers(1, 2000))
def test_a_shortened_file_is_refused(files: list[tuple[str, bytes]], cut: int) -> None:
    whole = bound(files)
    with pytest.raises(Unreadable):
        unbound(whole[: max(0, len(whole) - cut)])


@given(st.binary(max_size=3000))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        unbound(b"x" + data)


def entry(name: str, **more: object) -> bytes:
    info = tarfile.TarInfo(name)
    info.mode = 0o600
    for key, value in more.items():
        setattr(info, key, value)
    return info.tobuf(tarfile.GNU_FORMAT, "ascii")


@pytest.mark.parametrize(
    "block",
    [
        entry("../keys/x.pem"),
        entry("/keys/x.pem"),
        entry("keys/../x.pem"),
        entry("keys/a/b.pem"),
        entry("keys/.x.pem"),
        entry("ledger.db-wal"),
        entry("keys/x.pem", type=tarfile.SYMTYPE, linkname="/etc/passwd"),
        entry("keys/x.pem", type=tarfile.LNKTYPE, linkname="ledger.db"),
        entry("keys/x.pem", type=tarfile.DIRTYPE),
        entry("keys/x.pem", mode=0o644),
        entry("keys/x.pem", mtime=1),
        entry("keys/x.pem", uname="root"),
    ],
)
def test_paths_links_and_other_headers_are_refused(block: bytes) -> None:
    with pytest.raises(Unreadable):
        unbound(block + bytes(1024))


def test_a_member_may_be_larger_than_eight_gigabytes() -> None:
    size = 9 << 30
    one = next(members(io.BytesIO(header("ledger.db", size))))
    assert (one.name, one.size) == ("ledger.db", size)
    with pytest.raises(Unreadable, match="中断"):
        next(one.chunks())


def test_large_members_come_in_chunks() -> None:
    data = bytes(2 * CHUNK + 1)
    (one,) = [[*one.chunks()] for one in members(io.BytesIO(bound([("ledger.db", data)])))]
    assert [*map(len, one)] == [CHUNK, CHUNK, 1]
    assert len(padding(len(data))) == 511


def test_tar_unpacks_a_backup_by_hand(tmp_path: Path) -> None:
    (tmp_path / "b.tar").write_bytes(bound([(MANIFEST, b"{}"), ("keys/a.pem", b"key")]))
    subprocess.run(["tar", "xf", "b.tar"], cwd=tmp_path, check=True)
    assert (tmp_path / "keys" / "a.pem").read_bytes() == b"key"
