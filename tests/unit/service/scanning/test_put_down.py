"""Scans lie in a folder of their own while they are read; what a crash left is deleted."""

from pathlib import Path

from service.scanning.put_down import delete_left_over, left_over, put_down


def test_a_scan_is_gone_once_it_is_read_and_not_left_over_before(tmp_path: Path) -> None:
    with put_down(tmp_path) as path:
        path.write_bytes(b"scan")
        assert left_over(tmp_path) == []
        delete_left_over(tmp_path)
        assert path.read_bytes() == b"scan"
    assert [*tmp_path.iterdir()] == []


def test_what_a_crash_left_is_deleted_and_nothing_else(tmp_path: Path) -> None:
    for name in ("scan-s0352zqo", "scan-_bcdefg1"):
        (tmp_path / name).mkdir()
    (tmp_path / "scan-s0352zqo" / "pages").write_bytes(b"scan")
    others = ["scan-archive", "scan-2026", "scan-ABCDEFGH", "keys", "xscan-s0352zqo"]
    for name in others:
        (tmp_path / name).mkdir()
    (tmp_path / "scan-filefile").write_bytes(b"")
    (tmp_path / "scan-linklink").symlink_to(tmp_path / "keys")
    assert [one.name for one in left_over(tmp_path)] == ["scan-_bcdefg1", "scan-s0352zqo"]

    delete_left_over(tmp_path)
    assert left_over(tmp_path) == []
    kept = {*others, "scan-filefile", "scan-linklink"}
    assert {one.name for one in tmp_path.iterdir()} == kept
