"""无效票、疑问票认定记录: how people decided on sheets that a machine could not, one row a sheet.

A sheet is named by its bundle and its place in it, never by its code. Of its marks only those stand
here that were in question: a whole pattern of marks can tell whose ballot it is.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal

import msgspec

from printing.fonts import printable
from printing.papers.content import Block, Cell, Closing, Paper, Paragraph, Table
from printing.papers.values import Session, Signers
from printing.papers.wording import in_runs, require, signatures, subtitle

VIEWS = 2
"""监票人 at least who looked at a sheet before the chief decided."""

_WIDTHS = (17, 27, 29, 33, 28, 22)
_WIDTHS_WITH_FILES = (27, 25, 25, 32, 26, 21)
_LONGEST = 40
"""Characters of a file's name that are printed: a longer one would fill the page."""
_HEAD = ("捆号、扫描页", "情形", "机器判读", "监票人意见", "总监票人认定", "依据")


class Held(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one 监票人 held: ``said`` of the items in question, or why the sheet is ``void``.

    ``former`` is what the same person held before and changed, the first one first.
    """

    scrutineer: int
    said: tuple[str, ...]
    void: str | None = None
    former: "tuple[Held, ...]" = ()


class RuledItem(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An item in question (0: the whole list): as the machine read it and as it was decided."""

    number: int
    machine: str
    ruled: str


class RuledSheet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sheet that was decided on: page ``place`` of the scan of bundle ``batch``.

    ``place`` is 0 where no scan could read the sheet and people had the paper in their hands: such
    ones are numbered within the bundle (``by_hand``, from 1). ``page`` of ``file`` is where it lies
    among the files of the bundle, "" where ``place`` tells that already.
    ``machine`` is what the machine held of the whole sheet. ``void`` is None for a valid sheet,
    else the ground in words; ``foreign`` sheets were not printed for this vote; ``sampled`` ones
    were looked at for the sample alone. ``written`` projects were written in beside the list.
    """

    batch: int
    place: int
    by_hand: int = 0
    file: str = ""
    page: int = 0
    reasons: tuple[str, ...]
    machine: str = ""
    items: tuple[RuledItem, ...]
    views: tuple[Held, ...]
    void: str | None = None
    foreign: bool = False
    sampled: bool = False
    written: int = 0
    clause: str


class Adjudicated(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The record: ``signed`` decisions that stand, or those that wait for signatures."""

    session: Session
    sheets: tuple[RuledSheet, ...]
    state: Literal["signed", "unsigned"]
    signers: Signers = Signers()
    date: str


def adjudication_record(facts: Adjudicated) -> Paper:
    """Make the record; PaperRefused for a sheet named twice or without two views and a clause."""
    _check(facts)
    blocks: list[Block] = [
        subtitle(facts.session),
        Paragraph(_total(facts)),
        _table(facts),
        *signatures("监票人", facts.signers.scrutineers),
        *signatures("总监票人", facts.signers.chief),
        Closing((facts.date,)),
    ]
    return Paper(
        titles=(facts.session.congress, "无效票、疑问票认定记录"),
        blocks=tuple(blocks),
        rehearsal=facts.session.rehearsal,
    )


def _check(facts: Adjudicated) -> None:
    require(bool(facts.sheets), "没有认定过任何一张票，不能出认定记录。")
    places = Counter((one.batch, one.place) for one in facts.sheets if one.place)
    twice = next((at for at, times in places.items() if times > 1), None)
    require(twice is None, f"第{twice and twice[0]}捆第{twice and twice[1]}页列了两次，请核对。")
    for one in facts.sheets:
        name = f"{_place(one)}的票"
        numbers = [item.number for item in one.items]
        held = {view.scrutineer for view in one.views}
        require(
            len(held) == len(one.views) >= VIEWS,
            f"{name}没有两名监票人各自的意见，不能列入认定记录。",
        )
        require(len(set(numbers)) == len(numbers), f"{name}有一项列了两次，请核对。")
        require(
            all(len(held.said) == len(numbers) for view in one.views for held in _course(view)),
            f"{name}监票人意见的项数与列出的项数不符，请核对。",
        )
        require(bool(one.reasons and one.clause), f"{name}没有写明情形或者依据，请核对。")


def _total(facts: Adjudicated) -> str:
    """Say how many sheets were decided on and what became of them."""
    foreign = sum(one.foreign for one in facts.sheets)
    void = Counter(one.void for one in facts.sheets if one.void and not one.foreign)
    valid = len(facts.sheets) - foreign - void.total()
    grounds = "、".join(f"{ground}{count}张" for ground, count in void.items())
    told = [f"有效票{valid}张", f"无效票{void.total()}张{f'（{grounds}）' if grounds else ''}"]
    told += [f"不是本次印制的票{foreign}张"] if foreign else []
    signing = "" if facts.state == "signed" else "本页所列认定经监票人、总监票人签名后生效。"
    rest = "没有列出的各项，认定与机器判读一致。"
    rest += _changed(facts)
    return f"共认定{len(facts.sheets)}张{_drawn(facts)}：{'，'.join(told)}。{rest}{signing}"


def _changed(facts: Adjudicated) -> str:
    """Say on how many sheets somebody changed a view: the first ones were given blind."""
    changed = sum(any(_changes(one)) for one in facts.sheets)
    return f"监票人改过意见的{changed}张，原来的意见一并列出。" if changed else ""


def _drawn(facts: Adjudicated) -> str:
    """Say how many were doubtful, and how many only drawn for the sample."""
    drawn = sum(one.sampled for one in facts.sheets)
    doubtful = len(facts.sheets) - drawn
    return f"（疑问票{doubtful}张，抽样复核{drawn}张）" if drawn else ""


def _table(facts: Adjudicated) -> Table:
    """The doubtful sheets stand first, each kind in its order."""
    head = tuple(Cell(text) for text in _HEAD)
    listed = sorted(facts.sheets, key=lambda one: one.sampled)
    widths = _WIDTHS_WITH_FILES if any(one.file for one in listed) else _WIDTHS
    return Table(widths, (head,), tuple(_row(one) for one in listed))


def _row(sheet: RuledSheet) -> tuple[Cell, ...]:
    return (
        Cell(_place(sheet) + _file(sheet)),
        Cell("；".join(sheet.reasons), left=True),
        Cell(_machine(sheet), left=True),
        Cell(_views(sheet), left=True),
        Cell(_ruled(sheet), left=True),
        Cell(sheet.clause, left=True),
    )


def _place(sheet: RuledSheet) -> str:
    unread = f"（未读出第{sheet.by_hand}张）" if sheet.by_hand else "（未读出）"
    return f"第{sheet.batch}捆" + (f"第{sheet.place}页" if sheet.place else unread)


def _file(sheet: RuledSheet) -> str:
    """Name the file on a line of its own, printable whatever somebody or a copier called it."""
    if not sheet.file:
        return ""
    name = printable(sheet.file)
    if len(name) > _LONGEST:
        name = f"{name[: _LONGEST // 2]}…{name[-_LONGEST // 2 :]}"
    return f"\n（{name}第{sheet.page}页）"


def _machine(sheet: RuledSheet) -> str:
    read = _items([(one.number, one.machine) for one in sheet.items if one.machine])
    return "；".join([*([sheet.machine] if sheet.machine else []), *read])


def _items(said: list[tuple[int, str]]) -> list[str]:
    """Name items by what was said of them: 第1、4项赞成."""
    by_word: dict[str, list[int]] = {}
    for number, word in said:
        by_word.setdefault(word, []).append(number)
    return [_named(numbers, word) for word, numbers in by_word.items()]


def _named(numbers: list[int], word: str) -> str:
    whole = numbers == [0]
    return f"整个清单{word}" if whole else f"第{in_runs(numbers)}项{word}"


def _views(sheet: RuledSheet) -> str:
    """Tell what each 监票人 holds, and what those who changed their views held before."""
    changes = "；".join(_changes(sheet))
    return _last_views(sheet) + (f"。{changes}" if changes else "")


def _last_views(sheet: RuledSheet) -> str:
    """Tell 3:0 or 2:1, the most first, and what each 监票人 held."""
    groups: dict[tuple[tuple[str, ...], str | None], list[Held]] = {}
    for view in sheet.views:
        groups.setdefault((view.said, view.void), []).append(view)
    sides = sorted(groups.values(), key=len, reverse=True)
    if len(sides) == 1:
        return f"{len(sides[0])}:0　{_held(sides[0][0], sheet)}"
    tally = ":".join(str(len(side)) for side in sides)
    return f"{tally}　" + "；".join(f"{_who(side)}认为{_held(side[0], sheet)}" for side in sides)


def _changes(sheet: RuledSheet) -> Iterator[str]:
    """Tell of each 监票人 who changed a view what was held before, as far as this record tells."""
    for view in sheet.views:
        told = [one for one, _ in groupby(_told(view, sheet))]
        if len(told) > 1:
            first, second, *later = told
            more = "".join(f"，又改为{one}" for one in later)
            yield f"{view.scrutineer}号原认为{first}，后改为{second}{more}"


def _course(view: Held) -> tuple[Held, ...]:
    return (*view.former, view)


def _told(view: Held, sheet: RuledSheet) -> Iterator[str]:
    """Yield what a 监票人 held, one after the other: the items on which it is not always the same.

    Of the whole sheet it tells where somebody held it for void, and otherwise at another time.
    """
    course = _course(view)
    said = list(zip(*(one.said for one in course), strict=True))
    changed = [at for at, held in enumerate(said) if len(set(held)) > 1]
    whole = len({one.void for one in course}) > 1
    for one in course:
        items = _items([(sheet.items[at].number, one.said[at]) for at in changed])
        valid = [*items, *([_whole(None)] if whole else [])]
        yield "、".join(valid) if one.void is None else _whole(one.void)


def _who(side: Sequence[Held]) -> str:
    return "、".join(f"{one.scrutineer}号" for one in side)


def _held(view: Held, sheet: RuledSheet) -> str:
    """Name the items, or what the 监票人 held of the whole sheet where none is in question."""
    if view.void is not None or not sheet.items:
        return _whole(view.void)
    items = zip(sheet.items, view.said, strict=True)
    return "；".join(_items([(item.number, said) for item, said in items]))


def _ruled(sheet: RuledSheet) -> str:
    """Name the items and the sheet; of a void sheet no item counts."""
    valid = sheet.void is None
    items = _items([(one.number, one.ruled) for one in sheet.items]) if valid else []
    written = [f"另提项目{sheet.written}个"] if sheet.written else []
    return "；".join([*items, _whole(sheet.void), *written])


def _whole(void: str | None) -> str:
    return "整票有效" if void is None else f"整票无效（{void}）"
