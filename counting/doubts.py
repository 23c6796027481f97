"""Why people look at a sheet, and by which clause of the 票决办法 they decide.

A machine holds nothing for invalid by itself: whatever the rules make invalid of what it read,
and every row that it cannot read, goes to people.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from ballot.reading import DOUBTFUL, BoxReading, Doubt, RowReading
from ballot.rules import Rules
from ballot.rules.text import cite, measure_name
from ballot.sheet import kind_of
from counting.paper_form import PaperForm, weighed
from counting.validity import Ground, Said

NOT_GENUINE = "not_genuine"
"""The ground of a ruling on a sheet that was not printed for this round: it is foreign."""


def row_of_boxes(boxes: Sequence[BoxReading], rules: Rules) -> str | None:
    """Return what marked boxes say together: the choice of the one that is marked.

    Nothing marked is what the rules take a blank for; anything else, two marks as well, is for
    people to say. None where a mark itself has to be read (styles A and D) and is there.
    """
    marked = [one.choice for one in boxes if one.mark == "marked"]
    if any(one.mark == "doubtful" for one in boxes) or len(marked) > 1:
        return DOUBTFUL
    kind = kind_of(rules)
    if not marked:
        return "abstain" if kind in {"graded", "D"} else rules.blank_means
    return None if kind in {"A", "D"} else marked[0]


def rule_doubts(rows: Sequence[RowReading], form: PaperForm) -> tuple[Doubt, ...]:
    """Return the doubts that follow from ``rows`` under the rules, those of the image apart.

    Rows may be missing where a side was not found. Of those and of rows in doubt nothing is
    assumed, so that only what the others settle already is named. Raises NotOnTheSheet for rows
    that this round's sheets do not have.
    """
    decided = [_decided(one) for one in rows]
    whole = _filled(decided, form)
    found: list[Doubt] = ["page_missing"] if len(whole) > len(rows) else []
    found += ["item_doubtful"] if any(one.reading == DOUBTFUL for one in rows) else []
    open_ = bool(found)
    final = weighed(whole, form, blank=not open_ and all_blank(rows))
    unread = "illegible" in (final.said.readings if isinstance(final.said, Said) else final.said)
    found += ["item_illegible"] if unread else []
    ground = _doubt(final.void)
    settled = ground in {"overvote", "over_budget", "item_illegible"} or not open_
    if ground is not None and ground not in found and settled:
        found.append(ground)
    return tuple(found)


def _decided(row: RowReading) -> RowReading:
    return _untouched(row.project) if row.reading == DOUBTFUL else row


def _untouched(project: int) -> RowReading:
    return RowReading(project=project, reading="abstain", boxes=())


def _filled(rows: Sequence[RowReading], form: PaperForm) -> Sequence[RowReading]:
    """Return ``rows`` with those of a missing side; as they are where they are out of order."""
    there = {one.project: one for one in rows}
    if [one.project for one in rows] != [one for one in form.rows if one in there]:
        return rows
    return [there.get(one) or _untouched(one) for one in form.rows]


def _doubt(ground: Ground | None) -> Doubt | None:
    """Return the doubt of the same name; what only people see is none of a machine's."""
    match ground:
        case None | "identifying_mark" | "write_in":
            return None
        case _:
            return ground


def all_blank(rows: Sequence[RowReading]) -> bool:
    """Say whether no box of the sheet bears a mark."""
    return all(box.mark == "blank" for row in rows for box in row.boxes)


GROUND_NAMES: dict[Ground | Literal["not_genuine"], str] = {
    "identifying_mark": "署名或者作了记号",
    "write_in": "另提了项目",
    "item_illegible": "有项目无法辨认",
    "all_illegible": "全票无法辨认",
    "all_blank": "全部空白",
    "overvote": "多选",
    "undervote": "少选",
    "over_budget": "超过资金上限",
    "not_genuine": "不是本次印制的票",
}


def ground_name(void: str | None) -> str:
    """Return 有效票, or 无效票 and why."""
    if void is None:
        return "有效票"
    names: dict[str, str] = {str(key): name for key, name in GROUND_NAMES.items()}
    return f"无效票（{names.get(void, void)}）"


_RULES: dict[Doubt | Ground | Literal["not_genuine"], tuple[str, ...]] = {
    "identity_unreadable": ("identity",),
    "not_genuine": ("identity",),
    "page_missing": ("identity",),
    "item_doubtful": ("adjudication", "item_illegible"),
    "overvote": ("overvote",),
    "undervote": ("undervote",),
    "all_blank": ("all_blank",),
    "all_illegible": ("all_illegible",),
    "item_illegible": ("item_illegible",),
    "over_budget": ("budget_cap",),
    "writing_outside": ("identifying_mark", "write_in"),
    "identifying_mark": ("identifying_mark",),
    "write_in": ("write_in",),
    "frames_unseen": ("adjudication",),
    "copied": ("identity",),
    "sample": ("audit_sample",),
}


def rules_behind(reason: Doubt | Ground | Literal["not_genuine"]) -> tuple[str, ...]:
    """Return the parameters of the 票决办法 that decide on ``reason``."""
    return _RULES[reason]


def clause_behind(
    reasons: Sequence[Doubt | Ground | Literal["not_genuine"]],
    numbering: Mapping[str, int],
    rules: Rules,
) -> str:
    """Return （依据票决办法第五条） for ``reasons``; "" where no clause of the text says anything.

    ``numbering`` as of `ballot.rules.text.numbering_of`.
    """
    named = {name for reason in reasons for name in _RULES[reason]}
    numbers = {numbering[name] for name in named if name in numbering}
    return cite(numbers, measure_name(rules))
