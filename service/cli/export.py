"""``piaojue export``: documents taken out of a record, after it was compared with its log.

Papers lie in the record as they were issued. Spreadsheets do not: they are made here, from the
totals of the log, after the outcome of every round was computed again.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from audit.record import layout
from audit.verify.case import Case
from audit.verify.catalogue import CHECKS
from audit.verify.checks import Result
from audit.verify.record import FUNCTIONS
from audit.verify.runner import run as carried_out
from service.documents.books import recorded_books
from service.durable import replace_file
from service.errors import BadRequest

NOT_HELD = 1
READABLE = 0o644
CHECKED = {
    "papers": ("P-01", "R-05", "L-06", "L-07"),
    "xlsx": ("O-02", "T-07", "R-05", "L-06", "L-07"),
}
"""The papers are those of the log; the totals have a source and the outcome follows from them.

Either way the files are those of the manifest and the log is the signed one.
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "export",
        help="从记录包取出文书或者电子表格",
        description="papers：取出全部文书（Word 和 PDF），先与日志和登记的摘要核对。\n"
        "xlsx：把每一轮的票数、结果和勾稽核对表写成电子表格，先按票决办法重新计算。\n"
        "有一处不符就一份也不取出，返回 1。其余各项是否成立，请用 piaojue verify 复核。",
    )
    parser.add_argument(
        "kind",
        choices=("papers", "xlsx", "cdf"),
        metavar="papers|xlsx",
        help="取出什么；cdf 这个版本还不能生成",
    )
    parser.add_argument("file", type=Path, metavar="RECORD.zip", help="记录包")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="写到这个目录")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the files: 0 written, 1 if the record does not hold, and then nothing is written."""
    if args.kind not in CHECKED:
        raise BadRequest(
            f"这个版本还不能生成 {args.kind}，只能取出文书（papers）和电子表格（xlsx）。"
        )
    with args.file.open("rb") as file:
        case = Case(file=file)
        failed = [one for one in _examined(case, args.kind) if one.status == "failed"]
        for one in failed:
            print(f"{one.id} {one.check.title}：{one.faults[0]}", file=sys.stderr)
        if failed:
            return NOT_HELD
        files = _papers(case) if args.kind == "papers" else _books(case)
    targets = _written(files, args.out)
    if args.json:
        print(json.dumps({args.kind: [str(one) for one in targets]}, ensure_ascii=False))
    else:
        print(*targets, sep="\n")
    return 0


def _examined(case: Case, kind: str) -> tuple[Result, ...]:
    """Carry out the checks on which the files rest."""
    needs = {one.id: one.needs for one in CHECKS}
    wanted, rest = set[str](), [*CHECKED[kind]]
    while rest:
        one = rest.pop()
        wanted.add(one)
        rest += needs[one]
    return carried_out([one for one in CHECKS if one.id in wanted], FUNCTIONS, case)


def _papers(case: Case) -> dict[str, bytes]:
    """Return every paper; the checks let only the format's names through, which hold no path."""
    names = [name for name in case.objects.members if name.startswith(layout.PAPERS)]
    if not names:
        raise BadRequest("记录包里没有文书，要等出具以后才有。")
    return {name.removeprefix(layout.PAPERS): case.objects.read(name) for name in names}


def _books(case: Case) -> dict[str, bytes]:
    return recorded_books(case.folding.election, case.objects.get)


def _written(files: Mapping[str, bytes], directory: Path) -> list[Path]:
    """Write ``files`` into ``directory``, none of them over one that is there."""
    targets = {name: directory / name for name in files}
    for target in targets.values():
        if os.path.lexists(target):
            raise BadRequest(f"{target} 已经存在，不覆盖任何文件，请换一个目录。")
    directory.mkdir(parents=True, exist_ok=True)
    for name, target in targets.items():
        replace_file(target, files[name], READABLE)
    return [*targets.values()]
