"""总监票人、监票人名单（草案）: made from names that the office knows, or that are handed in.

It is made anew whenever somebody asks and kept nowhere: names of people are in no log, no record.
"""

from collections.abc import Sequence

from ballot.roll import Deputy
from ballot.state import Election
from printing.papers import Rendered, render
from printing.papers.scrutineers import Nominations, Nominee, scrutineer_list
from service.documents.facts import session
from service.house import House
from service.office.people import Account
from service.office.roles import Grant, Role


async def nominated(house: House, state: Election) -> Nominations:
    """Return those who hold the roles in this election, each with the 代表团 of the roll."""
    accounts = await house.accounts.all()
    roll = await house.rolls.deputies(state.id)

    def holding(role: Role) -> tuple[Nominee, ...]:
        held = [one for one in accounts if Grant(role, state.id) in one.grants]
        return tuple(_nominee(one, roll) for one in held)

    return listed(
        state,
        chief=holding("chief_scrutineer"),
        scrutineers=holding("scrutineer"),
        tellers=holding("teller"),
    )


def listed(
    state: Election,
    *,
    chief: tuple[Nominee, ...],
    scrutineers: tuple[Nominee, ...],
    tellers: tuple[Nominee, ...],
) -> Nominations:
    """Return the list of these people for the vote of ``state``."""
    return Nominations(
        session=session(state, state.rounds[0]),
        chief=chief,
        scrutineers=scrutineers,
        tellers=tellers,
        appointed=state.rules.scrutineers.appointed,
    )


def _nominee(account: Account, roll: Sequence[Deputy]) -> Nominee:
    """Add the 代表团 where one deputy alone bears the name."""
    groups = [one.delegation for one in roll if one.name == account.name]
    return Nominee(name=account.name, group=groups[0] if len(groups) == 1 else "")


def nominations_paper(facts: Nominations) -> Rendered:
    """Return the list as Word file and PDF. Raises PaperRefused, MissingGlyph."""
    return render(scrutineer_list(facts))
