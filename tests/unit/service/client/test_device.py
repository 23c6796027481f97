"""Whose turn it is in the ceremony, and when a device refuses to throw its share away."""

import os
from typing import Any

import msgspec
import pytest

from ballot.sealed import group_named
from ballot.sealed.trustee import TrusteeSecret, new_trustee
from service.client.api import Api
from service.client.device import NotNow, _check_fresh, _waiting, due
from service.client.trustee import Trustee, in_memory

STEPS = ("single", "certificate", "commitment", "contribution", "verification")


def told(*, trustees: int = 3, document: str | None = None, **done: tuple[int, ...]) -> Any:
    """The ceremony as the service shows it, with the messages of the holders in ``done``."""
    messages = {step: {str(one): "{}" for one in done.get(step, ())} for step in STEPS}
    proven = list(done.get("proven", ()))
    return {
        "trustees": trustees,
        "threshold": 2,
        "messages": messages,
        "document": document,
        "proven": proven,
    }


ALL = (1, 2, 3)


@pytest.mark.parametrize(
    ("now", "step"),
    [
        (told(), "certificate"),
        (told(certificate=(2, 3)), "certificate"),
        (told(certificate=(1,)), None),
        (told(certificate=ALL), None),
        (told(certificate=ALL, commitment=(1,)), None),
        (told(certificate=ALL, commitment=ALL), "contribution"),
        (told(certificate=ALL, commitment=ALL, contribution=(1, 2)), None),
        (told(certificate=ALL, commitment=ALL, contribution=ALL), "verification"),
        (told(certificate=ALL, commitment=ALL, contribution=ALL, verification=(1,)), None),
        (told(document="{}"), None),
        (told(trustees=1), "single"),
        (told(trustees=1, single=(1,)), None),
    ],
)
def test_the_first_holder_sends_what_is_next_and_nothing_early(now: Any, step: str | None) -> None:
    assert due(now, 1) == step


def test_who_holds_no_key_has_no_turn() -> None:
    with pytest.raises(NotNow):
        due(told(trustees=2), 3)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (told(certificate=(1,)), "2、3 号监票人的证书"),
        (told(certificate=ALL), "confirm"),
        (told(certificate=ALL, commitment=(1, 3)), "2 号监票人的承诺"),
        (told(document="{}"), "confirm"),
        (told(document="{}", proven=(1,)), "已经完成"),
    ],
)
def test_the_holder_is_told_what_the_ceremony_waits_for(now: Any, words: str) -> None:
    assert words in _waiting(now, 1)


def no_key(_message: bytes) -> str:
    raise AssertionError("nothing is sent, so nothing is signed")


def fresh() -> TrusteeSecret:
    return new_trustee(group_named("Ed25519"), 1, 3, 2, os.urandom)


async def test_a_finished_share_is_given_up_only_when_its_holder_says_so() -> None:
    api = Api.at("http://127.0.0.1:9")
    try:
        kept = msgspec.structs.replace(fresh(), share="1")
        trustee = Trustee(api, "one", 1, no_key, os.urandom, in_memory(), kept)
        with pytest.raises(NotNow, match="--again"):
            _check_fresh(trustee, told(), again=False)
        assert trustee.secret is kept
        _check_fresh(trustee, told(), again=True)
        assert trustee.secret is None

        unfinished = Trustee(api, "one", 1, no_key, os.urandom, in_memory(), fresh())
        _check_fresh(unfinished, told(), again=False)
        assert unfinished.secret is not None
    finally:
        await api.close()
