"""Bundles that were thrown away before they were entered, as the office's trail keeps them."""

from dataclasses import dataclass

from service.office.trail import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Discarded:
    """A bundle that was thrown away before it was entered, with how much had been scanned."""

    number: int
    declared: int
    pages: int
    reason: str


def subject_of(round_number: int, thrown: Discarded) -> str:
    """Return how the trail names a bundle of a round; the reason stands beside it."""
    return f"{round_number}/{thrown.number}/{thrown.declared}/{thrown.pages}"


def discarded_of(entry: Entry) -> tuple[int, Discarded]:
    """Return of which round a bundle was thrown away, and which."""
    number, bundle, declared, pages = map(int, entry.subject.split("/"))
    return number, Discarded(number=bundle, declared=declared, pages=pages, reason=entry.detail)
