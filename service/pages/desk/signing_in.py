"""Signing in and out, the password of one's own, the language."""

from litestar import Response, Router, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency

from service.api import accounts
from service.api.access import COOKIE, FRESH, PUBLIC, check_origin
from service.api.bodies import Login, NewPassword
from service.errors import BadRequest
from service.house import House
from service.office.errors import OfficeError, TooManyAttempts, WrongLogin
from service.office.roles import EVERYWHERE
from service.pages.desk.frame import (
    HOME,
    Asked,
    Form,
    Page,
    access_of,
    by_htmx,
    do,
    local,
    on_to,
    page,
)
from service.pages.words import COOKIE as LANGUAGE


@get("/login", opt=PUBLIC)
async def login_page(request: Asked, house: NamedDependency[House]) -> Page:
    """Ask for name and password; an empty service says how its first administrator is made."""
    return page(
        request,
        "login.html",
        next=local(request.query_params.get("next", "")),
        unadministered=await _unadministered(house),
    )


async def _unadministered(house: House) -> bool:
    everybody = await house.accounts.all()
    return not any(one.holds("administrator", EVERYWHERE) for one in everybody)


@post("/login", opt=PUBLIC)
async def login(request: Asked, form: NamedDependency[Form], house: NamedDependency[House]) -> Page:
    """Start a session under a token of its own; the one that the browser brought ends.

    A page that stands (htmx asks) stays as it is, and can be sent again.
    """
    check_origin(request)
    name, onward = form.text("name"), local(form.text("next"))
    data = Login(name=name, password=form.secret("password"))
    try:
        started: Response[dict[str, object]] = await do(
            accounts.login, request=request, data=data, house=house
        )
    except (WrongLogin, TooManyAttempts) as error:
        return _refused(request, error, name, onward)
    if before := request.cookies.get(COOKIE):
        await house.sessions.logout(before)
    answer = page(request, "resumed.html") if by_htmx(request) else on_to(onward)
    answer.cookies.extend(started.cookies)
    return answer


def _refused(request: Asked, error: OfficeError, name: str, onward: str) -> Page:
    shown = "again.html" if by_htmx(request) else "login.html"
    return page(
        request,
        shown,
        status=error.status,
        sentence=error.sentence,
        name=name,
        next=onward,
        unadministered=False,
    )


@post("/logout", opt=access_of(accounts.logout))
async def logout(
    request: Asked,
    form: NamedDependency[Form],  # noqa: ARG001  (a page's form, nothing else, ends a session)
    house: NamedDependency[House],
) -> Page:
    """End this session."""
    await do(accounts.logout, request=request, house=house)
    answer = on_to("/desk/login")
    answer.delete_cookie(COOKIE, path="/")
    return answer


@get("/password", opt=FRESH)
async def password_page(request: Asked) -> Page:
    """Ask for a password of one's own."""
    return page(request, "password.html", next=local(request.query_params.get("next", "")))


@post("/password", opt=access_of(accounts.change_password))
async def change_password(
    request: Asked, form: NamedDependency[Form], house: NamedDependency[House]
) -> Page:
    """Change the password and go on: all old sessions end, a new one starts."""
    new, name = form.secret("new"), request.user.person.name
    if new != form.secret("again"):
        raise BadRequest("两次输入的新口令不同，请重新输入。")
    data = NewPassword(old=form.secret("old"), new=new)
    await do(accounts.change_password, request=request, data=data, house=house)
    started: Response[dict[str, object]] = await do(
        accounts.login, request=request, data=Login(name=name, password=new), house=house
    )
    answer = on_to(local(form.text("next")))
    answer.cookies.extend(started.cookies)
    return answer


@post("/language", opt=PUBLIC)
async def choose_language(form: NamedDependency[Form]) -> Page:
    """Show pages in the other language from here on."""
    chosen = "en" if form.text("language") == "en" else "zh"
    answer = on_to(local(form.text("back")))
    answer.cookies.append(Cookie(key=LANGUAGE, value=chosen, path="/", samesite="strict"))
    return answer


router = Router(
    path=HOME,
    route_handlers=[
        login_page,
        login,
        logout,
        password_page,
        change_password,
        choose_language,
    ],
)
