"""The short form of figures and rules that `piaojue decide` reads.

An input names people and ballots (total, present, issued, returned, valid, …), approvals per
project ("for"), and rules (`service.cli.case_rules`). What is left out takes the default; what is
unknown is an error. `KEYS` says what each key means.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import cast, get_args

from ballot.events.listing import RoundKind
from ballot.results import ChannelTally, ItemTotals, WrittenIn
from ballot.rules import Rules
from counting.figures import ChannelFigures, Figures, HandedOut, Project
from service.cli.case_file import (
    ABSENT,
    MOST_FEN,
    CaseFault,
    Given,
    flag,
    mapping,
    number,
    one_of,
    text,
    whole,
)
from service.cli.case_rules import rules_of

KEYS = {
    "total": "全体代表人数",
    "present": "实到人数",
    "seats": "应选项目数（整体表决可以不写）",
    "issued": "发出，张",
    "returned": "收回，张",
    "valid": "有效，张；不写即等于收回",
    "invalid": "无效，张",
    "foreign": "票箱中的非本次票，张",
    "printed": "印制，张",
    "replaced": "换发，张",
    "archived": "存档，张",
    "left_over": "剩余，张",
    "unused": "未按、未投的按键或者投票卡；写了即按平板渠道计",
    "for": "赞成，{项目: 票数}；排序表决为列入名次的票数",
    "against": "反对，{项目: 票数}",
    "abstain": "弃权，{项目: 票数}；不写即为其余的有效票",
    "illegible": "辨认不清，{项目: 票数}",
    "points": "排序表决的积分，{项目: 积分}",
    "written": "另提项目，{名称: 票数}；只用于纸质票",
    "tablet": "平板渠道，对象：issued、returned、unused、for、against、abstain 等；其余为纸质票",
    "cost_fen": "投资，{项目: 分}",
    "category": "类别，{项目: 类别}",
    "category_seats": "本轮的分类名额，{类别: 项数}；不写即按 category_quota",
    "spent_fen": "以前各轮入选项目的投资合计，分",
    "kind": "first、runoff、fill 之一；不写即 first",
    "last_round": "true：按票决办法不能再有下一轮",
}
"""Every key of a case beside the rules, with its meaning."""
TOKENS = ("replaced", "archived", "left_over")
PART = frozenset(
    {"issued", "returned", "valid", "invalid", "foreign", "printed", "unused", *TOKENS}
    | {"for", "against", "abstain", "illegible", "points"}
)
"""The keys that each channel has of its own."""
MARKS = ("against", "illegible", "points", "abstain")
KINDS: tuple[str, ...] = get_args(RoundKind)
KNOWN = frozenset(KEYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case ready to decide; ``labels`` are the project names in order of number (from 1)."""

    rules: Rules
    figures: Figures
    kind: RoundKind
    another_round: bool
    labels: tuple[str, ...]


def case_from(case: str, given: Given) -> Case:
    """Return the case ``case`` from its short form ``given``.

    Raises CaseFault at the first key that is wrong, missing or unknown.
    """
    rules = rules_of(case, given, KNOWN)
    total, present = number(case, given, "total", least=1), number(case, given, "present")
    labels = tuple(_per_project(case, given, "for"))
    if not labels:
        raise CaseFault(case, "for", {}, ("至少一个项目", "at least one project"))
    whole_list = rules.ballot_mode == "whole_list" and "seats" not in given
    seats = len(labels) if whole_list else number(case, given, "seats", least=1)
    kind = given.get("kind", "first")
    if kind not in KINDS:
        raise CaseFault(case, "kind", kind, one_of(KINDS))
    return Case(
        rules=rules,
        figures=Figures(
            roster=total,
            present=present,
            seats=seats,
            channels=_channels(case, given, labels),
            projects=_projects(case, given, labels),
            quota=_quota(case, given),
            spent_fen=number(case, given, "spent_fen", most=MOST_FEN)
            if "spent_fen" in given
            else 0,
        ),
        kind=cast("RoundKind", kind),
        another_round=not flag(case, given, "last_round"),
        labels=labels,
    )


def _channels(case: str, given: Given, labels: tuple[str, ...]) -> tuple[ChannelFigures, ...]:
    """Read the one channel that the case is about, and the tablets beside it."""
    name = "tablet" if "unused" in given else "paper"
    first = _channel(case, given, labels, name)
    if "tablet" not in given:
        return (first,)
    if name == "tablet":
        expected = ("写在“tablet”之内", 'a key of "tablet"')
        raise CaseFault(case, "unused", given["unused"], expected)
    inner = mapping(case, "tablet", given["tablet"])
    for key, value in inner.items():
        if key not in PART:
            raise CaseFault(case, f"tablet.{key}", value, one_of(sorted(PART)))
    try:
        return first, _channel(case, inner, labels, "tablet")
    except CaseFault as fault:
        key = f"tablet.{fault.key}"
        raise CaseFault(case, key, fault.found, fault.expected) from None


def _channel(case: str, given: Given, labels: tuple[str, ...], name: str) -> ChannelFigures:
    returned = number(case, given, "returned")
    valid = number(case, given, "valid") if "valid" in given else returned
    unused = number(case, given, "unused") if "unused" in given else None
    return ChannelFigures(
        handed=_handed(case, given),
        tally=ChannelTally(
            channel=name,
            returned=returned,
            valid=valid,
            invalid=number(case, given, "invalid") if "invalid" in given else returned - valid,
            foreign=number(case, given, "foreign") if "foreign" in given else 0,
            items=_items(case, given, labels, valid),
            written=_written(case, given),
        ),
        unused=unused,
    )


def _written(case: str, given: Given) -> tuple[WrittenIn, ...]:
    found = mapping(case, "written", given.get("written", {}))
    return tuple(
        WrittenIn(title=title, approve=whole(case, f"written.{title}", found[title]))
        for title in sorted(found)
    )


def _items(case: str, given: Given, labels: tuple[str, ...], valid: int) -> tuple[ItemTotals, ...]:
    """Read the marks of each project; what no mark is given for is 弃权."""
    approve = _per_project(case, given, "for", labels)
    against, illegible, points, abstain = (
        _per_project(case, given, key, labels) if key in given else {} for key in MARKS
    )
    rows = []
    for place, label in enumerate(labels, start=1):
        if label not in approve:
            raise CaseFault(case, f"for.{label}", ABSENT, ("票数", "a number of votes"))
        a, o, i = approve[label], against.get(label, 0), illegible.get(label, 0)
        left = abstain.get(label, 0) if "abstain" in given else valid - a - o - i
        row = ItemTotals(
            number=place,
            approve=a,
            oppose=o,
            abstain=left,
            illegible=i,
            points=points.get(label, 0),
        )
        rows.append(row)
    return tuple(rows)


def _per_project(
    case: str, given: Given, key: str, known: Collection[str] | None = None, most: int | None = None
) -> dict[str, int]:
    found = given.get(key, ABSENT)
    if not isinstance(found, dict):
        expected = ("对象，项目到票数", "an object from project to number of votes")
        raise CaseFault(case, key, found, expected)
    _require_known(case, key, found, known)
    limits = {} if most is None else {"most": most}
    return {label: whole(case, f"{key}.{label}", votes, **limits) for label, votes in found.items()}


def _require_known(
    case: str, key: str, found: Collection[str], known: Collection[str] | None
) -> None:
    for label in found:
        if known is not None and label not in known:
            raise CaseFault(case, key, label, ("“for”中的项目", 'a project of "for"'))


def _projects(case: str, given: Given, labels: tuple[str, ...]) -> dict[int, Project]:
    """Read what projects cost and which category they are in."""
    if "cost_fen" not in given and "category" not in given:
        return {}
    costs = _per_project(case, given, "cost_fen", labels, MOST_FEN) if "cost_fen" in given else {}
    named = mapping(case, "category", given.get("category", {}))
    _require_known(case, "category", named, labels)
    categories = {key: text(case, f"category.{key}", value) for key, value in named.items()}
    return {
        place: Project(cost_fen=costs.get(label), category=categories.get(label, ""))
        for place, label in enumerate(labels, start=1)
    }


def _quota(case: str, given: Given) -> dict[str, int] | None:
    if "category_seats" not in given:
        return None
    found = mapping(case, "category_seats", given["category_seats"])
    return {key: whole(case, f"category_seats.{key}", value) for key, value in found.items()}


def _handed(case: str, given: Given) -> HandedOut:
    """Read the tokens; without a printed number nothing was printed beyond what is booked."""
    issued = number(case, given, "issued")
    parts = {key: number(case, given, key) if key in given else 0 for key in TOKENS}
    booked = issued + sum(parts.values())
    return HandedOut(
        printed=number(case, given, "printed") if "printed" in given else booked,
        issued=issued,
        **parts,
    )
