"""What every page of the desk shares: its frame, the reader's language, forms, the way back."""

import re
from dataclasses import replace
from functools import partial
from typing import Any, Final

from litestar import MediaType, Request, Response
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.handlers import BaseRouteHandler
from litestar.response import Redirect

from ballot.folding.guards import the_round
from ballot.state import STAGE_NAMES, Election, Round
from printing.papers.wording import round_name
from service.api.access import Access, Actor
from service.documents import facts
from service.errors import BadRequest, WrongMedia
from service.house import House
from service.office.people import Account
from service.office.roles import TITLES
from service.pages.speaking import PAGES
from service.pages.words import COOKIE, Language, worded

Asked = Request[Actor, Any, Any]
Page = Response[Any]
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
HOME: Final = "/desk"
_LOCAL = re.compile(r"/(?:desk|results|presider|auditor)(?:/[\w.-]+)*(?:\?[\w=&.-]*)?", re.ASCII)
_LARGEST_FIGURE = 1_000_000

HTMX = (
    '{"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false,'
    '"historyCacheSize":0,"refreshOnHistoryMiss":true,"selfRequestsOnly":true,'
    '"responseHandling":[{"code":"204","swap":false},{"code":"[23]..","swap":true},'
    '{"code":"[45]..","swap":true,"error":true,"target":"#trouble",'
    '"swapOverride":"innerHTML show:window:top"}]}'
)
"""htmx without eval, without inline styles, and without pages kept in the browser's storage."""

PAGES.globals.update(HTMX=HTMX, TITLES=TITLES, STAGE_NAMES=STAGE_NAMES)


class Form:
    """What a form sent, read field by field; a fault is a sentence that names the field."""

    def __init__(self, sent: FormMultiDict) -> None:
        """Take the fields as the browser sent them."""
        self._sent = sent

    def text(self, name: str, label: str = "") -> str:
        """Return a text without its margins. With ``label`` it must not be empty: BadRequest."""
        found = self._sent.get(name)
        text = found.strip() if isinstance(found, str) else ""
        if label and not text:
            raise BadRequest(f"请填写“{label}”。")
        return text

    def short(self, name: str, label: str, longest: int, *, needed: bool = False) -> str:
        """Return a text of at most ``longest`` characters. Raises BadRequest."""
        text = self.text(name, label if needed else "")
        if len(text) > longest:
            raise BadRequest(f"“{label}”最多 {longest} 个字，现有 {len(text)} 个。")
        return text

    def secret(self, name: str) -> str:
        """Return a password to the character."""
        found = self._sent.get(name)
        return found if isinstance(found, str) else ""

    def number(self, name: str, label: str) -> int:
        """Return a whole number. Raises BadRequest for anything else."""
        found = self.maybe(name, label)
        if found is None:
            raise BadRequest(f"请填写“{label}”，应为整数。")
        return found

    def maybe(self, name: str, label: str) -> int | None:
        """Return a whole number, None for an empty field."""
        text = self.text(name)
        if not text:
            return None
        if not re.fullmatch(r"\d{1,7}", text) or int(text) > _LARGEST_FIGURE:
            raise BadRequest(f"“{label}”应为 0 至 {_LARGEST_FIGURE} 的整数，现为“{text[:20]}”。")
        return int(text)

    def flag(self, name: str) -> bool:
        """Say whether a box is ticked."""
        return bool(self.text(name))

    def every(self, name: str) -> list[str]:
        """Return every value of a field that may stand several times."""
        return [one for one in self._sent.getall(name, []) if isinstance(one, str)]

    def numbers(self, name: str, label: str) -> tuple[int, ...]:
        """Return the whole numbers of a field, which may be written in one line."""
        words = re.split(r"[\s,，、;；]+", " ".join(self.every(name)))
        if any(not re.fullmatch(r"\d{1,7}", one) for one in words if one):
            raise BadRequest(f"“{label}”应为整数，用顿号或者空格隔开。")
        return tuple(int(one) for one in words if one)

    def file(self, name: str = "file") -> dict[str, UploadFile]:
        """Return an uploaded file in the form in which the interface takes it; empty without one.

        A browser sends an empty part without a name where nothing was chosen.
        """
        found = self._sent.get(name)
        return {"file": found} if isinstance(found, UploadFile) and found.filename else {}


async def form(request: Asked) -> Form:
    """Read the form of a request. Raises WrongMedia for a body that is none."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in FORMS:
        raise WrongMedia("这个地址只接受网页表单。")
    return Form(await request.form())


def access_of(handler: BaseRouteHandler, *, still: bool = False) -> dict[str, Any]:
    """Return the access of a route of the interface: its page is open to the same people.

    ``still``: the page asks by itself, which is no sign that somebody sits in front of it.
    """
    access: Access = handler.opt["access"]
    return {"access": replace(access, still=still)}


async def do(handler: BaseRouteHandler, **given: Any) -> Any:
    """Do what a route of the interface does. Raises what it raises."""
    return await handler.fn(**given)


def language(request: Request[Any, Any, Any]) -> Language:
    """Return the language that the reader chose."""
    return "en" if request.cookies.get(COOKIE) == "en" else "zh"


def by_htmx(request: Request[Any, Any, Any]) -> bool:
    """Say whether htmx asks, and so will put the answer into the page that stands."""
    return request.headers.get("hx-request") == "true"


def local(path: str) -> str:
    """Return ``path`` if it is a page of this service, the desk's first page otherwise."""
    return path if _LOCAL.fullmatch(path) else HOME


def account(request: Request[Any, Any, Any]) -> Account | None:
    """Return who is signed in, None where the page asks for nobody."""
    actor = request.scope.get("user")
    return actor.account if isinstance(actor, Actor) else None


def drawn(request: Request[Any, Any, Any], name: str, /, **shown: Any) -> str:
    """Return the template ``name`` filled in the reader's language."""
    spoken = language(request)
    return PAGES.get_template(f"desk/{name}").render(
        _=partial(worded, language=spoken),
        language=spoken,
        me=account(request),
        path=request.url.path,
        **shown,
    )


def page(request: Request[Any, Any, Any], name: str, /, status: int = 200, **shown: Any) -> Page:
    """Return a page of the desk."""
    return Response(drawn(request, name, **shown), status_code=status, media_type=MediaType.HTML)


def on_to(path: str) -> Page:
    """Send the browser on after an act, so that reloading repeats nothing."""
    return Redirect(path, status_code=303)


async def placed(house: House, election: str, number: int | None = None) -> dict[str, Any]:
    """Return what the frame of a session's page shows. Raises UnknownElection, NoSuchRound."""
    state = (await house.ledger.head(election)).state
    current = state.current if number is None else the_round(state, number)
    return {
        "state": state,
        "election": state.id,
        "round": current,
        "number": current.number,
        "round_name": name_of(state, current),
        "base": f"/desk/{state.id}",
        "here": f"/desk/{state.id}/rounds/{current.number}",
        "api": f"/api/elections/{state.id}",
    }


def name_of(state: Election, current: Round) -> str:
    """Return what a round is called on papers."""
    return str(round_name(facts.session(state, current)))
