"""F-15, S-14 to S-16: faults of what is made public of the paper."""

from collections.abc import Callable, Sequence

import msgspec

from ballot import events as e
from tests.support.bad_records.paper import handed_in
from tests.support.bad_records.registry import Case, bad, change, own_copy, place
from tests.support.forging import Forger
from tests.support.published_session import SIZE, Level, Shop, chunk, grey, published_session
from tests.support.scanned_session import scanned_session


def shop(level: Level) -> Forger:
    """Return a forger at work on a session whose paper was published."""
    return Forger(own_copy(published_session(level)))


def _said(forger: Forger) -> e.PaperPublished:
    script = forger.session.script
    event = script[place(script, e.PaperPublished)]
    assert isinstance(event, e.PaperPublished)
    return event


@bad("F-15")
def published_where_the_rules_say_totals_alone() -> Forger:
    forger = Forger(own_copy(scanned_session()))
    forger.session.tell(_said(shop("items")))
    for name, data in published_session("items").objects.items():
        forger.session.objects.setdefault(name, data)
    return forger


@bad("F-15")
def whole_sheets_published_where_the_rules_say_items() -> Forger:
    forger = shop("items")
    sheets = _said(shop("sheets"))
    for name, data in published_session("sheets").objects.items():
        forger.session.objects.setdefault(name, data)
    change(forger.session.script, e.PaperPublished, level="sheets", items=(), sheets=sheets.sheets)
    return forger


@bad("F-15")
def one_image_of_a_project_left_out() -> Forger:
    forger = shop("items")
    first, *rest = _said(forger).items
    short = msgspec.structs.replace(first, crops=first.crops[1:])
    change(forger.session.script, e.PaperPublished, items=(short, *rest))
    return forger


@bad("F-15")
def more_withheld_than_are_missing() -> Forger:
    forger = shop("items")
    withheld = msgspec.structs.replace(_said(forger).withheld, written=3)
    change(forger.session.script, e.PaperPublished, withheld=withheld)
    return forger


@bad("F-15")
def images_in_the_order_of_the_scan() -> Forger:
    forger = shop("items")
    first, *rest = _said(forger).items
    as_scanned = msgspec.structs.replace(first, crops=first.crops[::-1])
    change(forger.session.script, e.PaperPublished, items=(as_scanned, *rest))
    return forger


@bad("F-01")
def published_a_second_time() -> Forger:
    forger = shop("items")
    forger.session.tell(_said(forger))
    return forger


@bad("F-01")
def published_before_the_announcement() -> Forger:
    forger = shop("items")
    event = forger.session.script.pop()
    forger.session.script.insert(place(forger.session.script, e.Announced), event)
    return forger


@bad("S-14")
def an_image_that_says_who_and_when() -> Case:
    told = chunk(b"tEXt", b"Comment\0deputy 17, 09:42")
    return _drawn("items", lambda text: grey(text, extra=told))


@bad("S-14")
def images_whose_size_tells_the_sheet() -> Case:
    def sized(text: str) -> bytes:
        return grey(text, (SIZE[0] + ord(text[0]) % 2, SIZE[1]))

    return _drawn("items", sized)


@bad("S-14")
def something_hidden_behind_the_pixels() -> Case:
    return _drawn("sheets", lambda text: grey(text) + b"deputy 17")


def _drawn(level: Level, images: Callable[[str], bytes]) -> Case:
    made = Shop(level)
    made.images = images
    return handed_in(Forger(made.session()))


@bad("S-15")
def published_in_part() -> Forger:
    forger = shop("items")
    change(forger.session.script, e.PaperPublished, parts=2)
    return forger


@bad("S-15")
def published_sheets_that_add_up_to_something_else() -> Forger:
    return _reworded(lambda rows: ("oppose",) * len(rows))


@bad("S-15")
def a_published_sheet_called_valid_that_is_void() -> Forger:
    forger = shop("sheets")
    sheets = [
        msgspec.structs.replace(one, void=None) if one.void else one for one in _said(forger).sheets
    ]
    change(forger.session.script, e.PaperPublished, sheets=tuple(sheets))
    return forger


def _reworded(said: Callable[[Sequence[str]], tuple[str, ...]]) -> Forger:
    """Return a record in which valid sheets say something else."""
    forger = shop("sheets")
    sheets = [
        one if one.void else msgspec.structs.replace(one, rows=said(one.rows))
        for one in _said(forger).sheets
    ]
    change(forger.session.script, e.PaperPublished, sheets=tuple(sheets))
    return forger


@bad("S-16")
def withheld_for_another_reason() -> Case:
    forger = shop("sheets")
    withheld = _said(forger).withheld
    other = e.Withheld(marked=0, written=withheld.written + 1, unscanned=withheld.unscanned)
    change(forger.session.script, e.PaperPublished, withheld=other)
    return handed_in(forger)


@bad("S-16")
def two_published_sheets_that_exchanged_a_row() -> Case:
    """No total changes, and yet nobody voted so."""
    forger = shop("sheets")
    sheets = list(_said(forger).sheets)
    one, other = (
        next(at for at, each in enumerate(sheets) if each.void is None and each.rows[0] == said)
        for said in ("approve", "oppose")
    )
    sheets[one], sheets[other] = (
        msgspec.structs.replace(sheets[at], rows=(sheets[by].rows[0], *sheets[at].rows[1:]))
        for at, by in ((one, other), (other, one))
    )
    change(forger.session.script, e.PaperPublished, sheets=tuple(sheets))
    return handed_in(forger)
