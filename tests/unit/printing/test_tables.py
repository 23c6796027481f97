import io
import zipfile

import pytest
from msgspec.structs import replace
from python_calamine import CalamineWorkbook

from printing.errors import PaperRefused
from printing.papers.values import Count, Session, WrittenInCount
from printing.tables import candidates_form, result_sheet, roll_form


def rows(xlsx: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(xlsx)).get_sheet_by_index(0).to_python()


def test_the_candidates_form_has_the_columns_that_are_imported() -> None:
    assert rows(candidates_form()) == [
        [
            "序号", "项目名称", "主要内容", "投资（万元）", "资金来源",
            "责任单位", "类别", "实施地点", "来源",
        ]
    ]  # fmt: skip


def test_the_roll_form_has_the_columns_that_are_imported() -> None:
    assert rows(roll_form()) == [["姓名", "代表团", "座位"]]


def test_the_result_is_written_with_figures_as_numbers(count: Count) -> None:
    title, head, first, *others = rows(result_sheet(count))

    assert title[0] == ("青禾县第十八届人民代表大会第四次会议青禾县2026年民生实事项目票决计票结果")
    assert head[:5] == ["序号", "项目", "赞成", "反对", "弃权"]
    assert first == [3, "村级养老服务站建设", 218, 2, 4, 0, 224, "是", 1, "入选"]
    assert others[-2][-1] == "过半数，未入选"
    assert sum(int(str(row[2]).split(".")[0]) for row in (first, *others)) == 2184


def test_what_is_written_in_has_a_sheet_of_its_own(count: Count) -> None:
    (channel,) = count.channels
    listed = replace(channel, written=(WrittenInCount(title="修桥", approve=2),))
    xlsx = result_sheet(replace(count, write_ins=True, channels=(listed,)))

    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx))
    assert book.get_sheet_by_name("另提项目").to_python()[-1] == ["修桥", 2]


def test_each_channel_has_its_own_figures_under_what_it_handed_out(count: Count) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(result_sheet(count)))
    _, channels = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)

    assert book.sheet_names == ["计票结果", "各票种"]
    assert channels[1][:5] == ["票种", "发出", "收回", "有效", "无效"]
    assert channels[-1][:5] == ["合计", 228, 227, 224, 3]


@pytest.mark.parametrize("name", ["=HYPERLINK(0)", "https://example.cn/项目", "2026", "@SUM(1)"])
def test_what_looks_like_a_formula_a_link_or_a_number_stays_text(count: Count, name: str) -> None:
    projects = (replace(count.projects[0], name=name), *count.projects[1:])
    xlsx = result_sheet(replace(count, projects=projects))

    with zipfile.ZipFile(io.BytesIO(xlsx)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"<hyperlink" not in sheet
    assert name in [row[1] for row in rows(xlsx)]


def test_a_rehearsal_is_marked(count: Count, session: Session) -> None:
    practice = replace(count, session=replace(session, rehearsal=True))

    assert str(rows(result_sheet(practice))[0][0]).startswith("【演练】")


def test_figures_that_disagree_make_no_sheet(count: Count) -> None:
    with pytest.raises(PaperRefused):
        result_sheet(replace(count, seats=9))


def test_the_same_input_gives_the_same_bytes(count: Count) -> None:
    assert result_sheet(count) == result_sheet(count)
    assert candidates_form() == candidates_form()
    assert roll_form() == roll_form()
