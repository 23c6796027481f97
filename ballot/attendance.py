"""Whether enough deputies are present, in integers."""

from ballot.rules import Rules

_LINES = {
    "ge_2_3": (2, 3, False),
    "gt_2_3": (2, 3, True),
    "gt_1_2": (1, 2, True),
    "ge_4_5": (4, 5, False),
    "gt_4_5": (4, 5, True),
}


def quorum(rules: Rules, roster_total: int) -> int:
    """Return the least number of deputies present that makes a quorum.

    ``ge_2_3`` is 地方组织法 Art. 14 (三分之二以上, which includes exactly two thirds); the
    ``gt_`` rules are those of texts that say 超过.
    """
    over, under, strict = _LINES[rules.quorum_rule]
    share = roster_total * over
    return share // under + 1 if strict else -(-share // under)


def has_quorum(rules: Rules, roster_total: int, present: int) -> bool:
    """Return whether ``present`` of ``roster_total`` deputies may vote under ``rules``."""
    return present >= quorum(rules, roster_total)
