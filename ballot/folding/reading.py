"""已截止: bundles read by machine, doubts decided by people, and the count of it all.

Only counts of sheets are checked here. What stands on them is private; `counting.paper` counts it
and `audit.verify` counts it again.
"""

from itertools import pairwise

from ballot.canonical import Digest
from ballot.events import (
    BatchRead,
    BatchWithdrawn,
    SampleDrawn,
    SheetsAdjudicated,
    SheetsCounted,
)
from ballot.events.reading import MOST_IN_BATCH
from ballot.folding.counting import check_items
from ballot.folding.guards import Needed, at_stage, check_approvals
from ballot.refusals import (
    AlreadyDone,
    CountedOtherwise,
    NotYet,
    PaperIncomplete,
    WrongBatch,
    WrongRuling,
    WrongSample,
)
from ballot.sampling import sample_size, sampled, to_draw
from ballot.state import Election, Round

SCRUTINEER_AND_CHIEF: Needed = (("scrutineer", 1), ("chief_scrutineer", 1))
TWO_AND_CHIEF: Needed = (("scrutineer", 2), ("chief_scrutineer", 1))


def batch_read(election: Election, event: BatchRead) -> None:
    """Book a bundle that the machine read, if the sheets are as many as people had counted."""
    current = readable(election, event.round)
    if current.identity_key is None:
        raise NotYet("本轮的票没有印防伪码，不能扫描读票，请人工计票。")
    if current.box_counted is None:
        raise NotYet("请先清点票箱，再分捆读票。")
    if event.batch != len(current.batches) + 1:
        raise WrongBatch(
            f"各捆按读票先后编号，下一捆为第 {len(current.batches) + 1} 捆，"
            f"不是第 {event.batch} 捆。"
        )
    _check_figures(event)
    _check_digests(current, event)
    current.batches[event.batch] = event
    current.salted |= set(event.sheets)
    _draw_again(current)
    _changed(current)


def readable(election: Election, number: int) -> Round:
    """Return the round if its paper may still be read or ruled on by way of the machine."""
    current = at_stage(election, number, "closed")
    if current.paper_frozen:
        raise AlreadyDone("纸质票计票已经封定，读票结果和认定都不能再改。")
    if current.scanner_failed:
        raise CountedOtherwise(
            "本轮已登记扫描仪故障，纸质票全部人工计票，读过的只作参考，不再读票和认定。"
        )
    if current.hand_count is not None:
        raise CountedOtherwise("纸质票已由两名计票人人工计票并核对一致，不再读票。")
    return current


def _check_figures(event: BatchRead) -> None:
    found = len(event.sheets) + event.foreign
    if event.declared > MOST_IN_BATCH:
        raise WrongBatch(
            f"第 {event.batch} 捆有 {event.declared} 张，一捆最多 {MOST_IN_BATCH} 张，请分成几捆。"
        )
    if found != event.declared:
        short = event.declared - found
        gap = f"少 {short} 张" if short > 0 else f"多 {-short} 张"
        raise WrongBatch(
            f"第 {event.batch} 捆人工清点 {event.declared} 张，读出 {len(event.sheets)} 张，"
            f"另放 {event.foreign} 张，{gap}。请重新清点这一捆，整捆重新扫描。"
        )


def _check_digests(current: Round, event: BatchRead) -> None:
    if not _ascending(event.sheets) or not _ascending(event.doubtful):
        raise WrongBatch(f"第 {event.batch} 捆的读票摘要须由小到大排列，没有重复。")
    if not set(event.doubtful) <= set(event.sheets):
        raise WrongBatch(f"第 {event.batch} 捆的疑问票须是这一捆中的票。")
    if current.salted & set(event.sheets):
        raise WrongBatch(f"第 {event.batch} 捆中有读票摘要已经入账，同一次读票不能入账两次。")


def _ascending(digests: tuple[Digest, ...]) -> bool:
    return all(before < after for before, after in pairwise(digests))


def _draw_again(current: Round) -> None:
    """Let a sample of other bundles count no longer; what people decided for it stays its own."""
    current.reviewed |= (current.sample or frozenset()) & current.rulings.keys()
    current.sample = None


def _changed(current: Round) -> None:
    """Let a total of earlier readings and rulings count no longer."""
    current.sheet_count = None


def batch_withdrawn(election: Election, event: BatchWithdrawn) -> None:
    """Let the reading of a bundle count no longer; a sample drawn from it is drawn again."""
    current = readable(election, event.round)
    if event.batch not in current.batches or event.batch in current.withdrawn:
        raise WrongBatch(f"第 {event.batch} 捆没有读过，或者已经撤回。")
    check_approvals(election, event, event.approvals, SCRUTINEER_AND_CHIEF)
    current.withdrawn[event.batch] = event.reason
    _draw_again(current)
    _changed(current)


def sheets_adjudicated(election: Election, event: SheetsAdjudicated) -> None:
    """Book what people decided on sheets of standing bundles; the last ruling on each counts."""
    current = readable(election, event.round)
    sheets = tuple(one.sheet for one in event.rulings)
    rulings = {one.ruling for one in event.rulings}
    if not _ascending(sheets):
        raise WrongRuling("认定须按读票摘要由小到大排列，一张票在一页中只认定一次。")
    if not set(sheets) <= current.standing:
        raise WrongRuling("认定的票须是现有各捆中读过的票，撤回的一捆不再认定。")
    if len(rulings) < len(event.rulings) or rulings & current.salted:
        raise WrongRuling("认定的摘要有重复，同一份认定不能入账两次。")
    check_approvals(election, event, event.approvals, TWO_AND_CHIEF)
    current.salted |= rulings
    current.rulings.update((one.sheet, one.ruling) for one in event.rulings)
    _changed(current)


def sample_drawn(election: Election, event: SampleDrawn) -> None:
    """Book the seed that says which certain sheets people look at all the same."""
    current = readable(election, event.round)
    if current.sample is not None:
        raise AlreadyDone("本轮已经抽样，请按抽出的票复核。")
    require_whole(current)
    certain = current.certain
    if event.count != to_draw(election.rules, current) or not event.count:
        size = sample_size(election.rules, sum(len(one.sheets) for one in current.live))
        raise WrongSample(
            f"按票决办法须抽样复核 {size} 张，现有机器认定清楚的票 {len(certain)} 张，"
            f"不是抽 {event.count} 张。"
        )
    check_approvals(election, event, event.approvals, SCRUTINEER_AND_CHIEF)
    current.sample = sampled(election.id, current.number, event.seed, certain, event.count)


def sheets_counted(election: Election, event: SheetsCounted) -> None:
    """Book the paper's totals: everything in the box was read, and every doubt decided."""
    current = readable(election, event.round)
    if not current.live:
        raise NotYet("还没有读票，请先分捆读票，或者人工计票。")
    require_whole(current)
    _check_signed(current)
    check_items(election, current, event.tally)
    _check_tally(current, event)
    current.sheet_count = event.tally


def require_whole(current: Round) -> None:
    """Raise PaperIncomplete unless the standing bundles are all that lay in the box."""
    declared = sum(one.declared for one in current.live)
    boxed = current.box_counted or 0
    if declared != boxed:
        bundles = "、".join(f"第 {one.batch} 捆 {one.declared} 张" for one in current.live)
        gap = f"少 {boxed - declared} 张" if declared < boxed else f"多 {declared - boxed} 张"
        raise PaperIncomplete(
            f"票箱清点 {boxed} 张，各捆合计 {declared} 张（{bundles or '还没有读票'}），{gap}。"
            "请找出没有读的一捆或者多读的一捆，或者重新清点票箱。"
        )


def _check_signed(current: Round) -> None:
    """Raise PaperIncomplete for doubtful or sampled sheets without a signed ruling.

    Whether people have decided on them already the log does not know.
    """
    for one in current.live:
        waiting = set(one.doubtful) - current.rulings.keys()
        if waiting:
            raise PaperIncomplete(
                f"第 {one.batch} 捆还有 {len(waiting)} 张疑问票没有签字认定，请先认定、签字。"
            )
    unseen = (current.sample or frozenset()) - current.rulings.keys()
    if unseen:
        raise PaperIncomplete(f"抽样复核还有 {len(unseen)} 张没有签字认定，请先复核、签字。")


def _check_tally(current: Round, event: SheetsCounted) -> None:
    """Compare the sheets of the totals with those of the bundles."""
    tally, boxed = event.tally, current.box_counted or 0
    if tally.returned + tally.foreign != boxed or tally.returned != tally.valid + tally.invalid:
        raise PaperIncomplete(
            f"读票合计收回 {tally.returned} 张（有效 {tally.valid}、无效 {tally.invalid}），"
            f"非本次票 {tally.foreign} 张，与票箱清点的 {boxed} 张不符，请重新计算。"
        )
    # Beside those that the machine set aside, people may have found sheets not to be genuine.
    least = sum(one.foreign for one in current.live)
    ruled = sum(sheet in current.rulings for one in current.live for sheet in one.sheets)
    if not least <= tally.foreign <= least + ruled:
        raise PaperIncomplete(
            f"读票合计非本次票 {tally.foreign} 张，另放的有 {least} 张，"
            f"经认定的有 {ruled} 张，两者不符，请重新计算。"
        )
