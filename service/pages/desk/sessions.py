"""The first page, and a new 票决: from a preset to rules without contradictions."""

from typing import Any

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from ballot.rules.parameters import Rules
from ballot.rules.parsing import read_document
from ballot.rules.presets import NAMED, PRESETS
from ballot.rules.terms import TERMS
from ballot.rules.text.facts import BLANK
from ballot.rules.words import WORDS, worded
from ballot.state import Election
from service.api import elections, measures
from service.api.access import SIGNED_IN
from service.api.bodies import MeasureDraft, NewElection
from service.api.measures import Form as PaperForm
from service.api.rules import report
from service.errors import BadRequest
from service.house import House
from service.office.people import Account
from service.office.roles import EVERYWHERE
from service.pages.desk.frame import Asked, Form, Page, access_of, do, on_to, page
from service.pages.desk.measure import LEVELS, edited_of, templates_of, word_of
from service.pages.words import said

FIGURES = ("roster_total", "seats", "candidates_n")
CHANNELS = ("paper", "tablet")
GROUPS = (
    (said("到会和通过"), ("quorum_rule", "threshold", "threshold_base", "roster_basis")),
    (said("票面和填写"), ("ballot_mode", "sheet_style", "ballot_order", "blank_means", "write_in")),
    (said("疑问票"), ("adjudication", "item_illegible", "all_illegible", "identifying_mark")),
    (
        said("票数相等、不足应选数"),
        ("tie_rule", "tie_again", "shortfall_action", "shortfall_pool", "shortfall_threshold"),
    ),
    (
        said("设备、公布"),
        ("fallback", "revote_by", "display", "publish_level", "publish_paper", "result_order"),
    ),
)
"""The clauses that the form asks for one by one; every other stands in its last field."""

ASKED = tuple(name for _, names in GROUPS for name in names)
LONGEST_RULES = 100_000


@get("/", opt=SIGNED_IN)
async def home(request: Asked, house: NamedDependency[House]) -> Page:
    """List the sessions that concern the person; an empty list says where to begin."""
    person = request.user.person
    states = [(await house.ledger.head(one)).state for one in await house.ledger.elections()]
    return page(
        request,
        "home.html",
        elections=[one for one in states if _concerns(person, one)],
        alone=len(await house.accounts.all()) == 1,
        clerk=person.holds("clerk", EVERYWHERE),
    )


def _concerns(person: Account, state: Election) -> bool:
    return any(one.covers(one.role, state.id) for one in person.grants)


@get("/new", opt=access_of(elections.create))
async def new(request: Asked) -> Page:
    """Show the presets, or the form of a chosen one."""
    chosen = NAMED.get(request.query_params.get("preset", ""))
    if chosen is None:
        return page(request, "presets.html", presets=PRESETS)
    rest = {name: value for name, value in chosen.given.items() if name not in _of_the_form()}
    return page(
        request,
        "new.html",
        preset=chosen,
        given=chosen.given,
        groups=GROUPS,
        words=WORDS,
        names={one.identifier: one for one in TERMS},
        usual={name: worded(name, getattr(Rules(), name)) for name in ASKED},
        levels=LEVELS,
        rest=msgspec.json.format(msgspec.json.encode(rest), indent=2).decode() if rest else "",
    )


def _of_the_form() -> set[str]:
    return {*FIGURES, *ASKED, "channels", "scrutineers", "max_rounds", "min_channel"}


def given_rules(form: Form) -> dict[str, Any]:
    """Return the rules file that a form amounts to. Raises BadRequest, Malformed."""
    given: dict[str, Any] = {}
    for name in ASKED:
        if word := form.text(name):
            given[name] = word
    labels = {one.identifier: one.chinese for one in TERMS}
    for name in (*FIGURES, "max_rounds", "min_channel"):
        figure = form.maybe(name, labels[name])
        if figure is not None:
            given[name] = figure
    channels = [one for one in form.every("channels") if one in CHANNELS]
    if channels:
        given["channels"] = channels
    if people := _scrutineers(form):
        given["scrutineers"] = people
    return given | _rest(form)


def _scrutineers(form: Form) -> dict[str, int]:
    asked = (("appointed", "监票人人数"), ("keys", "密钥份数"), ("threshold", "开启所需份数"))
    found = {
        name: form.maybe(name if name != "threshold" else "key_threshold", label)
        for name, label in asked
    }
    return {name: figure for name, figure in found.items() if figure is not None}


def _rest(form: Form) -> dict[str, Any]:
    """Return the clauses that the form has no field of its own for: a rules file's object."""
    text = form.text("rest")
    if not text:
        return {}
    rest = read_document(text.encode(), most=LONGEST_RULES)
    if not isinstance(rest, dict):
        raise BadRequest('“其余条款”应为规则文件的写法，如 {"languages": ["zh"]}。')
    return rest


@post("/new/lint", opt=access_of(elections.create), status_code=200)
async def lint(request: Asked, form: NamedDependency[Form], house: NamedDependency[House]) -> Page:
    """Say what contradicts, what is missing, what is unusual in the rules as they stand."""
    found = await house.work(report, given_rules(form), await templates_of(form))
    return page(request, "lint.html", found=found)


@post("/new/measure/{form_of:str}", opt=access_of(elections.create), status_code=200)
async def measure(
    form_of: FromPath[PaperForm], form: NamedDependency[Form], house: NamedDependency[House]
) -> Page:
    """Return the 票决办法（草案） of the rules as they stand."""
    data = MeasureDraft(rules=given_rules(form), templates=await templates_of(form), **_names(form))
    made: Page = await do(measures.draft_file, form=form_of, data=data, house=house)
    return made


def _names(form: Form) -> dict[str, str]:
    return {name: form.text(name) or BLANK for name in ("title", "session", "body")}


@post("/new/comparison", opt=access_of(elections.create), status_code=200)
async def compare(
    request: Asked, form: NamedDependency[Form], house: NamedDependency[House]
) -> Page:
    """List where the text that came back from the session differs from the rules as they stand."""
    data = await edited_of(
        form, rules=given_rules(form), templates=await templates_of(form), **_names(form)
    )
    found = await do(measures.comparison, data=data, house=house)
    return page(request, "comparison.html", found=found)


@post("/new", opt=access_of(elections.create))
async def create(form: NamedDependency[Form], house: NamedDependency[House]) -> Page:
    """Begin the 票决; the text as passed is the uploaded one, or the one written from the rules."""
    data = NewElection(
        title=form.text("title", "票决名称"),
        session=form.text("session", "会议名称"),
        body=form.text("body", "会议主体名称"),
        rules=given_rules(form),
        rehearsal=form.text("kind", "演练或者正式") == "rehearsal",
        templates=await templates_of(form),
        docx=await word_of(form),
    )
    return on_to(f"/desk/{await elections.begun(house, data)}/officers")


router = Router(path="/desk", route_handlers=[home, new, lint, measure, compare, create])
