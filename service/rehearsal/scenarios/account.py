"""The account of a rehearsed case: step by step what happened, who was refused, what decides."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["happened", "refused", "people", "clause", "paper", "checked"]
LABELS: dict[Kind, str] = {
    "happened": "情况",
    "refused": "系统不接受",
    "people": "要做的",
    "clause": "依据",
    "paper": "文书",
    "checked": "核对",
}
NOTICE = "演练：人员、项目、票数均为虚构，不是正式票决，结果不具效力。"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a step."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the service answered to somebody: the act, its stable code, its exact sentence."""

    who: str
    act: str
    code: str
    sentence: str


@dataclass(slots=True)
class Step:
    """A step of the session and what is to be told of it."""

    title: str
    entries: list[Entry] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Account:
    """Grows while a case is played; ``tell`` is given each line as it is written.

    ``vocabulary`` says what the words of the texts are in this body (主席团, 执行主席 …); what the
    service and the 票决办法 say is never reworded.
    """

    title: str
    purpose: str
    tell: Callable[[str], None]
    vocabulary: Mapping[str, str] = field(default_factory=dict)
    facts: list[tuple[str, str]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    def step(self, title: str) -> None:
        """Begin the next step."""
        self.steps.append(Step(self.worded(title)))
        self.tell(f"{len(self.steps)}. {self.steps[-1].title}")

    def happened(self, text: str) -> None:
        """Write what happened, or what the service computed."""
        self._add("happened", self.worded(text))

    def computed(self, sentence: str) -> None:
        """Write a sentence of the service, which speaks the body's words by itself."""
        self._add("happened", sentence)

    def people(self, text: str) -> None:
        """Write what people have to do in the hall."""
        self._add("people", self.worded(text))

    def clause(self, text: str) -> None:
        """Write which clause of the 票决办法 decides."""
        self._add("clause", text)

    def paper(self, text: str) -> None:
        """Write which paper came out."""
        self._add("paper", self.worded(text))

    def checked(self, text: str) -> None:
        """Write what was compared, and that it agrees."""
        self._add("checked", self.worded(text))

    def refused(self, who: str, act: str, code: str, sentence: str) -> None:
        """Write that the service refused, in its own words."""
        who, act = self.worded(who), self.worded(act)
        self.refusals.append(Refusal(who, act, code, sentence))
        self._add("refused", f"{who}{act}：“{sentence}”")

    def worded(self, text: str) -> str:
        """Return ``text`` in the words of the body."""
        if not self.vocabulary:
            return text
        known = "|".join(sorted(self.vocabulary, key=len, reverse=True))
        return re.sub(known, lambda found: self.vocabulary[found[0]], text)

    def _add(self, kind: Kind, text: str) -> None:
        self.steps[-1].entries.append(Entry(kind, text))
        self.tell(f"   {LABELS[kind]}：{text}")

    def markdown(self) -> str:
        """Return the account as a page to read or print."""
        title, purpose = self.worded(self.title), self.worded(self.purpose)
        lines = [f"# 演练：{title}", "", f"> {NOTICE}", "", purpose, ""]
        lines += ["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in self.facts)]
        for at, step in enumerate(self.steps, 1):
            lines += ["", f"## {at}. {step.title}", ""]
            lines += [f"- **{LABELS[one.kind]}**　{one.text}" for one in step.entries]
        return "\n".join(lines) + "\n"
