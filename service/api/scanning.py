"""Bundles of paper: counted by hand, scanned, entered; their totals, and what is shown of them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from litestar import Request, Router, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, MultipartBody

from ballot.errors import BallotError
from ballot.folding.guards import the_round
from ballot.folding.reading import readable
from ballot.refusals import WrongStage
from ballot.rules.text import clause_names, measure_name
from ballot.state import Election, Round
from service.api.access import MEMBERS, Actor, allow
from service.api.paper_bodies import BundleDiscard, BundleEnd, NewBundle
from service.documents.facts import numbers_of
from service.errors import BadRequest
from service.house import House
from service.office.bundles import Bundle, OpenBundle
from service.office.discards import Discarded
from service.office.roles import Role
from service.scanning import bundles
from service.scanning.copies import in_doubt
from service.scanning.counting import count_sheets
from service.scanning.fitting import left_in_box
from service.scanning.folder import LARGEST_FILE
from service.scanning.publishing import publish
from service.scanning.whence import runs_of

Asked = Request[Actor, Any, Any]
DESK: tuple[Role, ...] = ("teller", "scrutineer", "chief_scrutineer")


def _shown(bundle: Bundle) -> dict[str, Any]:
    return {
        "number": bundle.number,
        "declared": bundle.declared,
        "state": bundle.state,
        "pages": bundle.pages,
    }


@post("/bundles", opt=allow(*DESK))
async def begin(
    election: FromPath[str],
    number: FromPath[int],
    data: JSONBody[NewBundle],
    house: NamedDependency[House],
) -> dict[str, Any]:
    """Begin the next bundle; one of a round is scanned at a time."""
    return _shown(await bundles.begin(house, election, number, data.declared))


@get("/bundles", opt=allow(*MEMBERS, still=True))
async def listed(
    election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> dict[str, Any]:
    """List the bundles, and how many sheets are still missing from what lay in the box.

    Those that were withdrawn or thrown away stay listed (``gone``), with the reason. ``failed``:
    the scanner was given up; ``closed``: why nothing is read any more. ``alike``: all sheets bear
    one code. ``files``: which pages of a bundle came from which file. ``folder``: a copier's folder
    is watched; ``waiting`` files in it have no bundle, ``refused`` says what was not read,
    also of what lies there and is not taken.
    ``clause`` is how the clause is cited by which people count where the scanner fails. ``acts``
    change where signatures come.
    """
    state = (await house.ledger.head(election)).state
    current = the_round(state, number)
    found = [one for one in await house.bundles.all(election, number) if one.state != "withdrawn"]
    closed = _closed(state, current)
    runs = [await runs_of(house, election, number, one) for one in found]
    return {
        "bundles": [
            _shown(one) | _stopped(one, closed) | {"files": msgspec.to_builtins(files)}
            for one, files in zip(found, runs, strict=True)
        ],
        "gone": await _gone(house, election, current),
        "box": current.box_counted,
        "missing": left_in_box(current),
        "doubtful": len(in_doubt(current, await house.copies.of(election, current))),
        "failed": current.scanner_failed,
        "frozen": current.paper_frozen,
        "closed": closed,
        "alike": state.rules.identity == "batch",
        "folder": house.settings.scans is not None,
        "waiting": house.inbox.waiting,
        "refused": _not_read(house, election, number, found),
        "clause": _cited(state),
        "acts": [f"{one.id} {len(one.missing)}" for one in await house.acts.pending(election)],
    }


def _not_read(house: House, election: str, number: int, found: Sequence[Bundle]) -> tuple[str, ...]:
    """Return what the folder says of files that it did not take, while a bundle is scanned."""
    for one in found:
        if one.state == "open":
            key = OpenBundle(election=election, round=number, number=one.number)
            return (*house.inbox.refused(key), *house.inbox.unread)
    return ()


def _closed(state: Election, current: Round) -> str:
    """Return why nothing is read any more of a box that was counted, "" where it is."""
    try:
        readable(state, current.number)
    except BallotError as error:
        early = isinstance(error, WrongStage) and current.box_counted is None
        return "" if early else error.sentence
    return ""


def _stopped(bundle: Bundle, closed: str) -> dict[str, str]:
    return {"state": "stopped"} if closed and bundle.state == "open" else {}


async def _gone(house: House, election: str, current: Round) -> list[dict[str, Any]]:
    """Return the bundles that were withdrawn (the log has why) or thrown away (the office has)."""
    thrown = await house.bundles.discarded(election, current.number)
    withdrawn = [
        {
            "number": number,
            "declared": current.batches[number].declared,
            "pages": None,
            "state": "withdrawn",
            "reason": reason,
        }
        for number, reason in current.withdrawn.items()
    ]
    return [*withdrawn, *_thrown_away(thrown)]


def _thrown_away(thrown: Sequence[Discarded]) -> Iterator[dict[str, Any]]:
    """Yield each of ``thrown``; ``which`` tells several of one number apart, the first is 1."""
    times = Counter[int]()
    for one in thrown:
        times[one.number] += 1
        yield {
            "number": one.number,
            "declared": one.declared,
            "pages": one.pages,
            "state": "discarded",
            "which": times[one.number],
            "reason": one.reason,
        }


def _cited(state: Election) -> str:
    numbers = numbers_of(state)
    where = clause_names({numbers["fallback"]}) if "fallback" in numbers else ""
    return f"{measure_name(state.rules)}{where}"


@post("/bundles/{bundle:int}/files", opt=allow(*DESK), request_max_body_size=LARGEST_FILE)
async def take(
    election: FromPath[str],
    number: FromPath[int],
    bundle: FromPath[int],
    data: MultipartBody[dict[str, UploadFile]],
    house: NamedDependency[House],
) -> dict[str, Any]:
    """Read a file of scans into the bundle; the same file again adds nothing.

    ``elsewhere`` are other bundles that have some of its pages.
    """
    if "file" not in data:
        raise BadRequest("请选择扫描文件（PDF、TIFF、PNG 或 JPEG）。")
    file = data["file"]
    scan = await file.read()
    found = await bundles.take(house, election, number, bundle, file.filename, scan)
    return {"new": found.new, "elsewhere": sorted(found.elsewhere)}


@get("/bundles/{bundle:int}", opt=allow(*DESK, still=True))
async def progress(
    election: FromPath[str],
    number: FromPath[int],
    bundle: FromPath[int],
    house: NamedDependency[House],
) -> dict[str, Any]:
    """Show what the pages of a bundle make so far; figures of sheets, never what stands on them."""
    found = await bundles.progress(house, election, number, bundle)
    joined = found.joined
    told = {
        "elsewhere": joined.elsewhere,
        "unread": joined.unread,
        "foreign": joined.foreign,
        "copied": joined.copied,
        "behind": joined.behind,
        "repeated": joined.repeated,
    }
    return (
        _shown(found.bundle)
        | {"sheets": len(joined.sheets), "doubtful": found.doubtful}
        | {"strange": len(joined.strangers)}
        | {
            name: [{"place": at, "reason": why} for at, why in places]
            for name, places in told.items()
        }
    )


@post("/bundles/{bundle:int}/enter", opt=allow("scrutineer", "chief_scrutineer"))
async def enter(
    election: FromPath[str],
    number: FromPath[int],
    bundle: FromPath[int],
    data: JSONBody[BundleEnd],
    house: NamedDependency[House],
) -> dict[str, int]:
    """Enter the bundle in the log, if what was read is what was counted into it."""
    doubtful = await bundles.enter(
        house, election, number, bundle, foreign=data.foreign, by_hand=data.by_hand
    )
    return {"doubtful": doubtful}


@post("/bundles/{bundle:int}/discard", opt=allow(*DESK), status_code=204)
async def discard(
    request: Asked,
    election: FromPath[str],
    number: FromPath[int],
    bundle: FromPath[int],
    house: NamedDependency[House],
    data: JSONBody[BundleDiscard | None],
) -> None:
    """Throw away what was scanned of an open bundle, to count and scan it anew, with a reason.

    The next bundle has its number: that is what people wrote on the paper.
    """
    reason = "" if data is None else data.reason.strip()
    if not reason:
        raise BadRequest("放弃一捆须写明理由（reason），例如“数错了，重新数”。")
    by = request.user.person.id
    await bundles.discard(house, election, number, bundle, by=by, reason=reason)


@post("/paper-count", opt=allow("chief_scrutineer"))
async def count(
    election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> dict[str, int]:
    """Add up the bundles; what they say is shown once the paper is frozen."""
    await count_sheets(house, election, number)
    return {"size": await house.ledger.size(election)}


@post("/paper-publication", opt=allow("chief_scrutineer"))
async def publication(
    election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> dict[str, Any]:
    """Publish the announced round's paper at the level of the rules, once and for ever."""
    found = await publish(house, election, number)
    withheld = found.withheld
    return {
        "published": len(found.shown),
        "withheld": {
            "marked": withheld.marked,
            "written": withheld.written,
            "unscanned": withheld.unscanned,
        },
    }


router = Router(
    path="/api/elections/{election:str}/rounds/{number:int}",
    route_handlers=[begin, listed, take, progress, enter, discard, count, publication],
    tags=["读票"],
)
