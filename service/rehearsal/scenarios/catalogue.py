"""The cases that can be practised, and which rules make one impossible."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from service.rehearsal.scenarios import lost, overfull, possible, power, quorum, results, scanner
from service.rehearsal.scenarios import tablets as devices
from service.rehearsal.scenarios.possible import Case
from service.rehearsal.scenarios.scene import Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A case: its name on the command line, what it is called, what is practised."""

    name: str
    title: str
    purpose: str
    play: Callable[[Scene], Awaitable[Any]]
    check: Callable[[Case], None] = possible.always


_ALL = (
    Scenario(
        name="tie",
        title="末位票数相等",
        purpose="应选数的最后一个名额有两个项目得票相等，照票决办法一直办到公布结果。",
        play=results.tie,
        check=possible.tie,
    ),
    Scenario(
        name="second-tie",
        title="再次票决又相等",
        purpose="票数相等的项目再次票决，得票又相等，照票决办法一直办到公布结果。",
        play=results.second_tie,
        check=possible.second_tie,
    ),
    Scenario(
        name="shortfall",
        title="不足应选数",
        purpose="过线的项目比应选数少一项，照票决办法处理空缺。",
        play=results.shortfall,
        check=possible.shortfall,
    ),
    Scenario(
        name="extra-ballot",
        title="收回多于发出",
        purpose="收回的票比发出的多一张，本轮无效，重新票决到公布结果。",
        play=overfull.extra_ballot,
    ),
    Scenario(
        name="no-quorum",
        title="不足法定人数",
        purpose="到会人数差一名，不能开始投票；又有代表到会以后继续。",
        play=quorum.no_quorum,
    ),
    Scenario(
        name="scanner-failure",
        title="读票设备故障",
        purpose="读票设备读到一半停机，照票决办法由两名计票人各自人工清点全部纸质票（其间有一格数错），或者改用举手。",
        play=scanner.scanner_failure,
        check=possible.with_paper,
    ),
    Scenario(
        name="tablet-failure",
        title="平板故障",
        purpose="投票中平板全部停用，没有投的代表换领纸质票，投票继续。",
        play=devices.tablet_failure,
        check=possible.tablets_fail,
    ),
    Scenario(
        name="server-failure",
        title="服务器断电",
        purpose="投票中、计票中各断电一次，重新启动后继续，有回执的票一张不少。",
        play=power.server_failure,
    ),
    Scenario(
        name="lost-key",
        title="密钥丢失",
        purpose="先丢失还够开启的几把密钥，照常开启；再多丢一把，本轮无效，改用纸质票重新票决。",
        play=lost.lost_key,
        check=possible.tablets_and_paper,
    ),
)
SCENARIOS = {one.name: one for one in _ALL}
"""In the order of the session's own order of work."""
