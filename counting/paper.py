"""The paper's totals from what a machine read and what people ruled.

A sheet's final rows are those of its last ruling, else those that the machine read. Whether the
whole sheet is valid follows from the final rows by the clauses of the rules
(`counting.paper_form`); what only people can see (a name on the sheet, a foreign sheet) they say in
the ruling. A machine alone makes no sheet and no item invalid.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import msgspec

from ballot.canonical import Digest
from ballot.identity import BATCH
from ballot.reading import Ruling, SheetReading
from ballot.results import ChannelTally
from counting import evaluation_forms, validity
from counting.doubts import NOT_GENUINE, ground_name, rule_doubts
from counting.errors import ReadTwice, RulingContradicts, Undecided, WrongViews
from counting.paper_form import Final, PaperForm, weighed
from counting.validity import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSheet:
    """One sheet: the salted ``digest`` of its ``reading``, and the last ``ruling`` on it if any."""

    digest: Digest
    reading: SheetReading
    ruling: Ruling | None = None

    @property
    def genuine(self) -> bool:
        """Whether it is a sheet of this round: the machine reads no other, people may see more."""
        return self.ruling is None or self.ruling.void != NOT_GENUINE


def final_of(sheet: ReadSheet, form: PaperForm) -> Final:
    """Return what a genuine sheet counts as.

    Raises Undecided where people have to rule first, NotOnTheSheet, RulingContradicts.
    """
    if sheet.ruling is not None:
        return _as_ruled(sheet.ruling, form)
    if sheet.reading.doubts or rule_doubts(sheet.reading.rows, form):
        raise Undecided(f"{_name(sheet.digest)}是疑问票，还没有认定，不能计票。")
    return weighed(sheet.reading.rows, form)


def _as_ruled(ruling: Ruling, form: PaperForm) -> Final:
    signed, blank = ruling.void == "identifying_mark", ruling.void == "all_blank"
    final = weighed(ruling.rows, form, blank=blank, signed=signed, written=ruling.written)
    if final.void != ruling.void:
        raise RulingContradicts(
            f"这张票认定为{ground_name(ruling.void)}，"
            f"而所认定的各项按票决办法为{ground_name(final.void)}，请重新认定。"
        )
    return final


def check_ruling(ruling: Ruling, form: PaperForm) -> None:
    """Raise NotOnTheSheet or RulingContradicts for a ruling that the rules do not bear out.

    Also where it is about a foreign sheet, whose rows count for nothing but are named all the same.
    Raises WrongViews, or NotOnTheSheet, for former views that nobody can have changed so.
    """
    _check_former(ruling, form)
    if ruling.void == NOT_GENUINE:
        weighed(ruling.rows, form)
    else:
        _as_ruled(ruling, form)


def _check_former(ruling: Ruling, form: PaperForm) -> None:
    people = [one.scrutineer for one in ruling.replaced]
    if people != sorted(people):
        raise WrongViews("监票人原来的意见没有按监票人的次序列出。")
    strangers = set(people) - {one.scrutineer for one in ruling.views}
    if strangers:
        raise WrongViews(f"监票人 {min(strangers)} 号有原来的意见，却没有最后的意见。")
    for one in ruling.replaced:
        weighed(one.rows, form)
    for view in ruling.views:
        if any(before == after for before, after in pairwise(ruling.held_by(view))):
            raise WrongViews(f"监票人 {view.scrutineer} 号原来的意见与改后的意见相同。")


def count(sheets: Iterable[ReadSheet], form: PaperForm, *, set_aside: int = 0) -> ChannelTally:
    """Return the paper's totals; ``set_aside`` sheets were foreign in the machine's eyes.

    Raises what `final_of` raises.
    """
    genuine: list[ReadSheet] = []
    foreign = set_aside
    for one in sheets:
        if one.genuine:
            genuine.append(one)
        else:
            foreign += 1
    tally = added([final_of(one, form) for one in genuine], form)
    return msgspec.structs.replace(tally, foreign=foreign)


def added(finals: Sequence[Final], form: PaperForm) -> ChannelTally:
    """Return the totals of sheets whose final readings are known; none of them is foreign."""
    rules, numbers = form.rules, form.numbers
    judgements, answered = [], []
    for one in finals:
        if isinstance(one.said, Said):
            judgements.append(validity.weigh(one.said, rules, form.ballot))
        else:
            answered.append((one.said, one.void))
    if rules.ballot_mode == "graded":
        return evaluation_forms.add_answers(answered, rules, numbers=numbers, channel="paper")
    return validity.add(judgements, rules, numbers=numbers, ballot=form.ballot)


def require_unique(bundles: Mapping[int, Iterable[ReadSheet]]) -> None:
    """Raise ReadTwice unless each identity counts once over all standing ``bundles``.

    Where all sheets bear one code, and where a code could not be read, the bundle's own count
    stands in for it.
    """
    seen: dict[str, int] = {}
    for batch, sheets in bundles.items():
        for one in sheets:
            identity = one.reading.identity
            if identity is None or identity == BATCH.hex() or not one.genuine:
                continue
            if identity in seen:
                raise ReadTwice(_twice(seen[identity], batch))
            seen[identity] = batch


def _twice(first: int, second: int) -> str:
    where = f"第 {first} 捆中" if first == second else f"第 {first} 捆和第 {second} 捆中各"
    return (
        f"标识相同的票在{where}读了{'两次' if first == second else '一次'}，只能计一次。"
        "请查明是重复扫描还是复印的票：重复扫描的撤回其中一捆，复印的认定为“不是本次印制的票”。"
    )


def _name(digest: Digest) -> str:
    return f"读票 {digest[:16]}… "
