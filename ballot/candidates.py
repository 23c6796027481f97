"""Candidate projects (候选项目), and the list of them as a secretariat writes it."""

import re
from collections.abc import Sequence
from typing import Annotated

import msgspec

from ballot.errors import Malformed
from ballot.importing.faults import Faults, Imported, shown
from ballot.importing.grid import Grid
from ballot.importing.header import Header
from ballot.importing.listing import Checks, find_list
from ballot.importing.rows import Entries, Entry
from ballot.importing.wording import compact, tidy, tidy_script
from ballot.money import LARGEST, read_amount

MOST = 1000
LARGEST_NUMBER = 1_000_000
LONGEST_NAME = 200
LONGEST_TEXT = 4000
LONGEST_FIELD = 500

SYNONYMS = {
    "number": frozenset(
        [
            "序号",
            "编号",
            "号",
            "票面序号",
            "项目序号",
            "项目编号",
            "候选项目序号",
            "候选项目编号",
            "number",
            "no",
            "id",
        ]
    ),
    "name": frozenset(
        [
            "项目名称",
            "名称",
            "项目",
            "候选项目",
            "候选项目名称",
            "实事项目",
            "实事项目名称",
            "民生实事项目",
            "民生实事项目名称",
            "民生实事候选项目",
            "民生实事候选项目名称",
            "项目名",
            "name",
            "project",
        ]
    ),
    "content": frozenset(
        [
            "内容",
            "主要内容",
            "项目内容",
            "建设内容",
            "实施内容",
            "主要建设内容",
            "建设内容及规模",
            "主要建设内容及规模",
            "建设规模及内容",
            "建设规模和内容",
            "项目简介",
            "项目概况",
            "content",
        ]
    ),
    "investment": frozenset(
        [
            "投资",
            "总投资",
            "投资额",
            "总投资额",
            "投资金额",
            "投资总额",
            "计划投资",
            "计划总投资",
            "估算投资",
            "估算总投资",
            "投资估算",
            "概算投资",
            "投资概算",
            "项目投资",
            "项目总投资",
            "预算",
            "预算资金",
            "预算金额",
            "资金预算",
            "所需资金",
            "金额",
            "资金总额",
            "investment",
            "cost",
        ]
    ),
    "fund_source": frozenset(
        [
            "资金来源",
            "资金渠道",
            "资金来源渠道",
            "资金筹措",
            "资金筹措方式",
            "资金筹措渠道",
            "经费来源",
        ]
    ),
    "department": frozenset(
        [
            "责任单位",
            "牵头单位",
            "责任部门",
            "牵头部门",
            "牵头责任单位",
            "责任牵头单位",
            "主管部门",
            "主管单位",
            "承办单位",
            "实施单位",
            "实施部门",
            "实施主体",
            "责任主体",
            "建设单位",
            "department",
        ]
    ),
    "category": frozenset(
        [
            "类别",
            "项目类别",
            "所属类别",
            "分类",
            "项目分类",
            "类型",
            "项目类型",
            "领域",
            "所属领域",
            "category",
        ]
    ),
    "place": frozenset(
        [
            "地点",
            "实施地点",
            "建设地点",
            "项目地点",
            "地址",
            "建设地址",
            "实施区域",
            "实施范围",
            "place",
        ]
    ),
    "sources": frozenset(
        [
            "来源",
            "项目来源",
            "征集来源",
            "建议来源",
            "提出来源",
            "来源渠道",
            "征集渠道",
            "提出单位",
            "sources",
        ]
    ),
    "title_bo": frozenset(["藏文名称", "藏语名称", "项目藏文名称", "项目名称藏文"]),
    "title_ii": frozenset(["彝文名称", "彝语名称", "项目彝文名称", "项目名称彝文"]),
    "title_kk": frozenset(["哈萨克文名称", "哈文名称", "项目哈萨克文名称", "项目名称哈萨克文"]),
    "title_ko": frozenset(["朝鲜文名称", "朝文名称", "项目朝鲜文名称", "项目名称朝鲜文"]),
    "title_ky": frozenset(["柯尔克孜文名称", "柯文名称", "项目名称柯尔克孜文"]),
    "title_mn": frozenset(
        ["蒙古文名称", "蒙文名称", "蒙语名称", "项目蒙文名称", "项目蒙古文名称", "项目名称蒙文"]
    ),
    "title_ug": frozenset(["维吾尔文名称", "维文名称", "维语名称", "项目名称维吾尔文"]),
    "title_za": frozenset(["壮文名称", "壮语名称", "项目壮文名称", "项目名称壮文"]),
}
_ORDINAL = re.compile(r"[（(第]?0*(\d{1,7})(?:\.0+)?[)）号.、．]?", re.ASCII)
_BETWEEN_SOURCES = re.compile(r"[；;、\n]")
_NOT_GIVEN = frozenset({"", "/", "-", "--", "—", "——", "无"})
_SHORT = ("fund_source", "department", "category", "place")
_TITLES = tuple(field for field in SYNONYMS if field.startswith("title_"))
_MOST_NAMED = 10

Field = Annotated[str, msgspec.Meta(max_length=LONGEST_FIELD)]
Title = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_FIELD)]


class Candidate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A project that may be chosen. ``number`` is printed on the ballot and never changes.

    ``investment_fen`` is in 分 (1 万元 = 1,000,000 分; `ballot.money.in_wan` writes it in 万元),
    None where the list gives none. ``sources`` are where the project came from: 代表建议, 群众征集.
    ``titles`` is the name in other languages by code (`ballot.languages`), absent where there is
    none.
    """

    number: Annotated[int, msgspec.Meta(ge=1, le=LARGEST_NUMBER)]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_NAME)]
    content: Annotated[str, msgspec.Meta(max_length=LONGEST_TEXT)] = ""
    investment_fen: Annotated[int, msgspec.Meta(ge=0, le=LARGEST)] | None = None
    fund_source: Field = ""
    department: Field = ""
    category: Field = ""
    place: Field = ""
    sources: tuple[Field, ...] = ()
    titles: dict[Annotated[str, msgspec.Meta(max_length=8)], Title] = {}


def read_candidates(sheets: Sequence[Grid], most: int = MOST) -> Imported[Candidate] | Faults:
    """Return the candidates, at most ``most``, of the one sheet that lists them, or every fault.

    Amounts are in the unit of the cell, else of the header, else of a line 单位：…, else 万元
    (whole units of money under an English header, as in open data). A list without a column of
    numbers is numbered in its order.
    """
    found = find_list(sheets, SYNONYMS, "写有“项目名称”的表头")
    if isinstance(found, Faults):
        return found
    grid, header = found
    checks = Checks(grid)
    entries = Entries(grid, header)
    unit = header.unit or _usual_unit(grid, header)
    read = [_candidate(checks, entry, place, unit) for place, entry in enumerate(entries, 1)]
    if not 1 <= len(read) <= most:
        found_size = f"表头下有 {len(read)} 个项目"
        checks.fault("list.size", header.last, 0, found_size, f"1 至 {most} 个项目")
    if checks.faults:
        return Faults(tuple(checks.faults))
    candidates = tuple(one for one in read if one is not None)
    notes = (*entries.notes, *_assumptions(grid, header), *_gaps(candidates))
    return Imported(sheet=grid.sheet, values=candidates, notes=notes)


def merged(kept: Candidate, absorbed: Sequence[Candidate]) -> Candidate:
    """Return ``kept`` with the sources of the projects merged into it, each once, in order."""
    sources = (source for one in (kept, *absorbed) for source in one.sources)
    return msgspec.structs.replace(kept, sources=tuple(dict.fromkeys(sources)))


def _candidate(checks: Checks, entry: Entry, place: int, unit: str) -> Candidate | None:
    """Return the candidate of a row, or None where the row has a fault."""
    before = len(checks.faults)
    number = _number(checks, entry, place)
    name = _name(checks, entry)
    content = checks.text(entry, "content", LONGEST_TEXT)
    investment = _investment(checks, entry, unit)
    short = {field: checks.text(entry, field, LONGEST_FIELD) for field in _SHORT}
    sources = _sources(checks, entry)
    titles = _titles(checks, entry)
    if number is None or len(checks.faults) > before:
        return None
    short["category"] = short["category"] or entry.heading[:LONGEST_FIELD]
    return Candidate(
        number=number,
        name=name,
        content=content,
        investment_fen=investment,
        sources=sources,
        titles=titles,
        **short,
    )


def _number(checks: Checks, entry: Entry, place: int) -> int | None:
    column = entry.column("number")
    if not column:
        return place
    checks.separate(entry, "number")
    text = compact(entry.cell("number").text)
    found = _ORDINAL.fullmatch(text)
    number = int(found[1]) if found else 0
    if not text:
        checks.fault("number.none", entry.row, column, "没有序号", "大于 0 的整数，如 1")
    elif not 1 <= number <= LARGEST_NUMBER:
        checks.fault("number.wrong", entry.row, column, f"序号{shown(text)}", "大于 0 的整数，如 1")
    else:
        checks.once("number", number, entry.row, column, f"序号 {number}", "各不相同的序号")
        return number
    return None


def _name(checks: Checks, entry: Entry) -> str:
    column = entry.column("name")
    checks.separate(entry, "name")
    name = checks.text(entry, "name", LONGEST_NAME)
    if not name:
        checks.fault("name.none", entry.row, column, "没有项目名称", "项目名称")
    else:
        checks.once("name", compact(name), entry.row, column, shown(name), "各不相同的项目名称")
    return name


def _investment(checks: Checks, entry: Entry, unit: str) -> int | None:
    cell, column = entry.cell("investment"), entry.column("investment")
    if column:
        checks.separate(entry, "investment")
    if compact(cell.text) in _NOT_GIVEN:
        return None
    expected = "金额，如 120 或 1,200.50"
    if cell.digits_lost or cell.kind in ("date", "error"):
        checks.fault("investment.wrong", entry.row, column, f"投资{shown(cell.text)}", expected)
        return None
    try:
        return read_amount(cell.text, unit)
    except Malformed as wrong:
        found = f"投资{shown(tidy(cell.text))}：{wrong.sentence}"
        checks.fault("investment.wrong", entry.row, column, found, expected)
        return None


def _sources(checks: Checks, entry: Entry) -> tuple[str, ...]:
    checks.text(entry, "sources", LONGEST_FIELD)
    parts = map(tidy, _BETWEEN_SOURCES.split(entry.cell("sources").text))
    return tuple(dict.fromkeys(part for part in parts if part))


def _titles(checks: Checks, entry: Entry) -> dict[str, str]:
    texts = {
        field.removeprefix("title_"): checks.text(entry, field, LONGEST_FIELD, tidy_script)
        for field in _TITLES
    }
    return {code: text for code, text in texts.items() if text}


def _usual_unit(grid: Grid, header: Header) -> str:
    column = header.columns.get("investment")
    named = "" if column is None else compact(grid.at(header.last, column).text)
    return "元" if named.isascii() and named else "万元"


def _assumptions(grid: Grid, header: Header) -> list[str]:
    """Say what the list left open, so that the clerk sees what was made of it."""
    notes = []
    if "number" not in header.columns:
        notes.append("清单没有序号列，已按先后次序编号")
    if "investment" in header.columns and header.unit is None:
        notes.append(f"投资一列没有写明单位，按{_usual_unit(grid, header)}读")
    if header.ignored:
        notes.append(f"这些列没有读入：{'、'.join(header.ignored)}")
    return notes


def _gaps(candidates: Sequence[Candidate]) -> list[str]:
    numbers = {one.number for one in candidates}
    missing = [number for number in range(1, max(numbers)) if number not in numbers]
    if not missing:
        return []
    listed = "、".join(map(str, missing[:_MOST_NAMED])) + (
        "等" if len(missing) > _MOST_NAMED else ""
    )
    return [f"序号不连续，缺 {listed}"]
