"""What the count yields: the 勾稽 identities side by side, and the papers to download."""

from typing import get_args

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from ballot.errors import Refused
from ballot.events.closing import PaperKind
from service.api import closing, figures, scanning
from service.api.access import MEMBERS, allow
from service.documents import reconciled
from service.errors import BadRequest
from service.house import House
from service.pages.desk.frame import Asked, Form, Page, access_of, do, on_to, page, placed
from service.pages.words import said

PAPERS: dict[PaperKind, tuple[str, str]] = {
    "attendance": ("代表到会情况报告", "报告应到、实到以后"),
    "issue_return": ("发票收票情况报告单", "票箱清点、计票以后"),
    "count_report": ("计票结果报告单", "得出结果以后、签字以前"),
    "announcement": ("公告", "总监票人、监票人签字确认以后"),
    "sealing_list": ("封存清单", "得出结果以后"),
    "evaluation_summary": ("满意度测评情况汇总", "测评结果得出以后"),
}
"""Each paper: its name, and from when on it can be made."""

CHANNELS = {
    "paper": said("纸质票"),
    "tablet": said("平板票"),
    "hands": said("举手表决"),
}

WORDED = tuple(said(text) for pair in PAPERS.values() for text in pair)


@get("/{election:str}/rounds/{number:int}/reconciliation", opt=access_of(figures.reconciliation))
async def reconciliation(
    request: Asked, election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> Page:
    """Show every identity with its two sides, or why none can be shown yet."""
    place = await placed(house, election, number)
    try:
        found = await reconciled.identities_of(house, place["state"], place["round"])
    except Refused as early:
        return page(request, "reconciliation.html", **place, found=None, early=early.sentence)
    shown = reconciled.shown(number, found)
    return page(request, "reconciliation.html", **place, found=shown, early="", channels=CHANNELS)


@get("/{election:str}/rounds/{number:int}/papers", opt=allow(*MEMBERS))
async def papers(
    request: Asked, election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> Page:
    """List the papers of the round: made, or to be made."""
    place = await placed(house, election, number)
    graded = place["state"].rules.ballot_mode == "graded"
    kinds = [
        (kind, name, when)
        for kind, (name, when) in PAPERS.items()
        if graded or kind != "evaluation_summary"
    ]
    return page(request, "papers.html", **place, kinds=kinds)


@post("/{election:str}/rounds/{number:int}/papers", opt=access_of(closing.issue_paper))
async def issue(
    election: FromPath[str],
    number: FromPath[int],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """Make a paper, once and for all."""
    kind = form.text("kind", "文书")
    if kind not in get_args(PaperKind):
        raise BadRequest("没有这种文书。")
    await do(
        closing.issue_paper,
        election=election,
        number=number,
        kind=kind,
        house=house,
        chinese_only=form.flag("chinese_only"),
    )
    return on_to(f"/desk/{election}/rounds/{number}/papers")


@post("/{election:str}/rounds/{number:int}/publication", opt=access_of(scanning.publication))
async def publication(
    election: FromPath[str],
    number: FromPath[int],
    form: NamedDependency[Form],  # noqa: ARG001  (only a page's form may do this)
    house: NamedDependency[House],
) -> Page:
    """Publish the images of the announced round's paper, once and for ever."""
    await do(scanning.publication, election=election, number=number, house=house)
    return on_to(f"/desk/{election}/rounds/{number}/papers")


router = Router(path="/desk", route_handlers=[reconciliation, papers, issue, publication])
