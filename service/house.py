"""Everything that a request may need, put together once at start."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TypeVar

from service.checkpoints import Checkpoints
from service.clock import Now, minute, utc_now
from service.keys import KeyStore
from service.ledger import Ledger
from service.ledger.errors import LedgerError
from service.office.accounts import Accounts
from service.office.acts import Acts
from service.office.bundles import Bundles
from service.office.drafts import Drafts
from service.office.keys import Keys
from service.office.passwords import Passwords
from service.office.pool import Pools
from service.office.prints import Prints
from service.office.rolls import Rolls
from service.office.screens import Screens
from service.office.sessions import Sessions
from service.office.store import Office, office_url
from service.office.throttle import Throttle
from service.office.tokens import Tokens
from service.office.views import Views
from service.scanning.copies import Copies
from service.scanning.inbox import Inbox
from service.scanning.joined import Joined, Run, Standing
from service.scanning.put_down import delete_left_over
from service.settings import Settings
from service.sheet_keys import election_of, retire_dead
from service.work.booths import Booths
from service.work.contained import Contained
from service.work.hands import Hands
from service.work.latest import Latest
from service.work.turns import Turns

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The stores and services behind the routes."""

    settings: Settings
    ledger: Ledger
    log_keys: KeyStore
    sheet_keys: KeyStore
    accounts: Accounts
    sessions: Sessions
    tokens: Tokens
    keys: Keys
    drafts: Drafts
    pools: Pools
    rolls: Rolls
    acts: Acts
    prints: Prints
    bundles: Bundles
    views: Views
    screens: Screens
    booths: Booths
    checkpoints: Checkpoints
    hands: Hands
    readers: Contained
    joined: Latest[Joined]
    """What the pages of the bundle make that is being scanned, by round."""
    standing: Latest[Standing]
    """What was read in the bundles that stand, by round."""
    copies: Copies
    """Which of their sheets have their code on another one."""
    runs: Latest[tuple[Run, ...]]
    """From which files the pages of each bundle came."""
    inbox: Inbox
    turns: Turns
    """Who changes the bundles of a round, or what people hold of a sheet: one at a time."""
    now: Now = utc_now
    entropy: Callable[[int], bytes] = os.urandom

    @property
    def minute(self) -> str:
        """The present minute, as the log writes it."""
        return minute(self.now())

    async def work(self, job: Callable[..., T], *args: object) -> T:
        """Run the pure function ``job`` off the event loop, in a worker process if there is one."""
        return await self.hands.do(job, *args)


@asynccontextmanager
async def open_house(settings: Settings) -> AsyncIterator[House]:
    """Open the stores, bring their schemas up to date, and close everything at the end."""
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    office = await Office.open(office_url(settings.data, settings.database))
    ledger = await Ledger.open(settings.ledger_url)
    hands, readers = Hands(settings.workers), Contained(settings.workers)
    try:
        house = _furnished(settings, office, ledger, hands, readers)
        await _retire_sheet_keys(house)
        await asyncio.to_thread(delete_left_over, settings.data)
        yield house
    finally:
        hands.stop()
        readers.stop()
        await ledger.close()
        await office.close()


async def _retire_sheet_keys(house: House) -> None:
    """Finish what a crash between a close and the deletion of the round's key left undone."""
    known = {election_of(one) for one in house.sheet_keys.names()}
    states = {}
    for election in known & set(await house.ledger.elections()):
        # What is wrong with a log is for the doctor to say; others can go on.
        with suppress(LedgerError):
            states[election] = (await house.ledger.head(election)).state
    retire_dead(house.sheet_keys, states)


def _furnished(
    settings: Settings, office: Office, ledger: Ledger, hands: Hands, readers: Contained
) -> House:
    entropy = os.urandom

    def seconds() -> int:
        return int(utc_now().timestamp())

    passwords = Passwords(entropy)
    throttle = Throttle(seconds)
    log_keys = KeyStore(settings.data / "keys")
    return House(
        settings=settings,
        ledger=ledger,
        log_keys=log_keys,
        sheet_keys=KeyStore(settings.data / "keys", "sheet"),
        accounts=Accounts(office, passwords, throttle, seconds, entropy),
        sessions=Sessions(office, passwords, throttle, seconds, entropy),
        tokens=Tokens(office, seconds, entropy),
        keys=Keys(office, seconds),
        drafts=Drafts(office, seconds),
        pools=Pools(office, seconds),
        rolls=Rolls(office, seconds),
        acts=Acts(office, seconds, entropy),
        prints=Prints(office),
        bundles=Bundles(office, seconds),
        views=Views(office),
        screens=Screens(office),
        booths=Booths(ledger, log_keys),
        checkpoints=Checkpoints(ledger, log_keys),
        hands=hands,
        readers=readers,
        joined=Latest(),
        standing=Latest(),
        copies=Copies(ledger),
        runs=Latest(),
        inbox=Inbox(),
        turns=Turns(),
    )
