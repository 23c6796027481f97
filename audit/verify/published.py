"""S: what a round makes public of its paper is of the written form, whole, and fits the count.

Nobody can recompute an image without the sheet; what is checked is that there are as many as the
count says, that they carry nothing beside their pixels, and what is said of them. Whether a picture
is that of a counted sheet is for people, who compare it with the evidence or the paper.
"""

from collections import Counter

from audit.errors import AuditError
from audit.record.batches import form_for
from audit.record.images import Size, size_of
from audit.record.objects import published_images
from audit.verify.case import Case
from audit.verify.checks import Findings, NotRun, Remark
from ballot.errors import BallotError
from ballot.events.publishing import SheetImages, Withheld
from ballot.results import ChannelTally
from ballot.state import Round
from counting.errors import CountingError
from counting.publication import publication_of, published_totals


def images(case: Case) -> Findings:
    """S-14: published images are grey pixels and nothing else, crops all of one size."""
    for one in _published(case):
        sizes: Counter[Size] = Counter()
        for name in sorted({name for part in one.published for name in published_images(part)}):
            try:
                sizes[size_of(case.objects.get(name))] += 1
            except AuditError as error:
                yield f"第 {one.number} 轮公布的图像 {name[:16]}…：{error.sentence}"
        if one.published[0].level == "items" and len(sizes) > 1:
            yield f"第 {one.number} 轮各项目的图像大小不一，可以看出哪些出自同一张票。"


def whole(case: Case) -> Findings:
    """S-15: a publication is complete, as the rules have it, and adds up to what was counted."""
    promised = [one for one in case.folding.election.rounds if one.stage == "announced"]
    level = case.created.rules.publish_paper
    if level == "totals" or not promised:
        raise NotRun("票决办法规定纸质票只公布合计数，或者还没有公告")
    for one in promised:
        if one.published_whole:
            yield from _fits(case, one)
        elif one.published:
            yield f"第 {one.number} 轮的纸质票公布了一部分，没有公布完。"
        elif one.sheet_count is not None and one.hand_count is None:
            yield Remark(f"第 {one.number} 轮按票决办法应公布票面图像，日志中还没有。")
        else:
            yield Remark(f"第 {one.number} 轮没有按扫描读票计票，没有票面图像可以公布。")


def _fits(case: Case, one: Round) -> Findings:
    withheld = one.published[0].withheld
    yield Remark(_told(one, withheld))
    if one.published[0].level == "items":
        return
    try:
        found = published_totals(
            _sheets(one), form_for(case.folding.election, one, case.objects.get)
        )
    except CountingError as error:
        yield f"第 {one.number} 轮：{error.sentence}"
        return
    if one.sheet_count is not None and not _within(found, one.sheet_count, withheld.total):
        yield f"第 {one.number} 轮公布的各张票合计与计票结果不符。"


def _told(one: Round, withheld: Withheld) -> str:
    shown = sum(len(part.sheets) for part in one.published) or _crops(one)
    return (
        f"第 {one.number} 轮公布了 {shown} 张票的图像；没有公布的："
        f"署名或者作记号 {withheld.marked} 张，另提项目 {withheld.written} 张，"
        f"没有完整图像 {withheld.unscanned} 张。"
    )


def _crops(one: Round) -> int:
    first = one.published[0].items[0].project
    return sum(
        len(item.crops) for part in one.published for item in part.items if item.project == first
    )


def _within(found: ChannelTally, counted: ChannelTally, withheld: int) -> bool:
    """Say whether ``withheld`` more sheets can make ``found`` to what was ``counted``."""
    if [one.number for one in found.items] != [one.number for one in counted.items]:
        return False  # the definition is of another list, which D-02 says
    if not withheld and found.items != counted.items:
        return False
    pairs = [(found.valid, counted.valid), (found.invalid, counted.invalid)]
    for less, more in zip(found.items, counted.items, strict=True):
        pairs += [
            (less.approve, more.approve),
            (less.oppose, more.oppose),
            (less.abstain, more.abstain),
            (less.illegible, more.illegible),
            (less.dont_know, more.dont_know),
            *zip(less.grades, more.grades, strict=False),
        ]
    return all(0 <= more - less <= withheld for less, more in pairs)


def as_read(case: Case) -> Findings:
    """S-16: what is shown and what is withheld follow from readings and rulings."""
    found = _published(case)
    for one in (scanned for scanned in case.scanned if scanned.current in found):
        said = one.current.published[0]
        try:
            meant = publication_of(one.standing(), one.form, said.level)
        except (CountingError, BallotError) as error:
            yield f"第 {one.number} 轮：{error.sentence}"
            continue
        if meant.withheld != said.withheld:
            yield f"第 {one.number} 轮没有公布的张数与读票和认定不符。"
        named = Counter((sheet.rows, sheet.void) for sheet in _sheets(one.current))
        if said.level == "sheets" and named != Counter(each.said for each in meant.shown):
            yield f"第 {one.number} 轮公布的各张票所列的意见与读票和认定不符。"


def _sheets(one: Round) -> list[SheetImages]:
    return [sheet for part in one.published for sheet in part.sheets]


def _published(case: Case) -> list[Round]:
    found = [one for one in case.folding.election.rounds if one.published]
    if not found:
        raise NotRun("没有公布票面图像")
    return found
