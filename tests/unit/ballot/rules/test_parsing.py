"""A rules file is read strictly: every fault at once, nothing silently dropped."""

import json
from typing import get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballot.canonical import canonical
from ballot.errors import Malformed, Refused
from ballot.rules import Fraction, Rules, Scrutineers, parse_rules
from ballot.rules.expectation import expected_of
from ballot.rules.handled import HANDLED, HANDLED_CHANNELS
from ballot.rules.parsing import read_rules
from ballot.rules.terms import TERMS


def test_an_empty_object_is_the_statutory_default() -> None:
    assert parse_rules(b"{}") == Rules()


def test_rules_survive_their_canonical_form() -> None:
    rules = Rules(
        seats=10, threshold=Fraction((2, 3)), scrutineers=Scrutineers(keys=5, threshold=3)
    )

    assert parse_rules(canonical(rules)) == rules


def test_every_parameter_has_one_term_in_the_same_order() -> None:
    assert tuple(term.identifier for term in TERMS) == Rules.__struct_fields__
    assert len({term.chinese for term in TERMS}) == len(TERMS)


def test_every_parameter_can_say_what_it_expects() -> None:
    assert all(expected_of(identifier) for identifier in Rules.__struct_fields__)


def test_every_default_is_carried_out() -> None:
    parse_rules(canonical(Rules()))
    assert HANDLED.keys() <= set(Rules.__struct_fields__)


def test_all_faults_are_named_at_once() -> None:
    file = {"seats": 0, "seat": 3, "threshold": "half", "channels": ["post"], "present": True}

    with pytest.raises(Malformed) as caught:
        parse_rules(json.dumps(file).encode())

    sentence = caught.value.sentence
    assert "应选项目数（seats）：实际为 0，应为1 至 1000000 的整数" in sentence
    assert "“seat”不是规则的参数，应为规则的参数名，是不是要写“seats”（应选项目数）" in sentence
    assert (
        '实际为 "half"，应为"majority"（过半数）、"plurality"（得票多者，至少一票赞成）之一'
        in sentence
    )
    assert '投票渠道（channels[0]）：实际为 "post"，应为"paper"（纸质票）' in sentence
    assert "实到人数（present）：实际为 true" in sentence


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("threshold", {"fraction": [2, 2]}),
        ("threshold", {"fraction": [1, 0]}),
        ("threshold", {"fraction": [1, 2], "of": "valid"}),
        ("scrutineers", {"keys": 2, "threshold": 3}),
        ("choices", []),
        ("choices", ["approve", "approve"]),
        ("seats", 1.0),
        ("seats", "10"),
        ("max_rounds", 9),
        ("languages", []),
        ("margin_min", {"ratio": [1, 0], "base": "of_seats"}),
        ("retention", ""),
    ],
)
def test_a_value_out_of_its_range_is_malformed(key: str, value: object) -> None:
    with pytest.raises(Malformed, match=key):
        parse_rules(json.dumps({key: value}).encode())


def test_a_set_is_kept_in_the_order_of_the_vocabulary() -> None:
    rules = parse_rules(b'{"choices": ["abstain", "approve", "oppose"]}')

    assert rules == Rules()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{", "第 1 行"),
        (b"[]", "JSON 对象"),
        (b"\xff", "UTF-8"),
        (b'{"seats": 1, "seats": 2}', '键 "seats" 重复'),
        ('{"名额": 1, "名额": 2}'.encode(), '键 "名额" 重复'),
        (b'{"\\ud800": 1, "\\ud800": 2}', r'键 "\\ud800" 重复'),
        (b'{"retention": "\\ud800"}', "UTF-8"),
        (b"[" * 200_000, "JSON"),
        (b'{"seats": ' + b"9" * 5000 + b"}", "JSON"),
        (b" " * (1 << 20) + b"{}", "超过"),
    ],
    ids=[
        "cut",
        "a list",
        "not text",
        "twice",
        "twice in Chinese",
        "half a pair twice",
        "half a pair",
        "deep",
        "long number",
        "large",
    ],
)
def test_what_is_not_a_rules_file_is_malformed(data: bytes, words: str) -> None:
    with pytest.raises(Malformed, match=words):
        parse_rules(data)


def test_a_byte_order_mark_is_no_fault() -> None:
    assert parse_rules(b'\xef\xbb\xbf{"seats": 3}') == Rules(seats=3)


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    try:
        parse_rules(data)
    except (Malformed, Refused) as error:
        error.sentence.encode()


def test_each_word_that_is_not_carried_out_is_refused_and_each_other_accepted() -> None:
    words = {
        key: [w for w in get_args(kind) if isinstance(w, str)]
        for key, kind in get_type_hints(Rules).items()
    }
    for key, word in ((key, word) for key, listed in words.items() for word in listed):
        data = json.dumps({key: word}).encode()
        assert getattr(read_rules(data), key) == word
        if word in HANDLED.get(key, (word,)):
            parse_rules(data)
        else:
            with pytest.raises(Refused, match=key):
                parse_rules(data)


def test_own_phones_are_refused_until_they_are_carried_out() -> None:
    assert "phone_qr" not in HANDLED_CHANNELS
    with pytest.raises(Refused, match="投票渠道"):
        parse_rules(b'{"channels": ["paper", "phone_qr"]}')
