"""A key holder's device: the ceremony, and the opening of a sum that it computed itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ballot import events as e
from ballot.events.base import KeyApproval
from ballot.events.keys import CeremonyStep
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
from ballot.sealed.scrutineer import Mapper, decrypt_own_tally
from ballot.sealed.trustee import TrusteeSecret, new_trustee, read_trustee
from ballot.sealed.trustees import check_trustees
from ballot.signing import statement
from service.client.api import Api
from service.client.closed import ClosedRound, closed_round
from service.errors import ServiceError

Save = Callable[[TrusteeSecret], TrusteeSecret]
"""Keeps the secret durably and returns it as read back."""

Sign = Callable[[bytes], str]
"""Signs by the holder's enrolled key; 128 hex digits."""

UNSIGNED = "0" * 128


class WrongCode(ServiceError):
    """What the holder confirmed is not what this device computes."""

    code = "scrutineer.code"


@dataclass(slots=True)
class Trustee:
    """Holder ``index``; ``save`` is called before anything leaves that depends on the secret.

    What leaves for the ceremony is signed by ``sign``, as the event that the log will hold.
    """

    api: Api
    election: str
    index: int
    sign: Sign
    entropy: Entropy
    save: Save
    secret: TrusteeSecret | None = None

    async def look(self) -> Any:
        """Return the ceremony's public messages."""
        return await self.api.get(f"/api/elections/{self.election}/ceremony")

    async def certify(self) -> None:
        """Step 1: make the secret, save it, publish the certificate.

        A secret that was saved for this ceremony, and perhaps never announced, is used again.
        """
        now = await self.look()
        group = group_named(now["group"])
        if not self._fits(now):
            fresh = new_trustee(group, self.index, now["trustees"], now["threshold"], self.entropy)
            self.secret = self.save(fresh)
        if now["trustees"] == 1:
            await self._alone(group)
            return
        await self._send("certificate", certificate(self._kept(), self.entropy))

    def _fits(self, now: Any) -> bool:
        """Say whether the saved secret is one for the ceremony that is going on."""
        if self.secret is None:
            return False
        kept = (self.secret.group, self.secret.index, self.secret.size, self.secret.threshold)
        return kept == (now["group"], self.index, now["trustees"], now["threshold"])

    async def _alone(self, group: Group) -> None:
        whole, trustees = single_trustee(group, self.entropy, self._kept())
        self.secret = self.save(whole)
        await self._send("single", trustees.raw)

    async def code(self) -> str:
        """Return the eight digits over the certificates, computed here, to be read aloud."""
        now = await self.look()
        return self._circle(now).spoken

    async def commit(self, code: str) -> None:
        """Step 2, after the code was compared aloud: commit to the polynomial.

        Raises WrongCode if the certificates are not, or no longer, those of the code.
        """
        circle = self._circle(await self.look())
        _compare(code, circle.spoken)
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

    async def prove(self, code: str | None = None) -> str:
        """Step 5: reload the saved key, decrypt a test value, confirm the key's code.

        Raises WrongCode for a document other than the one whose ``code`` was compared aloud.
        """
        now = await self.look()
        secret = self._kept()
        trustees = check_trustees(now["document"].encode(), secret.suite())
        _compare(trustees.spoken if code is None else code, trustees.spoken)
        test = make_test(secret, self.entropy)
        reloaded = self.save(secret)
        proof = prove_reloaded(reloaded, trustees, self.index, test, self.entropy)
        event = e.KeysProven(
            index=self.index, code=trustees.spoken, proof=proof.decode(), approval=self._unsigned()
        )
        await self._tell("proofs", event, {"code": event.code, "proof": event.proof})
        return trustees.spoken

    async def open(self, number: int, each: Mapper = map) -> ClosedRound:
        """Decrypt the product of the closed log, computed here, and nothing else.

        Returns what was opened. Raises NotOurLog, SealedFault.
        """
        view = await closed_round(self.api, self.election, number, each, opening=True)
        view.check_same()
        self.secret, partial = decrypt_own_tally(
            self._kept(), self.index, view.sealed, view.tally, view.minimum, self.entropy
        )
        self.secret = self.save(self.secret)
        await self.api.post(
            f"/api/elections/{self.election}/rounds/{number}/partials",
            {"factors": partial.v1.decode(), "strong": partial.strong.decode()},
        )
        return view

    async def _send(self, step: CeremonyStep, message: bytes, code: str = "") -> None:
        payload = message.decode()
        event = e.KeyContribution(
            index=self.index, step=step, payload=payload, code=code, approval=self._unsigned()
        )
        await self._tell("contributions", event, {"step": step, "payload": payload, "code": code})

    async def _tell(self, route: str, event: e.Event, body: dict[str, str]) -> None:
        signature = self.sign(statement(self.election, event))
        path = f"/api/elections/{self.election}/ceremony/{route}"
        await self.api.post(path, {**body, "signature": signature})

    def _unsigned(self) -> KeyApproval:
        """Return what stands in the event's place for the signature while it is being signed."""
        return KeyApproval(role="scrutineer", holder=self.index, signature=UNSIGNED)

    def _circle(self, now: Any) -> Circle:
        group = group_named(now["group"])
        return check_circle(group, now["threshold"], _step(now, "certificate"))

    def _kept(self) -> TrusteeSecret:
        if self.secret is None:
            raise SealedFault("本机还没有密钥，请先生成。", code="scrutineer.no_key")
        return self.secret


def in_memory() -> Save:
    """Return a keeper for rehearsals: written out and read back, but on no disk."""

    def save(secret: TrusteeSecret) -> TrusteeSecret:
        return read_trustee(secret.encode())

    return save


def _compare(heard: str, computed: str) -> None:
    if heard != computed:
        raise WrongCode(
            f"核对码不一致：本机算出的是 {computed}，念出的是 {heard}。"
            "请立即停止密钥生成，并报告总监票人。"
        )


def _step(now: Any, step: str) -> list[bytes]:
    messages = now["messages"][step]
    return [messages[str(index)].encode() for index in sorted(map(int, messages))]
