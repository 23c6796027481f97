"""满意度测评: what goes beside the ratings. No route of this module can change a rating."""

from typing import Any

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from ballot import events as e
from ballot.state import Handling
from counting.evaluation_rounds import rated
from service.api.access import MEMBERS, allow
from service.api.bodies import (
    CombinedGroups,
    HandlingReport,
    HandlingWord,
    RefusedHandIns,
)
from service.commands import just
from service.commands.evaluating import combined_groups
from service.house import House


@post("/rounds/{number:int}/duplicates", opt=allow("chief_scrutineer", "scrutineer"))
async def duplicates(
    election: FromPath[str],
    number: FromPath[int],
    data: JSONBody[RefusedHandIns],
    house: NamedDependency[House],
) -> dict[str, int]:
    """Book how many second hand-ins were refused; the first that was sealed counts."""
    event = e.DuplicatesCounted(round=number, paper=data.paper, tablet=data.tablet)
    return {"size": (await house.ledger.run(election, just(event))).size}


@post("/projects/{project:int}/handling", opt=allow("clerk"))
async def report_handling(
    election: FromPath[str],
    project: FromPath[int],
    data: JSONBody[HandlingReport],
    house: NamedDependency[House],
) -> dict[str, int]:
    """Book what the handling unit reports of a project: A, B or C, and a sentence."""
    event = e.HandlingReported(
        project=project, result=data.result, unit=data.unit, text=data.text, at=house.minute
    )
    return {"size": (await house.ledger.run(election, just(event))).size}


@post("/projects/{project:int}/handling/confirmation", opt=allow("clerk"))
async def confirm_handling(
    election: FromPath[str],
    project: FromPath[int],
    data: JSONBody[HandlingWord],
    house: NamedDependency[House],
) -> dict[str, int]:
    """Book whether the proposer accepts the newest report; who that is stays out of the log."""
    event = e.HandlingConfirmed(project=project, accepted=data.accepted, at=house.minute)
    return {"size": (await house.ledger.run(election, just(event))).size}


@post("/rounds/{number:int}/combined", opt=allow("clerk"))
async def combine_groups(
    election: FromPath[str],
    number: FromPath[int],
    data: JSONBody[CombinedGroups],
    house: NamedDependency[House],
) -> Any:
    """Join the results of all rating groups by the weights of the rules."""
    return await combined_groups(house, election, number, data.groups)


@get("/evaluation", opt=allow(*MEMBERS))
async def evaluation(election: FromPath[str], house: NamedDependency[House]) -> dict[str, Any]:
    """Return every project's result in every round, side by side, and what units report."""
    state = (await house.ledger.head(election)).state
    return {
        "projects": [
            {
                "number": one.number,
                "results": [
                    {"round": number, **msgspec.to_builtins(graded)}
                    for number, graded in one.results
                ],
            }
            for one in rated(state)
        ],
        "handling": {
            str(number): [_shown(one) for one in reports]
            for number, reports in state.handling.items()
        },
    }


def _shown(report: Handling) -> dict[str, Any]:
    return {
        "result": report.result,
        "unit": report.unit,
        "text": report.text,
        "accepted": report.accepted,
    }


router = Router(
    path="/api/elections/{election:str}",
    route_handlers=[duplicates, report_handling, confirm_handling, combine_groups, evaluation],
    tags=["满意度测评"],
)
