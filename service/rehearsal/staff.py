"""The first administrator of a data directory that a program made for itself."""

import os

from service.clock import utc_now
from service.office.accounts import Accounts
from service.office.passwords import Passwords
from service.office.roles import Grant
from service.office.store import Office, office_url
from service.office.throttle import Throttle
from service.rehearsal.company import password
from service.settings import Settings

ADMINISTRATOR = "管理员"


async def first_administrator(settings: Settings) -> str:
    """Add the administrator and return the password, which is kept nowhere."""

    def seconds() -> int:
        return int(utc_now().timestamp())

    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    office = await Office.open(office_url(settings.data, settings.database))
    try:
        throttle, passwords = Throttle(seconds), Passwords(os.urandom)
        accounts = Accounts(office, passwords, throttle, seconds, os.urandom)
        secret = password()
        grants = [Grant("administrator")]
        await accounts.add(ADMINISTRATOR, secret, grants, by="setup", must_change=False)
        return secret
    finally:
        await office.close()
