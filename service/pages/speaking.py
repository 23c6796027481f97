"""Pages in the language that their address, or the reader's last choice, asks for."""

from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from jinja2.environment import Template
from litestar import Request

from service.pages.words import COOKIE, Language, worded

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
