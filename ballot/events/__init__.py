"""Everything that can happen in a 票决, one module per chapter.

A leaf of the log is the canonical JSON (RFC 8785) of one event, with its name under ``event``.
"""

import msgspec

from ballot.canonical import canonical
from ballot.errors import Malformed
from ballot.events.casting import (
    AssistedCounted,
    BallotCast,
    BoxCounted,
    CardsInBox,
    CardVoided,
    ChallengesCounted,
    Closed,
    Opened,
    Replaced,
)
from ballot.events.closing import Announced, Certified, PaperIssued, ProjectChanged
from ballot.events.counting import (
    EncryptedTally,
    HandCountAgreed,
    HandCountEntered,
    OpeningAuthorised,
    OutcomeDecided,
    PaperFrozen,
    PartialDecryption,
    Tallied,
)
from ballot.events.deciding import FallbackDeclared, LotDrawn, PresidiumDecided, RoundVoided
from ballot.events.evaluating import (
    DuplicatesCounted,
    EvaluationCombined,
    HandlingConfirmed,
    HandlingReported,
)
from ballot.events.handing_out import (
    AttendanceDeclared,
    CardsCancelled,
    CardsPrinted,
    Issued,
    LeftoverDestroyed,
    PrintsDestroyed,
    SheetsPrinted,
)
from ballot.events.keys import CeremonyStarted, ElectionKey, KeyContribution, KeysProven
from ballot.events.listing import (
    DefinitionWithdrawn,
    ElectionCreated,
    ListFrozen,
    OfficersAppointed,
    RoundOpened,
)
from ballot.events.publishing import ItemImages, PaperPublished, SheetImages, Withheld
from ballot.events.reading import (
    BatchRead,
    BatchWithdrawn,
    RuledSheet,
    SampleDrawn,
    SheetsAdjudicated,
    SheetsCounted,
)

__all__ = [
    "LEAF_LIMIT",
    "Announced",
    "AssistedCounted",
    "AttendanceDeclared",
    "BallotCast",
    "BatchRead",
    "BatchWithdrawn",
    "BoxCounted",
    "CardVoided",
    "CardsCancelled",
    "CardsInBox",
    "CardsPrinted",
    "Casting",
    "CeremonyStarted",
    "Certified",
    "ChallengesCounted",
    "Closed",
    "Closing",
    "Counting",
    "Deciding",
    "DefinitionWithdrawn",
    "DuplicatesCounted",
    "ElectionCreated",
    "ElectionKey",
    "EncryptedTally",
    "Evaluating",
    "EvaluationCombined",
    "Event",
    "FallbackDeclared",
    "HandCountAgreed",
    "HandCountEntered",
    "HandingOut",
    "HandlingConfirmed",
    "HandlingReported",
    "Issued",
    "ItemImages",
    "KeyContribution",
    "Keys",
    "KeysProven",
    "LeftoverDestroyed",
    "ListFrozen",
    "Listing",
    "LotDrawn",
    "OfficersAppointed",
    "Opened",
    "OpeningAuthorised",
    "OutcomeDecided",
    "PaperFrozen",
    "PaperIssued",
    "PaperPublished",
    "PartialDecryption",
    "PresidiumDecided",
    "PrintsDestroyed",
    "ProjectChanged",
    "Reading",
    "Replaced",
    "RoundOpened",
    "RoundVoided",
    "RuledSheet",
    "SampleDrawn",
    "SheetImages",
    "SheetsAdjudicated",
    "SheetsCounted",
    "SheetsPrinted",
    "Tallied",
    "Withheld",
    "decode",
    "encode",
]

Listing = ElectionCreated | OfficersAppointed | ListFrozen | DefinitionWithdrawn | RoundOpened
Keys = CeremonyStarted | KeyContribution | ElectionKey | KeysProven
HandingOut = (
    SheetsPrinted
    | PrintsDestroyed
    | CardsPrinted
    | AttendanceDeclared
    | Issued
    | LeftoverDestroyed
    | CardsCancelled
)
Casting = (
    Opened
    | Replaced
    | CardVoided
    | Closed
    | BallotCast
    | BoxCounted
    | CardsInBox
    | ChallengesCounted
    | AssistedCounted
)
Reading = BatchRead | BatchWithdrawn | SheetsAdjudicated | SampleDrawn | SheetsCounted
Counting = (
    HandCountEntered
    | HandCountAgreed
    | PaperFrozen
    | OpeningAuthorised
    | EncryptedTally
    | PartialDecryption
    | Tallied
    | OutcomeDecided
)
Deciding = RoundVoided | FallbackDeclared | PresidiumDecided | LotDrawn
Closing = Certified | Announced | PaperIssued | PaperPublished | ProjectChanged
Evaluating = DuplicatesCounted | HandlingReported | HandlingConfirmed | EvaluationCombined
Event = Listing | Keys | HandingOut | Casting | Reading | Counting | Deciding | Evaluating | Closing

LEAF_LIMIT = 65_535
"""Bytes of one leaf: the entry of a C2SP tile has a 16-bit length."""

_decoder: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)


def encode(event: Event) -> bytes:
    """Return the leaf of ``event``. Raises Malformed beyond LEAF_LIMIT bytes."""
    leaf = canonical(event)
    if len(leaf) > LEAF_LIMIT:
        raise Malformed(f"事件有 {len(leaf)} 字节，超过 {LEAF_LIMIT}。", code="event.too_long")
    return leaf


def decode(leaf: bytes) -> Event:
    """Return the event of ``leaf``.

    Raises Malformed unless ``leaf`` is exactly the canonical form of a known event: unknown
    fields, other spellings of a number and other orders of keys are all refused.
    """
    try:
        event = _decoder.decode(leaf)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(f"这一条日志不是已知的事件：{error}", code="event.unknown") from error
    if encode(event) != leaf:
        raise Malformed("这一条日志不是规范 JSON。", code="event.not_canonical")
    return event
