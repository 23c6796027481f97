"""``piaojue export``: documents taken out of a record, after they were compared with its log."""

import argparse
import sys
from pathlib import Path

from audit.record import layout
from audit.verify.case import Case
from audit.verify.checks import NotRun
from audit.verify.papers import issued
from service.durable import replace_file
from service.errors import BadRequest

NOT_HELD = 1
READABLE = 0o644


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "export", help="从记录包取出文书", description="从记录包取出内容，取出前先核对。"
    )
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    papers = kinds.add_parser(
        "papers",
        help="取出全部文书（Word 和 PDF）",
        description="取出记录包中的全部文书，每份都先与日志登记的摘要核对；有一份不符就不取出，\n"
        "返回 1。日志本身是否可信，请用 piaojue verify 复核。",
    )
    papers.add_argument("file", type=Path, metavar="RECORD.zip", help="记录包")
    papers.add_argument("--out", type=Path, required=True, metavar="DIR", help="写到这个目录")
    papers.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the papers: 0 written, 1 if one is not what the log says."""
    with args.file.open("rb") as file:
        case = Case(file=file)
        if (fault := _fault(case)) is not None:
            print(fault, file=sys.stderr)
            return NOT_HELD
        names = [name for name in case.objects.members if name.startswith(layout.PAPERS)]
        args.out.mkdir(parents=True, exist_ok=True)
        targets = {name: args.out / name.removeprefix(layout.PAPERS) for name in names}
        for target in targets.values():
            if target.exists():
                raise BadRequest(f"{target} 已经存在，不覆盖任何文件，请换一个目录。")
        for name, target in targets.items():
            replace_file(target, case.objects.read(name), READABLE)
    print(*targets.values(), sep="\n")
    return 0


def _fault(case: Case) -> str | None:
    """Return how the papers differ from what the log names. Raises BadRequest if there are none."""
    try:
        return next((str(one) for one in issued(case) if isinstance(one, str)), None)
    except NotRun as nothing:
        raise BadRequest("记录包里没有文书，要等出具以后才有。") from nothing
