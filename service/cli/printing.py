"""``piaojue print cards``: voting cards, best printed on a machine of the scrutineers."""

import argparse
import asyncio
import getpass
import os
from pathlib import Path
from typing import Any

from service.client.api import Api
from service.client.deck import deck_pdf, new_deck, public_lists, register
from service.errors import BadRequest

MOST_CARDS = 5000


def add_parser(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("print", help="印制投票卡")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    cards = kinds.add_parser("cards", help="投票卡：密码只在纸上，服务只得到公开凭据")
    cards.add_argument("--server", required=True, help="服务地址，如 http://127.0.0.1:8640")
    cards.add_argument("--election", required=True, help="票决编号")
    cards.add_argument("--name", required=True, help="监票人的登录名")
    cards.add_argument("--password-file", type=Path, help="登录口令文件，默认从终端读入")
    cards.add_argument("--count", type=int, required=True, help="张数")
    cards.add_argument("--out", type=Path, required=True, help="要写的 PDF 文件，印完请删除")
    cards.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the PDF, then register the deck; 0 when both are done."""
    if not 1 <= args.count <= MOST_CARDS:
        raise BadRequest(f"--count 应在 1 与 {MOST_CARDS} 之间。")
    secret = _password(args)
    asyncio.run(_print(args, secret))
    print(f"投票卡 {args.count} 张已写入 {args.out}，公开凭据已登记。")
    print("请印制、裁开、对折封好、打乱，然后删除这个文件：里面是每张卡的密码。")
    return 0


def _password(args: argparse.Namespace) -> str:
    if args.password_file is None:
        return getpass.getpass("登录口令：")
    try:
        return str(args.password_file.read_text(encoding="utf-8").strip())
    except OSError as error:
        raise BadRequest(f"不能读取口令文件 {args.password_file}。") from error


async def _print(args: argparse.Namespace, secret: str) -> None:
    public = Api.at(args.server)
    try:
        signed = await public.post("/api/login", {"name": args.name, "password": secret})
        api = public.signed_in(signed["token"])
        shown = await api.get(f"/api/elections/{args.election}")
        if shown["rounds"][-1]["definition"] is None:
            raise BadRequest("清单还没有确定，请先确定清单再印投票卡。")
        deck = new_deck(args.count, os.urandom)
        _write(args.out, deck_pdf(deck, shown))
        try:
            await register(api, args.election, public_lists(deck, args.election, shown["group"]))
        except BaseException:
            # Cards that the service does not know must not be handed out.
            args.out.unlink(missing_ok=True)
            raise
    finally:
        await public.close()


def _write(path: Path, data: bytes) -> None:
    """Write the secrets durably, readable for this user only, before anybody relies on them."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise BadRequest(f"不能写 {path}，请换一个还不存在的文件名。") from error
