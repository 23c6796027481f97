"""What a rehearsed case leaves behind: record, evidence, outcome, papers, and the account."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audit.verify.expectations import Expectations
from audit.verify.record import verify_record
from service.rehearsal.leaving import (
    leave_documents,
    leave_motions,
    leave_papers,
    leave_session,
)
from service.rehearsal.scenarios.errors import Broken
from service.rehearsal.scenarios.scene import Scene

ACCOUNT = "过程.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What became of a case: the last outcome, all that is chosen, where everything lies."""

    outcome: Any
    chosen: tuple[int, ...]
    vacant: int
    rounds: tuple[str, ...]
    refusals: tuple[dict[str, str], ...]
    out: Path


async def leave(out: Path, scene: Scene, outcome: Any) -> Left:
    """Write everything into ``out`` and verify the record. Raises Broken."""
    rounds = await scene.rounds()
    record, evidence = await leave_documents(out, scene.hall, outcome)
    await leave_motions(out / "papers", scene.hall)
    report = verify_record(
        io.BytesIO(record), expectations=Expectations(evidence=io.BytesIO(evidence))
    )
    if not report.holds:
        raise Broken(f"演练的记录包没有通过复核（{'、'.join(report.failed)}）")
    for name, hall in scene.beside:
        await leave_session(out / name, hall)
    for name, hall in scene.papers:
        await leave_papers(out / name, hall)
    account = scene.account
    account.step("留下的材料")
    account.paper("全部文书在 papers 目录，每种有 .docx 和 .pdf，均印有“演练”字样。")
    account.checked(
        f"记录包 record.zip 已复核，{len(report.results)} 项检查无一不符。"
        "也可以自己再做一次：piaojue verify record.zip --evidence evidence.zip"
    )
    (out / ACCOUNT).write_text(account.markdown(), encoding="utf-8")
    return Left(
        outcome=outcome,
        chosen=tuple(scene.chosen),
        vacant=scene.vacant,
        rounds=tuple(one["stage_name"] for one in rounds),
        refusals=tuple(
            {"who": one.who, "act": one.act, "code": one.code, "sentence": one.sentence}
            for one in account.refusals
        ),
        out=out,
    )
