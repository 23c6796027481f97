"""``piaojue print cards``: voting cards, best printed on a machine of the scrutineers."""

import argparse
import asyncio
import os
from pathlib import Path
from typing import Any

from service.cli.fresh_file import write_fresh
from service.cli.practice import practice_definition
from service.cli.secret import secret
from service.client.api import Api
from service.client.deck import (
    deck_pdf,
    new_deck,
    practice_deck_pdf,
    public_lists,
    register,
)
from service.errors import BadRequest
from service.file_names import shown_name
from service.reasons import reason

MOST_CARDS = 5000


def add_parser(kinds: Any) -> None:
    """Declare the command."""
    cards = kinds.add_parser(
        "cards",
        help="投票卡：密码只在纸上，服务只得到公开凭据",
        description="由监票人的电脑印制投票卡（--server 一组），或者印演练用的卡（--definition）。",
    )
    source = cards.add_mutually_exclusive_group(required=True)
    source.add_argument("--server", help="服务地址，如 http://127.0.0.1:8640")
    source.add_argument(
        "--definition",
        type=Path,
        metavar="FILE",
        help="演练用的定义：不登记，只用来试印、试折",
    )
    cards.add_argument("--election", help="票决编号（与 --server 同用）")
    cards.add_argument("--name", help="监票人的登录名（与 --server 同用）")
    cards.add_argument(
        "--password-file", type=Path, help="登录口令文件；或用 PIAOJUE_PASSWORD，或从终端输入"
    )
    cards.add_argument("--count", type=int, required=True, help="张数")
    cards.add_argument("--out", type=Path, required=True, help="要写的 PDF 文件，印完请删除")
    cards.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言")
    cards.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the PDF, then register the deck with a service if there is one; 0 when done."""
    if not 1 <= args.count <= MOST_CARDS:
        raise BadRequest(f"--count 应在 1 与 {MOST_CARDS} 之间。")
    if args.definition is not None:
        return _practise(args)
    if not (args.election and args.name):
        raise BadRequest("与 --server 同用，还须写明 --election 票决编号 和 --name 登录名。")
    asyncio.run(_print(args, _password(args)))
    print(f"投票卡 {args.count} 张已写入 {shown_name(args.out)}，公开凭据已登记。")
    print("请印制、裁开、对折封好、打乱，然后删除这个文件：里面是每张卡的密码。")
    return 0


def _practise(args: argparse.Namespace) -> int:
    definition, name = practice_definition(args.definition)
    write_fresh(args.out, practice_deck_pdf(new_deck(args.count, os.urandom), definition, name))
    if args.lang == "en":
        print(f"{args.count} practice cards, known to no service: {shown_name(args.out)}")
    else:
        print(
            f"演练用的投票卡 {args.count} 张已写入 {shown_name(args.out)}，没有登记，不能用来投票。"
        )
    return 0


def _password(args: argparse.Namespace) -> str:
    try:
        return secret("登录口令", "--password-file", args.password_file, "PIAOJUE_PASSWORD")
    except OSError as error:
        why = reason(error)
        raise BadRequest(f"不能读取口令文件 {shown_name(args.password_file)}：{why}。") from error


async def _print(args: argparse.Namespace, password: str) -> None:
    public = Api.at(args.server)
    try:
        signed = await public.post("/api/login", {"name": args.name, "password": password})
        api = public.signed_in(signed["token"])
        shown = await api.get(f"/api/elections/{args.election}")
        if shown["rounds"][-1]["definition"] is None:
            raise BadRequest("清单还没有确定，请先确定清单再印投票卡。")
        deck = new_deck(args.count, os.urandom)
        write_fresh(args.out, deck_pdf(deck, shown))
        try:
            await register(api, args.election, public_lists(deck, args.election, shown["group"]))
        except BaseException:
            # Cards that the service does not know must not be handed out.
            args.out.unlink(missing_ok=True)
            raise
    finally:
        await public.close()
