"""Short lists use their page: rows as tall as the texts need; longer ones are as they were."""

import hashlib

import pytest
from msgspec.structs import replace

from ballot.definition import Definition
from ballot.rules import Rules
from ballot.sheet import Format, SheetLayout, layout_of
from ballot.sheet.estimate import LEADINGS, Particulars, Sizes, height_in
from printing.ballots import left_out
from printing.ballots.fitting import rows_of
from printing.fonts import Face
from printing.papers.lines import Type, wrap
from printing.scripts import ScriptType, has_type, wrap_words
from tests.support.printed import FORMATS, STYLES, candidate, practice

TITLES = {
    "bo": "ཞིང་གྲོང་གི་རྒན་འཁོགས་ཞབས་ཞུའི་ས་ཚིགས་འཛུགས་སྐྲུན་",
    "ug": "كونا ئولتۇراق رايونلارنى ئۆزگەرتىش ۋە ياخشىلاش",
    "mn": "ᠬᠠᠭᠤᠴᠢᠨ ᠰᠠᠭᠤᠴᠠ ᠶᠢᠨ ᠣᠷᠣᠨ ᠢ ᠰᠢᠨᠡᠳᠬᠡᠬᠦ ᠲᠥᠰᠥᠯ",
    "za": "Ndaw mbanj loh ancienz fangzhu gunghcwngz",
    "ko": "로후주택단지 급수관망 개조",
    "ii": "ꑭꇂꊨꏦꐯꇯꉬꄉꀕ",
}
CONTENT = "改造老旧小区供水管网18公里，更换二次供水设施46处，惠及居民6200户，" * 12
BEFORE = "cd2bd0be4d66c2d937734ffbef1d22f992870d4138cd6ea5de60061028f6da0f"
"""Of the layouts of longer lists before short ones got taller rows."""


def of(projects: int, *languages: str, rules: Rules = STYLES["B"], content: str = "") -> Definition:
    definition = practice(replace(rules, languages=("zh", *languages)), projects=projects)
    titles = {code: TITLES[code] for code in languages}
    given = [replace(one, titles=titles) for one in definition.candidates]
    if content:
        given[0] = replace(given[0], content=content)
    return replace(definition, candidates=tuple(given))


def height(layout: SheetLayout) -> int:
    """Return the height of the rows: one, so that none is recommended by its room."""
    [found] = {row.text.h for page in layout.pages for row in page.rows}
    return found


@pytest.mark.parametrize("projects", [1, 2, 3])
@pytest.mark.parametrize("sheet", [Format(), Format(large=True)])
def test_a_short_list_leaves_no_content_of_400_characters_out(projects: int, sheet: Format) -> None:
    definition = of(projects, content=CONTENT[:400])
    layout = layout_of(definition, sheet)

    assert left_out(definition, layout) == ()
    assert height(layout) > 60_000


@pytest.mark.parametrize("style", ["A", "B", "C", "D", "graded"])
@pytest.mark.parametrize("projects", [2, 3, 5])
def test_names_in_three_other_scripts_are_legible_where_there_is_room(
    style: str, projects: int
) -> None:
    definition = of(projects, "bo", "ug", "mn", rules=STYLES[style])
    found = rows_of(definition, layout_of(definition, Format()))
    scripts = [
        kind for lines in found.values() for _, kind in lines if isinstance(kind, ScriptType)
    ]

    assert min(kind.size for kind in scripts) >= 11


@pytest.mark.parametrize(
    ("projects", "sheet"),
    [(3, Format(large=True, landscape=True)), (4, Format(large=True))],
)
def test_large_type_with_tibetan_stays_on_one_side(projects: int, sheet: Format) -> None:
    """Letters and marks counted alike, it took two, with rows two thirds empty."""
    definition = of(projects, "bo")
    titles = {"bo": "འཐུང་ཆུའི་བཟོ་སྐྲུན་" * 4}
    given = tuple(replace(one, titles=titles) for one in definition.candidates)
    definition = replace(definition, candidates=given)
    layout = layout_of(definition, sheet)
    lines = rows_of(definition, layout)[1]
    used = sum(kind.leading for _, kind in lines) * 25_400 / 72

    assert len(layout.pages) == 1
    assert left_out(definition, layout) == ()
    assert min(kind.size for _, kind in lines) >= 12
    assert height(layout) < 1.4 * used


def test_what_no_row_can_hold_makes_no_row_tall() -> None:
    definition = of(5, content=CONTENT * 2)

    assert height(layout_of(definition, Format(large=True))) == 24_000


def test_rows_of_a_short_list_whose_texts_are_short_are_as_they_were() -> None:
    assert height(layout_of(practice(projects=5), Format())) == 24_000


def test_titles_in_languages_that_the_rules_do_not_have_take_no_room() -> None:
    titled = replace(
        practice(projects=3),
        candidates=tuple(candidate(at, titles={"bo": TITLES["bo"] * 9}) for at in (1, 2, 3)),
    )

    assert height(layout_of(titled, Format())) == 24_000


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("size", [200, 160, 120])
def test_rows_are_estimated_no_lower_than_they_are_set_and_hardly_higher(
    language: str, size: int
) -> None:
    definition = of(1, language)
    [one] = definition.candidates
    names = Particulars(content=False, amounts=False)
    chinese = Type(Face.SANS, size / 10, size / 10 * 1.18)
    kind = ScriptType(language, size / 10) if has_type(language) else chinese
    for width in range(70_000, 250_000, 5_000):
        inner = (width - 3_000) / 25_400 * 72
        broken = wrap_words if has_type(language) else wrap
        lines = broken(one.titles[language], kind, inner)  # type: ignore[operator]
        set_ = len(wrap(one.name, chinese, inner)) * chinese.leading + len(lines) * kind.leading
        estimated = height_in(definition, width, Sizes(size, 120, size), names) - 1_400
        assert 0 <= estimated - set_ * 25_400 / 72 <= kind.leading * 25_400 / 72 + 200


def test_lines_of_scripts_are_as_far_apart_as_they_are_drawn() -> None:
    assert {code: round(ScriptType(code, 1).leading * 1_000) for code in LEADINGS} == LEADINGS
    assert not has_type("za")


def test_lists_of_nine_projects_and_more_keep_their_layouts() -> None:
    layouts = hashlib.sha256()
    for rules in STYLES.values():
        for projects in (9, 10, 12, 20, 40):
            for sheet in FORMATS:
                for languages in ((), ("bo",)):
                    definition = of(projects, *languages, rules=rules)
                    layouts.update(layout_of(definition, sheet).digest.encode())

    assert layouts.hexdigest() == BEFORE
