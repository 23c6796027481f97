"""`piaojue accounts`: the first administrator, and help for people who lost their password.

Works on the tables directly, so it needs a shell on the server and no running service.
"""

import argparse
import asyncio
import getpass
import json
import secrets
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from service.office.accounts import Accounts
from service.office.errors import OfficeError
from service.office.passwords import Passwords
from service.office.people import Account
from service.office.roles import EVERYWHERE, ROLES, TITLES, Grant
from service.office.store import Office, office_url
from service.office.throttle import Throttle
from service.reasons import reason

ACTOR = "cli"
"""Who acts, in the trail: whoever has a shell on the server."""

REFUSED, MISUSED = 1, 2


class MisuseError(Exception):
    """The command cannot run as it was given: the sentence in Chinese and in English."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to ``subparsers``."""
    parser = subparsers.add_parser(
        "accounts",
        help="账号：设第一个管理员，停用账号，重置口令",
        description="直接在服务器上管理账号；口令从终端读入，或从标准输入读一行。",
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    add = _act(acts, "add", "新增账号")
    add.add_argument("--name", required=True, help="姓名，也是登录名")
    add.add_argument("--role", required=True, choices=ROLES, help="角色")
    add.add_argument("--election", default=EVERYWHERE, help="只在这一次票决里担任（填编号）")
    add.add_argument("--temporary", action="store_true", help="首次登录时必须改口令")
    add.add_argument("--password-stdin", action="store_true", help="从标准输入读口令")
    _act(acts, "list", "列出账号")
    disable = _act(acts, "disable", "停用账号，立即结束其登录")
    disable.add_argument("--name", required=True, help="姓名")
    reset = _act(acts, "reset-password", "重置口令，首次登录时必须更改")
    reset.add_argument("--name", required=True, help="姓名")
    reset.add_argument("--password-stdin", action="store_true", help="从标准输入读口令")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do the act: 0 done, 1 refused by what the accounts are, 2 wrong usage or input.

    On 1 and 2 one sentence stands on stderr, and nothing was changed.
    """
    try:
        password = _password(args) if args.act in ("add", "reset-password") else ""
        accounts = asyncio.run(_with_accounts(args, lambda one: _done(one, args, password)))
    except MisuseError as misuse:
        print(misuse.args[args.lang == "en"], file=sys.stderr)
        return MISUSED
    except OfficeError as refusal:
        prefix = f"{refusal.code}: " if args.lang == "en" else ""
        print(f"{prefix}{refusal.sentence}", file=sys.stderr)
        return MISUSED if refusal.status in (400, 503) else REFUSED
    except OSError as error:
        unusable = (
            f"不能写数据目录：{reason(error)}。",
            f"The data directory cannot be written: {error.strerror}.",
        )
        print(unusable[args.lang == "en"], file=sys.stderr)
        return MISUSED
    _print(accounts, args)
    return 0


def _act(
    acts: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, text: str
) -> argparse.ArgumentParser:
    parser = acts.add_parser(name, help=text, description=f"{text}。")
    parser.add_argument("--data", type=Path, default=Path("data"), metavar="DIR", help="数据目录")
    parser.add_argument(
        "--database", metavar="URL", help="PostgreSQL 地址；不写则用 DIR 里的 SQLite"
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言")
    return parser


async def _with_accounts(
    args: argparse.Namespace,
    act: Callable[[Accounts], Coroutine[Any, Any, tuple[Account, ...]]],
) -> tuple[Account, ...]:
    if args.act == "add" and args.database is None:
        args.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    office = await Office.open(office_url(args.data, args.database))
    try:
        return await act(_accounts(office))
    finally:
        await office.close()


def _accounts(office: Office) -> Accounts:
    passwords = Passwords(secrets.token_bytes)
    return Accounts(office, passwords, Throttle(_now), _now, secrets.token_bytes)


async def _done(accounts: Accounts, args: argparse.Namespace, password: str) -> tuple[Account, ...]:
    match args.act:
        case "list":
            return await accounts.all()
        case "add":
            grants = (Grant(args.role, args.election),)
            temporary = bool(args.temporary)
            return (
                await accounts.add(args.name, password, grants, by=ACTOR, must_change=temporary),
            )
    found = await accounts.named(args.name)
    if args.act == "disable":
        await accounts.disable(found.id, by=ACTOR)
    else:
        await accounts.reset_password(found.id, password, by=ACTOR)
    return (await accounts.get(found.id),)


def _password(args: argparse.Namespace) -> str:
    if args.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise MisuseError(
            "这里没有终端可输入口令，请用 --password-stdin。",
            "There is no terminal to type a password; use --password-stdin.",
        )
    typed = getpass.getpass("口令：")
    if getpass.getpass("再输一遍：") != typed:
        raise MisuseError("两次输入的口令不同。", "The two passwords differ.")
    return typed


def _print(accounts: tuple[Account, ...], args: argparse.Namespace) -> None:
    if args.json:
        print(json.dumps([_plain(one) for one in accounts], ensure_ascii=False))
        return
    for one in accounts:
        roles = "、".join(
            TITLES[grant.role] + (f"（{grant.election}）" if grant.election else "")
            for grant in sorted(one.grants)
        )
        state = "已停用" if one.disabled else "首次登录须改口令" if one.must_change else "可用"
        print(f"{one.name}\t{roles}\t{state}")


def _plain(account: Account) -> dict[str, object]:
    return {
        "id": account.id,
        "name": account.name,
        "disabled": account.disabled,
        "must_change": account.must_change,
        "roles": [
            {"role": grant.role, "election": grant.election} for grant in sorted(account.grants)
        ],
    }


def _now() -> int:
    return int(time.time())
