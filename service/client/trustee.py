"""A key holder's device: the ceremony, and the opening of a sum that it computed itself."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from audit.checkpoint import open_checkpoint
from audit.merkle import leaf_hash, root_of
from audit.origin import log_verifier
from ballot.canonical import digest
from ballot.contest import sealed_election
from ballot.definition import read_definition
from ballot.events import BallotCast, ElectionCreated, decode
from ballot.fold import fold
from ballot.sealed import Entropy, Group, group_named
from ballot.sealed.ceremony import (
    Circle,
    certificate,
    check_circle,
    commitment,
    contribution,
    finish,
    single_trustee,
)
from ballot.sealed.fault import SealedFault
from ballot.sealed.reloading import make_test, prove_reloaded
from ballot.sealed.scrutineer import Mapper, decrypt_own_tally, own_tally
from ballot.sealed.trustee import TrusteeSecret, new_trustee, read_trustee
from ballot.sealed.trustees import check_trustees
from service.client.api import Api
from service.errors import ServiceError

Save = Callable[[TrusteeSecret], TrusteeSecret]
"""Keeps the secret durably and returns it as read back."""


class NotOurLog(ServiceError):
    """The closed log that the service presents is not the one that it signed."""

    code = "scrutineer.log"


@dataclass(slots=True)
class Trustee:
    """Holder ``index``; ``save`` is called before anything leaves that depends on the secret."""

    api: Api
    election: str
    index: int
    entropy: Entropy
    save: Save
    secret: TrusteeSecret | None = None

    async def look(self) -> Any:
        """Return the ceremony's public messages."""
        return await self.api.get(f"/api/elections/{self.election}/ceremony")

    async def certify(self) -> None:
        """Step 1: make the secret, save it, publish the certificate."""
        now = await self.look()
        group = group_named(now["group"])
        fresh = new_trustee(group, self.index, now["trustees"], now["threshold"], self.entropy)
        self.secret = self.save(fresh)
        if now["trustees"] == 1:
            await self._alone(group)
            return
        await self._send("certificate", certificate(self.secret, self.entropy))

    async def _alone(self, group: Group) -> None:
        whole, trustees = single_trustee(group, self.entropy, self._kept())
        self.secret = self.save(whole)
        await self._send("single", trustees.raw)

    async def code(self) -> str:
        """Return the eight digits over the certificates, computed here, to be read aloud."""
        now = await self.look()
        return self._circle(now).spoken

    async def commit(self, code: str) -> None:
        """Step 2, after the code was compared aloud: commit to the polynomial."""
        circle = self._circle(await self.look())
        await self._send("commitment", commitment(self._kept(), circle, self.entropy), code)

    async def contribute(self) -> None:
        """Step 3: reveal the commitments and send the shares."""
        now = await self.look()
        message = contribution(
            self._kept(), self._circle(now), _step(now, "commitment"), self.entropy
        )
        await self._send("contribution", message)

    async def finish(self) -> None:
        """Step 4: check the shares, save the sum, publish its verification key."""
        now = await self.look()
        whole, message = finish(
            self._kept(),
            self._circle(now),
            _step(now, "commitment"),
            _step(now, "contribution"),
            self.entropy,
        )
        self.secret = self.save(whole)
        await self._send("verification", message)

    async def prove(self) -> str:
        """Step 5: reload the saved key, decrypt a test value, confirm the key's code."""
        now = await self.look()
        secret = self._kept()
        trustees = check_trustees(now["document"].encode(), secret.suite())
        test = make_test(secret, self.entropy)
        reloaded = self.save(secret)
        proof = prove_reloaded(reloaded, trustees, self.index, test, self.entropy)
        await self.api.post(
            f"/api/elections/{self.election}/ceremony/proofs",
            {"code": trustees.spoken, "proof": proof.decode()},
        )
        return trustees.spoken

    async def open(self, number: int, each: Mapper = map) -> None:
        """Decrypt the product of the closed log, computed here, and nothing else."""
        closed = await self.api.get(f"/api/elections/{self.election}/rounds/{number}/closed-log")
        view = await self._view(number, closed)
        tally = own_tally(view.sealed, view.ballots, view.credentials, each)
        self.secret, partial = decrypt_own_tally(
            self._kept(), self.index, view.sealed, tally, view.minimum, self.entropy
        )
        self.secret = self.save(self.secret)
        await self.api.post(
            f"/api/elections/{self.election}/rounds/{number}/partials",
            {"factors": partial.v1.decode(), "strong": partial.strong.decode()},
        )

    async def _view(self, number: int, closed: Any) -> "ClosedRound":
        """Check the log against the service's own checkpoint and read the closed round off it."""
        leaves = [bytes(one.encode()) for one in closed["leaves"]]
        events = [decode(one) for one in leaves]
        if not events or not isinstance(events[0], ElectionCreated):
            raise NotOurLog("服务给出的日志不完整，请立即报告总监票人。")
        verifier = log_verifier(self.election, events[0].log_key)
        checkpoint = open_checkpoint(closed["checkpoint"].encode(), verifier)
        if (checkpoint.size, checkpoint.root) != (len(leaves), root_of(map(leaf_hash, leaves))):
            raise NotOurLog("服务给出的日志与它签发的检查点不符，请立即报告总监票人。")
        state = fold(events)
        current = state.rounds[number - 1]
        if state.ceremony is None or state.ceremony.public_key is None:
            raise NotOurLog("日志中没有选举公钥，不能开启。")
        if current.stage == "void":
            raise NotOurLog("这一轮已经宣布无效，电子票合计永不开启。", code="scrutineer.void")
        if current.stage != "closed" or current.definition is None:
            raise NotOurLog("这一轮不在可以开启的阶段，不能开启。")
        if not current.opening_authorised:
            raise NotOurLog("日志中没有总监票人批准开启的签名，不能开启。")
        definition = read_definition(await self._object(current.definition))
        listed = await self._object(state.credential_lists[number - 1])
        casts = [one for one in events if isinstance(one, BallotCast) and one.round == number]
        dead = state.dead[number - 1]
        return ClosedRound(
            sealed=sealed_election(definition, state.ceremony.public_key),
            ballots=[await self._cast(one) for one in casts],
            credentials=frozenset(json.loads(listed)) - dead,
            # The definition's words, not the log's: two people signed them.
            minimum=0 if definition.rehearsal else definition.rules.min_channel,
        )

    async def _cast(self, event: BallotCast) -> tuple[bytes, bytes]:
        proofs = b"" if event.proofs is None else await self._object(event.proofs)
        return await self._object(event.ballot), proofs

    async def _object(self, name: str) -> bytes:
        data = await self.api.get_bytes(f"/api/elections/{self.election}/objects/{name}")
        if digest(data) != name:
            raise NotOurLog("服务给出的内容与日志中的摘要不符，请立即报告总监票人。")
        return data

    async def _send(self, step: str, message: bytes, code: str = "") -> None:
        await self.api.post(
            f"/api/elections/{self.election}/ceremony/contributions",
            {"step": step, "payload": message.decode(), "code": code},
        )

    def _circle(self, now: Any) -> Circle:
        group = group_named(now["group"])
        return check_circle(group, now["threshold"], _step(now, "certificate"))

    def _kept(self) -> TrusteeSecret:
        if self.secret is None:
            raise SealedFault("本机还没有密钥，请先生成。", code="scrutineer.no_key")
        return self.secret


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedRound:
    """What a holder opens, read off the closed log."""

    sealed: Any
    ballots: list[tuple[bytes, bytes]]
    credentials: frozenset[str]
    minimum: int


def in_memory() -> Save:
    """Return a keeper for rehearsals: written out and read back, but on no disk."""

    def save(secret: TrusteeSecret) -> TrusteeSecret:
        return read_trustee(secret.encode())

    return save


def _step(now: Any, step: str) -> list[bytes]:
    messages = now["messages"][step]
    return [messages[str(index)].encode() for index in sorted(map(int, messages))]
