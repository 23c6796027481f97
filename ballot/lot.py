"""抽签 with a public seed: anybody can repeat the draw with any program that knows SHA-256.

The seed is drawn before everybody (dice, numbers drawn by deputies) after the tie is known, read
aloud and written down; whoever fixes it afterwards cannot know whom another seed would choose.
"""

from collections.abc import Iterable

from ballot.canonical import digest
from ballot.results import Outcome

DOMAIN = "piaojue-lot"


def draw(election: str, number: int, seed: str, tied: Iterable[int]) -> tuple[int, ...]:
    """Return the projects ``tied`` in round ``number`` in the order of the lot.

    The order is that of SHA-256 over ``piaojue-lot|<election>|<round>|<seed>|<project>`` (UTF-8),
    as lower-case hex digits.
    """

    def ticket(project: int) -> str:
        return digest(f"{DOMAIN}|{election}|{number}|{seed}|{project}".encode())

    return tuple(sorted(set(tied), key=ticket))


def drawn(election: str, number: int, seed: str, outcome: Outcome) -> tuple[int, ...]:
    """Return who takes the open seats of ``outcome`` by lot, each tie's in the order of the lot."""
    return tuple(
        project
        for tied, seats in ties(outcome)
        for project in draw(election, number, seed, tied)[:seats]
    )


def ties(outcome: Outcome) -> tuple[tuple[tuple[int, ...], int], ...]:
    """Return each tie of ``outcome`` with its open seats; one per category under 分类名额."""
    split = tuple((one.tied, one.seats_left) for one in outcome.groups if one.tied)
    whole = ((outcome.tied, outcome.seats_left),) if outcome.tied else ()
    return split or whole
