"""The public side of a printed deck of voting cards."""

from collections.abc import Sequence

from ballot.canonical import canonical
from ballot.errors import Malformed
from ballot.sealed import group_named
from ballot.sealed.group import read_member
from ballot.state import ROUNDS

LARGEST_DECK = 5000


def read_deck(group: str, lists: Sequence[Sequence[str]]) -> tuple[bytes, ...]:
    """Return the canonical public list of each round, as objects of the log.

    Raises Malformed unless there are 8 sorted lists of equal length without repetition, whose
    credentials are elements of the group; sorting hides which card comes from which place.
    """
    sizes = {len(one) for one in lists}
    if len(lists) != ROUNDS or len(sizes) != 1 or not 0 < max(sizes) <= LARGEST_DECK:
        raise Malformed(
            f"投票卡名册须有 {ROUNDS} 轮，每轮张数相同，不超过 {LARGEST_DECK} 张。",
            code="deck.shape",
        )
    everything = [credential for one in lists for credential in one]
    if len(set(everything)) < len(everything):
        raise Malformed("投票卡名册中有重复的凭据。", code="deck.duplicate")
    if any(list(one) != sorted(one) for one in lists):
        raise Malformed("投票卡名册须按凭据排序，不得透露印制顺序。", code="deck.not_sorted")
    arithmetic = group_named(group)
    for credential in everything:
        read_member(arithmetic, credential)
    return tuple(canonical(list(one)) for one in lists)
