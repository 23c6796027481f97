"""满意度测评 beside the ratings: 办理结果, again after mending, several groups joined."""

from typing import Any

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from ballot.evaluation import Combined
from ballot.events.evaluating import HandlingClass
from ballot.state import Election, Round
from counting.evaluation_rounds import rated, unsatisfactory
from service.api import elections, evaluating
from service.api.access import Actor
from service.api.bodies import CombinedGroups, HandlingReport, HandlingWord, NewRound
from service.errors import BadRequest
from service.house import House
from service.pages.desk.afterwards import names_of
from service.pages.desk.frame import Asked, Form, Page, access_of, do, on_to, page, placed

R = "/{election:str}/evaluation"
CLASSES: tuple[HandlingClass, ...] = ("A", "B", "C")
LONGEST = 2000


@get(R, opt=access_of(evaluating.evaluation))
async def evaluation(
    request: Asked, election: FromPath[str], house: NamedDependency[House]
) -> Page:
    """Show every project's results side by side, what units report, and the groups."""
    place = await placed(house, election)
    state: Election = place["state"]
    return page(
        request,
        "evaluation.html",
        **place,
        graded=state.rules.ballot_mode == "graded",
        names=await names_of(house, state),
        projects=rated(state) if state.rules.ballot_mode == "graded" else (),
        poor=unsatisfactory(state) if state.rules.ballot_mode == "graded" else (),
        weights=state.rules.grader_weights or {},
        joint=await _joint(house, place["round"]),
        groups=await _groups(request.user, house, state),
    )


async def _joint(house: House, current: Round) -> list[Combined]:
    if current.combined is None:
        return []
    raw = await house.ledger.get_object(current.combined.combined)
    return msgspec.json.decode(raw, type=list[Combined])


async def _groups(actor: Actor, house: House, state: Election) -> list[tuple[str, str]]:
    """Return the announced rounds that may be a group's, as the form names them, the own first."""
    found: list[tuple[str, str]] = []
    for one in await house.ledger.elections():
        other = (await house.ledger.head(one)).state
        mine = one == state.id or any(
            grant.covers(grant.role, one) for grant in actor.person.grants
        )
        if not mine or other.rules.grader_weights != state.rules.grader_weights:
            continue
        found += [
            (f"{one}:{each.number}", f"{other.facts.title}，{other.facts.body}")
            for each in other.rounds
            if each.stage == "announced"
        ]
    return sorted(found, key=lambda pair: not pair[0].startswith(f"{state.id}:"))


@post(f"{R}/handling", opt=access_of(evaluating.report_handling))
async def handling(
    election: FromPath[str], form: NamedDependency[Form], house: NamedDependency[House]
) -> Page:
    """Book what the handling unit reports of a project; a later report takes its place."""
    result = form.text("result")
    if result not in CLASSES:
        raise BadRequest("请选择办理结果 A、B 或者 C。")
    data = HandlingReport(
        result=result,
        unit=form.short("unit", "承办单位", LONGEST, needed=True),
        text=form.short("text", "办理情况", LONGEST, needed=True),
    )
    return await _booked(evaluating.report_handling, election, form, house, data)


@post(f"{R}/confirmation", opt=access_of(evaluating.confirm_handling))
async def confirmation(
    election: FromPath[str], form: NamedDependency[Form], house: NamedDependency[House]
) -> Page:
    """Book whether the proposer accepts the newest report."""
    answer = form.text("accepted")
    if answer not in {"yes", "no"}:
        raise BadRequest("请选择提出人认可或者不认可。")
    data = HandlingWord(accepted=answer == "yes")
    return await _booked(evaluating.confirm_handling, election, form, house, data)


async def _booked(act: Any, election: str, form: Form, house: House, data: Any) -> Page:
    project = form.number("project", "项目")
    await do(act, election=election, project=project, data=data, house=house)
    return on_to(f"/desk/{election}/evaluation")


@post(f"{R}/again", opt=access_of(elections.further_round))
async def again(
    election: FromPath[str], form: NamedDependency[Form], house: NamedDependency[House]
) -> Page:
    """Begin 再次测评 of the projects named, or of all whose 等次 is the last one."""
    named = form.numbers("candidates", "项目序号")
    data = NewRound(kind="re_evaluation", candidates=named)
    done = await do(elections.further_round, election=election, data=data, house=house)
    return on_to(f"/desk/{election}/rounds/{done['round']}")


@post(f"{R}/combined", opt=access_of(evaluating.combine_groups))
async def combined(
    election: FromPath[str], form: NamedDependency[Form], house: NamedDependency[House]
) -> Page:
    """Join the announced results of all groups by the weights of the rules."""
    state = (await house.ledger.head(election)).state
    groups: dict[str, tuple[str, int]] = {}
    for place, group in enumerate(state.rules.grader_weights or {}):
        source, _, number = form.text(f"group-{place}").partition(":")
        if not number.isdecimal():
            raise BadRequest(f"请选择“{group}”组的测评。")
        groups[group] = (source, int(number))
    data = CombinedGroups(groups=groups)
    await do(
        evaluating.combine_groups,
        election=election,
        number=state.current.number,
        data=data,
        house=house,
    )
    return on_to(f"/desk/{election}/evaluation")


router = Router(path="/desk", route_handlers=[evaluation, handling, confirmation, again, combined])
