"""What printing 500 distinct ballots of 20 projects costs, one PDF for all of them.

    python bench/print_ballots.py [--sheets N] [--rounds N] [--json]

Every sheet has an identity of its own, signed, in two codes. Processor time is that of this
process, without imports. Each figure is the best of ``--rounds``; the first round parses the fonts
also, so ``--rounds 1`` is what a command pays. The floor is the making of the symbols by the same
encoder, two a sheet, and nothing else.
Targets: < 3 s and < 2 MB for 500 sheets, and at most 4 times the floor.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballot.candidates import Candidate
from ballot.definition import Definition, freeze
from ballot.print_run import draw_run
from ballot.rules import Rules
from ballot.sheet import Format, layout_of
from printing.ballots import ballots_pdf
from printing.ballots.codes import symbol_of
from service.keys import LogKey

PROJECTS, SEATS = 20, 10
MOST_SECONDS, MOST_BYTES, MOST_RATIO = 3.0, 2_000_000, 4.0
"""For 500 sheets; time and size are held against their share for another number."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds of processor time, bytes, and the time as a multiple of the floor."""

    sheets: int
    signing: float
    drawing: float
    floor: float
    ratio: float
    size: int


def definition() -> Definition:
    """Return a county's list: 20 projects with what belongs to them."""
    return Definition(
        election="0" * 20,
        round=1,
        kind="first",
        title="青禾县2026年民生实事项目票决",
        session="青禾县第十八届人民代表大会第四次会议",
        body="青禾县人民代表大会",
        rules=Rules(),
        group="Ed25519",
        seats=SEATS,
        threshold="majority",
        candidates=tuple(
            Candidate(
                number=number,
                name=f"第{number}片区老旧小区供水管网改造",
                content="改造管网18公里，惠及6200户",
                investment_fen=number * 100_000_000,
                department="县住建局",
            )
            for number in range(1, PROJECTS + 1)
        ),
        rehearsal=True,
        practice=True,
    )


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the processor time of ``work`` and what it returns."""
    start = time.process_time()
    made = work()
    return time.process_time() - start, made


def measure(sheets: int) -> Figures:
    """Print once."""
    frozen = definition()
    _, name = freeze(frozen)
    layout = layout_of(frozen, Format())
    key = LogKey(Ed25519PrivateKey.generate())
    signing, run = timed(
        lambda: draw_run(
            layout, name, identity="unique", count=sheets, signer=key, entropy=os.urandom
        )
    )
    drawing, pdf = timed(lambda: ballots_pdf(frozen, layout, run.sheets))
    floor, _ = timed(
        lambda: [
            symbol_of(payload)
            for sheet in run.sheets
            for page in sheet
            for payload in (page.code, page.small)
        ]
    )
    ratio = round((signing + drawing) / floor, 2)
    return Figures(sheets, round(signing, 3), round(drawing, 3), round(floor, 3), ratio, len(pdf))


def met(found: Figures) -> bool:
    """Whether every target is."""
    share = found.sheets / 500
    return (
        found.signing + found.drawing < MOST_SECONDS * share
        and found.size < MOST_BYTES * share
        and found.ratio <= MOST_RATIO
    )


def main() -> int:
    """Measure, tell, and compare with the targets."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sheets", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    found = min(
        (measure(args.sheets) for _ in range(args.rounds)),
        key=lambda one: one.signing + one.drawing,
    )
    if args.json:
        print(json.dumps(asdict(found)))
    else:
        print(
            f"{found.sheets} sheets: {found.signing} s to sign, {found.drawing} s to draw, "
            f"{found.ratio} times the making of their symbols; {found.size / 1e6:.2f} MB"
        )
    return 0 if met(found) else 1


if __name__ == "__main__":
    sys.exit(main())
