"""Every sentence of the hall, the presider, the public and the auditor is there in English."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.pages import words
from service.pages.words import CATALOGUES, english, said, worded

PAGES = Path(words.__file__).parent
ROOMS = ("hall", "presider", "public", "auditor")
IN_TEMPLATES = re.compile(r'_\(\s*"([^"]+)"')
BLANKS = re.compile(r"{\w+}")


def sentences() -> Iterator[tuple[str, str]]:
    for room in ROOMS:
        for template in (PAGES / "templates" / room).glob("*.html"):
            for found in IN_TEMPLATES.findall(template.read_text(encoding="utf-8")):
                yield found, template.name
        for module in (PAGES / room).glob("**/*.py"):
            for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id in {"said", "Said"}
                    and isinstance(node.args[0], ast.Constant)
                ):
                    yield str(node.args[0].value), module.name


def test_every_sentence_has_its_english() -> None:
    bare = {
        (text, place)
        for text, place in sentences()
        if re.search("[一-鿿]", text) and text not in english()
    }

    assert sorted(bare) == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda one: one.name)
def test_an_english_sentence_has_the_blanks_of_the_chinese_one(path: Path) -> None:
    catalogue = json.loads(path.read_text(encoding="utf-8"))

    for chinese, other in catalogue.items():
        assert sorted(BLANKS.findall(chinese)) == sorted(BLANKS.findall(other)), chinese
        assert not re.search("[一-鿿]", other), other


def test_a_sentence_that_stands_in_two_catalogues_is_the_same_in_both() -> None:
    found: dict[str, set[str]] = {}
    for path in CATALOGUES:
        for chinese, other in json.loads(path.read_text(encoding="utf-8")).items():
            found.setdefault(chinese, set()).add(other)

    assert {chinese: others for chinese, others in found.items() if len(others) > 1} == {}


def test_a_sentence_within_a_sentence_is_in_the_same_language() -> None:
    assert worded(said("{grade} {count}", grade=said("满意"), count=3), "en") == "satisfied 3"
