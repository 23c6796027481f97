"""What a clause is written from: rules that remember which of them were read, and the facts."""

from dataclasses import dataclass
from typing import cast

from ballot.rules.parameters import Rules
from ballot.rules.text.facts import TextFacts
from ballot.rules.text.words import Words, act_name, words_of

BASES = {"returned": "收回票", "valid": "有效票", "present": "实到"}
"""The base of a line as the text names it; 实到 is followed by what the members are called."""


class _Remembering:
    """Rules that note in ``read`` which parameters somebody has looked at."""

    def __init__(self, rules: Rules, read: dict[str, None]) -> None:
        self._rules = rules
        self._read = read

    def __getattr__(self, name: str) -> object:
        self._read[name] = None
        return getattr(self._rules, name)


@dataclass(frozen=True, slots=True)
class Writing:
    """The hand that writes one clause; what it reads of the rules is what the clause depends on."""

    rules: Rules
    facts: TextFacts
    read: dict[str, None]

    @classmethod
    def of(cls, rules: Rules, facts: TextFacts) -> "Writing":
        """Return a hand that has read nothing yet."""
        read: dict[str, None] = {}
        return cls(cast("Rules", _Remembering(rules, read)), facts, read)

    @property
    def words(self) -> Words:
        """What the body calls things."""
        return words_of(self.rules)

    @property
    def act(self) -> str:
        """票决, 票选, 满意度测评."""
        return act_name(self.rules)

    @property
    def sheet(self) -> str:
        """What a member marks: 票决票, 票选票, 测评表."""
        return "测评表" if self.rules.ballot_mode == "graded" else f"{self.words.vote}票"

    @property
    def seats(self) -> str:
        """应选项目数, blank where the rules leave it open."""
        return number(self.rules.seats)

    def base(self, name: str) -> str:
        """Return the base of a line: 全体代表, 实到代表, 收回票, 有效票."""
        if name == "all_members":
            return self.words.everybody
        return BASES[name] + (self.words.members if name == "present" else "")

    @property
    def motion(self) -> bool:
        """Whether one draft is put to the vote: a list of one, decided as a whole."""
        return self.rules.ballot_mode == "whole_list" and self.rules.candidates_n == 1

    @property
    def on_paper(self) -> bool:
        """Whether any ballot is a sheet."""
        return "paper" in self.rules.channels

    @property
    def paper(self) -> str:
        """What the sheet is called beside the other channels: 纸质票, 纸质测评表."""
        return "纸质测评表" if self.rules.ballot_mode == "graded" else "纸质票"


def number(value: int | None) -> str:
    """Return ``value`` in digits, or the blank that somebody fills in."""
    return "　　" if value is None else str(value)


def listed(parts: tuple[str, ...], last: str = "或者") -> str:
    """Join phrases as a text does: 赞成、反对或者弃权."""
    return last.join(part for part in ("、".join(parts[:-1]), parts[-1]) if part)
