"""A 满意度测评 as input of `piaojue decide`: totals of each project, or forms one by one.

``ratings``: {project: figures in the order of the grades} or {project: {grade: figure}}, where
不了解, 弃权 and 辨认不清 may stand too; what is not given abstained. ``tablet`` has the same of the
tablets beside the paper. ``forms``: [{"by", "channel", "marks"}] in the order in which they were
sealed, ``by`` the token of the person: of two by the same token the first counts. What people and
ballots are not given is as many as there are ratings.
"""

from collections.abc import Sequence
from typing import cast, get_args

import msgspec

from ballot.contest import DONT_KNOW, ratings_of
from ballot.errors import BallotError
from ballot.results import ChannelTally, ItemTotals, Outcome
from ballot.rules import Rules
from counting.errors import CountingError
from counting.evaluation_forms import Channel, Form, HandIn, count_forms, first_sealed
from counting.figures import ChannelFigures, Figures, HandedOut
from counting.outcome import decide
from counting.percent import percent, tenths
from service.cli.case_file import (
    ABSENT,
    CaseFault,
    Given,
    Undecidable,
    mapping,
    number,
    one_of,
    text,
    whole,
)
from service.cli.case_rules import rules_of

BALLOTS = ("issued", "returned", "valid", "invalid")
KNOWN = frozenset({"total", "present", "ratings", "tablet", "forms", *BALLOTS})
CHANNELS: tuple[Channel, ...] = get_args(Channel)
ABSTAIN, ILLEGIBLE = "弃权", "辨认不清"


def decide_ratings(case: str, given: Given) -> dict[str, object]:
    """Return the outcome of the evaluation ``given``, its projects by the names of the case.

    Raises CaseFault at the first key that is wrong or missing.
    """
    rules = _rules(case, given)
    refused: dict[Channel, int] | None = None
    if "forms" in given:
        labels, tallies, refused = _forms(case, given, rules)
    else:
        labels, tallies = _totals(case, given, rules)
    figures = _figures(case, given, tallies)
    try:
        outcome = decide(rules, figures)
    except (BallotError, CountingError) as error:
        raise Undecidable(case, "input", ABSENT, (error.sentence, error.code)) from error
    more: dict[str, object] = {} if refused is None else {"refused": refused}
    return _labelled(outcome, labels) | more


def graded_words(outcome: Given) -> list[str]:
    """Return what each project amounts to, for one line; nothing for any other vote."""
    rows = outcome.get("graded") or []
    return [f"{row['name']} {_word(row)}" for row in cast("list[dict[str, object]]", rows)]


def _word(row: dict[str, object]) -> str:
    """Write a grade, two rates or a score as people say it."""
    if row.get("grade"):
        return str(row["grade"])
    if row.get("score"):
        return tenths(*cast("tuple[int, int]", row["score"]))
    rates = [row[key] for key in ("top_rate", "pass_rate") if row.get(key)]
    return "/".join(percent(*one) for one in cast("list[tuple[int, int]]", rates)) or "—"


def _rules(case: str, given: Given) -> Rules:
    """Read the rules: a case with ratings is an evaluation; a 不了解 in it was on the ballot."""
    stated = dict(given)
    if "mode" not in given:
        stated.setdefault("ballot_mode", "graded")
    if "choices" not in given and f'"{DONT_KNOW}"' in msgspec.json.encode(given).decode():
        stated["choices"] = ["abstain", "dont_know"]
    rules = rules_of(case, stated, KNOWN)
    if rules.ballot_mode != "graded":
        raise CaseFault(case, "mode", rules.ballot_mode, ("graded", "graded"))
    return rules


def _figures(case: str, given: Given, tallies: Sequence[ChannelTally]) -> Figures:
    issued = [_issued(case, given, tally) for tally in tallies]
    back = sum(tally.returned for tally in tallies)
    present = number(case, given, "present") if "present" in given else max(back, sum(issued))
    return Figures(
        roster=number(case, given, "total", least=1) if "total" in given else present,
        present=present,
        seats=len(tallies[0].items),
        channels=tuple(
            ChannelFigures(handed=HandedOut(printed=count, issued=count), tally=tally)
            for count, tally in zip(issued, tallies, strict=True)
        ),
    )


def _issued(case: str, given: Given, tally: ChannelTally) -> int:
    own = given if tally.channel == "paper" else mapping(case, "tablet", given.get("tablet", {}))
    return number(case, own, "issued") if "issued" in own else tally.returned


def _totals(
    case: str, given: Given, rules: Rules
) -> tuple[tuple[str, ...], tuple[ChannelTally, ...]]:
    rows = mapping(case, "ratings", given.get("ratings", ABSENT))
    labels = tuple(rows)
    if not labels:
        raise CaseFault(case, "ratings", rows, ("至少一个项目", "at least one project"))
    paper = _channel(case, given, rules, labels, "paper")
    if "tablet" not in given:
        return labels, (paper,)
    inner = mapping(case, "tablet", given["tablet"])
    unknown = [key for key in inner if key not in {"ratings", *BALLOTS}]
    if unknown:
        keys = sorted({"ratings", *BALLOTS})
        raise CaseFault(case, f"tablet.{unknown[0]}", inner[unknown[0]], one_of(keys))
    return labels, (paper, _channel(case, inner, rules, labels, "tablet"))


def _channel(
    case: str, given: Given, rules: Rules, labels: tuple[str, ...], channel: Channel
) -> ChannelTally:
    rows = mapping(case, "ratings", given.get("ratings", ABSENT))
    if set(rows) != set(labels):
        raise CaseFault(case, f"{channel}.ratings", list(rows), one_of(labels))
    read = [_row(case, label, rows[label], rules) for label in labels]
    marks = max(sum(row.values()) for row in read)
    returned = number(case, given, "returned") if "returned" in given else marks
    valid = number(case, given, "valid") if "valid" in given else returned
    invalid = number(case, given, "invalid") if "invalid" in given else returned - valid
    items = (_item(place, row, rules, valid) for place, row in enumerate(read, start=1))
    return ChannelTally(
        channel=channel,
        returned=returned,
        valid=valid,
        invalid=invalid,
        foreign=0,
        items=tuple(items),
    )


def _row(case: str, label: str, value: object, rules: Rules) -> dict[str, int]:
    """Read one project's figures by name."""
    key = f"ratings.{label}"
    names = (*ratings_of(rules), ABSTAIN, ILLEGIBLE)
    if isinstance(value, list):
        if len(value) != len(rules.grades):
            expected = f"{len(rules.grades)} 个票数", f"{len(rules.grades)} figures"
            raise CaseFault(case, key, value, expected)
        value = dict(zip(rules.grades, value, strict=True))
    row = mapping(case, key, value)
    for name in row:
        if name not in names:
            raise CaseFault(case, f"{key}.{name}", row[name], one_of(names))
    return {name: whole(case, f"{key}.{name}", figure) for name, figure in row.items()}


def _item(place: int, row: dict[str, int], rules: Rules, valid: int) -> ItemTotals:
    """Whoever gave no mark abstained, unless the case says how many did."""
    rest = valid - sum(row.values())
    return ItemTotals(
        number=place,
        approve=0,
        oppose=0,
        abstain=row.get(ABSTAIN, rest),
        illegible=row.get(ILLEGIBLE, 0),
        grades=tuple(row.get(grade, 0) for grade in rules.grades),
        dont_know=row.get(DONT_KNOW, 0),
    )


def _forms(
    case: str, given: Given, rules: Rules
) -> tuple[tuple[str, ...], tuple[ChannelTally, ...], dict[Channel, int]]:
    listed = given["forms"]
    if not isinstance(listed, list) or not listed:
        raise CaseFault(case, "forms", listed, ("测评表的列表", "a list of forms"))
    read = [_hand_in(case, f"forms[{at}]", one, rules) for at, one in enumerate(listed)]
    sizes = {len(one.form.marks) for one in read}
    if len(sizes) != 1 or not sizes.copy().pop():
        expected = "每份的项目数相同，至少一项", "forms about the same projects, at least one"
        raise CaseFault(case, "forms", sorted(sizes), expected)
    numbers = range(1, sizes.pop() + 1)
    kept, refused = first_sealed(read)
    tallies = tuple(
        count_forms(
            [one.form for one in kept if one.channel == channel],
            rules,
            numbers=numbers,
            channel=channel,
        )
        for channel in CHANNELS
        if any(one.channel == channel for one in kept)
    )
    return tuple(f"P{at}" for at in numbers), tallies, refused


def _hand_in(case: str, key: str, value: object, rules: Rules) -> HandIn:
    match value:
        case {"by": by, "marks": list(marks), **rest} if not rest.keys() - {"channel"}:
            channel = rest.get("channel", "paper")
            if channel not in CHANNELS:
                raise CaseFault(case, f"{key}.channel", channel, one_of(CHANNELS))
            places = tuple(_marked(case, f"{key}.marks", one, rules) for one in marks)
            return HandIn(text(case, f"{key}.by", by), channel, Form(places))
        case _:
            words = '{"by", "channel", "marks"}'
            raise CaseFault(case, key, value, (words, words))


def _marked(case: str, key: str, value: object, rules: Rules) -> frozenset[int]:
    """Read what is marked at one project: "满意", "" or, for two marks, ["满意", "不满意"]."""
    names = ratings_of(rules)
    marks = value if isinstance(value, list) else [value] if value != "" else []
    for mark in marks:
        if mark not in names:
            raise CaseFault(case, key, mark, one_of(("", *names)))
    return frozenset(names.index(mark) for mark in marks)


def _labelled(outcome: Outcome, labels: tuple[str, ...]) -> dict[str, object]:
    """Name projects as the case does."""
    answer: dict[str, object] = msgspec.to_builtins(outcome)
    answer |= {"elected": [], "tied": []}
    for key, rows in (("counts", outcome.counts), ("graded", outcome.graded)):
        answer[key] = [{**msgspec.to_builtins(row), "name": labels[row.number - 1]} for row in rows]
    return answer
