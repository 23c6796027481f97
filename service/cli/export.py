"""``piaojue export``: documents taken out of a record, after it was compared with its log."""

import argparse
import json
import os
import sys
from pathlib import Path

from audit.record import layout
from audit.verify.case import Case
from audit.verify.catalogue import CHECKS
from audit.verify.checks import Result
from audit.verify.record import FUNCTIONS
from audit.verify.runner import run as carried_out
from service.durable import replace_file
from service.errors import BadRequest

NOT_HELD = 1
READABLE = 0o644
PAPERS, CONTENTS, SIGNED, ROOT = "P-01", "R-05", "L-06", "L-07"
"""The papers are those of the log, the files those of the manifest, the log is the signed one."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "export",
        help="从记录包取出文书",
        description="从记录包取出全部文书（Word 和 PDF），先与日志和登记的摘要核对；有一处不符\n"
        "就一份也不取出，返回 1。其余各项是否成立，请用 piaojue verify 复核。",
    )
    parser.add_argument(
        "kind",
        choices=("papers", "cdf", "xlsx"),
        metavar="papers",
        help="取出什么；cdf、xlsx 这个版本还不能生成",
    )
    parser.add_argument("file", type=Path, metavar="RECORD.zip", help="记录包")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="写到这个目录")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the papers: 0 written, 1 if the record does not hold, and then nothing is written."""
    if args.kind != "papers":
        raise BadRequest(f"这个版本还不能生成 {args.kind}，只能取出文书（papers）。")
    with args.file.open("rb") as file:
        case = Case(file=file)
        failed = [one for one in _examined(case) if one.status == "failed"]
        for one in failed:
            print(f"{one.id} {one.check.title}：{one.faults[0]}", file=sys.stderr)
        if failed:
            return NOT_HELD
        targets = _written(case, args.out)
    if args.json:
        print(json.dumps({"papers": [str(one) for one in targets]}, ensure_ascii=False))
    else:
        print(*targets, sep="\n")
    return 0


def _examined(case: Case) -> tuple[Result, ...]:
    """Carry out the checks on which the papers rest."""
    needs = {one.id: one.needs for one in CHECKS}
    wanted, rest = set[str](), [PAPERS, CONTENTS, SIGNED, ROOT]
    while rest:
        one = rest.pop()
        wanted.add(one)
        rest += needs[one]
    return carried_out([one for one in CHECKS if one.id in wanted], FUNCTIONS, case)


def _written(case: Case, directory: Path) -> list[Path]:
    """Write every paper; the checks let only the format's names through, which hold no path."""
    names = [name for name in case.objects.members if name.startswith(layout.PAPERS)]
    if not names:
        raise BadRequest("记录包里没有文书，要等出具以后才有。")
    directory.mkdir(parents=True, exist_ok=True)
    targets = {name: directory / name.removeprefix(layout.PAPERS) for name in names}
    for target in targets.values():
        if os.path.lexists(target):
            raise BadRequest(f"{target} 已经存在，不覆盖任何文件，请换一个目录。")
    for name, target in targets.items():
        replace_file(target, case.objects.read(name), READABLE)
    return [*targets.values()]
