"""Enrolled keys on both databases."""

import os

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from service.office.errors import Conflict, NotFound, Unfit
from service.office.keyfile import KeyFile, new_keyfile, open_keyfile
from service.office.keys import enrolment
from service.office.people import Account

from .conftest import PASSWORD, Desk


@pytest.fixture
async def person(desk: Desk) -> Account:
    return await desk.accounts.add("李娜", PASSWORD, by="cli")


def proof(account: str, keyfile: KeyFile) -> str:
    private = open_keyfile(keyfile, "my passphrase")
    return private.sign(enrolment(account, keyfile.public_key)).hex()


async def test_an_enrolled_key_comes_back_and_only_its_owner_opens_it(
    desk: Desk, person: Account
) -> None:
    keyfile = new_keyfile("my passphrase", os.urandom)
    await desk.keys.enrol(person.id, keyfile, proof(person.id, keyfile))

    found = await desk.keys.of(person.id)

    assert found == keyfile
    assert open_keyfile(found, "my passphrase").public_key().public_bytes_raw().hex() == (
        keyfile.public_key
    )
    with pytest.raises(Unfit):
        open_keyfile(found, "another passphrase")


async def test_a_new_key_takes_the_place_of_the_old(desk: Desk, person: Account) -> None:
    for _ in range(2):
        keyfile = new_keyfile("my passphrase", os.urandom)
        await desk.keys.enrol(person.id, keyfile, proof(person.id, keyfile))

    assert await desk.keys.of(person.id) == keyfile


async def test_a_key_is_enrolled_once(desk: Desk, person: Account) -> None:
    other = await desk.accounts.add("王小明", PASSWORD, by="cli")
    keyfile = new_keyfile("my passphrase", os.urandom)
    await desk.keys.enrol(person.id, keyfile, proof(person.id, keyfile))

    with pytest.raises(Conflict):
        await desk.keys.enrol(other.id, keyfile, proof(other.id, keyfile))


async def test_a_key_is_refused_without_proof_of_holding_it(desk: Desk, person: Account) -> None:
    keyfile = new_keyfile("my passphrase", os.urandom)

    for wrong in (proof("somebody else", keyfile), "00" * 64, "", "zz"):
        with pytest.raises(Unfit) as caught:
            await desk.keys.enrol(person.id, keyfile, wrong)
        assert caught.value.code == "key.signature"
    with pytest.raises(NotFound):
        await desk.keys.of(person.id)


async def test_an_unencrypted_private_key_never_reaches_the_tables(
    desk: Desk, person: Account
) -> None:
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    public = private.public_key().public_bytes_raw().hex()

    signature = private.sign(enrolment(person.id, public)).hex()
    with pytest.raises(Unfit) as caught:
        await desk.keys.enrol(person.id, KeyFile(public_key=public, sealed_private=pem), signature)
    assert caught.value.code == "key.unencrypted"


async def test_a_malformed_public_key_is_refused(desk: Desk, person: Account) -> None:
    keyfile = new_keyfile("my passphrase", os.urandom)
    broken = KeyFile(
        public_key=keyfile.public_key.upper() + "0", sealed_private=keyfile.sealed_private
    )
    with pytest.raises(Unfit) as caught:
        await desk.keys.enrol(person.id, broken, "")
    assert caught.value.code == "key.malformed"


def test_a_keyfile_whose_halves_do_not_belong_together_is_refused() -> None:
    one, other = (new_keyfile("my passphrase", os.urandom) for _ in range(2))
    mixed = KeyFile(public_key=one.public_key, sealed_private=other.sealed_private)
    with pytest.raises(Unfit):
        open_keyfile(mixed, "my passphrase")
