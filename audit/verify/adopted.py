"""D-05: the templates of the levels above, and the rules of the session that adopted them."""

from collections.abc import Iterator

from audit.verify.case import Case
from audit.verify.checks import Findings, NotRun, Remark
from ballot.errors import BallotError
from ballot.rules.adoption import departures, read_kept
from ballot.rules.templates import Template


def within(case: Case) -> Findings:
    """D-05: no value of the rules lies outside a template; where they differ is a remark."""
    created = case.created
    if not created.adopted:
        raise NotRun("这次票决没有采用上级范本")
    try:
        templates = tuple(_read(case))
        found = departures(created.rules, templates)
    except BallotError as error:
        yield error.sentence
        return
    for one in templates:
        yield Remark(f"采用{one.issuer}《{one.name}》。")
    for deviation in found:
        yield deviation.sentence if deviation.outside else Remark(deviation.sentence)


def _read(case: Case) -> Iterator[Template]:
    for name in case.created.adopted:
        yield read_kept(case.objects.get(name))
