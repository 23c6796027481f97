"""The ballots of a rehearsal: one row per ballot, one column per project."""

import csv
import io
from dataclasses import dataclass

from ballot.sealed import Mark
from service.errors import ServiceError

CELLS: dict[str, Mark] = {"1": "approve", "-1": "oppose", "0": "abstain", "": "abstain"}
LARGEST_FILE = 50_000_000
MOST_FAULTS = 20

Cell = Mark | int
"""A mark; in a 排序票决 the rank, from 1; in a 满意度测评 the place of the 等次, from 0."""

Row = tuple[Cell, ...]


class BadBallots(ServiceError):
    """The file of ballots is not one; the sentence names every fault with row and column."""

    code = "rehearse.ballots"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballots:
    """``rows[i][j]`` is what ballot i says of project ``numbers[j]``."""

    numbers: tuple[int, ...]
    rows: tuple[Row, ...]

    def marks(self, row: Row) -> dict[int, Cell]:
        """Return the marks of a ballot by project number."""
        return dict(zip(self.numbers, row, strict=True))


def read_ballots(data: bytes) -> Ballots:
    """Return the ballots of a CSV file. Raises BadBallots with all faults at once."""
    if len(data) > LARGEST_FILE:
        raise BadBallots(f"选票文件超过 {LARGEST_FILE // 1_000_000} MB。")
    try:
        text = data.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadBallots(
            f"选票文件第 {line} 行不是 UTF-8 编码，请用 Excel 或 WPS 另存为“CSV UTF-8”。"
        ) from error
    except csv.Error as error:
        raise BadBallots("选票文件不是规范的 CSV，引号没有成对，请另存为 CSV 后重试。") from error
    if not lines:
        raise BadBallots("选票文件是空的；第一行应为项目序号，以下每行一张票。")
    faults: list[str] = []
    numbers = _header(lines[0], faults)
    rows = [
        _row(at, line, len(numbers), faults)
        for at, line in enumerate(lines[1:], 2)
        if _is_row(line)
    ]
    if not rows and not faults:
        faults.append("选票文件没有选票；第一行应为项目序号，以下每行一张票。")
    if faults:
        more = f"另有 {len(faults) - MOST_FAULTS} 处。" if len(faults) > MOST_FAULTS else ""
        raise BadBallots("".join(faults[:MOST_FAULTS]) + more)
    return Ballots(numbers=numbers, rows=tuple(rows))


def _is_row(line: list[str]) -> bool:
    """A line without any character is no ballot; a blank ballot has its commas or its 0."""
    return line != []


def _header(cells: list[str], faults: list[str]) -> tuple[int, ...]:
    numbers: list[int] = []
    for column, cell in enumerate(cells, 1):
        text = cell.strip()
        if not (text.isascii() and text.isdigit() and 0 < int(text) <= 1_000_000):  # noqa: PLR2004  (largest printed number)
            faults.append(f"第 1 行第 {column} 列是“{cell[:20]}”，应为项目序号（正整数）。")
        elif int(text) in numbers:
            faults.append(f"第 1 行第 {column} 列的项目序号 {text} 重复。")
        else:
            numbers.append(int(text))
    return tuple(numbers)


def _row(at: int, cells: list[str], width: int, faults: list[str]) -> Row:
    if len(cells) != width:
        faults.append(f"第 {at} 行有 {len(cells)} 格，应有 {width} 格。")
        return ()
    marks: list[Mark] = []
    for column, cell in enumerate(cells, 1):
        mark = CELLS.get(cell.strip())
        if mark is None:
            faults.append(
                f"第 {at} 行第 {column} 列是“{cell[:20]}”，"
                "应为 1（赞成）、-1（反对）、0 或空（弃权）。"
            )
        else:
            marks.append(mark)
    return tuple(marks)
