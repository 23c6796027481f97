"""What this sitting votes on and how everybody votes, whatever the number of deputies."""

from collections.abc import Sequence
from dataclasses import dataclass

from ballot.sealed import Mark

PLAN = (
    "序号,项目名称,主要内容,投资（万元）,责任单位\n"
    "1,老旧小区供水管网改造,改造供水管网18公里，惠及6200户居民,2860,县住建局\n"
    "2,乡镇卫生院急救能力提升,更新负压救护车9辆，改造急救室9间,960,县卫健委\n"
    "3,农村公路安防工程,增设护栏86公里、警示标志1200处,1780,县交通运输局\n"
    "4,中小学直饮水,为31所学校安装直饮水设备420台,870,县教育局\n"
)
PROJECTS = ("老旧小区供水管网改造", "乡镇卫生院急救能力提升", "农村公路安防工程", "中小学直饮水")
SEATS = 2
SPARE = 3
"""Sheets printed beyond those handed out."""

WORDS: dict[Mark, str] = {"approve": "赞成", "oppose": "反对", "abstain": "弃权"}
ON_TABLETS: tuple[tuple[Mark, ...], ...] = (
    ("approve", "abstain", "approve", "oppose"),
    ("approve", "approve", "oppose", "abstain"),
)
ON_PAPER: tuple[Mark, ...] = ("approve", "approve", "abstain", "oppose")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``tablets`` deputies vote on tablets, ``sheets`` on paper, one stays away."""

    tablets: int
    sheets: int = 2

    @property
    def present(self) -> int:
        return self.tablets + self.sheets

    @property
    def roster(self) -> int:
        return self.present + 1

    @property
    def fields(self) -> dict[str, str]:
        """What the clerk fills in to begin."""
        return {
            "title": "青禾县2026年民生实事项目票决",
            "session": "青禾县第十八届人民代表大会第四次会议",
            "body": "青禾县人民代表大会",
            "roster_total": str(self.roster),
            "candidates_n": str(len(PROJECTS)),
            "seats": str(SEATS),
            "appointed": "3",
            "min_channel": "2",
        }

    @property
    def roll(self) -> str:
        """The roll as a secretariat would upload it."""
        rows = (f"代表{n}号,第{n % 2 + 1}代表团,{n}座\n" for n in range(1, self.roster + 1))
        return "姓名,代表团,座位\n" + "".join(rows)

    def marks(self, deputy: int) -> tuple[Mark, ...]:
        """How a deputy with a card votes."""
        return ON_TABLETS[deputy % len(ON_TABLETS)]

    def paper(self) -> list[tuple[int, int, int]]:
        """赞成, 反对, 弃权 of each project on the sheets."""
        return _totals([ON_PAPER] * self.sheets)

    def totals(self) -> list[tuple[int, int, int]]:
        """The same of all ballots."""
        rows = [self.marks(one) for one in range(self.tablets)]
        return _totals([*rows, *[ON_PAPER] * self.sheets])


def _totals(rows: Sequence[tuple[Mark, ...]]) -> list[tuple[int, int, int]]:
    def of(project: int) -> tuple[int, int, int]:
        said = [row[project] for row in rows]
        return said.count("approve"), said.count("oppose"), said.count("abstain")

    return [of(project) for project in range(len(PROJECTS))]
