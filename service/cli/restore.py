"""``piaojue restore``: a service from its backup, where nothing speaks against going on from it."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from service.backups.errors import Unfit
from service.backups.manifest import Manifest
from service.backups.restoring import restore
from service.cli.backup import as_json, log_lines, voting
from service.cli.progress import progress_on
from service.cli.store import add_store, settings_of
from service.ledger import LogBroken

NOT_HELD = 1


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "restore",
        help="从备份恢复",
        description="把备份恢复到空的数据目录（和空的数据库）。先核对散列、密钥和每份日志，\n"
        "再核对出示的检查点：日志比其中任何一个旧，或者不是同一份，就不恢复，什么也不留下。\n"
        "检查点从监票人的设备、记录包或者别的机器上取得。\n"
        "已恢复返回 0，备份不成立返回 1，不能使用返回 2。",
    )
    parser.add_argument(
        "--in", dest="backup", type=Path, required=True, metavar="FILE", help="备份文件"
    )
    add_store(parser)
    parser.add_argument(
        "--checkpoint",
        type=Path,
        nargs="+",
        action="extend",
        default=[],
        metavar="NOTE_FILE",
        help="另处保存的日志检查点，可以有多个",
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Restore: 0 restored, 1 after one sentence where the backup must not be gone on from."""
    shown = {str(path): path.read_bytes() for path in args.checkpoint}
    try:
        manifest = restore(args.backup, settings_of(args), shown, progress_on(sys.stderr))
    except (Unfit, LogBroken) as fault:
        sys.stderr.write(f"{fault.sentence}\n")
        return NOT_HELD
    english = args.lang == "en"
    if args.json:
        print(as_json(manifest))
    else:
        print(*_told(manifest, args.data, english=english), sep="\n")
    warnings = [*_warnings(manifest, english=english)]
    if not shown:
        warnings.append(_NOT_COMPARED[english])
    sys.stderr.writelines(f"{line}\n" for line in warnings)
    return 0


_NOT_COMPARED = (
    "没有出示检查点，不能知道这是不是最新的日志；有检查点时请用 --checkpoint 重新恢复到空目录。",
    "No checkpoint was shown, so nobody knows whether this is the newest log.",
)


def _told(manifest: Manifest, data: Path, *, english: bool) -> Iterator[str]:
    if english:
        yield f"Restored to {data} as it was at {manifest.made_at}. Everybody signs in again."
    else:
        yield f"已恢复到 {data}，是 {manifest.made_at} 的状态。所有人须重新登录。"
    yield from log_lines(manifest, english=english)


def _warnings(manifest: Manifest, *, english: bool) -> Iterator[str]:
    yield (
        "The old service must never start again: two services would sign two logs."
        if english
        else "原来的服务不得再启动，否则会签出两份不同的日志。"
    )
    for election, number in voting(manifest):
        yield (
            f"Round {number} of {election} was open: ballots cast after the backup are not in it. "
            "If the old service took any, the round must be declared void and voted again."
            if english
            else f"票决 {election} 第 {number} 轮备份时正在投票，备份以后投的票不在其中："
            "原服务其后如果还收过票，本轮须宣布无效，重新投票。"
        )
