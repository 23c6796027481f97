"""``piaojue demo``: a whole township session, and then the service to look at it."""

import argparse
import asyncio
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from service.cli.progress import progress_on
from service.errors import BadRequest
from service.rehearsal.demo import demonstrate
from service.rehearsal.staff import first_administrator
from service.server import running
from service.settings import Settings


def add_parser(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "demo", help="用一套虚构数据把一次乡镇票决从头走到公告，并留下服务供查看"
    )
    parser.add_argument("--data", type=Path, help="数据目录，默认用临时目录，结束时删除")
    parser.add_argument("--port", type=int, default=8640, help="端口，默认 8640")
    parser.add_argument("--exit", action="store_true", help="走完即停，不留服务")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Play the demonstration; 0 when it was announced, or when the user ended it."""
    if args.data is None:
        data = Path(tempfile.mkdtemp(prefix="piaojue-demo-"))
        try:
            return asyncio.run(_demo(args, data))
        finally:
            shutil.rmtree(data, ignore_errors=True)
    if args.data.exists() and any(args.data.iterdir()):
        raise BadRequest(f"数据目录 {args.data} 不是空的，请换一个目录，以免混入真实数据。")
    return asyncio.run(_demo(args, args.data))


async def _demo(args: argparse.Namespace, data: Path) -> int:
    settings = Settings(data=data)
    password = await first_administrator(settings)
    async with running(settings, port=args.port) as server:
        election = await demonstrate(server, password, progress_on(sys.stderr))
        _tell(server, election)
        if not args.exit:
            with suppress(asyncio.CancelledError):
                await asyncio.Event().wait()
    return 0


def _tell(server: str, election: str) -> None:
    print()
    print("票决已经走完，结果已公告（演练数据，人名、项目均为虚构）。请打开：")
    print(f"  结果公告　{server}/results/{election}")
    print(f"  会场屏幕　{server}/hall/{election}")
    print(f"  记录包　　{server}/api/elections/{election}/record.zip")
    print(f"  接口说明　{server}/api/openapi/openapi.json")
    print("复核：下载记录包后运行 piaojue verify record.zip；按 Ctrl-C 结束。", flush=True)
