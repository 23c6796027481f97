"""Names are never cut: they are set smaller, or the printing is refused with the field's name."""

import re
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from ballot.definition import Definition
from ballot.errors import Refused
from ballot.rules import Rules
from ballot.sheet import Format, layout_of
from printing.ballots import left_out, require_printable, roomier
from printing.ballots.texts import SheetTexts, texts_of
from printing.errors import MissingGlyph, PaperRefused
from printing.scripts import ScriptType
from tests.support.printed import FORMATS, STYLES, candidate, practice, printed

ZHUANG = Rules(languages=("zh", "za"))


def with_first(definition: Definition, **fields: object) -> Definition:
    first = candidate(1, **fields)
    return replace(definition, candidates=(first, *definition.candidates[1:]))


def texts(definition: Definition, sheet: Format | None = None) -> SheetTexts:
    return texts_of(definition, layout_of(definition, sheet or Format()))


def sizes(found: SheetTexts) -> set[float]:
    """Return the sizes of the names: that of every row's first line."""
    return {lines[0][1].size for number, lines in found.rows.items() if number}


def test_names_of_a_usual_list_are_large_with_what_belongs_to_them() -> None:
    found = texts(practice(projects=12))

    assert sizes(found) == {18}
    name, detail = found.rows[1]
    assert name[0] == "乡镇卫生院急救能力提升"
    assert detail[0] == "改造管网18公里，惠及6200户　1,206.5万元　县住建局"
    assert detail[1].size >= 10


def test_twenty_names_on_a_page_are_still_legible() -> None:
    assert min(sizes(texts(practice(projects=20)))) >= 10.5


@pytest.mark.parametrize("projects", [1, 12, 13, 40])
def test_large_type_is_large(projects: int) -> None:
    found = texts(practice(projects=projects), Format(large=True))

    assert min(sizes(found)) >= 16
    assert min(kind.size for lines in found.notes for _, kind in lines) >= 11


@pytest.mark.parametrize("projects", [8, 10, 12, 16, 20])
@pytest.mark.parametrize("style", ["A", "B", "C", "graded"])
def test_large_type_leaves_nothing_out_of_a_usual_list(projects: int, style: str) -> None:
    definition = practice(STYLES[style], projects=projects)
    layout = layout_of(definition, Format(large=True))

    assert left_out(definition, layout) == ()
    assert len(layout.pages) <= 2


@pytest.mark.parametrize("repeated", range(1, 9))
def test_a_back_is_taken_only_where_the_content_is_then_printed(repeated: int) -> None:
    definition = with_first(practice(projects=12), content="改造管网十八公里，" * repeated)
    layout = layout_of(definition, Format(large=True))

    assert (left_out(definition, layout) == ()) == (len(layout.pages) == 2)


def test_large_type_holds_long_names_on_as_many_pages_as_they_need() -> None:
    long = "全县农村生活污水治理设施提升改造" * 5 + "及管护"
    definition = with_first(practice(projects=12), name=long)

    assert len(layout_of(definition, Format(large=True)).pages) == 2
    assert min(sizes(texts(definition, Format(large=True)))) >= 14


def test_lines_of_the_content_stay_apart() -> None:
    definition = with_first(
        practice(projects=5), content="新建泵站\n改造管网\n\n修路", department=""
    )

    assert [line for line, _ in texts(definition).rows[1]][1:] == [
        "新建泵站　改造管网　修路　1,206.5万元"
    ]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("sheet", FORMATS)
@pytest.mark.parametrize("projects", [1, 12, 18, 20])
def test_notes_leave_no_number_alone_and_no_single_character(
    style: str, sheet: Format, projects: int
) -> None:
    for notes in texts(practice(STYLES[style], projects=projects), sheet).notes:
        for line, _ in notes:
            assert not re.search(r"\d\.\s*$", line)
            assert not re.fullmatch(r".[。；]", line)


def test_the_head_is_larger_where_there_is_room_for_it() -> None:
    def size(sheet: Format) -> float:
        kind = texts(practice(), sheet).title[0][1]
        return kind.size

    assert size(Format()) == 20
    assert size(Format(paper="A3")) == 26
    assert size(Format(large=True)) > 20


def test_every_project_gets_the_same_size_and_the_same_particulars() -> None:
    """One long content takes the contents of all away: none is recommended by more words."""
    found = texts(with_first(practice(projects=20), content="改造管网十八公里，" * 12))

    assert len(sizes(found)) == 1
    assert {lines[-1][0].count("　") for lines in found.rows.values()} == {1}
    assert not any("改造管网" in line for lines in found.rows.values() for line, _ in lines)


def test_what_no_row_shows_for_want_of_room_is_told() -> None:
    def missing(definition: Definition) -> tuple[str, ...]:
        return left_out(definition, layout_of(definition, Format()))

    assert missing(practice(projects=12)) == ()
    assert missing(with_first(practice(projects=20), content="改造管网十八公里，" * 12)) == (
        "主要内容",
    )
    bare = tuple(replace(one, content="") for one in practice(projects=20).candidates[1:])
    named = replace(practice(projects=20), candidates=(candidate(1, content=""), *bare))
    assert missing(named) == (), "what no project has is not missing"


def test_formats_that_leave_nothing_out_are_named_the_nearest_first() -> None:
    definition = with_first(practice(projects=20), content="改造管网十八公里，" * 5)
    usual = layout_of(definition, Format())
    named = roomier(definition, usual)

    assert left_out(definition, usual) == ("主要内容",)
    assert named[0].paper == "A4"
    assert usual.format not in named
    for one in named:
        assert left_out(definition, layout_of(definition, one)) == ()


def test_no_format_is_named_where_none_holds_everything() -> None:
    definition = with_first(practice(projects=20), content="改造管网十八公里，" * 400)

    assert roomier(definition, layout_of(definition, Format())) == ()


def test_a_long_name_makes_all_names_smaller_and_is_whole() -> None:
    name = "全县农村生活污水治理设施提升改造" * 3
    found = texts(with_first(practice(projects=20), name=name))

    assert max(sizes(found)) < 11
    assert "".join(line for line, kind in found.rows[1] if kind.size in sizes(found)) == name


def test_a_name_that_does_not_fit_is_refused_by_number_and_field() -> None:
    with pytest.raises(PaperRefused, match="项目1的名称太长") as refused:
        texts(with_first(practice(projects=20), name="全县农村生活污水治理设施" * 16))

    assert refused.value.code == "ballots.name"
    assert "不会截断" in refused.value.sentence


def test_the_same_name_fits_on_larger_paper() -> None:
    texts(
        with_first(practice(projects=20), name="全县农村生活污水治理设施" * 16),
        Format(paper="A3", landscape=True),
    )


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"name": "口袋\U0001f600公园"}, "项目1的名称"),
        ({"content": "改造\U0001f600"}, "项目1的内容"),
        ({"department": "县\U0001f600局"}, "项目1的责任单位"),
    ],
)
def test_a_character_that_cannot_be_drawn_is_refused_by_number_and_field(
    fields: dict[str, object], where: str
) -> None:
    with pytest.raises(MissingGlyph, match=where):
        texts(with_first(practice(), **fields))


def test_all_faulty_fields_are_named_at_once() -> None:
    first, second, *rest = practice().candidates
    bad = (
        replace(first, name="口袋\U0001f600公园", content="改造\U0001f600"),
        replace(second, department="县\U0001f600局"),
    )
    with pytest.raises(MissingGlyph) as caught:
        texts(replace(practice(), candidates=(*bad, *rest)))
    for field in ("项目1的名称", "项目1的内容", "项目2的责任单位"):
        assert field in caught.value.sentence

    long = tuple(replace(one, name="长" * 400) for one in (first, second))
    with pytest.raises(PaperRefused, match=r"^项目1的名称、项目2的名称太长"):
        texts(replace(practice(), candidates=(*long, *rest)))


@pytest.mark.parametrize("sheet", FORMATS)
def test_the_title_of_a_sheet_is_broken_between_words(sheet: Format) -> None:
    named = replace(practice(), title="西乌珠穆沁旗巴拉嘎尔高勒镇2026年民生实事项目票决")

    assert [line for line, _ in texts(named, sheet).title] in (
        ["西乌珠穆沁旗巴拉嘎尔高勒镇2026年民生实事项目票决票"],
        ["西乌珠穆沁旗巴拉嘎尔高勒镇", "2026年民生实事项目票决票"],
    )


@pytest.mark.parametrize(
    ("fields", "where"),
    [({"title": "票决\U0001f600"}, "票决名称"), ({"session": "\U0001f600"}, "会议名称")],
)
def test_titles_that_cannot_be_drawn_are_refused(fields: dict[str, str], where: str) -> None:
    with pytest.raises(MissingGlyph, match=where):
        texts(replace(practice(), **fields))


@pytest.mark.parametrize(("field", "what"), [("title", "票决名称"), ("session", "会议名称")])
def test_titles_that_do_not_fit_are_refused(field: str, what: str) -> None:
    with pytest.raises(PaperRefused, match=f"{what}太长"):
        texts(replace(practice(), **{field: "青禾县人民代表大会" * 22}))


def test_a_grade_that_does_not_fit_its_column_is_refused() -> None:
    rules = Rules(ballot_mode="graded", grades=("满意", "非常" * 8), grade_points=(1, 0))

    with pytest.raises(PaperRefused, match=f"“{'非常' * 8}”太长"):
        texts(practice(rules))


MANY_GRADES = Rules(
    ballot_mode="graded",
    grades=("非常满意", "满意", "基本满意", "不满意"),
    grade_points=(4, 3, 2, 1),
    choices=("approve", "dont_know"),
)


@pytest.mark.parametrize(("large", "least"), [(False, 10.5), (True, 12)])
@pytest.mark.parametrize("projects", [5, 12, 30])
def test_headings_of_grades_are_legible_and_broken_between_words(
    *, large: bool, least: float, projects: int
) -> None:
    found = texts(practice(MANY_GRADES, projects=projects), Format(large=large)).headings

    assert min(kind.size for lines in found for _, kind in lines) >= least
    assert [[line for line, _ in lines] for lines in found] == [
        ["非常", "满意"],
        ["满意"],
        ["基本", "满意"],
        ["不满意"],
        ["不了解"],
    ]


def test_headings_of_a_full_page_are_small_before_it_is_two_but_never_below_nine() -> None:
    definition = practice(MANY_GRADES, projects=20)

    assert len(layout_of(definition, Format()).pages) == 1
    assert min(kind.size for lines in texts(definition).headings for _, kind in lines) >= 9


def test_headings_of_all_columns_are_of_one_size() -> None:
    rules = MANY_GRADES

    assert len({kind for lines in texts(practice(rules)).headings for _, kind in lines}) == 1


def test_long_numbers_stay_in_their_cell(pages: Callable[[bytes], list[str]]) -> None:
    definition = replace(practice(), candidates=(candidate(1_000_000), candidate(2)), seats=1)
    found = texts(definition)
    [page] = pages(printed(definition, count=1)[0])

    assert "1000000" in page
    assert found.numbers[1_000_000][1] == found.numbers[2][1]


def test_the_name_in_another_script_stands_below_the_chinese_one() -> None:
    definition = practice(ZHUANG)
    titled = replace(
        definition,
        candidates=tuple(
            replace(one, titles={"za": f"Hangmoeg {one.number}"}) for one in definition.candidates
        ),
    )

    assert [line for line, _ in texts(titled).rows[3]][:2] == ["城区集贸市场改造", "Hangmoeg 3"]


@pytest.mark.parametrize(
    ("code", "title"), [("ug", "ئىچىملىك سۇ قۇرۇلۇشى"), ("bo", "འཐུང་ཆུའི་བཟོ་སྐྲུན་"), ("mn", "ᠮᠣᠩᠭᠣᠯ")]
)
def test_a_name_whose_letters_join_or_stack_is_set_in_its_own_type(code: str, title: str) -> None:
    definition = practice(Rules(languages=("zh", code)))
    titled = replace(
        definition,
        candidates=tuple(replace(one, titles={code: title}) for one in definition.candidates),
    )
    found = texts(titled)
    text, kind = found.rows[1][1]

    assert text == title
    assert isinstance(kind, ScriptType)
    assert {kind.size} == sizes(found), "no language is smaller than the other"
    printed(titled, count=1)


def test_a_name_in_another_script_that_does_not_fit_is_refused_as_such() -> None:
    definition = practice(Rules(languages=("zh", "ug")), projects=20)
    titled = replace(
        definition,
        candidates=tuple(
            replace(one, titles={"ug": "ئىچىملىك سۇ قۇرۇلۇشى " * 20})
            for one in definition.candidates
        ),
    )

    with pytest.raises(PaperRefused, match=r"项目1的其他文字的名称、.*等 20 处太长"):
        texts(titled)


def test_a_list_without_names_in_a_script_of_the_rules_is_refused() -> None:
    with pytest.raises(Refused, match="没有壮文名称"):
        texts(practice(ZHUANG))


def test_the_preflight_refuses_what_the_printing_would() -> None:
    definition = with_first(practice(), name="口袋\U0001f600公园")

    with pytest.raises(MissingGlyph):
        require_printable(definition, layout_of(definition, Format()))
