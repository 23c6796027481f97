"""What a round still needs is what the log would refuse it for; the first of it is next."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from ballot.rules import Rules
from service.pages.desk.steps import Known, Progress, progress
from tests.support.story import Story, paper_tally

READY = Known(roll=45, marked=40, listed=3)
Tell = Callable[[], Story]


def of(story: Story, known: Known = READY) -> Progress:
    current = story.election.current
    return progress(story.election, current, replace(known, doubtful=current.doubtful))


def missing(found: Progress) -> list[str]:
    return [str(one.text) for one in found.missing]


def listed() -> Story:
    return Story().create().appoint().freeze()


def printed() -> Story:
    return listed().print_sheets()


def handed_out() -> Story:
    return printed().hand_out()


def closed() -> Story:
    return handed_out().open().close()


CASES: dict[str, tuple[Tell, Known, list[str]]] = {
    "an empty draft wants officers, a list, and two signatures": (
        lambda: Story().create(),
        Known(),
        [
            "还差：登记执行主席、监票人、计票人名单",
            "还差：导入候选项目清单",
            "还差：确定清单（秘书处工作人员、执行主席签名）",
        ],
    ),
    "a list that one has signed wants the other": (
        lambda: Story().create().appoint(),
        Known(listed=3, waiting={"list_frozen": ("presider",)}),
        ["还差：执行主席签名，确定清单"],
    ),
    "a frozen list wants sheets, and people": (
        listed,
        Known(marked=12),
        ["还差：印票决票", "还差：报告应到、实到（已签到 12 名）"],
    ),
    "printed sheets want people, tokens, signatures": (
        printed,
        Known(),
        [
            "还差：报告应到、实到",
            "还差：登记发出张数",
            "还差：开始投票（总监票人、执行主席签名）",
        ],
    ),
    "too few people": (
        lambda: printed().hand_out(present=29, issued=29),
        READY,
        [
            "还差：法定须有 30 名到会，现报实到 29 名，还差 1 名",
            "还差：开始投票（总监票人、执行主席签名）",
        ],
    ),
    "more tokens than people": (
        lambda: printed().hand_out(present=39, issued=40),
        READY,
        [
            "还差：收回多发的 1 张（发出 40 张，实到 39 名）",
            "还差：开始投票（总监票人、执行主席签名）",
        ],
    ),
    "everything handed out": (
        handed_out,
        READY,
        ["还差：开始投票（总监票人、执行主席签名）"],
    ),
    "an open round only waits to be closed": (
        lambda: handed_out().open(),
        READY,
        ["还差：截止投票（总监票人、执行主席签名）"],
    ),
    "a closed round wants everything counted": (
        closed,
        READY,
        [
            "还差：监票人清点票箱",
            "还差：计票人登记计票数（已登记 0 份，须有 2 份）",
            "还差：封定纸质票（监票人 2 名、总监票人签名）",
            "还差：票决票有 10 张没有登记去向（剩余、存档）",
            "还差：总监票人得出结果",
        ],
    ),
    "a counted and frozen round wants its books balanced before the outcome": (
        lambda: closed().count().freeze_paper(),
        READY,
        ["还差：票决票有 10 张没有登记去向（剩余、存档）", "还差：总监票人得出结果"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_missing_is_named_in_order(name: str) -> None:
    tell, known, sentences = CASES[name]
    assert missing(of(tell(), known)) == sentences


def test_what_comes_first_is_next_and_says_who_does_it() -> None:
    found = of(closed())
    assert found.next is not None
    assert (found.next.place, found.next.who) == ("tokens", ("scrutineer", "chief_scrutineer"))


def test_an_act_that_waits_for_a_signature_leads_to_the_page_of_signatures() -> None:
    waiting = of(handed_out(), Known(waiting={"opened": ("presider",)}))
    proposed = of(handed_out())

    assert waiting.next is not None
    assert (waiting.next.place, waiting.next.act) == ("acts", None)
    assert proposed.next is not None
    assert (proposed.next.place, proposed.next.act) == (None, "opened")


def test_acts_that_cannot_be_taken_back_ask_first() -> None:
    for story in (handed_out(), handed_out().open()):
        step = of(story).next
        assert step is not None
        assert step.confirm is not None


def test_two_tellers_who_differ_count_again() -> None:
    story = closed()
    one, other = paper_tally(), paper_tally(approvals=(31, 25, 10))
    story.tell_box(one).enter(1, one).enter(2, other)

    assert "还差：两名计票人的计票数不一致，请核对后重新登记" in missing(of(story))


def test_what_only_the_guard_knows_is_said_in_its_own_words() -> None:
    """More came back than went out: no step of ours counts that, the fold refuses to freeze."""
    tally = paper_tally(valid=41, invalid=0)
    story = closed()
    story.tell_box(tally).enter(1, tally).enter(2, tally).agree(tally)
    sentences = missing(of(story))

    assert any("收回的票多于发出的票" in one for one in sentences), sentences


@pytest.mark.parametrize("rehearsal", [True, False])
def test_a_channel_too_small_for_secrecy_holds_a_binding_round_up(*, rehearsal: bool) -> None:
    story = Story(rules=Rules(seats=2, roster_total=45), rehearsal=rehearsal)
    story.create().appoint().freeze().print_sheets().hand_out(issued=3)
    few = [one for one in missing(of(story)) if "难以保密" in one]

    assert len(few) == (0 if rehearsal else 1)


def test_a_round_whose_next_step_is_to_open_can_be_opened() -> None:
    story = handed_out()
    step = of(story).next
    assert step is not None
    assert step.act == "opened"
    assert story.open().election.current.stage == "open"


def test_optional_steps_hold_nobody_up() -> None:
    found = of(Story().create().appoint(), Known(listed=3))
    assert [str(one.text) for one in found.steps if one.optional and not one.done] == [
        "还没有代表名册：不逐人签到的可以不要"
    ]
    assert found.next is not None
    assert found.next.place == "candidates"
