"""Acts of several people on both databases."""

import asyncio
import os
from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballot.canonical import digest
from ballot.events.base import KeyApproval, PaperApproval
from service.office.acts import Acts
from service.office.errors import Conflict, NotAllowed, NotFound, Unfit
from service.office.keyfile import new_keyfile, open_keyfile
from service.office.keys import enrolment
from service.office.roles import Grant, Role

from .conftest import PASSWORD, Desk

STATEMENT = b'{"act":"closed"}'
PAGE = PaperApproval(role="presider", holder=1, page=digest(b"scan"))


@dataclass(frozen=True)
class Officer:
    id: str
    role: Role
    key: Ed25519PrivateKey

    def signs(self, statement: bytes = STATEMENT, holder: int = 1) -> KeyApproval:
        signature = self.key.sign(statement).hex()
        return KeyApproval(role=self.role, holder=holder, signature=signature)


async def officer(desk: Desk, name: str, role: Role) -> Officer:
    account = await desk.accounts.add(name, PASSWORD, (Grant(role, "e1"),), by="cli")
    keyfile = new_keyfile("my passphrase", os.urandom)
    key = open_keyfile(keyfile, "my passphrase")
    proof = key.sign(enrolment(account.id, keyfile.public_key)).hex()
    await desk.keys.enrol(account.id, keyfile, proof)
    return Officer(account.id, role, key)


@pytest.fixture
def acts(desk: Desk) -> Acts:
    return Acts(desk.office, desk.clock, os.urandom)


@pytest.fixture
async def chief(desk: Desk) -> Officer:
    return await officer(desk, "总监票人甲", "chief_scrutineer")


@pytest.fixture
async def presider(desk: Desk) -> Officer:
    return await officer(desk, "执行主席乙", "presider")


@pytest.fixture
async def closing(acts: Acts, chief: Officer) -> str:
    needed = ("chief_scrutineer", "presider")
    return (await acts.begin("e1", "closed:1", STATEMENT, needed, by=chief.id)).id


async def test_an_act_of_two_is_complete_with_both_signatures(
    acts: Acts, chief: Officer, presider: Officer, closing: str
) -> None:
    half = await acts.approve(closing, chief.signs(), by=chief.id)
    assert half.missing == ("presider",)
    with pytest.raises(Conflict) as caught:
        await acts.complete(closing, by=chief.id)
    assert caught.value.code == "act.incomplete"

    whole = await acts.approve(closing, presider.signs(), by=presider.id)
    assert whole.missing == ()
    assert whole.approvals == (chief.signs(), presider.signs())
    assert await acts.pending("e1") == (whole,)

    await acts.complete(closing, by=chief.id)
    await acts.complete(closing, by=chief.id)
    assert await acts.pending("e1") == ()
    assert (await acts.get(closing)).state == "completed"


async def test_beginning_the_same_act_again_returns_the_waiting_one(
    acts: Acts, chief: Officer, closing: str
) -> None:
    needed = ("chief_scrutineer", "presider")
    assert (await acts.begin("e1", "closed:1", STATEMENT, needed, by=chief.id)).id == closing
    for statement, roles in ((b"another", needed), (STATEMENT, ("presider",))):
        with pytest.raises(Conflict) as caught:
            await acts.begin("e1", "closed:1", statement, roles, by=chief.id)
        assert caught.value.code == "act.pending"
    with pytest.raises(Unfit):
        await acts.begin("e1", "opened:1", STATEMENT, (), by=chief.id)


async def test_of_two_who_begin_at_once_one_act_waits(acts: Acts, chief: Officer) -> None:
    await asyncio.gather(
        *(acts.begin("e1", "opened:1", STATEMENT, ("presider",), by=chief.id) for _ in range(4)),
        return_exceptions=True,
    )
    assert len(await acts.pending("e1")) == 1


async def test_a_withdrawn_act_takes_no_approval_and_may_begin_anew(
    acts: Acts, chief: Officer, closing: str
) -> None:
    await acts.withdraw(closing, by=chief.id)
    with pytest.raises(Conflict) as caught:
        await acts.approve(closing, chief.signs(), by=chief.id)
    assert caught.value.code == "act.withdrawn"
    with pytest.raises(Conflict):
        await acts.complete(closing, by=chief.id)
    with pytest.raises(Conflict):
        await acts.withdraw(closing, by=chief.id)

    again = await acts.begin("e1", "closed:1", b"new", ("presider",), by=chief.id)
    assert again.id != closing


async def test_a_signature_over_something_else_or_by_another_key_is_refused(
    acts: Acts, chief: Officer, presider: Officer, closing: str
) -> None:
    forged = KeyApproval(role="chief_scrutineer", holder=1, signature=presider.signs().signature)
    for wrong in (chief.signs(b"another"), forged):
        with pytest.raises(Unfit) as caught:
            await acts.approve(closing, wrong, by=chief.id)
        assert caught.value.code == "key.signature"
    assert (await acts.get(closing)).approvals == ()


async def test_who_lacks_the_role_cannot_approve(
    desk: Desk, acts: Acts, chief: Officer, presider: Officer, closing: str
) -> None:
    teller = await officer(desk, "计票人丙", "teller")
    as_presider = KeyApproval(role="presider", holder=1, signature=teller.signs().signature)
    for approval, by in (
        (as_presider, teller.id),
        (chief.signs(), presider.id),
        (PAGE, teller.id),
        (PAGE, chief.id),
    ):
        with pytest.raises(NotAllowed):
            await acts.approve(closing, approval, by=by)


async def test_a_role_in_another_election_does_not_count(acts: Acts, chief: Officer) -> None:
    other = await acts.begin("e2", "closed:1", STATEMENT, ("chief_scrutineer",), by=chief.id)
    with pytest.raises(NotAllowed):
        await acts.approve(other.id, chief.signs(), by=chief.id)


async def test_a_disabled_account_cannot_approve(
    desk: Desk, acts: Acts, chief: Officer, closing: str
) -> None:
    await desk.accounts.disable(chief.id, by="cli")
    with pytest.raises(NotAllowed):
        await acts.approve(closing, chief.signs(), by=chief.id)


async def test_nobody_approves_twice_not_even_under_two_numbers(
    desk: Desk, acts: Acts, chief: Officer
) -> None:
    one, other = [await officer(desk, name, "scrutineer") for name in ("监票人甲", "监票人乙")]
    act = await acts.begin("e1", "certified", STATEMENT, ("scrutineer",) * 2, by=chief.id)

    await acts.approve(act.id, one.signs(), by=one.id)
    for again in (one.signs(), one.signs(holder=2)):
        with pytest.raises(Conflict) as caught:
            await acts.approve(act.id, again, by=one.id)
        assert caught.value.code == "act.approved"
    with pytest.raises(Conflict):
        await acts.approve(act.id, other.signs(holder=1), by=other.id)
    assert (await acts.approve(act.id, other.signs(holder=2), by=other.id)).missing == ()


async def test_an_act_takes_no_more_than_it_needs(
    desk: Desk, acts: Acts, chief: Officer, closing: str
) -> None:
    second = await officer(desk, "总监票人丁", "chief_scrutineer")
    await acts.approve(closing, chief.signs(), by=chief.id)
    with pytest.raises(Conflict) as caught:
        await acts.approve(closing, second.signs(holder=2), by=second.id)
    assert caught.value.code == "act.not-wanted"


async def test_a_signed_page_may_be_entered_by_the_clerk(
    desk: Desk, acts: Acts, chief: Officer, closing: str
) -> None:
    clerk = await officer(desk, "秘书丙", "clerk")
    await acts.approve(closing, chief.signs(), by=chief.id)
    assert (await acts.approve(closing, PAGE, by=clerk.id)).missing == ()


async def test_without_an_enrolled_key_there_is_no_signature(
    desk: Desk, acts: Acts, chief: Officer, closing: str
) -> None:
    account = await desk.accounts.add("无钥", PASSWORD, (Grant("presider", "e1"),), by="cli")
    approval = KeyApproval(role="presider", holder=1, signature=chief.signs().signature)
    with pytest.raises(NotFound) as caught:
        await acts.approve(closing, approval, by=account.id)
    assert caught.value.code == "key.none"


async def test_an_unknown_act_is_not_found(acts: Acts, chief: Officer) -> None:
    for act in (
        acts.get("0" * 32),
        acts.complete("0" * 32, by=chief.id),
        acts.withdraw("0" * 32, by=chief.id),
        acts.approve("0" * 32, chief.signs(), by=chief.id),
    ):
        with pytest.raises(NotFound):
            await act
