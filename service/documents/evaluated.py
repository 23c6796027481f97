"""From the folded state to the papers of a 满意度测评."""

from msgspec.structs import replace

from ballot.events.base import Channel
from ballot.events.closing import PaperKind
from ballot.refusals import NotYet
from ballot.results import ChannelTally, Decision
from ballot.rules.text import clause_names
from ballot.state import Election, Round
from printing.papers import Paper
from printing.papers.evaluation import evaluation_notice, evaluation_report, evaluation_summary
from printing.papers.evaluation_values import Evaluation, Handled, RatedChannel, Scale, Summary
from service.documents.counted import candidates_of, identities, issuer, projects, told
from service.documents.desk import Desk
from service.documents.facts import numbers_of, session

_PUBLIC = {"certified", "announced"}


def rated(current: Round) -> bool:
    """Say whether the round is an evaluation with a result; a void one is reported as any vote."""
    return current.outcome is not None and bool(current.outcome.graded)


def paper(state: Election, current: Round, kind: PaperKind, desk: Desk) -> Paper | None:
    """Return the paper of an evaluated round, None for a kind that is the same for every vote.

    Raises NotYet for an announcement or a summary before the scrutineers have signed.
    """
    match kind:
        case "count_report":
            return evaluation_report(evaluation(state, current, desk))
        case "announcement" | "evaluation_summary":
            if current.stage not in _PUBLIC:
                raise NotYet("测评结果签字确认以后才能出具公告和汇总。")
            facts = summary(state, current, desk)
            make = evaluation_notice if kind == "announcement" else evaluation_summary
            return make(facts)
        case _:
            return None


def evaluation(state: Election, current: Round, desk: Desk) -> Evaluation:
    """Return the facts of 满意度测评结果报告单."""
    if current.outcome is None or current.tally is None or desk.prints is None:
        raise NotYet("本轮还没有测评结果。")
    rules, numbers = state.rules, numbers_of(state)
    found = identities(state, current, current.tally, candidates_of(desk, current))
    dual = {numbers[one] for one in ("dual_channel",) if one in numbers}
    return Evaluation(
        session=session(state, current),
        scale=Scale(
            grades=rules.grades, dont_know="dont_know" in rules.choices, rule=rules.grade_rule
        ),
        projects=tuple(
            replace(one, category="", investment_fen=None) for one in projects(state, current, desk)
        ),
        channels=tuple(_channel(current, one) for one in current.tally.channels),
        graded=current.outcome.graded,
        method=_method(current.outcome.decisions),
        duplicates=current.duplicates,
        dual=clause_names(dual),
        identities=told(found),
        signers=desk.signers,
        fingerprints=desk.prints,
        date=desk.date,
    )


def _method(decisions: tuple[Decision, ...]) -> str:
    return next(one.sentence for one in decisions if one.step == "grades")


def _channel(current: Round, tally: ChannelTally) -> RatedChannel:
    channel: Channel = "paper" if tally.channel == "paper" else "tablet"
    return RatedChannel(
        channel=channel,
        issued=current.tokens(channel).issued,
        returned=tally.returned,
        valid=tally.valid,
        invalid=tally.invalid,
        items=tally.items,
    )


def summary(state: Election, current: Round, desk: Desk) -> Summary:
    """Return the facts of the announcement and of the summary: every round up to ``current``."""
    rounds = [one for one in state.rounds if one.number <= current.number and rated(one)]
    return Summary(
        rounds=tuple(evaluation(state, one, desk) for one in rounds),
        handled=tuple(_handled(state)),
        weights=tuple(sorted((state.rules.grader_weights or {}).items(), key=_heaviest)),
        combined=desk.combined,
        level=state.rules.publish_level,
        issuer=issuer(state),
        date=desk.date,
    )


def _heaviest(weight: tuple[str, int]) -> tuple[int, str]:
    return -weight[1], weight[0]


def _handled(state: Election) -> list[Handled]:
    """Return the newest report on each project."""
    newest = {number: reports[-1] for number, reports in sorted(state.handling.items())}
    return [
        Handled(
            number=number,
            result=one.result,
            unit=one.unit,
            text=one.text,
            accepted=one.accepted,
        )
        for number, one in newest.items()
    ]
