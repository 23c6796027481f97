"""After the announcement: what the fold takes of the paper's publication, and what it refuses."""

from collections.abc import Callable, Sequence
from functools import cache

import msgspec
import pytest

from ballot import events as e
from ballot.canonical import digest
from ballot.fold import apply, fold
from ballot.folding.publishing import shown_of
from ballot.refusals import AlreadyDone, WrongPublication
from ballot.state import Election
from tests.support.published_session import Level, published_session
from tests.support.scanned_session import given_up

Parts = Sequence[e.PaperPublished]


@cache
def announced(level: Level) -> Election:
    session = published_session(level)
    return fold(session.sign(session.script[:-1]))


def said(level: Level) -> e.PaperPublished:
    event = published_session(level).script[-1]
    assert isinstance(event, e.PaperPublished)
    return event


def after(level: Level, parts: Parts) -> Election:
    election = announced(level).copy()
    for one in parts:
        apply(election, one)
    return election


def halves(
    edit: Callable[[e.PaperPublished], e.PaperPublished] = lambda part: part,
) -> list[e.PaperPublished]:
    """The images in two events, the second of which ``edit`` changes; project 2 is in both."""
    first, second, third = said("items").items
    cut = len(second.crops) // 2
    begun = msgspec.structs.replace(second, crops=second.crops[:cut])
    rest = msgspec.structs.replace(second, crops=second.crops[cut:])
    whole = msgspec.structs.replace(said("items"), parts=2)
    return [
        msgspec.structs.replace(whole, part=1, items=(first, begun)),
        edit(msgspec.structs.replace(whole, part=2, items=(rest, third))),
    ]


def test_one_event_publishes_a_small_round() -> None:
    assert after("items", [said("items")]).current.published_whole
    assert after("sheets", [said("sheets")]).current.published_whole


def test_several_events_are_one_publication() -> None:
    begun, rest = halves()

    assert not after("items", [begun]).current.published_whole
    assert after("items", [begun, rest]).current.published_whole


def test_a_publication_is_made_once() -> None:
    with pytest.raises(AlreadyDone):
        after("items", [said("items"), said("items")])


def changed(**fields: object) -> Callable[[e.PaperPublished], e.PaperPublished]:
    return lambda part: msgspec.structs.replace(part, **fields)


def reversed_(part: e.PaperPublished) -> e.PaperPublished:
    first, *rest = part.items
    back = msgspec.structs.replace(first, crops=first.crops[::-1])
    return msgspec.structs.replace(part, items=(back, *rest))


def one_short(part: e.PaperPublished) -> e.PaperPublished:
    *rest, last = part.items
    return msgspec.structs.replace(
        part, items=(*rest, msgspec.structs.replace(last, crops=last.crops[:-1]))
    )


STRANGE = (e.ItemImages(project=9, crops=(digest(b"crop"),)),)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (changed(part=1), "下一次应为第 2 次"),
        (changed(parts=3), "前后一致"),
        (changed(withheld=e.Withheld(marked=0, written=1, unscanned=0)), "前后一致"),
        (changed(items=STRANGE), "票面上的项目"),
        (changed(items=()), "只登记各项目"),
        (changed(sheets=said("sheets").sheets), "只登记各项目"),
        (changed(level="sheets"), "票决办法规定的"),
        (reversed_, "由小到大"),
        (lambda part: msgspec.structs.replace(part, items=part.items[::-1]), "由小到大"),
        (one_short, "3 号项目的图像有 27 份，应公布的票有 28 张"),
    ],
    ids=[
        "part again",
        "other number of parts",
        "others withheld",
        "strange project",
        "nothing",
        "sheets beside items",
        "other level",
        "scan order",
        "projects out of order",
        "one short",
    ],
)
def test_a_part_that_does_not_fit_is_refused(
    edit: Callable[[e.PaperPublished], e.PaperPublished], words: str
) -> None:
    with pytest.raises(WrongPublication, match=words):
        after("items", halves(edit))


def test_a_sheet_is_published_with_all_its_rows() -> None:
    first, *rest = said("sheets").sheets
    short = msgspec.structs.replace(first, rows=first.rows[1:])
    with pytest.raises(WrongPublication, match="逐项列出"):
        after("sheets", [msgspec.structs.replace(said("sheets"), sheets=(short, *rest))])


def test_equal_images_are_named_as_often_as_they_occur() -> None:
    """Two empty rows may be the same to the last pixel."""
    alike = tuple(
        msgspec.structs.replace(one, crops=(one.crops[0],) * len(one.crops))
        for one in said("items").items
    )
    event = msgspec.structs.replace(said("items"), items=alike)

    assert after("items", [event]).current.published_whole


def test_a_round_counted_by_hand_has_no_images_to_show() -> None:
    session = given_up()
    rules = msgspec.structs.replace(session.rules, publish_paper="items")
    election = fold(session.sign(session.script))
    assert election.created is not None
    election.created = msgspec.structs.replace(election.created, rules=rules)

    with pytest.raises(WrongPublication, match="没有按扫描读票计票"):
        apply(election, said("items"))


def test_too_few_sheets_are_not_shown_outside_a_rehearsal() -> None:
    election = announced("items").copy()
    assert election.created is not None
    rules = msgspec.structs.replace(election.rules, min_channel=30)
    withheld = said("items").withheld
    election.created = msgspec.structs.replace(election.created, rules=rules)
    assert shown_of(election, election.current, "items", withheld) == 28

    election.created = msgspec.structs.replace(election.created, rehearsal=False)
    with pytest.raises(WrongPublication, match="会透露个人意见"):
        shown_of(election, election.current, "items", withheld)
