"""What doubts and opinions are called in the hall."""

from collections.abc import Iterator, Mapping, Sequence

from ballot.contest import ratings_of
from ballot.reading import DOUBTFUL, Doubt, RowReading
from ballot.rules import Rules

DOUBT_NAMES: dict[Doubt, str] = {
    "identity_unreadable": "防伪码读不出",
    "page_missing": "缺面",
    "item_doubtful": "有项目机器判读不了",
    "overvote": "多选",
    "undervote": "少选",
    "all_blank": "全部空白",
    "all_illegible": "全票无法辨认",
    "item_illegible": "有项目无法辨认",
    "over_budget": "超过资金上限",
    "writing_outside": "格外有字迹",
    "frames_unseen": "票面损坏，多数方框找不到",
    "copied": "编码与另一张票相同，可能是复印的",
    "sample": "抽样复核",
}

TWO_MARKED = "有项目画了两格以上"
"""A project that is doubtful although the machine is sure of each of its boxes."""

AROUND = "有项目的名称或者格旁有异样"
"""The same: what may be meant for a vote stands beside the boxes, or is hidden."""

ADVICE: Mapping[Doubt, str] = {
    "identity_unreadable": "请取出纸质票，核对印章、纸张，两面印的核对两面，确是本次印制的票。",
    "page_missing": "没有扫描到的面，请看纸质票。",
    "frames_unseen": "请对照纸质票认定各项。",
    "copied": (
        "请取出编码相同的票一起核对印章和纸张："
        "复印的，整张票认定为“不是本次印制的票”，票上其余各项照所画的选定。"
    ),
    "writing_outside": "请看正面格外、背面写的是什么：署名、记号，还是另提的项目。",
}


def advice_on(reasons: Sequence[Doubt]) -> tuple[str, ...]:
    """Return what people do beside looking at the picture, for those ``reasons`` that ask more."""
    return tuple(ADVICE[one] for one in reasons if one in ADVICE)


def named(
    doubts: Sequence[Doubt], rows: Sequence[RowReading]
) -> Iterator[tuple[Doubt, str, list[int]]]:
    """Yield each doubt, what it is called, and the projects of ``rows`` that it is about.

    There are none where a doubt is about the sheet, or about the list as a whole.
    """
    unsure = [row for row in rows if row.reading == DOUBTFUL]
    about = {"item_illegible": [row for row in rows if row.reading == "illegible"]}
    for one in doubts:
        if one == "item_doubtful" and unsure:
            for name in (TWO_MARKED, AROUND, DOUBT_NAMES[one]):
                if found := [row for row in unsure if _why(row) == name]:
                    yield one, name, _numbers(found)
        else:
            yield one, DOUBT_NAMES[one], _numbers(about.get(one, ()))


def _numbers(rows: Sequence[RowReading]) -> list[int]:
    return [row.project for row in rows if row.project]


_FILLED_IN = frozenset({"symbol", "rank"})
"""Boxes of which the content is read, not that something is there."""


def _why(row: RowReading) -> str:
    """Name why people look at a row; if its boxes do not tell, something beside them is why."""
    marked = [box.choice for box in row.boxes if box.mark == "marked"]
    if any(box.mark == "doubtful" for box in row.boxes) or not _FILLED_IN.isdisjoint(marked):
        return DOUBT_NAMES["item_doubtful"]
    return TWO_MARKED if len(marked) > 1 else AROUND


_OPINIONS = {"approve": "赞成", "oppose": "反对", "abstain": "弃权"}
_UNREADABLE = ("illegible", "辨认不清")
_UNRANKED = ("abstain", "未排序")
OPINION_NAMES = (*_OPINIONS.values(), _UNREADABLE[1], _UNRANKED[1])
"""What opinions are called, the grades of a measure's own apart."""


def opinions_of(rules: Rules) -> tuple[tuple[str, str], ...]:
    """Return what a row may be decided as and what that is called, in the order of the keys."""
    if rules.ballot_mode == "graded":
        places = (*rules.grades, "dont_know")[: len(ratings_of(rules))]
        named = [*zip(places, ratings_of(rules), strict=True), ("abstain", "弃权")]
    elif rules.ballot_mode == "ranked":
        named = [_UNRANKED]
    else:
        wanted = {*rules.choices, "abstain", rules.blank_means}
        named = [(value, name) for value, name in _OPINIONS.items() if value in wanted]
    return (*named, _UNREADABLE)


def reading_name(reading: str, rules: Rules) -> str:
    """Return what a reading is called; a rank is its place."""
    if reading == DOUBTFUL:
        return "疑问"
    if reading.isdigit():
        return f"排第{reading}位"
    return dict(opinions_of(rules)).get(reading, reading)
