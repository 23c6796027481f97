"""A verification run in a process of its own: every check, told as it is made."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from audit.verify.catalogue import CHECKS
from audit.verify.checks import Result
from audit.verify.expectations import Expectations
from audit.verify.record import verify_record
from service.cli.verdict import as_json

RECORD, EVIDENCE, REPORT = "record.zip", "evidence.zip", "report.json"
STEP = "复核"


def verify_here(directory: Path, told: Callable[[str, int, int], None]) -> None:
    """Verify the record in ``directory``, with the evidence if it is there; leave the report."""
    done = 0

    def count(result: Result) -> None:
        nonlocal done
        done += 1
        told(f"{STEP} {result.id}", done, len(CHECKS))

    told(STEP, 0, len(CHECKS))
    with ExitStack() as stack:
        record = stack.enter_context((directory / RECORD).open("rb"))
        evidence = directory / EVIDENCE
        given = stack.enter_context(evidence.open("rb")) if evidence.is_file() else None
        report = verify_record(record, expectations=Expectations(evidence=given), told=count)
    (directory / REPORT).write_text(as_json(report), encoding="utf-8")
