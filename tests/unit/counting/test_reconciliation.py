"""Each identity fails alone when its figure is wrong, and says by how much."""

from dataclasses import replace

import msgspec
import pytest

from ballot.results import ChannelTally, ItemTotals
from ballot.rules import Rules
from counting.errors import DoesNotReconcile
from counting.figures import ChannelFigures, Figures, HandedOut
from counting.reconciliation import failures, reconcile, require


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
    identities = reconcile(GOOD, Rules())

    assert failures(identities) == ()
    require(identities)


@pytest.mark.parametrize("name", FAULTS)
def test_one_wrong_figure_fails_exactly_its_identity(name: str) -> None:
    failed = failures(reconcile(FAULTS[name], Rules()))

    assert {one.name for one in failed} == {name}
    assert all("相差 1" in one.sentence and abs(one.difference) == 1 for one in failed)


@pytest.mark.parametrize("name", SEALED)
def test_a_sealed_channel_returns_what_was_cast(name: str) -> None:
    figures = with_part(TABLET, tally=SEALED[name])

    assert name in {one.name for one in failures(reconcile(figures, Rules()))}


def test_each_identity_of_the_list_is_broken_by_some_test() -> None:
    names = {one.name for one in reconcile(GOOD, Rules())}

    assert names == FAULTS.keys() | SEALED.keys()


def test_the_limit_on_approvals_is_for_at_most_k_only() -> None:
    figures = FAULTS["sum_approve<=valid*seats"]

    assert failures(reconcile(figures, Rules(ballot_mode="per_item"))) == ()


def test_a_gain_of_one_channel_does_not_hide_the_loss_of_another() -> None:
    figures = with_part(PAPER, handed={"issued": 47, "left_over": 18})

    failed = failures(reconcile(figures, Rules()))

    assert [one.channel for one in failed] == ["paper", None]


def test_requiring_identities_raises_the_sentence_of_what_fails() -> None:
    with pytest.raises(DoesNotReconcile, match="纸质票：票箱清点 48，收回＋非本次票 49"):
        require(reconcile(FAULTS["box_counted=returned+foreign"], Rules()))
