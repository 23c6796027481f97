"""Paper read by machine: what the fold takes, and every fact by which it refuses."""

from collections.abc import Callable

import msgspec
import pytest

from ballot import events as e
from ballot import refusals as r
from ballot.canonical import digest
from ballot.errors import Malformed, Refused
from ballot.fold import fold
from ballot.results import Tally
from ballot.rules import Rules
from ballot.rules.values import AuditSample
from ballot.sampling import sampled
from tests.support.scanned_story import COMMITMENT, LAYOUT, ScannedStory, named, sheets, unsampled
from tests.support.story import AT, Key, Story, paper_tally

Telling = Callable[[ScannedStory], object]
FIRST, SECOND = sheets("a", 20), sheets("b", 19)
FEW = Rules(seats=2, roster_total=45, audit_sample=AuditSample(ratio=(1, 10), all_up_to=5))


def test_a_scanned_round_reaches_counting() -> None:
    story = ScannedStory(rules=unsampled()).read(doubtful=2).rules_on(*FIRST[:2]).sums_up()
    story.freeze_paper().tell(e.Tallied(round=1, tally=Tally(channels=(paper_tally(),))))

    assert story.election.current.tally is not None
    assert story.election.current.returned_paper == 39
    assert fold(e.decode(e.encode(one)) for one in story.events) == story.election


def test_a_bundle_read_again_takes_the_place_of_the_withdrawn_one() -> None:
    story = ScannedStory().read().withdraws(2).reads(3, sheets("c", 18), foreign=1)

    assert [one.batch for one in story.election.current.live] == [1, 3]
    story.sums_up(msgspec.structs.replace(paper_tally(invalid=0), foreign=1))
    assert story.election.current.paper_count is not None


def test_the_last_ruling_on_a_sheet_counts() -> None:
    story = ScannedStory().read(doubtful=1).rules_on(FIRST[0]).rules_on(FIRST[0], again="again")

    assert story.election.current.rulings == {FIRST[0]: digest(f"again{FIRST[0]}".encode())}


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s.rules_on(FIRST[0]),
        lambda s: s.withdraws(2),
    ],
    ids=["ruled again", "withdrawn"],
)
def test_whatever_changes_a_sheet_undoes_the_count(change: Telling) -> None:
    story = ScannedStory().read().sums_up()
    change(story)

    assert story.election.current.paper_count is None


def test_sheets_that_people_found_not_genuine_are_foreign() -> None:
    tally = msgspec.structs.replace(paper_tally(invalid=0), foreign=1)
    story = ScannedStory().read(doubtful=1).rules_on(FIRST[0]).sums_up(tally)

    assert story.election.current.paper_count == tally


def test_the_sample_is_drawn_from_the_certain_sheets_by_the_seed() -> None:
    story = ScannedStory(rules=FEW).read(doubtful=2).samples(count=4)
    certain = [*FIRST[2:], *SECOND]

    assert story.election.current.sample == sampled("e1", 1, "3 1 4", certain, 4)
    assert sampled("e1", 1, "3 1 5", certain, 4) != story.election.current.sample


def test_what_people_decided_before_the_draw_is_not_drawn() -> None:
    """People decide on a sheet that is certain in itself where its code was read again."""
    story = ScannedStory().emptied(20).reads(1, FIRST, doubtful=FIRST[:2]).rules_on(*FIRST[:3])
    with pytest.raises(r.WrongSample, match="认定清楚的票 17 张"):
        story.samples(count=18)
    story.samples(count=17)

    assert story.election.current.sample == set(FIRST[3:])
    story.rules_on(FIRST[2], again="again")
    assert story.election.current.sampled == set(FIRST[3:])


def test_what_people_decided_for_an_earlier_sample_stays_of_the_sample() -> None:
    story = ScannedStory().read().samples().rules_on(*sorted((*FIRST[:5], *SECOND[:5])))
    story.withdraws(2)
    assert story.election.current.sample is None
    assert story.election.current.sampled == set(FIRST[:5])
    third = sheets("c", 19)
    story.reads(3, third, doubtful=third[:1]).samples(count=38)

    assert story.election.current.sampled == {*FIRST, *third[1:]}


def test_a_sample_may_be_drawn_after_the_count_and_then_holds_the_paper() -> None:
    story = ScannedStory(rules=FEW).read().sums_up().samples(count=4)
    drawn = story.election.current.sample
    assert drawn is not None

    with pytest.raises(r.NotYet, match="抽样复核还有 4 张"):
        story.freeze_paper()
    story.rules_on(*sorted(drawn)).sums_up().freeze_paper()
    assert story.election.current.paper_frozen


def test_paper_is_not_frozen_while_a_sample_is_asked_and_none_drawn() -> None:
    story = ScannedStory(rules=FEW).read(doubtful=2).rules_on(*FIRST[:2]).sums_up()
    with pytest.raises(r.NotYet, match="须抽样复核 4 张机器认定清楚的票"):
        story.freeze_paper()
    story.samples(count=4)
    drawn = story.election.current.sample
    assert drawn is not None
    story.rules_on(*sorted(drawn)).sums_up().freeze_paper()
    assert story.election.current.paper_frozen


def test_no_sample_is_asked_where_people_rule_on_every_sheet_anyway() -> None:
    every = ScannedStory(rules=FEW).emptied(20).reads(1, FIRST, doubtful=FIRST)
    every.rules_on(*FIRST).sums_up(msgspec.structs.replace(paper_tally(), returned=20, valid=19))
    every.freeze_paper()
    assert every.election.current.paper_frozen


def test_a_failed_scanner_leaves_no_sample_to_draw() -> None:
    story = ScannedStory(rules=FEW).read().samples(count=4).fails(readings=39)
    tally = paper_tally()
    story.enter(1, tally).enter(2, tally).tell(e.HandCountAgreed(round=1, tally=tally))
    assert story.freeze_paper().election.current.paper_frozen


def test_a_bundle_withdrawn_undoes_the_sample() -> None:
    story = ScannedStory(rules=FEW).read().samples(count=4).withdraws(2)

    assert story.election.current.sample is None


def test_after_a_failed_scanner_all_paper_is_counted_by_hand() -> None:
    story = ScannedStory().read(doubtful=3).fails(readings=39)
    tally = paper_tally()
    story.enter(1, tally).enter(2, tally).tell(e.HandCountAgreed(round=1, tally=tally))
    story.freeze_paper()

    assert story.election.current.paper_count == tally


def test_sheets_without_codes_are_counted_by_hand_as_before() -> None:
    story = Story().until_open().close().count().freeze_paper()

    assert story.election.current.paper_frozen
    assert story.election.current.sheet_count is None


def test_one_code_for_all_sheets_commits_to_no_identities() -> None:
    story = ScannedStory(rules=msgspec.structs.replace(FEW, identity="batch"))
    story.create().appoint().freeze()
    story.tell(printed(story, commitment=None))

    assert story.election.current.commitments == ()
    assert story.election.current.layouts == (LAYOUT,)


def test_two_formats_of_one_round_are_printed_with_one_key() -> None:
    story = ScannedStory()
    story.create().appoint().freeze().print_sheets()
    story.tell(printed(story, commitment=digest(b"more"), layout=digest(b"large type")))

    assert len(story.election.current.commitments) == len(story.election.current.layouts) == 2


def test_a_log_of_before_keeps_its_leaf() -> None:
    event = e.SheetsPrinted(round=1, count=50, commitment=None, key=None, at=AT)

    assert b"layout" not in e.encode(event)
    with pytest.raises(Malformed):
        e.decode(e.encode(event).replace(b'"key":null', b'"key":null,"layout":null'))


def test_a_binding_round_opens_once_the_files_of_its_sheets_are_deleted() -> None:
    story = ScannedStory(rehearsal=False)
    story.create().appoint().freeze().print_sheets().hand_out()

    with pytest.raises(r.NotYet, match="50 张票的印制文件"):
        story.open()
    story.tell(e.PrintsDestroyed(round=1, count=30, at=AT))
    with pytest.raises(r.NotYet, match="20 张票的印制文件"):
        story.open()
    story.tell(e.PrintsDestroyed(round=1, count=20, at=AT)).open()
    assert story.election.current.stage == "open"


def test_a_withdrawn_list_takes_its_identities_with_it() -> None:
    story = ScannedStory()
    story.create().appoint().freeze().print_sheets()
    story.tell(e.PrintsDestroyed(round=1, count=50, at=AT)).withdraw()
    current = story.election.current

    assert (current.commitments, current.layouts, current.prints_destroyed) == ((), (), 0)


def printed(story: ScannedStory, **fields: object) -> e.Event:
    whole: dict[str, object] = {
        "round": 1,
        "count": 5,
        "commitment": COMMITMENT,
        "key": story.key,
        "at": AT,
        "layout": LAYOUT,
    }
    return e.SheetsPrinted(**(whole | fields))  # type: ignore[arg-type]  # the fields of the event


def prints(**fields: object) -> Telling:
    """Print once, and then again with other fields."""
    return lambda s: s.create().appoint().freeze().print_sheets().tell(printed(s, **fields))


def only(**fields: object) -> Telling:
    return lambda s: s.create().appoint().freeze().tell(printed(s, **fields))


def by_hand(story: ScannedStory) -> object:
    return story.read().enter(1, paper_tally())


def agreed_before_reading(story: ScannedStory) -> object:
    tally = paper_tally()
    story.emptied().enter(1, tally).enter(2, tally)
    return story.reads(1, FIRST).tell(e.HandCountAgreed(round=1, tally=tally))


def read_after_the_hand_count(story: ScannedStory) -> object:
    tally = paper_tally()
    story.emptied().enter(1, tally).enter(2, tally)
    story.tell(e.HandCountAgreed(round=1, tally=tally))
    return story.reads(1, FIRST)


def other(**fields: object) -> Telling:
    return lambda s: s.read().sums_up(msgspec.structs.replace(paper_tally(), **fields))


def use(story: ScannedStory, rules: Rules) -> ScannedStory:
    story.rules = rules
    return story


ONE_MORE = named(*"z")
REFUSED: dict[str, tuple[Telling, type[Refused], str]] = {
    "a key without a layout": (only(layout=None), r.WrongPrinting, "同时登记"),
    "a key without identities": (only(commitment=None), r.WrongPrinting, "同时登记"),
    "a layout without a key": (only(key=None, commitment=None), r.WrongPrinting, "同时登记"),
    "identities where all sheets bear one code": (
        lambda s: (
            use(s, msgspec.structs.replace(FEW, identity="batch"))
            .create()
            .appoint()
            .freeze()
            .tell(printed(s))
        ),
        r.WrongPrinting,
        "一批一码",
    ),
    "another key": (
        prints(key=Key().public_key, commitment=digest(b"x")),
        r.WrongPrinting,
        "同一把",
    ),
    "the same identities twice": (prints(), r.WrongPrinting, "不能再印一次"),
    "deleted files of more sheets than were printed": (
        lambda s: s.until_open().tell(e.PrintsDestroyed(round=1, count=51, at=AT)),
        r.WrongFigures,
        "51 张",
    ),
    "deleted files of sheets without codes": (
        lambda s: (
            s.create()
            .appoint()
            .freeze()
            .tell(printed(s, key=None, commitment=None, layout=None))
            .tell(e.PrintsDestroyed(round=1, count=1, at=AT))
        ),
        r.WrongFigures,
        "有 0 张",
    ),
    "read while open": (lambda s: s.until_open() and s.reads(1, FIRST), r.WrongStage, "投票中"),
    "read before the box was counted": (
        lambda s: s.until_open().close() and s.reads(1, FIRST),
        r.NotYet,
        "清点票箱",
    ),
    "a number left out": (lambda s: s.emptied().reads(2, FIRST), r.WrongBatch, "下一捆为第 1 捆"),
    "a number used twice": (
        lambda s: s.read().withdraws(2).reads(2, sheets("c", 19)),
        r.WrongBatch,
        "下一捆为第 3 捆",
    ),
    "one sheet short": (
        lambda s: s.emptied().reads(1, FIRST[1:], declared=20),
        r.WrongBatch,
        "读出 19 张，另放 0 张，少 1 张",
    ),
    "one sheet too many": (
        lambda s: s.emptied().reads(1, FIRST, foreign=1, declared=20),
        r.WrongBatch,
        "多 1 张",
    ),
    "a bundle too thick": (
        lambda s: s.emptied(60).reads(1, sheets("a", 51)),
        r.WrongBatch,
        "最多 50 张",
    ),
    "out of order": (lambda s: s.emptied().reads(1, FIRST[::-1]), r.WrongBatch, "由小到大"),
    "doubts out of order": (
        lambda s: s.emptied().tell(
            e.BatchRead(
                round=1, batch=1, declared=20, sheets=FIRST, foreign=0, doubtful=FIRST[1::-1]
            )
        ),
        r.WrongBatch,
        "由小到大",
    ),
    "a doubt about another sheet": (
        lambda s: s.emptied().reads(1, FIRST, doubtful=SECOND[:1]),
        r.WrongBatch,
        "这一捆中的票",
    ),
    "a reading twice": (
        lambda s: s.read().reads(3, FIRST[:1]),
        r.WrongBatch,
        "不能入账两次",
    ),
    "a withdrawn reading again": (
        lambda s: s.read().withdraws(1).reads(3, FIRST),
        r.WrongBatch,
        "不能入账两次",
    ),
    "withdrawn before it was read": (lambda s: s.emptied().withdraws(1), r.WrongBatch, "第 1 捆"),
    "withdrawn twice": (
        lambda s: s.read().withdraws(1).withdraws(1),
        r.WrongBatch,
        "已经撤回",
    ),
    "withdrawn by the chief alone": (
        lambda s: s.read().withdraws(1, [("chief_scrutineer", 1)]),
        r.MissingSignature,
        "监票人",
    ),
    "ruled on no sheet": (lambda s: s.read().rules_on(*ONE_MORE), r.WrongRuling, "现有各捆"),
    "ruled on a withdrawn sheet": (
        lambda s: s.read().withdraws(1).rules_on(FIRST[0]),
        r.WrongRuling,
        "现有各捆",
    ),
    "ruled twice on one page": (
        lambda s: s.read().rules_on(FIRST[0], FIRST[0], rulings=named("x", "y")),
        r.WrongRuling,
        "由小到大",
    ),
    "one ruling for two sheets": (
        lambda s: s.read().rules_on(*FIRST[:2], rulings=[*named("x"), *named("x")]),
        r.WrongRuling,
        "有重复",
    ),
    "a ruling used before": (
        lambda s: s.read().rules_on(FIRST[0]).rules_on(FIRST[0], signers=()),
        r.WrongRuling,
        "有重复",
    ),
    "ruled by one scrutineer": (
        lambda s: s.read().rules_on(FIRST[0], signers=[("scrutineer", 1), ("chief_scrutineer", 1)]),
        r.MissingSignature,
        "2 份",
    ),
    "a sample before all was read": (
        lambda s: s.emptied().reads(1, FIRST).samples(20),
        r.PaperIncomplete,
        "少 19 张",
    ),
    "a sample too small": (lambda s: s.read().samples(38), r.WrongSample, "39 张"),
    "a second sample": (lambda s: s.read().samples().samples(), r.AlreadyDone, "已经抽样"),
    "a sample drawn by the chief alone": (
        lambda s: s.read().samples(signers=[("chief_scrutineer", 1)]),
        r.MissingSignature,
        "监票人",
    ),
    "counted before anything was read": (lambda s: s.emptied().sums_up(), r.NotYet, "还没有读票"),
    "counted with a bundle missing": (
        lambda s: s.emptied().reads(1, FIRST).sums_up(),
        r.PaperIncomplete,
        r"票箱清点 39 张，各捆合计 20 张（第 1 捆 20 张），少 19 张",
    ),
    "counted with a bundle too many": (
        lambda s: s.read().reads(3, sheets("c", 2)).sums_up(),
        r.PaperIncomplete,
        "多 2 张",
    ),
    "counted with a doubt": (
        lambda s: s.read(doubtful=2).rules_on(FIRST[0]).sums_up(),
        r.PaperIncomplete,
        "第 1 捆还有 1 张疑问票",
    ),
    "counted before the sample was looked at": (
        lambda s: s.read().samples().sums_up(),
        r.PaperIncomplete,
        "抽样复核还有 39 张",
    ),
    "a total of fewer sheets": (other(returned=38, valid=37), r.PaperIncomplete, "39 张不符"),
    "valid and invalid are not all": (other(valid=37), r.PaperIncomplete, "有效 37"),
    "foreign sheets that nobody set aside": (
        other(returned=38, valid=37, foreign=1),
        r.PaperIncomplete,
        "另放的有 0 张",
    ),
    "a total of other projects": (
        lambda s: s.read().sums_up(paper_tally((30, 25))),
        r.WrongFigures,
        "每一个候选项目",
    ),
    "counted by hand beside the machine": (by_hand, r.CountedOtherwise, "登记扫描仪故障"),
    "agreed by hand beside the machine": (
        agreed_before_reading,
        r.CountedOtherwise,
        "登记扫描仪故障",
    ),
    "read after the hand count": (read_after_the_hand_count, r.CountedOtherwise, "两名计票人"),
    "read after the scanner failed": (
        lambda s: s.read().fails(39).reads(3, sheets("c", 1)),
        r.CountedOtherwise,
        "扫描仪故障",
    ),
    "ruled after the scanner failed": (
        lambda s: s.read().fails(39).rules_on(FIRST[0]),
        r.CountedOtherwise,
        "扫描仪故障",
    ),
    "counted after the scanner failed": (
        lambda s: s.read().fails(39).sums_up(),
        r.CountedOtherwise,
        "扫描仪故障",
    ),
    "a failure with another number of readings": (
        lambda s: s.read().fails(38),
        r.WrongFigures,
        "现有 39 张",
    ),
    "a failure after the count": (lambda s: s.read().sums_up().fails(39), r.AlreadyDone, "计完"),
    "the box counted again after the count": (
        lambda s: s.read().sums_up().tell(e.BoxCounted(round=1, count=40)),
        r.AlreadyDone,
        "不再重新清点",
    ),
    "ruled after the paper was frozen": (
        lambda s: use(s, unsampled()).read().sums_up().freeze_paper() and s.rules_on(FIRST[0]),
        r.AlreadyDone,
        "封定",
    ),
    "frozen uncounted": (lambda s: s.read().freeze_paper(), r.NotYet, "没有计完"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_may_not_happen_is_refused_and_changes_nothing(name: str) -> None:
    telling, refusal, words = REFUSED[name]
    story = ScannedStory()

    with pytest.raises(refusal, match=words):
        telling(story)

    assert fold(story.events) == story.election


def test_sheets_without_codes_cannot_be_read_by_machine() -> None:
    story = Story().until_open().close().tell(e.BoxCounted(round=1, count=39))
    batch = e.BatchRead(round=1, batch=1, declared=20, sheets=FIRST, foreign=0, doubtful=())

    with pytest.raises(r.NotYet, match="防伪码"):
        story.tell(batch)
