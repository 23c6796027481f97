"""What may be drawn in a walk: rules, ballots, counts, and commands out of place."""

from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st

from ballot.errors import Refused
from ballot.results import ChannelTally, ItemTotals
from ballot.rules import Fraction, Rules
from ballot.rules.handled import HANDLED
from ballot.rules.lint import require_sound
from ballot.sealed import Mark
from tests.support.walk.books import CARDS, CHIEF, CLERK, EVERYBODY, PRESIDER, WATCHERS, Sheet
from tests.support.walk.deeds import Deeds

SEATED = 6
"""Deputies; few, so that ties, shortfalls and void rounds are common."""

SELDOM = st.sampled_from([0, 0, 0, 0, 0, 0, 1])
RARE = st.sampled_from([0, 0, 0, 1])
TRAP = st.booleans()
"""Whether somebody tries what must be refused, where it is nearest."""
OFTEN = st.sampled_from([1, 1, 1, 1, 0])
HOLDERS = st.sampled_from([2, 2, 2, 3, 3, 1])
CARD = st.integers(0, CARDS - 1)
LISTS = st.sampled_from([(1, 2, 3), (1, 2, 3, 4), (3, 1, 2), (2, 5, 9)])
Meddling = tuple[str, dict[str, Any]]


def _sound(rules: Rules) -> bool:
    try:
        require_sound(rules)
    except Refused:
        return False
    return True


def _handled(key: str, *values: object) -> st.SearchStrategy[Any]:
    """Those of ``values`` that this version carries out."""
    allowed = HANDLED.get(key)
    return st.sampled_from([one for one in values if allowed is None or one in allowed])


COMMON: dict[str, st.SearchStrategy[Any]] = {
    "seats": st.integers(1, 2),
    "roster_total": st.just(SEATED),
    "quorum_rule": st.sampled_from(["ge_2_3", "gt_2_3", "gt_1_2"]),
    "threshold": st.sampled_from(["majority", "plurality", "plurality", Fraction(fraction=(1, 3))]),
    "threshold_base": st.sampled_from(["all_members", "present", "returned", "valid"]),
    "runoff_threshold": st.sampled_from(["plurality", "majority"]),
    "tie_rule": _handled("tie_rule", "re_vote_tied", "presidium", "lot", "admit_all", "lower_cost"),
    "tie_again": _handled("tie_again", "presidium", "repeat"),
    "revote_by": _handled("revote_by", "presidium", "automatic"),
    "shortfall_action": _handled(
        "shortfall_action", "presidium_decides", "vacant", "same_session", "next_session"
    ),
    "shortfall_pool": _handled("shortfall_pool", "by_order", "new_proposal"),
    "shortfall_threshold": _handled("shortfall_threshold", "majority_all", "ge_1_3_ballots"),
    "fallback": _handled("fallback", "hand_count", "show_of_hands"),
    "max_rounds": st.sampled_from([1, 3, 5, 8]),
    "publish_level": st.sampled_from(["names", "names_approve", "full"]),
    "channels": st.sampled_from(
        [("paper",), ("paper", "tablet"), ("paper", "tablet"), ("tablet",)]
    ),
    "min_channel": st.just(2),
}
APPROVE_ALONE = st.just(("approve",))


def _rules(**more: st.SearchStrategy[Any]) -> st.SearchStrategy[Rules]:
    return st.builds(Rules, **(COMMON | more)).filter(_sound)


VOTES = _rules(
    ballot_mode=_handled("ballot_mode", "at_most_k", "at_most_k", "per_item"),
    choices=_handled("choices", ("approve", "oppose", "abstain"), ("approve",)),
    rank_by=_handled("rank_by", "approve", "approve", "approve_minus_oppose"),
)
EXACT = _rules(ballot_mode=st.just("exactly_k"), undervote=st.just("void"), choices=APPROVE_ALONE)
RANKED = _rules(
    ballot_mode=st.just("ranked"),
    rank_by=st.just("points"),
    choices=APPROVE_ALONE,
    channels=st.just(("paper",)),
    fallback=st.just("hand_count"),
)
RULES: st.SearchStrategy[Rules] = st.one_of(VOTES, VOTES, VOTES, EXACT, RANKED)


def marks(rules: Rules, one: Sheet) -> st.SearchStrategy[Sequence[Mark]]:
    """A lawful ballot of the round."""
    words: list[Mark] = ["approve", "oppose", "abstain"]
    if "oppose" not in rules.choices:
        words.remove("oppose")
    drawn = st.lists(
        st.sampled_from(words), min_size=len(one.candidates), max_size=len(one.candidates)
    ).map(tuple)
    if rules.ballot_mode == "at_most_k":
        return drawn.map(lambda row: _at_most(row, one.seats))
    if rules.ballot_mode == "exactly_k":
        return st.permutations(range(len(one.candidates))).map(
            lambda order: _exactly(order, one.seats, words[1])
        )
    return drawn


def _exactly(order: Sequence[int], seats: int, other: Mark) -> Sequence[Mark]:
    """Approve the first of ``order``; of the rest the others, one by one, abstain."""
    return tuple(
        "approve" if place < seats else other if place % 2 else "abstain" for place in order
    )


@st.composite
def ranks(draw: st.DrawFn, one: Sheet) -> Sequence[int]:
    """A ballot of 排序票决: the rank of each project, 0 where it has none."""
    order = draw(st.permutations(range(1, len(one.candidates) + 1)))
    last = draw(st.sampled_from([one.seats, one.seats, one.seats - 1]))
    return tuple(rank if rank <= last else 0 for rank in order)


def _at_most(row: Sequence[Mark], seats: int) -> Sequence[Mark]:
    """Let whoever approves too many abstain from the rest."""
    kept: list[Mark] = []
    for mark in row:
        full = kept.count("approve") >= seats
        kept.append("abstain" if mark == "approve" and full else mark)
    return tuple(kept)


def _listed(row: Sequence[int]) -> Sequence[Mark]:
    """What has a rank is approved; the others are 未排入."""
    return tuple("approve" if rank else "abstain" for rank in row)


def _points(given: Sequence[int], seats: int) -> int:
    """The first of K ranks is worth K points, the last one: that is what ballots all alike give."""
    return sum(seats + 1 - rank for rank in given if rank)


@st.composite
def tallies(draw: st.DrawFn, rules: Rules, one: Sheet) -> ChannelTally:
    """A count of paper: of drawn ballots, or the same for all; seldom it contradicts itself."""
    most = (one.people or (0, 0))[1] if one.hands else one.paper.issued
    returned = draw(st.sampled_from([most] * 6 + [most // 2, 0, most + 1]))
    returned = most if one.hands else returned
    valid = returned - min(returned, 0 if one.hands else draw(SELDOM))
    even, rest = divmod(valid * one.seats, len(one.candidates))
    alike = draw(RARE) and (not rest or rules.ballot_mode != "exactly_k")
    rows = [draw(ranks(one)) for _ in range(valid)] if rules.ballot_mode == "ranked" else []
    ballots = (
        []
        if alike
        else [_listed(row) for row in rows] or [draw(marks(rules, one)) for _ in range(valid)]
    )
    items = tuple(
        ItemTotals(
            number=number,
            approve=sum(ballot[at] == "approve" for ballot in ballots) + even * alike,
            oppose=sum(ballot[at] == "oppose" for ballot in ballots),
            abstain=sum(ballot[at] == "abstain" for ballot in ballots)
            + (valid - even) * alike
            + (draw(SELDOM) and draw(SELDOM)),
            illegible=0,
            points=even if rows and alike else _points([row[at] for row in rows], one.seats),
        )
        for at, number in enumerate(one.candidates)
    )
    return ChannelTally(
        channel="hands" if one.hands else "paper",
        returned=returned,
        valid=valid,
        invalid=returned - valid,
        foreign=0 if one.hands else draw(SELDOM),
        items=items,
    )


# Anything at any moment.

NUMBER = st.integers(1, 3)
FEW = st.integers(0, SEATED + 2)
SIGNERS = st.one_of(
    st.sampled_from(
        [(CHIEF, PRESIDER), (CLERK, PRESIDER), (*WATCHERS[:2], CHIEF), (CHIEF, *WATCHERS)]
    ),
    st.lists(st.sampled_from([*EVERYBODY, ("teller", 3)]), max_size=4).map(tuple),
)
CHANNEL = st.sampled_from(["paper", "tablet"])
PROJECTS = st.lists(st.integers(1, 5), max_size=4).map(tuple)
TALLY = st.builds(
    ChannelTally,
    channel=st.sampled_from(["paper", "paper", "tablet", "hands"]),
    returned=FEW,
    valid=FEW,
    invalid=st.integers(0, 1),
    foreign=st.integers(0, 1),
    items=PROJECTS.map(
        lambda numbers: tuple(
            ItemTotals(number=one, approve=1, oppose=0, abstain=0, illegible=0) for one in numbers
        )
    ),
)
WORDS: st.SearchStrategy[Sequence[Mark]] = st.just(("approve", "abstain", "abstain"))


def _of(name: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Meddling]:
    return st.tuples(st.just(name), st.fixed_dictionaries(fields))


MEDDLING: st.SearchStrategy[Meddling] = st.one_of(
    _of("appoint"),
    _of("freeze", number=NUMBER, candidates=PROJECTS, seats=st.integers(1, 3), signers=SIGNERS),
    _of("withdraw", number=NUMBER, signers=SIGNERS),
    _of("start_keys"),
    _of("make_key", generation=st.integers(1, 2)),
    _of("prove", holder=st.integers(1, 3)),
    _of("print_sheets", number=NUMBER, count=st.integers(1, 8)),
    _of("print_cards"),
    _of("attend", number=NUMBER, roster=st.integers(5, 7), present=FEW),
    _of("issue", number=NUMBER, channel=CHANNEL, count=FEW),
    _of("destroy", number=NUMBER, left_over=FEW, archived=FEW),
    _of("cancel", number=NUMBER, cards=st.lists(CARD, min_size=1, max_size=2).map(tuple)),
    _of("open", number=NUMBER, signers=SIGNERS),
    _of("cast", number=NUMBER, card=CARD, marks=WORDS),
    _of("burn", number=NUMBER, card=CARD, marks=WORDS),
    _of("void_card", number=NUMBER, card=CARD),
    _of("replace", number=NUMBER, source=CHANNEL, target=CHANNEL, count=st.integers(1, 3)),
    _of("close", number=NUMBER, signers=SIGNERS, lose=st.booleans()),
    _of("count_box", number=NUMBER, count=FEW),
    _of("count_cards", number=NUMBER, count=FEW),
    _of("count_challenges", number=NUMBER, failed=st.integers(0, 2)),
    _of(
        "enter",
        number=NUMBER,
        teller=st.integers(1, 3),
        tally=TALLY,
        signer=st.sampled_from(EVERYBODY[-2:]),
    ),
    _of("agree", number=NUMBER),
    _of("freeze_paper", number=NUMBER, signers=SIGNERS),
    _of("authorise", number=NUMBER, signers=SIGNERS),
    _of("multiply", number=NUMBER, wrong=st.integers(0, 1)),
    _of("decrypt", number=NUMBER, owner=st.integers(1, 4)),
    _of("decide", number=NUMBER),
    _of(
        "void",
        number=NUMBER,
        ground=st.sampled_from(
            ["returned_gt_issued", "below_min_channel", "urn_lost", "devices_failed"]
        ),
        signers=SIGNERS,
    ),
    _of(
        "fail",
        number=NUMBER,
        device=st.sampled_from(["scanner", "tablets", "network"]),
        readings=st.integers(0, 1),
        signers=SIGNERS,
    ),
    _of(
        "presidium_decides",
        number=NUMBER,
        matter=st.sampled_from(["tie", "second_tie", "shortfall", "revote"]),
        projects=PROJECTS,
        signers=SIGNERS,
    ),
    _of(
        "draw_lot",
        number=NUMBER,
        seed=st.sampled_from(["3 5 6", "一 二 三"]),
        signers=SIGNERS,
        wrong=st.integers(0, 1),
    ),
    _of(
        "next_round",
        kind=st.sampled_from(["runoff", "fill", "revote"]),
        chosen=PROJECTS,
        hands=st.booleans(),
    ),
    _of("certify", number=NUMBER, signers=SIGNERS, honest=st.booleans()),
    _of(
        "announce",
        number=NUMBER,
        level=st.sampled_from(["names", "names_approve", "full"]),
        signers=SIGNERS,
        honest=st.booleans(),
    ),
    _of("issue_paper", number=NUMBER, kind=st.sampled_from(["attendance", "sealing_list"])),
    _of("change_project", project=st.integers(1, 5)),
    _of("half", number=NUMBER),
    _of("replay", leaf=st.integers(0, 50)),
)


def _sealable(walk: Deeds, said: dict[str, Any]) -> bool:
    one, marks = walk.sheet(said["number"]), said["marks"]
    exact = walk.books.rules.ballot_mode == "exactly_k"
    lawful = not exact or marks.count("approve") == one.seats
    return bool(
        walk.books.made and walk.books.deck and len(one.candidates) == len(marks) and lawful
    )


POSSIBLE: dict[str, Callable[[Deeds, dict[str, Any]], bool]] = {
    # A list has at least one project, each once.
    "freeze": lambda _, said: 0 < len(set(said["candidates"])) == len(said["candidates"]),
    # Nobody can seal a ballot without a key, a card, and a list of as many projects.
    "cast": _sealable,
    "burn": _sealable,
    "prove": lambda walk, _: walk.books.generation is not None,
}


def possible(walk: Deeds, name: str, said: dict[str, Any]) -> bool:
    """Whether the means for a command exist; whether it is allowed is another matter."""
    means = POSSIBLE.get(name)
    return means is None or means(walk, said)
