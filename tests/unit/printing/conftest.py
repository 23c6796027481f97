"""The fictional 青禾县: 236 members, 228 present, 12 candidates for 10 seats, line 119."""

from collections.abc import Callable

import pypdfium2 as pdfium
import pytest
from msgspec.structs import replace

from printing.papers.values import (
    Attendance,
    ChannelCount,
    ChannelIssue,
    Clauses,
    Count,
    Fingerprints,
    InvalidReason,
    Issue,
    ItemCount,
    Project,
    SealedItem,
    Sealing,
    Session,
    Signatory,
    Signers,
    Threshold,
)

CONGRESS = "青禾县第十八届人民代表大会第四次会议"

NAMES = {
    1: ("老旧小区供水管网改造", "县住建局", 2860),
    2: ("乡镇卫生院急救能力提升", "县卫健委", 960),
    3: ("村级养老服务站建设", "县民政局", 1240),
    4: ("城区集贸市场改造", "县商务局", 780),
    5: ("农村公路安全防护", "县交通运输局", 1650),
    6: ("乡村大舞台", "县文旅局", 430),
    7: ("中小学直饮水", "县教育局", 520),
    8: ("口袋公园", "县城管局", 610),
    9: ("公办托育园", "县卫健委", 1120),
    10: ("充电设施进小区", "县发改局", 890),
    11: ("残疾人家庭无障碍改造", "县残联", 260),
    12: ("滨河路慢行系统", "县城管局", 1450),
}

VOTES = {
    3: (218, 2, 4, 0),
    1: (214, 4, 6, 0),
    7: (209, 6, 9, 0),
    2: (205, 9, 10, 0),
    5: (201, 11, 12, 0),
    9: (196, 13, 14, 1),
    4: (190, 16, 18, 0),
    10: (183, 21, 20, 0),
    6: (171, 30, 23, 0),
    11: (158, 39, 27, 0),
    8: (142, 52, 30, 0),
    12: (97, 90, 36, 1),
}


def people(*names: str) -> tuple[Signatory, ...]:
    return tuple(Signatory(name=name) for name in names)


SIGNERS = Signers(
    tellers=people("何志远", "吴敏", "周立", "郑晓东", "孙玉兰", "钱进"),
    scrutineers=people("王岚", "刘志成", "宋梅", "赵立冬", "蒋云飞"),
    chief=people("陆承远"),
)

PRINTS = Fingerprints(
    definition="3f2a 91c4 07de b5a8",
    election_key="c0de 77a1 5e2b 9d34",
    log_key="8b16 e2f0 4a7c 13d9",
    checkpoint="51e9 0ac3 d46f 2278",
)


Pages = Callable[[bytes], list[str]]


@pytest.fixture
def pages() -> Pages:
    """Read the text of every page of a PDF, without the blanks that layout puts into it."""

    def read(pdf: bytes) -> list[str]:
        with pdfium.PdfDocument(pdf) as document:
            return ["".join(page.get_textpage().get_text_range().split()) for page in document]

    return read


@pytest.fixture
def session() -> Session:
    return Session(congress=CONGRESS, subject="青禾县2026年民生实事项目")


@pytest.fixture
def attendance(session: Session) -> Attendance:
    return Attendance(
        session=session,
        roster_total=236,
        present=228,
        excused=8,
        signers=SIGNERS,
        at="2026年1月22日9时42分",
    )


@pytest.fixture
def issue(session: Session) -> Issue:
    channel = ChannelIssue(channel="paper", printed=250, issued=228, left_over=22, returned=227)
    return Issue(
        session=session,
        present=228,
        channels=(channel,),
        clause="第六条",
        signers=SIGNERS,
        date="2026年1月22日",
    )


@pytest.fixture
def mixed_issue(issue: Issue) -> Issue:
    paper = ChannelIssue(
        channel="paper", printed=170, issued=150, replaced=2, left_over=18, returned=149
    )
    tablet = ChannelIssue(
        channel="tablet", printed=90, issued=78, replaced=1, left_over=11, returned=78
    )
    return replace(issue, channels=(paper, tablet))


@pytest.fixture
def count(session: Session) -> Count:
    items = tuple(
        ItemCount(
            number=number,
            approve=VOTES[number][0],
            oppose=VOTES[number][1],
            abstain=VOTES[number][2],
            illegible=VOTES[number][3],
        )
        for number in sorted(VOTES)
    )
    paper = ChannelCount(
        channel="paper", issued=228, returned=227, valid=224, invalid=3, items=items
    )
    return Count(
        session=session,
        seats=10,
        threshold=Threshold(total=236),
        projects=tuple(
            Project(number=number, name=name, department=department, investment_fen=wan * 1_000_000)
            for number, (name, department, wan) in NAMES.items()
        ),
        channels=(paper,),
        invalid_reasons=(
            InvalidReason(reason="多选", sheets=2),
            InvalidReason(reason="全票无法辨认", sheets=1),
        ),
        status="final",
        elected=(3, 1, 7, 2, 5, 9, 4, 10, 6, 11),
        clauses=Clauses(returned="第六条", result="第七条", tie="第七条", shortfall="第七条"),
        signers=SIGNERS,
        fingerprints=PRINTS,
        date="2026年1月22日",
    )


@pytest.fixture
def mixed_count(count: Count) -> Count:
    """The same totals; 78 of the 224 valid ballots were cast on tablets, in proportion."""
    whole = count.channels[0].items
    tablet = tuple(_share(item) for item in whole)
    paper = tuple(_rest(item, share) for item, share in zip(whole, tablet, strict=True))
    return replace(
        count,
        channels=(
            ChannelCount(
                channel="paper", issued=150, returned=149, valid=146, invalid=3, items=paper
            ),
            ChannelCount(channel="tablet", issued=78, returned=78, valid=78, items=tablet),
        ),
    )


def _share(item: ItemCount) -> ItemCount:
    approve, oppose = item.approve * 78 // 224, item.oppose * 78 // 224
    return ItemCount(
        number=item.number, approve=approve, oppose=oppose, abstain=78 - approve - oppose
    )


def _rest(whole: ItemCount, share: ItemCount) -> ItemCount:
    return ItemCount(
        number=whole.number,
        approve=whole.approve - share.approve,
        oppose=whole.oppose - share.oppose,
        abstain=whole.abstain - share.abstain,
        illegible=whole.illegible,
    )


@pytest.fixture
def sealing(session: Session) -> Sealing:
    return Sealing(
        session=session,
        printed=250,
        issued=228,
        left_over=22,
        returned=227,
        valid=224,
        invalid=3,
        items=(
            SealedItem(name="计票结果报告单", quantity=1, unit="份"),
            SealedItem(name="疑问票认定记录", quantity=1, unit="份"),
            SealedItem(name="签到册", quantity=1, unit="册"),
            SealedItem(name="电子记录包", quantity=1, unit="份", note="U盘一个"),
        ),
        record_digest="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        sealed_by=(
            ("总监票人", people("陆承远")),
            ("监票人", people("王岚", "刘志成")),
            ("秘书处经办人", people("唐文")),
        ),
        date="2026年1月22日",
    )
