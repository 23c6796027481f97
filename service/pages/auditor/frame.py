"""What the auditor's pages share: their frame, and until when the log is nobody's to read."""

from functools import partial
from typing import Any

from litestar import MediaType, Response

from ballot.refusals import NotYet
from ballot.state import Election
from service.api.access import allow
from service.pages.desk.frame import Asked, Page, account, language
from service.pages.speaking import PAGES
from service.pages.words import worded

READERS = allow("auditor", "scrutineer", "chief_scrutineer")
RUNNERS = allow("auditor", "chief_scrutineer")


def require_readable(state: Election) -> None:
    """Raise NotYet while the log would tell what nobody may know: votes, and the tellers' figures.

    The same line as for programs that follow the log (`service.api.closing.closed_log`).
    """
    if state.current.stage == "open":
        raise NotYet("投票期间不提供日志内容，截止并封定纸质票以后再看。")
    if state.current.stage == "closed" and not state.current.paper_frozen:
        raise NotYet("纸质票计票数还没有确定，确定以后才提供日志内容。")


def page(request: Asked, name: str, /, **shown: Any) -> Page:
    """Return a page of the auditor's."""
    spoken = language(request)
    text = PAGES.get_template(f"auditor/{name}").render(
        _=partial(worded, language=spoken),
        language=spoken,
        me=account(request),
        path=request.url.path,
        **shown,
    )
    return Response(text, media_type=MediaType.HTML)
