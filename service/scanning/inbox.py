"""What a copier's folder has to say to the people at the page of bundles; it is kept nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from service.office.bundles import OpenBundle

MOST_KEPT = 20
"""Refusals of one bundle; each file has its own beside it in the folder."""


@dataclass(slots=True)
class Inbox:
    """How many files are ``waiting`` for a bundle, and what was refused while one was scanned.

    ``unread`` are sentences about what lies there now and is not taken.
    """

    waiting: int = 0
    unread: tuple[str, ...] = ()
    _refused: dict[OpenBundle, list[str]] = field(default_factory=dict)

    def refuse(self, bundle: OpenBundle, sentences: Sequence[str]) -> None:
        """Keep what was refused while ``bundle`` was scanned."""
        kept = self._refused.setdefault(bundle, [])
        kept += sentences
        del kept[:-MOST_KEPT]

    def refused(self, bundle: OpenBundle) -> tuple[str, ...]:
        """Return the same, the earliest first."""
        return tuple(self._refused.get(bundle, ()))

    def forget(self, bundle: OpenBundle) -> None:
        """Forget what was refused while ``bundle`` was scanned: its number is used anew."""
        self._refused.pop(bundle, None)
