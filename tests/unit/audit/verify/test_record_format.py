"""The written format cannot lie: its tables and its limits are the program's."""

from audit.record import layout
from audit.record.container import MAX_BYTES, MAX_MEMBERS, MAX_NAME
from audit.verify.catalogue import CHECKS
from tests.support.format_tables import PAGE, filled

TEXT = PAGE.read_text(encoding="utf-8")


def test_the_tables_are_those_of_the_program() -> None:
    assert filled(TEXT) == TEXT


def test_every_check_has_a_row() -> None:
    for check in CHECKS:
        assert f"| {check.id} | {check.english}. {check.title} |" in TEXT


def test_the_limits_are_those_of_the_reader() -> None:
    assert f"At most {MAX_MEMBERS:,} members and {MAX_BYTES:,} bytes" in TEXT
    assert f"1 to {MAX_NAME} bytes" in TEXT
    assert layout.size_limit("record-1", "log/tile/entries/000") == 16_777_472
    assert layout.size_limit("record-1", "log/tile/0/000") == 8 << 10
    assert layout.size_limit("record-1", "log/checkpoint") == 64 << 10
    assert layout.size_limit("record-1", "manifest.json") == 16 << 20
    assert layout.size_limit("record-1", "outcome.json") == 4 << 20
    assert layout.size_limit("record-1", "papers/1-count_report.pdf") == 64 << 20
    assert layout.size_limit("evidence-1", "manifest.json") == 16 << 20
    assert layout.size_limit("evidence-1", layout.batch_name(1, 3)) == 4 << 20
    assert layout.size_limit("evidence-1", f"objects/{'0' * 64}") == 64 << 20
    assert layout.size_limit("record-1", layout.batch_name(1, 3)) is None
    assert layout.LOG_LIMIT == 256 << 20
