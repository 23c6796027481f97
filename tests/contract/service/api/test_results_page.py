"""The public page says what the 公告 says, at the level of the rules and not a word more."""

import hashlib
from dataclasses import replace

import msgspec
import pytest

from ballot.course import choices
from ballot.rules import Rules
from ballot.rules.values import PublishLevel
from service.pages.files import STATIC
from service.rehearsal import session as s
from service.rehearsal.company import Company
from service.rehearsal.plan import Split
from service.rehearsal.session import Hall
from tests.support.hall import PAPER_ROWS, Session, Town, _plan

LIST = (
    "序号,项目名称,责任单位,投资（万元）,壮文名称\n1,饮水改造,水务局,1200,Raemx\n"
    "2,校车,教育局,300,Ci hagdangz\n3,路灯,城管局,80,Daeng\n4,公园,城管局,500,Gunghyenz\n"
).encode()


async def announced(town: Town, rules: Rules) -> Session:
    plan = _plan(PAPER_ROWS, (), "Ed25519")
    rules = msgspec.structs.replace(
        rules, seats=2, roster_total=plan.roster, channels=plan.rules.channels
    )
    hall = Hall(
        plan=replace(plan, rules=rules),
        company=Company(admin=town.admin, people=dict(town.people)),
        public=town.nobody,
        pool=town.pool,
        progress=lambda *_: None,
    )
    session = Session(house=town.house, hall=hall, voters=Split(paper=PAPER_ROWS, tablet=()))
    await s.found(hall)
    await s.list_candidates(hall, "清单.csv", LIST)
    session.step = "listed"
    return await session.until("announced")


async def page_of(town: Town, session: Session) -> str:
    return (await town.nobody.get_bytes(f"/results/{session.id}")).decode()


@pytest.mark.parametrize(
    ("rules", "shown", "kept_back"),
    [
        (Rules(publish_level="names"), ["饮水改造", "校车"], ["路灯", "公园", "8票", "反对"]),
        (
            Rules(publish_level="names_approve"),
            ["饮水改造（责任单位：水务局；投资：1,200万元；赞成8票）"],
            ["路灯", "公园", "反对", "<table"],
        ),
        (Rules(publish_level="full"), ["路灯", "未过半数", "反对", "过半数为5票"], []),
    ],
)
async def test_the_page_shows_what_the_rules_publish(
    town: Town, rules: Rules, shown: list[str], kept_back: list[str]
) -> None:
    page = await page_of(town, await announced(town, rules))
    # The list that was voted on is public whatever came of it; it says nothing of votes.
    notice, _, rest = page.partition("<h2>候选项目清单</h2>")
    listed, _, _ = rest.partition("</section>")

    assert all(word in notice for word in shown), notice
    assert not any(word in notice for word in kept_back), notice
    assert "路灯" in listed
    assert not any(word in listed for word in ("赞成", "反对", "票"))


async def test_the_page_and_the_paper_say_the_same(town: Town) -> None:
    session = await announced(town, Rules(publish_level="full"))
    page = await page_of(town, session)

    assert "票决产生演练民生实事项目2项。现予公告。" in page
    assert "演练会议主席团" in page
    assert '<a href="/verifier.html" download>' in page


async def test_the_offline_verifier_is_handed_out_to_be_kept(town: Town) -> None:
    kept = await town.http.get("/verifier.html")

    assert kept.headers["content-disposition"] == 'attachment; filename="verifier.html"'
    assert hashlib.sha256(kept.content).hexdigest() in (STATIC / "verifier.sha256").read_text()


async def test_names_in_another_language_stand_beside_the_chinese_ones(town: Town) -> None:
    page = await page_of(town, await announced(town, Rules(languages=("zh", "za"))))

    assert '<td>校车</td><td lang="za">Ci hagdangz</td>' in page
    assert page.count("<p>Ci hagdangz</p>") == 1


async def test_before_the_announcement_the_page_says_only_how_far_it_is(town: Town) -> None:
    session = await town.session("counted")
    page = await page_of(town, session)

    assert "现处于“已计票”阶段" in page
    assert "赞成" not in page


async def test_the_list_is_there_from_the_moment_it_is_frozen(town: Town) -> None:
    draft = await page_of(town, await town.session("founded"))
    frozen = await page_of(town, await town.session("listed"))

    assert "候选项目清单" not in draft
    assert "候选项目1" in frozen


@pytest.mark.parametrize(
    ("level", "shown", "kept_back"),
    [
        ("names", ["Chosen projects", "校车"], ["for 8", "Votes of every project"]),
        ("names_approve", ["for 8"], ["Votes of every project"]),
        ("full", ["Votes of every project", "Verify it yourself"], []),
    ],
)
async def test_english_says_the_same_and_no_more(
    town: Town, level: PublishLevel, shown: list[str], kept_back: list[str]
) -> None:
    session = await announced(town, Rules(publish_level=level))
    page = (await town.nobody.get_bytes(f"/results/{session.id}?lang=en")).decode()

    assert '<html lang="en">' in page
    assert all(word in page for word in shown), page
    assert not any(word in page for word in kept_back), page


async def test_later_resolutions_and_what_was_booked_beside_the_count_are_public(
    town: Town,
) -> None:
    session = await town.session("closed", tablet=())
    await session.api("scrutineer").post(
        f"{session.round()}/assisted/counted", {"paper": 2, "tablet": 0}
    )
    await session.until("announced")
    bare = await page_of(town, session)
    state = (await town.house.ledger.head(session.id)).state
    chosen = choices(state)[0].number
    body = {"resolution": "青人发〔2026〕8号", "text": "因征地<b>调整</b>，暂缓实施。"}
    await session.api("clerk").post(f"{session.path}/projects/{chosen}/changes", body)
    page = await page_of(town, session)
    english = (await town.nobody.get_bytes(f"/results/{session.id}?lang=en")).decode()

    assert "请人代写：纸质票 2 张，平板票 0 张。" in bare
    assert "公布以后的项目调整" not in bare
    assert "公布以后的项目调整" in page
    assert "青人发〔2026〕8号" in page
    assert "因征地&lt;b&gt;调整&lt;/b&gt;，暂缓实施。" in page
    assert "Filled in by a second person: 2 on paper" in english
