"""``piaojue doctor``: what is wrong with the data of a service, and what to do about it."""

import argparse
import asyncio
import json
from typing import Any

from service.cli.store import add_store, settings_of
from service.health import examined, rebuild
from service.ledger.examination import Examination


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "doctor",
        help="检查数据，重建投影",
        description="逐条重算日志和检查点，核对文件散列、密钥、权限、表结构和磁盘空间，\n"
        "说明有什么问题、怎么办；服务运行时也可以检查。全部正常返回 0，有问题返回 1。",
    )
    add_store(parser)
    parser.add_argument(
        "--rebuild", action="store_true", help="先由日志重建查询表（SQLite 须先停掉服务）"
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Examine; 0 if nothing is wrong, 1 if something is."""
    settings = settings_of(args)
    if args.rebuild:
        asyncio.run(rebuild(settings))
    found = asyncio.run(examined(settings))
    if args.json:
        print(json.dumps(_plain(found), ensure_ascii=False))
    else:
        print("\n".join(_lines(found, english=args.lang == "en")))
    return 1 if found.faults else 0


def _plain(found: Examination) -> dict[str, Any]:
    return {
        "holds": not found.faults,
        "logs": [
            {"election": election, "size": log.size, "root": log.root.hex()}
            for election, log in sorted(found.logs.items())
        ],
        "objects": found.objects,
        "faults": [{"code": one.code, "sentence": one.sentence} for one in found.faults],
    }


def _lines(found: Examination, *, english: bool) -> list[str]:
    ok, bad = ("[ok]", "[FAILED]") if english else ("[正常]", "[有问题]")
    leaves = "leaves, root" if english else "条，根散列"
    lines = [
        f"{ok} {election}  {log.size} {leaves} {log.root.hex()}"
        for election, log in sorted(found.logs.items())
    ]
    lines.append(f"{ok} {found.objects} {'objects' if english else '个文件'}")
    lines += [f"{bad} {one.code + ': ' if english else ''}{one.sentence}" for one in found.faults]
    if found.faults:
        lines.append(
            f"{len(found.faults)} fault(s)." if english else f"共 {len(found.faults)} 个问题。"
        )
    else:
        lines.append("Everything holds." if english else "没有发现问题。")
    return lines
