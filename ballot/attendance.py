"""Whether enough deputies are present, in integers."""

from ballot.rules.values import QuorumRule

_SHARES: dict[QuorumRule, tuple[int, int, bool]] = {
    "ge_2_3": (2, 3, True),
    "gt_2_3": (2, 3, False),
    "gt_1_2": (1, 2, False),
    "ge_4_5": (4, 5, True),
    "gt_4_5": (4, 5, False),
}


def quorum(rule: QuorumRule, roster: int) -> int:
    """Return how many of ``roster`` people must be present.

    以上 includes the share itself (地方组织法 Art. 14: 30 of 45), 超过 does not (31 of 45).
    """
    numerator, denominator, inclusive = _SHARES[rule]
    product = roster * numerator
    return -(-product // denominator) if inclusive else product // denominator + 1
