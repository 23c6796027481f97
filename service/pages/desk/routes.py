"""All pages of the desk under one router: forms, sentences for people, nothing cached."""

from litestar import Router
from litestar.datastructures import ResponseHeader
from litestar.di import Provide

from service.pages.desk import (
    activity,
    afterwards,
    candidates,
    cards,
    counts,
    drafting,
    evaluating,
    measure,
    officers,
    people,
    programs,
    results,
    roll,
    screening,
    sessions,
    signing,
    signing_in,
    stage,
    tokens,
)
from service.pages.desk.frame import form
from service.pages.desk.problems import PAGE_HANDLERS

router = Router(
    path="/",
    route_handlers=[
        signing_in.router,
        people.router,
        sessions.router,
        officers.router,
        roll.router,
        candidates.router,
        screening.router,
        drafting.router,
        stage.router,
        signing.router,
        tokens.router,
        cards.router,
        counts.router,
        results.router,
        activity.router,
        measure.router,
        evaluating.router,
        afterwards.router,
        programs.router,
    ],
    dependencies={"form": Provide(form)},
    exception_handlers=PAGE_HANDLERS,
    # A form's Origin is "null" under no-referrer, and the check of origins needs it.
    response_headers=[ResponseHeader(name="referrer-policy", value="same-origin")],
    include_in_schema=False,
)
