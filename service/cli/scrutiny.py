"""What a scrutineer is shown, asks to confirm, and is told afterwards."""

import sys
from dataclasses import dataclass
from typing import Any

import msgspec

from audit.fingerprints import NAMES, Fingerprints
from service.cli.decide import STATUSES
from service.client.closed import ClosedRound
from service.client.device import ANNOUNCED, Device, Signing, SpokenCode
from service.client.trustee import WrongCode
from service.errors import BadRequest

SUBJECTS = {"certificates": "监票人证书", "key": "选举公钥"}
AGREED = "签字"
"""What a person types to sign."""


@dataclass(frozen=True, slots=True)
class Said:
    """The answer of a step: for programs, and in lines for people."""

    plain: dict[str, Any]
    lines: tuple[str, ...]


def contributed(public_key: str, steps: tuple[str, ...], waiting: str, *, enrolled: bool) -> Said:
    """Return what was enrolled and sent."""
    lines = [f"签名密钥已登记，公钥 {public_key}。"] if enrolled else []
    lines += [f"已发出本人的{ANNOUNCED[one]}。" for one in steps]
    plain = {"public_key": public_key, "enrolled": enrolled, "sent": steps, "waiting": waiting}
    return Said(plain, (*lines, waiting))


async def confirmed(device: Device, heard: str | None) -> Said:
    """Show the code computed here, hear the one read aloud, and confirm if they are the same."""
    code = await device.code()
    subject = SUBJECTS[code.subject]
    plain = {"subject": code.subject, "code": code.digits, "confirmed": True}
    if code.confirmed:
        return Said(plain, (f"{subject}的核对码 {spaced(code.digits)} 本人已经确认。",))
    typed = _heard(code, subject) if heard is None else heard
    if "".join(typed.split()) != code.digits:
        raise WrongCode(
            f"核对码不一致：本机算出 {spaced(code.digits)}，念出的是 {typed[:20]}。"
            "请立即停止密钥生成，不要再试，并报告总监票人。"
        )
    await device.confirm(code)
    done = "密钥文件已重新读入并试开成功，" if code.subject == "key" else ""
    return Said(plain, (f"{subject}的核对码 {spaced(code.digits)} 一致，{done}已确认。",))


def _heard(code: SpokenCode, subject: str) -> str:
    shown = f"本机算出的{subject}核对码：{spaced(code.digits)}"
    if not sys.stdin.isatty():
        raise BadRequest(f"{shown}。请与其他监票人念读核对，一致后加 --code 再运行。")
    print(f"{shown}\n请监票人轮流念出各自的核对码。", flush=True)
    return input("逐位核对后，键入其他监票人念出的八位数字：")


def spaced(digits: str) -> str:
    """Return eight digits as they are read aloud."""
    return f"{digits[:4]} {digits[4:]}"


def counted(number: int, view: ClosedRound, *, opened: bool) -> Said:
    """Return what this device found in the closed round, and whether it opened the sum."""
    plain = {
        "round": number,
        "ballots": view.tally.count,
        "tally": view.digest,
        "opened": opened,
        "fingerprints": msgspec.to_builtins(view.fingerprints),
    }
    lines = [
        f"第 {number} 轮：日志与检查点相符，{view.tally.count} 张电子票逐张核对无误。",
        f"本机自行算出的加密合计，摘要 {view.digest}",
        *_prints(view.fingerprints),
    ]
    if opened:
        lines.append("已解密这一合计并提交；本机不会再解密这一轮的其他合计。")
    return Said(plain, tuple(lines))


async def certified(device: Device, name: str, number: int, *, yes: bool) -> Said:
    """Show what is to be signed, ask, and sign."""
    signing = await device.pending(name, number)
    lines = _shown(signing, number)
    if not yes:
        _ask(lines)
    after = await device.sign(signing)
    prints = signing.fingerprints
    plain = {
        "act": name,
        "round": number,
        "outcome": signing.outcome,
        "fingerprints": None if prints is None else msgspec.to_builtins(prints),
        "missing": after["missing"],
        "state": after["state"],
    }
    rest = len(after["missing"])
    told = f"已签字，还差 {rest} 人。" if rest else "已签字，签字齐全，已经生效。"
    return Said(plain, (*(lines if yes else ()), told))


def _ask(lines: tuple[str, ...]) -> None:
    if not sys.stdin.isatty():
        raise BadRequest("这里没有终端可供确认；已另行核对的，请加 --yes。")
    print("\n".join(lines), flush=True)
    if input(f"逐项核对无误的，键入“{AGREED}”：").strip() != AGREED:
        raise BadRequest("没有签字。")


def _shown(signing: Signing, number: int) -> tuple[str, ...]:
    named = [f"第 {number} 轮，要签的事项：{signing.act['act']}"]
    if signing.outcome is not None:
        named.append(_outcome(signing.outcome))
    if signing.fingerprints is not None:
        named += _prints(signing.fingerprints)
    return tuple(named)


def _outcome(outcome: dict[str, Any]) -> str:
    parts = [STATUSES[outcome["status"]][0]]
    for key, title in (("elected", "入选"), ("tied", "并列")):
        if outcome[key]:
            parts.append(f"{title} {'、'.join(map(str, outcome[key]))}")
    for key, title in (("seats_left", "待定名额"), ("vacant", "空缺")):
        if outcome[key]:
            parts.append(f"{title} {outcome[key]}")
    return f"结果：{'；'.join(parts)}。"


def _prints(prints: Fingerprints) -> list[str]:
    """Return the four fingerprints, one in a line."""
    found = msgspec.to_builtins(prints)
    return [f"{title}指纹　{found[key] or '（没有）'}" for key, title in NAMES.items()]
