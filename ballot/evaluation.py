"""What several rating groups of a 满意度测评 amount to together.

Each group (代表, 群众, …) rates in an election of its own, so that ballots of different groups are
never mixed: a group's totals are those of its own log. What joins them is the weighted mean of
their results, computed by `counting.evaluation_groups` and carried by ``evaluation_combined``.
"""

from typing import Annotated

import msgspec

from ballot.canonical import Digest

Rate = tuple[int, int]
"""An exact fraction: numerator, denominator."""


class GroupResult(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What one group says of one project; no figure at all where it has no rating of it."""

    group: str
    base: int
    top_rate: Rate | None = None
    pass_rate: Rate | None = None
    score: Rate | None = None


class Combined(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One project over all groups; no figure where a group has no rating, and the sentence says so.

    The rates and the score are the weighted means, exact and in lowest terms.
    """

    number: int
    groups: tuple[GroupResult, ...]
    top_rate: Rate | None = None
    pass_rate: Rate | None = None
    score: Rate | None = None
    sentence: str


class GroupSource(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a group's result comes from: the outcome of round ``round`` of ``election``.

    ``outcome`` is the SHA-256 of the outcome's canonical JSON, an object of this log.
    """

    group: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    election: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    round: Annotated[int, msgspec.Meta(ge=1, le=8)]
    outcome: Annotated[Digest, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
