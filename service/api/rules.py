"""Rules before there is an election: what to begin with, and what speaks against a set of them.

The answers are those of ``lint-rules --json``; nothing is kept.
"""

from typing import Any

import msgspec
from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from ballot.rules.parsing import MAX_BYTES, read_document
from ballot.rules.presets import NAMED, PRESETS
from ballot.rules.report import Report, report_on_file
from ballot.rules.template_file import template_from
from ballot.rules.templates import chain
from service.api.access import SIGNED_IN, Actor
from service.api.bodies import RulesToLint
from service.errors import NoSuchThing
from service.house import House

Asked = Request[Actor, Any, Any]


@get("/presets", opt=SIGNED_IN)
async def presets() -> list[dict[str, str]]:
    """List the rules files to begin with."""
    return [{"name": one.name, "chinese": one.chinese, "about": one.about} for one in PRESETS]


@get("/presets/{name:str}", opt=SIGNED_IN)
async def preset(name: FromPath[str]) -> dict[str, Any]:
    """Return one of them; ``given`` is the rules file."""
    if name not in NAMED:
        raise NoSuchThing(f"没有这一份，现成的规则文件有：{'、'.join(NAMED)}。")
    found: dict[str, Any] = msgspec.to_builtins(NAMED[name])
    return found


@post("/lint", opt=SIGNED_IN, status_code=200)
async def lint(
    request: Asked, data: JSONBody[RulesToLint], house: NamedDependency[House]
) -> dict[str, Any]:
    """Tell what is wrong or missing in a rules file or template, and where it leaves a template."""
    # The decoder of the body takes the last of two equal keys; a clause must not vanish so.
    read_document(await request.body(), most=2 * MAX_BYTES)
    found = await house.work(report, data.rules, data.templates)
    return {"refused": found.refused, **msgspec.to_builtins(found)}


def report(given: dict[str, Any], templates: tuple[dict[str, Any], ...]) -> Report:
    """Return the report on a rules file or template under the ``templates`` above it."""
    return report_on_file(given, chain([template_from(one) for one in templates]))


router = Router(path="/api/rules", route_handlers=[presets, preset, lint], tags=["规则"])
