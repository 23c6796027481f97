"""Voting cards: codes that survive typing, and credentials for eight rounds."""

import os

import pytest

from ballot.card import (
    ROUNDS,
    SEED_BYTES,
    card_code,
    card_credentials,
    card_qr,
    parse_card,
)
from ballot.errors import Malformed
from ballot.sealed import group_named

SEED = bytes(range(240, 250))
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_the_printed_code_and_the_qr_text_name_the_seed() -> None:
    for seed in (SEED, bytes(SEED_BYTES), os.urandom(SEED_BYTES)):
        code, symbol = card_code(seed), card_qr(seed)

        assert [len(group) for group in code.split("-")] == [5, 5, 5, 5]
        assert symbol.startswith("PJ1:")
        assert len(symbol) == 21
        assert parse_card(code) == parse_card(symbol) == seed


def test_typing_may_be_careless() -> None:
    zeros = bytes(SEED_BYTES)
    ones = int("00001" * 16, 2).to_bytes(SEED_BYTES, "big")
    typed = card_code(zeros).lower().replace("0", "o").replace("-", "  ")

    assert parse_card(f"  {typed} ") == zeros
    assert parse_card(card_code(ones).replace("1", "l", 2).replace("1", "I", 2)) == ones


def test_every_wrong_character_is_found_and_its_group_named() -> None:
    code = card_code(SEED)
    for place, right in enumerate(code):
        if right == "-":
            continue
        for wrong in set(ALPHABET) - {right}:
            with pytest.raises(Malformed, match=f"第 {place // 6 + 1} 组"):
                parse_card(code[:place] + wrong + code[place + 1 :])


def test_swapped_characters_and_groups_are_found() -> None:
    groups = card_code(SEED).split("-")
    for number, group in enumerate(groups):
        for i in range(4):
            swapped = group[:i] + group[i + 1] + group[i] + group[i + 2 :]
            if swapped != group:
                with pytest.raises(Malformed, match=f"第 {number + 1} 组"):
                    parse_card("-".join([*groups[:number], swapped, *groups[number + 1 :]]))
    with pytest.raises(Malformed, match="第 1 组"):
        parse_card("-".join([groups[1], groups[0], groups[2], groups[3]]))


def test_every_wrong_character_of_the_qr_text_is_found() -> None:
    symbol = card_qr(SEED)
    for place in range(4, len(symbol)):
        for wrong in set(ALPHABET) - {symbol[place]}:
            with pytest.raises(Malformed):
                parse_card(symbol[:place] + wrong + symbol[place + 1 :])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "card.length"),
        ("PJ1:", "card.check"),
        ("https://example.org/", "card.check"),
        ("A" * 19, "card.length"),
        ("U" * 20, "card.character"),
        ("PJ1:" + "U" * 17, "card.character"),
        ("0" * 10_000, "card.length"),
        ("٠" * 20, "card.character"),
    ],
)
def test_what_is_no_card_is_refused(text: str, code: str) -> None:
    with pytest.raises(Malformed) as refused:
        parse_card(text)
    assert refused.value.code == code


def test_credentials_differ_by_round_election_and_card() -> None:
    group = group_named("Ed25519")
    mine = card_credentials(SEED, "票决-1", group)
    others = (
        *card_credentials(SEED, "票决-2", group),
        *card_credentials(bytes(SEED_BYTES), "票决-1", group),
    )

    assert len(mine) == ROUNDS
    assert len({public for _, public in (*mine, *others)}) == 3 * ROUNDS
    assert all(group.text(group.generate(secret)) == public for secret, public in mine)
    assert card_credentials(SEED, "票决-1", group) == mine
