"""``piaojue backup``: the whole service in one file, also while voting runs."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from service.backups.manifest import Manifest
from service.backups.writing import back_up
from service.cli.progress import progress_on
from service.cli.store import add_store, settings_of

NOT_HELD = 1


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "backup",
        help="备份（投票中也可进行）",
        description="把整个服务备份成一个文件：日志、文件、票箱、账号和名册、日志密钥、证书。\n"
        "服务不必停，投票中也可进行；文件写完、落盘之后才出现在所给的名字下。\n"
        "登录会话不在其中。备份含密钥，请像票箱一样保管。缺日志密钥时返回 1。",
    )
    add_store(parser)
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="要写的文件，不能已经存在"
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the backup: 0 written, 1 written but a log key was not there to be copied."""
    written = back_up(settings_of(args), args.out, progress_on(sys.stderr))
    if args.json:
        print(as_json(written.manifest))
    else:
        print(*_told(written.manifest, args.out, english=args.lang == "en"), sep="\n")
    for election in written.keyless:
        sys.stderr.write(
            f"缺少票决 {election} 的日志密钥 keys/{election}.log.pem："
            "恢复后这份日志不能再签检查点，请找回密钥后重新备份。\n"
        )
    return NOT_HELD if written.keyless else 0


def as_json(manifest: Manifest) -> str:
    """Return a manifest for programs."""
    return msgspec.json.encode(manifest).decode()


def log_lines(manifest: Manifest, *, english: bool) -> Iterator[str]:
    """Yield one line for each log."""
    line = "  log {}: {} entries, root {}" if english else "  日志 {}：{} 条，根散列 {}"
    for one in manifest.logs:
        yield line.format(one.election, one.size, one.root)


def voting(manifest: Manifest) -> list[tuple[str, int]]:
    """Return election and number of every round that was open when the backup was made."""
    return [(one.election, number) for one in manifest.logs for number in one.open_rounds]


def _told(manifest: Manifest, out: Path, *, english: bool) -> Iterator[str]:
    if english:
        yield f"Backed up to {out}: {len(manifest.logs)} logs, {manifest.size} bytes."
    else:
        yield f"已备份到 {out}：日志 {len(manifest.logs)} 份，共 {manifest.size} 字节。"
    yield from log_lines(manifest, english=english)
    if voting(manifest):
        yield (
            "A round is open: comparing two backups of it shows which ballots came in between. "
            "Guard this file like the urn and destroy it after the close."
            if english
            else "有一轮正在投票：同一轮的两份备份一比较，就看得出其间投进了哪些票。"
            "请像票箱一样封存这份备份，截止后另作备份，并把它销毁。"
        )
