"""Pages in the language that their address, or the reader's last choice, asks for."""

import re
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, pass_context, select_autoescape
from jinja2.environment import Template
from jinja2.runtime import Context
from litestar import Request
from markupsafe import Markup

from service.pages.words import COOKIE, Language, said, worded

PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(default=True, default_for_string=True),
)


def spoken(request: Request[Any, Any, Any]) -> Language:
    """Return the language: ``?lang=en`` or ``?lang=zh``, else the one chosen at the desk."""
    asked = request.query_params.get("lang") or request.cookies.get(COOKIE)
    return "en" if asked == "en" else "zh"


def filled(name: str, language: Language, /, **shown: Any) -> str:
    """Return the template ``name`` in ``language``."""
    template: Template = PAGES.get_template(name)
    other = "zh" if language == "en" else "en"
    return template.render(
        _=partial(worded, language=language), language=language, other=other, **shown
    )


IN_CHINESE = said("（下文是中文）")
_HAN = re.compile("[\u4e00-\u9fff]")


@pass_context
def told(context: Context, sentence: str) -> str:
    """Return a sentence of the core. It speaks Chinese: another language says so and marks it."""
    language: Language = context.get("language", "zh")
    if language == "zh" or _HAN.search(sentence) is None:
        return sentence
    said_so = worded(IN_CHINESE, language)
    return Markup('{} <span lang="zh-Hans">{}</span>').format(said_so, sentence)


PAGES.filters["told"] = told
