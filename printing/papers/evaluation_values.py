"""What the papers of a 满意度测评 are made from."""

import msgspec

from ballot.evaluation import Combined
from ballot.results import Graded, ItemTotals
from ballot.rules.values import GradeRule
from printing.papers.values import (
    Channel,
    Fingerprints,
    Identity,
    Project,
    PublishLevel,
    Session,
    Signers,
)


class RatedChannel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The forms of one channel and what they say of each project."""

    channel: Channel
    issued: int
    returned: int
    valid: int
    invalid: int
    items: tuple[ItemTotals, ...]


class Scale(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The 等次 in their order, whether the form offers 不了解, and how results are reached."""

    grades: tuple[str, ...]
    dont_know: bool
    rule: GradeRule


class Evaluation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """测评结果 of one round: ``method`` is the sentence that says how results are reached.

    ``duplicates``: second hand-ins that were refused, on paper and on tablets; ``dual`` cites the
    clause on them, e.g. 第八条.
    """

    session: Session
    scale: Scale
    projects: tuple[Project, ...]
    channels: tuple[RatedChannel, ...]
    graded: tuple[Graded, ...]
    method: str
    duplicates: tuple[int, int] | None = None
    dual: str = ""
    identities: tuple[Identity, ...] = ()
    signers: Signers = Signers()
    fingerprints: Fingerprints
    date: str


class Handled(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """办理结果 of project ``number``: what the unit reported, and what its proposer says of it."""

    number: int
    result: str
    unit: str
    text: str
    accepted: bool | None


class Summary(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """测评情况汇总: every round side by side, 办理结果, and all groups joined by weight.

    ``level`` is the rules' level of detail: ``names`` shows results, the others figures too.
    """

    rounds: tuple[Evaluation, ...]
    handled: tuple[Handled, ...] = ()
    weights: tuple[tuple[str, int], ...] = ()
    combined: tuple[Combined, ...] = ()
    level: PublishLevel = "full"
    issuer: str
    date: str
