"""Random halls: rules, projects and sheets, counted by the engine from the marks on."""

from dataclasses import dataclass, replace

import msgspec
from hypothesis import strategies as st

from ballot.results import Outcome
from ballot.rules import Fraction, Rules
from ballot.rules.values import BudgetCap
from counting.figures import ChannelFigures, Figures, HandedOut, Project
from counting.outcome import decide
from counting.readings import Box
from counting.validity import Ballot, Sheet, count, judge

MARKS = {"+": Box(symbols=("○",)), "-": Box(symbols=("×",)), "0": Box(), "?": Box(smudged=True)}
CATEGORIES = ("教育", "养老", "交通")
Marks = tuple[str, ...]
"""One sheet: a mark of "+-0?" per project, or under 排序票决 the rank as a digit."""


@dataclass(frozen=True)
class Hall:
    """Everything that an outcome depends on; ``ballots`` in the order in which they came back."""

    rules: Rules
    seats: int
    ballots: tuple[Marks, ...]
    projects: tuple[Project, ...]
    kind: str = "first"
    another: bool = True
    absent: int = 0

    @property
    def sheets(self) -> list[Sheet]:
        """The ballots as sheets."""
        return [
            Sheet(boxes=tuple(MARKS.get(m) or Box(rank=int(m)) for m in ballot))
            for ballot in self.ballots
        ]

    @property
    def ballot(self) -> Ballot:
        """What a sheet may say."""
        return Ballot(seats=self.seats)

    def figures(self, split: int | None = None) -> Figures:
        """Return the figures; ``split``: that many on paper, the other valid ones on tablets."""
        sheets, numbers = self.sheets, range(1, len(self.projects) + 1)
        parts = [sheets] if split is None else [sheets[:split], sheets[split:]]
        channels = []
        for name, part in zip(("paper", "tablet"), parts, strict=False):
            tally = count(part, self.rules, numbers=numbers, ballot=self.ballot)
            sealed = {"cast": len(part), "unused": 0} if name == "tablet" else {}
            channels.append(
                ChannelFigures(
                    handed=HandedOut(printed=len(part), issued=len(part)),
                    tally=msgspec.structs.replace(tally, channel=name),
                    **sealed,
                )
            )
        return Figures(
            roster=len(sheets) + self.absent,
            present=len(sheets) + self.absent,
            seats=self.seats,
            channels=tuple(channels),
            projects=dict(enumerate(self.projects, start=1)),
        )

    def outcome(self, split: int | None = None) -> Outcome:
        """Return what the engine makes of it."""
        return decide(self.rules, self.figures(split), kind=self.kind, another_round=self.another)

    def valid(self, ballot: Marks) -> bool:
        """Say whether a sheet so marked is valid."""
        one = replace(self, ballots=(ballot,))
        return judge(one.sheets[0], self.rules, self.ballot).void is None

    def valid_only(self) -> "Hall":
        """Return the hall without its void sheets."""
        return replace(self, ballots=tuple(filter(self.valid, self.ballots)))

    def reordered(self, order: list[int]) -> "Hall":
        """Return the hall with its projects in another order; ``order`` lists the old places."""
        return replace(
            self,
            ballots=tuple(tuple(ballot[old] for old in order) for ballot in self.ballots),
            projects=tuple(self.projects[old] for old in order),
        )


THRESHOLDS = st.sampled_from(["majority", "plurality", Fraction((1, 3)), Fraction((2, 3))])
MODES = ("at_most_k", "exactly_k", "per_item", "ranked")


@st.composite
def halls(draw: st.DrawFn, modes: tuple[str, ...] = MODES) -> Hall:
    """Draw a hall of 2 to 5 projects and 1 to 12 ballots under any rules of the outcome."""
    size = draw(st.integers(2, 5))
    seats = draw(st.integers(1, size))
    mode = draw(st.sampled_from(modes))
    marks = "+-0?" if mode != "ranked" else "0-?" + "".join(map(str, range(1, seats + 2)))
    ballot = st.tuples(*[st.sampled_from(marks)] * size)
    quota, cap = draw(_limits(seats))
    rules = Rules(
        ballot_mode=mode,
        undervote="void" if mode == "exactly_k" else "valid",
        rank_by="points"
        if mode == "ranked"
        else draw(st.sampled_from(["approve", "approve_minus_oppose"])),
        threshold=draw(THRESHOLDS),
        threshold_base=draw(st.sampled_from(["all_members", "present", "returned", "valid"])),
        tie_rule=draw(
            st.sampled_from(["re_vote_tied", "presidium", "admit_all", "lot", "lower_cost"])
        ),
        tie_again=draw(st.sampled_from(["presidium", "repeat"])),
        runoff_threshold=draw(st.sampled_from(["plurality", "majority"])),
        shortfall_action=draw(
            st.sampled_from(["presidium_decides", "vacant", "same_session", "next_session"])
        ),
        shortfall_threshold=draw(st.sampled_from(["majority_all", "ge_1_3_ballots"])),
        category_quota=quota,
        budget_cap=cap,
    )
    return Hall(
        rules=rules,
        seats=seats,
        ballots=tuple(draw(st.lists(ballot, min_size=1, max_size=12))),
        projects=tuple(draw(st.lists(PROJECTS, min_size=size, max_size=size))),
        kind=draw(st.sampled_from(["first", "first", "runoff", "fill"])),
        another=draw(st.booleans()),
        absent=draw(st.integers(0, 2)),
    )


PROJECTS = st.builds(
    Project,
    cost_fen=st.one_of(st.none(), st.integers(1, 4).map(lambda wan: wan * 1_000_000)),
    category=st.sampled_from(CATEGORIES),
)


@st.composite
def _limits(draw: st.DrawFn, seats: int) -> tuple[dict[str, int] | None, BudgetCap | None]:
    """分类名额 or a 资金上限, or neither; a hard cap beside a quota is refused."""
    which = draw(st.sampled_from(["neither", "quota", "cap"]))
    if which == "quota":
        first = draw(st.integers(1, seats))
        second = draw(st.integers(0, seats - first))
        return {CATEGORIES[0]: first, **({CATEGORIES[1]: second} if second else {})}, None
    if which == "cap":
        return None, BudgetCap(amount=draw(st.integers(1, 12)), hard=draw(st.booleans()))
    return None, None
