"""The one place that knows what is legal: the fold of the log."""

from collections.abc import Callable, Iterable, Sequence
from typing import assert_never

from ballot import events as e
from ballot.folding import (
    casting,
    closing,
    counting,
    deciding,
    evaluating,
    failing,
    handing_out,
    keys,
    listing,
    publishing,
    reading,
)
from ballot.folding.guards import key_signatures
from ballot.refusals import NotCreated
from ballot.state import Election

Decide = Callable[[Election], Sequence[e.Event]]
"""A command: from the state at the head to the events that should follow."""


def apply(election: Election, event: e.Event) -> None:
    """Let ``event`` happen: check first, change last.

    Raises Refused, named by the fact, and then ``election`` is as it was.
    """
    if election.created is None and not isinstance(event, e.ElectionCreated):
        raise NotCreated("日志须以建立票决开头。")
    _chapter(election, event)
    election.signatures |= key_signatures(getattr(event, "approvals", ()))
    election.size += 1
    if not isinstance(event, e.Closed | e.BallotCast):
        election.current.emptying = False


def fold(leaves: Iterable[e.Event]) -> Election:
    """Return the state that ``leaves`` lead to. Raises Refused at the first illegal one."""
    election = Election()
    for one in leaves:
        apply(election, one)
    return election


def _chapter(election: Election, event: e.Event) -> None:
    if isinstance(event, e.Listing):
        _listing(election, event)
    elif isinstance(event, e.Keys):
        _keys(election, event)
    elif isinstance(event, e.HandingOut):
        _handing_out(election, event)
    elif isinstance(event, e.Casting):
        _casting(election, event)
    elif isinstance(event, e.Reading):
        _reading(election, event)
    elif isinstance(event, e.Counting):
        _counting(election, event)
    elif isinstance(event, e.Deciding):
        _deciding(election, event)
    elif isinstance(event, e.Evaluating):
        _evaluating(election, event)
    else:
        _closing(election, event)


def _listing(election: Election, event: e.Listing) -> None:
    match event:
        case e.ElectionCreated():
            listing.created(election, event)
        case e.OfficersAppointed():
            listing.officers_appointed(election, event)
        case e.ListFrozen():
            listing.list_frozen(election, event)
        case e.DefinitionWithdrawn():
            listing.definition_withdrawn(election, event)
        case e.RoundOpened():
            listing.round_opened(election, event)
        case _:
            assert_never(event)


def _keys(election: Election, event: e.Keys) -> None:
    match event:
        case e.CeremonyStarted():
            keys.ceremony_started(election, event)
        case e.KeyContribution():
            keys.key_contribution(election, event)
        case e.ElectionKey():
            keys.election_key(election, event)
        case e.KeysProven():
            keys.keys_proven(election, event)
        case _:
            assert_never(event)


def _handing_out(election: Election, event: e.HandingOut) -> None:
    match event:
        case e.SheetsPrinted():
            handing_out.sheets_printed(election, event)
        case e.PrintsDestroyed():
            handing_out.prints_destroyed(election, event)
        case e.CardsPrinted():
            handing_out.cards_printed(election, event)
        case e.AttendanceDeclared():
            handing_out.attendance_declared(election, event)
        case e.Issued():
            handing_out.issued(election, event)
        case e.LeftoverDestroyed():
            handing_out.leftover_destroyed(election, event)
        case e.CardsCancelled():
            handing_out.cards_cancelled(election, event)
        case _:
            assert_never(event)


def _casting(election: Election, event: e.Casting) -> None:
    match event:
        case e.Opened():
            casting.opened(election, event)
        case e.Replaced():
            casting.replaced(election, event)
        case e.CardVoided():
            casting.card_voided(election, event)
        case e.Closed():
            casting.closed(election, event)
        case e.BallotCast():
            casting.ballot_cast(election, event)
        case e.BoxCounted():
            casting.box_counted(election, event)
        case e.CardsInBox():
            casting.cards_in_box(election, event)
        case e.ChallengesCounted():
            casting.challenges_counted(election, event)
        case e.AssistedCounted():
            casting.assisted_counted(election, event)
        case _:
            assert_never(event)


def _reading(election: Election, event: e.Reading) -> None:
    match event:
        case e.BatchRead():
            reading.batch_read(election, event)
        case e.BatchWithdrawn():
            reading.batch_withdrawn(election, event)
        case e.SheetsAdjudicated():
            reading.sheets_adjudicated(election, event)
        case e.SampleDrawn():
            reading.sample_drawn(election, event)
        case e.SheetsCounted():
            reading.sheets_counted(election, event)
        case _:
            assert_never(event)


def _counting(election: Election, event: e.Counting) -> None:
    match event:
        case e.HandCountEntered():
            counting.hand_count_entered(election, event)
        case e.HandCountAgreed():
            counting.hand_count_agreed(election, event)
        case e.PaperFrozen():
            counting.paper_frozen(election, event)
        case e.OpeningAuthorised():
            counting.opening_authorised(election, event)
        case e.EncryptedTally():
            counting.encrypted_tally(election, event)
        case e.PartialDecryption():
            counting.partial_decryption(election, event)
        case e.Tallied():
            counting.tallied(election, event)
        case e.OutcomeDecided():
            counting.outcome(election, event)
        case _:
            assert_never(event)


def _deciding(election: Election, event: e.Deciding) -> None:
    match event:
        case e.RoundVoided():
            failing.round_voided(election, event)
        case e.FallbackDeclared():
            failing.fallback_declared(election, event)
        case e.PresidiumDecided():
            deciding.presidium_decided(election, event)
        case e.LotDrawn():
            deciding.lot_drawn(election, event)
        case _:
            assert_never(event)


def _evaluating(election: Election, event: e.Evaluating) -> None:
    match event:
        case e.DuplicatesCounted():
            evaluating.duplicates_counted(election, event)
        case e.HandlingReported():
            evaluating.handling_reported(election, event)
        case e.HandlingConfirmed():
            evaluating.handling_confirmed(election, event)
        case e.EvaluationCombined():
            evaluating.evaluation_combined(election, event)
        case _:
            assert_never(event)


def _closing(election: Election, event: e.Closing) -> None:
    match event:
        case e.Certified():
            closing.certified(election, event)
        case e.Announced():
            closing.announced(election, event)
        case e.PaperIssued():
            closing.paper_issued(election, event)
        case e.PaperPublished():
            publishing.paper_published(election, event)
        case e.ProjectChanged():
            closing.project_changed(election, event)
        case _:
            assert_never(event)
