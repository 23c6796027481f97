"""``piaojue scrutineer``: a scrutineer's part without a browser, on their own machine."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, get_args

import msgspec

from audit.errors import AuditError
from ballot.errors import BallotError
from ballot.sealed.scrutineer import Mapper
from service.cli.scrutiny import Said, certified, confirmed, contributed, counted
from service.cli.secret import secret
from service.client.api import Api, ApiProblem
from service.client.closed import NotOurLog
from service.client.device import Device, NotNow, enrol
from service.client.person import Person
from service.client.safe import Safe, Session
from service.client.trustee import WrongCode
from service.commands.acts import ActName
from service.errors import BadRequest

UNSOUND = 1
UNAUTHORISED = 401
BATCH = 4
"""Ballots that one process takes at a time."""

_ACTS = {
    "contribute": "生成密钥：首次运行时建立密钥文件并登记，以后发出下一步的公开信息",
    "confirm": "核对八位核对码，一致后确认",
    "check": "取回截止后的日志，逐票核对并自行合计",
    "decrypt": "只解密本机自行算出的合计",
    "certify": "核对结果和指纹后签字",
}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "scrutineer",
        help="监票人：密钥、核对、解密、签字",
        description="监票人在自己的电脑上完成的各步。密钥只在 --key 文件里，用密钥口令加密。\n"
        "服务用 --tls 启动的，请把环境变量 SSL_CERT_FILE 设为根证书文件。\n"
        "全部成立返回 0，核对不成立返回 1（请停止并报告总监票人），不能进行返回 2。",
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    for name, text in _ACTS.items():
        act = acts.add_parser(name, help=text, description=f"{text}。")
        _add_common(act)
        if name == "contribute":
            act.add_argument(
                "--again", action="store_true", help="秘书处宣布重新生成密钥时，作废本机原有分片"
            )
            act.add_argument(
                "--replace-key", action="store_true", help="原密钥文件丢失时，换登记这一把"
            )
        if name == "confirm":
            act.add_argument("--code", metavar="DIGITS", help="念出的八位核对码，不写则从终端读入")
        if name in {"check", "decrypt", "certify"}:
            act.add_argument("--round", type=int, metavar="N", help="轮次，默认最近一轮")
        if name == "certify":
            act.add_argument(
                "--sign",
                choices=get_args(ActName),
                default="certified",
                metavar="ACT",
                help="要签的事项，默认 certified（确认结果）",
            )
            act.add_argument("--yes", action="store_true", help="已核对，不再询问")
    parser.set_defaults(run=run)


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--server", required=True, metavar="URL", help="服务地址")
    parser.add_argument("--key", type=Path, required=True, metavar="FILE", help="密钥文件")
    parser.add_argument("--election", metavar="ID", help="票决编号，只有一次票决时可不写")
    parser.add_argument("--name", help="登录名，首次运行时须写明")
    parser.add_argument(
        "--password-file",
        type=Path,
        metavar="F",
        help="登录口令文件；或用 PIAOJUE_PASSWORD，或从终端输入",
    )
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="F",
        help="密钥口令文件；或用 PIAOJUE_PASSPHRASE，或从终端输入",
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言")


def run(args: argparse.Namespace) -> int:
    """Take the step: 0 done, 1 something does not hold and the scrutineer must stop.

    What cannot be done is raised and ends as 2.
    """
    safe = _safe(args)
    try:
        said = asyncio.run(_acted(args, safe))
    except (WrongCode, NotOurLog, AuditError, BallotError) as fault:
        print(fault.sentence, file=sys.stderr)
        return UNSOUND
    if args.json:
        print(json.dumps(said.plain, ensure_ascii=False))
    else:
        print("\n".join(said.lines))
    return 0


def _safe(args: argparse.Namespace) -> Safe:
    new = not os.path.lexists(args.key)
    if new and args.act != "contribute":
        raise BadRequest(f"没有密钥文件 {args.key}，请先运行 piaojue scrutineer contribute。")
    if new and not args.name:
        raise BadRequest("首次运行请用 --name 写明登录名，本机据此建立密钥文件。")
    words = secret(
        "密钥口令", "--passphrase-file", args.passphrase_file, "PIAOJUE_PASSPHRASE", twice=new
    )
    safe = Safe.create(args.key, args.name, words) if new else Safe.open(args.key, words)
    if args.name not in {None, safe.contents.name}:
        raise BadRequest(f"密钥文件 {args.key} 是“{safe.contents.name}”的，不是“{args.name}”的。")
    return safe


async def _acted(args: argparse.Namespace, safe: Safe) -> Said:
    public = Api.at(args.server)
    try:
        person = await _signed_in(args, safe, public)
        if args.act == "contribute":
            return await _contributed(args, safe, person)
        device = await Device.at_work(person, safe, await _election(args, person))
        if args.act == "confirm":
            return await confirmed(device, args.code)
        number = device.number(args.round)
        if args.act == "certify":
            return await certified(device, args.sign, number, yes=args.yes)
        step = device.check if args.act == "check" else device.decrypt
        return await _counted(number, step, opened=args.act == "decrypt")
    finally:
        await public.close()


async def _contributed(args: argparse.Namespace, safe: Safe, person: Person) -> Said:
    enrolled = await enrol(person, replace=args.replace_key)
    try:
        device = await Device.at_work(person, safe, await _election(args, person))
        sent = await device.contribute(again=args.again)
    except (ApiProblem, BadRequest, NotNow) as problem:
        # Not yet an officer, or the ceremony has not begun: to be enrolled is enough for today.
        if not enrolled:
            raise
        return contributed(person.key.public_key, (), problem.sentence, enrolled=True)
    return contributed(person.key.public_key, sent.steps, sent.waiting, enrolled=enrolled)


async def _counted(
    number: int, step: Callable[[int, Mapper], Awaitable[Any]], *, opened: bool
) -> Said:
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        view = await step(number, partial(pool.map, chunksize=BATCH))
    return counted(number, view, opened=opened)


async def _signed_in(args: argparse.Namespace, safe: Safe, public: Api) -> Person:
    """Go on with the kept session, or log in: the service counts how often a name does."""
    kept, name = safe.session(args.server), safe.contents.name
    if kept is not None:
        api = public.signed_in(kept.token)
        try:
            await api.get("/api/me")
        except ApiProblem as problem:
            if problem.status != UNAUTHORISED:
                raise
        else:
            return Person(name, api, safe.key, kept.account)
    session = await _logged_in(args, name, public)
    safe.keep_session(session)
    return Person(name, public.signed_in(session.token), safe.key, session.account)


async def _logged_in(args: argparse.Namespace, name: str, public: Api) -> Session:
    password = secret("登录口令", "--password-file", args.password_file, "PIAOJUE_PASSWORD")
    answer = await public.post("/api/login", {"name": name, "password": password})
    if answer["account"]["must_change"]:
        new = secret("新的登录口令", "（终端）", None, "PIAOJUE_NEW_PASSWORD", twice=True)
        body = {"old": password, "new": new}
        await public.signed_in(answer["token"]).post("/api/me/password", body)
        answer = await public.post("/api/login", {"name": name, "password": new})
    return msgspec.convert(
        {"server": args.server, "account": answer["account"]["id"], "token": answer["token"]},
        Session,
    )


async def _election(args: argparse.Namespace, person: Person) -> str:
    if args.election is not None:
        return str(args.election)
    mine = [str(one["id"]) for one in await person.api.get("/api/elections")]
    if len(mine) != 1:
        raise BadRequest(
            f"请用 --election 写明票决编号，可用的有 {'、'.join(mine)}。"
            if mine
            else "还没有任命您的票决，请等秘书处任命后再运行一次。"
        )
    return mine[0]
