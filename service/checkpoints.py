"""Checkpoints: when the log's key signs the state of the log, and when it must not."""

from dataclasses import dataclass

from audit.checkpoint import Checkpoint, sign_checkpoint
from audit.merkle import Frontier
from audit.origin import log_verifier, origin_of
from ballot.refusals import WrongStage
from service.keys import KeyStore
from service.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """Signs checkpoints with the election's log key and keeps them in the ledger."""

    ledger: Ledger
    log_keys: KeyStore

    async def now(self, election: str) -> tuple[int, str]:
        """Return size and signed note of the log as it is, signing it if it was not signed.

        Raises WrongStage while a round is open: the growth of the log would tell what happens.
        """
        head = await self.ledger.head(election)
        if head.state.current.stage == "open":
            raise WrongStage("投票期间不签发日志检查点，截止以后再取。")
        latest = await self.ledger.latest_checkpoint(election)
        if latest is not None and latest[0] == head.size:
            return latest
        return await self._sign(election, head.frontier)

    async def at_least(self, election: str, size: int) -> tuple[int, str]:
        """Return the smallest kept checkpoint over ``size`` leaves or more, else sign one now."""
        for kept in await self.ledger.checkpoints(election):
            if kept[0] >= size:
                return kept
        return await self.now(election)

    async def _sign(self, election: str, edge: Frontier) -> tuple[int, str]:
        key = self.log_keys.load(election)
        checkpoint = Checkpoint(origin=origin_of(election), size=edge.size, root=edge.root)
        note = sign_checkpoint(
            checkpoint, log_verifier(election, key.public_key), key.sign_bytes
        ).decode()
        return edge.size, await self.ledger.save_checkpoint(election, edge.size, note)
