"""Verifies a whole record: every check of the list, each by the function that carries it out.

It proves that the record is consistent in itself. Whether it is the record of *this* session is
the caller's to compare: with papers that people signed, with what was read aloud, with an own
copy of a checkpoint. The report ends with four short fingerprints for that purpose.
"""

from collections.abc import Callable
from typing import BinaryIO

from audit.fingerprints import Fingerprints, fingerprints
from audit.record.subject import subject_of
from audit.verify import (
    adopted,
    anchors,
    definitions,
    evidence,
    groups,
    keys,
    legality,
    log,
    outcomes,
    packing,
    papers,
    passed_text,
    published,
    sealed,
    sheets,
    signatures,
    totals,
)
from audit.verify.case import Case
from audit.verify.catalogue import CHAPTERS, CHECKS
from audit.verify.checks import Inspect, Mapper, Report, Result
from audit.verify.expectations import Expectations
from audit.verify.runner import run
from ballot.state import STAGE_NAMES, Election

FUNCTIONS: dict[str, Inspect] = {
    "R-01": packing.container,
    "R-02": packing.names,
    "R-03": packing.manifest,
    "R-04": packing.listed,
    "R-05": packing.contents,
    "R-06": packing.objects,
    "R-07": packing.named_by_log,
    "R-08": packing.same_election,
    "R-09": packing.archives,
    "R-10": packing.only_named,
    "L-01": log.tile_names,
    "L-02": log.entries,
    "L-03": log.canonical_entries,
    "L-04": log.first_entry,
    "L-05": log.checkpoint,
    "L-06": log.signature,
    "L-07": log.root,
    "L-08": log.tiles,
    "L-09": log.times,
    "F-01": legality.legal,
    "F-02": legality.approved,
    "F-03": legality.in_order,
    "F-04": legality.once,
    "F-05": legality.alive,
    "F-06": legality.by_lot,
    "F-07": legality.by_presidium,
    "F-08": legality.following,
    "F-09": legality.as_chosen,
    "F-10": legality.after_failure,
    "F-11": passed_text.as_written,
    "F-12": legality.bundled,
    "F-13": legality.ruled,
    "F-14": legality.whole,
    "F-15": legality.published,
    "D-01": definitions.well_formed,
    "D-02": definitions.as_frozen,
    "D-03": definitions.summary,
    "D-04": definitions.fit,
    "D-05": adopted.within,
    "K-01": keys.document,
    "K-02": keys.messages,
    "K-03": keys.made_of_messages,
    "K-04": keys.public_key,
    "K-05": keys.read_aloud,
    "K-06": keys.reloaded,
    "B-01": sealed.lists,
    "B-02": sealed.dead,
    "B-03": sealed.readable,
    "B-04": sealed.derived,
    "B-05": sealed.in_log,
    "B-06": sealed.known,
    "B-07": sealed.proven,
    "B-08": sealed.exclusive,
    "B-09": sealed.own_credential,
    "T-01": totals.product,
    "T-02": totals.archived,
    "T-03": totals.decryptions,
    "T-04": totals.strong,
    "T-05": totals.opened,
    "T-06": totals.tablets,
    "T-07": totals.sources,
    "O-01": outcomes.identities,
    "O-02": outcomes.recomputed,
    "O-03": groups.joined,
    "C-01": signatures.approvals,
    "C-02": signatures.certified,
    "P-01": papers.issued,
    "E-01": anchors.definition,
    "E-02": anchors.log_key,
    "E-03": anchors.checkpoint,
    "E-04": evidence.same,
    "E-05": evidence.well_formed,
    "E-06": evidence.pages,
    "S-01": sheets.layouts,
    "S-02": sheets.identities,
    "S-03": sheets.readings,
    "S-04": sheets.of_this_round,
    "S-05": sheets.boxes,
    "S-06": sheets.doubts,
    "S-07": sheets.rulings,
    "S-08": sheets.by_the_rules,
    "S-09": sheets.once,
    "S-10": sheets.printed,
    "S-11": sheets.counted,
    "S-12": sheets.images,
    "S-13": sheets.bundles,
    "S-14": published.images,
    "S-15": published.whole,
    "S-16": published.as_read,
}


def verify_record(
    file: BinaryIO,
    *,
    expectations: Expectations | None = None,
    each: Mapper = map,
    told: Callable[[Result], None] = lambda _: None,
) -> Report:
    """Carry out every check on the record ``file`` (seekable) and return what they found.

    ``each`` maps the verification of ballots over chunks of them: ``map``, or that of a pool of
    processes. ``told`` hears of every check as it is made. Nothing that the file may contain
    raises an exception.
    """
    case = Case(file=file, expected=expectations or Expectations(), each=each)
    results = run(CHECKS, FUNCTIONS, case, told)
    passed = {one.id for one in results if one.status == "ok"}
    created = case.created if "L-04" in passed else None
    return Report(
        results=tuple(sorted(results, key=_place)),
        title=None if created is None else created.title,
        rehearsal=created is not None and created.rehearsal,
        stages=_stages(case.folding.election) if created is not None else (),
        fingerprints=_fingerprints(case) if {"L-04", "L-05"} <= passed else None,
        anchored=case.expected.anchored,
    )


def _place(result: Result) -> tuple[int, str]:
    """Chapters in the order of the list; some checks of R can only be made after F."""
    return CHAPTERS.index(result.id[0]), result.id


def _stages(election: Election) -> tuple[str, ...]:
    return tuple(f"第 {one.number} 轮{STAGE_NAMES[one.stage]}" for one in election.rounds)


def _fingerprints(case: Case) -> Fingerprints | None:
    """Return the four for a log that froze a list; None before there is one."""
    election = case.folding.election
    current = subject_of(election)
    if current is None or current.definition is None:
        return None
    ceremony = election.ceremony
    return fingerprints(
        definition=current.definition,
        election_key=None if ceremony is None else ceremony.public_key,
        log_key=case.created.log_key,
        checkpoint=case.checkpoint,
    )
