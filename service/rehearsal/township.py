"""A made-up township session: every name, project and figure is invented."""

from random import Random

from ballot.rules import Rules
from ballot.sealed import Mark
from service.rehearsal.ballots import Ballots
from service.rehearsal.company import Signer

TITLE = "青禾镇2026年民生实事项目票决"
SESSION = "青禾镇第十九届人民代表大会第五次会议"
BODY = "青禾镇人民代表大会"
SEATS = 7
ROSTER, PRESENT = 57, 54

CANDIDATES = """青禾镇2026年民生实事候选项目清单,,,,,,,,
序号,项目名称,主要内容,投资（万元）,资金来源,责任单位,类别,实施地点,来源
1,老旧供水管网改造,更换老旧供水管网18公里，惠及6200户,"1,280",县级补助、镇财政,镇村建办,基础设施,集镇及东河、北山两村,代表建议
2,镇卫生院急救能力提升,添置负压救护车1辆，改造急救室,96,县级补助,镇卫生院,医疗卫生,集镇,群众征集
3,村级养老服务站建设,新建村级养老服务站6处，开设助餐点,210,县级补助、镇财政,镇民政办,养老服务,东河、西溪等6村,代表建议；群众征集
4,集贸市场升级改造,改造摊位120个，增设冷链和公平秤,340,镇财政,镇市场监管所,商贸流通,集镇,代表建议
5,农村公路安防工程,增设护栏12公里、警示标志180处,156,县级补助,镇交通站,交通出行,北山、竹𬱖等9村,部门提出
6,乡村大舞台,新建文化广场2处，改造戏台3座,88,镇财政、社会捐赠,镇文化站,文化体育,西溪村、䶮口村,群众征集
7,中小学直饮水,为3所学校安装直饮水设备42台,64,县级补助,镇中心校,教育,3所中小学,代表建议
8,口袋公园,利用边角地建口袋公园4处,72,镇财政,镇村建办,生态环境,集镇,群众征集
9,公办托育园,改建公办托育园1所，新增托位60个,185,县级补助、镇财政,镇中心校,教育,集镇,代表建议
10,充电设施进小区,新增电动自行车充电端口400个,45,镇财政,镇供电所,基础设施,集镇8个小区,群众征集
"""

NAMES: dict[Signer, str] = {
    ("clerk", 1): "许文静",
    ("presider", 1): "周守正",
    ("chief_scrutineer", 1): "陆承远",
    ("scrutineer", 1): "王岚",
    ("scrutineer", 2): "刘志成",
    ("scrutineer", 3): "赵立冬",
    ("teller", 1): "孙晓梅",
    ("teller", 2): "何建国",
}
LEANINGS = (93, 70, 96, 64, 78, 44, 90, 38, 82, 66)
"""How many of 100 deputies like each project."""


def rules() -> Rules:
    """Return the passed 票决办法: the statutory default, on paper and tablets, a √ in a box."""
    return Rules(
        mark_approve=("√",),
        mark_oppose=("√",),
        seats=SEATS,
        roster_total=ROSTER,
        channels=("paper", "tablet"),
        publish_level="full",
    )


def ballots(seed: int = 2026) -> Ballots:
    """Return what the deputies mark, the same every time."""
    # Invented votes of invented people: the demonstration needs repeatability, not entropy.
    draw = Random(seed)  # noqa: S311
    return Ballots(
        numbers=tuple(range(1, len(LEANINGS) + 1)),
        rows=tuple(_ballot(draw) for _ in range(PRESENT)),
    )


def _ballot(draw: Random) -> tuple[Mark, ...]:
    liked = [at for at, share in enumerate(LEANINGS) if draw.randrange(100) < share]
    chosen = set(draw.sample(liked, min(SEATS, len(liked))))
    marks: list[Mark] = []
    for at, share in enumerate(LEANINGS):
        opposed = draw.randrange(100) < (100 - share) // 3
        marks.append("approve" if at in chosen else "oppose" if opposed else "abstain")
    return tuple(marks)


def roll() -> bytes:
    """Return the roll of deputies as a clerk keeps it: delegation, seat, name."""
    families = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
    given = ("建国", "淑芬", "志强", "桂英", "德明", "秀兰", "永福", "玉珍")
    delegations = ("第一代表团", "第二代表团", "第三代表团")
    lines = ["青禾镇人大代表名册,,", "姓名,代表团,座位"]
    for at in range(ROSTER):
        name = families[at % len(families)] + given[(at * 3 + at // 20) % len(given)]
        lines.append(f"{name},{delegations[at % 3]},{at // 10 + 1}排{at % 10 + 1}座")
    return "\n".join(lines).encode()
