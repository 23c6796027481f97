"""Doubtful sheets: what people see of them, their views apart, the chief's decision."""

from collections.abc import AsyncIterator
from typing import Any, Literal

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from ballot.canonical import Digest
from ballot.reading import View
from ballot.sheet import SheetLayout, layout_of, read_format
from service.api.access import Actor, allow
from service.api.adjudication_shown import choices_of, places_on, shown, to_draw
from service.api.closing import MEDIA
from service.api.paper_bodies import Decision, Opinions
from service.commands.holders import holder_number
from service.documents.adjudicated import record_of
from service.errors import NoSuchThing
from service.house import House
from service.office.roles import Role
from service.scanning.adjudicating import doubtful_sheets, give_view, sheet_of
from service.scanning.bundles import paper_of
from service.scanning.fitting import left_in_box
from service.scanning.missing import sides_missing
from service.scanning.reading import crop, shape_of, written
from service.scanning.ruling import rule, unsigned

Asked = Request[Actor, Any, Any]
LOOK: tuple[Role, ...] = ("scrutineer", "chief_scrutineer")
SIGN: tuple[Role, ...] = ("clerk", *LOOK)
"""Who signs rulings, and who prints them for those that sign by hand."""


@get("/doubts", opt=allow(*LOOK))
async def doubts(
    request: Asked, election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> dict[str, Any]:
    """List the sheets that people look at, with what each may see of them.

    A 监票人 sees the own view alone, so that two views are two. What the machine read of a sheet of
    the sample nobody sees before having looked. ``missing`` sheets of the box are not entered yet,
    ``to_draw`` will be drawn for the sample.
    """
    paper = await paper_of(house, election, number)
    person = request.user.person
    chief = person.holds("chief_scrutineer", election)
    own = None if chief else await holder_number(house, paper.state, person, "scrutineer")
    names = {one.number: one.name for one in paper.definition.candidates}
    found = await doubtful_sheets(house, election, number)
    return {
        "me": {"chief": chief, "scrutineer": own},
        "choices": choices_of(paper.definition),
        "projects": [{"number": one, "name": names[one]} for one in paper.definition.numbers],
        "failed": paper.current.scanner_failed,
        "waiting": sum(one.ruled is None for one in found),
        "missing": left_in_box(paper.current),
        "to_draw": to_draw(paper),
        "sheets": [
            shown(one, paper, own, await sides_missing(house, election, number, one.reading))
            for one in found
        ],
    }


@get("/sheets/{sheet:str}/pages/{page:int}", opt=allow(*LOOK))
async def page(
    election: FromPath[str],
    number: FromPath[int],
    sheet: FromPath[str],
    page: FromPath[int],
    house: NamedDependency[House],
) -> Response[bytes]:
    """Return a side of a doubtful sheet, laid flat, as JPEG."""
    paper = await paper_of(house, election, number)
    found = await sheet_of(house, paper, Digest(sheet))
    for side in found.reading.pages:
        if side.number == page:
            image = await house.ledger.get_object(side.image)
            return Response(image, media_type="image/jpeg")
    raise NoSuchThing("这张票没有扫描到这一面，请查看纸质票。")


@get("/sheets/{sheet:str}/rows/{project:int}", opt=allow(*LOOK))
async def row(
    election: FromPath[str],
    number: FromPath[int],
    sheet: FromPath[str],
    project: FromPath[int],
    house: NamedDependency[House],
) -> Response[bytes]:
    """Return one project's row of a doubtful sheet as PNG."""
    async for layout, place, image in _sides(house, election, number, sheet):
        if any(one.project == project for one in layout.pages[place - 1].rows):
            cut = await house.work(crop, layout, place, image, project)
            return Response(cut, media_type="image/png")
    raise NoSuchThing("这张票上没有扫描到这个项目，请查看纸质票。")


@get("/sheets/{sheet:str}/places", opt=allow(*LOOK))
async def places(
    election: FromPath[str],
    number: FromPath[int],
    sheet: FromPath[str],
    house: NamedDependency[House],
) -> list[dict[str, int]]:
    """Return where each project stands on the scanned sides, in thousandths of their height."""
    return [
        one
        async for layout, place, _ in _shapes(house, election, number, sheet)
        for one in places_on(layout, place)
    ]


@get("/sheets/{sheet:str}/written", opt=allow(*LOOK))
async def written_in(
    election: FromPath[str],
    number: FromPath[int],
    sheet: FromPath[str],
    house: NamedDependency[House],
) -> Response[bytes]:
    """Return the lines of a doubtful sheet on which projects are written in (另提) as PNG."""
    async for layout, place, image in _sides(house, election, number, sheet):
        cut = await house.work(written, layout, place, image)
        if cut is not None:
            return Response(cut, media_type="image/png")
    raise NoSuchThing("这张票上没有扫描到“另提项目”栏，请查看纸质票。")


async def _sides(
    house: House, election: str, number: int, sheet: str
) -> AsyncIterator[tuple[SheetLayout, int, bytes]]:
    """Yield the scanned sides of a doubtful sheet: layout, page, flattened picture (JPEG)."""
    async for layout, place, image in _shapes(house, election, number, sheet):
        yield layout, place, await house.ledger.get_object(image)


async def _shapes(
    house: House, election: str, number: int, sheet: str
) -> AsyncIterator[tuple[SheetLayout, int, Digest]]:
    """Yield the same with the pictures' names."""
    paper = await paper_of(house, election, number)
    found = await sheet_of(house, paper, Digest(sheet))
    for side in found.reading.pages:
        kept = await house.bundles.page(election, number, side.image)
        shape = shape_of(kept.result)
        layout = layout_of(paper.definition, read_format(shape.format))
        yield layout, shape.number, Digest(side.image)


@post("/sheets/{sheet:str}/views", opt=allow("scrutineer"), status_code=204)
async def view(
    request: Asked,
    election: FromPath[str],
    number: FromPath[int],
    sheet: FromPath[str],
    data: JSONBody[Opinions],
    house: NamedDependency[House],
) -> None:
    """Keep what a 监票人 holds of a sheet; it can be changed until the chief has decided."""
    state = (await house.ledger.head(election)).state
    who = await holder_number(house, state, request.user.person, "scrutineer")
    held = View(scrutineer=who, rows=data.rows, void=data.void)
    await give_view(house, election, number, Digest(sheet), held)


@post("/sheets/{sheet:str}/ruling", opt=allow("chief_scrutineer"))
async def ruling(
    election: FromPath[str],
    number: FromPath[int],
    sheet: FromPath[str],
    data: JSONBody[Decision],
    house: NamedDependency[House],
) -> dict[str, Any]:
    """Keep the chief's decision; a page of them is then signed as ``sheets_adjudicated``."""
    decided = (data.rows, data.void, data.written)
    made = await rule(house, election, number, Digest(sheet), decided)
    return {"clause": made.clause, "void": made.void}


@post("/sheets/{sheet:str}/ruling/withdraw", opt=allow("chief_scrutineer"), status_code=204)
async def take_back(
    election: FromPath[str],
    number: FromPath[int],
    sheet: FromPath[str],
    house: NamedDependency[House],
) -> None:
    """Take an unsigned decision back, so that views may change again."""
    await paper_of(house, election, number)
    await house.views.forget(election, number, (Digest(sheet),))


@get("/adjudication/waiting", opt=allow(*SIGN))
async def waiting(
    election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> list[dict[str, Any]]:
    """List the decisions that are not signed, under the digests that people sign."""
    return [
        {"sheet": one.sheet, "ruling": one.ruling, "void": ruling.void}
        for one, ruling in await unsigned(house, election, number)
    ]


@get("/adjudication/{which:str}/{form:str}", opt=allow(*SIGN))
async def adjudication_file(
    election: FromPath[str],
    number: FromPath[int],
    which: FromPath[Literal["signed", "unsigned"]],
    form: FromPath[Literal["docx", "pdf"]],
    house: NamedDependency[House],
) -> Response[bytes]:
    """Return 无效票、疑问票认定记录 over signed rulings, or over those that wait to be signed.

    It is made anew each time and stands in no log: it tells marks of single sheets.
    """
    data = await record_of(house, election, number, which, form)
    name = f"{number}-adjudication-{which}.{form}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=MEDIA[form], headers=headers)


router = Router(
    path="/api/elections/{election:str}/rounds/{number:int}",
    route_handlers=[
        doubts,
        page,
        row,
        places,
        written_in,
        view,
        ruling,
        take_back,
        waiting,
        adjudication_file,
    ],
    tags=["疑问票认定"],
)
