"""The 票决办法: drafted before there is an election, compared, and read back afterwards."""

from typing import Any, Literal

import msgspec
from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from ballot.rules import Rules
from ballot.rules.adoption import read_kept
from ballot.rules.report import rules_of
from ballot.rules.template_file import template_from
from ballot.rules.templates import Template, chain
from ballot.rules.text import EDITED, draft
from printing.papers import Rendered
from service.api.access import MEMBERS, SIGNED_IN, allow
from service.api.bodies import EditedMeasure, MeasureDraft
from service.api.closing import MEDIA
from service.errors import NoSuchThing
from service.house import House
from service.measures import compared, draft_paper, facts_of, passed_paper

Form = Literal["docx", "pdf"]


@post("/measures", opt=SIGNED_IN, status_code=200)
async def drafted(data: JSONBody[MeasureDraft]) -> dict[str, Any]:
    """Return the 票决办法（草案） of the rules, clause by clause; nothing is kept."""
    rules, _ = _asked(data)
    facts = facts_of(data.title, data.session, data.body)
    return {"clauses": msgspec.to_builtins(draft(rules, facts))}


@post("/measures/{form:str}", opt=SIGNED_IN, status_code=200)
async def draft_file(
    form: FromPath[Form], data: JSONBody[MeasureDraft], house: NamedDependency[House]
) -> Response[bytes]:
    """Return the 票决办法（草案） as a Word file or PDF."""
    rules, templates = _asked(data)
    facts = facts_of(data.title, data.session, data.body)
    return _file(await house.work(draft_paper, rules, facts, templates), form, "measure-draft")


@post("/measures/comparison", opt=SIGNED_IN, status_code=200)
async def comparison(
    data: JSONBody[EditedMeasure], house: NamedDependency[House]
) -> dict[str, Any]:
    """Compare a text worded by hand with its rules: edited clauses, and what contradicts them."""
    rules, _ = _asked(data)
    facts = facts_of(data.title, data.session, data.body)
    found = await house.work(compared, rules, facts, data.text, data.docx)
    return {
        "clauses": msgspec.to_builtins(found.clauses),
        "edited": [{"number": one.number, "remark": EDITED} for one in found.edited],
        "contradictions": msgspec.to_builtins(found.contradictions),
    }


@get("/elections/{election:str}/measure/{form:str}", opt=allow(*MEMBERS))
async def passed_file(
    election: FromPath[str], form: FromPath[Form], house: NamedDependency[House]
) -> Response[bytes]:
    """Return the 票决办法 of the election as passed; clauses that no program checked are marked."""
    created = (await house.ledger.head(election)).state.facts
    if not created.clauses:
        raise NoSuchThing("这次票决没有登记票决办法的文本。")
    templates = [read_kept(await house.ledger.get_object(one)) for one in created.adopted]
    return _file(await house.work(passed_paper, created, templates), form, "measure")


def _asked(data: MeasureDraft) -> tuple[Rules, tuple[Template, ...]]:
    """Return the rules asked about and the templates they adopt. Raises Misread, Refused."""
    templates = tuple(template_from(one) for one in data.templates)
    return rules_of(data.rules, chain(templates)), templates


def _file(rendered: Rendered, form: Form, name: str) -> Response[bytes]:
    content = rendered.docx if form == "docx" else rendered.pdf
    headers = {"content-disposition": f'attachment; filename="{name}.{form}"'}
    return Response(content, media_type=MEDIA[form], headers=headers)


router = Router(
    path="/api",
    route_handlers=[drafted, draft_file, comparison, passed_file],
    tags=["票决办法"],
)
