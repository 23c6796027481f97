"""The desk's pages: who gets in, what another site can do, what a name can do."""

import re

import pytest

from service.api.access import COOKIE
from service.office.roles import Grant
from tests.support.browsing import HTMX, Browser, browser, desk, file, officer, signed_in, trouble
from tests.support.hall import PASSWORD, Town

HOSTILE = """<script>alert(1)</script><img src=x onerror=alert(1)>"'`{{7*7}}{name}"""
NEW = "another-password-of-my-own-42"


def token(one: Browser) -> str:
    found = one.http.cookies.get(COOKIE)
    assert found is not None
    return found


async def test_whoever_is_not_signed_in_is_led_to_the_login_and_back(town: Town) -> None:
    async with browser(town) as nobody:
        found = await nobody.get("/desk/people")
        assert (found.status_code, found.headers["location"]) == (
            303,
            "/desk/login?next=/desk/people",
        )
        await town.account("去而复返者", Grant("clerk"))
        back = await nobody.login("去而复返者", next="/desk/people")
        assert (back.status_code, back.headers["location"]) == (303, "/desk/people")


@pytest.mark.parametrize(
    "onward",
    [
        "//elsewhere.example/desk",
        "https://elsewhere.example/",
        "/\\elsewhere",
        "/desk\n/x",
        "/api/me",
    ],
)
async def test_the_login_leads_nowhere_else(town: Town, onward: str) -> None:
    async with browser(town) as nobody:
        if "不出本站者" not in {one.name for one in await town.house.accounts.all()}:
            await town.account("不出本站者")
        found = await nobody.login("不出本站者", next=onward)
        assert found.headers["location"] == "/desk"


async def test_a_wrong_password_keeps_the_name_and_starts_nothing(town: Town) -> None:
    async with browser(town) as nobody:
        found = await nobody.login("没有的人", "wrong-password-wrong")
        assert found.status_code == 401
        assert 'value="没有的人"' in found.text
        assert COOKIE not in nobody.http.cookies


async def test_a_login_ends_the_session_that_the_browser_brought(town: Town) -> None:
    """A token that somebody planted before the login is worth nothing after it."""
    await town.account("换登录者甲")
    await town.account("换登录者乙")
    async with signed_in(town, "换登录者甲") as one:
        planted = token(one)
        assert (await one.login("换登录者乙")).status_code == 303
        assert token(one) != planted
        assert "换登录者乙" in await one.shown("/desk/me")
    async with browser(town) as thief:
        thief.http.cookies.set(COOKIE, planted, domain="piaojue")
        assert (await thief.get("/desk/me")).status_code == 303


async def test_a_made_up_token_is_not_taken_over_at_the_login(town: Town) -> None:
    await town.account("不认旧令牌者")
    async with browser(town) as one:
        one.http.cookies.set(COOKIE, "pjs_planted", domain="piaojue")
        found = await one.login("不认旧令牌者")
        fresh = re.search(rf"{COOKIE}=([^;]+)", found.headers["set-cookie"])
        assert fresh is not None
        assert fresh[1] != "pjs_planted"
        assert {"httponly", "samesite=strict", "path=/"} <= set(
            found.headers["set-cookie"].lower().split("; ")
        )


@pytest.mark.parametrize("origin", ["http://elsewhere", "null", "http://piaojue.elsewhere"])
async def test_another_sites_form_does_nothing(town: Town, origin: str) -> None:
    name = f"跨站{len(origin)}"
    await town.account(name, Grant("administrator"))
    async with signed_in(town, name) as one:
        for path, fields in (
            ("/desk/logout", {"leave": "1"}),
            ("/desk/people", {"names": "不速之客"}),
            ("/desk/login", {"name": name, "password": PASSWORD}),
        ):
            found = await one.post(path, fields, headers={"origin": origin})
            assert found.status_code == 403, path
            assert "别的网页" in trouble(found)
        assert name in await one.shown("/desk/me")
    assert "不速之客" not in {one.name for one in await town.house.accounts.all()}


async def test_a_first_password_opens_only_the_page_that_changes_it(town: Town) -> None:
    await town.account("初来者", Grant("clerk"), must_change=True)
    async with signed_in(town, "初来者") as one:
        first = token(one)
        found = await one.get("/desk/people")
        assert found.headers["location"] == "/desk/password?next=/desk/people"

        fields = {"old": PASSWORD, "new": NEW, "again": NEW, "next": "/desk/people"}
        assert await one.sent("/desk/password", fields) == "/desk/people"
        assert "初来者" in await one.shown("/desk/people")
        assert token(one) != first
        one.http.cookies.set(COOKIE, first, domain="piaojue")
    async with browser(town) as old:
        old.http.cookies.set(COOKIE, first, domain="piaojue")
        assert (await old.get("/desk/me")).status_code == 303


async def test_two_different_new_passwords_change_nothing(town: Town) -> None:
    await town.account("打错者", must_change=True)
    async with signed_in(town, "打错者") as one:
        found = await one.post("/desk/password", {"old": PASSWORD, "new": NEW, "again": NEW + "x"})
        assert "两次输入的新口令不同" in trouble(found)
    async with signed_in(town, "打错者") as again:
        assert (await again.get("/desk/me")).status_code == 303


async def test_after_signing_out_the_token_opens_nothing(town: Town) -> None:
    await town.account("离开者")
    async with signed_in(town, "离开者") as one:
        gone = token(one)
        assert await one.sent("/desk/logout") == "/desk/login"
        assert COOKIE not in one.http.cookies
        one.http.cookies.set(COOKIE, gone, domain="piaojue")
        assert (await one.get("/desk/me")).status_code == 303


async def test_an_ended_session_keeps_the_page_that_stands(town: Town) -> None:
    """The login lies over the page as htmx puts it there; the same form can then be sent."""
    await town.account("久坐者", Grant("administrator"))
    async with signed_in(town, "久坐者") as one:
        await town.house.sessions.logout(token(one))
        found = await one.post("/desk/people", {"names": "久候之人"}, headers=HTMX)
        assert found.status_code == 401
        assert "本页填写的内容没有丢" in found.text
        assert "<html" not in found.text

        fields = {"name": "久坐者", "password": PASSWORD}
        resumed = await one.post("/desk/login", fields, headers=HTMX)
        assert "请再提交一次" in resumed.text
        again = await one.post("/desk/people", {"names": "久候之人"}, headers=HTMX)
        assert "久候之人" in again.text


async def test_figures_that_a_page_asks_for_by_itself_do_not_keep_a_session_alive(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await town.session("founded")
    async with officer(town, "clerk") as clerk:
        now = town.house.sessions._clock()
        figures = desk(session, "/rounds/1/attendance/figures")
        idle = town.house.sessions._lifetimes.idle
        for passed in range(0, idle + 120, 120):
            monkeypatch.setattr(town.house.sessions, "_clock", lambda at=now + passed: at)
            found = await clerk.get(figures, **HTMX)
        assert found.status_code == 401
        # The page that stands is not swept away by an answer that nobody asked for.
        assert found.headers["hx-reswap"] == "none"


async def test_pages_are_never_kept_and_run_no_code_of_their_own(town: Town) -> None:
    session = await town.session("listed")
    async with officer(town, "clerk") as clerk:
        found = await clerk.get(desk(session))
    policy = found.headers["content-security-policy"]

    assert found.headers["cache-control"] == "no-store"
    assert "unsafe" not in policy
    assert {"script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"} <= set(
        policy.split("; ")
    )
    assert re.findall(r"<script(?![^>]*src=)|<style|\son\w+=|\sstyle=|\shx-on", found.text) == []
    assert set(re.findall(r'(?:src|href)="(https?:[^"]*)"', found.text)) == set()


async def test_markup_in_names_is_shown_and_not_obeyed(town: Town) -> None:
    session = await town.session("founded")
    async with officer(town, "clerk") as clerk:
        where = await clerk.sent(
            "/desk/new",
            {
                "title": HOSTILE,
                "session": HOSTILE,
                "body": HOSTILE,
                "kind": "rehearsal",
                "seats": "1",
                "channels": "paper",
            },
        )
        hostile = where.removesuffix("/officers")
        quoted = '"' + HOSTILE.replace('"', '""') + '"'
        roll = f"姓名,代表团,座位\n刘志成,{quoted},1\n"
        await clerk.sent(f"{hostile}/roll", **file(roll))
        listed = f"序号,项目名称,主要内容,责任单位,来源\n1,{quoted},{quoted},{quoted},{quoted}\n"
        await clerk.sent(f"{hostile}/candidates", {"as": "list"}, **file(listed))
        await clerk.sent(
            f"{hostile}/candidates", {"as": "suggestions", "source": HOSTILE}, **file(listed)
        )
        for page in (
            "/desk",
            hostile,
            f"{hostile}/roll",
            f"{hostile}/candidates",
            f"{hostile}/candidates/1",
            f"{hostile}/officers",
            f"{hostile}/activity",
            f"{hostile}/rounds/1/attendance",
            f"{hostile}/rounds/1/attendance/found?query={HOSTILE.replace('#', '')}",
            f"{hostile}/rounds/1/papers",
        ):
            text = await clerk.shown(page)
            assert "<script>alert" not in text, page
            assert "<img src=x" not in text, page
            assert "{{7*7}}" in text or "49" not in text, page
    assert session.id not in hostile


async def test_markup_in_an_accounts_name_is_shown_and_not_obeyed(town: Town) -> None:
    await town.account("<b>粗体</b>", Grant("administrator"))
    async with signed_in(town, "<b>粗体</b>") as one:
        text = await one.shown("/desk/people")
    assert "<b>粗体</b>" not in text
    assert "&lt;b&gt;粗体&lt;/b&gt;" in text


async def test_a_page_takes_forms_and_nothing_else(town: Town) -> None:
    session = await town.session("founded")
    async with officer(town, "clerk") as clerk:
        found = await clerk.http.post(desk(session, "/rounds/1/attendance"), json={"present": 1})
    assert found.status_code == 415
