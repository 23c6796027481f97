"""``python -m tests.support.bad_records DIR``: the bad records as files, and an index of them.

For verifiers written by others: ``index.json`` maps each name to the checks that must fail. Where
the evidence is at fault, it lies beside the record as ``<name>.evidence.zip``. Records that are bad
only by comparison with something else from outside are left out.
"""

import json
import sys
from pathlib import Path

from audit.verify.expectations import Expectations
from tests.support.bad_records import BAD


def write(folder: Path) -> None:
    """Write every bad record into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    index = {}
    for name, one in BAD.items():
        case = one.case()
        evidence = case.expected.evidence
        if case.expected == Expectations(evidence=evidence):
            if evidence is not None:
                evidence.seek(0)
                (folder / f"{name}.evidence.zip").write_bytes(evidence.read())
            (folder / f"{name}.zip").write_bytes(case.record)
            index[name] = sorted(one.fails)
    (folder / "index.json").write_text(json.dumps(index, indent=1), encoding="utf-8")


write(Path(sys.argv[1]))
