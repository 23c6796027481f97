"""Which rules make a case impossible, said before anything is started."""

from dataclasses import dataclass

from ballot.rules import Rules
from service.rehearsal.scenarios.clauses import Clauses
from service.rehearsal.scenarios.contest import (
    Contest,
    Unreachable,
    contest_of,
    line_of,
    short,
    tied,
)
from service.rehearsal.scenarios.errors import NotPlayable
from service.rehearsal.scenarios.listing import categories, groups_of, listed, quota_of, seats_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a rehearsal would be: the rules, and how many people are called and present."""

    rules: Rules
    roster: int
    voters: int

    @property
    def contest(self) -> Contest:
        """The first round."""
        rules, numbers = self.rules, range(1, listed(self.rules) + 1)
        named = categories(rules) or [""] * len(numbers)
        groups = groups_of(list(zip(numbers, named, strict=True)), quota_of(rules), seats_of(rules))
        line = line_of(rules, rules.threshold, voters=self.voters, roster=self.roster)
        return contest_of(rules, groups, line=line, seats=seats_of(rules), voters=self.voters)

    @property
    def runoff(self) -> Contest:
        """The runoff of two for one seat."""
        rules = self.rules
        line = line_of(rules, rules.runoff_threshold, voters=self.voters, roster=self.roster)
        groups = groups_of([(1, ""), (2, "")], {}, 1)
        return contest_of(rules, groups, line=line, seats=1, voters=self.voters)

    def cites(self, *parameters: str) -> str:
        """Return how the clauses that state ``parameters`` are cited."""
        return Clauses(self.rules).name(*parameters)


def always(case: Case) -> None:
    """Any rules let the case happen."""


def with_paper(case: Case) -> None:
    """Raise NotPlayable unless there is paper to be read."""
    if "paper" not in case.rules.channels:
        where = case.cites("channels")
        raise NotPlayable(f"{where}没有规定使用纸质票，没有票要读，不会出现读票设备故障。")


def tablets_fail(case: Case) -> None:
    """Raise NotPlayable unless there are tablets, and paper or hands to go over to."""
    hands = case.rules.fallback == "show_of_hands"
    if "tablet" not in case.rules.channels or not hands:
        tablets_and_paper(case)


def tablets_and_paper(case: Case) -> None:
    """Raise NotPlayable unless there are tablets, and paper to go over to."""
    where = case.cites("channels")
    if "tablet" not in case.rules.channels:
        raise NotPlayable(f"{where}没有规定使用平板，不会出现平板故障或者密钥丢失。")
    if "paper" not in case.rules.channels:
        raise NotPlayable(
            f"{where}只规定使用平板，没有纸质票可以改用，这种情形不能继续；"
            "建议在票决办法中增加纸质票，并备足盖章的备用票。"
        )


def tie(case: Case) -> None:
    """Raise NotPlayable if no ballots tie two projects above the line for the last seat."""
    _single_marks(case, "票数相等")
    try:
        tied(case.contest)
    except Unreachable:
        where = case.cites("threshold", "seats")
        raise NotPlayable(
            f"照{where}，应选 {case.rules.seats} 项、过线须 {case.contest.line} 票，"
            f"{case.voters} 人投票不可能有两个项目在末位票数相等而都过线。"
        ) from None


def second_tie(case: Case) -> None:
    """Raise NotPlayable if there is no runoff, or none that can tie."""
    tie(case)
    rules = case.rules
    if rules.tie_rule != "re_vote_tied":
        where = case.cites("tie_rule")
        raise NotPlayable(f"照{where}，票数相等的不再次投票，不会再次相等；请演练 tie。")
    try:
        tied(case.runoff)
    except Unreachable:
        where = case.cites("runoff_threshold")
        raise NotPlayable(
            f"照{where}，再次投票也须过半数，两个项目不可能票数相等而都过半数；"
            "相等时按不足应选数处理，请演练 shortfall。"
        ) from None


def shortfall(case: Case) -> None:
    """Raise NotPlayable if any vote at all is enough, or the marks must go somewhere."""
    _single_marks(case, "不足应选数")
    where = case.cites("threshold")
    if case.rules.threshold == "plurality":
        raise NotPlayable(f"照{where}，按得票多少确定，有一票赞成即可，不会因不过线而不足应选数。")
    try:
        short(case.contest)
    except Unreachable:
        raise NotPlayable(
            f"照{where}和{case.cites('ballot_mode')}，每票都须选满，不可能只有一部分项目过线。"
        ) from None


def _single_marks(case: Case, what: str) -> None:
    """Raise NotPlayable for modes in which no project is chosen by its own marks."""
    where = case.cites("ballot_mode")
    if case.rules.ballot_mode == "graded":
        raise NotPlayable(f"照{where}，本次是满意度测评，没有应选数，不会{what}。")
    if case.rules.ballot_mode == "whole_list":
        raise NotPlayable(f"照{where}，全部项目一并表决，只有通过和不通过，不会{what}。")
