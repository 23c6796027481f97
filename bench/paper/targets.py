"""What is asked of the reader, class by class, and how sure a run of the bench makes us."""

from dataclasses import dataclass
from math import comb


@dataclass(frozen=True, slots=True)
class Target:
    """Least permille of sheets ``located`` and ``known``; most permille of standard rows to people.

    ``apart``: most mm that 99 of 100 boxes may be off. ``refused``: every sheet must be refused.
    """

    located: int = 1000
    known: int = 1000
    people: int | None = None
    apart: float | None = None
    refused: bool = False


_PLAIN = Target(people=5, apart=0.15)
_SCAN = Target(people=20)
_HARMED = Target(known=990, people=30)
_STAINED = Target(located=980, known=980, people=200)
_CAMERA = Target(located=980, known=980, people=100)
_REFUSED = Target(located=0, known=0, refused=True)

TARGETS: dict[str, Target] = {
    **dict.fromkeys(
        (
            "clean300",
            "scan300",
            "scan200",
            "scan150",
            "scan100",
            "upside",
            "rot90",
            "scale94",
            "scale_aniso",
            "crop",
        ),
        _PLAIN,
    ),
    "skew5": Target(located=950, known=950, people=None),
    **dict.fromkeys(("noise", "jpeg", "faded", "lowcontrast", "shadow", "glare"), _SCAN),
    "blur": Target(people=80),
    **dict.fromkeys(("torn", "holes", "notes", "feed"), _HARMED),
    "fold1": Target(located=980, known=990, people=35),
    **dict.fromkeys(("coffee", "stamp"), _STAINED),
    "dogear": Target(located=950, known=990),
    "fold2": Target(located=950, known=990, people=70),
    "crumple": Target(located=950, known=950, people=180),
    "streak": Target(located=950, known=950, people=105),
    "combo": Target(located=950, known=950, people=450),
    "bleed": Target(located=950, known=950, people=370),
    **dict.fromkeys(("persp", "curl", "phone"), _CAMERA),
    "phone_hard": Target(located=950, known=900),
    **dict.fromkeys(("bw200", "bw150_dark", "bw200_light"), _REFUSED),
}
EMPTY_READ_AS_MARKED = 20_000
"""At most one empty box in this many may be read as marked."""
CONTRARY_TO_PEOPLE = 950
"""Least permille of the × in boxes other than 反对 that people must see."""


def upper_bound(errors: int, trials: int, doubt: float = 0.05) -> float:
    """Return the one-sided Clopper-Pearson bound: the largest rate that explains so few errors.

    With no errors it is about 3 in ``trials`` (the rule of three). 1.0 where nothing was tried.
    """
    if trials == 0 or errors >= trials:
        return 1.0
    low, high = errors / trials, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _at_most(errors, trials, middle) > doubt:
            low = middle
        else:
            high = middle
    return high


def _at_most(errors: int, trials: int, rate: float) -> float:
    """Return the chance of at most ``errors`` in ``trials`` at ``rate``."""
    return sum(
        comb(trials, at) * rate**at * (1 - rate) ** (trials - at) for at in range(errors + 1)
    )
