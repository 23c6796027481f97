"""A tablet in a program: fetch the booth, seal, cast, keep the receipt."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from ballot.card import card_credentials
from ballot.definition import Definition, read_definition
from ballot.sealed import (
    Entropy,
    Mark,
    SealedBallot,
    SealedElection,
    SealedFault,
    graded_plaintext,
    parse_election,
    plaintext,
    seal,
)
from ballot.sealed.holder import prove_holder
from ballot.signing import check_signature
from service.client.api import Api
from service.commands.receipts import Receipt, promised


@dataclass(frozen=True, slots=True, kw_only=True)
class BoothView:
    """What a tablet works with."""

    definition: Definition
    sealed: SealedElection
    log_key: str


async def enter(api: Api, election: str, number: int) -> BoothView:
    """Fetch the booth of a round."""
    found: Any = await api.get(f"/api/elections/{election}/rounds/{number}/booth")
    return BoothView(
        definition=read_definition(found["definition"].encode()),
        sealed=parse_election(found["sealed_election"].encode()),
        log_key=found["log_key"],
    )


def fill(
    booth: BoothView, seed: bytes, marks: Mapping[int, Mark], entropy: Entropy
) -> SealedBallot:
    """Seal ``marks`` (by project number; what is missing abstains) with the card's credential."""
    slots = plaintext(booth.sealed.questions, _chosen(booth.definition, marks))
    return seal(booth.sealed, _secret(booth, seed), slots, entropy)


def rate(
    booth: BoothView, seed: bytes, ratings: Mapping[int, int], entropy: Entropy
) -> SealedBallot:
    """Seal the ratings of a 满意度测评 with the card's credential.

    ``ratings`` gives, by project number, the place of the answer from 0: the grades of the rules in
    their order, then 不了解 where it is offered; what is missing abstains.
    """
    chosen = [ratings.get(number) for number in booth.definition.numbers]
    slots = graded_plaintext(booth.sealed.questions, chosen)
    return seal(booth.sealed, _secret(booth, seed), slots, entropy)


def _secret(booth: BoothView, seed: bytes) -> int:
    """Return the secret of the card ``seed`` in the round of ``booth``."""
    cards = card_credentials(seed, booth.definition.election, booth.sealed.group)
    return cards[booth.definition.round - 1][0]


def _chosen(definition: Definition, marks: Mapping[int, Mark]) -> list[Mark]:
    """Return a mark for each question; a list voted on as a whole has one for all its projects.

    Raises SealedFault for projects marked differently where they stand or fall together.
    """
    chosen: list[Mark] = [marks.get(number, "abstain") for number in definition.numbers]
    if definition.rules.ballot_mode != "whole_list":
        return chosen
    if len(set(chosen)) > 1:
        raise SealedFault("整体表决只能对全部项目作同一选择。", code="sealed.marks")
    return chosen[:1]


async def cast(api: Api, booth: BoothView, ballot: SealedBallot) -> Receipt:
    """Cast a sealed ballot and return the receipt after checking its signature."""
    definition = booth.definition
    answer = await api.post(
        f"/api/elections/{definition.election}/rounds/{definition.round}/ballots",
        {
            "ballot": ballot.ballot.decode(),
            "proofs": ballot.proofs.decode() if ballot.proofs else None,
        },
    )
    receipt = msgspec.convert(answer, Receipt)
    check_signature(booth.log_key, promised(receipt), receipt.signature)
    return receipt


async def status(api: Api, booth: BoothView, seed: bytes) -> Any:
    """Ask what became of a card; its own key proves that the asker holds it."""
    definition = booth.definition
    cards = card_credentials(seed, definition.election, booth.sealed.group)
    secret, credential = cards[definition.round - 1]
    proof = prove_holder(booth.sealed, secret, os.urandom)
    return await api.post(
        f"/api/elections/{definition.election}/rounds/{definition.round}/cards/status",
        {"credential": credential, "proof": proof.decode()},
    )


def booth_of(definition: bytes, election: bytes) -> BoothView:
    """Return a booth for a process that only seals and has no connection."""
    return BoothView(
        definition=read_definition(definition), sealed=parse_election(election), log_key=""
    )
