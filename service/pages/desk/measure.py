"""The 票决办法 at the desk: templates adopted, clauses as passed, another wording beside them."""

from typing import Any, Final

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from ballot.rules.adoption import departures, read_kept
from ballot.rules.parsing import MAX_BYTES, read_document
from ballot.rules.templates import MOST_LEVELS, Template
from ballot.rules.text import EDITED
from ballot.state import Election
from service.api import measures
from service.api.access import MEMBERS, allow
from service.api.bodies import EditedMeasure
from service.errors import BadRequest
from service.house import House
from service.pages.desk.frame import Asked, Form, Page, access_of, do, page, placed

R: Final = "/{election:str}/measure"
LEVELS: Final = range(1, MOST_LEVELS + 1)
LARGEST_WORD = 5_000_000
LONGEST_TEXT = 12_000


async def templates_of(form: Form) -> tuple[dict[str, Any], ...]:
    """Return the template files of a form, the highest first. Raises BadRequest, Malformed."""
    found: list[dict[str, Any]] = []
    for level in LEVELS:
        sent = form.file(f"template-{level}").get("file")
        if sent is None:
            continue
        read = read_document(await sent.read(), most=MAX_BYTES)
        if not isinstance(read, dict):
            raise BadRequest(f"第 {level} 份范本不是范本文件，应为上级发下的 .json 文件。")
        found.append(read)
    return tuple(found)


async def word_of(form: Form) -> bytes | None:
    """Return the Word file of a form, None where none was chosen. Raises BadRequest."""
    sent = form.file("docx").get("file")
    if sent is None:
        return None
    content = await sent.read()
    if not 0 < len(content) <= LARGEST_WORD:
        raise BadRequest("票决办法的 Word 文件是空的，或者超过 5 MB。")
    return content


async def edited_of(form: Form, **known: Any) -> EditedMeasure:
    """Return the text of a form, to be compared with the rules ``known``. Raises BadRequest."""
    docx, text = await word_of(form), form.short("text", "改过的文本", LONGEST_TEXT)
    if docx is None and not text:
        raise BadRequest("请选择 Word 文件，或者把改过的文本贴进来，再核对。")
    if docx is not None and text:
        raise BadRequest("Word 文件和贴进来的文本只核对一种，请去掉一种。")
    return EditedMeasure(docx=docx, text=text or None, **known)


async def _adopted(house: House, state: Election) -> tuple[Template, ...]:
    names = state.facts.adopted
    return tuple([read_kept(await house.ledger.get_object(one)) for one in names])


@get(R, opt=allow(*MEMBERS))
async def passed(request: Asked, election: FromPath[str], house: NamedDependency[House]) -> Page:
    """Show the clauses as passed, the templates, and where the rules differ from them."""
    place = await placed(house, election)
    state: Election = place["state"]
    templates = await _adopted(house, state)
    return page(
        request,
        "measure.html",
        **place,
        clauses=state.facts.clauses,
        remark=EDITED,
        templates=templates,
        deviations=departures(state.rules, templates),
    )


@post(f"{R}/comparison", opt=access_of(measures.passed_file), status_code=200)
async def comparison(
    request: Asked,
    election: FromPath[str],
    form: NamedDependency[Form],
    house: NamedDependency[House],
) -> Page:
    """List where a text differs from the rules of this election; nothing is kept."""
    facts = (await house.ledger.head(election)).state.facts
    data = await edited_of(
        form,
        rules=msgspec.to_builtins(facts.rules),
        title=facts.title,
        session=facts.session,
        body=facts.body,
    )
    found = await do(measures.comparison, data=data, house=house)
    return page(request, "comparison.html", found=found)


router = Router(path="/desk", route_handlers=[passed, comparison])
