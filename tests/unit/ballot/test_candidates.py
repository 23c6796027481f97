"""The list of candidate projects, as secretariats write it: read as meant, or every fault."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballot.candidates import Candidate, merged, read_candidates
from ballot.importing.faults import Fault, Faults, Imported
from ballot.importing.grid import Cell, Grid, Span
from tests.support.sheets import grid

HEADER = ("序号", "项目名称", "总投资（万元）")


def imported(*sheets: Grid) -> Imported[Candidate]:
    read = read_candidates(sheets)
    assert isinstance(read, Imported), read
    return read


def faults(*sheets: Grid) -> tuple[Fault, ...]:
    read = read_candidates(sheets)
    assert isinstance(read, Faults)
    return read.faults


def codes(*sheets: Grid) -> list[tuple[str, int, str]]:
    return [(fault.code, fault.row, fault.column) for fault in faults(*sheets)]


def test_every_field_is_read_under_the_names_that_secretariats_use() -> None:
    header = (
        *("编号", "候选项目", "主要内容", "投资额(万元)", "资金来源"),
        *("牵头单位", "类别", "实施地点", "来源"),
    )
    row = (
        "1",
        "桥",
        "新建",
        "12.5",
        "县财政",
        "交通局",
        "交通",
        "东村",
        "代表建议；群众征集、走访",
    )

    assert imported(grid(header, row)).values == (
        Candidate(
            number=1,
            name="桥",
            content="新建",
            investment_fen=12_500_000,
            fund_source="县财政",
            department="交通局",
            category="交通",
            place="东村",
            sources=("代表建议", "群众征集", "走访"),
        ),
    )


def test_titles_above_and_totals_and_remarks_below_are_passed_over_and_named() -> None:
    read = imported(
        grid(
            ("二〇二六年候选项目表",),
            (),
            HEADER,
            ("1", "桥", "12"),
            ("", "", ""),
            ("合　计", "", "12"),
            ("注：投资为估算数",),
        )
    )

    assert [one.name for one in read.values] == ["桥"]
    assert [note[:5] for note in read.notes] == ["第 6 行", "第 7 行"]


@pytest.mark.parametrize("total", ["合计", "总 计：", "小计", "合计（12项）", "共计12项"])
def test_rows_of_totals_are_no_projects(total: str) -> None:
    assert len(imported(grid(HEADER, ("1", "桥", "1"), ("", total, "1"))).values) == 1


@pytest.mark.parametrize("name", ["联系群众服务站", "说明书编印", "合计费改造", "十里村道路"])
def test_projects_that_begin_like_a_remark_total_or_heading_are_projects(name: str) -> None:
    assert imported(grid(("项目名称", "地点"), (name, ""))).values[0].name == name


def test_a_header_in_two_rows_gives_the_total_and_not_its_parts() -> None:
    read = imported(
        grid(
            ("序号", "项目名称", "投资（万元）", "", ""),
            ("", "", "合计", "县级", "乡镇"),
            ("1", "桥", "12", "10", "2"),
            merged=(Span(1, 1, 2, 1), Span(1, 2, 2, 2), Span(1, 3, 1, 5)),
        )
    )

    assert read.values[0].investment_fen == 12_000_000
    assert "县级、乡镇" in read.notes[-1]


def test_a_merged_header_of_two_rows_without_parts_is_one_header() -> None:
    spans = [Span(1, column, 2, column) for column in (1, 2, 3)]
    assert len(imported(grid(HEADER, (), ("1", "桥", "1"), merged=spans)).values) == 1


def test_a_header_repeated_on_the_next_page_is_no_project() -> None:
    read = imported(grid(HEADER, ("1", "桥", "1"), HEADER, ("2", "路", "1")))
    assert [one.number for one in read.values] == [1, 2]


def test_a_merged_cell_speaks_for_all_its_rows() -> None:
    read = imported(
        grid(
            (*HEADER, "类别"),
            ("1", "桥", "1", "交通"),
            ("2", "路", "1", ""),
            merged=(Span(2, 4, 3, 4),),
        )
    )
    assert [one.category for one in read.values] == ["交通", "交通"]


def test_a_heading_between_the_rows_is_their_category() -> None:
    read = imported(
        grid(
            HEADER,
            ("一、教育类（1项）",),
            ("1", "食堂", "1"),
            ("（二）交通类",),
            ("2", "桥", "1"),
        )
    )
    assert [one.category for one in read.values] == ["教育类", "交通类"]


@pytest.mark.parametrize(
    ("label", "above", "fen"),
    [
        ("总投资（万元）", "", 2_000_000),
        ("总投资(元)", "", 200),
        ("投资额\n（亿元）", "", 20_000_000_000),
        ("计划投资万元", "", 2_000_000),
        ("总投资", "单位：元", 200),
        ("总投资", "金额单位: 亿元", 20_000_000_000),
        ("总投资", "", 2_000_000),
        ("cost", "", 200),
    ],
)
def test_the_unit_is_that_of_the_header_or_the_line_above_it(
    label: str, above: str, fen: int
) -> None:
    read = imported(grid((above,), ("序号", "项目名称", label), ("1", "桥", "2")))
    assert read.values[0].investment_fen == fen


def test_an_assumed_unit_is_said() -> None:
    assert "万元" in imported(grid(("项目名称", "投资"), ("桥", "2"))).notes[-1]


def test_full_width_digits_padding_and_lines_in_cells_are_typing_not_content() -> None:
    read = imported(grid(HEADER, (" １２、", "　５Ｇ基站\n建设 ", " １，２００ ")))
    assert read.values == (Candidate(number=12, name="5G基站建设", investment_fen=1_200_000_000),)


@pytest.mark.parametrize(
    "name", ["=1+1 号桥", "+86 热线", "@广场", "䶮湖㛃桥𬱖村", "“一老一小”（二期）"]
)
def test_names_stay_as_they_are_written(name: str) -> None:
    assert imported(grid(HEADER, ("1", name, ""))).values[0].name == name


def test_a_list_without_numbers_is_numbered_in_its_order_and_says_so() -> None:
    read = imported(grid(("项目名称", "地点"), ("桥", "东村"), ("路", "西村")))
    assert [one.number for one in read.values] == [1, 2]
    assert "没有序号列" in read.notes[0]


def test_gaps_in_the_numbers_are_said() -> None:
    assert imported(grid(HEADER, ("1", "桥", ""), ("4", "路", ""))).notes == (
        "序号不连续，缺 2、3",
    )


@pytest.mark.parametrize("mark", ["\u200b", "\ufeff", "\u202c", "\u200e", "\u00a0"])
def test_marks_that_nobody_sees_are_dropped(mark: str) -> None:
    row = (f"{mark}1", f"{mark}桥{mark}", f"1{mark}2")
    assert imported(grid(HEADER, row)).values == (
        Candidate(number=1, name="桥", investment_fen=12_000_000),
    )


def test_characters_newer_than_this_python_pass() -> None:
    assert imported(grid(HEADER, ("1", "\U0002ebf0村", ""))).values[0].name == "\U0002ebf0村"


@pytest.mark.parametrize("text", ["", "/", "—", "无", " 　"])
def test_no_amount_is_none(text: str) -> None:
    assert imported(grid(HEADER, ("1", "桥", text))).values[0].investment_fen is None


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (("", "桥", "1"), "number.none", "A"),
        (("0", "桥", "1"), "number.wrong", "A"),
        (("1.5", "桥", "1"), "number.wrong", "A"),
        (("٣", "桥", "1"), "number.wrong", "A"),
        (("-1", "桥", "1"), "number.wrong", "A"),
        (("一", "桥", "1"), "number.wrong", "A"),
        (("1000001", "桥", "1"), "number.wrong", "A"),
        (("9", "路", "1"), "number.twice", "A"),
        (("1", "", "1"), "name.none", "B"),
        (("1", " 旧 桥", "1"), "name.twice", "B"),
        (("1", "桥" * 201, "1"), "text.long", "B"),
        (("1", "\ue863湖", "1"), "text.unprintable", "B"),
        (("1", "�湖", "1"), "text.unprintable", "B"),
        (("1", "桥\x07", "1"), "text.unprintable", "B"),
        (("1", Cell("2026-03-12", "date"), "1"), "cell.date", "B"),
        (("1", Cell("#REF!", "error"), "1"), "cell.error", "B"),
        (("1", Cell("1234567890123456", "number"), "1"), "cell.digits", "B"),
        (("1", "桥", "约12"), "investment.wrong", "C"),
        (("1", "桥", "0.0000001"), "investment.wrong", "C"),
        (("1", "桥", Cell("#DIV/0!", "error")), "investment.wrong", "C"),
        (("1", "桥", Cell("2026-03-12", "date")), "investment.wrong", "C"),
        (("1", "桥", Cell("1234567890123456", "number")), "investment.wrong", "C"),
    ],
)
def test_a_fault_names_its_row_and_column(
    row: tuple[str | Cell, ...], code: str, column: str
) -> None:
    assert codes(grid(HEADER, ("9", "旧桥", "1"), row)) == [(code, 3, column)]


def test_all_faults_are_reported_at_once_and_nothing_is_imported() -> None:
    found = codes(
        grid(HEADER, ("1", "桥", "约12"), ("1", "", "x"), ("2", "好项目", "3"), ("", "桥", ""))
    )
    assert found == [
        ("investment.wrong", 2, "C"),
        ("number.twice", 3, "A"),
        ("name.none", 3, "B"),
        ("investment.wrong", 3, "C"),
        ("number.none", 5, "A"),
        ("name.twice", 5, "B"),
    ]


def test_a_fault_is_a_sentence_with_place_finding_and_expectation() -> None:
    (fault,) = faults(grid(HEADER, ("1", "桥", "约12"), sheet="表一"))
    assert fault.sentence == (
        "“表一”第 2 行 C 列：投资“约12”：不是金额；应为金额，如 120 或 1,200.50。"
    )
    assert msgspec.json.decode(msgspec.json.encode(fault), type=Fault) == fault


@pytest.mark.parametrize(("column", "letter"), [(1, "A"), (2, "B"), (3, "C")])
def test_cells_merged_over_two_projects_are_a_fault(column: int, letter: str) -> None:
    second = ["2", "路", "1"]
    second[column - 1] = ""
    found = codes(grid(HEADER, ("1", "桥", "1"), second, merged=(Span(2, column, 3, column),)))
    assert ("cell.merged", 3, letter) in found


def test_a_project_merged_over_two_whole_rows_is_one_project() -> None:
    spans = [Span(2, column, 3, column) for column in (1, 2, 3)]
    assert len(imported(grid(HEADER, ("1", "桥", "1"), ("", "", ""), merged=spans)).values) == 1


def test_two_columns_for_one_field_are_a_fault() -> None:
    assert codes(grid((*HEADER, "计划投资"), ("1", "桥", "1", "2"))) == [("header.twice", 1, "D")]


def test_a_file_without_a_header_is_one_fault() -> None:
    assert codes(grid(("1", "桥", "12"))) == [("header.none", 0, "")]
    assert codes() == [("header.none", 0, "")]


def test_a_header_without_projects_is_a_fault() -> None:
    assert codes(grid(HEADER, ("合计", "", "0"))) == [("list.size", 1, "")]


def test_more_than_a_thousand_projects_are_a_fault() -> None:
    rows = [(str(place), f"项目{place}", "") for place in range(1, 1002)]
    assert codes(grid(HEADER, *rows)) == [("list.size", 1, "")]


def test_sheets_of_instructions_are_passed_over_and_a_second_list_is_a_fault() -> None:
    listing = grid(HEADER, ("1", "桥", "1"))
    instructions = grid(("填表说明：",), ("请如实填写",), sheet="说明")

    assert imported(instructions, listing).sheet == "清单"
    assert codes(listing, grid(("附件二",), HEADER, ("1", "路", "1"), sheet="第二批")) == [
        ("sheet.several", 2, "")
    ]


def test_merging_projects_keeps_every_source_once() -> None:
    one = Candidate(number=1, name="桥", sources=("代表建议", "走访"))
    other = Candidate(number=2, name="石桥", sources=("走访", "群众征集"))

    assert merged(one, [other]) == Candidate(
        number=1, name="桥", sources=("代表建议", "走访", "群众征集")
    )


@given(
    st.lists(
        st.lists(
            st.sampled_from(["", "序号", "项目名称", "1", "桥", "合计", "一、交", "1.5", "约"])
        ),
        max_size=8,
    ),
    st.lists(st.tuples(*[st.integers(1, 5)] * 4), max_size=4),
)
def test_any_sheet_is_imported_or_faulted(
    rows: list[list[str]], spans: list[tuple[int, int, int, int]]
) -> None:
    read = read_candidates([grid(*rows, merged=[Span(*span) for span in spans])])
    assert isinstance(read, Imported | Faults)
    if isinstance(read, Imported):
        assert len({one.number for one in read.values}) == len(read.values) >= 1


@given(st.lists(st.text(max_size=12), min_size=1, max_size=6))
def test_any_names_are_imported_or_faulted(names: list[str]) -> None:
    rows = [(str(place), name, "") for place, name in enumerate(names, 1)]
    assert isinstance(read_candidates([grid(HEADER, *rows)]), Imported | Faults)
