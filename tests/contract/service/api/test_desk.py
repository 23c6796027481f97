"""The desk from an empty service to an open vote, and the tellers' double entry, by forms alone."""

import re
from html import unescape

import pytest

from ballot.sealed import Mark
from service.office.roles import ROLES, Grant, Role
from tests.contract.service.api.test_access import GOLDEN
from tests.support.browsing import HTMX, Browser, browser, desk, file, officer, signed_in, trouble
from tests.support.hall import NUMBERS, TABLET_ROWS, Session, Step, Town, filled, name_of

LIST = (
    "序号,项目名称,投资（万元）,责任单位\n1,供水,120,水务局\n2,校车,80,教育局\n3,路灯,30,城管局\n"
)
LONG = "更换供水管网约三十八公里，改造泵站两座。" * 90
"""What no row of a sheet has room for."""
ROLL = "姓名,代表团,座位\n" + "".join(f"代表{n}号,第{n % 2}团,{n}座\n" for n in range(1, 13))
SCAN = {"files": {"file": ("签字页.pdf", b"%PDF-1.4 signed by hand")}}


def pages_of(role: Role) -> list[str]:
    """Return the pages that the golden table opens to ``role``."""
    rows = [row.split() for row in GOLDEN.read_text(encoding="utf-8").splitlines()]
    return [
        path.rstrip(":")
        for method, path, *who in rows
        if method == "GET" and path.startswith("/desk/{election") and role in who
    ]


@pytest.mark.parametrize(
    ("step", "tablet"),
    [
        ("founded", ()),
        ("listed", TABLET_ROWS),
        ("ready", ()),
        ("closed", TABLET_ROWS),
        ("announced", ()),
    ],
)
async def test_every_page_opens_to_its_roles_at_every_stage(
    town: Town, step: Step, tablet: tuple[tuple[Mark, ...], ...]
) -> None:
    session = await town.session(step, tablet=tablet)
    pending = "" if step != "ready" else (await _proposed(session))["id"]
    for role in ROLES:
        if role == "administrator":
            continue
        name = f"{step}看{role}"
        await town.account(name, Grant(role, session.id))
        async with signed_in(town, name) as one:
            for path in pages_of(role):
                if ("{act:" in path and not pending) or path.endswith("/live"):
                    continue
                if path.endswith("sheet.png") and step == "founded":
                    continue
                where = filled(path, election=session.id, act=pending)
                found = await one.get(where.replace("/candidates/1", "/candidates/0"))
                assert found.status_code == 200, (role, where, trouble(found))


async def _proposed(session: Session) -> dict[str, str]:
    made: dict[str, str] = await session.api("presider").post(
        f"{session.round()}/acts", {"act": "opened"}
    )
    return made


async def test_a_page_of_somebody_else_is_refused_with_a_sentence(town: Town) -> None:
    session = await town.session("listed")
    async with officer(town, "teller") as teller:
        page = await teller.get(desk(session, "/roll"))
        part = await teller.post(desk(session, "/roll"), headers=HTMX, **file(ROLL))
    assert (page.status_code, trouble(page)) == (403, "此项操作只能由秘书处工作人员进行。")
    assert (part.status_code, trouble(part)) == (403, "此项操作只能由秘书处工作人员进行。")
    assert "<html" not in part.text


async def test_a_new_clerk_gets_from_nothing_to_an_open_vote(town: Town) -> None:
    clerk_name = "新秘书"
    async with signed_in(town, "运维一号") as admin:
        slip = await admin.post("/desk/people", {"names": clerk_name, "role": "clerk"})
        secret = re.search(r'class="hex"><strong>([^<]+)', slip.text)
        assert secret is not None
        assert secret[1] not in await admin.shown("/desk/people")
    async with browser(town) as clerk:
        await clerk.login(clerk_name, secret[1])
        new = "four-words-in-a-row"
        await clerk.sent("/desk/password", {"old": secret[1], "new": new, "again": new})
        base = await _founded(clerk)
        await _listed(clerk, base)
        await _ready(clerk, base)
        page = await clerk.shown(base)
        assert "还差：开始投票" in page
        await clerk.sent(f"{base}/rounds/1/acts", {"act": "opened"})
        await _sign(clerk, base, "chief_scrutineer:1", "presider:1")
        assert 'aria-current="step">投票中' in await clerk.shown(base)


async def _founded(clerk: Browser) -> str:
    preset = await clerk.shown("/desk/new?preset=township_congress")
    assert "建议用三格：每项只应有一格有笔迹" in preset
    chosen = {
        name[1]: value[1]
        for part in preset.split("<select ")[1:]
        if (name := re.match(r'name="(\w+)"', part))
        and (value := re.search(r'<option value="([^"]*)" selected>', part.split("</select>")[0]))
    }
    rest = re.search(r'<textarea name="rest"[^>]*>([^<]*)<', preset)
    assert rest is not None
    fields = {
        **chosen,
        "rest": unescape(rest[1]),
        "title": "新票决",
        "session": "新会议",
        "body": "新人民代表大会",
        "kind": "binding",
        "roster_total": "12",
        "candidates_n": "3",
        "appointed": "3",
        "channels": "paper",
        "seats": "3",
    }
    found = await clerk.post("/desk/new/lint", fields, headers=HTMX)
    assert "不能采用" in found.text
    fields["seats"] = "2"
    found = await clerk.post("/desk/new/lint", fields, headers=HTMX)
    assert "不能采用" not in found.text
    draft = await clerk.post("/desk/new/measure/docx", fields)
    assert draft.content.startswith(b"PK")
    where = await clerk.sent("/desk/new", fields)
    assert where.endswith("/officers")
    await clerk.post(where, {"scrutineers": "3", "clerk-1": "新秘书"})
    return where.removesuffix("/officers")


async def _listed(clerk: Browser, base: str) -> None:
    assert "还差：导入候选项目清单" in await clerk.shown(base)
    faulty = await clerk.post(f"{base}/roll/preview", **file("姓名\n王岚\n王岚\n"), headers=HTMX)
    assert "重复" in faulty.text
    await clerk.sent(f"{base}/roll", **file(ROLL))
    listed = LIST.replace("责任单位", "责任单位,主要内容").replace("水务局", f"水务局,{LONG}")
    await clerk.sent(f"{base}/candidates", {"as": "list"}, **file(listed))
    page = await clerk.shown(f"{base}/candidates")
    assert "50.0%" in page
    assert "33.3%" in page
    picture = await clerk.get(f"{base}/candidates/sheet.png")
    assert picture.content.startswith(b"\x89PNG")
    await clerk.sent(f"{base}/rounds/1/acts", {"act": "list_frozen"})
    await _sign(clerk, base, "clerk:1", "presider:1")


async def _sign(clerk: Browser, base: str, *seats: str) -> None:
    waiting = await clerk.shown(f"{base}/acts")
    act = re.search(r"/acts/(\w+)/paper", waiting)
    assert act is not None
    sheet = await clerk.shown(f"{base}/acts/{act[1]}/page")
    assert "SHA-256" in sheet
    for seat in seats:
        await clerk.sent(f"{base}/acts/{act[1]}/paper", {"seat": seat}, **SCAN)


async def _ready(clerk: Browser, base: str) -> None:
    here = f"{base}/rounds/1"
    await clerk.sent(f"{here}/tokens/prints", {"count": "15"})
    shown = await clerk.shown(f"{here}/tokens")
    assert "票面没有印主要内容：有的项目一格内印不下" in shown
    name = re.search(r"/prints/(\w+)/destroyed", shown)
    assert name is not None
    await clerk.sent(f"{here}/tokens/prints/{name[1]}/destroyed")
    marked = await clerk.post(f"{here}/attendance/marks", {"query": "3座"}, headers=HTMX)
    assert "代表3号" in marked.text
    several = await clerk.post(f"{here}/attendance/marks", {"query": "代表"}, headers=HTMX)
    assert "12 名代表符合" in trouble(several)
    undone = {"deputies": "3", "present": "0"}
    await clerk.post(f"{here}/attendance/marks", undone, headers=HTMX)
    rest = {"deputies": [str(one) for one in range(1, 12)]}
    # Without a script the same form leads back to the page.
    assert await clerk.sent(f"{here}/attendance/marks", rest) == f"{here}/attendance"
    assert "<dd>11</dd>" in await clerk.shown(f"{here}/attendance/figures")
    await clerk.sent(f"{here}/attendance", {"roster_total": "12", "present": "11"})
    await clerk.sent(f"{here}/tokens/issued", {"channel": "paper", "count": "11"})


async def test_suggestions_are_screened_merged_and_become_the_list(town: Town) -> None:
    session = await town.session("founded")
    where = desk(session, "/candidates")
    async with officer(town, "clerk") as clerk:
        await clerk.sent(where, {"as": "suggestions", "source": "代表建议"}, **file(LIST))
        bare = await clerk.post(f"{where}/pool", {"seen": "1", "act": "set_aside", "numbers": "3"})
        assert "写明理由" in trouble(bare)
        aside = {"seen": "1", "act": "set_aside", "numbers": "3", "reason": "上级已有安排"}
        await clerk.sent(f"{where}/pool", aside)
        stale = await clerk.post(f"{where}/pool", aside)
        assert "他人改动" in trouble(stale)
        await clerk.sent(f"{where}/pool", {"seen": "2", "act": "merge", "numbers": ["2", "1"]})
        await clerk.sent(f"{where}/pool", {"seen": "3", "act": "draft"})
        page = await clerk.shown(where)
        assert "上级已有安排" in page
        assert "并入 2 号" in page
        edited = {"seen": "1", "name": "校车和供水", "investment": "1,200.5万元"}
        await clerk.sent(f"{where}/1", edited)
        added = {"seen": "2", "name": "路灯"}
        await clerk.sent(f"{where}/0", added)
        await clerk.sent(f"{where}/draft", {"seen": "3", "number": "2", "act": "up"})
    draft = await town.house.drafts.of(session.id)
    assert [(one.number, one.name) for one in draft.candidates] == [(1, "路灯"), (2, "校车和供水")]
    assert draft.candidates[1].investment_fen == 1_200_500_000


def figures(approve: int = 8) -> dict[str, str]:
    cells = {"returned": "8", "valid": "8", "invalid": "0", "foreign": "0"}
    yes = {1: approve, 2: 8}
    for number in NUMBERS:
        cells[f"approve-{number}"] = str(yes.get(number, 0))
        cells[f"oppose-{number}"] = str(8 - yes.get(number, 0))
        cells[f"abstain-{number}"] = "0"
        cells[f"illegible-{number}"] = "0"
    return cells


async def _enter(one: Browser, here: str, approve: int) -> None:
    looked = await one.post(here, figures(approve))
    sent = re.search(r'name="tally" value="([^"]*)"', looked.text)
    entry = re.search(r'name="entry" value="(\d+)"', looked.text)
    assert sent is not None
    assert entry is not None
    assert 'data-sign-act="hand_count"' in looked.text
    await one.sent(f"{here}/signed", {"tally": unescape(sent[1]), "entry": entry[1]}, **SCAN)


async def test_two_tellers_enter_apart_and_see_what_differs_only_then(town: Town) -> None:
    session = await town.session("closed", tablet=())
    await session.api("scrutineer").post(f"{session.round()}/box", {"count": 8})
    here = desk(session, "/rounds/1/hand-count")
    async with officer(town, "teller", 1) as first, officer(town, "teller", 2) as second:
        await _enter(first, here, 7)
        alone = await first.shown(here)
        other = await second.shown(here)
        assert "不一致" not in alone
        assert 'name="approve-1" type="number" min="0" required inputmode="numeric"' in other
        assert 'aria-label="1 赞成" value=""' in other

        await _enter(second, here, 6)
        assert "两份计票数有 2 格不一致" in await first.shown(here)
        assert "第 1 号项目赞成" in await second.shown(here)

        await _enter(second, here, 7)
        assert "已经确定" in await first.shown(here)


async def test_figures_that_do_not_add_up_are_said_before_they_are_signed(town: Town) -> None:
    session = await town.session("closed", tablet=())
    await session.api("scrutineer").post(f"{session.round()}/box", {"count": 8})
    async with officer(town, "teller") as teller:
        wrong = figures() | {"abstain-2": "1", "valid": "7"}
        found = await teller.post(desk(session, "/rounds/1/hand-count"), wrong)
    assert "收回 8 张，有效 7 张加无效 0 张，相差 1 张。" in found.text
    assert "2 号项目各栏合计 9，有效票 7 张。" in found.text


async def test_an_officer_with_a_key_finds_the_statement_to_sign(town: Town) -> None:
    session = await town.session("ready", tablet=())
    act = await _proposed(session)
    async with officer(town, "presider") as presider:
        page = await presider.shown(desk(session, "/acts"))
        assert f'data-sign-act="{act["id"]}"' in page
        assert f'data-statement="{act["statement"]}"' in page
        assert 'data-role="presider" data-holder="1"' in page
    async with officer(town, "clerk") as clerk:
        page = await clerk.shown(desk(session, "/acts"))
        assert "data-sign-act" not in page
        assert name_of(("presider", 1)) in page
        forged = await clerk.post(
            desk(session, f"/acts/{act['id']}/paper"), {"seat": "presider:1"}, **SCAN
        )
        assert "须由本人登录后登记" in trouble(forged)


async def test_a_page_that_stands_learns_what_others_did(town: Town) -> None:
    session = await town.session("ready", tablet=())
    async with officer(town, "clerk") as clerk:
        page = await clerk.shown(desk(session))
        asked = re.search(r'hx-get="([^"]*/live\?seen=\w+)"', page)
        assert asked is not None
        assert (await clerk.get(asked[1], **HTMX)).status_code == 204
        await _proposed(session)
        changed = await clerk.get(asked[1], **HTMX)
    assert changed.status_code == 200
    assert "签名，开始投票" in changed.text
    assert "<html" not in changed.text


async def test_the_reader_chooses_the_language(town: Town) -> None:
    async with officer(town, "clerk") as clerk:
        assert await clerk.sent("/desk/language", {"language": "en", "back": "/desk"}) == "/desk"
        page = await clerk.shown("/desk")
        assert '<html lang="en">' in page
        assert "Sign out" in page
        await clerk.sent("/desk/language", {"language": "zh", "back": "//elsewhere"})
        assert "退出登录" in await clerk.shown("/desk")


async def test_nobody_is_added_where_one_name_of_a_list_is_taken(town: Town) -> None:
    async with signed_in(town, "运维一号") as admin:
        found = await admin.post("/desk/people", {"names": "从未有过的人\n运维一号"}, headers=HTMX)
    assert "没有新开任何账号" in trouble(found)
    assert "从未有过的人" not in {one.name for one in await town.house.accounts.all()}


async def test_a_person_takes_one_seat_of_the_list(town: Town) -> None:
    session = await town.session("founded")
    double = name_of(("teller", 1))
    fields = {"scrutineers": "2", "teller-1": double, "teller-2": double, "teller-2-paper": "1"}
    async with officer(town, "clerk") as clerk:
        found = await clerk.post(desk(session, "/officers"), fields)
    assert "一人只能占一个" in trouble(found)
