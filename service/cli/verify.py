"""`piaojue verify RECORD.zip|ARCHIVE.bel`: every check, each with its verdict and why."""

import argparse
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from audit.errors import AuditError
from audit.verify.archive import verify_archive
from audit.verify.checks import Report
from audit.verify.expectations import Expectations, digits_of
from audit.verify.record import verify_record
from ballot.sealed import Unsupported
from service.cli.verdict import as_json, text
from service.cli.workers import Workers
from service.reasons import unreadable

ARCHIVE_MARK = b"BELENIOS\0"
STEPS = {"zh": "正在核对封票，已完成 {} 组", "en": "verifying sealed ballots, {} groups done"}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to ``subparsers``."""
    parser = subparsers.add_parser(
        "verify",
        help="核对记录包或者封票档案",
        description="逐项核对记录包（.zip）或者封票档案（.bel），列出每一项的结论和理由。"
        "全部成立返回 0，有不成立的返回 1，文件不能使用返回 2。",
    )
    parser.add_argument("file", metavar="RECORD.zip|ARCHIVE.bel", help="记录包或者封票档案")
    parser.add_argument("--evidence", metavar="FILE", help="证据包，供审计员核对")
    parser.add_argument(
        "--expect-definition", metavar="HEX", help="签字文件上的票决定义摘要或者指纹"
    )
    parser.add_argument("--expect-log-key", metavar="HEX", help="签字文件上的日志公钥或者指纹")
    parser.add_argument("--expect-checkpoint", metavar="FILE", help="自己保存的日志检查点")
    parser.add_argument("--workers", type=int, metavar="N", help="进程数，默认与处理器数相同")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言")
    parser.set_defaults(run=run)


class Unusable(Exception):
    """A file or an option that nothing can be done with."""


def run(args: argparse.Namespace) -> int:
    """Verify the file and print the report.

    Returns 0 if everything that was checked holds, 1 if something does not, 2 after one sentence
    on stderr for what cannot be read.
    """
    try:
        report = _report(args)
    except OSError as error:
        print(unreadable(error.filename, error, args.lang), file=sys.stderr)
        return 2
    except Unusable as fault:
        print(fault, file=sys.stderr)
        return 2
    print(as_json(report) if args.json else text(report, args.lang))
    return 0 if report.holds else 1


def _report(args: argparse.Namespace) -> Report:
    if args.workers is not None and args.workers < 1:
        raise Unusable("--workers 须为 1 以上的整数。")
    with ExitStack() as stack:
        file = stack.enter_context(Path(args.file).open("rb"))
        expectations = _expectations(args, stack)
        each = stack.enter_context(Workers(args.workers, _progress(STEPS[args.lang], stack)))
        if not _is_archive(file, args.file):
            return verify_record(file, expectations=expectations, each=each)
        if expectations.anchored or expectations.evidence is not None:
            raise Unusable("封票档案不含日志，--evidence 和 --expect-… 只用于记录包。")
        try:
            return verify_archive(file, each=each)
        except Unsupported as fault:
            raise Unusable(fault.sentence) from fault


def _progress(step: str, stack: ExitStack) -> Callable[[int], None]:
    """Return what counts on a terminal, in one line that is gone at the end."""
    if not sys.stderr.isatty():
        return lambda _: None
    stack.callback(sys.stderr.write, "\r\x1b[K")

    def report(done: int) -> None:
        sys.stderr.write("\r" + step.format(done))
        sys.stderr.flush()

    return report


def _expectations(args: argparse.Namespace, stack: ExitStack) -> Expectations:
    checkpoint, evidence = args.expect_checkpoint, args.evidence
    return Expectations(
        definition=_digits("--expect-definition", args.expect_definition),
        log_key=_digits("--expect-log-key", args.expect_log_key),
        checkpoint=Path(checkpoint).read_bytes() if checkpoint else None,
        evidence=stack.enter_context(Path(evidence).open("rb")) if evidence else None,
    )


def _digits(option: str, given: str | None) -> str | None:
    try:
        return None if given is None else digits_of(given)
    except AuditError as error:
        raise Unusable(f"{option}：{error.sentence}") from error


def _is_archive(file: BinaryIO, name: str) -> bool:
    """Tell an archive by its first member, and an empty or torn one by its name."""
    beginning = file.read(len(ARCHIVE_MARK))
    file.seek(0)
    return beginning == ARCHIVE_MARK or (name.endswith(".bel") and beginning[:2] != b"PK")
