"""Which officer an account is."""

from ballot.events.base import Role
from ballot.refusals import UnknownOfficer
from ballot.state import Election
from service.house import House
from service.office.people import Account
from service.office.roles import TITLES


async def holder_number(house: House, state: Election, account: Account, role: Role) -> int:
    """Return the number of ``account`` among the officers of ``role``, found by its enrolled key.

    Raises UnknownOfficer for somebody who is not on the list, or not with this key.
    """
    keyfile = await house.keys.of(account.id)
    for one in state.officers:
        if one.role == role and one.key == keyfile.public_key:
            return one.number
    raise UnknownOfficer(f"您登记的密钥不在{TITLES[role]}名单中，请核对名单。")
