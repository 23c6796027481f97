"""After 公告: what a round makes public of its paper, once, at the level of the 票决办法.

Only counts and orders are checked here. What the images show nobody can check without the sheets;
`audit.verify.published` compares them with the readings as far as that goes.
"""

from collections.abc import Iterator, Sequence

from ballot.events import PaperPublished
from ballot.events.publishing import ImageLevel, Withheld
from ballot.folding.guards import at_stage
from ballot.refusals import AlreadyDone, WrongPublication
from ballot.state import Election, Round


def publishable(election: Election, number: int) -> Round:
    """Return the round if images of its paper may be published and are not yet.

    Raises WrongStage before the announcement, WrongPublication where the rules publish totals
    alone or no sheet was read by machine, AlreadyDone.
    """
    current = at_stage(election, number, "announced")
    if election.rules.publish_paper == "totals":
        raise WrongPublication("票决办法规定纸质票只公布合计数，不公布票面图像。")
    if current.sheet_count is None or current.hand_count is not None:
        raise WrongPublication("本轮没有按扫描读票计票，没有可以公布的票面图像。")
    if current.published_whole:
        raise AlreadyDone("本轮的纸质票已经公布，不能再次公布。")
    return current


def paper_published(election: Election, event: PaperPublished) -> None:
    """Book one part; the last one is taken only if the whole is what the count says."""
    current = publishable(election, event.round)
    _check_part(election, current, event)
    whole = [*current.published, event]
    _check_order(rows_of(election, current), whole)
    expected = shown_of(election, current, event.level, event.withheld)
    if event.part == event.parts:
        _check_counts(election, current, whole, expected)
    current.published.append(event)


def rows_of(election: Election, current: Round) -> tuple[int, ...]:
    """Return the projects that have boxes on the sheets, in printed order."""
    return (0,) if election.rules.ballot_mode == "whole_list" else current.candidates


def _check_part(election: Election, current: Round, event: PaperPublished) -> None:
    """Raise WrongPublication unless the part follows and says what those before it said."""
    before = current.published
    if event.level != election.rules.publish_paper:
        raise WrongPublication("公布的内容须是票决办法规定的“纸质票的公布内容”。")
    if event.part != len(before) + 1 or event.part > event.parts:
        raise WrongPublication(
            f"分 {event.parts} 次登记的，下一次应为第 {len(before) + 1} 次，"
            f"不是第 {event.part} 次。"
        )
    if before and (before[0].parts, before[0].withheld) != (event.parts, event.withheld):
        raise WrongPublication("各次登记的次数和不公布的张数须前后一致。")
    if bool(event.items) == bool(event.sheets) or bool(event.items) != (event.level == "items"):
        raise WrongPublication("逐项公布的只登记各项目的图像，整张公布的只登记票面。")


def _check_order(rows: Sequence[int], whole: Sequence[PaperPublished]) -> None:
    """Raise WrongPublication unless nothing of the order of the scan is left."""
    if any(one.project not in rows for part in whole for one in part.items):
        raise WrongPublication("公布的项目须是票面上的项目。")
    crops = [(rows.index(project), name) for project, name in _crops(whole)]
    sheets = [(one.pages, one.rows, one.void or "") for part in whole for one in part.sheets]
    if crops != sorted(crops) or sheets != sorted(sheets):
        raise WrongPublication("公布的图像须按项目次序和图像摘要由小到大排列，不得留有扫描的次序。")
    if any(len(read) != len(rows) for _, read, _ in sheets):
        raise WrongPublication("公布的每张票须按票面次序逐项列出。")


def _crops(whole: Sequence[PaperPublished]) -> Iterator[tuple[int, str]]:
    for part in whole:
        for one in part.items:
            for name in one.crops:
                yield one.project, name


def shown_of(election: Election, current: Round, level: ImageLevel, withheld: Withheld) -> int:
    """Return how many sheets ``level`` has to show: valid ones item by item, all as a whole.

    Raises WrongPublication for more withheld sheets than there are, and where too few are left:
    the marks of one sheet stand side by side again when there are hardly any others.
    """
    tally = current.sheet_count
    assert tally is not None  # noqa: S101  (publishable has looked)
    counted = tally.valid if level == "items" else tally.returned
    left = counted - withheld.total
    least = 1 if election.facts.rehearsal else election.rules.min_channel
    if left < least:
        raise WrongPublication(
            f"可以公布的票有 {max(left, 0)} 张，少于 {least} 张，公布会透露个人意见，"
            "本轮纸质票只公布合计数。"
        )
    return left


def _check_counts(
    election: Election, current: Round, whole: Sequence[PaperPublished], expected: int
) -> None:
    rows = rows_of(election, current)
    if whole[0].level == "sheets":
        found = {0: sum(len(part.sheets) for part in whole)}
    else:
        found = dict.fromkeys(rows, 0)
        for project, _ in _crops(whole):
            found[project] += 1
    for project, count in found.items():
        if count != expected:
            what = f"{project} 号项目的图像" if project else "票面图像"
            raise WrongPublication(
                f"{what}有 {count} 份，应公布的票有 {expected} 张，两者不符，请重新制作。"
            )
