"""Carries out numbered checks, all of them, and books what each found."""

from collections.abc import Callable, Mapping, Sequence

from audit.errors import AuditError
from audit.verify.checks import Check, Inspect, NotRun, Remark, Result, Status
from ballot.errors import BallotError
from counting.errors import CountingError

MAX_FAULTS = 50
"""Sentences kept of one check; a record that is wrong everywhere is wrong enough."""


def run(
    checks: Sequence[Check],
    functions: Mapping[str, Inspect],
    case: object,
    told: Callable[[Result], None] = lambda _: None,
) -> tuple[Result, ...]:
    """Return the result of every check on ``case``, in their order; ``told`` each as it is made.

    A check whose need did not pass is not carried out; everything else is, whatever failed.
    """
    done: dict[str, Status] = {}
    results = []
    for check in checks:
        result = _blocked(check, done) or _inspected(check, functions[check.id], case)
        done[check.id] = result.status
        results.append(result)
        told(result)
    return tuple(results)


def _blocked(check: Check, done: Mapping[str, Status]) -> Result | None:
    missing = [need for need in check.needs if done[need] in {"failed", "blocked"}]
    if missing:
        reason = f"须先通过 {'、'.join(missing)}"
        return Result(check=check, status="blocked", reason=reason)
    empty = [need for need in check.needs if done[need] == "absent"]
    if empty:
        reason = f"没有可查的内容（见 {'、'.join(empty)}）"
        return Result(check=check, status="absent", reason=reason)
    return None


def _inspected(check: Check, inspect: Inspect, case: object) -> Result:
    faults: list[str] = []
    remarks: list[str] = []
    try:
        for finding in inspect(case):
            if isinstance(finding, Remark):
                remarks.append(finding.sentence)
            elif len(faults) < MAX_FAULTS:
                faults.append(finding)
    except NotRun as nothing:
        if not faults:
            return Result(
                check=check,
                status=nothing.status,
                reason=nothing.reason,
                remarks=tuple(remarks),
            )
    except (AuditError, BallotError, CountingError) as error:
        faults.append(error.sentence)
    status: Status = "failed" if faults else "ok"
    return Result(check=check, status=status, faults=tuple(faults), remarks=tuple(remarks))
