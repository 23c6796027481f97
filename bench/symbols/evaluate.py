"""How often the reader of symbols is right, on generator B and on real crops held out.

    python -m bench.symbols.evaluate [--size N] [--seed S] [--real FOLDER] [--weights FILE]
                                     [--rules] [--json] [--report FILE]

Generator B is never trained on. ``--seed`` below 1000 is for looking and tuning; the figures of
docs/performance.md come from seed 4000 and above, which nothing was chosen by. ``--rules`` compares
the network alone, with the ink, and with the strokes, under several limits.
Exits 1 if a target is missed.
"""

import argparse
import json
import math
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2

from bench.symbols.dataset import Labelled, held_out, made, part, real
from bench.symbols.other_hand import of_other_hand
from bench.symbols.sheet import LABELS
from counting.scan.drawn import (
    CROP_HEIGHT,
    CROP_WIDTH,
    SURE,
    Opinions,
    classify,
    judged,
    opinions,
)
from counting.scan.network import Weights, read_weights

SEED = 4000
PROCESSES = 2
MOST_WRONG = 1 / 2000
MOST_FOREIGN = 0.02
LEAST_ACCEPTED = 0.9
PER_SHEET = 20
MOST_MILLISECONDS = 50
"""Of processor time for the boxes of a sheet: half of what reading a page costs."""
JOINED = "pen × joined"

Judge = Callable[[Opinions], str]
"""From what was measured to the kind, ``doubtful`` where it is not accepted."""


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of mark: how many there were, were accepted, and were accepted wrongly."""

    name: str
    boxes: int
    accepted: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Table:
    """One judge's results."""

    rows: tuple[Row, ...]
    swaps: int
    """A ○ taken for a ×, or the reverse."""

    def of(self, wanted: Callable[[str], bool]) -> Row:
        """Return the sum of the rows whose name is ``wanted``."""
        rows = [row for row in self.rows if wanted(row.name)]
        return Row(
            "",
            sum(row.boxes for row in rows),
            sum(row.accepted for row in rows),
            sum(row.wrong for row in rows),
        )


def bound(wrong: int, of: int) -> float:
    """Return the upper end of the one-sided 95 % interval of Clopper and Pearson."""
    if wrong >= of:
        return 1.0
    low, high = wrong / of, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        terms = [
            math.lgamma(of + 1)
            - math.lgamma(k + 1)
            - math.lgamma(of - k + 1)
            + k * math.log(middle)
            + (of - k) * math.log1p(-middle)
            for k in range(wrong + 1)
        ]
        low, high = (middle, high) if sum(map(math.exp, terms)) > 0.05 else (low, middle)
    return high


def table(data: Labelled, seen: Sequence[Opinions], judge: Judge) -> Table:
    """Return what ``judge`` makes of the crops."""
    swaps = 0
    counts: dict[str, list[int]] = {}
    for one, label, kind in zip(seen, data.labels.tolist(), data.kinds, strict=True):
        got, due = judge(one), LABELS[label]
        row = counts.setdefault(kind, [0, 0, 0])
        row[0] += 1
        row[1] += got != "doubtful"
        row[2] += got not in ("doubtful", due)
        swaps += {got, due} == {"o", "x"}
    return Table(tuple(Row(name, *row) for name, row in counts.items()), swaps)


def is_valid(name: str) -> bool:
    """Tell whether marks of this kind mean something: the three symbols and nothing."""
    return name.startswith(("pen", "font")) or name in ("nothing", "specks")


def is_pen(name: str) -> bool:
    """Tell whether marks of this kind are symbols as pens write them, in separate strokes.

    A × whose strokes are joined is left to people on purpose: it looks like other characters.
    """
    return name.startswith("pen") and name != JOINED


def is_foreign(name: str) -> bool:
    """Tell whether marks of this kind are characters that are no symbol."""
    return name.startswith("foreign")


def judges() -> Iterator[tuple[str, Judge]]:
    """Return the rules that are compared."""

    def alone(one: Opinions, sure: int) -> str:
        return one.seen if one.seen != "other" and one.confidence >= sure else "doubtful"

    def with_ink(one: Opinions, sure: int) -> str:
        agreed = one.blank == (one.seen == "blank")
        return alone(one, sure) if agreed else "doubtful"

    for sure in (500, 800, 900, 950, 990):
        yield f"network, {sure}", lambda one, sure=sure: alone(one, sure)
        yield f"and ink, {sure}", lambda one, sure=sure: with_ink(one, sure)
        yield (
            f"and strokes, {sure}",
            lambda one, sure=sure: judged(one, dict.fromkeys(SURE, sure)).kind,
        )


def said(name: str, row: Row) -> str:
    """Return a line of a table.

    The bound is on errors among what was accepted, and, where nothing should have been, on
    acceptance.
    """
    share = row.accepted / row.boxes if row.boxes else 0
    of = row.boxes if row.wrong == row.accepted else row.accepted
    limit = bound(row.wrong, of) if of else 1
    return f"| {name} | {row.boxes} | {row.accepted} ({share:.1%}) | {row.wrong} | {limit:.3%} |"


def reported(result: Table) -> list[str]:
    """Return the lines of the report on one judge."""
    lines = ["| boxes | n | accepted | wrong | at most (95 %) |", "|---|---|---|---|---|"]
    lines += [said(row.name, row) for row in sorted(result.rows, key=lambda row: row.name)]
    lines += [
        said("**pen-like ○ × √**", result.of(is_pen)),
        said("**the same with joined ×**", result.of(lambda name: name.startswith("pen"))),
        said("**all valid**", result.of(is_valid)),
        said("**foreign characters**", result.of(is_foreign)),
        f"\nswaps of ○ and ×: {result.swaps}",
    ]
    return lines


def missed(result: Table) -> list[str]:
    """Return which targets are missed."""
    valid, foreign = result.of(is_valid), result.of(is_foreign)
    pen = result.of(is_pen)
    out = []
    if valid.wrong > valid.accepted * MOST_WRONG:
        out.append(f"wrong {valid.wrong} of {valid.accepted} accepted")
    if result.swaps:
        out.append(f"{result.swaps} swaps")
    if pen.accepted < pen.boxes * LEAST_ACCEPTED:
        out.append(f"pen-like accepted {pen.accepted} of {pen.boxes}")
    if foreign.accepted > foreign.boxes * MOST_FOREIGN:
        out.append(f"foreign accepted {foreign.accepted} of {foreign.boxes}")
    return out


def milliseconds(data: Labelled, weights: Weights | None) -> float:
    """Return the processor time of ``classify`` for the boxes of one sheet, the best of 20."""
    sheet = list(data.crops[:PER_SHEET])
    best = math.inf
    for _ in range(20):
        start = time.process_time()
        classify(sheet, weights)
        best = min(best, time.process_time() - start)
    return best * 1e3


def main() -> int:
    """Print the figures; exit 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=14_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--real", type=Path, default=Path("crops"))
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--rules", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--report", type=Path)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    weights = read_weights(options.weights.read_bytes()) if options.weights else None
    data = made(of_other_hand, options.seed, options.size, PROCESSES)
    seen = _seen(data, weights)
    result = table(data, seen, lambda one: judged(one).kind)
    per_sheet = milliseconds(data, weights)
    lines = [f"{options.size} boxes of generator B, seed {options.seed}, from {dict(SURE)}\n"]
    lines += [*reported(result), f"\n{PER_SHEET} boxes: {per_sheet:.1f} ms"]
    if options.rules:
        lines += [
            "\n| rule | valid accepted | wrong | swaps | foreign accepted |",
            "|---|---|---|---|---|",
        ]
        lines += [_ruled(name, table(data, seen, judge)) for name, judge in judges()]
    lines += _on_real(options.real, weights)
    faults = missed(result)
    if per_sheet > MOST_MILLISECONDS:
        faults.append(f"{PER_SHEET} boxes take {per_sheet:.0f} ms")
    lines += [f"\nMISSED: {one}" for one in faults]
    if options.report:
        options.report.write_text("\n".join(lines) + "\n", "utf-8")
    if options.json:
        rows = [asdict(row) for row in result.rows]
        print(json.dumps({"rows": rows, "swaps": result.swaps, "ms": per_sheet}, indent=1))
    else:
        print("\n".join(lines))
    return 1 if faults else 0


def _seen(data: Labelled, weights: Weights | None) -> list[Opinions]:
    return [
        one
        for at in range(0, len(data.crops), 500)
        for one in opinions(list(data.crops[at : at + 500]), weights)
    ]


def _ruled(name: str, result: Table) -> str:
    pen = result.of(is_pen)
    valid, foreign = result.of(is_valid), result.of(is_foreign)
    return (
        f"| {name} | {valid.accepted / valid.boxes:.1%} (pen {pen.accepted / pen.boxes:.1%}) | "
        f"{valid.wrong} | {result.swaps} | {foreign.accepted / foreign.boxes:.2%} |"
    )


def _on_real(folder: Path, weights: Weights | None) -> list[str]:
    written = real(folder)
    kept = part(written, held_out(written))
    if not len(kept.labels):
        return [f"\nNo real crops in {folder}/ ({CROP_WIDTH} x {CROP_HEIGHT}, docs/symbols.md)."]
    result = table(kept, _seen(kept, weights), lambda one: judged(one).kind)
    return ["\nReal crops, held out:\n", *reported(result)]


if __name__ == "__main__":
    sys.exit(main())
