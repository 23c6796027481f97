"""What a bad record is: a name that says its fault, how it is made, and which checks must fail."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TypeVar

import msgspec

from audit.verify.checks import Mapper, Report
from audit.verify.expectations import Expectations
from audit.verify.record import verify_record
from ballot import events as e
from tests.support.forging import Forger
from tests.support.hand_counted import hand_counted
from tests.support.sealed_session import Sealed, two_rounds
from tests.support.session import Session


@dataclass(frozen=True, kw_only=True)
class Case:
    """A record, and with what it is compared."""

    record: bytes
    expected: Expectations = field(default_factory=Expectations)

    def verify(self, each: Mapper = map) -> Report:
        return verify_record(io.BytesIO(self.record), expectations=self.expected, each=each)


@dataclass(frozen=True, kw_only=True)
class Bad:
    """One bad record: ``fails`` are exactly the checks that must fail."""

    name: str
    fails: frozenset[str]
    make: Callable[[], Forger | Case]

    def case(self) -> Case:
        made = self.make()
        return made if isinstance(made, Case) else Case(record=made.record())


BAD: dict[str, Bad] = {}


def bad(*fails: str) -> Callable[[Callable[[], Forger | Case]], Callable[[], Forger | Case]]:
    """Register a maker under its own name, which says what is wrong."""

    def register(make: Callable[[], Forger | Case]) -> Callable[[], Forger | Case]:
        name = make.__name__
        if name in BAD:
            raise LookupError(name)
        BAD[name] = Bad(name=name, fails=frozenset(fails), make=cache(make))
        return make

    return register


S = TypeVar("S", bound=Session)


def own_copy(session: S) -> S:
    """Return a session that a forger may change."""
    return replace(session, script=list(session.script), objects=dict(session.objects))


def hand() -> Forger:
    """Return a forger at work on a session on paper alone."""
    return Forger(own_copy(hand_counted()))


def tablets() -> Forger:
    """Return a forger at work on a session with tablets and two rounds."""
    return Forger(own_copy(two_rounds()))


def fresh() -> Sealed:
    """Return a session with tablets in which nothing has happened."""
    return Sealed()


def place(script: list[e.Event], kind: type[e.Event], number: int = 0) -> int:
    """Return where event ``number`` (from 0) of a kind stands."""
    return [index for index, event in enumerate(script) if isinstance(event, kind)][number]


def change(script: list[e.Event], kind: type[e.Event], number: int = 0, **fields: object) -> None:
    """Change fields of event ``number`` of a kind."""
    index = place(script, kind, number)
    script[index] = msgspec.structs.replace(script[index], **fields)


def cut(session: Session, kind: type[e.Event], number: int = 0) -> None:
    """Let the session end before event ``number`` of a kind."""
    del session.script[place(session.script, kind, number) :]
