"""All pages of the auditor under one router, with the desk's forms and its words for trouble."""

from litestar import Router
from litestar.datastructures import ResponseHeader
from litestar.di import Provide

from service.pages.auditor import log, verifying
from service.pages.desk.frame import form
from service.pages.desk.problems import PAGE_HANDLERS

router = Router(
    path="/",
    route_handlers=[log.router, verifying.router],
    dependencies={"form": Provide(form)},
    exception_handlers=PAGE_HANDLERS,
    response_headers=[ResponseHeader(name="referrer-policy", value="same-origin")],
    include_in_schema=False,
)
