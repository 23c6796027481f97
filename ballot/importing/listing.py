"""What all lists share: find the one sheet, read its texts, keep every fault."""

from collections.abc import Callable, Sequence

from ballot.importing.faults import Fault, Faults, fault, shown
from ballot.importing.grid import Grid
from ballot.importing.header import Header, Synonyms, double_columns, find_header
from ballot.importing.rows import Entry
from ballot.importing.wording import tidy, unprintable

_KINDS = {"date": "日期", "error": "公式错误"}


def find_list(
    sheets: Sequence[Grid], synonyms: Synonyms, expected: str
) -> tuple[Grid, Header] | Faults:
    """Return the one sheet with a header that names the field ``name``, and that header.

    Other sheets (说明, 填报须知, empty ones) are passed over; several lists are a fault, because
    nothing may be left out unseen.
    """
    found = [
        (grid, header)
        for grid in sheets
        if (header := find_header(grid, synonyms, ("name",))) is not None
    ]
    if len(found) == 1:
        grid, header = found[0]
        doubles = double_columns(grid, header, synonyms)
        return Faults(doubles) if doubles else (grid, header)
    if not found:
        anywhere = sheets[0] if sheets else Grid("（空文件）", ())
        return Faults((fault(anywhere, "header.none", 0, 0, "没有找到表头", expected),))
    return Faults(
        tuple(
            fault(
                grid,
                "sheet.several",
                header.first,
                0,
                "这张工作表也有一份清单",
                "只有一张工作表有清单",
            )
            for grid, header in found[1:]
        )
    )


class Checks:
    """The faults of one sheet so far, and the checks that every field goes through."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.faults: list[Fault] = []
        self._first_rows: dict[tuple[str, object], int] = {}

    def fault(self, code: str, row: int, column: int, found: str, expected: str) -> None:
        """Keep a fault of a cell; column 0 means the row, row 0 the sheet."""
        self.faults.append(fault(self.grid, code, row, column, found, expected))

    def text(
        self,
        entry: Entry,
        field: str,
        longest: int,
        clean: Callable[[str], str] = tidy,
    ) -> str:
        """Return the field's text, cleaned; keeps a fault for what cannot be printed or trusted."""
        cell = entry.cell(field)
        row, column = entry.row, entry.column(field)
        text = clean(cell.text)
        if cell.kind in _KINDS:
            found = f"单元格里是{_KINDS[cell.kind]}{shown(cell.text)}"
            self.fault(
                f"cell.{cell.kind}", row, column, found, "文字（把单元格格式改为文本后重新填写）"
            )
        elif cell.digits_lost:
            found = f"数字{shown(cell.text)}超过 15 位，电子表格可能已改动末位"
            self.fault("cell.digits", row, column, found, "以文本格式填写的号码")
        elif (strange := unprintable(text)) is not None:
            found = f"{shown(text)}含有无法印出的字符 U+{ord(strange):04X}"
            self.fault(
                "text.unprintable",
                row,
                column,
                found,
                "Unicode 标准字符（生僻字请用系统输入法重打）",
            )
        elif len(text) > longest:
            found = f"{shown(text)}有 {len(text)} 个字符"
            self.fault("text.long", row, column, found, f"至多 {longest} 个字符")
        return text

    def once(
        self, field: str, value: object, row: int, column: int, found: str, expected: str
    ) -> None:
        """Keep a fault if ``value`` stood in an earlier row already, and name that row."""
        first = self._first_rows.setdefault((field, value), row)
        if first != row:
            self.fault(f"{field}.twice", row, column, f"{found}与第 {first} 行重复", expected)

    def separate(self, entry: Entry, field: str) -> None:
        """Keep a fault if the field's cell is merged with the row above: one row, one entry."""
        if entry.continues(field):
            self.fault(
                "cell.merged",
                entry.row,
                entry.column(field),
                f"{shown(tidy(entry.cell(field).text))}与上一行是同一个合并单元格",
                "每行各填一格（一项内容请写在一行里）",
            )
