"""Pages for people in both languages: unknown addresses, refusals of the core, pages for staff."""

import html
import json
import re

import httpx
import pytest

from service.pages.words import COOKIE
from tests.support.browsing import HTML, HTMX, browser, desk, officer
from tests.support.hall import Town, code_of

ENGLISH = {"language": "en", "back": "/desk"}


@pytest.mark.parametrize("path", ["/desk/nothing/here/at/all", "/desks", "/presider"])
async def test_an_unknown_address_answers_people_with_a_page(town: Town, path: str) -> None:
    async with browser(town) as nobody:
        found = await nobody.get(path)
    assert found.status_code == 404
    assert found.headers["content-type"].startswith("text/html")
    assert "没有这一页" in found.text
    assert 'href="/desk"' in found.text


async def test_programs_and_the_interface_get_a_problem_as_before(town: Town) -> None:
    program = await town.http.get("/desk/nothing/here/at/all")
    assert code_of(program) == "http.404"
    asked = await town.http.get("/api/nothing", headers=HTML)
    assert code_of(asked) == "http.404"


async def test_an_english_page_says_that_a_refusal_is_in_chinese(town: Town) -> None:
    session = await town.session("listed")
    async with officer(town, "teller") as teller:
        await teller.sent("/desk/language", ENGLISH)
        whole = await teller.get(desk(session, "/roll"))
        part = await teller.post(desk(session, "/roll"), headers=HTMX)
        await teller.sent("/desk/language", {**ENGLISH, "language": "zh"})
        chinese = await teller.get(desk(session, "/roll"))
    marked = '(in Chinese) <span lang="zh-Hans">此项操作只能由秘书处工作人员进行。</span>'
    assert marked in whole.text
    assert marked in part.text
    assert "in Chinese" not in chinese.text


async def test_what_somebody_typed_stays_text_in_a_refusal(town: Town) -> None:
    session = await town.session("founded")
    async with officer(town, "clerk") as clerk:
        await clerk.sent("/desk/language", ENGLISH)
        found = await clerk.post(
            desk(session, "/rounds/1/tokens/issued"), {"channel": "paper", "count": "<b>1</b>"}
        )
    assert "&lt;b&gt;" in found.text
    assert "<b>1" not in found.text


@pytest.mark.parametrize(
    ("path", "chinese", "english"),
    [("/vote", "平板投票", "Voting on tablets"), ("/trust", "平板信任", "Let a tablet trust")],
)
async def test_pages_for_staff_speak_the_readers_language(
    town: Town, path: str, chinese: str, english: str
) -> None:
    async with browser(town) as nobody:
        first = await nobody.shown(path)
        other = await nobody.shown(f"{path}?lang=en")
    assert chinese in first
    assert english in other
    assert '<html lang="en">' in other


async def test_doubts_grounds_and_opinions_are_told_in_english_and_clauses_marked_as_chinese(
    town: Town,
) -> None:
    session = await town.session("listed")
    async with officer(town, "scrutineer") as scrutineer:
        chinese = await scrutineer.shown(desk(session, "/rounds/1/doubts"))
        scrutineer.http.cookies.set(COOKIE, "en")
        other = await scrutineer.shown(desk(session, "/rounds/1/doubts"))
    [words] = re.findall(r'data-words="([^"]*)"', other)
    told = json.loads(html.unescape(words))

    assert 'data-words="{}"' in chinese
    assert told["多选"] == "too many chosen"
    assert told["赞成"] == "approve"
    assert told["不是本次印制的票"] == "not printed for this vote"
    assert told["请对照纸质票认定各项。"].startswith("Decide every project")
    assert 'id="clauses" class="clauses" lang="zh-Hans"' in other


async def test_the_script_in_english_says_that_it_is_read_in_chinese(town: Town) -> None:
    session = await town.session("listed")
    async with officer(town, "presider") as presider:
        chinese = await presider.shown(f"/presider/{session.id}")
        presider.http.cookies.set(COOKIE, "en")
        other = await presider.shown(f"/presider/{session.id}")

    assert "in Chinese alone" in other
    assert "in Chinese alone" not in chinese
    assert '<p lang="zh-Hans">' in other


async def test_the_mark_of_rehearsals_stands_in_a_landmark(town: Town) -> None:
    session = await town.session("listed")

    def landmark(page: str) -> str:
        return page[page.index("<header>") : page.index("</header>")]

    async with officer(town, "clerk") as clerk:
        assert "演练：本页数据不是正式票决" in landmark(await clerk.shown(desk(session)))
        found: httpx.Response = await clerk.get(desk(session, "/rounds/1/bundles"))
    assert "演练：本页数据不是正式票决" in landmark(found.text)
