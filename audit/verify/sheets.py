"""S: scanned paper is what its digests in the log say, and adds up to the counted totals.

All but S-01 need the evidence: marks on sheets are private.
"""

from collections import Counter

import msgspec

from audit.errors import AuditError
from audit.record import layout
from audit.record.batches import images_of, totals_of
from audit.verify.case import Case
from audit.verify.checks import Findings, NotRun, Remark
from audit.verify.scanned_round import ScannedRound
from ballot import events as e
from ballot.canonical import Digest, canonical
from ballot.definition import read_definition
from ballot.errors import BallotError
from ballot.identity import BATCH, read_identities
from ballot.reading import DOUBTFUL, SheetReading, read_reading, read_ruling
from ballot.sheet import SheetLayout, layout_of
from counting.doubts import row_of_boxes, rule_doubts
from counting.errors import CountingError
from counting.paper import ReadSheet, check_ruling, count, require_unique

VIEWS = 2
_layouts = msgspec.json.Decoder(SheetLayout)


def layouts(case: Case) -> Findings:
    """S-01: every printed layout is the one that follows from the list and a format."""
    found = False
    definition: dict[int, Digest] = {}
    for event in case.events:
        if isinstance(event, e.ListFrozen):
            definition[event.round] = event.definition
        if not isinstance(event, e.SheetsPrinted) or event.layout is None:
            continue
        found = True
        raw = case.objects.get(event.layout)
        frozen = read_definition(case.objects.get(definition[event.round]))
        try:
            wanted = canonical(layout_of(frozen, _layouts.decode(raw).format))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, BallotError) as error:
            yield f"第 {event.round} 轮登记的版面不能读出：{error}"
            continue
        if raw != wanted:
            yield f"第 {event.round} 轮登记的版面不是按本轮清单排出的。"
    if not found:
        raise NotRun("没有印制带防伪码的票")


def identities(case: Case) -> Findings:
    """S-02: every commitment opens to as many identities as sheets were printed."""
    wanted = [
        event for event in case.events if isinstance(event, e.SheetsPrinted) and event.commitment
    ]
    if not case.scanned:
        raise NotRun("没有印制带防伪码的票")
    yield Remark(f"核对了 {len(wanted)} 次印制的票面标识。")
    for event in wanted:
        try:
            found = read_identities(case.evidence.get(Digest(event.commitment or "")))
        except (AuditError, BallotError) as error:
            yield f"第 {event.round} 轮的票面标识：{error.sentence}"
            continue
        if len(found) != event.count:
            yield f"第 {event.round} 轮印制 {event.count} 张，票面标识有 {len(found)} 个。"


def readings(case: Case) -> Findings:
    """S-03: every digest of a bundle opens to a reading of the written form."""
    total = 0
    for one in _read(case):
        for batch in one.batches:
            for name in batch.sheets:
                total += 1
                try:
                    read_reading(case.evidence.get(name))
                except (AuditError, BallotError) as error:
                    yield f"{_batch(one, batch)}读票 {name[:16]}…：{error.sentence}"
    yield Remark(f"核对了 {total} 张票的读票记录。")


def of_this_round(case: Case) -> Findings:
    """S-04: every reading is of this round, its list and the rows of its sheets."""
    for one in _read(case):
        for name, reading in one.readings.items():
            if (reading.round, reading.definition) != (one.number, one.current.definition):
                yield f"{_sheet(one, name)}不是本轮票决的票。"
                continue
            try:
                rule_doubts(reading.rows, one.form)
            except CountingError as error:
                yield f"{_sheet(one, name)}：{error.sentence}"


def boxes(case: Case) -> Findings:
    """S-05: a row is in doubt, or read as its boxes are marked where a mark says it all."""
    for one in _read(case):
        for name, reading in one.readings.items():
            for row in reading.rows:
                said = row_of_boxes(row.boxes, one.form.rules)
                if said is not None and row.reading not in {said, DOUBTFUL}:
                    yield (
                        f"{_sheet(one, name)}第 {row.project} 号项目读作“{row.reading}”，"
                        f"按各格的标记是“{said}”。"
                    )


def doubts(case: Case) -> Findings:
    """S-06: those in doubt are exactly those that the log names, by the rules' doubts as well."""
    for one in _read(case):
        yield from _unmarked_copies(one)
        for batch in one.batches:
            named = set(batch.doubtful)
            for name in batch.sheets:
                reading = one.readings[name]
                missing = set(rule_doubts(reading.rows, one.form)) - set(reading.doubts)
                if missing:
                    yield f"{_sheet(one, name)}按票决办法还有疑问：{'、'.join(sorted(missing))}。"
                elif bool(reading.doubts) != (name in named):
                    said = "没有登记为疑问票" if reading.doubts else "没有疑问，却登记为疑问票"
                    yield f"{_sheet(one, name)}{said}。"


def _unmarked_copies(one: ScannedRound) -> Findings:
    """Find sheets whose code was read before, in this bundle or an earlier one, as if it was not.

    Of two in one bundle nobody knows which is the copy, so people look at both.
    """
    nameless = {None, BATCH.hex()}
    before: set[str | None] = set()
    for batch in one.current.live:
        read = {name: one.readings[name] for name in batch.sheets}
        times = Counter(reading.identity for reading in read.values())
        for name, reading in read.items():
            again = reading.identity in before or times[reading.identity] > 1
            if again and reading.identity not in nameless and "copied" not in reading.doubts:
                yield f"{_sheet(one, name)}的编码与另一张票相同，没有作为疑问票认定。"
        before |= times.keys()


def rulings(case: Case) -> Findings:
    """S-07: every digest of a ruling opens to a ruling on the sheet that the log names."""
    total = 0
    for one in _read(case):
        for ruled in one.ruled:
            total += 1
            try:
                found = read_ruling(case.evidence.get(ruled.ruling))
            except (AuditError, BallotError) as error:
                yield f"{_sheet(one, ruled.sheet)}的认定：{error.sentence}"
                continue
            if found.sheet != ruled.sheet:
                yield f"{_sheet(one, ruled.sheet)}的认定说的是另一张票。"
    yield Remark(f"核对了 {total} 份认定。")


def by_the_rules(case: Case) -> Findings:
    """S-08: two scrutineers gave views, and every ruling is what the rules make of its rows."""
    scrutineers = {one.number for one in case.folding.election.officers if one.role == "scrutineer"}
    for one in _read(case):
        for ruling in one.rulings.values():
            seen = {view.scrutineer for view in ruling.views}
            twice = len(seen) < len(ruling.views)
            if len(seen) < VIEWS or twice or not seen <= scrutineers:
                yield f"{_sheet(one, ruling.sheet)}的认定没有两名以上监票人各自的意见。"
                continue
            try:
                check_ruling(ruling, one.form)
            except CountingError as error:
                yield f"{_sheet(one, ruling.sheet)}：{error.sentence}"


def once(case: Case) -> Findings:
    """S-09: each identity counts once over the bundles that stand."""
    for one in _read(case):
        try:
            require_unique({batch.batch: one.sheets(batch) for batch in one.current.live})
        except CountingError as error:
            yield f"第 {one.number} 轮：{error.sentence}"
        if one.form.rules.identity == "batch":
            yield Remark(
                f"第 {one.number} 轮的票印同一个标识，程序查不出复印的票和重复读的票，"
                "只由各捆人工清点的张数防止，请查验封存的票。"
            )


def printed(case: Case) -> Findings:
    """S-10: sheets that count were printed; where no code can be read, people said so."""
    for one in _read(case):
        for sheet in one.standing():
            yield from _origin(one, sheet)


def _origin(one: ScannedRound, sheet: ReadSheet) -> Findings:
    reading, where = sheet.reading, _sheet(one, sheet.digest)
    if (reading.identity is None) != (reading.known_by is None):
        yield f"{where}的标识和识别方式不一致。"
    elif reading.identity is None:
        if sheet.ruling is None:
            yield f"{where}没有可读的标识，也没有人认定是本次印制的票。"
    elif not sheet.genuine:
        return
    elif one.form.rules.identity == "batch":
        if not _common(reading):
            yield f"{where}应印同批相同的标识。"
    elif bytes.fromhex(reading.identity) not in one.identities:
        yield f"{where}的标识不在印制登记之内。"


def _common(reading: SheetReading) -> bool:
    return (reading.identity, reading.known_by) == (BATCH.hex(), "batch")


def counted(case: Case) -> Findings:
    """S-11: the totals in the log are what readings and rulings add up to."""
    found = [one for one in _read(case) if one.current.sheet_count is not None]
    if not found:
        raise NotRun("没有按读票计票")
    for one in found:
        set_aside = sum(batch.foreign for batch in one.current.live)
        try:
            tally = count(one.standing(), one.form, set_aside=set_aside)
        except CountingError as error:
            yield f"第 {one.number} 轮：{error.sentence}"
            continue
        if tally != one.current.sheet_count:
            yield f"第 {one.number} 轮按读票和认定重新计票，结果与日志登记的不符。"


def images(case: Case) -> Findings:
    """S-12: the images of all sheets are there."""
    for one in _read(case):
        for image in sorted(images_of(one.readings.values())):
            if layout.object_name(image) not in case.evidence.members:
                yield f"第 {one.number} 轮缺少票面图像 {image[:16]}…。"


def bundles(case: Case) -> Findings:
    """S-13: the totals of each bundle are what its sheets add up to; there are no others."""
    there = {name for name in case.evidence.members if name.startswith(layout.BATCHES)}
    if not there and not any(one.batches for one in case.scanned):
        raise NotRun("没有扫描读票")
    for one in case.scanned:
        for batch in one.batches:
            name = layout.batch_name(one.number, batch.batch)
            standing = batch.batch not in one.current.withdrawn
            totals = totals_of(batch, one.sheets(batch), one.form, standing=standing)
            if name not in there:
                yield f"证据包中缺少{_batch(one, batch)}的合计“{name}”。"
            elif case.evidence.read(name) != canonical(totals):
                yield f"{_batch(one, batch)}的合计与各张票不符。"
            there.discard(name)
    for name in sorted(there):
        yield f"证据包中的“{name}”不属于任何一捆。"


def _read(case: Case) -> tuple[ScannedRound, ...]:
    found = tuple(one for one in case.scanned if one.batches)
    if not found:
        raise NotRun("没有扫描读票")
    return found


def _batch(one: ScannedRound, batch: e.BatchRead) -> str:
    return f"第 {one.number} 轮第 {batch.batch} 捆"


def _sheet(one: ScannedRound, name: Digest) -> str:
    return f"第 {one.number} 轮读票 {name[:16]}… "
