"""What follows a round: ties, lots, decisions of 主席团, vacancies, void rounds, open voting."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from ballot import refusals as r
from ballot.course import Choice, choices, chosen_by, left_open, pool
from ballot.errors import Refused
from ballot.lot import draw
from ballot.results import GroupOutcome
from ballot.rules import Rules
from tests.support.outcomes import VALID, tally
from tests.support.tale import Tale

TIE: dict[int, int] = {1: 30, 2: 25, 3: 25, 4: 10}
SHORT: dict[int, int] = {1: 30, 2: 15, 3: 15, 4: 10}
SECOND: dict[int, int] = {2: 19, 3: 19}


def tale(**rules: Any) -> Tale:
    return Tale(rules=Rules(seats=2, roster_total=45, **rules)).begin()


def tied(**rules: Any) -> Tale:
    """A first round in which 2 and 3 tie for the second seat."""
    return tale(**rules).played(TIE, elected=(1,), tied=(2, 3), seats_left=1)


def tied_again(**rules: Any) -> Tale:
    story = tied(**rules).follows("runoff", (2, 3), 1)
    return story.played(SECOND, tied=(2, 3), seats_left=1)


def short(**rules: Any) -> Tale:
    """A first round in which project 1 alone passes; 2 and 3 are equal, 4 is behind them."""
    return tale(**rules).played(SHORT, elected=(1,), vacant=1)


def used_up() -> Tale:
    """A tie in the last round that the rules allow."""
    story = short(shortfall_action="same_session", max_rounds=2).follows("fill", (2, 3), 1)
    return story.played(SECOND, tied=(2, 3), seats_left=1)


def void(**rules: Any) -> Tale:
    return tale(**rules).opened().closed().voided()


LEGAL: dict[str, Callable[[], Tale]] = {
    "a runoff of the tied": lambda: tied().follows("runoff", (2, 3), 1),
    "presidium after a first tie": lambda: tied(tie_rule="presidium").decides("tie", 3),
    "presidium where costs are equal too": lambda: tied(tie_rule="lower_cost").decides("tie", 3),
    "presidium where no round is left": lambda: used_up().decides("tie", 2),
    "presidium after a second tie": lambda: tied_again().decides("second_tie", 2),
    "a second runoff": lambda: tied_again(tie_again="repeat").follows("runoff", (2, 3), 1),
    "presidium once runoffs are used up": lambda: tied_again(
        tie_again="repeat", max_rounds=2
    ).decides("second_tie", 3),
    "a lot": lambda: tied(tie_rule="lot").draws(),
    "a lot after the result is certified": lambda: tied(tie_rule="lot").certified().draws(),
    "a fill that 主席团 decided": lambda: (
        short().decides("shortfall", 2, 3).follows("fill", (2, 3), 1)
    ),
    "主席团 leaves the seat vacant": lambda: short().decides("shortfall"),
    "a fill in the same session": lambda: short(shortfall_action="same_session").follows(
        "fill", (2, 3, 4), 1
    ),
    "a fill with projects newly proposed": lambda: short(
        shortfall_action="same_session", shortfall_pool="new_proposal"
    ).follows("fill", (4, 7, 8), 1),
    "a fill over a third of the ballots": lambda: short(
        shortfall_action="same_session", shortfall_threshold="ge_1_3_ballots"
    ).follows("fill", (2, 3), 1),
    "a revote at once": lambda: void(revote_by="automatic").follows("revote", (1, 2, 3, 4), 2),
    "a revote that 主席团 decided": lambda: (
        void().decides("revote").follows("revote", (1, 2, 3, 4), 2)
    ),
    "a revote although the rules allow no further round": lambda: (
        tied(max_rounds=2, revote_by="automatic")
        .follows("runoff", (2, 3), 1)
        .opened()
        .closed()
        .voided()
        .follows("revote", (2, 3), 1)
    ),
    "announced while a runoff is to come": lambda: tied().certified().announced(),
    "announced after 主席团 decided": lambda: (
        tied(tie_rule="presidium").certified().decides("tie", 2).announced((1, 2))
    ),
}


@pytest.mark.parametrize("name", LEGAL)
def test_what_the_rules_provide_for_may_follow(name: str) -> None:
    LEGAL[name]()


ILLEGAL: dict[str, tuple[Callable[[], Tale], type[Refused]]] = {
    "a runoff where 主席团 decides": (
        lambda: tied(tie_rule="presidium").follows("runoff", (2, 3), 1),
        r.WrongCourse,
    ),
    "a runoff where lots are drawn": (
        lambda: tied(tie_rule="lot").follows("runoff", (2, 3), 1),
        r.WrongCourse,
    ),
    "a runoff beyond the rounds of the rules": (
        lambda: used_up().follows("runoff", (2, 3), 1),
        r.WrongList,
    ),
    "a second runoff where 主席团 decides": (
        lambda: tied_again().follows("runoff", (2, 3), 1),
        r.WrongCourse,
    ),
    "a runoff of others": (lambda: tied().follows("runoff", (2, 4), 1), r.WrongList),
    "a runoff for another number of seats": (
        lambda: tied().follows("runoff", (2, 3), 2),
        r.WrongList,
    ),
    "a runoff after 主席团 decided": (
        lambda: tied(tie_rule="presidium").decides("tie", 2).follows("runoff", (2, 3), 1),
        r.WrongList,
    ),
    "主席团 where the tied are voted on again": (
        lambda: tied().decides("tie", 2),
        r.NotTheirs,
    ),
    "主席团 where lots are drawn": (lambda: tied(tie_rule="lot").decides("tie", 2), r.NotTheirs),
    "主席团 chooses one that is not tied": (
        lambda: tied(tie_rule="presidium").decides("tie", 4),
        r.NotTheirs,
    ),
    "主席团 chooses more than there are seats": (
        lambda: tied(tie_rule="presidium").decides("tie", 2, 3),
        r.NotTheirs,
    ),
    "主席团 chooses nobody": (lambda: tied(tie_rule="presidium").decides("tie"), r.NotTheirs),
    "主席团 chooses one twice": (
        lambda: tied(tie_rule="presidium").decides("tie", 2, 2),
        r.NotTheirs,
    ),
    "a first tie called a second": (
        lambda: tied(tie_rule="presidium").decides("second_tie", 2),
        r.NotTheirs,
    ),
    "主席团 decides twice": (
        lambda: tied(tie_rule="presidium").decides("tie", 2).decides("tie", 3),
        r.AlreadyDone,
    ),
    "主席团 decides about an earlier round": (
        lambda: tied().follows("runoff", (2, 3), 1).decides("tie", 2, number=1),
        r.WrongStage,
    ),
    "主席团 decides before the count": (
        lambda: tale(tie_rule="presidium").decides("tie", 2),
        r.WrongStage,
    ),
    "主席团 on vacancies that there are not": (
        lambda: tied(tie_rule="presidium").decides("shortfall", 2),
        r.NotTheirs,
    ),
    "主席团 on vacancies that the rules leave": (
        lambda: short(shortfall_action="vacant").decides("shortfall", 2, 3),
        r.NotTheirs,
    ),
    "主席团 takes one of two equals into the fill": (
        lambda: short().decides("shortfall", 2),
        r.NotTheirs,
    ),
    "主席团 takes a chosen one into the fill": (
        lambda: short().decides("shortfall", 1, 2, 3),
        r.NotTheirs,
    ),
    "主席团 revotes a round that counts": (lambda: tied().decides("revote"), r.NotTheirs),
    "主席团 revotes where the rules do it": (
        lambda: void(revote_by="automatic").decides("revote"),
        r.NotTheirs,
    ),
    "主席团 changes the list of a revote": (lambda: void().decides("revote", 1), r.NotTheirs),
    "a revote before 主席团 decided": (
        lambda: void().follows("revote", (1, 2, 3, 4), 2),
        r.NotYet,
    ),
    "a lot where the tied are voted on again": (lambda: tied().draws(), r.WrongLot),
    "a lot without a tie": (lambda: short(tie_rule="lot").draws(), r.WrongLot),
    "a lot drawn twice": (lambda: tied(tie_rule="lot").draws().draws("另一次"), r.WrongLot),
    "a lot that chooses the other": (
        lambda: tied(tie_rule="lot").draws("六", (draw("e1", 1, "六", (2, 3))[1],)),
        r.WrongLot,
    ),
    "a lot that chooses both": (lambda: tied(tie_rule="lot").draws("六", (2, 3)), r.WrongLot),
    "a fill before 主席团 decided": (lambda: short().follows("fill", (2, 3), 1), r.NotYet),
    "a fill of others than 主席团 decided": (
        lambda: short().decides("shortfall", 2, 3).follows("fill", (2, 3, 4), 1),
        r.WrongList,
    ),
    "a fill although 主席团 left the seat vacant": (
        lambda: short().decides("shortfall").follows("fill", (2, 3), 1),
        r.WrongCourse,
    ),
    "a fill where seats stay vacant": (
        lambda: short(shortfall_action="vacant").follows("fill", (2, 3), 1),
        r.WrongCourse,
    ),
    "a fill left to the next session": (
        lambda: short(shortfall_action="next_session").follows("fill", (2, 3), 1),
        r.WrongCourse,
    ),
    "a fill without a vacancy": (
        lambda: tied(shortfall_action="same_session").follows("fill", (2, 3), 1),
        r.WrongList,
    ),
    "a fill that leaves out an equal": (
        lambda: short(shortfall_action="same_session").follows("fill", (2,), 1),
        r.WrongList,
    ),
    "a fill that passes over the better": (
        lambda: short(shortfall_action="same_session").follows("fill", (4,), 1),
        r.WrongList,
    ),
    "a fill of nobody": (
        lambda: short(shortfall_action="same_session").follows("fill", (), 1),
        r.WrongList,
    ),
    "a fill with new ones where the order decides": (
        lambda: short(shortfall_action="same_session").follows("fill", (2, 3, 4, 9), 1),
        r.WrongList,
    ),
    "a fill with a chosen one": (
        lambda: short(shortfall_action="same_session", shortfall_pool="new_proposal").follows(
            "fill", (1, 9), 1
        ),
        r.WrongList,
    ),
    "announced before 主席团 decided": (
        lambda: tied(tie_rule="presidium").certified().announced(),
        r.NotYet,
    ),
    "announced before the lot": (lambda: tied(tie_rule="lot").certified().announced(), r.NotYet),
    "announced with one that nobody chose": (
        lambda: tied().certified().announced((1, 2)),
        r.WrongStanding,
    ),
    "announced without one that was chosen": (
        lambda: tied().certified().announced(()),
        r.WrongStanding,
    ),
    "hands without failed devices": (
        lambda: void(revote_by="automatic").follows("revote", (1, 2, 3, 4), 2, hands=True),
        r.WrongCourse,
    ),
    "void for devices that did not fail": (
        lambda: tale(fallback="show_of_hands").opened().closed().voided("devices_failed"),
        r.NotYet,
    ),
    "void for devices where paper is counted by hand": (
        lambda: tale().opened().closed().fails().voided("devices_failed"),
        r.WrongFigures,
    ),
    "a scanner that fails twice": (
        lambda: tale().opened().closed().fails().fails(),
        r.AlreadyDone,
    ),
    "a scanner that fails before the close": (lambda: tale().opened().fails(), r.NotYet),
    "a scanner that fails after the count": (
        lambda: tale().opened().closed().enters_boxed().fails(),
        r.AlreadyDone,
    ),
    "tablets that fail where there are none": (
        lambda: tale().opened().fails("tablets"),
        r.WrongFigures,
    ),
}


@pytest.mark.parametrize("name", ILLEGAL)
def test_what_the_rules_do_not_provide_for_is_refused_and_changes_nothing(name: str) -> None:
    telling, fact = ILLEGAL[name]
    kept: list[Tale] = []

    with pytest.raises(fact) as caught:
        kept.append(telling())

    assert caught.value.sentence.endswith("。")


def test_nobody_but_the_presider_stands_behind_a_decision_of_the_presidium() -> None:
    story = tied(tie_rule="presidium")
    before = story.election.copy()
    signed = story.decides("tie", 2).election.current.decisions["tie"]
    story.election = before

    for wrong in ((), (story.by(signed, "clerk", 1),)):
        with pytest.raises(r.MissingSignature):
            story.tell(msgspec.structs.replace(signed, approvals=wrong))


def test_what_is_chosen_says_in_which_round_and_by_whom() -> None:
    story = tied(tie_rule="lot").draws()
    by_lot = story.election.current.settled

    assert choices(story.election) == (
        Choice(number=1, round=1, by="count"),
        Choice(number=by_lot[0], round=1, by="lot"),
    )
    assert left_open(story.election).tie is None
    story = tied_again().decides("second_tie", 3)
    assert chosen_by(story.election, 1) == (1,)
    assert chosen_by(story.election, 2) == (1, 3)


def test_a_lot_is_drawn_for_each_category_by_itself() -> None:
    groups = (
        GroupOutcome(category="交通", seats=1, tied=(1, 2), seats_left=1),
        GroupOutcome(category="教育", seats=1, tied=(3, 4), seats_left=1),
    )
    story = tale(tie_rule="lot")
    story.played({1: 25, 2: 25, 3: 20, 4: 20}, tied=(1, 2, 3, 4), seats_left=2, groups=groups)
    story.draws("九")

    one, other = story.election.current.settled
    assert one == draw("e1", 1, "九", (1, 2))[0]
    assert other == draw("e1", 1, "九", (3, 4))[0]


@pytest.mark.parametrize("projects", [(1, 2), (3, 4), (1,), (1, 3, 4)])
def test_the_presidium_fills_the_seats_of_each_category(projects: tuple[int, ...]) -> None:
    groups = (
        GroupOutcome(category="交通", seats=1, tied=(1, 2), seats_left=1),
        GroupOutcome(category="教育", seats=1, tied=(3, 4), seats_left=1),
    )
    story = tale(tie_rule="presidium")
    story.played({1: 25, 2: 25, 3: 20, 4: 20}, tied=(1, 2, 3, 4), seats_left=2, groups=groups)

    with pytest.raises(r.NotTheirs):
        story.decides("tie", *projects)
    assert story.decides("tie", 2, 3).election.current.settled == (2, 3)


def test_nobody_stands_for_a_category_that_is_full() -> None:
    """交通 has its project, 教育 has none that passes: 3 had more votes than 4 and cannot stand."""
    groups = (
        GroupOutcome(category="交通", seats=1, members=(1, 3), elected=(1,)),
        GroupOutcome(category="教育", seats=1, members=(2, 4), vacant=1),
    )
    story = tale(shortfall_action="same_session")
    story.played({1: 30, 2: 12, 3: 15, 4: 10}, elected=(1,), vacant=1, groups=groups)

    assert pool(story.election) == ((2,), (4,))
    with pytest.raises(r.WrongList):
        story.follows("fill", (2, 3), 1)
    story.follows("fill", (2, 4), 1)


def test_the_pool_of_a_fill_follows_the_first_rounds_votes() -> None:
    assert pool(short().election) == ((2, 3), (4,))


def test_a_failed_device_leads_to_open_voting_where_the_rules_say_so() -> None:
    story = tale(fallback="show_of_hands", revote_by="automatic").opened().closed()
    story.fails("scanner", readings=12).voided("devices_failed")

    with pytest.raises(r.WrongCourse):
        story.follows("revote", (1, 2, 3, 4), 2)
    story.follows("revote", (1, 2, 3, 4), 2, hands=True)

    assert story.election.current.stage == "ready"
    story.played(TIE, elected=(1,), tied=(2, 3), seats_left=1)
    assert story.election.current.tally is not None
    assert [one.channel for one in story.election.current.tally.channels] == ["hands"]
    story.follows("runoff", (2, 3), 1, hands=True).played({2: 30, 3: 8}, elected=(2,))
    assert chosen_by(story.election, story.number) == (1, 2)


@pytest.mark.parametrize(
    "found",
    [
        tally(TIE),
        tally(TIE, valid=VALID - 1, channel="hands"),
        tally({1: 30, 2: 25, 3: 25}, channel="hands"),
        msgspec.structs.replace(tally(TIE, channel="hands"), foreign=1),
    ],
    ids=["sheets", "not everybody", "a project missing", "a foreign hand"],
)
def test_hands_are_counted_for_everybody_present(found: Any) -> None:
    story = tale(fallback="show_of_hands", revote_by="automatic").opened().closed()
    story.fails().voided("devices_failed")
    story.follows("revote", (1, 2, 3, 4), 2, hands=True).opened().closed()

    with pytest.raises(r.WrongFigures):
        story.enters(found)


def test_a_list_voted_on_as_a_whole_has_a_seat_for_every_project() -> None:
    rules = Rules(roster_total=45, ballot_mode="whole_list")
    with pytest.raises(r.WrongList):
        Tale(rules=rules).begin(seats=2)
    story = Tale(rules=rules).begin(seats=4).opened().closed()

    with pytest.raises(r.WrongFigures, match="相同"):
        story.enters_boxed(TIE)
    everything = dict.fromkeys((1, 2, 3, 4), 10)
    story.counted(everything, vacant=4)
    with pytest.raises(r.NotTheirs):
        story.decides("shortfall")


def test_as_many_scrutineers_are_appointed_as_the_rules_say() -> None:
    rules = Rules(seats=2, scrutineers=msgspec.convert({"appointed": 5}, type(Rules().scrutineers)))

    with pytest.raises(r.WrongOfficers, match="5 名"):
        Tale(rules=rules).create().appoint()


@pytest.mark.parametrize(("spare", "boxed", "words"), [(5, 0, "印制"), (0, 1, "票箱清点")])
def test_books_that_disagree_have_no_outcome(spare: int, boxed: int, words: str) -> None:
    story = tale().opened(spare=spare).closed()

    with pytest.raises(r.BooksDiffer, match=words):
        story.counted(TIE, boxed=boxed, elected=(1, 2))
    assert story.election.current.stage == "closed"
