"""The verifier shares the format with the writer, and nothing else."""

import ast
from collections.abc import Iterator
from pathlib import Path

import audit.verify

WRITERS = {"audit.record.writer", "audit.record.archives"}


def imported(folder: Path) -> Iterator[str]:
    """Yield every module that a module of ``folder`` names in an import."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                yield node.module
                yield from (f"{node.module}.{one.name}" for one in node.names)
            elif isinstance(node, ast.Import):
                yield from (one.name for one in node.names)


def test_the_verifier_does_not_know_the_writer() -> None:
    found = set(imported(Path(str(audit.verify.__file__)).parent))

    assert "audit.record.container" in found
    assert not found & WRITERS
