"""One after the other: work on the same thing takes turns, work on different things does not."""

import asyncio
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Turns:
    """A lock for every name; they are few, as rounds are."""

    _locks: dict[Hashable, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    def of(self, *name: Hashable) -> asyncio.Lock:
        """Return the lock of ``name``; whoever waits longest is next."""
        return self._locks[name]
