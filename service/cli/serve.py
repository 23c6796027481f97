"""``piaojue serve``: the service, until it is told to stop."""

import argparse
import os
import socket
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from litestar import Litestar

from service.app import create_app
from service.certificates import DIRECTORY, Certificate, issued, spoken
from service.cli.store import add_store, settings_of
from service.environment import DATABASE, SCANS, settings_here
from service.errors import BadRequest
from service.house import House
from service.network import own_addresses
from service.office.roles import EVERYWHERE
from service.server import check_free
from service.serving import Address, serve

PORTS = range(1, 65536)
ALL_ADDRESSES = ("0.0.0.0", "::")  # noqa: S104  (the names for "all")
LOOPBACK = ("127.0.0.1", "::1")


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "serve",
        help="启动服务",
        description="启动服务，直到收到停止信号（Ctrl-C）。不写访问日志。\n"
        "使用 SQLite 时，一个数据目录只能有一个服务；使用 PostgreSQL 时可以有多个。",
    )
    add_store(parser)
    parser.add_argument("--host", default="127.0.0.1", help="监听地址，默认 127.0.0.1（仅本机）")
    parser.add_argument("--port", type=int, default=8640, metavar="P", help="端口，默认 8640")
    parser.add_argument(
        "--workers", type=int, metavar="N", help="核验封票、读票的进程数，默认与处理器数相同"
    )
    parser.add_argument(
        "--scans",
        type=Path,
        default=settings_here().scans,
        metavar="DIR",
        help=f"扫描仪存放文件的目录，默认 ${SCANS}：放进去的扫描件自动读入正在扫描的一捆，"
        "读后移到 DIR/done，不能读的移到 DIR/refused 并附说明",
    )
    parser.add_argument(
        "--tls", action="store_true", help="用本地根证书提供 HTTPS；证书在 DIR/tls，首次启动时签发"
    )
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve; 0 after having been told to stop."""
    workers = settings_here().workers if args.workers is None else args.workers
    if workers < 1:
        raise BadRequest("--workers 应为 1 以上的整数。")
    if args.port not in PORTS:
        raise BadRequest("--port 应在 1 与 65535 之间。")
    _check_scans(args.scans)
    check_free(args.host, args.port)
    app = create_app(replace(settings_of(args), workers=workers, scans=args.scans))
    certificate = _certificate(args) if args.tls else None
    address = Address(
        host=args.host,
        port=args.port,
        certificate=None if certificate is None else certificate.chain,
        key=None if certificate is None else certificate.key,
    )
    serve(app, address, partial(_tell, app, address, certificate, args))
    return 0


def _check_scans(folder: Path | None) -> None:
    """Raise BadRequest for a folder in which nothing can be moved; it is never made here.

    A drive that is not there would else be a new directory that no copier writes to.
    """
    if folder is not None and not (folder.is_dir() and os.access(folder, os.R_OK | os.W_OK)):
        raise BadRequest(f"--scans 的 {folder} 不是可以读写的目录，请先建好并设好共享权限。")


def _certificate(args: argparse.Namespace) -> Certificate:
    name = socket.gethostname()
    hosts = ["localhost", "127.0.0.1", name, f"{name}.local", *own_addresses()]
    if args.host not in ALL_ADDRESSES:
        hosts.append(args.host)
    return issued(args.data / DIRECTORY, tuple(dict.fromkeys(hosts)), datetime.now(UTC))


async def _tell(
    app: Litestar, address: Address, certificate: Certificate | None, args: argparse.Namespace
) -> None:
    english = args.lang == "en"
    served, stop = ("Serving at", "Ctrl-C stops") if english else ("服务已启动：", "按 Ctrl-C 停止")
    print(f"{served} {address.url} ({stop})", *await _first_step(app, args), sep="\n", flush=True)
    if certificate is not None:
        print(*_for_tablets(address, certificate, english=english), sep="\n", flush=True)


def _for_tablets(address: Address, certificate: Certificate, *, english: bool) -> list[str]:
    """Return where tablets find the root certificate, and the fingerprint to compare."""
    everywhere = address.host in ALL_ADDRESSES
    hosts = own_addresses() if everywhere else (address.host,)
    reached = [replace(address, host=host).url for host in hosts if host not in LOOPBACK]
    trust = "Install on each tablet" if english else "请在每台平板上安装根证书"
    compare = "and compare its SHA-256" if english else "并核对其 SHA-256 指纹"
    how = "How: open on the tablet" if english else "做法：在平板上打开"
    return [
        f"{trust} {os.fspath(certificate.root)}",
        f"{compare}:",
        spoken(certificate.fingerprint),
        *(f"{how} {url}/trust" for url in reached or [address.url]),
    ]


async def _first_step(app: Litestar, args: argparse.Namespace) -> list[str]:
    """Return what to do first where nobody can appoint anybody yet, nothing otherwise."""
    house: House = app.state.house
    if any(one.holds("administrator", EVERYWHERE) for one in await house.accounts.all()):
        return []
    database = "" if args.database is None else f" --database ${DATABASE}"
    english = args.lang == "en"
    told = "There is no administrator yet; run: " if english else "还没有管理员，请另开终端运行："
    name = "NAME" if english else "姓名"
    add = f"piaojue accounts add --role administrator --name {name}"
    return [f"{told}{add} --data {args.data}{database}"]
