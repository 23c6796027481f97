"""The desk's scripts ask for what its templates and its interface have."""

import re
from pathlib import Path

import pytest

import service.pages
from service.api.problems import problem

PAGES = Path(service.pages.__file__).parent


def template(name: str) -> str:
    return (PAGES / "templates" / f"{name}.html").read_text(encoding="utf-8")


def script(name: str) -> str:
    return (PAGES / "static" / f"{name}.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "programs"),
    [
        ("bundles", ["bundles"]),
        ("doubts", ["doubts", "doubts-list", "doubts-sheet", "doubts-told"]),
    ],
)
def test_a_script_finds_every_element_that_it_asks_for(name: str, programs: list[str]) -> None:
    ids = set(re.findall(r'\bid="([\w-]+)"', template("desk") + template(name)))
    texts = "".join(map(script, ["desk", *programs]))
    wanted = set(re.findall(r'byId\("([\w-]+)"\)', texts))
    own = set(re.findall(r'\["([\w-]+)", "\w+/\w+"\]', texts))

    assert wanted | own <= ids


@pytest.mark.parametrize("name", ["bundles", "doubts"])
def test_every_field_and_button_says_what_it_is_for(name: str) -> None:
    text = template("desk") + template(name)
    for field in re.finditer(r"<(?:input|select|textarea)\b", text):
        before = text[: field.start()]
        assert before.rfind("<label") > before.rfind("</label>"), field.group()
    assert not re.findall(r"<button[^>]*></button>", text.replace('id="save"></button>', ""))


def test_a_refusal_is_told_in_the_sentence_of_the_interface() -> None:
    refused = problem(409, "batch.wrong", "少 1 张。")

    (field,) = re.findall(r"\(said && said\.(\w+)\)", script("desk"))
    assert refused.content[field] == "少 1 张。"
