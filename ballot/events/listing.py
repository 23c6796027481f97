"""From the body and its rules to the frozen list: 起草, 清单已定."""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, UnsetType

from ballot.events.base import (
    Approvals,
    Fact,
    Minute,
    Number,
    PublicKey,
    Role,
    RoundNumber,
    Sentence,
    Sha256,
    Value,
)
from ballot.rules import Rules, Threshold
from ballot.rules.templates import MOST_LEVELS
from ballot.rules.text import Clause, TextFacts
from ballot.rules.text.splitting import MOST_CLAUSES

RoundKind = Literal["first", "runoff", "fill", "revote", "re_evaluation"]
RoundThreshold = Threshold | Literal["ge_1_3_ballots"]
"""A round's line: the rules' own, or a third of the ballots returned (选举法 Art. 45) in a fill."""
GroupName = Literal["Ed25519", "BELENIOS-2048"]


class Officer(Value, frozen=True, kw_only=True):
    """Somebody who answers for an act: the role, a number in it, and the enrolled key.

    ``key`` is None for an officer who signs by hand (``approval: paper``). Names stay in the
    list that the session passed; the log does not hold them.
    """

    role: Role
    number: Number
    key: PublicKey | None


class ElectionCreated(Fact, frozen=True, kw_only=True):
    """A 票决 begins: the body, the session, and the rules that its session passed.

    ``clauses`` are the 票决办法 as passed, word for word; those that are not marked as edited are
    what ``rules`` make of these names. () where no text was given to the service. ``templates``
    name the canonical template files that the rules adopted, the highest level first; it is left
    out where there are none, so that logs from before there were any keep their bytes. ``wording``
    is the version of the words in which the clauses are written, left out for the first.
    """

    id: Sentence
    title: Sentence
    session: Sentence
    body: Sentence
    rules: Rules
    group: GroupName
    rehearsal: bool
    log_key: PublicKey
    at: Minute
    clauses: Annotated[tuple[Clause, ...], msgspec.Meta(max_length=MOST_CLAUSES)] = ()
    templates: (
        Annotated[tuple[Sha256, ...], msgspec.Meta(min_length=1, max_length=MOST_LEVELS)]
        | UnsetType
    ) = UNSET
    wording: Annotated[int, msgspec.Meta(ge=2, le=1_000_000)] | UnsetType = UNSET

    @property
    def names(self) -> TextFacts:
        """What the clauses are written from besides the rules."""
        return TextFacts(
            title=self.title,
            session=self.session,
            body=self.body,
            wording=1 if isinstance(self.wording, UnsetType) else self.wording,
        )

    @property
    def adopted(self) -> tuple[Sha256, ...]:
        """The digests of the templates, the highest level first; () for none."""
        return () if isinstance(self.templates, UnsetType) else self.templates


class OfficersAppointed(Fact, frozen=True, kw_only=True):
    """The presider, the clerk and the 监票人, 计票人 as passed; the last list counts."""

    officers: tuple[Officer, ...]
    at: Minute


class ListFrozen(Fact, frozen=True, kw_only=True):
    """The round's candidates and rules are fixed under ``definition``; ballots may be made."""

    round: RoundNumber
    definition: Sha256
    candidates: tuple[Number, ...]
    seats: Number
    at: Minute
    approvals: Approvals


class DefinitionWithdrawn(Fact, frozen=True, kw_only=True):
    """The frozen list goes back to drafting; its sheets are dead, its cards live on."""

    round: RoundNumber
    reason: Sentence
    at: Minute
    approvals: Approvals


class RoundOpened(Fact, frozen=True, kw_only=True):
    """A further round starts on the same log: 再次票决, 另行票决, 重新票决 or 再次测评.

    ``candidates`` of a fill may carry new numbers where the rules let new projects be proposed;
    their definition is what ``list_frozen`` of the round has two people sign. ``hands``: the round
    is voted by show of hands, in the open, because the devices failed and the rules say so.
    """

    round: RoundNumber
    kind: RoundKind
    candidates: tuple[Number, ...]
    seats: Number
    threshold: RoundThreshold
    clause: Sentence
    at: Minute
    hands: bool = False
