"""What a ruling may say of views that were changed before it."""

import msgspec
import pytest
from msgspec.structs import replace

from ballot.reading import Ruling, View
from ballot.rules import Rules
from counting.errors import CountingError, NotOnTheSheet, WrongViews
from counting.paper import check_ruling, count
from tests.support.read_sheets import as_read, form, reading, row, ruling, sheet

RULES = Rules()
FORM = form(RULES)
READ = reading([row(n, RULES, "approve") for n in (1, 2)] + [row(n, RULES) for n in (3, 4)], FORM)
RULED = ruling(READ, as_read(READ))
NOW = RULED.views[0]


def before(scrutineer: int, opinion: str = "oppose", void: str | None = None) -> View:
    """Return a view that holds otherwise of the last project."""
    *rows, last = NOW.rows
    changed = (*rows, replace(last, reading=opinion))
    return View(scrutineer=scrutineer, rows=changed, void=void)


def with_former(*former: View, read: Ruling = RULED) -> Ruling:
    return replace(read, former=former)


GOOD = {
    "one": with_former(before(2)),
    "of both, each in order": with_former(before(1), before(1, "illegible"), before(2)),
    "there and back": with_former(NOW, before(1)),
    "void before": with_former(before(1, "abstain", "identifying_mark")),
    "under a foreign sheet": with_former(
        before(1), read=ruling(READ, as_read(READ), "not_genuine")
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_views_that_people_changed_pass_and_count_for_nothing(name: str) -> None:
    changed = GOOD[name]
    check_ruling(changed, FORM)

    same = replace(changed, former=msgspec.UNSET)
    assert count([sheet(READ, changed)], FORM) == count([sheet(READ, same)], FORM)


BAD: dict[str, tuple[tuple[View, ...], type[CountingError], str]] = {
    "of somebody who has no view": ((before(3),), WrongViews, "3 号有原来的意见"),
    "of people in another order": ((before(2), before(1)), WrongViews, "次序"),
    "the same as the view after it": ((NOW,), WrongViews, "1 号原来的意见与改后的意见相同"),
    "twice the same": ((before(2), before(2)), WrongViews, "2 号原来的意见与改后的意见相同"),
    "a row too few": ((replace(NOW, rows=NOW.rows[:3]),), NotOnTheSheet, "逐项列出"),
    "a row of another list": (
        (replace(NOW, rows=(*NOW.rows[:3], replace(NOW.rows[3], project=5))),),
        NotOnTheSheet,
        "逐项列出",
    ),
    "an opinion that is not asked": ((before(1, "满意"),), NotOnTheSheet, "满意"),
    "still doubtful": ((before(1, "doubtful"),), NotOnTheSheet, "没有这一意见"),
}


@pytest.mark.parametrize("name", BAD)
def test_former_views_that_nobody_can_have_changed_so_are_refused(name: str) -> None:
    former, error, words = BAD[name]
    with pytest.raises(error, match=words):
        check_ruling(with_former(*former), FORM)


def test_of_a_foreign_sheet_as_well() -> None:
    foreign = ruling(READ, as_read(READ), "not_genuine")
    with pytest.raises(WrongViews, match="3 号"):
        check_ruling(with_former(before(3), read=foreign), FORM)
