"""What was made last, kept as long as it would come out the same."""

from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class Latest(Generic[T]):
    """The last value of every name, with what it was made from."""

    _kept: dict[Hashable, tuple[Hashable, T]] = field(default_factory=dict)

    async def of(self, name: Hashable, source: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """Return the value kept under ``name`` if its source is ``source``, else make it.

        What ``make`` raises passes through, and nothing is kept of it.
        """
        kept = self._kept.get(name)
        if kept is None or kept[0] != source:
            kept = self._kept[name] = (source, await make())
        return kept[1]
