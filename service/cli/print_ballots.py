"""``piaojue print ballots``: signed sheets of a practice definition, without a service."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from ballot.identity import IDENTITY_BYTES
from ballot.print_run import PrintRun, draw_run
from ballot.sheet import Format, layout_of
from printing.ballots import ballots_pdf, geometry_json, left_out, roomier
from service.cli.fresh_file import require_fresh, write_all_fresh
from service.cli.practice import practice
from service.errors import BadRequest
from service.file_names import shown_name
from service.pages.words import worded

MOST_SHEETS = 5000


def add_parser(kinds: Any) -> None:
    """Declare the command."""
    parser = kinds.add_parser(
        "ballots",
        help="演练用的票决票：每张有签名的二维码",
        description="由演练用的票决定义印制票决票（测评表），票面印有“演练”字样。\n"
        "正式票决的票由秘书处在服务的网页上印制，由服务登记。",
    )
    parser.add_argument(
        "--definition",
        type=Path,
        required=True,
        metavar="FILE",
        help="piaojue define 写的定义文件",
    )
    parser.add_argument("--count", type=int, required=True, metavar="N", help="张数")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="要写的 PDF 文件")
    parser.add_argument(
        "--geometry",
        type=Path,
        metavar="FILE",
        help="另写版面几何（JSON）：每张票每个格子的位置，毫米",
    )
    parser.add_argument(
        "--key", type=Path, metavar="FILE", help="签票密钥，默认是定义旁边的 .key 文件"
    )
    parser.add_argument("--paper", choices=("A4", "A3"), default="A4", help="纸张，默认 A4")
    parser.add_argument("--landscape", action="store_true", help="横排")
    parser.add_argument("--large", action="store_true", help="大字版")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the PDF and, if asked, the geometry; 0 once both are on the disk."""
    if not 1 <= args.count <= MOST_SHEETS:
        raise BadRequest(f"--count 应在 1 与 {MOST_SHEETS} 之间。")
    require_fresh(args.out, args.geometry)
    given = practice(args.definition, args.key)
    if "paper" not in given.definition.rules.channels:
        raise BadRequest(
            "票决办法的投票渠道没有纸质票，没有票可印。"
            "要印的，请在规则文件的 channels 中加上 paper，重新生成定义。"
        )
    if not given.own:
        _doubt(args)
    layout = layout_of(
        given.definition, Format(paper=args.paper, landscape=args.landscape, large=args.large)
    )
    drawn = draw_run(
        layout,
        given.name,
        identity=given.definition.rules.identity,
        count=args.count,
        signer=given.key,
        entropy=os.urandom,
    )
    files = [(args.out, ballots_pdf(given.definition, layout, drawn.sheets))]
    if args.geometry is not None:
        files.append((args.geometry, geometry_json(layout, tuple(_identities(drawn)))))
    write_all_fresh(*files)
    missing = left_out(given.definition, layout)
    better = roomier(given.definition, layout) if missing else ()
    _tell(args, len(layout.pages), missing, tuple(_options(one) for one in better[:3]))
    return 0


def _doubt(args: argparse.Namespace) -> None:
    """Say that nobody can tell yet whether the key is the right one."""
    key = shown_name(args.key)
    if args.lang == "en":
        told = f"No .key file lies beside the definition, so {key} was not compared with it."
        told += f" Scan these sheets with --key {key} too, or they are refused."
    else:
        told = f"定义旁边没有可用的 .key 文件，无从核对 {key} 是不是它的签票密钥。"
        told += f"扫描这些票也要用 --key {key}，否则都是“防伪签名不符”。"
    print(told, file=sys.stderr)


def _options(sheet: Format) -> str:
    """Return how ``sheet`` is asked for on the command line."""
    asked = (
        ("--paper A3", sheet.paper == "A3"),
        ("--landscape", sheet.landscape),
        ("--large", sheet.large),
    )
    return " ".join(option for option, given in asked if given) or "--paper A4"


def _identities(drawn: PrintRun) -> Iterator[bytes]:
    """Yield the identities in the order of the sheets: a practice printing may know it."""
    for sheet in drawn.sheets:
        yield sheet[0].small[-IDENTITY_BYTES:]


def _tell(
    args: argparse.Namespace, sides: int, missing: Sequence[str], better: Sequence[str]
) -> None:
    if args.json:
        told = {
            "sheets": args.count,
            "sides": sides,
            "out": shown_name(args.out),
            "left_out": list(missing),
        }
        print(msgspec.json.encode(told).decode())
    elif args.lang == "en":
        print(f"{args.count} practice sheets of {sides} side(s): {shown_name(args.out)}")
        print("Print at 100 % (actual size), not fitted to the page.")
        if missing:
            named = ", ".join(worded(one, "en") for one in missing)
            print(f"Not printed on any row, for one of them has no room: {named}.")
            if better:
                print(f"There is room with {' or '.join(better)}.")
    else:
        print(f"演练用的票 {args.count} 张（每张 {sides} 面）已写入 {shown_name(args.out)}。")
        print("打印时请选“实际大小”（100%），不要选“适合页面”。")
        if missing:
            print(
                f"票面各项都没有印{'、'.join(missing)}：有的项目一格内印不下。请另印候选项目说明，"
                f"随票发给代表；要印在票面上的，{_advice(better)}把这几栏写短一些。"
            )


def _advice(better: Sequence[str]) -> str:
    return f"改用 {' 或者 '.join(better)}，或者" if better else "请"
