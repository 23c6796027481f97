"""Printing the sheets of a binding session: made, booked, fetched, and then deleted."""

import asyncio
import os

import msgspec

from ballot import events as e
from ballot.canonical import canonical
from ballot.definition import read_definition
from ballot.folding.guards import at_stage, the_round
from ballot.identity import committed
from ballot.print_run import draw_run
from ballot.refusals import WrongFigures
from ballot.sheet import Format, SheetLayout, layout_of
from ballot.state import Round
from printing.ballots import ballots_pdf, left_out
from service.commands import just
from service.errors import BadRequest
from service.house import House
from service.keys import LogKey
from service.office.prints import Print
from service.sheet_keys import sheet_key_name

MOST_SHEETS = 5000


async def make(
    house: House, election: str, number: int, count: int, sheet: Format
) -> tuple[Print, tuple[str, ...]]:
    """Make ``count`` sheets of round ``number``, book them, and keep the PDF to be fetched.

    Return the printing, and in Chinese the particulars that no row shows.
    The set of identities is kept under the commitment that the event names; their order is
    nowhere but in the PDF. Raises Refused at another stage, PaperRefused for what cannot be
    printed, BadRequest for an impossible count.
    """
    if not 1 <= count <= MOST_SHEETS:
        raise BadRequest(f"一次印制应在 1 与 {MOST_SHEETS} 张之间。")
    state = (await house.ledger.head(election)).state
    current = at_stage(state, number, "listed", "ready")
    if current.definition is None or "paper" not in state.rules.channels:
        raise WrongFigures("票决办法没有规定使用纸质票，不印票。")
    definition = read_definition(await house.ledger.get_object(current.definition))
    layout = layout_of(definition, sheet)
    key = _key(house, election, number)
    run = await asyncio.to_thread(
        draw_run,
        layout,
        current.definition,
        identity=state.rules.identity,
        count=count,
        signer=key,
        entropy=os.urandom,
    )
    pdf = await house.work(ballots_pdf, definition, layout, run.sheets)
    missing = await house.work(left_out, definition, layout)
    what = Print(name=run.commitment if run.identities else os.urandom(32).hex(), count=count)
    # Kept before it is booked: a booked printing whose PDF was lost could never be mended.
    await house.prints.keep(election, number, what, pdf)
    name = await house.ledger.put_object(canonical(layout))
    if run.identities:
        # An object named by the commitment itself: private, for no event publishes it.
        await house.ledger.put_object(committed(run.identities))
    event = e.SheetsPrinted(
        round=number,
        count=count,
        commitment=run.commitment if run.identities else None,
        key=key.public_key,
        layout=name,
        at=house.minute,
    )
    try:
        await house.ledger.run(election, just(event))
    except BaseException:
        await house.prints.forget(election, number, what.name)
        raise
    return what, missing


async def lacking(house: House, current: Round) -> tuple[str, ...]:
    """Return in Chinese what some project has and the sheets printed in this round do not show."""
    if current.definition is None:
        return ()
    definition = read_definition(await house.ledger.get_object(current.definition))
    found: dict[str, None] = {}
    for name in current.layouts:
        layout = msgspec.json.decode(await house.ledger.get_object(name), type=SheetLayout)
        found |= dict.fromkeys(await house.work(left_out, definition, layout))
    return tuple(found)


def _key(house: House, election: str, number: int) -> LogKey:
    """Return the key that signs the sheets of this round, made for the first printing."""
    name = sheet_key_name(election, number)
    if house.sheet_keys.has(name):
        return house.sheet_keys.load(name)
    return house.sheet_keys.create(name)


async def destroy(house: House, election: str, number: int, name: str) -> int:
    """Delete the PDF, book that, and return how many sheets it held. Raises NotFound, Refused.

    After a crash on the way it is asked again: the file is gone first, the printing listed until
    the deletion is on record, and booked once.
    """
    async with house.turns.of(election, number, "prints"):
        current = the_round((await house.ledger.head(election)).state, number)
        count = await house.prints.erase(election, number, name)
        waiting = await house.prints.waiting(election, number)
        others = sum(one.count for one in waiting if one.name != name)
        # What the log still waits for beyond the other printings; nothing, if it was told before.
        left = current.paper.printed - current.prints_destroyed - others
        if left > 0:
            event = e.PrintsDestroyed(round=number, count=min(count, left), at=house.minute)
            await house.ledger.run(election, just(event))
        await house.prints.forget(election, number, name)
        return count
