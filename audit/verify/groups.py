"""O: the joint result of several rating groups is what the weights make of their own results."""

import msgspec

from audit.verify.case import Case
from audit.verify.checks import Findings, Remark
from ballot.canonical import canonical
from ballot.events import EvaluationCombined
from ballot.results import Outcome
from counting.evaluation_groups import combine


def joined(case: Case) -> Findings:
    """O-03: the joint result is the weighted mean of the groups' outcomes.

    A group's outcome is the one that this log names; that it is the group's own is shown by the
    group's own record.
    """
    for event in case.events:
        if not isinstance(event, EvaluationCombined):
            continue
        outcomes: dict[str, Outcome] = {}
        for one in event.groups:
            try:
                outcomes[one.group] = _outcome(case.objects.get(one.outcome))
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                yield f"第 {event.round} 轮“{one.group}”组的测评结果不是规范的结果文件。"
            if one.election != case.created.id:
                yield Remark(
                    f"“{one.group}”组的测评结果取自票决 {one.election} 第 {one.round} 轮，"
                    "须用该次票决的记录包另行复核。"
                )
        if len(outcomes) < len(event.groups):
            continue
        joint = canonical(combine(case.created.rules, outcomes))
        if joint != case.objects.get(event.combined):
            yield f"第 {event.round} 轮各组合成的测评结果与按权重重新计算的不一致。"


def _outcome(raw: bytes) -> Outcome:
    found = msgspec.json.decode(raw, type=Outcome)
    if canonical(found) != raw:
        raise msgspec.DecodeError("not canonical")
    return found
