"""From readings and rulings to the paper's totals, in every way of voting."""

import msgspec
import pytest

from ballot.candidates import Candidate
from ballot.definition import Definition
from ballot.reading import RowReading
from ballot.results import ItemTotals
from ballot.rules import Rules
from ballot.rules.values import BudgetCap
from counting.errors import CountingError, NotOnTheSheet, ReadTwice, RulingContradicts, Undecided
from counting.paper import ReadSheet, check_ruling, count, final_of, require_unique
from counting.paper_form import PaperForm, form_of
from counting.readings import Box, read
from counting.validity import Ballot, Sheet
from tests.support.read_sheets import as_read, form, reading, row, ruling, sheet
from tests.support.twelve_sheets import BOTH, OUT, SMUDGE, TICK, TWELVE

B = Rules()
GRADED = Rules(ballot_mode="graded", choices=("abstain", "dont_know"))
RANKED = Rules(ballot_mode="ranked", rank_by="points")


def b_sheet(*marked: str, rules: Rules = B, seats: int = 2) -> ReadSheet:
    """Return a sheet of style B; "+" approves, "-" opposes, "0" abstains, "?" is two marks."""
    choices = {"+": ("approve",), "-": ("oppose",), "0": (), "?": ("approve", "oppose")}
    rows = [row(n, rules, *choices[one]) for n, one in enumerate(marked, start=1)]
    return sheet(reading(rows, form(rules, range(1, len(marked) + 1), seats)))


def test_clear_sheets_need_nobody() -> None:
    sheets = [b_sheet("+", "-", "0", "+"), b_sheet("+", "+", "-", "-")]

    tally = count(sheets, form(B), set_aside=1)

    assert (tally.returned, tally.valid, tally.invalid, tally.foreign) == (2, 2, 0, 1)
    assert [(i.approve, i.oppose, i.abstain) for i in tally.items] == [
        (2, 0, 0),
        (1, 1, 0),
        (0, 1, 1),
        (1, 1, 0),
    ]


def test_the_last_word_on_a_sheet_is_the_ruling() -> None:
    doubtful = b_sheet("?", "+", "0", "0").reading
    ruled = ruling(doubtful, [(1, "approve"), (2, "approve"), (3, "abstain"), (4, "abstain")])

    assert count([sheet(doubtful, ruled)], form(B)).items[0].approve == 1


def test_a_sheet_that_is_not_genuine_is_foreign_and_counts_for_nothing() -> None:
    unknown = reading([row(n, B, "approve") for n in (1, 2, 3, 4)], form(B), identity=None)
    ruled = ruling(unknown, as_read(unknown), "not_genuine")

    tally = count([sheet(unknown, ruled), b_sheet("+", "-", "0", "+")], form(B))

    assert (tally.returned, tally.foreign) == (1, 1)
    assert tally.items[1].approve == 0


def test_a_whole_list_is_one_row_for_all_projects() -> None:
    rules = Rules(ballot_mode="whole_list")
    asked = form(rules, (1, 2, 3))
    sheets = [
        sheet(reading([row(0, rules, *marked)], asked))
        for marked in (["approve"], ["approve"], ["oppose"], [])
    ]

    tally = count(sheets, asked)

    assert {(i.number, i.approve, i.oppose, i.abstain) for i in tally.items} == {
        (1, 2, 1, 1),
        (2, 2, 1, 1),
        (3, 2, 1, 1),
    }


def test_ratings_are_counted_grade_by_grade() -> None:
    asked = form(GRADED, (1, 2))
    rated = [
        sheet(reading([row(1, GRADED, one), row(2, GRADED, other)], asked))
        for one, other in (("满意", "不满意"), ("满意", "dont_know"), ("基本满意", "满意"))
    ]
    two_marks = reading([row(1, GRADED, "满意", "不满意"), row(2, GRADED)], asked)

    tally = count([*rated, sheet(two_marks, ruling(two_marks, as_read(two_marks)))], asked)

    assert tally.items == (
        ItemTotals(number=1, approve=0, oppose=0, abstain=0, illegible=1, grades=(2, 1, 0)),
        ItemTotals(
            number=2, approve=0, oppose=0, abstain=1, illegible=0, grades=(1, 0, 1), dont_know=1
        ),
    )


def test_a_signed_form_of_an_evaluation_is_void_by_ruling() -> None:
    asked = form(GRADED, (1,))
    signed = reading([row(1, GRADED, "满意")], asked, doubts=["writing_outside"])

    tally = count([sheet(signed, ruling(signed, as_read(signed), "identifying_mark"))], asked)

    assert (tally.valid, tally.invalid) == (0, 1)


def ranks(*written: str) -> list[RowReading]:
    return [RowReading(project=n, reading=one, boxes=()) for n, one in enumerate(written, start=1)]


def test_ranks_earn_points() -> None:
    asked = form(RANKED, (1, 2, 3), seats=2)
    tally = count(
        [
            sheet(reading(ranks("1", "2", "abstain"), asked)),
            sheet(reading(ranks("2", "1", "abstain"), asked)),
        ],
        asked,
    )

    assert [(i.approve, i.points) for i in tally.items] == [(2, 3), (2, 3), (0, 0)]


def test_a_rank_written_twice_is_for_people_to_say() -> None:
    asked = form(RANKED, (1, 2, 3), seats=2)
    twice = reading(ranks("1", "1", "2"), asked)

    assert twice.doubts == ("item_illegible",)
    with pytest.raises(Undecided):
        count([sheet(twice)], asked)
    tally = count([sheet(twice, ruling(twice, as_read(twice)))], asked)
    assert [(i.approve, i.illegible) for i in tally.items] == [(0, 1), (0, 1), (1, 0)]


def test_the_costs_of_a_sheet_are_those_of_the_definition() -> None:
    rules = Rules(budget_cap=BudgetCap(amount=3, hard=True))
    definition = Definition(
        election="e1",
        round=1,
        kind="first",
        title="票决",
        session="会议",
        body="大会",
        rules=rules,
        group="Ed25519",
        seats=2,
        threshold="majority",
        candidates=tuple(
            Candidate(number=n, name=f"项目{n}", investment_fen=2_000_000) for n in (1, 2)
        ),
        rehearsal=True,
    )
    asked = form_of(definition, spent_fen=0)
    dear = reading([row(n, rules, "approve") for n in (1, 2)], asked)

    assert dear.doubts == ("over_budget",)
    assert form_of(definition, spent_fen=2_000_000).ballot.spent_fen == 2_000_000


def test_what_is_written_in_counts_among_the_chosen_where_it_may_be() -> None:
    rules = Rules(write_in="allowed")
    read_ = reading(
        [row(n, rules, "approve") for n in (1, 2)], form(rules, (1, 2)), doubts=["writing_outside"]
    )
    more = ruling(read_, as_read(read_), "overvote", written=("新建水库",))

    assert final_of(sheet(read_, more), form(rules, (1, 2))).void == "overvote"


ROWS = [(n, "approve" if n < 3 else "abstain") for n in (1, 2, 3, 4)]
BAD_RULINGS: dict[
    str, tuple[list[tuple[int, str]], str | None, Rules, type[CountingError], str]
] = {
    "void although nothing is wrong": (ROWS, "overvote", B, RulingContradicts, "有效票"),
    "valid although three are chosen": (
        [(n, "approve") for n in (1, 2, 3)] + [(4, "abstain")],
        None,
        B,
        RulingContradicts,
        "多选",
    ),
    "void for a name where names are no matter": (
        ROWS,
        "identifying_mark",
        Rules(identifying_mark="ignore"),
        RulingContradicts,
        "署名",
    ),
    "void for blankness where blank is valid": (
        [(n, "abstain") for n in (1, 2, 3, 4)],
        "all_blank",
        B,
        RulingContradicts,
        "全部空白",
    ),
    "an unknown ground": (ROWS, "too_late", B, RulingContradicts, "too_late"),
    "a project left out": (ROWS[:3], None, B, NotOnTheSheet, "逐项列出"),
    "projects in another order": (ROWS[::-1], None, B, NotOnTheSheet, "逐项列出"),
    "still doubtful": ([*ROWS[:3], (4, "doubtful")], None, B, NotOnTheSheet, "没有这一意见"),
    "an opinion that is not asked": ([*ROWS[:3], (4, "满意")], None, B, NotOnTheSheet, "满意"),
    "a rank where nothing is ranked": ([*ROWS[:3], (4, "1")], None, B, NotOnTheSheet, "“1”"),
    "foreign with rows of another list": (
        ROWS[:2],
        "not_genuine",
        B,
        NotOnTheSheet,
        "逐项列出",
    ),
}


@pytest.mark.parametrize("name", BAD_RULINGS)
def test_a_ruling_that_the_rules_do_not_bear_out_is_refused(name: str) -> None:
    rows, void, rules, error, words = BAD_RULINGS[name]
    read_ = b_sheet("?", "+", "0", "0").reading

    with pytest.raises(error, match=words):
        check_ruling(ruling(read_, rows, void), form(rules))


@pytest.mark.parametrize("void", [None, "not_genuine"])
def test_a_good_ruling_passes(void: str | None) -> None:
    check_ruling(ruling(b_sheet("?", "+", "0", "0").reading, ROWS, void), form(B))


@pytest.mark.parametrize("opinion", ["01", "١", "1.0", "-1", "1" * 200 + "x"])
def test_a_rank_is_written_in_one_way(opinion: str) -> None:
    asked = form(RANKED, (1, 2))
    read_ = reading(ranks("1", "2"), asked)

    with pytest.raises(NotOnTheSheet):
        check_ruling(ruling(read_, [(1, opinion), (2, "2")]), asked)


@pytest.mark.parametrize("marks", ["+++0", "?+00"], ids=["too many", "two marks in a row"])
def test_what_only_people_may_decide_is_not_counted_without_them(marks: str) -> None:
    read_ = b_sheet(*marks).reading

    with pytest.raises(Undecided):
        count([sheet(read_)], form(B))
    with pytest.raises(Undecided):
        count([sheet(msgspec.structs.replace(read_, doubts=()))], form(B))


def test_a_doubt_of_the_image_alone_holds_a_sheet() -> None:
    read_ = reading([row(n, B) for n in (1, 2, 3, 4)], form(B), doubts=["writing_outside"])

    with pytest.raises(Undecided):
        count([sheet(read_)], form(B))


def with_identity(identity: str | None, salt: int = 1) -> ReadSheet:
    asked = form(B)
    marks = ("approve", "oppose")[salt % 2]
    return sheet(
        reading(
            [row(n, B, marks) if n == 1 else row(n, B) for n in (1, 2, 3, 4)],
            asked,
            identity=identity,
        )
    )


def test_an_identity_counts_once_over_all_bundles() -> None:
    one, other = "a" * 32, "b" * 32

    require_unique({1: [with_identity(one)], 3: [with_identity(other)]})
    with pytest.raises(ReadTwice, match="第 1 捆和第 3 捆"):
        require_unique({1: [with_identity(one)], 2: [], 3: [with_identity(one, 2)]})
    with pytest.raises(ReadTwice, match="第 2 捆中读了两次"):
        require_unique({2: [with_identity(one), with_identity(one, 2)]})


@pytest.mark.parametrize("identity", [None, "0" * 32], ids=["unreadable", "one code for all"])
def test_sheets_without_an_identity_of_their_own_are_counted_by_the_bundle(
    identity: str | None,
) -> None:
    require_unique({1: [with_identity(identity), with_identity(identity, 2)]})


def test_a_copy_that_people_found_is_no_second_sheet() -> None:
    copy = with_identity("a" * 32, 2)
    ruled = ruling(copy.reading, as_read(copy.reading), "not_genuine")

    require_unique({1: [with_identity("a" * 32)], 2: [sheet(copy.reading, ruled)]})


def machine(marked: Sheet, rules: Rules, asked: PaperForm) -> ReadSheet:
    """Return a sheet of style A: what is odd in a box is for people, who follow the rules' text."""
    odd = (BOTH, SMUDGE, OUT, TICK)
    decided = read(marked.boxes, rules, asked.ballot.seats)
    pairs = list(enumerate(zip(marked.boxes, decided, strict=True), start=1))
    rows = [
        RowReading(project=n, reading="doubtful" if box in odd else one, boxes=())
        for n, (box, one) in pairs
    ]
    blank = all(box == Box() for box in marked.boxes)
    read_ = reading(rows, asked, doubts=["writing_outside"] if marked.signed else [])
    if not read_.doubts and not blank:
        return sheet(read_)
    void = "overvote" if decided.count("approve") > asked.ballot.seats else None
    if marked.signed and rules.identifying_mark == "ballot_void":
        void = "identifying_mark"
    return sheet(read_, ruling(read_, [(n, one) for n, (_, one) in pairs], void))


@pytest.mark.parametrize(
    ("rules", "valid", "approve"),
    [
        (Rules(sheet_style="A", adjudication="strict"), 10, (7, 2, 3, 1)),
        (Rules(sheet_style="A"), 10, (8, 4, 3, 1)),
        (Rules(sheet_style="A", identifying_mark="ignore"), 11, (9, 5, 3, 1)),
    ],
    ids=["strict", "lenient", "lenient, signed sheets count"],
)
def test_the_same_twelve_sheets_count_differently_through_rulings(
    rules: Rules, valid: int, approve: tuple[int, ...]
) -> None:
    asked = form(rules)
    tally = count([machine(one, rules, asked) for one in TWELVE], asked)

    assert (tally.returned, tally.valid) == (12, valid)
    assert tuple(item.approve for item in tally.items) == approve
    assert asked.ballot == Ballot(seats=2)
