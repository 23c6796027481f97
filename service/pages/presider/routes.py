"""All pages of the presider under one router, with the desk's forms and its words for trouble."""

from litestar import Router
from litestar.datastructures import ResponseHeader
from litestar.di import Provide

from service.pages.desk.frame import form
from service.pages.desk.problems import PAGE_HANDLERS
from service.pages.presider import rehearsals, script

router = Router(
    path="/",
    route_handlers=[script.router, rehearsals.router],
    dependencies={"form": Provide(form)},
    exception_handlers=PAGE_HANDLERS,
    response_headers=[ResponseHeader(name="referrer-policy", value="same-origin")],
    include_in_schema=False,
)
