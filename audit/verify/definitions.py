"""D: what was voted on is what the log froze, round by round."""

from audit.record import layout
from audit.record.subject import subject_of
from audit.verify.case import Case
from audit.verify.checks import Findings, NotRun
from audit.verify.folding import Frozen
from ballot.candidates import Candidate
from ballot.canonical import canonical
from ballot.definition import Definition, read_definition
from ballot.errors import BallotError
from ballot.events import ElectionCreated
from ballot.fitness import faults
from ballot.order import require_order


def well_formed(case: Case) -> Findings:
    """D-01: the object behind every frozen list is a canonical definition."""
    for one in _lists(case):
        try:
            read_definition(case.objects.get(one.event.definition))
        except BallotError as error:
            yield f"第 {one.event.round} 轮的票决定义：{error.sentence}"


def as_frozen(case: Case) -> Findings:
    """D-02: the definition and the log say the same of list, seats, line and rules.

    The first list stands in the order of the rules. A project that stands again in a later round
    is the same project, to the word.
    """
    for one in _lists(case):
        definition = read_definition(case.objects.get(one.event.definition))
        for field in _differences(case.created, one, definition):
            yield f"第 {one.event.round} 轮的票决定义中“{field}”与日志不一致。"
        if definition.kind == "first":
            yield from _order(definition)
        before = _listed_before(case, one)
        for candidate in definition.candidates:
            if before.get(candidate.number, candidate) != candidate:
                yield (
                    f"第 {one.event.round} 轮的 {candidate.number} 号项目与上一轮的不是同一内容。"
                )


def fit(case: Case) -> Findings:
    """D-04: the list can be voted on under its rules: quotas, money, names in every language."""
    for one in _lists(case):
        for fault in faults(read_definition(case.objects.get(one.event.definition))):
            yield f"第 {one.event.round} 轮的清单：{fault}"


def _order(definition: Definition) -> Findings:
    """Compare the list with what the rules say of its order."""
    order = definition.rules.ballot_order
    try:
        require_order(
            definition.candidates,
            order,
            election=definition.election,
            seed=definition.order_seed,
        )
    except BallotError as error:
        yield error.sentence


def _listed_before(case: Case, one: Frozen) -> dict[int, Candidate]:
    """Return the candidates of all earlier rounds, as they stood when they were voted on."""
    last = {
        earlier.event.round: case.objects.get(earlier.event.definition)
        for earlier in _lists(case)
        if earlier.event.round < one.event.round
    }
    lists = [read_definition(raw).candidates for _, raw in sorted(last.items())]
    return {each.number: each for listed in lists for each in listed}


def _lists(case: Case) -> tuple[Frozen, ...]:
    if not case.folding.lists:
        raise NotRun("还没有冻结清单")
    return case.folding.lists


def _differences(created: ElectionCreated, frozen: Frozen, definition: Definition) -> list[str]:
    """Name the fields in which ``definition`` is not what the log froze."""
    event, current = frozen.event, frozen.round
    pairs = {
        "election": (definition.election, created.id),
        "title": (definition.title, created.title),
        "session": (definition.session, created.session),
        "body": (definition.body, created.body),
        "rules": (definition.rules, created.rules),
        "group": (definition.group, created.group),
        "rehearsal": (definition.rehearsal, created.rehearsal),
        "practice": (definition.practice, False),
        "round": (definition.round, event.round),
        "candidates": (definition.numbers, event.candidates),
        "seats": (definition.seats, event.seats),
        "kind": (definition.kind, current.kind),
        "threshold": (definition.threshold, current.threshold),
    }
    return [name for name, (said, booked) in pairs.items() if said != booked]


def summary(case: Case) -> Findings:
    """D-03: definition.json and outcome.json say what the log says of the last decided round."""
    current = subject_of(case.folding.election)
    wanted: dict[str, bytes] = {}
    if current is not None and current.definition is not None:
        wanted[layout.DEFINITION] = case.objects.get(current.definition)
    if current is not None and current.outcome is not None:
        wanted[layout.OUTCOME] = canonical(current.outcome)
    for name in (layout.DEFINITION, layout.OUTCOME):
        there = name in case.objects.members
        if there != (name in wanted):
            yield f"“{name}”{'多余' if there else '缺少'}：日志所到的阶段与此不符。"
        elif there and case.objects.read(name) != wanted[name]:
            yield f"“{name}”与日志最后计出结果的一轮不一致。"
