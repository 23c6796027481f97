"""Which clause states which parameters, and the hand that writes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from ballot.rules.text.writing import Writing

Family = Literal["vote", "evaluation"]
"""满意度测评: what is said of a project differs from the choice between projects throughout."""


@dataclass(frozen=True, slots=True)
class Spec:
    """A clause to be: the identifiers that it ``states`` and the hand that writes it."""

    states: tuple[str, ...]
    write: Callable[[Writing], str]


Texts = Mapping[Family, tuple[Spec, ...]]
"""One wording: the clauses of each text, in their order."""
