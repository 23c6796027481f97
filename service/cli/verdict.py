"""A verifier's report as text for people and as JSON for programs."""

from collections.abc import Iterator

import msgspec

from audit.fingerprints import NAMES, Fingerprints
from audit.verify.checks import Report, Result, Status

STATUSES: dict[Status, tuple[str, str]] = {
    "ok": ("通过", "ok"),
    "failed": ("不通过", "FAILED"),
    "blocked": ("未执行", "not run"),
    "absent": ("未执行", "not run"),
}
ENGLISH_NAMES = {
    "definition": "definition",
    "election_key": "election key",
    "log_key": "log key",
    "checkpoint": "log checkpoint",
}
_WIDTH = 7


def text(report: Report, language: str) -> str:
    """Return the report in ``language``, zh or en; what was found is in Chinese in both."""
    return "\n".join(_lines(report, english=language == "en"))


def _lines(report: Report, *, english: bool) -> Iterator[str]:
    if report.rehearsal:
        yield "REHEARSAL: this record binds nobody" if english else "【演练】本记录不产生法律效力"
    if report.title is not None:
        yield report.title + ("：" if report.stages else "") + "，".join(report.stages)
    for result in report.results:
        yield from _result(result, english=english)
    yield _summary(report, english=english)
    if report.fingerprints is not None:
        yield from _fingerprints(report.fingerprints, english=english)
    yield _conclusion(report, english=english)
    if not report.anchored:
        yield "Not compared with any signed paper" if english else "未与签字文件核对"


def _result(result: Result, *, english: bool) -> Iterator[str]:
    status = STATUSES[result.status][english]
    title = result.check.english if english else result.check.title
    pad = " " * (_WIDTH - len(status) * (1 if english else 2))
    reason = f"（{result.reason}）" if result.reason else ""
    yield f"{result.id}  {status}{pad}  {title}{reason}"
    for fault in result.faults:
        yield f"        ✗ {fault}"
    for remark in result.remarks:
        yield f"        · {remark}"


def _summary(report: Report, *, english: bool) -> str:
    count = {key: sum(one.status == key for one in report.results) for key in STATUSES}
    ok, failed, undone = count["ok"], count["failed"], count["blocked"] + count["absent"]
    if english:
        return f"{len(report.results)} checks: {ok} ok, {failed} FAILED, {undone} not run"
    return f"共 {len(report.results)} 项：通过 {ok}，不通过 {failed}，未执行 {undone}"


def _fingerprints(found: Fingerprints, *, english: bool) -> Iterator[str]:
    yield (
        "Fingerprints, to compare with signed papers:" if english else "指纹（请与签字文件核对）："
    )
    for key, name in (ENGLISH_NAMES if english else NAMES).items():
        value = getattr(found, key)
        if value is not None:
            yield f"  {value}  {name}"


def _conclusion(report: Report, *, english: bool) -> str:
    if report.holds:
        return "Consistent in itself" if english else "结论：自身一致"
    failed = ", ".join(report.failed) if english else "、".join(report.failed)
    return f"FAILED: {failed}" if english else f"结论：不成立，{failed} 未通过"


def as_json(report: Report) -> str:
    """Return the report as one JSON object."""
    prints = report.fingerprints
    value = {
        "holds": report.holds,
        "anchored": report.anchored,
        "rehearsal": report.rehearsal,
        "title": report.title,
        "stages": report.stages,
        "failed": report.failed,
        "fingerprints": None if prints is None else {key: getattr(prints, key) for key in NAMES},
        "checks": [_json(one) for one in report.results],
    }
    return msgspec.json.encode(value).decode()


def _json(result: Result) -> dict[str, object]:
    return {
        "id": result.id,
        "status": result.status,
        "title": result.check.title,
        "english": result.check.english,
        "faults": result.faults,
        "remarks": result.remarks,
        "reason": result.reason,
    }
