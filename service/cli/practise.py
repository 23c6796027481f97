"""``piaojue rehearse --scenario``: the awkward cases of a session, played for practice."""

import asyncio
import json
import sys
from collections.abc import Mapping
from typing import Any

from service.rehearsal.scenarios.catalogue import SCENARIOS
from service.rehearsal.scenarios.errors import NotPlayable
from service.rehearsal.scenarios.leaving import ACCOUNT, Left
from service.rehearsal.scenarios.playing import Practice, practise

ALL = "all"
"""The name that stands for every case."""


def play(name: str, asked: Practice, *, as_json: bool) -> int:
    """Play the case, or all of them; 0 once everything is written.

    Raises NotPlayable for a single case that the rules make impossible. Of all, those that are
    possible are played, and the table says which are not.
    """
    names = list(SCENARIOS) if name == ALL else [name]
    done = asyncio.run(practise(names, asked, lambda *_: None, _tell))
    if name != ALL:
        problem = done[name]
        if isinstance(problem, NotPlayable):
            raise problem
    if as_json:
        shown = {one: _shown(left) for one, left in done.items()}
        print(json.dumps(shown if name == ALL else shown[name], ensure_ascii=False))
    else:
        print("\n".join(_lines(done)))
    return 0


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _shown(left: Left | NotPlayable) -> dict[str, Any]:
    if isinstance(left, NotPlayable):
        return {"playable": False, "reason": left.sentence}
    return {
        "playable": True,
        "status": left.outcome["status"],
        "chosen": left.chosen,
        "vacant": left.vacant,
        "rounds": left.rounds,
        "refusals": left.refusals,
        "out": str(left.out),
    }


def _lines(done: Mapping[str, Left | NotPlayable]) -> list[str]:
    """Return one line for each case: what came of it, and where its account lies."""
    lines = ["", "演练结果（虚构数据，不具效力）："]
    for name, left in done.items():
        title = SCENARIOS[name].title
        if isinstance(left, NotPlayable):
            lines.append(f"  {title}（{name}）　不适用：{left.sentence}")
        else:
            lines.append(f"  {title}（{name}）　{_result(left)}　{left.out / ACCOUNT}")
    return lines


def _result(left: Left) -> str:
    rounds = "，".join(f"第{at}轮{stage}" for at, stage in enumerate(left.rounds, 1))
    chosen = "、".join(map(str, left.chosen)) or "无"
    vacant = f"，空缺 {left.vacant} 项" if left.vacant else ""
    result = "测评完成" if left.outcome.get("graded") else f"入选 {chosen}{vacant}"
    return f"{rounds}；{result}；系统拒绝 {len(left.refusals)} 次"
