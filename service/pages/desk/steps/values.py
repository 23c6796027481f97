"""What a step of a round is, and how the fold's own guards are asked about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, Literal

from ballot.canonical import Digest
from ballot.errors import Refused
from ballot.events import Event
from ballot.events.base import Role
from ballot.fold import apply
from ballot.refusals import MissingSignature
from ballot.state import Election, Round, Stage
from service.commands.acts import ActName, needed, simple
from service.office.roles import TITLES
from service.pages.words import Said, said

BAR: tuple[Stage, ...] = (
    "drafting",
    "listed",
    "ready",
    "open",
    "closed",
    "counted",
    "certified",
    "announced",
)
"""The stages of a round in their order; a void round has left it."""

NO_TIME = "2000-01-01T00:00+08:00"
"""The minute of an act that is only tried out; no guard looks at it."""

Place = Literal[
    "officers",
    "roll",
    "candidates",
    "attendance",
    "tokens",
    "keys",
    "hand-count",
    "bundles",
    "doubts",
    "papers",
    "results",
    "exceptions",
    "acts",
]
"""The page on which something is done."""

Doing = ActName | Literal["outcome", "next_round"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the office knows beside the log.

    ``roll``, ``marked`` and ``listed`` are deputies, deputies checked in and projects of the
    draft; ``waiting`` are the proposed acts of this round, each with who has not signed;
    ``doubtful`` are the sheets that people decide on.
    """

    roll: int = 0
    marked: int = 0
    listed: int = 0
    waiting: Mapping[str, tuple[Role, ...]] = field(default_factory=dict)
    doubtful: frozenset[Digest] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing of a stage: done or missing, in a sentence; where or by which act it is done.

    ``who`` does it; ``confirm`` is asked before an act that cannot be taken back. What is
    ``optional`` never holds anybody up.
    """

    text: Said
    done: bool
    place: Place | None = None
    act: Doing | None = None
    who: tuple[Role, ...] = ("clerk",)
    confirm: Said | None = None
    optional: bool = False


def told(done: bool, yes: Said, no: Said, **how: Any) -> Step:  # noqa: FBT001  (what it is about)
    """Return a step that says ``yes`` once it is done and ``no`` before; ``how`` as in `Step`."""
    return Step(text=yes if done else no, done=done, **how)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a round stands."""

    stage: Stage
    steps: tuple[Step, ...]

    @property
    def missing(self) -> tuple[Step, ...]:
        """What holds the round up, in order."""
        return tuple(one for one in self.steps if not one.done and not one.optional)

    @property
    def next(self) -> Step | None:
        """The one thing to do now; None once everything is done."""
        return self.missing[0] if self.missing else None


def obstacle(state: Election, event: Event) -> str | None:
    """Return why the log would refuse ``event`` for another reason than missing signatures."""
    try:
        apply(state.copy(), event)
    except MissingSignature:
        return None
    except Refused as refused:
        return refused.sentence
    return None


def signing(
    state: Election, known: Known, act: ActName, what: Said, *, confirm: Said | None = None
) -> Step:
    """Return the step of an act that people sign: to be proposed, or waiting for somebody."""
    missing = known.waiting.get(act)
    if missing is None:
        who = needed(state, act)
        text = said("还差：{what}（{who}签名）", what=what, who=titles_of(who))
        return Step(text=text, done=False, act=act, who=who, confirm=confirm)
    text = said("还差：{who}签名，{what}", what=what, who=titles_of(missing))
    return Step(text=text, done=False, place="acts", who=missing)


def titles_of(roles: tuple[Role, ...]) -> Said:
    """Return the roles once each, in words, with how many where it is more than one."""
    parts = [_several(one, roles.count(one)) for one in dict.fromkeys(roles)]
    return reduce(lambda some, more: said("{some}、{more}", some=some, more=more), parts)


def _several(role: Role, count: int) -> Said:
    named = said(TITLES[role])
    return said("{role} {count} 名", role=named, count=count) if count > 1 else named


def guarded(
    state: Election, event: Event | None, before: list[Step], place: Place | None = None
) -> Iterator[Step]:
    """Yield the guard's own sentence where the steps before found nothing missing."""
    if event is None or any(not one.done and not one.optional for one in before):
        return
    sentence = obstacle(state, event)
    if sentence is not None:
        yield Step(text=Said("{sentence}", {"sentence": sentence}), done=False, place=place)


def simple_of(name: ActName, current: Round) -> Event | None:
    """Return the act ``name`` as it would stand in the log, unsigned; None for one with content."""
    return simple(name, current.number, NO_TIME)
