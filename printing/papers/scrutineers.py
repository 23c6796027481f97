"""总监票人、监票人名单（草案）: the list that the meeting passes together with the 票决办法.

Set as lists of names are: by the strokes of the surnames, a full-width space in a name of two
characters, 女 and 民族 in brackets where they are given.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from ballot.rules.text.words import WORDS
from ballot.strokes import stroke_key
from printing.papers.content import Block, Names, Paper, Paragraph
from printing.papers.values import Session
from printing.papers.wording import require, spaced, vote_name

TITLE = "总监票人、监票人名单（草案）"


class Nominee(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody on the list; ``ethnicity`` such as 回族, ``group`` the 代表团, "" if not given."""

    name: str
    female: bool = False
    ethnicity: str = ""
    group: str = ""


class Nominations(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who is to watch the vote, and who counts; ``appointed`` is the number that the rules set.

    ``appointed`` counts the 监票人 without the 总监票人; None where the rules leave it open.
    """

    session: Session
    chief: tuple[Nominee, ...]
    scrutineers: tuple[Nominee, ...]
    tellers: tuple[Nominee, ...] = ()
    appointed: int | None = None


def scrutineer_list(facts: Nominations) -> Paper:
    """Make the list. PaperRefused where it is not what the rules say, or names somebody twice."""
    _check(facts)
    (chief,) = facts.chief
    blocks: list[Block] = [
        Paragraph(f"总监票人：{_named(chief)}"),
        Paragraph(f"监票人：（{_number(facts.scrutineers)}）"),
        Names(_ordered(facts.scrutineers)),
    ]
    if facts.tellers:
        secretariat = WORDS[facts.session.body].secretariat
        heading = f"附：计票人名单（由{secretariat}指定，共{len(facts.tellers)}名）"
        blocks += [Paragraph(heading), Names(_ordered(facts.tellers))]
    vote = f"{facts.session.subject}{vote_name(facts.session)}"
    return Paper(
        titles=tuple(line for line in (facts.session.congress, vote, TITLE) if line),
        blocks=tuple(blocks),
        rehearsal=facts.session.rehearsal,
    )


def _check(facts: Nominations) -> None:
    require(len(facts.chief) == 1, f"名单上总监票人有 {len(facts.chief)} 名，须有 1 名。")
    named = len(facts.scrutineers)
    require(named > 0, "名单上还没有监票人，请先任命监票人或者提交名单。")
    require(
        facts.appointed in {None, named},
        f"票决办法规定设监票人 {facts.appointed} 名，名单上有 {named} 名，请核对。",
    )
    everybody = (*facts.chief, *facts.scrutineers, *facts.tellers)
    times = Counter((one.name, one.group) for one in everybody)
    twice = [_named(one) for one in everybody if times[one.name, one.group] > 1]
    require(
        not twice,
        f"名单上{twice[0] if twice else ''}出现两次；一人只能担任一职，同名的请写明代表团。",
    )


def _number(people: Sequence[Nominee]) -> str:
    return f"{len(people)}名" + ("，按姓氏笔画为序" if len(people) > 1 else "")


def _ordered(people: Iterable[Nominee]) -> tuple[str, ...]:
    return tuple(_named(one) for one in sorted(people, key=lambda one: stroke_key(one.name)))


def _named(one: Nominee) -> str:
    """Write a name with what is given beside it: 王　岚（女，回族，城关代表团）."""
    beside = "，".join(part for part in ("女" * one.female, one.ethnicity, one.group) if part)
    return spaced(one.name) + (f"（{beside}）" if beside else "")
