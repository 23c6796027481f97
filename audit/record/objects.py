"""Which objects stand behind the events of a log, and which of them are public."""

from collections.abc import Iterable, Iterator

from ballot import events as e
from ballot.canonical import Digest
from ballot.events.base import Approval, PaperApproval


def public_objects(events: Iterable[e.Event]) -> frozenset[Digest]:
    """Return the digests of the objects that a record carries under ``objects/``.

    Sealed ballots are not among them: they lie in the archives of their rounds. Papers have names
    of their own.
    """
    return frozenset(digest for event in events for digest in _public(event))


def _public(event: e.Event) -> tuple[Digest, ...]:  # noqa: C901  (one case for each event)
    named: tuple[Digest | None, ...] = ()
    match event:
        case e.ElectionCreated():
            named = event.adopted
        case e.ListFrozen():
            named = (event.definition,)
        case e.SheetsPrinted():
            named = (event.layout,)
        case e.ElectionKey():
            named = (event.trustees,)
        case e.CardsPrinted():
            named = event.credentials
        case e.BallotCast():
            named = (event.proofs,)
        case e.EncryptedTally():
            named = (event.tally,)
        case e.PartialDecryption():
            named = (event.factors, event.strong)
        case e.EvaluationCombined():
            named = (*(one.outcome for one in event.groups), event.combined)
        case e.PaperPublished():
            named = published_images(event)
    return tuple(one for one in named if one is not None)


def published_images(event: e.PaperPublished) -> tuple[Digest, ...]:
    """Return the digests of the images that ``event`` names; equal ones as often as they occur."""
    crops = (name for one in event.items for name in one.crops)
    return (*crops, *(page for one in event.sheets for page in one.pages))


def signed_pages(events: Iterable[e.Event]) -> frozenset[Digest]:
    """Return the digests of the pages signed by hand, which belong to the evidence."""
    return frozenset(
        approval.page
        for event in events
        for approval in approvals_of(event)
        if isinstance(approval, PaperApproval)
    )


def private_openings(events: Iterable[e.Event]) -> frozenset[Digest]:
    """Return the digests of what only the evidence opens: readings, rulings, sets of identities."""
    return frozenset(name for event in events for name in _openings(event))


def _openings(event: e.Event) -> tuple[Digest, ...]:
    match event:
        case e.SheetsPrinted(commitment=str(commitment)):
            return (Digest(commitment),)
        case e.BatchRead():
            return event.sheets
        case e.SheetsAdjudicated():
            return tuple(one.ruling for one in event.rulings)
        case _:
            return ()


def approvals_of(event: e.Event) -> Iterator[Approval]:
    """Yield the approvals that ``event`` carries."""
    yield from getattr(event, "approvals", ())
    if isinstance(event, e.HandCountEntered | e.KeyContribution | e.KeysProven):
        yield event.approval
