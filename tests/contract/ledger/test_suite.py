"""The suite itself: a machine without PostgreSQL must not look like one where all is well."""

import pytest

from tests.support import postgres


def test_without_postgresql_the_suite_fails_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for way in ("_installed", "_from_apt"):
        monkeypatch.setattr(postgres, way, lambda: None)
    monkeypatch.setattr(postgres, "_from_wheel", lambda _scratch: None)

    with pytest.raises(RuntimeError, match="not installed"), postgres.running():
        pass
