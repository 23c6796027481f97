"""What a clerk does around the vote: templates, another wording, changed projects, programs."""

import json
import re
from typing import Any

from ballot.rules import Rules
from ballot.rules.text import TextFacts, draft
from ballot.rules.text.numerals import chinese
from tests.support.browsing import HTMX, desk, officer, trouble
from tests.support.hall import Town, answer

UPPER: dict[str, Any] = {
    "name": "民生实事项目票决规则范本",
    "issuer": "青禾市人民代表大会常务委员会",
    "limits": {"seats": {"range": [1, 10]}, "tie_rule": {"fixed": "re_vote_tied"}},
    "defaults": {"max_rounds": 2, "publish_level": "full"},
}
NAMES = {
    "title": "青禾镇2026年民生实事项目票决",
    "session": "青禾镇第十九届人民代表大会第五次会议",
    "body": "青禾镇人民代表大会",
}
FIELDS = {**NAMES, "kind": "rehearsal", "seats": "2", "candidates_n": "4", "channels": "paper"}
RULES = Rules(seats=2, candidates_n=4, channels=("paper",))


def template(given: Any = UPPER) -> dict[str, Any]:
    content = given if isinstance(given, bytes) else json.dumps(given).encode()
    return {"files": {"template-1": ("范本.json", content)}}


def text(*changes: tuple[str, str], rules: Rules = RULES) -> str:
    own = draft(rules, TextFacts(**NAMES))
    whole = "\n".join(f"{chinese(one.number)}、{one.text}" for one in own)
    for before, after in changes:
        assert before in whole
        whole = whole.replace(before, after)
    return whole


async def test_a_template_is_adopted_on_the_form_and_shown_with_what_differs(town: Town) -> None:
    async with officer(town, "clerk") as clerk:
        outside = {**FIELDS, "seats": "12"}
        found = await clerk.post("/desk/new/lint", outside, headers=HTMX, **template())
        assert "超出范本" in found.text
        differs = {**FIELDS, "publish_level": "names"}
        found = await clerk.post("/desk/new/lint", differs, headers=HTMX, **template())
        assert "与范本不同" in found.text
        assert "超出范本" not in found.text
        bad = await clerk.post("/desk/new/lint", FIELDS, headers=HTMX, **template(b"[1]"))
        assert "第 1 份范本不是范本文件" in trouble(bad)
        refused = await clerk.post("/desk/new", outside, **template())
        assert refused.status_code == 409

        where = await clerk.sent("/desk/new", differs, **template())
        base = where.removesuffix("/officers")
        page = await clerk.shown(f"{base}/measure")
    assert "青禾市人民代表大会常务委员会《民生实事项目票决规则范本》" in page
    assert "与范本不同的 1 处" in page
    state = (await town.house.ledger.head(base.rpartition("/")[2])).state
    assert state.rules.max_rounds == UPPER["defaults"]["max_rounds"]


async def test_a_text_that_came_back_edited_is_compared_before_the_vote_is_begun(
    town: Town,
) -> None:
    before = town.stored()
    async with officer(town, "clerk") as clerk:
        same = await clerk.post("/desk/new/comparison", {**FIELDS, "text": text()}, headers=HTMX)
        assert "逐字相同" in same.text
        against = text(("取前2项", "取前3项"), ("当场封存", "当场密封"))
        found = await clerk.post("/desk/new/comparison", {**FIELDS, "text": against}, headers=HTMX)
        assert "有 1 处与规则矛盾" in found.text
        assert "第七条" in found.text
        assert found.text.count("取前3项") <= 1
        none = await clerk.post("/desk/new/comparison", FIELDS, headers=HTMX)
        assert "请选择 Word 文件" in trouble(none)
    assert town.stored() == before


async def test_a_text_is_compared_with_the_rules_that_stand(town: Town) -> None:
    session = await town.session("founded")
    facts = (await town.house.ledger.head(session.id)).state.facts
    own = draft(facts.rules, TextFacts(title=facts.title, session=facts.session, body=facts.body))
    whole = "\n".join(f"{chinese(one.number)}、{one.text}" for one in own)
    async with officer(town, "presider") as presider:
        where = desk(session, "/measure")
        assert "没有采用上级的范本" in await presider.shown(where)
        found = await presider.post(f"{where}/comparison", {"text": whole}, headers=HTMX)
        assert "逐字相同" in found.text
        edited = whole.replace("当场封存", "当场密封")
        found = await presider.post(f"{where}/comparison", {"text": edited}, headers=HTMX)
        assert "没有看出矛盾" in found.text
        assert "当场密封" in found.text


async def test_a_resolution_on_an_announced_project_is_booked(town: Town) -> None:
    session = await town.session("closed", tablet=())
    where = desk(session, "/projects")
    async with officer(town, "clerk") as clerk:
        assert "还没有公布的入选项目" in await clerk.shown(where)
        fields = {"project": "1", "resolution": "青人发〔2026〕8号", "text": "暂缓实施。"}
        early = await clerk.post(where, fields)
        assert "不在已公告的项目之内" in trouble(early)
        await session.until("announced")
        bare = await clerk.post(where, {**fields, "resolution": ""})
        assert "请填写“决议、决定的名称和文号”" in trouble(bare)
        assert await clerk.sent(where, fields) == f"{where}?done=1"
        page = await clerk.shown(f"{where}?done=1")
    assert "已经登记，写进日志和记录包" in page
    assert "青人发〔2026〕8号" in page
    changed = (await town.house.ledger.head(session.id)).state.changed
    assert [(one.project, one.text) for one in changed] == [(1, "暂缓实施。")]


async def test_a_programs_token_is_shown_once_reads_the_log_and_is_revoked(town: Town) -> None:
    session = await town.session("founded")
    where = desk(session, "/programs")
    async with officer(town, "chief_scrutineer") as chief:
        assert "没有有效的令牌" in await chief.shown(where)
        long = await chief.post(where, {"name": "第二台电脑", "days": "400"})
        assert "“有效天数”应为 1 至 366" in trouble(long)
        made = await chief.post(where, {"name": "第二台电脑", "days": "3"})
        token = re.search(r'class="hex"><strong>([^<]+)', made.text)
        assert token is not None
        listed = await chief.shown(where)
        assert token[1] not in listed
        program = town.nobody.signed_in(token[1])
        assert (await answer(program, "GET", session.path)).status_code == 200
        revoke = re.search(r'action="([^"]+/revoke)"', listed)
        assert revoke is not None
        await chief.sent(revoke[1])
        assert (await answer(program, "GET", session.path)).status_code == 401
    async with officer(town, "clerk") as clerk:
        assert (await clerk.get(where)).status_code == 403


async def test_the_pages_of_an_evaluation_are_empty_where_there_is_none(town: Town) -> None:
    session = await town.session("founded")
    async with officer(town, "clerk") as clerk:
        assert "这次不是满意度测评" in await clerk.shown(desk(session, "/evaluation"))
        refused = await clerk.post(
            desk(session, "/evaluation/handling"),
            {"project": "1", "result": "A", "unit": "县城管局", "text": "已建成。"},
        )
    assert "这次不是满意度测评，没有这一步" in trouble(refused)
