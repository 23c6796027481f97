"""What the hall's screen shows, mode by mode and stage by stage."""

from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import msgspec
import pytest

from ballot.results import ChannelTally, ItemTotals, Outcome
from ballot.rules import Rules
from ballot.rules.values import Display
from ballot.state import Election, Round, Stage, Tokens
from service.pages.hall.board import Board, board
from service.pages.hall.result import Result, result, steps
from service.pages.words import Said
from tests.support.outcomes import outcome
from tests.support.story import Story

NAMES = {1: "饮水改造", 2: "校车", 3: "路灯"}
APPROVALS = {1: 31, 2: 37, 3: 12}
MODES: tuple[Display, ...] = get_args(Display)


def tally() -> ChannelTally:
    return ChannelTally(
        channel="paper",
        returned=40,
        valid=38,
        invalid=2,
        foreign=0,
        items=tuple(
            ItemTotals(number=number, approve=count, oppose=0, abstain=38 - count, illegible=0)
            for number, count in APPROVALS.items()
        ),
    )


def decided() -> Outcome:
    return outcome(tally(), elected=(2, 1), threshold=23)


def state(stage: Stage, rules: Rules, **more: object) -> Election:
    """Return an election whose first round is at ``stage``, with all that the log may know then."""
    made = Story(rules=rules).create().election
    given: dict[str, object] = {
        "stage": stage,
        "roster_total": 45,
        "present": 40,
        "seats": 2,
        "paper": Tokens(printed=50, issued=40),
    }
    if stage in {"closed", "counted", "certified", "announced"}:
        given |= {"box_counted": 40, "hand_count": tally()}
    if stage in {"counted", "certified", "announced"}:
        given |= {"paper_frozen": True, "outcome": decided()}
    for name, value in (given | more).items():
        setattr(made.rounds[0], name, value)
    return made


def rules(display: Display = "silent", **more: object) -> Rules:
    return Rules(seats=2, roster_total=45, display=display, **more)  # type: ignore[arg-type]  # parameters by name


def current(election: Election) -> Round:
    return election.rounds[0]


def shown(election: Election, count: int = 0) -> Result | None:
    return result(election, current(election), NAMES, count)


def of(election: Election) -> Board:
    one = current(election)
    return board(election, one, "票决", NAMES, 99, one.doubtful)


def figures(found: Board) -> dict[str, str]:
    return {str(one.name): one.figure for one in found.figures}


def words(found: object) -> Iterator[str]:
    """Yield every text of a board, whatever it is part of."""
    if isinstance(found, Said):
        yield str(found)
    elif isinstance(found, str):
        yield found
    elif isinstance(found, tuple):
        for one in found:
            yield from words(one)
    elif hasattr(found, "__slots__"):
        for name in found.__slots__:
            yield from words(getattr(found, name))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("stage", ["drafting", "listed", "ready", "open", "closed", "void"])
def test_before_the_paper_is_frozen_no_mode_shows_a_single_vote(
    mode: Display, stage: Stage
) -> None:
    election = state(stage, rules(mode, publish_level="full"), hand_count=tally())

    assert shown(election, 99) is None
    assert not [one for one in words(of(election)) if "赞成" in one or "31" in one or "37" in one]


@pytest.mark.parametrize("stage", ["closed", "counted", "certified"])
def test_a_silent_screen_waits_for_the_announcement(stage: Stage) -> None:
    election = state(stage, rules("silent", publish_level="full"), paper_frozen=True)

    assert shown(election, 99) is None


@pytest.mark.parametrize("mode", MODES)
def test_once_announced_every_mode_shows_the_whole_result(mode: Display) -> None:
    found = shown(state("announced", rules(mode, publish_level="full")))

    assert found is not None
    assert [(one.number, one.chosen, one.score) for one in found.rows] == [
        (2, True, 37),
        (1, True, 31),
        (3, False, 12),
    ]
    assert (found.most, found.line, found.hidden, found.notes) == (38, 23, 0, ())


@pytest.mark.parametrize(
    ("count", "numbers", "hidden"), [(1, [2], 2), (2, [2, 1], 1), (9, [2, 1, 3], 0)]
)
def test_a_staged_screen_shows_as_many_as_the_presider_let_it(
    count: int, numbers: list[int], hidden: int
) -> None:
    election = state("certified", rules("staged", publish_level="full"))
    found = shown(election, count)

    assert found is not None
    assert ([one.number for one in found.rows], found.hidden) == (numbers, hidden)
    assert steps(election, current(election), NAMES) == 3


def test_a_staged_screen_shows_nothing_before_the_signatures_nor_before_the_presider_does() -> None:
    unsigned = state("counted", rules("staged", publish_level="full"))
    waiting = state("certified", rules("staged", publish_level="full"))

    assert shown(unsigned, 3) is None
    assert shown(waiting, 0) is None


def test_a_live_screen_shows_frozen_paper_and_says_what_it_is_not() -> None:
    election = state(
        "closed",
        rules("live", publish_level="full"),
        paper_frozen=True,
        tablet=Tokens(printed=20, issued=16),
    )
    found = shown(election)

    assert found is not None
    assert [(one.number, one.chosen, one.score) for one in found.rows] == [
        (1, None, 31),
        (2, None, 37),
        (3, None, 12),
    ]
    assert [str(one) for one in found.notes] == ["纸质票 38 张的计票数；平板票的合计还没有开启"]


def test_a_live_result_says_that_nobody_has_signed_it() -> None:
    found = shown(state("counted", rules("live", publish_level="full")))

    assert found is not None
    assert "还没有经总监票人、监票人签字确认" in [str(one) for one in found.notes]


@pytest.mark.parametrize("mode", MODES)
def test_names_alone_are_shown_where_names_alone_are_published(mode: Display) -> None:
    found = of(state("announced", rules(mode, publish_level="names")))

    assert found.result is not None
    assert [(one.name, one.score, one.words) for one in found.result.rows] == [
        ("校车", None, ()),
        ("饮水改造", None, ()),
    ]
    assert found.result.line is None
    assert "路灯" not in set(words(found))


def test_approvals_of_the_chosen_alone_are_shown_where_that_is_published() -> None:
    found = of(state("announced", rules(publish_level="names_approve")))

    assert found.result is not None
    assert [tuple(map(str, one.words)) for one in found.result.rows] == [("赞成 37",), ("赞成 31",)]


@pytest.mark.parametrize("level", ["names", "names_approve"])
def test_live_paper_waits_where_not_all_figures_are_published(level: str) -> None:
    election = state("closed", rules("live", publish_level=level), paper_frozen=True)

    assert shown(election) is None


def test_what_is_handed_out_and_comes_back_is_shown_and_no_turnout_in_between() -> None:
    both = {"tablet": Tokens(printed=20, issued=16), "spent": {str(one) for one in range(15)}}
    during = of(state("open", rules(), **both))
    after = of(state("closed", rules(), **both))

    assert figures(during) == {"应到": "45", "实到": "40", "发出": "56", "收回": "—"}
    assert figures(after) == {"应到": "45", "实到": "40", "发出": "56", "收回": "55"}
    assert not during.stretches


def test_a_box_that_is_not_counted_has_no_figure() -> None:
    found = of(state("closed", rules(), hand_count=None, box_counted=None))

    assert figures(found)["收回"] == "—"
    assert [str(one.detail) for one in found.figures if str(one.name) == "收回"] == ["正在清点票箱"]


def test_progress_of_a_hand_count_says_how_many_have_entered_and_not_what() -> None:
    found = of(state("closed", rules(), hand_count=None, entries={1: tally()}))

    assert [(str(one.name), one.done, one.whole) for one in found.stretches] == [
        ("计票人登记计票数", 1, 2)
    ]


@pytest.mark.parametrize(("present", "said"), [(30, "符合法定人数"), (29, "还差 1 名")])
def test_the_quorum_is_told_before_the_vote(present: int, said: str) -> None:
    found = of(state("ready", rules(), present=present))

    assert said in str(found.remarks[0])


def test_a_void_round_says_so_and_why() -> None:
    found = of(state("void", rules(), void_ground="returned_gt_issued", outcome=decided()))

    assert (str(found.headline), [str(one) for one in found.remarks]) == (
        "本轮票决无效",
        ["收回的票多于发出的票"],
    )
    assert found.result is None


def test_a_tie_is_named_with_the_seats_that_are_left() -> None:
    tied = replace_outcome(elected=(2,), tied=(1, 3), seats_left=1, status="tie_at_cutoff")
    found = of(state("announced", rules(publish_level="full"), outcome=tied))

    assert [str(one) for one in found.remarks] == [
        "应选 2 项，入选 1 项",
        "1号“饮水改造”、3号“路灯”票数相等，剩余名额 1 个，待再定",
    ]


def replace_outcome(**more: object) -> Outcome:
    return msgspec.structs.replace(decided(), **more)


def test_a_board_of_the_same_state_is_the_same_board() -> None:
    """Streams compare boards to send changes alone."""
    election = state("announced", rules(publish_level="full"))

    assert of(election) == of(election)
    assert replace(of(election), rehearsal=False) != of(election)
