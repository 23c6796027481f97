"""``piaojue scan``: what it is asked with; the reading itself is loaded when pages are read."""

import argparse
from pathlib import Path

from service.cli.misuse import Misuse
from service.work.memory import one_thread_each


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "scan",
        help="读扫描的票",
        description="读扫描的票：PDF、TIFF、PNG、JPEG 文件，或者放这些文件的文件夹。\n"
        "逐页给出标识、每个方框、每一项的读法或者疑问。扫描仪请设为灰度、200 dpi。\n"
        "每一页都读出时返回 0，有没读出的页、编码相同的两张票时返回 1，用法或者定义文件不对时\n"
        "返回 2；空白的背面、重复扫描的页不算没读出。",
    )
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="扫描文件或者文件夹")
    parser.add_argument(
        "--definition", type=Path, metavar="FILE", help="票决定义文件，读扫描文件时必须指明"
    )
    parser.add_argument(
        "--key", type=Path, metavar="FILE", help="签票密钥或者它的公钥，默认是定义旁边的 .key 文件"
    )
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="读票结果、存疑的行和展平的票面写到这个文件夹"
    )
    parser.add_argument(
        "--again",
        type=Path,
        metavar="LIMITS",
        help="不读扫描，按 LIMITS（JSON：界限名和数值）另行判断以前的读票记录，列出判断不同的方框；"
        "FILE 是 --out 写下的读票结果或者 evidence.zip",
    )
    parser.add_argument("--workers", type=int, metavar="N", help="进程数，默认与处理器数相同")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read all pages; 0 if each was read, 1 if one was not or is a copy, 2 for wrong usage."""
    # Images are loaded to read, not to help.
    if args.again is not None:
        from service.cli.scan_again import again  # noqa: PLC0415

        return again(args)
    if args.definition is None:
        raise Misuse(
            "请用 --definition 指明票决定义文件。", "Name the definition with --definition."
        )
    one_thread_each()
    from service.cli.scanning import scan  # noqa: PLC0415

    return scan(args)
