"""D-05: rules that leave the templates that they say they adopted."""

from collections.abc import Sequence

import msgspec

from ballot import events as e
from ballot.rules.adoption import write_kept
from ballot.rules.templates import Limit, Template
from tests.support.bad_records.registry import bad, change, hand
from tests.support.forging import Forger
from tests.support.session import CITY

COUNTY = msgspec.structs.replace(
    CITY,
    issuer="青禾县人民代表大会常务委员会",
    limits={"seats": Limit(range=(1, 5))},
    defaults={},
)


def adopting(*templates: Template | bytes) -> Forger:
    """Return a forger at work on a session that says it adopted ``templates``."""
    forger = hand()
    raws: Sequence[bytes] = [
        one if isinstance(one, bytes) else write_kept(one) for one in templates
    ]
    names = tuple(forger.session.put(raw) for raw in raws)
    change(forger.session.script, e.ElectionCreated, templates=names)
    return forger


@bad("D-05")
def rules_outside_the_template() -> Forger:
    return adopting(msgspec.structs.replace(CITY, limits={"tie_rule": Limit(fixed="presidium")}))


@bad("D-05")
def template_that_widens_the_one_above() -> Forger:
    return adopting(COUNTY, CITY)


@bad("D-05")
def template_not_canonical() -> Forger:
    return adopting(write_kept(CITY) + b"\n")


@bad("D-05")
def template_is_something_else() -> Forger:
    return adopting(b"%PDF-1.7")
