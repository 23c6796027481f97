"""A scrutineer's device: what is next in the ceremony, and what the holder confirms or signs."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from audit.checkpoint import Checkpoint, open_checkpoint
from audit.fingerprints import Fingerprints, fingerprints
from audit.origin import log_verifier
from ballot.canonical import canonical, digest
from ballot.events.base import Role
from ballot.sealed import group_named
from ballot.sealed.scrutineer import Mapper
from ballot.sealed.trustee import TrusteeSecret
from ballot.sealed.trustees import check_trustees
from service.client.api import ApiProblem
from service.client.closed import ClosedRound, NotOurLog, closed_round
from service.client.person import Person
from service.client.safe import Safe
from service.client.trustee import Trustee
from service.errors import ServiceError
from service.office.errors import Conflict

ABSENT = 404
ANNOUNCED: dict[str, str] = {
    "single": "密钥",
    "certificate": "证书",
    "commitment": "承诺",
    "contribution": "密钥分片",
    "verification": "验证公钥",
}
"""What each public message of the ceremony is called."""

PROPOSED_AT: dict[str, str] = {
    "list_frozen": "drafting",
    "opened": "ready",
    "closed": "open",
    "paper_frozen": "closed",
    "opening_authorised": "closed",
    "certified": "counted",
    "announced": "certified",
}
"""At which stage a device proposes an act by itself; the others must give a reason first."""


class NotNow(ServiceError):
    """The step cannot be taken yet, or not by this person."""

    code = "scrutineer.not_now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The messages sent by one call, and whom or what the ceremony waits for now."""

    steps: tuple[str, ...]
    waiting: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenCode:
    """Eight digits that this device computed; ``confirmed`` if the holder did so before."""

    subject: Literal["certificates", "key"]
    digits: str
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """A pending act as this device read it, and the seats for which its holder signs."""

    act: dict[str, Any]
    seats: tuple[tuple[Role, int], ...]
    outcome: dict[str, Any] | None
    fingerprints: Fingerprints | None


async def enrol(person: Person, *, replace: bool) -> bool:
    """Enrol the device's key unless it is; say whether it was done now.

    Raises Conflict where the account has another key and ``replace`` does not say to drop it.
    """
    try:
        known = (await person.api.get("/api/me/key"))["public_key"]
    except ApiProblem as problem:
        if problem.status != ABSENT:
            raise
        known = None
    if known == person.key.public_key:
        return False
    if known is not None and not replace:
        raise Conflict(
            "这个账号登记的是另一把签名密钥，请用原来的密钥文件；"
            "原文件确已丢失的，加 --replace-key 换成这一把，并请秘书处重新任命。",
            code="key.other",
        )
    await person.enrol()
    return True


@dataclass(slots=True, kw_only=True)
class Device:
    """``person`` signed in, with the safe of this device, at work on one election."""

    person: Person
    safe: Safe
    election: str
    state: dict[str, Any]

    @classmethod
    async def at_work(cls, person: Person, safe: Safe, election: str) -> "Device":
        """Look at the election. Raises ApiProblem for who is no officer, SafeUnusable."""
        state = await person.api.get(f"/api/elections/{election}")
        if state["officers"]:
            safe.keep_log_key(election, state["log_key"])
        return cls(person=person, safe=safe, election=election, state=state)

    @property
    def seats(self) -> tuple[tuple[Role, int], ...]:
        """The offices of the key of this device."""
        key = self.person.key.public_key
        return tuple((o["role"], o["number"]) for o in self.state["officers"] if o["key"] == key)

    def number(self, asked: int | None) -> int:
        """Return the round asked for, the latest without one. Raises NotNow."""
        rounds = len(self.state["rounds"])
        if asked is not None and not 1 <= asked <= rounds:
            raise NotNow(f"没有第 {asked} 轮，现在共有 {rounds} 轮。")
        return rounds if asked is None else asked

    async def contribute(self, *, again: bool) -> Sent:
        """Send every message of the ceremony that can be sent now.

        ``again`` lets a finished share of an earlier ceremony be replaced. Raises NotNow.
        """
        trustee, sent = self._trustee(), list[str]()
        while True:
            now = await trustee.look()
            step = due(now, trustee.index)
            if step is None:
                return Sent(steps=tuple(sent), waiting=_waiting(now, trustee.index))
            if step in {"certificate", "single"}:
                _check_fresh(trustee, now, again=again)
            await _send(trustee, step)
            sent.append(step)

    async def code(self) -> SpokenCode:
        """Return the code to be read aloud now. Raises NotNow."""
        trustee = self._trustee()
        now = await trustee.look()
        if now["document"] is not None:
            document = check_trustees(now["document"].encode(), group_named(now["group"]))
            proven = trustee.index in now["proven"]
            return SpokenCode(subject="key", digits=document.spoken, confirmed=proven)
        missing = _missing(now, "certificate")
        if missing or now["trustees"] == 1:
            raise NotNow(f"还没有可以核对的内容：{_waiting(now, trustee.index)}")
        done = str(trustee.index) in now["messages"]["commitment"]
        return SpokenCode(subject="certificates", digits=await trustee.code(), confirmed=done)

    async def confirm(self, code: SpokenCode) -> None:
        """Tell the service that the holder heard this code. Raises WrongCode if it changed."""
        if code.subject == "key":
            await self._trustee().prove(code.digits)
        else:
            await self._trustee().commit(code.digits)

    async def check(self, number: int, each: Mapper) -> ClosedRound:
        """Verify the closed round and multiply it here. Raises NotOurLog, SealedFault."""
        view = await closed_round(self.person.api, self.election, number, each)
        self.safe.keep_log_key(self.election, view.log_key)
        view.check_same()
        return view

    async def decrypt(self, number: int, each: Mapper) -> ClosedRound:
        """Open the round's sum, computed here. Raises NotNow, NotOurLog, SealedFault."""
        trustee = self._trustee()
        if trustee.index in self.state["rounds"][number - 1]["partials"]:
            raise NotNow("本人的解密已经提交，不必再做。")
        return await trustee.open(number, each)

    async def pending(self, name: str, number: int) -> Signing:
        """Return the act to be signed, proposing it where nobody has. Raises NotNow, NotOurLog."""
        act = await self._act(name, number)
        self._check_statement(act, name, number)
        done = [(one["role"], one["holder"]) for one in act["signed"]]
        seats = tuple(one for one in self.seats if one[0] in act["needed"] and one not in done)
        if not seats:
            raise NotNow("这一项没有等待本人签字的内容：本人已经签过，或者不须签字。")
        current = self.state["rounds"][number - 1]
        if name != "certified":
            return Signing(act=act, seats=seats, outcome=None, fingerprints=None)
        if digest(canonical(current["outcome"])) != act["content"]["outcome"]:
            raise NotOurLog("要签的结果与服务显示的结果不是同一份，请不要签字，立即报告总监票人。")
        prints = fingerprints(
            definition=current["definition"],
            election_key=(self.state["ceremony"] or {}).get("public_key"),
            log_key=self.state["log_key"],
            checkpoint=self._checkpoint(act),
        )
        return Signing(act=act, seats=seats, outcome=current["outcome"], fingerprints=prints)

    async def sign(self, signing: Signing) -> Any:
        """Sign for every seat of the holder; return the act as it stands then."""
        act: Any = signing.act
        for role, holder in signing.seats:
            act = await self.person.approve(self.election, signing.act, role, holder)
        return act

    async def _act(self, name: str, number: int) -> dict[str, Any]:
        path = f"/api/elections/{self.election}"
        waiting: list[dict[str, Any]] = await self.person.api.get(f"{path}/acts")
        for act in waiting:
            if (act["act"], act["round"]) == (name, number):
                return act
        current = self.state["rounds"][number - 1]
        if current["stage"] != PROPOSED_AT.get(name) or current.get(name) is True:
            raise NotNow(f"现在没有这一项可签：第 {number} 轮的阶段是“{current['stage_name']}”。")
        proposed: dict[str, Any] = await self.person.api.post(
            f"{path}/rounds/{number}/acts", {"act": name}
        )
        return proposed

    def _check_statement(self, act: dict[str, Any], name: str, number: int) -> None:
        """Compare what is shown with the bytes that will be signed."""
        said = canonical({"piaojue": "act-1", "election": self.election, "content": act["content"]})
        content = act["content"]
        same = (content.get("event"), content.get("round")) == (name, number)
        if not same or said.hex() != act["statement"]:
            raise NotOurLog("要签的内容与服务显示的不是同一份，请不要签字，立即报告总监票人。")

    def _checkpoint(self, act: dict[str, Any]) -> Checkpoint:
        verifier = log_verifier(self.election, self.state["log_key"])
        return open_checkpoint(act["content"]["checkpoint"].encode(), verifier)

    def _trustee(self) -> Trustee:
        numbers = [number for role, number in self.seats if role == "scrutineer"]
        if not numbers:
            raise NotNow("本机的密钥不在监票人名单中，请秘书处核对名单后再来。")

        def save(secret: TrusteeSecret) -> TrusteeSecret:
            return self.safe.keep_secret(self.election, secret)

        secret = self.safe.secret(self.election)
        person, index = self.person, numbers[0]
        return Trustee(person.api, self.election, index, person.key.sign, os.urandom, save, secret)


def due(now: Any, index: int) -> str | None:
    """Return the message that holder ``index`` should send next, None if it is not its turn."""
    if index > now["trustees"]:
        raise NotNow(f"这次只有 1 至 {now['trustees']} 号监票人持有密钥。")
    if now["document"] is not None:
        return None
    if now["trustees"] == 1:
        return None if _has(now, "single", index) else "single"
    for step, before in (
        ("certificate", ()),
        ("contribution", ("certificate", "commitment")),
        ("verification", ("contribution",)),
    ):
        if not _has(now, step, index):
            ready = not any(_missing(now, one) for one in before)
            return step if ready else None
    return None


async def _send(trustee: Trustee, step: str) -> None:
    if step in {"certificate", "single"}:
        await trustee.certify()
    elif step == "contribution":
        await trustee.contribute()
    else:
        await trustee.finish()


def _check_fresh(trustee: Trustee, now: Any, *, again: bool) -> None:
    """Keep a service from making the device throw a finished share away."""
    if trustee.secret is None or not trustee.secret.share or now["trustees"] == 1:
        return
    if not again:
        raise NotNow(
            "本机已有这次票决的密钥分片，服务却要求重新生成。"
            "秘书处确实宣布重新开始的，请加 --again 再运行，原来的分片随即作废。"
        )
    trustee.secret = None


def _has(now: Any, step: str, index: int) -> bool:
    return str(index) in now["messages"][step]


def _missing(now: Any, step: str) -> Sequence[int]:
    return [one for one in range(1, now["trustees"] + 1) if not _has(now, step, one)]


def _waiting(now: Any, index: int) -> str:
    """Say what the ceremony waits for, seen by holder ``index``."""
    if now["document"] is not None:
        if index in now["proven"]:
            return "本人的密钥已经完成。"
        return "选举公钥已生成，请运行 confirm 核对。"
    steps = ("single",) if now["trustees"] == 1 else tuple(ANNOUNCED)[1:]
    for step in steps:
        missing = _missing(now, step)
        if index in missing and step == "commitment":
            return "各监票人的证书已到齐，请运行 confirm 核对。"
        if missing:
            named = "、".join(map(str, missing))
            return f"等待 {named} 号监票人的{ANNOUNCED[step]}，到齐后请再运行 contribute。"
    return "等待服务生成选举公钥。"
