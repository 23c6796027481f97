"""A poll open on a real service, with a list as counties have it, for browsers to vote in."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server
from litestar import Litestar

from ballot.card import card_code, card_qr
from ballot.events.listing import GroupName
from ballot.rules import Rules
from ballot.sealed import Mark
from service.client.api import Api
from service.rehearsal import session as s
from service.rehearsal.company import Company
from service.rehearsal.plan import Split
from service.rehearsal.session import Hall, Plan
from service.server import free_port
from tests.support.hall import PAPER_ROWS, Session, town_at

SEATS = 10
"""应选 10 of 12."""

LONG = (
    "新建村级养老服务站26处，每站设助餐点、日间照料室和康复活动室各一间，配备适老化设施，"
    "由镇村两级共同管理，对60岁以上老年人开放；其中东河、西溪两个片区先行建设，六月底前投入使用，"
    "其余年底前完成并由县民政局组织验收，验收结果向社会公布。"
)
PROJECTS: tuple[tuple[str, str, int, str, str], ...] = (
    ("老旧小区供水管网改造", "改造供水管网18公里，惠及6200户居民", 2860, "县住建局", "城关镇"),
    ("乡镇卫生院急救能力提升", "更新负压救护车9辆，改造急救室9间", 960, "县卫健委", "各乡镇"),
    (
        "村级养老服务站",
        LONG,
        1520,
        "县民政局",
        "26个行政村",
    ),
    ("集贸市场升级改造", "改造集贸市场5处，增设冷链和公平秤", 1340, "县市场监管局", "5个乡镇"),
    ("农村公路安防工程", "增设护栏86公里、警示标志1200处", 1780, "县交通运输局", "北山等9个乡镇"),
    ("乡村大舞台", "新建文化广场12处，改造戏台8座", 640, "县文旅局", "20个行政村"),
    ("中小学直饮水", "为31所学校安装直饮水设备420台", 870, "县教育局", "31所中小学"),
    ("口袋公园", "利用边角地建口袋公园14处", 560, "县城管局", "城关镇"),
    ("公办托育园", "改建公办托育园3所，新增托位360个", 1950, "县卫健委", "城关镇、东河镇"),
    ("充电设施进小区", "新增电动自行车充电端口4000个", 450, "县住建局", "46个小区"),
    ("残疾人家庭无障碍改造", "为320户残疾人家庭改造坡道、扶手和卫生间", 380, "县残联", "全县"),
    ("滨河路慢行系统", "新建滨河步道5.2公里，设休息点11处", 1450, "县城管局", "滨河路"),
)


def list_csv(projects: Sequence[tuple[str, str, int, str, str]] = PROJECTS) -> bytes:
    """Return the list as a secretariat would upload it."""
    head = "序号,项目名称,主要内容,投资（万元）,责任单位,实施地点"
    rows = (
        f"{number},{name},{content},{wan},{unit},{place}"
        for number, (name, content, wan, unit, place) in enumerate(projects, start=1)
    )
    return "\n".join([head, *rows]).encode()


@asynccontextmanager
async def open_poll(
    data: Path,
    *,
    cards: int = 8,
    group: GroupName = "Ed25519",
    projects: Sequence[tuple[str, str, int, str, str]] = PROJECTS,
    **rules: Any,
) -> AsyncIterator[Session]:
    """Run the service at a socket, and bring a session to the open poll with ``cards`` cards."""
    roster = len(PAPER_ROWS) + cards
    given = {"seats": SEATS, "roster_total": roster, "channels": ("paper", "tablet")} | rules
    plan = Plan(
        title="青禾县2026年民生实事项目票决",
        session="青禾县第十八届人民代表大会第四次会议",
        body="青禾县人民代表大会",
        rules=Rules(**given),
        group=group,
        roster=roster,
        trustees=1,
        threshold=1,
    )
    async with town_at(data) as town, serving(town.app) as address:
        public = Api.at(address)
        company = Company(admin=town.admin, people=dict(town.people))
        hall = Hall(
            plan=plan, company=company, public=public, pool=town.pool, progress=lambda *_: None
        )
        tablet: tuple[tuple[Mark, ...], ...] = (("abstain",) * len(projects),) * cards
        voters = Split(paper=PAPER_ROWS, tablet=tablet)
        session = Session(house=town.house, hall=hall, voters=voters)
        await s.found(hall)
        await s.list_candidates(hall, "候选项目.csv", list_csv(projects))
        session.step = "listed"
        try:
            yield await session.until("open")
        finally:
            await public.close()


@asynccontextmanager
async def serving(app: Litestar) -> AsyncIterator[str]:
    """Serve an application, whose stores are open, at a socket of its own."""
    port = free_port()
    server = Server(
        app,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.ASGINL,
        log_level=LogLevels.error,
        log_access=False,
        websockets=False,
    )
    task = asyncio.create_task(server.serve())
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.stop()
        await task


async def _by_hand(cards: int) -> None:
    with TemporaryDirectory() as data:
        async with open_poll(Path(data), cards=cards) as session:
            codes = (typed(session, card) for card in range(cards))
            print(voting_page(session), *codes, sep="\n", flush=True)  # noqa: T201  (its purpose)
            await asyncio.Event().wait()


def origin(session: Session) -> str:
    """Return the address of the service without its last slash."""
    return str(session.hall.public._http.base_url).rstrip("/")


def voting_page(session: Session, number: int = 1) -> str:
    """Return the address that a tablet opens."""
    return f"{origin(session)}/vote/{session.id}/{number}"


def checking_page(session: Session, number: int = 1) -> str:
    """Return the address that the second device opens for 检验."""
    return f"{origin(session)}/check/{session.id}/{number}"


def typed(session: Session, card: int) -> str:
    """Return what is printed on a card."""
    return card_code(session.hall.deck[card])


def scanned(session: Session, card: int) -> str:
    """Return what a reader types for a card."""
    return card_qr(session.hall.deck[card])


if __name__ == "__main__":  # `make tablet`: a poll on this machine, to be voted in by hand
    with suppress(KeyboardInterrupt):
        asyncio.run(_by_hand(cards=20))
