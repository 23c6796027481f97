import pytest
from msgspec.structs import replace

from ballot.candidates import Candidate, read_candidates
from ballot.importing.faults import Imported
from ballot.importing.grid import Cell, Grid
from ballot.languages import missing_titles
from ballot.rules import Rules
from ballot.rules.languages import language_faults

BOTH = Rules(languages=("zh", "mn"))


def test_chinese_alone_needs_nothing() -> None:
    assert language_faults(Rules()) == ()
    assert missing_titles(Rules(), [Candidate(number=1, name="甲")]) == ()


@pytest.mark.parametrize(
    ("languages", "said"),
    [(("zh", "xx"), "“xx”不是可用的文字"), (("mn", "zh"), "以汉文"), (("zh", "mn", "mn"), "重复")],
)
def test_unknown_misplaced_and_repeated_languages_are_named(
    languages: tuple[str, ...], said: str
) -> None:
    [fault] = language_faults(Rules(languages=languages))

    assert said in fault


def test_projects_without_a_name_in_the_language_are_named() -> None:
    named = Candidate(number=1, name="甲", titles={"mn": "ᠠ"})

    assert missing_titles(BOTH, [named]) == ()
    assert missing_titles(BOTH, [named, Candidate(number=2, name="乙")]) == (
        "第 2 号项目没有蒙古文名称，票面须有，请补充后再确定清单。",
    )


def test_a_mongolian_column_is_imported_with_its_joiners() -> None:
    written = "ᠪᠠᠶᠠᠨ\u202fᠤ ᠬᠡᠮᠵᠢᠶ\u180eᠡ"
    rows = ((Cell("项目名称"), Cell("蒙文名称")), (Cell("甲"), Cell(f" {written}\n")))
    read = read_candidates([Grid("清单", rows)])

    assert isinstance(read, Imported)
    [one] = read.values
    assert one.titles == {"mn": written}
    assert replace(one, titles={}).name == "甲"
