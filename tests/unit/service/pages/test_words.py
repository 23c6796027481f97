"""The second language is complete: every sentence of the pages has its English, blanks and all."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ballot.order import NAMES
from ballot.rules.parameters import Rules
from ballot.rules.presets import PRESETS
from ballot.rules.terms import TERMS
from ballot.rules.text.words import WORDS as BODIES
from ballot.rules.words import WORDS, worded
from ballot.state import STAGE_NAMES
from counting.hand_count import BALLOT_CELLS, ITEM_CELLS
from printing.papers.wording import _ROUND_PREFIXES
from service import pages
from service.office.roles import TITLES
from service.pages.desk.paper import NAMES as PAPER_NAMES
from service.pages.desk.paper import PROGRAMS, SAYS
from service.pages.desk.results import PAPERS
from service.pages.desk.sessions import ASKED
from service.pages.files import STATIC
from service.pages.words import CATALOGUES, english, said
from service.pages.words import worded as in_language

HERE = Path(str(pages.__file__)).parent
CALLED = re.compile(r"""\b_\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


def of_templates() -> Iterator[str]:
    for template in (HERE / "templates").rglob("*.html"):
        for found in CALLED.finditer(template.read_text(encoding="utf-8")):
            yield ast.literal_eval(found[1])


def of_programs() -> Iterator[str]:
    for name in PROGRAMS:
        yield from SAYS.findall((STATIC / name).read_text(encoding="utf-8"))


def of_code() -> Iterator[str]:
    for module in HERE.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="said"), args=[ast.Constant(value=str(text))]):
                    yield text


def of_other_tables() -> Iterator[str]:
    yield from TITLES.values()
    yield from STAGE_NAMES.values()
    yield from NAMES.values()
    yield from PAPER_NAMES
    yield from Rules().grades
    yield from (text for pair in PAPERS.values() for text in pair)
    for prefix in _ROUND_PREFIXES.values():
        yield from (f"{prefix}{one.vote}" for one in BODIES.values())
        yield f"{prefix}测评" if prefix else "满意度测评"
    yield from (*BALLOT_CELLS.values(), *ITEM_CELLS.values())
    yield from (text for one in PRESETS for text in (one.chinese, one.about))
    yield from (one.chinese for one in TERMS if one.identifier in ASKED)
    for name in ASKED:
        yield from WORDS[name].values()
        yield worded(name, getattr(Rules(), name))


def everything() -> set[str]:
    return {
        text for text in (*of_templates(), *of_programs(), *of_code(), *of_other_tables()) if text
    }


def test_every_sentence_has_its_english() -> None:
    assert sorted(everything() - english().keys()) == []


def test_the_catalogue_has_nothing_that_no_page_says() -> None:
    shown = everything() | {"印制", "发出", "换发", "存档", "剩余", "还没有登记"}
    assert sorted(english().keys() - shown) == []


def test_a_sentence_that_stands_in_two_catalogues_is_the_same_in_both() -> None:
    found: dict[str, set[str]] = {}
    for path in CATALOGUES:
        for chinese, other in json.loads(path.read_text(encoding="utf-8")).items():
            found.setdefault(chinese, set()).add(other)
    assert {chinese: others for chinese, others in found.items() if len(others) > 1} == {}


def test_both_languages_have_the_same_blanks() -> None:
    blanks = re.compile(r"\{\w+\}")
    odd = [
        text
        for text, other in english().items()
        if sorted(blanks.findall(text)) != sorted(blanks.findall(other))
    ]
    assert odd == []


def test_english_has_no_chinese_but_the_headers_of_lists_and_the_mark_of_rehearsals() -> None:
    quoted = re.compile(
        "姓名|代表团|座位|序号|项目名称|主要内容|投资（万元）|资金来源|责任单位|类别|实施地点|来源"
        "|演练|　"
    )
    left = [
        other for other in english().values() if re.search("[一-鿿，。：；]", quoted.sub("", other))
    ]
    assert left == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "还差：执行主席签名，确定清单"),
        ("en", "Missing: signature of Presider to: Freeze the list"),
    ],
)
def test_a_sentence_in_a_sentence_is_worded_too(language: str, text: str) -> None:
    what = said("还差：{who}签名，{what}", who=said("执行主席"), what=said("确定清单"))
    assert in_language(what, language) == text  # type: ignore[arg-type]  # one of both


def test_what_has_no_english_stays_chinese() -> None:
    assert in_language("没有译文的一句{x}", "en", x="甲") == "没有译文的一句甲"
