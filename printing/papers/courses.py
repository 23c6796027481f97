"""The rounds of one vote after each other: whether they follow, and what all of them chose."""

from dataclasses import dataclass, field
from typing import Literal

from printing.papers.agreement import reconcile
from printing.papers.standing import VOID
from printing.papers.values import Announcement, Count
from printing.papers.wording import require, round_name


@dataclass(frozen=True, slots=True)
class Choice:
    """Project ``number`` was chosen in ``rounds[place]``: by votes, by 主席团 or by lot."""

    number: int
    place: int
    how: Literal["vote", "presidium", "lot"]


def chosen(facts: Announcement) -> tuple[Choice, ...]:
    """Return everything that was chosen, round by round, by rank."""
    choices: list[Choice] = []
    for place, count in enumerate(facts.rounds):
        settled: Literal["presidium", "lot"] = "lot" if count.lot else "presidium"
        choices += [Choice(number, place, "vote") for number in count.elected]
        choices += [Choice(number, place, settled) for number in count.settled]
    return tuple(choices)


def reconcile_course(facts: Announcement) -> None:
    """Raise PaperRefused unless every round agrees with itself and follows from those before."""
    require(bool(facts.rounds), "没有计票结果，不能发布公告。")
    require(facts.rounds[-1].status not in VOID, "本次票决无效，没有结果可以公告，请重新票决。")
    open_ = _Open()
    for count in facts.rounds:
        reconcile(count)
        require(
            open_.asks_for(count),
            f"{round_name(count.session)}的候选项目或应选数与上一轮的结果接不上，请核对。",
        )
        open_.go_on(count)
    numbers = [choice.number for choice in chosen(facts)]
    require(len(set(numbers)) == len(numbers), "同一项目在两轮中都入选，请核对。")
    require(
        facts.chosen is None or facts.chosen == tuple(numbers),
        "公告的项目与各轮结果不相符，请核对。",
    )


@dataclass(slots=True)
class _Open:
    """What the rounds so far left open; made and used by `reconcile_course` alone."""

    first: bool = True
    void: Count | None = None
    tied: set[int] = field(default_factory=set)
    seats_left: int = 0
    vacant: int = 0
    chosen: set[int] = field(default_factory=set)

    def asks_for(self, count: Count) -> bool:
        """Say whether ``count`` is a round that may come now."""
        numbers = {project.number for project in count.projects}
        match count.session.round:
            case "first":
                return self.first
            case "runoff":
                return numbers == self.tied and count.seats == self.seats_left
            case "fill":
                return 0 < count.seats <= self.vacant and not numbers & self.chosen
            case "revote":
                before = self.void
                return before is not None and count.seats == before.seats
            case _:
                return False

    def go_on(self, count: Count) -> None:
        """Take over what ``count`` has settled and left open."""
        self.first = False
        if count.status in VOID:
            self.void = count
            return
        contest = self._contest(count)
        if contest == "fill":
            self.vacant = 0
        if contest == "runoff":
            self.tied, self.seats_left = set(), 0
        self.void = None
        self.chosen |= {*count.elected, *count.settled}
        self.vacant += count.vacant
        if count.tied and not count.settled:
            self.tied, self.seats_left = set(count.tied), count.seats_left

    def _contest(self, count: Count) -> str:
        """A revote decides what the void round was to decide."""
        if count.session.round == "revote" and self.void is not None:
            return self.void.session.round
        return count.session.round
