"""The offline verifier, in TypeScript, and ours say the same of good and of bad records."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from audit.verify.catalogue import CHECKS
from audit.verify.checks import Report, Result, Status
from tests.support.bad_records import BAD, Case
from tests.support.bad_records.registry import hand, own_copy, tablets
from tests.support.forging import Forger
from tests.support.published_session import published_session
from tests.support.rated_session import rated_session
from tests.support.scanned_session import scanned_session

ROOT = Path(__file__).parents[4]
WEB = ROOT / "web"
CHINESE = re.compile("[\u4e00-\u9fff].*[\u4e00-\u9fff]")
ENGLISH = re.compile("[A-Za-z]{2}")

SKIPPED = {
    *("F-01", "F-06", "F-07", "F-08", "F-09", "F-10", "F-11", "F-12", "F-13", "F-14", "F-15"),
    *("D-04", "D-05", "O-03", "E-04", "E-05", "E-06"),
    *(f"S-{number:02}" for number in range(1, 17)),
}
"""What the page lists as 未检查 and leaves to `piaojue verify`."""

READS_ON = {"F-02", "F-03", "F-04", "F-05", "O-01"}
"""Our replay stops at the first breach of a rule; the page reads on, and may say more than we."""

COUNTED_ELSEWHERE = {"graded"}
"""Ways of counting that O-02 of the page does not know."""

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not (WEB / "node_modules/esbuild").is_dir(),
    reason="没有 node，或者还没有 make lint 装好 web/node_modules：离线复核程序没有运行来比较",
)


@dataclass(frozen=True)
class Compared:
    """One record as both verifiers see it."""

    name: str
    ours: Report
    theirs: dict[str, dict[str, Any]]

    def differences(self) -> Iterator[str]:
        """Name the checks on which they differ where both have carried them out."""
        statuses = {one.id: one.status for one in self.ours.results}
        for result in self.ours.results:
            found = self.theirs[result.id]
            wanted = self._wanted(result, statuses)
            if wanted not in {None, found["status"]}:
                said = f"{found['status']} {found['said']}"
                yield f"{self.name} {result.id}: {wanted}, the page {said}"

    def _wanted(self, result: Result, statuses: dict[str, Status]) -> str | None:
        """Return what the page must say; None where ours stopped before it could tell."""
        if result.id in SKIPPED:
            return "unknown"
        if result.status == "blocked" and _rests_on_skipped(result.id, statuses):
            return None
        if result.id in READS_ON and result.status != "failed" and statuses["F-01"] != "ok":
            return None
        if result.id == "O-02" and self.counted_elsewhere:
            return "unknown"
        return result.status

    @property
    def counted_elsewhere(self) -> bool:
        said = "".join(self.theirs["O-02"]["said"])
        return any(f"（{one}）" in said for one in COUNTED_ELSEWHERE)


def _rests_on_skipped(number: str, statuses: dict[str, Status]) -> bool:
    """Say whether a check is blocked, here or further down, by one that the page skips."""
    stopped = {"failed", "blocked"}
    needs = {one.id: [each for each in one.needs if statuses[each] in stopped] for one in CHECKS}
    waiting = [number]
    while waiting:
        one = waiting.pop()
        if one in SKIPPED and statuses[one] in stopped and not needs[one]:
            return True
        waiting += needs[one]
    return False


@cache
def records() -> dict[str, Case]:
    """Return the good records by their kinds, then all bad ones."""
    good = {
        "good: paper": Case(record=hand().record()),
        "good: tablets, two rounds": Case(record=tablets().record()),
        "good: scanned": _good(scanned_session()),
        "good: rated": _good(rated_session()),
        "good: published": _good(published_session("items")),
        "good: example": Case(record=(ROOT / "docs/example/record.zip").read_bytes()),
    }
    return good | {name: one.case() for name, one in BAD.items()}


def _good(session: Any) -> Case:
    return Case(record=Forger(own_copy(session)).record())


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> list[Compared]:
    """Verify all records with both; one node for all of them."""
    folder = tmp_path_factory.mktemp("records")
    wanted = [_written(folder, at, name, one) for at, (name, one) in enumerate(records().items())]
    (folder / "wanted.json").write_text(json.dumps(wanted), "utf-8")
    build = ["node", "build.mjs", "--records", str(folder)]
    subprocess.run(build, cwd=WEB, check=True, capture_output=True)
    run = ["node", str(folder / "records.mjs"), str(folder / "wanted.json")]
    theirs = json.loads(subprocess.run(run, check=True, capture_output=True).stdout)
    return [
        Compared(name, one.verify(), {row["id"]: row for row in theirs[name]})
        for name, one in records().items()
    ]


def _written(folder: Path, at: int, name: str, one: Case) -> dict[str, str]:
    path = folder / f"{at}.zip"
    path.write_bytes(one.record)
    checkpoint = one.expected.checkpoint
    given = {
        "definition": one.expected.definition,
        "logKey": one.expected.log_key,
        "checkpoint": None if checkpoint is None else checkpoint.decode(),
    }
    kept = {key: value for key, value in given.items() if value is not None}
    return {"name": name, "path": str(path)} | kept


def test_both_say_the_same_of_every_check_of_every_record(compared: list[Compared]) -> None:
    assert [fault for one in compared for fault in one.differences()] == []


def test_a_good_record_passes_whole(compared: list[Compared]) -> None:
    good = [one for one in compared if one.name.startswith("good: ")]

    assert len(good) == 6
    for one in good:
        assert one.ours.holds
        assert not [
            id_ for id_, row in one.theirs.items() if row["status"] in {"failed", "blocked"}
        ]
    whole = next(one for one in good if one.name == "good: tablets, two rounds")
    unseen = {id_ for id_, row in whole.theirs.items() if row["status"] != "ok"}
    assert unseen == SKIPPED | {"E-01", "E-02", "E-03"}


def test_every_check_that_the_page_carries_out_was_seen_to_fail(compared: list[Compared]) -> None:
    red = {id_ for one in compared for id_, row in one.theirs.items() if row["status"] == "failed"}

    assert red == {check.id for check in CHECKS} - SKIPPED


def test_every_fault_has_a_sentence_in_both_languages(compared: list[Compared]) -> None:
    for row in (row for one in compared for row in one.theirs.values()):
        assert bool(row["faults"]) == (row["status"] == "failed")
        for chinese, english in zip(row["said"], row["english"], strict=True):
            assert CHINESE.search(chinese), chinese
            assert ENGLISH.search(english), english
            assert not {"undefined", "NaN", "?"} & set(re.findall(r"undefined|NaN|\?", english))


def test_the_documents_name_what_is_skipped() -> None:
    english = (ROOT / "docs/record-format.md").read_text("utf-8")
    chinese = (ROOT / "docs/auditors.md").read_text("utf-8")
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")

    assert "F-01, F-06 to F-15, D-04, D-05, O-03, E-04 to E-06, all of S" in english
    assert "F-01、F-06 至 F-15、D-04、D-05、O-03、E-04 至 E-06、S 组全部" in chinese
    assert f"{len(CHECKS) - len(SKIPPED)} of the numbered checks" in changes


def test_the_list_and_the_forms_are_those_of_python() -> None:
    command = [sys.executable, "docs/make_verifier.py", "--check"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert answer.returncode == 0, answer.stderr
