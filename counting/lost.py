"""What is told of work that a process of its own was given and did not survive."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lost:
    """The process was ended because it was too ``slow``, or it died: of memory, of a fault in C."""

    slow: bool
