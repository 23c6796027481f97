"""How close making and verifying a sealed ballot come to the cost of their group operations.

The operations of one ballot are counted by running it over instrumented arithmetic.  The floor is
those numbers of bare library calls and nothing else, run in the same process in turn with the
ballots, so that both meet the same clock; each is taken at its minimum.
Prints ``verify_over_floor`` (target <= 1.15) and ``create_over_floor`` (target <= 1.2) for every
shape.
"""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import repeat
from time import thread_time

from nacl.bindings import (
    crypto_core_ed25519_add,
    crypto_scalarmult_ed25519_base_noclamp,
    crypto_scalarmult_ed25519_noclamp,
)

from ballot.sealed import (
    Element,
    Group,
    Question,
    SealedElection,
    group_named,
    make_election,
    plaintext,
    questions_for,
    read_ballot,
    round_uuid,
    seal,
    verify_ballot,
)

TARGETS = {"verify": 1.15, "create": 1.2}
ROUNDS = 40


class Counted:
    """A group that does its work through another one and counts what it is asked for."""

    def __init__(self, group: Group) -> None:
        """Wrap ``group``."""
        self.group, self.counts = group, Counter[str]()
        self.name, self.order, self.text_limit = group.name, group.order, group.text_limit
        self.neutral, self.generator = group.neutral, group.generator
        self.text, self.read = group.text, group.read

    def generate(self, exponent: int) -> Element:
        """Count a multiplication of the base point."""
        self.counts["base"] += 1
        return self.group.generate(exponent)

    def power(self, base: Element, exponent: int) -> Element:
        """Count an exponentiation of any element."""
        self.counts["variable"] += 1
        return self.group.power(base, exponent)

    def fixed(self, base: Element) -> Callable[[int], Element]:
        """Count exponentiations of a base that is used often."""
        inner = self.group.fixed(base)

        def counted(exponent: int) -> Element:
            self.counts["fixed"] += 1
            return inner(exponent)

        return counted

    def multiply(self, left: Element, right: Element) -> Element:
        """Count an addition."""
        self.counts["add"] += 1
        return self.group.multiply(left, right)

    def divide(self, left: Element, right: Element) -> Element:
        """Count a subtraction as an addition."""
        self.counts["add"] += 1
        return self.group.divide(left, right)

    def admit(self, element: Element) -> None:
        """Count a check of membership where the group does one."""
        self.counts["admit"] += 1
        self.group.admit(element)

    def check(self, element: Element) -> None:
        """Pass on."""
        self.group.check(element)


@dataclass(frozen=True)
class Shape:
    """Questions and one lawful ballot."""

    name: str
    questions: tuple[Question, ...]
    plain: tuple[tuple[int, ...], ...]


def shapes() -> tuple[Shape, ...]:
    """Return the three shapes of the targets."""
    one = Question(answers=("甲", "乙", "丙"), minimum=1, maximum=1, question="选一")
    titles = [f"项目{number}" for number in range(1, 21)]
    limited = questions_for("at_most_k", frozenset({"approve", "abstain"}), titles, 10)
    full = questions_for("at_most_k", frozenset({"approve", "oppose", "abstain"}), titles, 10)
    some = ["approve"] * 8 + ["abstain"] * 12
    both = ["approve"] * 8 + ["oppose"] * 7 + ["abstain"] * 5
    return (
        Shape("12x3", (one,) * 12, ((0, 1, 0),) * 12),
        Shape("20 answers 0..10", limited, plaintext(limited, some)),
        Shape("20 projects 赞成/反对/弃权 K=10", full, plaintext(full, both)),
    )


def primitives(group: Group) -> dict[str, Callable[[], object]]:
    """Return one bare call of each operation that is counted."""
    scalar = int.from_bytes(os.urandom(31), "big")
    point = group.generate(scalar)
    other = group.generate(scalar + 1)
    if group.name != "Ed25519":
        fixed = group.fixed(other)
        return {
            "base": partial(group.generate, scalar),
            "variable": partial(group.power, point, scalar),
            "fixed": partial(fixed, scalar),
            "add": partial(group.multiply, point, other),
            "admit": partial(group.admit, point),
        }
    little = scalar.to_bytes(32, "little")
    variable = partial(crypto_scalarmult_ed25519_noclamp, little, point)
    return {
        "base": partial(crypto_scalarmult_ed25519_base_noclamp, little),
        "variable": variable,
        "fixed": variable,
        "add": partial(crypto_core_ed25519_add, point, other),
    }


def seconds(job: Callable[[], object]) -> float:
    """Return the processor time of one run."""
    start = thread_time()
    job()
    return thread_time() - start


def floor(counts: Mapping[str, int], calls: Mapping[str, Callable[[], object]]) -> None:
    """Carry out the counted operations and nothing else."""
    for name, number in counts.items():
        if name in calls:
            call = calls[name]
            for _ in repeat(None, number):
                call()


def counted(election: SealedElection, shape: Shape) -> dict[str, Counter[str]]:
    """Return the operations of making and of verifying one ballot."""
    group = Counted(election.group)
    watched = replace(election, group=group)
    verify_once(watched, shape)  # constants that are kept from call to call are made here
    group.counts.clear()
    sealed = seal(watched, 4711, shape.plain, os.urandom)
    create = Counter(group.counts)
    group.counts.clear()
    verify_ballot(watched, read_ballot(watched, sealed.ballot, sealed.proofs))
    return {"create": create, "verify": Counter(group.counts)}


def verify_once(election: SealedElection, shape: Shape) -> None:
    """Make and verify one ballot."""
    sealed = seal(election, 4711, shape.plain, os.urandom)
    verify_ballot(election, read_ballot(election, sealed.ballot, sealed.proofs))


def measure(group: Group, shape: Shape, rounds: int) -> dict[str, object]:
    """Return counts, times in milliseconds and their ratios for one shape."""
    election = make_election(
        group=group,
        public_key=group.generate(123456789),
        questions=shape.questions,
        uuid=round_uuid("bench", 1),
        name="bench",
    )
    counts, calls = counted(election, shape), primitives(group)
    sealed = seal(election, 4711, shape.plain, os.urandom)
    jobs: dict[str, Callable[[], object]] = {
        "create": lambda: seal(election, 4711, shape.plain, os.urandom),
        "verify": lambda: verify_ballot(
            election, read_ballot(election, sealed.ballot, sealed.proofs)
        ),
    }
    jobs |= {f"{job}_floor": partial(floor, counts[job], calls) for job in TARGETS}
    times = dict.fromkeys(jobs, float("inf"))
    for _ in repeat(None, rounds):
        times = {name: min(times[name], seconds(job)) for name, job in jobs.items()}
    return {
        "shape": shape.name,
        "ballot_bytes": len(sealed.ballot),
        "proof_bytes": len(sealed.proofs),
        "operations": {job: dict(counts[job]) for job in TARGETS},
        **{f"{name}_ms": round(spent * 1e3, 3) for name, spent in times.items()},
        **{f"{job}_over_floor": round(times[job] / times[f"{job}_floor"], 3) for job in TARGETS},
    }


def main() -> int:
    """Print the figures; exit 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--group", default="Ed25519", help="Ed25519 or BELENIOS-2048")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds of measurement")
    options = parser.parse_args()
    group = group_named(options.group)
    rows = [measure(group, shape, options.rounds) for shape in shapes()]
    met = all(
        float(str(row[f"{job}_over_floor"])) <= target
        for row in rows
        for job, target in TARGETS.items()
    )
    if options.json:
        report = {"group": group.name, "targets": TARGETS, "met": met, "shapes": rows}
        print(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            print(
                f"{row['shape']}: verify {row['verify_ms']} ms, "
                f"verify_over_floor {row['verify_over_floor']}; "
                f"create {row['create_ms']} ms, create_over_floor {row['create_over_floor']}"
            )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
