"""满意度测评: what goes beside the ratings. No event of this chapter changes a rating."""

from typing import Literal

from ballot.evaluation import GroupSource
from ballot.events.base import Count, Fact, Minute, Number, RoundNumber, Sentence, Sha256

HandlingClass = Literal["A", "B", "C"]
"""办理结果: A 已经解决或者基本解决, B 正在解决或者列入计划, C 暂时不能解决."""


class DuplicatesCounted(Fact, frozen=True, kw_only=True):
    """双渠道: hand-ins that were refused because the person had already handed in elsewhere.

    ``paper``: forms set aside unopened, the person's card being spent; ``tablet``: people whose
    card was void, their form having been handed in. Figures only; none of them is in any total.
    """

    round: RoundNumber
    paper: Count
    tablet: Count


class HandlingReported(Fact, frozen=True, kw_only=True):
    """The handling ``unit`` reports what came of ``project``; an axis of its own, no rating.

    ``text`` is its report in a sentence or two. A later report of the same project takes its
    place, and both stay in the log.
    """

    project: Number
    result: HandlingClass
    unit: Sentence
    text: Sentence
    at: Minute


class HandlingConfirmed(Fact, frozen=True, kw_only=True):
    """Who proposed the project confirms the newest report on it, or does not: ``accepted``.

    Proposers are deputies; their names stay out of the log.
    """

    project: Number
    accepted: bool
    at: Minute


class EvaluationCombined(Fact, frozen=True, kw_only=True):
    """The results of all rating groups, joined by the weights of the rules.

    ``groups`` names where each comes from, this log's own round among them; ``combined`` is the
    SHA-256 of the joint result, a canonical JSON list of `ballot.evaluation.Combined`.
    """

    round: RoundNumber
    groups: tuple[GroupSource, ...]
    combined: Sha256
    at: Minute
