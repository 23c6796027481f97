"""总监票人、监票人名单（草案）: as lists of names are set, and as many as the rules say."""

import io

import pytest
from docx import Document
from msgspec.structs import replace

from printing.errors import MissingGlyph, PaperRefused
from printing.papers import render
from printing.papers.content import Names, texts
from printing.papers.scrutineers import Nominations, Nominee, scrutineer_list
from printing.papers.values import Session

CHIEF = Nominee(name="陆承远", group="城关代表团")
FIVE = (
    Nominee(name="蒋云飞", group="综合代表团"),
    Nominee(name="宋梅", female=True, group="青禾镇代表团"),
    Nominee(name="王岚", female=True, ethnicity="回族", group="城关代表团"),
    Nominee(name="赵立冬", group="北山代表团"),
    Nominee(name="刘志成"),
)
TELLERS = (Nominee(name="许文静"), Nominee(name="丁一"))


@pytest.fixture
def facts(session: Session) -> Nominations:
    return Nominations(
        session=session, chief=(CHIEF,), scrutineers=FIVE, tellers=TELLERS, appointed=5
    )


def lists(facts: Nominations) -> list[tuple[str, ...]]:
    return [one.names for one in scrutineer_list(facts).blocks if isinstance(one, Names)]


def test_the_list_is_by_strokes_with_what_is_given_in_brackets(facts: Nominations) -> None:
    told = list(texts(scrutineer_list(facts)))

    assert told[:3] == [
        "青禾县第十八届人民代表大会第四次会议",
        "青禾县2026年民生实事项目票决",
        "总监票人、监票人名单（草案）",
    ]
    assert "总监票人：陆承远（城关代表团）" in told
    assert "监票人：（5名，按姓氏笔画为序）" in told
    assert "附：计票人名单（由大会秘书处指定，共2名）" in told
    assert lists(facts) == [
        (
            "王\u3000岚（女，回族，城关代表团）",
            "刘志成",
            "宋\u3000梅（女，青禾镇代表团）",
            "赵立冬（北山代表团）",
            "蒋云飞（综合代表团）",
        ),
        ("丁\u3000一", "许文静"),
    ]


def test_word_file_and_pdf_say_the_same_and_short_names_share_a_line(
    facts: Nominations, pages: object
) -> None:
    made = render(scrutineer_list(facts))
    printed = "".join(pages(made.pdf))  # type: ignore[operator]  # the fixture is a function
    lines = [one.text for one in Document(io.BytesIO(made.docx)).paragraphs]

    assert lines[-1] == "丁\u3000一\t许文静"
    for people in lists(facts):
        assert all(name.replace("\u3000", "") in printed for name in people)
        assert all(name in "\n".join(lines) for name in people)


def test_a_body_without_a_secretariat_of_its_own_is_named_in_its_words(
    facts: Nominations, session: Session
) -> None:
    street = replace(facts, session=replace(session, body="street_assembly"))

    assert "附：计票人名单（由街道人大工委指定，共2名）" in list(texts(scrutineer_list(street)))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"appointed": 3}, "票决办法规定设监票人 3 名，名单上有 5 名"),
        ({"chief": ()}, "总监票人有 0 名，须有 1 名"),
        ({"scrutineers": (), "appointed": None}, "还没有监票人"),
        ({"tellers": (Nominee(name="刘志成"),)}, "刘志成出现两次"),
        ({"chief": (FIVE[4],)}, "刘志成出现两次"),
    ],
)
def test_what_is_not_as_the_rules_say_makes_no_list(
    facts: Nominations, change: dict[str, object], told: str
) -> None:
    with pytest.raises(PaperRefused, match=told):
        scrutineer_list(replace(facts, **change))


def test_two_people_of_one_name_are_told_apart_by_their_delegation(facts: Nominations) -> None:
    namesakes = (Nominee(name="王岚", group="东河代表团"), *FIVE[:4])

    assert len(lists(replace(facts, scrutineers=namesakes))[0]) == 5


def test_a_rare_character_that_no_font_has_is_named(facts: Nominations) -> None:
    rare = (Nominee(name="\U00030000明"), *FIVE[1:])

    with pytest.raises(MissingGlyph, match=r"U\+30000"):
        render(scrutineer_list(replace(facts, scrutineers=rare)))
