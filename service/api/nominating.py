"""The list of scrutineers that the meeting passes: names go through the office and no further."""

from typing import Literal

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from printing.papers import Rendered
from printing.papers.scrutineers import Nominee
from service.api.access import allow
from service.api.bodies import NamedOfficers, NamedPerson
from service.api.closing import MEDIA
from service.documents.nominated import listed, nominated, nominations_paper
from service.house import House

Form = Literal["docx", "pdf"]


@get("/scrutineers/{form:str}", opt=allow("clerk"))
async def appointed_list(
    election: FromPath[str], form: FromPath[Form], house: NamedDependency[House]
) -> Response[bytes]:
    """Return the 监票人名单（草案） of those who hold the roles; it stands in no log."""
    state = (await house.ledger.head(election)).state
    facts = await nominated(house, state)
    return _file(await house.work(nominations_paper, facts), form)


@post("/scrutineers/{form:str}", opt=allow("clerk"), status_code=200)
async def proposed_list(
    election: FromPath[str],
    form: FromPath[Form],
    data: JSONBody[NamedOfficers],
    house: NamedDependency[House],
) -> Response[bytes]:
    """Return the 监票人名单（草案） of the people handed in; nothing is kept."""
    state = (await house.ledger.head(election)).state
    facts = listed(
        state,
        chief=(_nominee(data.chief),),
        scrutineers=tuple(map(_nominee, data.scrutineers)),
        tellers=tuple(map(_nominee, data.tellers)),
    )
    return _file(await house.work(nominations_paper, facts), form)


def _nominee(one: NamedPerson) -> Nominee:
    return Nominee(name=one.name, female=one.female, ethnicity=one.ethnicity, group=one.group)


def _file(rendered: Rendered, form: Form) -> Response[bytes]:
    content = rendered.docx if form == "docx" else rendered.pdf
    headers = {"content-disposition": f'attachment; filename="scrutineers-draft.{form}"'}
    return Response(content, media_type=MEDIA[form], headers=headers)


router = Router(
    path="/api/elections/{election:str}",
    route_handlers=[appointed_list, proposed_list],
    tags=["文书与记录"],
)
