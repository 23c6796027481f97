"""What the count yields beside its papers: 勾稽, and the result for those who calculate on."""

from typing import Any, Literal

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from ballot.folding.guards import the_round
from service.api.access import MEMBERS, allow
from service.documents import reconciled
from service.documents.books import result_book
from service.documents.desk import furnished
from service.house import House

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@get("/reconciliation", opt=allow(*MEMBERS))
async def reconciliation(
    election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> dict[str, Any]:
    """Return every identity with its two sides and the difference, holding or not."""
    state = (await house.ledger.head(election)).state
    current = the_round(state, number)
    return reconciled.shown(number, await reconciled.identities_of(house, state, current))


@get("/reconciliation/{form:str}", opt=allow(*MEMBERS))
async def reconciliation_file(
    election: FromPath[str],
    number: FromPath[int],
    form: FromPath[Literal["docx", "pdf", "xlsx"]],
    house: NamedDependency[House],
) -> Response[bytes]:
    """Return the 勾稽核对表 as a file; it is made anew each time and stands in no log."""
    state = (await house.ledger.head(election)).state
    data = await reconciled.sheet(house, state, the_round(state, number), form)
    return _attached(data, f"{number}-reconciliation.{form}", form)


@get("/result.xlsx", opt=allow(*MEMBERS))
async def result_file(
    election: FromPath[str], number: FromPath[int], house: NamedDependency[House]
) -> Response[bytes]:
    """Return the totals of a decided round as a spreadsheet, with its 勾稽核对表."""
    state = (await house.ledger.head(election)).state
    current = the_round(state, number)
    desk = await furnished(house, state, current)
    data = await house.work(result_book, state, current, desk)
    return _attached(data, f"{number}-result.xlsx", "xlsx")


def _attached(data: bytes, name: str, form: str) -> Response[bytes]:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=MEDIA[form], headers=headers)


router = Router(
    path="/api/elections/{election:str}/rounds/{number:int}",
    route_handlers=[reconciliation, reconciliation_file, result_file],
    tags=["文书与记录"],
)
