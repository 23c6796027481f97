"""The scrutineers make the election key together; nobody holds it alone."""

from typing import Annotated, Literal

import msgspec

from ballot.events.base import Approval, Fact, Minute, Number, Sha256

CeremonyStep = Literal["single", "certificate", "commitment", "contribution", "verification"]
"""One holder of a rehearsal needs ``single`` only; t of n take the other four, in this order."""

Payload = Annotated[str, msgspec.Meta(min_length=2, max_length=60_000)]
Code = Annotated[str, msgspec.Meta(pattern=r"^(\d{8})?$")]
"""The eight digits that every device shows and that are read aloud; empty before there are any."""


class CeremonyStarted(Fact, frozen=True, kw_only=True):
    """``trustees`` holders begin, or begin again; ``threshold`` of them will open the sum."""

    trustees: Number
    threshold: Number
    at: Minute


class KeyContribution(Fact, frozen=True, kw_only=True):
    """One public message of holder ``index``; ``code`` is what its holder confirmed aloud.

    ``approval`` is by the enrolled key of scrutineer ``index``: without it whoever writes the log
    could hold a ceremony alone, with keys of their own.
    """

    index: Number
    step: CeremonyStep
    payload: Payload
    code: Code
    approval: Approval


class ElectionKey(Fact, frozen=True, kw_only=True):
    """The ceremony's result: the trustees document, and the key that ballots are sealed under."""

    trustees: Sha256
    public_key: Payload
    at: Minute


class KeysProven(Fact, frozen=True, kw_only=True):
    """Holder ``index`` reloaded the saved key, decrypted a test value with it, and signs that."""

    index: Number
    code: Code
    proof: Payload
    approval: Approval
