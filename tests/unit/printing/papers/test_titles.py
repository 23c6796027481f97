"""Titles are broken as an official sets them: words whole, and the sense (GB/T 9704, 7.3.1)."""

import pytest

from printing.fonts import Face
from printing.papers.lines import Type
from printing.papers.titles import titled

KIND = Type(Face.SERIF_BOLD, 16, 20.8)
NAMES = (
    "西乌珠穆沁旗巴拉嘎尔高勒镇",
    "呼伦贝尔市莫力达瓦达斡尔族自治旗",
    "恩施土家族苗族自治州来凤县大河镇",
    "积石山保安族东乡族撒拉族自治县",
    "双江拉祜族佤族布朗族傣族自治县勐勐镇",
    "杭州市滨江区长河街道居民议事会",
    "青禾县第十八届人民代表大会",
)


@pytest.mark.parametrize("place", NAMES)
@pytest.mark.parametrize("year", ["2026年", "二〇二六年"])
def test_a_title_is_broken_before_the_year_and_its_sheet_stays_whole(place: str, year: str) -> None:
    assert titled(f"{place}{year}民生实事项目票决票", KIND, 388) == (
        place,
        f"{year}民生实事项目票决票",
    )


def test_names_of_bodies_and_places_are_whole_at_every_width() -> None:
    title = "呼伦贝尔市莫力达瓦达斡尔族自治旗第十八届人民代表大会常务委员会2026年民生实事项目票决票"
    for width in range(190, 420, 7):
        lines = titled(title, KIND, width)
        assert "".join(lines) == title
        for whole in ("莫力达瓦达斡尔族自治旗", "人民代表大会", "常务委员会", "民生实事项目票决票"):
            assert any(whole in line for line in lines), lines
        assert max(KIND.width(line) for line in lines) <= width


def test_a_title_is_broken_behind_a_body_rather_than_in_the_middle() -> None:
    title = "大通回族土族自治县桥头镇第十九届人民代表大会第六次会议民生实事项目票决票"

    assert titled(title, KIND, 388) == (
        "大通回族土族自治县桥头镇第十九届人民代表大会",
        "第六次会议民生实事项目票决票",
    )


def test_lines_are_as_few_and_as_alike_as_the_sense_allows() -> None:
    assert titled("青禾县2026年民生实事项目票决票", KIND, 388) == (
        "青禾县2026年民生实事项目票决票",
    )
    assert titled("青禾县第十八届人民代表大会常务委员会第三十次会议", KIND, 300) == (
        "青禾县第十八届人民代表大会",
        "常务委员会第三十次会议",
    )


def test_a_character_behind_a_place_may_belong_to_a_word() -> None:
    lines = titled("青禾县城乡集贸市场改造提升和县城供水民生实事", KIND, 200)

    assert not any(line.startswith(("城", "场", "乡")) for line in lines)


def test_a_word_wider_than_a_line_is_divided_rather_than_lost() -> None:
    lines = titled("民生实事项目票决票", KIND, 60)

    assert "".join(lines) == "民生实事项目票决票"
    assert max(KIND.width(line) for line in lines) <= 60
