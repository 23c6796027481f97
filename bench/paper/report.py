"""The table of a run, and which targets it misses."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from bench.paper.marks import CLEAR, STRAY
from bench.paper.scoring import Score
from bench.paper.taken_back import STRUCK
from bench.paper.targets import (
    CONTRARY_TO_PEOPLE,
    EMPTY_READ_AS_MARKED,
    TARGETS,
    Target,
    upper_bound,
)

_COLUMNS = (
    "sheets",
    "located",
    "by code",
    "by small_code",
    "identity wrong",
    "rows",
    "right",
    "people",
    "wrong",
    "aside",
)
_FLAGGED_KINDS = ("overvote", "correction", "outside", "on_text", "foreign")


def total_of(scores: Mapping[str, Score]) -> Counter[str]:
    """Return the counts of all classes that are to be read, not refused."""
    total: Counter[str] = Counter()
    for name, one in scores.items():
        if not TARGETS[name].refused:
            total.update(one.counts)
    return total


def table(scores: Mapping[str, Score]) -> str:
    """Return the run as text."""
    heads = ("class", *_COLUMNS, "standard to people", "box p99 mm")
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for name, one in scores.items():
        cells = [str(one.counts[column]) for column in _COLUMNS]
        people = _share(*_people(one.counts))
        lines.append(f"| {name} | {' | '.join(cells)} | {people} | {_mm(one)} |")
    total = total_of(scores)
    cells = [str(total[column]) for column in _COLUMNS]
    lines.append(f"| all but refused | {' | '.join(cells)} | {_share(*_people(total))} | |")
    lines += ["", "| boxes | marked | blank | doubtful |", "|---|---|---|---|"]
    for kind in _kinds(total):
        seen = " | ".join(str(total[f"{kind} {mark}"]) for mark in ("marked", "blank", "doubtful"))
        lines.append(f"| {kind} | {seen} |")
    lines += ["", *(f"{said}: {told}" for said, told in _bounds(total).items())]
    return "\n".join(lines)


def _kinds(total: Counter[str]) -> list[str]:
    faint = sorted({name.rsplit(" ", 1)[0] for name in total if name.startswith("faint ")})
    kinds = ["clear", *CLEAR, "red", "light", *faint, "none", *STRAY, *STRUCK, "around", "outside"]
    return [
        one for one in kinds if any(total[f"{one} {m}"] for m in ("marked", "blank", "doubtful"))
    ]


def _people(count: Counter[str]) -> tuple[int, int]:
    """Return how many standard rows went to people, and of how many that were read."""
    return count["standard people"], count["standard"] - _standard_aside(count)


def _share(some: int, whole: int) -> str:
    return f"{100 * some / whole:.2f} %" if whole else "-"


def _standard_aside(count: Counter[str]) -> int:
    return count["standard"] - _read(count, "standard")


def _p99(one: Score) -> float | None:
    """Return how far (mm) 99 of 100 boxes of the class were at most from their true places."""
    errors = sorted(one.errors)
    return errors[int(len(errors) * 0.99)] if errors else None


def _mm(one: Score) -> str:
    apart = _p99(one)
    return "-" if apart is None else f"{apart:.2f}"


def _bounds(total: Counter[str]) -> dict[str, str]:
    clear = sum(total[f"clear {mark}"] for mark in ("marked", "blank", "doubtful"))
    empty = sum(total[f"none {mark}"] for mark in ("marked", "blank", "doubtful"))
    read = total["right"] + total["people"] + total["wrong"]
    told = {
        "clear marks read as blank": _rate(total["clear blank"], clear),
        "empty boxes read as marked": _rate(total["none marked"], empty),
        "rows silently wrong": _rate(total["wrong"], read),
        "wrong identity": _rate(total["identity wrong"], total["known"]),
    }
    for kind in _FLAGGED_KINDS:
        rows = _read(total, kind)
        told[f"{kind} rows not flagged"] = _rate(rows - total[f"{kind} people"], rows)
    told["sheets on the desk for writing that nobody wrote"] = (
        f"{total['tidy written']} of {total['tidy']}"
    )
    told["× in a box other than 反对, to people"] = (
        f"{total['contrary people']} of {_read(total, 'contrary')}"
    )
    return told


def _rate(errors: int, trials: int) -> str:
    return f"{errors} of {trials} (95 % bound {100 * upper_bound(errors, trials):.4f} %)"


def missed(scores: Mapping[str, Score]) -> list[str]:
    """Return a sentence for each target that is missed."""
    faults = []
    for name, one in scores.items():
        faults += [f"{name}: {told}" for told in _class_faults(one.counts, TARGETS[name])]
        apart, most = _p99(one), TARGETS[name].apart
        if apart is not None and most is not None and apart > most:
            faults.append(f"{name}: boxes {apart:.2f} mm from their places")
    total = total_of(scores)
    empty = sum(total[f"none {mark}"] for mark in ("marked", "blank", "doubtful"))
    if total["clear blank"]:
        faults.append(f"{total['clear blank']} clear marks read as blank")
    if total["none marked"] * EMPTY_READ_AS_MARKED > empty:
        faults.append(f"{total['none marked']} of {empty} empty boxes read as marked")
    crossed = _read(total, "contrary")
    if total["contrary people"] * 1000 < CONTRARY_TO_PEOPLE * crossed:
        faults.append(
            f"× in a box other than 反对: {total['contrary people']} of {crossed} to people"
        )
    return faults


def _read(count: Counter[str], kind: str) -> int:
    """Return how many rows of a kind were read, rightly, wrongly or by people."""
    return sum(count[f"{kind} {one}"] for one in ("right", "people", "wrong"))


def _class_faults(count: Counter[str], target: Target) -> list[str]:
    sheets = count["sheets"]
    if target.refused:
        return [] if count["refused"] == sheets else [f"{sheets - count['refused']} not refused"]
    faults = []
    if count["located"] * 1000 < target.located * sheets:
        faults.append(f"located {count['located']} of {sheets}")
    if count["known"] * 1000 < target.known * sheets:
        faults.append(f"identity known of {count['known']} of {sheets}")
    if count["identity wrong"]:
        faults.append(f"{count['identity wrong']} wrong identities")
    if count["wrong"]:
        faults.append(f"{count['wrong']} rows silently wrong")
    people, read = _people(count)
    if target.people is not None and people * 1000 > target.people * read:
        faults.append(f"{people} of {read} standard rows to people")
    return faults


def summary(scores: Mapping[str, Score], seconds: float) -> dict[str, Any]:
    """Return the run as one JSON value."""
    return {
        "seconds": round(seconds),
        "classes": {name: dict(sorted(one.counts.items())) for name, one in scores.items()},
        "box_p99_mm": {name: _mm(one) for name, one in scores.items()},
        "bounds": _bounds(total_of(scores)),
        "missed": missed(scores),
    }
