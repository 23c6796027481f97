"""A deck of voting cards: secrets on paper, public credentials to the service."""

from collections.abc import Sequence
from typing import Any

from audit.fingerprints import short, short_digest
from ballot.canonical import Digest
from ballot.card import SEED_BYTES, card_code, card_credentials, card_qr
from ballot.definition import Definition
from ballot.sealed import Entropy, group_named
from printing.cards import Card, CardFace, cards_pdf
from service.client.api import Api


def new_deck(count: int, entropy: Entropy) -> list[bytes]:
    """Return ``count`` fresh seeds; being random, they are shuffled by nature."""
    return [entropy(SEED_BYTES) for _ in range(count)]


def public_lists(deck: Sequence[bytes], election: str, group: str) -> list[list[str]]:
    """Return the sorted public credentials of the deck, one list for each of 8 rounds."""
    arithmetic = group_named(group)
    cards = [card_credentials(seed, election, arithmetic) for seed in deck]
    return [sorted(card[at][1] for card in cards) for at in range(len(cards[0]))]


def deck_pdf(deck: Sequence[bytes], shown: Any) -> bytes:
    """Return the pages to print; ``shown`` is the election's state as the service shows it."""
    current = shown["rounds"][-1]
    key = (shown["ceremony"] or {}).get("public_key")
    face = CardFace(
        congress=shown["session"],
        subject=shown["title"],
        definition=short_digest(Digest(current["definition"])),
        log_key=short(shown["log_key"].encode()),
        election_key=None if key is None else short(key.encode()),
        rehearsal=shown["rehearsal"],
    )
    return cards_pdf(face, [_card(seed) for seed in deck])


def practice_deck_pdf(deck: Sequence[bytes], definition: Definition, name: Digest) -> bytes:
    """Return the pages of cards that no service knows; every one is marked 演练."""
    face = CardFace(
        congress=definition.session,
        subject=definition.title,
        definition=short_digest(name),
        rehearsal=True,
    )
    return cards_pdf(face, [_card(seed) for seed in deck])


def _card(seed: bytes) -> Card:
    one, two, three, four = card_code(seed).split("-")
    return Card(qr_text=card_qr(seed), groups=(one, two, three, four))


async def register(api: Api, election: str, lists: list[list[str]]) -> None:
    """Give the public credentials to the service; possible once per election."""
    await api.post(f"/api/elections/{election}/cards", {"credentials": lists})
