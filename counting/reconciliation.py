"""勾稽: every identity of a round worked out, with its sentence.

`counting.identities` holds the list. Each identity is computed whether or not others fail, so that
a report can show all of them. What follows from a failure is decided in `counting.outcome`.
"""

from collections.abc import Iterable
from operator import eq, ge, le

from ballot.results import Reconciliation
from ballot.rules import Rules
from counting import identities
from counting.errors import DoesNotReconcile
from counting.figures import CHANNEL_NAMES, Figures
from counting.identities import Identity, Relation

_WORDS: dict[Relation, str] = {
    eq: "两者应相等",
    le: "前者不得大于后者",
    ge: "前者不得小于后者",
}


def reconcile(figures: Figures, rules: Rules) -> tuple[Reconciliation, ...]:
    """Return every identity of ``figures`` under ``rules``, holding or not, in order of the hall.

    People and tokens first, then each channel and its projects, then the limits on all ballots.
    """
    return tuple(map(_worked_out, identities.of_round(figures, rules)))


def failing(figures: Figures, rules: Rules) -> tuple[Reconciliation, ...]:
    """Return the identities of ``figures`` that do not hold, in the order of `reconcile`."""
    return _failing(identities.of_round(figures, rules))


def failing_counts(figures: Figures, rules: Rules) -> tuple[Reconciliation, ...]:
    """Return those that a count by itself does not fulfil, before it is taken over."""
    return _failing(identities.of_counts(figures, rules))


def require(figures: Figures, rules: Rules) -> None:
    """Raise DoesNotReconcile with one sentence per identity that does not hold."""
    failed = failing(figures, rules)
    if failed:
        raise DoesNotReconcile("".join(identity.sentence for identity in failed))


def _failing(found: Iterable[Identity]) -> tuple[Reconciliation, ...]:
    return tuple(_worked_out(one) for one in found if not one.relation(one.left, one.right))


def _worked_out(one: Identity) -> Reconciliation:
    holds = one.relation(one.left, one.right)
    where = "全部渠道" if one.channel is None else CHANNEL_NAMES.get(one.channel, one.channel)
    what = "" if one.number is None else f"第 {one.number} 号项目"
    gap = abs(one.left - one.right)
    verdict = "勾稽相符。" if holds else f"{_WORDS[one.relation]}，相差 {gap}，勾稽不符。"
    return Reconciliation(
        name=one.name,
        channel=one.channel,
        number=one.number,
        left=one.left,
        right=one.right,
        difference=one.left - one.right,
        holds=holds,
        sentence=f"{where}{what}：{one.words[0]} {one.left}，{one.words[1]} {one.right}，{verdict}",
    )
