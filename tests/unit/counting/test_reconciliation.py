"""Each identity fails alone when its figure is wrong, and says by how much."""

from dataclasses import replace

import msgspec
import pytest

from ballot.results import ChannelTally, ItemTotals, WrittenIn
from ballot.rules import Rules
from counting.errors import DoesNotReconcile
from counting.figures import ChannelFigures, Figures, HandedOut
from counting.reconciliation import failing, failing_counts, reconcile, require

KEYPAD = "approve+oppose+abstain+unused=issued"


def item(number: int, approve: int, oppose: int, abstain: int, illegible: int = 0) -> ItemTotals:
    return ItemTotals(
        number=number, approve=approve, oppose=oppose, abstain=abstain, illegible=illegible
    )


PAPER = ChannelFigures(
    handed=HandedOut(printed=70, issued=50, replaced=2, archived=3, left_over=15),
    tally=ChannelTally(
        channel="paper",
        returned=48,
        valid=45,
        invalid=3,
        foreign=1,
        items=(item(1, 40, 3, 1, 1), item(2, 5, 30, 10)),
    ),
    box_counted=49,
)
TABLET = ChannelFigures(
    handed=HandedOut(printed=40, issued=30, left_over=10),
    tally=ChannelTally(
        channel="tablet",
        returned=30,
        valid=30,
        invalid=0,
        foreign=0,
        items=(item(1, 20, 5, 5), item(2, 10, 10, 10)),
    ),
    cast=30,
    unused=0,
)
GOOD = Figures(roster=100, present=80, seats=1, channels=(PAPER, TABLET))


def with_part(
    part: ChannelFigures,
    *,
    handed: dict[str, int] | None = None,
    tally: dict[str, object] | None = None,
    **more: object,
) -> Figures:
    changed = replace(
        part,
        handed=replace(part.handed, **(handed or {})),
        tally=msgspec.structs.replace(part.tally, **(tally or {})),
        **more,
    )
    return replace(GOOD, channels=tuple(changed if one is part else one for one in GOOD.channels))


FAULTS = {
    "present<=roster": replace(GOOD, roster=79),
    "issued<=present": replace(GOOD, present=79),
    "returned<=issued": with_part(PAPER, handed={"issued": 47, "left_over": 18}),
    "printed=issued+replaced+archived+left_over": with_part(PAPER, handed={"archived": 2}),
    "box_counted=returned+foreign": with_part(PAPER, box_counted=48),
    "returned=valid+invalid": with_part(PAPER, tally={"invalid": 2}),
    "least>=0": with_part(PAPER, tally={"items": (item(1, 40, 3, 3, -1), item(2, 5, 30, 10))}),
    "approve+oppose+abstain+illegible=valid": with_part(
        PAPER, tally={"items": (item(1, 40, 3, 1), item(2, 5, 30, 10))}
    ),
    "sum_approve<=valid*seats": with_part(
        PAPER, tally={"items": (item(1, 40, 3, 1, 1), item(2, 6, 29, 10))}
    ),
}
SEALED = {
    "returned=cast": {"returned": 29, "invalid": -1},
    "valid=cast": {"valid": 29},
    "invalid=0": {"invalid": 1},
}


def test_good_figures_reconcile() -> None:
    assert failing(GOOD, Rules()) == ()
    assert all(one.holds for one in reconcile(GOOD, Rules()))
    require(GOOD, Rules())


@pytest.mark.parametrize("name", FAULTS)
def test_one_wrong_figure_fails_exactly_its_identity(name: str) -> None:
    failed = failing(FAULTS[name], Rules())

    assert {one.name for one in failed} == {name}
    assert failed == tuple(one for one in reconcile(FAULTS[name], Rules()) if not one.holds)
    assert all("相差 1" in one.sentence and abs(one.difference) == 1 for one in failed)


@pytest.mark.parametrize("name", SEALED)
def test_a_sealed_channel_returns_what_was_cast(name: str) -> None:
    figures = with_part(TABLET, tally=SEALED[name])

    assert name in {one.name for one in failing(figures, Rules())}


def test_an_unused_card_is_neither_an_answer_nor_lost() -> None:
    figures = with_part(TABLET, unused=1)

    failed = failing(figures, Rules())

    assert {one.name for one in failed} == {KEYPAD}
    assert failed[0].sentence.startswith("平板票第 1 号项目：赞成＋反对＋弃权＋未投 31，发出 30，")


def test_each_identity_of_the_list_is_broken_by_some_test() -> None:
    names = {one.name for one in reconcile(GOOD, Rules())}

    assert names == FAULTS.keys() | SEALED.keys() | {KEYPAD}


def test_the_limit_on_approvals_is_for_at_most_k_only() -> None:
    figures = FAULTS["sum_approve<=valid*seats"]

    assert failing(figures, Rules(ballot_mode="per_item")) == ()


def test_a_gain_of_one_channel_does_not_hide_the_loss_of_another() -> None:
    figures = with_part(PAPER, handed={"issued": 47, "left_over": 18})

    failed = failing(figures, Rules())

    assert [one.channel for one in failed] == ["paper", None]


def test_requiring_identities_raises_the_sentence_of_what_fails() -> None:
    with pytest.raises(DoesNotReconcile, match="纸质票：票箱清点 48，收回＋非本次票 49"):
        require(FAULTS["box_counted=returned+foreign"], Rules())


# Every mode has identities of its own; each row breaks one of them by one.

EXACT = Rules(ballot_mode="exactly_k")
WHOLE = Rules(ballot_mode="whole_list")
RANKED = Rules(ballot_mode="ranked", rank_by="points")
GRADED = Rules(ballot_mode="graded")


def ranks(number: int, approve: int, points: int) -> ItemTotals:
    row = item(number, approve, 0, 10 - approve)
    return msgspec.structs.replace(row, points=points)


def grades(number: int, *votes: int, dont_know: int = 0, abstain: int = 0) -> ItemTotals:
    row = item(number, 0, 0, abstain)
    return msgspec.structs.replace(row, grades=votes, dont_know=dont_know)


def ten(
    *items: ItemTotals,
    seats: int = 2,
    channel: str = "paper",
    written: dict[str, int] | None = None,
) -> Figures:
    """Ten ballots of ten deputies."""
    titles = sorted((written or {}).items())
    tally = ChannelTally(
        channel=channel,
        returned=10,
        valid=10,
        invalid=0,
        foreign=0,
        items=items,
        written=tuple(WrittenIn(title=title, approve=votes) for title, votes in titles),
    )
    part = ChannelFigures(handed=HandedOut(printed=10, issued=10), tally=tally)
    return Figures(roster=10, present=10, seats=seats, channels=(part,))


MODES = {
    "exactly_k: every ballot approves two": (
        EXACT, ten(item(1, 10, 0, 0), item(2, 7, 0, 3), item(3, 3, 0, 7)), None),
    "exactly_k: one approval is missing": (
        EXACT, ten(item(1, 10, 0, 0), item(2, 6, 0, 4), item(3, 3, 0, 7)),
        "sum_approve=valid*seats"),
    "exactly_k: one approval too many": (
        EXACT, ten(item(1, 10, 0, 0), item(2, 8, 0, 2), item(3, 3, 0, 7)),
        "sum_approve=valid*seats"),
    "exactly_k: what is written in takes an approval": (
        msgspec.structs.replace(EXACT, write_in="allowed"),
        ten(item(1, 10, 0, 0), item(2, 6, 0, 4), item(3, 3, 0, 7), written={"修桥": 1}), None),
    "exactly_k: what is written in was not counted": (
        msgspec.structs.replace(EXACT, write_in="allowed"),
        ten(item(1, 10, 0, 0), item(2, 6, 0, 4), item(3, 3, 0, 7)),
        "sum_approve=valid*seats"),
    "at_most_k: what is written in takes an approval": (
        Rules(write_in="allowed"),
        ten(item(1, 10, 0, 0), item(2, 7, 0, 3), written={"修桥": 2, "修路": 1}), None),
    "at_most_k: too much is written in": (
        Rules(write_in="allowed"),
        ten(item(1, 10, 0, 0), item(2, 7, 0, 3), written={"修桥": 2, "修路": 2}),
        "sum_approve<=valid*seats"),
    "per_item: a project is written in on more ballots than are valid": (
        Rules(write_in="allowed", ballot_mode="per_item"),
        ten(item(1, 10, 0, 0), written={"修桥": 11}), "written<=valid"),
    "per_item: a project written in has votes below nothing": (
        Rules(write_in="allowed", ballot_mode="per_item"),
        ten(item(1, 10, 0, 0), written={"修桥": -1}), "least>=0"),
    "a project is written in where the rules have no place for it": (
        Rules(), ten(item(1, 10, 0, 0), written={"修桥": 1}), "written=0"),
    "whole_list: all alike": (WHOLE, ten(item(1, 6, 3, 1), item(2, 6, 3, 1)), None),
    "whole_list: one differs": (
        WHOLE, ten(item(1, 6, 3, 1), item(2, 6, 2, 2)), "distinct_items=1"),
    "ranked: two ranks on each ballot": (
        RANKED, ten(ranks(1, 10, 16), ranks(2, 10, 14), ranks(3, 0, 0)), None),
    "ranked: more ranks than ballots have": (
        RANKED, ten(ranks(1, 10, 16), ranks(2, 10, 13), ranks(3, 1, 1)),
        "sum_approve<=valid*seats"),
    "ranked: more points than the ranks are worth": (
        RANKED, ten(ranks(1, 10, 20), ranks(2, 10, 11)), "sum_points<=valid*points"),
    "ranked: more points than first ranks": (
        RANKED, ten(ranks(1, 5, 11), ranks(2, 10, 15)), "points<=approve*most"),
    "ranked: fewer points than last ranks": (
        RANKED, ten(ranks(1, 5, 4), ranks(2, 10, 15)), "points>=approve*least"),
    "graded: all rated": (GRADED, ten(grades(1, 5, 3, 1, dont_know=1)), None),
    "graded: one rating is missing": (
        GRADED, ten(grades(1, 5, 3, 1)), "grades+dont_know+abstain+illegible=valid"),
    "a grade in a vote": (
        Rules(), ten(msgspec.structs.replace(item(1, 5, 5, 0), grades=(1,))),
        "approve+oppose+abstain+illegible=valid"),
    "hands: all who are present": (Rules(), ten(item(1, 5, 4, 1), channel="hands"), None),
    "hands: somebody is missing": (
        Rules(), replace(ten(item(1, 5, 4, 1), channel="hands"), present=11, roster=11),
        "returned=present"),
}  # fmt: skip


@pytest.mark.parametrize("name", MODES)
def test_each_mode_has_its_own_identities(name: str) -> None:
    rules, figures, broken = MODES[name]

    failed = failing(figures, rules)

    assert {one.name for one in failed} == ({broken} if broken else set())
    assert all(abs(one.difference) == 1 for one in failed)


@pytest.mark.parametrize("mode", ["exactly_k", "ranked", "at_most_k"])
def test_a_limit_holds_for_all_channels_together_too(mode: str) -> None:
    rules = Rules(ballot_mode=mode, rank_by="points" if mode == "ranked" else "approve")
    paper = ten(item(1, 10, 0, 0), item(2, 11, 0, -1)).channels[0]
    tablet = replace(paper, tally=msgspec.structs.replace(paper.tally, channel="tablet"))
    figures = Figures(roster=20, present=20, seats=2, channels=(paper, tablet))

    limits = [one for one in failing(figures, rules) if one.name.startswith("sum_approve")]

    assert [(one.channel, one.difference) for one in limits] == [
        ("paper", 1), ("tablet", 1), (None, 2)
    ]  # fmt: skip


KEYPADS = {
    1990: (2486, 5, 28, 90, 2609),
    2012: (2639, 160, 57, 16, 2872),
    2013: (2887, 15, 5, 3, 2910),
}
"""赞成, 反对, 弃权, 未按 and the keypads switched on, as 全国人大 published them."""


def keypads(year: int, *, more: int = 0) -> Figures:
    approve, oppose, abstain, unused, issued = KEYPADS[year]
    cast = approve + oppose + abstain
    tally = ChannelTally(
        channel="tablet", returned=cast, valid=cast, invalid=0, foreign=0,
        items=(item(1, approve, oppose, abstain),),
    )  # fmt: skip
    part = ChannelFigures(
        handed=HandedOut(printed=issued, issued=issued),
        tally=tally,
        cast=cast,
        unused=unused + more,
    )
    return Figures(roster=2980, present=issued, seats=1, channels=(part,))


@pytest.mark.parametrize("year", KEYPADS)
def test_published_keypad_figures_reconcile(year: int) -> None:
    rules = Rules(ballot_mode="per_item")

    assert failing(keypads(year), rules) == ()
    assert [one.name for one in failing(keypads(year, more=1), rules)] == [KEYPAD]


def test_leftover_tokens_do_not_keep_a_count_from_being_taken_over() -> None:
    figures = FAULTS["printed=issued+replaced+archived+left_over"]

    assert failing(figures, Rules())
    assert failing_counts(figures, Rules()) == ()
