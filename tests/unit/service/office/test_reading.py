"""Uploaded files become positioned cells, or one sentence says why not."""

import contextlib
import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from ballot.candidates import read_candidates
from ballot.importing.faults import Faults, Imported
from ballot.importing.grid import EMPTY, Cell, Grid
from ballot.roll import read_roll
from service.office import reading
from service.office.errors import Unreadable
from service.office.reading import read_sheets
from tests.support.sheets import xlsx

SMALL_XLSX = xlsx(("序号", "名称"), (1, "桥"))
XLS = Path(__file__).parent / "fixtures" / "candidates.xls"
TABLE = "序号,项目名称,投资\n1,䶮湖㛃桥,12\n2,𬱖村,13\n"


def only(data: bytes, name: str = "清单.csv") -> Grid:
    (sheet,) = read_sheets(data, name)
    return sheet


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_sheets(data, "x")
    assert caught.value.sentence.endswith("。")
    return caught.value.code


def texts(sheet: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in sheet.rows]


def test_an_xlsx_gives_every_cell_at_its_place_with_its_kind() -> None:
    sheet = only(
        xlsx(
            ("候选项目", "", ""),
            (),
            ("=1+1", 1, 1200.5),
            (True, 1e15, 0.1 + 0.2),
            sheet="表一",
            merged=("A1:C1",),
        )
    )
    assert sheet.sheet == "表一"
    assert sheet.at(1, 3) == Cell("候选项目")
    assert sheet.own(1, 3) == EMPTY
    assert sheet.at(3, 1) == Cell("=1+1")
    assert sheet.at(3, 2) == Cell("1", "number")
    assert sheet.at(3, 3) == Cell("1200.5", "number")
    assert sheet.at(4, 1) == Cell("TRUE")
    assert sheet.at(4, 2) == Cell("1000000000000000", "number")
    assert sheet.at(4, 2).digits_lost
    assert sheet.at(4, 3) == Cell("0.3", "number")
    assert sheet.at(99, 99) == EMPTY


def test_dates_and_error_cells_are_not_taken_for_text_or_nothing() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        day = book.add_format({"num_format": "m-d"})
        book.add_worksheet("空")
        page = book.add_worksheet("一 & 二")
        page.write_datetime(1, 1, dt.datetime(2026, 3, 12), day)  # noqa: DTZ001 — sheets have no zone
        page.write_formula(2, 2, "=1/0", None, "#DIV/0!")
        page.write_formula(3, 2, "=A1", None, "结果")
    empty, sheet = read_sheets(file.getvalue(), "x.xlsx")

    assert empty.rows == ()
    assert sheet.at(2, 2) == Cell("2026-03-12", "date")
    assert sheet.at(3, 3) == Cell("#DIV/0!", "error")
    assert sheet.at(4, 3) == Cell("结果")


def test_a_list_of_a_real_xlsx_is_read_as_meant() -> None:
    data = xlsx(
        ("２０２６年候选项目", "", "", ""),
        ("序 号", "项目名称", "投资\n（万元）", "类别"),
        (1.0, " 䶮湖㛃桥　", 1200.5, "交通"),
        ("２", "=𬱖村养老站", "1,300", ""),
        ("合计", "", 2500.5, ""),
        merged=("A1:D1", "D3:D4"),
    )
    read = read_candidates(read_sheets(data, "x.xlsx"))

    assert isinstance(read, Imported)
    assert [(one.number, one.name, one.investment_fen, one.category) for one in read.values] == [
        (1, "䶮湖㛃桥", 1_200_500_000, "交通"),
        (2, "=𬱖村养老站", 1_300_000_000, "交通"),
    ]


def test_faults_of_a_real_xlsx_are_placed_as_the_spreadsheet_shows_them() -> None:
    data = xlsx(
        ("候选项目", "", ""),
        (),
        ("序号", "项目名称", "投资"),
        (1, "桥", "约12"),
        (1, "桥", 13),
        merged=("A1:C1",),
    )
    read = read_candidates(read_sheets(data, "x.xlsx"))

    assert isinstance(read, Faults)
    assert [(one.code, one.sheet, one.row, one.column) for one in read.faults] == [
        ("investment.wrong", "清单", 4, "C"),
        ("number.twice", "清单", 5, "A"),
        ("name.twice", "清单", 5, "B"),
    ]


def test_a_long_number_in_a_seat_is_refused_and_not_rounded() -> None:
    data = xlsx(("姓名", "座位号"), ("王明", 440301202603121234))
    read = read_roll(read_sheets(data, "x.xlsx"))
    assert isinstance(read, Faults)
    assert [one.code for one in read.faults] == ["cell.digits"]


def test_an_xls_is_read_like_an_xlsx() -> None:
    read = read_candidates(read_sheets(XLS.read_bytes(), "candidates.xls"))

    assert isinstance(read, Imported)
    assert [(one.number, one.name, one.investment_fen, one.category) for one in read.values] == [
        (1, "䶮湖㛃桥", 1_200_500_000, "民生"),
        (2, "𬱖村养老站", 1_300_000_000, "民生"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_csv_is_read_in_every_usual_form(encoding: str, delimiter: str, ending: str) -> None:
    text = TABLE.replace(",", delimiter).replace("\n", ending)
    assert texts(only(text.encode(encoding)))[1:] == [["1", "䶮湖㛃桥", "12"], ["2", "𬱖村", "13"]]


def test_a_csv_keeps_quoted_separators_lines_and_blank_rows_in_their_places() -> None:
    sheet = only('标题;;\n\n序号;名称;内容\n1;"桥;路";"两\n行"\n'.encode())
    assert sheet.at(4, 2).text == "桥;路"
    assert sheet.at(4, 3).text == "两\n行"
    assert sheet.sheet == "清单.csv"


def test_the_separator_that_a_csv_names_is_taken_and_counts_as_a_row() -> None:
    assert texts(only(b"sep=;\na,b;c,d\n")) == [[], ["a,b", "c,d"]]


def test_a_csv_of_one_column_is_one_column() -> None:
    assert texts(only("项目名称\n桥\n".encode())) == [["项目名称"], ["桥"]]


def test_the_sheet_of_a_csv_bears_the_name_of_the_file_without_its_folders() -> None:
    assert only(b"a,b", "C:\\清单\\一.csv").sheet == "一.csv"
    assert only(b"a,b", "../../etc/二.csv").sheet == "二.csv"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file.empty"),
        (b" \n ", "file.empty"),
        (b"\xff\xff\xff", "file.unknown"),
        (b"\xff\xfea", "file.unknown"),
        (b"a\x00b", "file.unknown"),
        (b"<html><table>", "file.unknown"),
        (b"%PDF-1.7", "file.unknown"),
        (b'a,"b', "file.broken"),
        (b"PK\x03\x04garbage", "file.broken"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 2000, "file.broken"),
        (b"x" * (reading.LARGEST_FILE + 1), "file.large"),
        (b"," * (reading.MOST_CELLS + 1), "file.large"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_an_encrypted_xlsx_is_named_as_such() -> None:
    data = XLS.read_bytes()
    stream = "Workbook".encode("utf-16-le")
    encrypted = data.replace(stream, "EncryptedPackage".encode("utf-16-le"), 1)
    assert stream in data
    assert refused(encrypted) == "file.encrypted"


def test_an_encrypted_xls_is_named_as_such() -> None:
    """INTERFACEHDR, two bytes long as FILEPASS may be, becomes FILEPASS (MS-XLS 2.4.117)."""
    data = XLS.read_bytes()
    interface = bytes.fromhex("e1000200b004")
    assert data.count(interface) == 1
    assert refused(data.replace(interface, bytes.fromhex("2f000200b004"))) == "file.encrypted"


def test_an_xls_with_a_cell_in_the_last_corner_is_refused() -> None:
    """The last LABELSST (text in row 4, column 2) moves to row 65536, column 256."""
    data = XLS.read_bytes()
    label = bytes.fromhex("fd000a0003000100")
    assert data.count(label) == 1
    assert refused(data.replace(label, bytes.fromhex("fd000a00ffffff00"))) == "file.large"


def repacked(data: bytes, changes: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, old.read(name)))
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
FAR = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1"><v>1</v></c></row>%s</sheetData></worksheet>'
)


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row r='1048576'><c s='1' r='XFD1048576'><v>1</v></c></row>",
        b'<row r="1048576"><c x:r="A1" t=">" r="XFD1048576"><v>1</v></c></row>',
        b'<x:row r="1048576"><x:c\nr = "XFD1048576"><v>1</v></x:c></x:row>',
        b'<row r="1000001"><c><v>1</v></c><c><v>1</v></c></row>',
    ],
)
def test_two_cells_a_million_rows_apart_reserve_no_memory(rows: bytes) -> None:
    assert refused(repacked(xlsx(("a",)), {SHEET: FAR % rows})) == "file.large"


def test_a_sheet_in_utf_16_is_refused_because_its_extent_cannot_be_told() -> None:
    far = (FAR % b'<row r="9"><c r="XFD1048576"><v>1</v></c></row>').decode().encode("utf-16")
    assert refused(repacked(xlsx(("a",)), {SHEET: far})) == "file.broken"


def test_styled_cells_down_to_the_last_row_are_empty_and_no_reason_to_refuse() -> None:
    styled = FAR % b'<row r="1048576" s="1"><c r="XFD1048576" s="1"/></row>'
    assert texts(only(repacked(xlsx(("a",)), {SHEET: styled}))) == [["1"]]


def test_an_archive_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.office.workbook.LARGEST_UNPACKED", 100_000)
    padded = repacked(xlsx(("a",)), {"xl/theme/theme1.xml": b" " * 100_001})
    assert len(padded) < 20_000
    assert refused(padded) == "file.large"


def test_an_archive_that_is_no_spreadsheet_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refused(file.getvalue()) == "file.unknown"


def test_an_archive_with_damaged_parts_is_refused() -> None:
    data = bytearray(xlsx(("a", "b")))
    data[60:90] = b"\x00" * 30
    assert refused(bytes(data)) == "file.broken"
    assert refused(repacked(xlsx(("a",)), {SHEET: b"<worksheet><she"})) == "file.broken"


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_never_crashes(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([SMALL_XLSX, XLS.read_bytes()])))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(whole)))
    try:
        sheets = read_sheets(bytes(whole[:cut]), "x")
    except Unreadable:
        return
    assert isinstance(read_candidates(sheets), Imported | Faults)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        read_sheets(data, "x")
