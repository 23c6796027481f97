"""F, S: faults of paper that was read by machine, in the log and in the evidence."""

import io
from collections.abc import Callable

import msgspec

from audit.record import layout
from audit.record.container import Container
from audit.record.manifest import EvidenceManifest
from audit.verify.expectations import Expectations
from ballot import events as e
from ballot.canonical import Digest, canonical, digest
from ballot.reading import Doubt, SheetReading
from ballot.results import ChannelTally
from ballot.sheet import Format, layout_of
from tests.support.bad_records.registry import Case, bad, change, cut, own_copy, place
from tests.support.forging import Forger, zipped
from tests.support.read_sheets import as_read, ruling
from tests.support.scanned_session import (
    CLEAR,
    DEFINITION,
    OVERVOTE,
    PRINTED,
    Scene,
    one_code_for_all,
    scanned,
    scanned_session,
)

# The log.


def paper() -> Forger:
    """Return a forger at work on a session whose paper was read by machine."""
    return Forger(own_copy(scanned_session()))


def _event(forger: Forger, kind: type[e.Event], number: int = 0) -> e.Event:
    script = forger.session.script
    return script[place(script, kind, number)]


@bad("F-12")
def a_bundle_one_sheet_short() -> Forger:
    forger = paper()
    batch = _event(forger, e.BatchRead)
    assert isinstance(batch, e.BatchRead)
    change(forger.session.script, e.BatchRead, sheets=batch.sheets[1:], doubtful=())
    return forger


@bad("F-12")
def a_reading_booked_twice() -> Forger:
    forger = paper()
    first = _event(forger, e.BatchRead)
    assert isinstance(first, e.BatchRead)
    change(forger.session.script, e.BatchRead, 1, sheets=first.sheets, doubtful=first.doubtful)
    return forger


@bad("F-13")
def a_ruling_on_a_sheet_of_no_bundle() -> Forger:
    forger = paper()
    rulings = (e.RuledSheet(sheet=digest(b"no sheet"), ruling=digest(b"some ruling")),)
    change(forger.session.script, e.SheetsAdjudicated, rulings=rulings)
    return forger


@bad("F-13")
def a_ruling_on_a_withdrawn_sheet() -> Forger:
    forger = paper()
    first = _event(forger, e.BatchRead)
    assert isinstance(first, e.BatchRead)
    rulings = (e.RuledSheet(sheet=first.sheets[0], ruling=digest(b"some ruling")),)
    change(forger.session.script, e.SheetsAdjudicated, rulings=rulings)
    return forger


@bad("F-13")
def a_sample_smaller_than_the_rules_say() -> Forger:
    forger = paper()
    change(forger.session.script, e.SampleDrawn, count=1)
    return forger


@bad("F-14")
def counted_without_the_last_bundle() -> Forger:
    forger = paper()
    del forger.session.script[place(forger.session.script, e.BatchRead, 2)]
    _drop(forger, e.SheetsAdjudicated)
    return forger


def _drop(forger: Forger, kind: type[e.Event]) -> None:
    """Leave all events of a kind out."""
    script = forger.session.script
    forger.session.script = [one for one in script if not isinstance(one, kind)]


@bad("F-14")
def counted_with_doubts_that_nobody_decided() -> Forger:
    forger = paper()
    _drop(forger, e.SheetsAdjudicated)
    return forger


@bad("F-14")
def counted_by_hand_beside_the_machine() -> Forger:
    forger = paper()
    script = forger.session.script
    tally = _counted(forger)
    script[place(script, e.SheetsCounted)] = e.HandCountAgreed(round=1, tally=tally)
    return forger


def _counted(forger: Forger) -> ChannelTally:
    counted = _event(forger, e.SheetsCounted)
    assert isinstance(counted, e.SheetsCounted)
    return counted.tally


@bad("F-14")
def more_foreign_sheets_than_anybody_set_aside() -> Forger:
    forger = paper()
    tally = _counted(forger)
    less = msgspec.structs.replace(
        tally, returned=tally.returned - 9, valid=tally.valid - 9, foreign=tally.foreign + 9
    )
    change(forger.session.script, e.SheetsCounted, tally=less)
    return forger


@bad("F-02")
def rulings_signed_by_one_scrutineer() -> Forger:
    forger = paper()
    event = _event(forger, e.SheetsAdjudicated)
    signers = (("scrutineer", 1), ("chief_scrutineer", 1))
    approvals = tuple(forger.session.approval(event, role, n) for role, n in signers)  # type: ignore[arg-type]  # roles
    change(forger.session.script, e.SheetsAdjudicated, approvals=approvals)
    return forger


@bad("F-01")
def sheets_with_a_key_and_no_layout() -> Forger:
    forger = paper()
    change(forger.session.script, e.SheetsPrinted, layout=None)
    return forger


@bad("T-07")
def totals_that_are_not_those_of_the_sheets() -> Forger:
    forger = paper()
    script = forger.session.script
    told = _event(forger, e.Tallied)
    assert isinstance(told, e.Tallied)
    (channel,) = told.tally.channels
    first, *rest = channel.items
    better = msgspec.structs.replace(first, approve=first.approve + 1, oppose=first.oppose - 1)
    other = msgspec.structs.replace(channel, items=(better, *rest))
    cut(forger.session, e.OutcomeDecided)
    change(script, e.Tallied, tally=msgspec.structs.replace(told.tally, channels=(other,)))
    return forger


@bad("S-01")
def a_layout_of_another_list() -> Forger:
    forger = paper()
    other = msgspec.structs.replace(DEFINITION, candidates=DEFINITION.candidates[:2])
    name = forger.session.put(canonical(layout_of(other, Format())))
    change(forger.session.script, e.SheetsPrinted, layout=name)
    return forger


@bad("S-01")
def a_layout_that_is_none() -> Forger:
    forger = paper()
    change(forger.session.script, e.SheetsPrinted, layout=forger.session.put(b"{}"))
    return forger


# The evidence.


def handed_in(forger: Forger) -> Case:
    """Return the record with the evidence that it names."""
    record = forger.record()
    return Case(record=record, expected=Expectations(evidence=io.BytesIO(forger.made_evidence)))


def scene(edit: Callable[[Scene], object]) -> Case:
    """Return the record and evidence of a session whose scene was changed."""
    return handed_in(Forger(own_copy(scanned(edit))))


class Keeper(Forger):
    """A forger who hands in evidence of his own making."""

    kept: bytes = b""

    def _evidence(self, events: list[e.Event]) -> bytes:  # noqa: ARG002, whatever happened
        return self.kept


def repacked(edit: Callable[[dict[str, bytes]], object], forger: Forger | None = None) -> Case:
    """Return a record with the good evidence, whose files were changed and listed anew."""
    good = paper()
    good.record()
    box = Container.open(io.BytesIO(good.made_evidence))
    files = {one.name: box.read(one) for one in box.members if one.name != layout.MANIFEST}
    edit(files)
    listed = {name: digest(content) for name, content in files.items()}
    manifest = canonical(EvidenceManifest(election=good.session.id, files=listed))
    keeper = Keeper((forger or good).session)
    keeper.kept = zipped([*sorted(files.items()), (layout.MANIFEST, manifest)])
    return handed_in(keeper)


def _dropped(name: Digest) -> Case:
    return repacked(lambda files: files.pop(layout.object_name(name)))


def _printed(number: int = 0) -> Digest:
    event = _event(paper(), e.SheetsPrinted, number)
    assert isinstance(event, e.SheetsPrinted)
    return Digest(event.commitment or "")


@bad("S-02")
def printed_identities_absent() -> Case:
    return _dropped(_printed())


@bad("S-02")
def more_identities_than_sheets_were_printed() -> Case:
    return scene(lambda s: setattr(s, "identities", PRINTED + 1))


def _sheet(number: int = 0) -> Digest:
    batch = _event(paper(), e.BatchRead, 1)
    assert isinstance(batch, e.BatchRead)
    return batch.sheets[number]


@bad("S-03")
def a_reading_absent() -> Case:
    return _dropped(_sheet())


@bad("S-03")
def a_digest_that_opens_to_no_reading() -> Case:
    """Something else lies in the place of a certain sheet of the withdrawn bundle."""
    forger = paper()
    raw = b"\0" * 32 + b'{"piaojue":"reading-1"}'
    batch = _event(forger, e.BatchRead)
    assert isinstance(batch, e.BatchRead)
    old = next(one for one in batch.sheets if one not in batch.doubtful)
    sheets = tuple(sorted({*batch.sheets, digest(raw)} - {old}))
    change(forger.session.script, e.BatchRead, sheets=sheets)
    return repacked(lambda files: files.update({layout.object_name(digest(raw)): raw}), forger)


@bad("S-04")
def a_sheet_of_another_list() -> Case:
    other = msgspec.structs.replace(CLEAR[0], definition=digest(b"another list"))
    return scene(lambda s: _instead(s, CLEAR[0], other))


@bad("S-04")
def a_sheet_of_another_round() -> Case:
    other = msgspec.structs.replace(CLEAR[0], round=2)
    return scene(lambda s: _instead(s, CLEAR[0], other))


@bad("S-04")
def a_sheet_whose_projects_stand_in_another_order() -> Case:
    other = msgspec.structs.replace(CLEAR[0], rows=CLEAR[0].rows[::-1])
    return scene(lambda s: _instead(s, CLEAR[0], other))


@bad("S-04")
def a_sheet_with_an_opinion_that_it_does_not_offer() -> Case:
    return scene(lambda s: _instead(s, CLEAR[0], _first_row(CLEAR[0], "满意")))


def _instead(table: Scene, old: SheetReading, new: SheetReading) -> None:
    """Let ``new`` lie where ``old`` lay, in every bundle."""
    table.bundles = [[new if one == old else one for one in each] for each in table.bundles]


@bad("S-05")
def a_row_read_against_its_boxes() -> Case:
    """Two sheets err the other way round, so that no total changes."""

    def cross(table: Scene) -> None:
        plus, minus = CLEAR[4], CLEAR[2]
        _instead(table, plus, _first_row(plus, minus.rows[0].reading))
        _instead(table, minus, _first_row(minus, plus.rows[0].reading))

    return scene(cross)


def _first_row(reading: SheetReading, opinion: str) -> SheetReading:
    first, *rest = reading.rows
    wrong = msgspec.structs.replace(first, reading=opinion)
    return msgspec.structs.replace(reading, rows=(wrong, *rest))


@bad("S-06")
def a_doubtful_sheet_that_the_log_does_not_name() -> Case:
    return scene(lambda s: setattr(s, "doubtful", lambda one: one.doubts and one != OVERVOTE))


@bad("S-06")
def a_sheet_without_its_second_side_that_the_machine_was_certain_of() -> Case:
    other = msgspec.structs.replace(CLEAR[0], rows=CLEAR[0].rows[:2])
    return scene(lambda s: _instead(s, CLEAR[0], other))


@bad("S-06")
def a_certain_sheet_that_the_log_calls_doubtful() -> Case:
    def more(table: Scene) -> None:
        table.doubtful = lambda one: bool(one.doubts) or one == CLEAR[0]
        table.rulings.append(ruling(CLEAR[0], as_read(CLEAR[0])))

    return scene(more)


@bad("S-06")
def a_doubt_of_the_rules_that_the_machine_kept_to_itself() -> Case:
    silent = msgspec.structs.replace(OVERVOTE, doubts=("writing_outside",))

    def keep(table: Scene) -> None:
        _instead(table, OVERVOTE, silent)
        table.rulings[0] = ruling(silent, as_read(silent), "overvote")

    return scene(keep)


@bad("S-06")
def a_code_read_in_two_bundles_of_which_nobody_was_told() -> Case:
    """People found it out all the same, for something else was in doubt."""
    doubts: tuple[Doubt, ...] = ("writing_outside",)
    copy = msgspec.structs.replace(CLEAR[14], identity=CLEAR[0].identity, doubts=doubts)

    def found(table: Scene) -> None:
        _instead(table, CLEAR[14], copy)
        table.rulings.append(ruling(copy, as_read(copy), "not_genuine"))

    return scene(found)


@bad("S-06")
def two_sheets_of_one_bundle_with_one_code_and_one_of_them_in_doubt() -> Case:
    copy = msgspec.structs.replace(CLEAR[1], identity=CLEAR[0].identity, doubts=("copied",))

    def shown(table: Scene) -> None:
        _instead(table, CLEAR[1], copy)
        table.rulings.append(ruling(copy, as_read(copy), "not_genuine"))

    return scene(shown)


def _ruling(number: int = 0) -> e.RuledSheet:
    event = _event(paper(), e.SheetsAdjudicated)
    assert isinstance(event, e.SheetsAdjudicated)
    return event.rulings[number]


@bad("S-07")
def a_ruling_absent() -> Case:
    return _dropped(_ruling().ruling)


@bad("S-07")
def a_ruling_on_another_sheet() -> Case:
    forger = paper()
    event = _event(forger, e.SheetsAdjudicated)
    assert isinstance(event, e.SheetsAdjudicated)
    first, second, *rest = event.rulings
    swapped = (
        e.RuledSheet(sheet=first.sheet, ruling=second.ruling),
        e.RuledSheet(sheet=second.sheet, ruling=first.ruling),
        *rest,
    )
    change(forger.session.script, e.SheetsAdjudicated, rulings=swapped)
    return handed_in(forger)


def _ruled(number: int, **fields: object) -> Callable[[Scene], None]:
    def edit(table: Scene) -> None:
        table.rulings[number] = msgspec.structs.replace(table.rulings[number], **fields)

    return edit


@bad("S-08")
def an_overvote_ruled_valid() -> Case:
    return scene(_ruled(0, void=None))


@bad("S-08")
def a_ruling_after_one_view() -> Case:
    view = Scene().rulings[0].views[0]
    return scene(_ruled(0, views=(view, view)))


@bad("S-08")
def one_view_told_twice() -> Case:
    views = Scene().rulings[0].views
    return scene(_ruled(0, views=(*views, views[0])))


@bad("S-08")
def views_of_people_who_were_not_appointed() -> Case:
    views = tuple(
        msgspec.structs.replace(one, scrutineer=one.scrutineer + 7)
        for one in Scene().rulings[0].views
    )
    return scene(_ruled(0, views=views))


@bad("S-08")
def a_former_view_of_somebody_who_gave_none() -> Case:
    view = Scene().rulings[0].views[0]
    return scene(_ruled(0, former=(msgspec.structs.replace(view, scrutineer=3),)))


@bad("S-08")
def a_former_view_with_a_project_of_another_list() -> Case:
    view = Scene().rulings[0].views[0]
    (*rows, last) = view.rows
    other = msgspec.structs.replace(last, project=9)
    return scene(_ruled(0, former=(msgspec.structs.replace(view, rows=(*rows, other)),)))


@bad("S-09")
def one_sheet_in_two_bundles() -> Case:
    """People were shown the copy, and took it for genuine like the other one."""
    copy = msgspec.structs.replace(CLEAR[14], identity=CLEAR[0].identity, doubts=("copied",))

    def counted(table: Scene) -> None:
        _instead(table, CLEAR[14], copy)
        table.rulings.append(ruling(copy, as_read(copy)))

    return scene(counted)


@bad("S-10")
def a_sheet_that_was_not_printed() -> Case:
    other = msgspec.structs.replace(CLEAR[0], identity="f" * 32)
    return scene(lambda s: _instead(s, CLEAR[0], other))


@bad("S-10")
def a_sheet_without_identity_on_which_nobody_ruled() -> Case:
    other = msgspec.structs.replace(CLEAR[0], identity=None, known_by=None)
    return scene(lambda s: _instead(s, CLEAR[0], other))


@bad("S-10")
def a_sheet_known_by_nothing_with_an_identity() -> Case:
    other = msgspec.structs.replace(CLEAR[0], known_by=None)
    return scene(lambda s: _instead(s, CLEAR[0], other))


@bad("S-10")
def an_identity_of_its_own_where_all_sheets_bear_one_code() -> Case:
    def number(table: Scene) -> None:
        alike, own = table.change, "c" * 32
        table.change = lambda one: (
            msgspec.structs.replace(alike(one), identity=own, known_by="code")
            if one == CLEAR[0]
            else alike(one)
        )

    return handed_in(Forger(own_copy(one_code_for_all(number))))


def _one_more(tally: ChannelTally) -> ChannelTally:
    first, *rest = tally.items
    better = msgspec.structs.replace(first, approve=first.approve + 1, oppose=first.oppose - 1)
    return msgspec.structs.replace(tally, items=(better, *rest))


@bad("S-11")
def totals_with_one_approval_more_than_the_sheets_have() -> Case:
    return scene(lambda s: setattr(s, "tally", _one_more))


@bad("S-11")
def a_ruling_counted_the_other_way() -> Case:
    return scene(_ruled(1, rows=_other_rows(1), views=Scene().rulings[1].views))


def _other_rows(number: int) -> tuple[object, ...]:
    first, *rest = Scene().rulings[number].rows
    return (msgspec.structs.replace(first, reading="oppose"), *rest)


@bad("S-12")
def an_image_absent() -> Case:
    return _dropped(CLEAR[0].pages[0].image)


@bad("S-13")
def totals_of_a_bundle_absent() -> Case:
    return repacked(lambda files: files.pop(layout.batch_name(1, 2)))


@bad("S-13")
def totals_of_a_bundle_altered() -> Case:
    def alter(files: dict[str, bytes]) -> None:
        name = layout.batch_name(1, 2)
        files[name] = files[name].replace(b'"standing":true', b'"standing":false')

    return repacked(alter)


@bad("S-13")
def totals_of_a_bundle_that_nobody_read() -> Case:
    return repacked(lambda files: files.update({layout.batch_name(1, 9): b"{}"}))


@bad("E-05")
def totals_of_a_bundle_not_as_listed() -> Case:
    forger = paper()
    forger.evidence = lambda data: data.replace(b'"standing":true', b'"standing":TRUE')
    return handed_in(forger)
