"""``piaojue restore``: a backup put back into an empty place, if its logs are what they should be."""

import argparse
import asyncio
import sys
from pathlib import Path

import msgspec

from service.cli.store import add_store, settings_of
from service.keeping.bundle import Manifest
from service.keeping.restore import AnotherLog, TooOld, restore
from service.ledger import LogBroken


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "restore",
        help="从备份恢复",
        description="把备份恢复到空的数据目录（和空的数据库）。先核对每一本日志；出示检查点的，\n"
        "备份比检查点旧，或者与检查点不是同一本日志，就不恢复。\n"
        "已恢复返回 0，日志不成立或者比检查点旧返回 1，不能使用返回 2。",
    )
    parser.add_argument(
        "--in", dest="file", type=Path, required=True, metavar="FILE", help="备份文件"
    )
    add_store(parser)
    parser.add_argument(
        "--checkpoint",
        type=Path,
        action="append",
        default=[],
        metavar="NOTE_FILE",
        help="另处保存的日志检查点，可写多次",
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Restore; 0 done, 1 if the backup's logs do not hold or are older than a checkpoint."""
    notes = [path.read_bytes() for path in args.checkpoint]
    try:
        manifest = asyncio.run(restore(args.file, settings_of(args), notes))
    except (TooOld, AnotherLog, LogBroken) as refusal:
        print(refusal.sentence, file=sys.stderr)
        return 1
    if args.json:
        print(msgspec.json.encode(manifest).decode())
    else:
        _tell(manifest, compared=len(notes), english=args.lang == "en")
    return 0


def _tell(manifest: Manifest, *, compared: int, english: bool) -> None:
    for log in manifest.logs:
        leaves = f"{log.size} leaves, root" if english else f"{log.size} 条，根散列"
        print(f"{log.election}  {leaves} {log.root}")
    if english:
        print(f"Restored the backup of {manifest.at}. Everybody logs in anew.")
        print(f"Compared with {compared} checkpoint(s) kept elsewhere.")
        return
    print(f"已恢复 {manifest.at} 的备份，所有人须重新登录。")
    if compared:
        print(f"已与另处保存的 {compared} 份检查点核对。")
    else:
        print("未与另处保存的检查点核对：备份之后如果还发生过事情，这里看不出来。")
