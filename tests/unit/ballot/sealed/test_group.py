"""Both groups keep the same promises, at the edges too where libraries differ."""

import pickle

import pytest
from nacl.bindings import crypto_core_ed25519_is_valid_point

from ballot.sealed import Group, SealedFault, Unsupported, group_named
from ballot.sealed.element import read_scalar
from ballot.sealed.group import read_member
from tests.support.sealed_round import foreign_point


@pytest.fixture(params=["Ed25519", "BELENIOS-2048"])
def group(request: pytest.FixtureRequest) -> Group:
    return group_named(request.param)


def test_exponents_add_up_whatever_way_they_are_computed(group: Group) -> None:
    fixed = group.fixed(group.generate(7))
    for a, b in ((0, 0), (0, 5), (1, group.order - 1), (3, 4), (group.order - 1, group.order - 1)):
        together = group.multiply(group.generate(a), group.generate(b))

        assert together == group.generate((a + b) % group.order)
        assert group.divide(together, group.generate(b)) == group.generate(a)
        assert group.power(group.generate(7), a) == fixed(a) == group.generate(7 * a % group.order)


def test_the_neutral_element_and_the_exponent_zero_are_ordinary(group: Group) -> None:
    assert group.generate(0) == group.neutral
    assert group.power(group.neutral, 5) == group.neutral
    assert group.power(group.generator, 0) == group.neutral
    assert group.multiply(group.neutral, group.generator) == group.generator
    group.check(group.neutral)
    with pytest.raises(SealedFault, match="单位元"):
        group.admit(group.neutral)


def test_texts_are_canonical_and_come_back(group: Group) -> None:
    for exponent in (0, 1, 2, 99, group.order - 1):
        element = group.generate(exponent)
        assert group.read(group.text(element)) == element
        assert len(group.text(element)) <= group.text_limit
    for text in ("", " ", "-1", "+1", "0x1", "１", "z" * 64, "A" * 64, "0" * 65, "9" * 618, "007"):
        with pytest.raises(SealedFault):
            group.read(text)


def test_there_is_one_instance_in_every_process(group: Group) -> None:
    assert pickle.loads(pickle.dumps(group)) is group  # noqa: S301  (our own bytes)


def test_the_texts_are_those_of_the_public_format() -> None:
    one = group_named("Ed25519")

    assert one.text(one.generator) == "6" * 62 + "58"
    assert one.text(one.neutral) == "0" * 63 + "1"


def test_libsodium_is_new_enough_to_refuse_points_outside_the_subgroup() -> None:
    one = group_named("Ed25519")
    text = foreign_point(one.text(one.generate(5)))

    assert not crypto_core_ed25519_is_valid_point(bytes.fromhex(text)[::-1])
    for exponent in (0, 1, 5):
        with pytest.raises(SealedFault) as refused:
            one.power(one.read(text), exponent)
        assert refused.value.code == "sealed.outside_group"


@pytest.mark.parametrize(
    "text",
    [
        "0" * 63 + "0",  # y = 0, order 4
        "7f" + "f" * 60 + "ec",  # y = -1, order 2
        "7f" + "f" * 60 + "ee",  # y = p + 1, a second spelling of the neutral element
        "8" + "0" * 62 + "1",  # the neutral element with the sign bit
        "0" * 63 + "2",  # no point
        "f" * 64,
    ],
)
def test_small_orders_and_second_spellings_are_refused(text: str) -> None:
    with pytest.raises(SealedFault):
        read_member(group_named("Ed25519"), text)


def test_the_second_group_refuses_what_is_not_a_quadratic_subgroup_member() -> None:
    modp = group_named("BELENIOS-2048")
    for text in ("2", "3", "1"):
        with pytest.raises(SealedFault):
            read_member(modp, text)


@pytest.mark.parametrize("name", ["RFC-3526-2048", "ed25519", "", "x" * 1000])
def test_other_groups_are_not_supported(name: str) -> None:
    with pytest.raises(Unsupported):
        group_named(name)


def test_scalars_are_read_in_their_one_spelling() -> None:
    assert [read_scalar(text, 11) for text in ("0", "1", "10")] == [0, 1, 10]
    for text in ("", "11", "00", "01", "-1", "+1", " 1", "1 ", "1e1", "1_0", "²", "9" * 5000):
        with pytest.raises(SealedFault):
            read_scalar(text, 11)
