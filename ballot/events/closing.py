"""Certified, announced, and what follows."""

from typing import Annotated, Literal

import msgspec

from ballot.events.base import Approvals, Fact, Minute, Number, RoundNumber, Sentence, Sha256

PaperKind = Literal[
    "attendance",
    "issue_return",
    "count_report",
    "announcement",
    "sealing_list",
    "evaluation_summary",
]
PublishLevel = Literal["names", "names_approve", "full"]
NoteText = Annotated[str, msgspec.Meta(min_length=1, max_length=8000)]


class Certified(Fact, frozen=True, kw_only=True):
    """总监票人 and 监票人 answer for ``outcome``; ``checkpoint`` is the log as they saw it."""

    round: RoundNumber
    outcome: Sha256
    checkpoint: NoteText
    at: Minute
    approvals: Approvals


class Announced(Fact, frozen=True, kw_only=True):
    """执行主席 announced the result, at the level of detail of the rules.

    ``chosen`` are the projects chosen in this round and all before it, in the order of their
    choice: what the announcement is about, and what the presider signs.
    """

    round: RoundNumber
    level: PublishLevel
    chosen: tuple[Number, ...]
    at: Minute
    approvals: Approvals


class PaperIssued(Fact, frozen=True, kw_only=True):
    """A finished paper of the session, by the hashes of its two forms."""

    round: RoundNumber
    kind: PaperKind
    docx: Sha256
    pdf: Sha256


class ProjectChanged(Fact, frozen=True, kw_only=True):
    """A voted project was adjusted, deferred or ended by a resolution (陕西 Art. 18)."""

    project: Number
    resolution: Sentence
    text: Sentence
    at: Minute
