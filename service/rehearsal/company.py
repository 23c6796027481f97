"""The people of a rehearsed session: accounts made, keys enrolled, all signed in."""

import base64
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ballot.events.base import Role
from ballot.rules import Rules
from service.client.api import Api
from service.client.person import Person, PersonalKey

Signer = tuple[Role, int]
LEAST_SCRUTINEERS = 3
NAMES: dict[Role, str] = {
    "clerk": "秘书处经办人",
    "presider": "执行主席",
    "chief_scrutineer": "总监票人",
    "scrutineer": "监票人",
    "teller": "计票人",
}


@dataclass(slots=True)
class Company:
    """Everybody who acts in the session, by role and number."""

    admin: Api
    election: str = ""
    people: dict[Signer, Person] = field(default_factory=dict)

    def of(self, role: Role, number: int = 1) -> Person:
        """Return the holder of a role."""
        return self.people[role, number]

    def api(self, role: Role, number: int = 1) -> Api:
        """Return the signed-in connection of the holder of a role."""
        return self.people[role, number].api

    @property
    def path(self) -> str:
        """Where the election lives."""
        return f"/api/elections/{self.election}"

    async def act(self, number: int, name: str, signers: Iterable[Signer], **more: Any) -> None:
        """Let ``signers`` propose and sign an act of round ``number``, one after the other."""
        first, *_ = signers = tuple(signers)
        pending = await self.api(*first).post(
            f"{self.path}/rounds/{number}/acts", {"act": name, **more}
        )
        for role, holder in signers:
            await self.of(role, holder).approve(self.election, pending, role, holder)


def password() -> str:
    """Return a fresh password."""
    return base64.b32encode(os.urandom(15)).decode()


def scrutineers_of(rules: Rules, trustees: int) -> int:
    """Return how many 监票人 there are: as the rules say, else three, or one for every key."""
    return rules.scrutineers.appointed or max(LEAST_SCRUTINEERS, trustees)


async def recruit(admin: Api, scrutineers: int, names: dict[Signer, str] | None = None) -> Company:
    """Make an account for every role, sign in, and enrol a key on each "device"."""
    seats: list[Signer] = [
        ("clerk", 1),
        ("presider", 1),
        ("chief_scrutineer", 1),
        *(("scrutineer", number) for number in range(1, scrutineers + 1)),
        ("teller", 1),
        ("teller", 2),
    ]
    company = Company(admin=admin)
    for seat in seats:
        named = (names or {}).get(seat) or _name(seat)
        company.people[seat] = await _join(admin, seat, named)
    return company


def _name(seat: Signer) -> str:
    role, number = seat
    alone = role in {"clerk", "presider", "chief_scrutineer"}
    return NAMES[role] if alone else f"{NAMES[role]}{number}"


async def _join(admin: Api, seat: Signer, name: str) -> Person:
    secret = password()
    roles = ["clerk"] if seat[0] == "clerk" else []
    await admin.post(
        "/api/accounts",
        {"name": name, "password": secret, "roles": roles, "must_change": False},
    )
    person = await Person.sign_in(admin, name, secret, PersonalKey.generate(password()))
    await person.enrol()
    return person
