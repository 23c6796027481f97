"""What goes wrong, for people in front of a page: the interface's sentence, and nothing lost.

A program that does not ask for HTML gets the interface's own answer. htmx puts the sentence over
the page that stands, with all that was typed in it; where the session has ended, with a form to
sign in again, so that the same page can then be sent once more.
"""

from collections.abc import Callable
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from service.api.problems import HANDLERS, http
from service.pages.desk.frame import by_htmx, local, page

NOT_SIGNED_IN, NOT_FOUND = 401, 404
MUST_CHANGE = "password.must-change"
Handler = Callable[[Any, Any], Response[dict[str, Any]]]


def worded(answer: Handler) -> Callable[[Request[Any, Any, Any], Any], Response[Any]]:
    """Return the handler ``answer`` for pages."""

    def shown(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
        found = answer(request, error)
        return _page(request, found) if _for_people(request) else found

    return shown


def _for_people(request: Request[Any, Any, Any]) -> bool:
    return by_htmx(request) or "text/html" in request.headers.get("accept", "")


def _page(request: Request[Any, Any, Any], found: Response[dict[str, Any]]) -> Response[Any]:
    status, told = found.status_code or 500, found.content
    ended = status == NOT_SIGNED_IN
    if by_htmx(request):
        name = "again.html" if ended else "trouble.html"
        answer = page(request, name, status=status, sentence=told["title"])
        if request.method == "GET":
            # Asked by the page itself: what is being typed over there must not be swept away.
            answer.headers["hx-reswap"] = "none"
        return answer
    here = request.url.path if request.method == "GET" else ""
    if ended:
        return Redirect(f"/desk/login?next={local(here)}", status_code=303)
    if told["code"] == MUST_CHANGE:
        return Redirect(f"/desk/password?next={local(here)}", status_code=303)
    typed = request.method != "GET"
    return page(request, "problem.html", status=status, sentence=told["title"], typed=typed)


PAGE_HANDLERS: dict[type[Exception] | int, Any] = {
    kind: worded(answer) for kind, answer in HANDLERS.items()
}


def lost(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """Answer for an address that no route has: a page for people, a problem for programs."""
    found = http(request, error)
    if request.url.path.startswith("/api/") or not _for_people(request):
        return found
    return page(request, "lost.html", status=found.status_code or NOT_FOUND)


LOST: dict[type[Exception] | int, Any] = {**HANDLERS, HTTPException: lost}
"""What answers where no router is asked at all."""
