"""``piaojue print calibration``: a page that shows whether a printer prints sheets as drawn."""

import argparse
from pathlib import Path
from typing import Any

from ballot.sheet import Format
from printing.calibration import calibration_pdf
from service.cli.fresh_file import require_fresh, write_fresh
from service.file_names import shown_name


def add_parser(kinds: Any) -> None:
    """Declare the command."""
    parser = kinds.add_parser("calibration", help="打印机校准页：尺子、定位块、样格和检查方法")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="要写的 PDF 文件")
    parser.add_argument("--paper", choices=("A4", "A3"), default="A4", help="纸张，默认 A4")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the page; 0 once it is on the disk."""
    require_fresh(args.out)
    write_fresh(args.out, calibration_pdf(Format(paper=args.paper)))
    print(
        f"Calibration page: {shown_name(args.out)}"
        if args.lang == "en"
        else f"校准页已写入 {shown_name(args.out)}，请用将要印票的打印机打印，按页上所写检查。"
    )
    return 0
