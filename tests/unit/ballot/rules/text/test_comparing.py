"""A text worded by hand: the same, harmless and marked, or contradicting and refused."""

from collections.abc import Callable

import msgspec
import pytest

from ballot.errors import Malformed, Refused
from ballot.rules import Rules
from ballot.rules.text import (
    Clause,
    TextDiffers,
    TextFacts,
    compare,
    draft,
    numbering_of,
    passed_text,
    require_as_written,
    split,
)
from ballot.rules.text.alternatives import alternatives
from ballot.rules.text.contradicting import Contradictions
from ballot.rules.text.numerals import chinese
from tests.support.rule_contexts import CONTEXTS, FULL

FACTS = TextFacts(
    title="青禾县2026年民生实事项目票决", session="第四次会议", body="青禾县人民代表大会"
)
DRAFT = draft(FULL, FACTS)
TEXTS = tuple(clause.text for clause in DRAFT)
Spoil = Callable[[tuple[Clause, ...]], tuple[Clause, ...]]
MOST_VALUES = 4
"""Of the many sets of marks a few are enough."""

HARMLESS = (
    (1, "票决由主席团主持", "票决工作由主席团主持"),
    (1, "不少于应选项目数的五分之一", "不少于应选项目数的20%"),
    (2, "经各代表团审议后，由主席团确定", "经各代表团认真审议，由大会主席团确定"),
    (3, "代表不得委托他人投票", "代表应当亲自投票，不得委托他人投票"),
    (3, "因残疾等原因不能写票", "因身体原因不能写票"),
    (3, "票决采用无记名投票方式。票决时，", "票决采用无记名投票方式，"),
    (4, "不得另提项目", "不得另提其他项目"),
    (4, "或者各格都不作标记", "或者三格均不作标记"),
    (4, "赞成的，在“赞成”格内画“○”", "赞成的在“赞成”格内画“○”"),
    (5, "等于或者少于10项的有效", "等于或者少于十项的有效"),
    (5, "署名、编号或者作其他特殊记号的", "凡署名、编号或者作其他特殊记号的"),
    (6, "收回的票决票等于或者少于发出的票决票", "收回的票决票不多于发出的票决票的"),
    (7, "获得全体代表过半数赞成的候选项目", "获得全体代表的过半数赞成票的候选项目"),
    (7, "取前10项。", "取前10项。票决结果当场宣布。"),
    (7, "按赞成票数由多到少确定", "按赞成票的多少依次确定"),
    (8, "就票数相等的项目再次投票", "应当就票数相等的项目再次投票"),
    (8, "由主席团决定入选的项目", "由大会主席团研究决定入选的项目"),
    (9, "最多进行3轮", "最多进行三轮"),
    (10, "提请会议通过", "提请大会全体会议通过"),
    (11, "计为未收回", "按未收回处理"),
    (11, "投票截止前，会场屏幕不显示", "投票截止以前，会场大屏幕不得显示"),
    (12, "不少于5%的纸质票", "不少于百分之五的纸质票"),
    (13, "会场设秘密写票处", "会场设秘密写票处5处"),
    (14, "主席团公告。", "主席团公告。票决结果应当及时向社会公布，接受监督。"),
    (15, "当场封存", "当场密封"),
    (16, "施行", "实施"),
)
AGAINST = (
    ("candidates_n", 1, "差额2项", "差额3项"),
    ("margin_min", 1, "，差额一般不少于应选项目数的五分之一", ""),
    ("quorum_rule", 3, "达到全体代表的三分之二以上", "达到全体代表的四分之三以上"),
    ("quorum_rule", 3, "达到全体代表的三分之二以上", "过全体代表半数"),
    ("proxy", 3, "代表不得委托他人投票", "代表可以委托其他代表投票"),
    ("write_in", 4, "不得另提项目", "可以另提其他项目"),
    ("blank_means", 4, "，或者各格都不作标记", "；各格都不作标记的，视为赞成"),
    ("ballot_mode", 5, "多于10项的无效", "多于12项的无效"),
    ("ballot_mode", 5, "多于10项的无效", "多于10项的有效"),
    ("item_illegible", 5, "该部分无效，计入“辨认不清”，其余部分有效", "该票无效"),
    ("revote_by", 6, "由主席团决定重新进行票决", "立即重新进行票决"),
    ("returned_gt_issued", 6, "多于发出的票决票，票决无效", "多于发出的票决票，票决有效"),
    ("threshold_base", 7, "全体代表过半数赞成", "到会代表过半数赞成"),
    ("threshold_base", 7, "全体代表过半数赞成", "有效票的半数以上赞成"),
    ("threshold", 7, "全体代表过半数赞成", "全体代表三分之二以上赞成"),
    ("seats", 7, "取前10项", "取前八项"),
    ("tie_rule", 8, "就票数相等的项目再次投票", "通过抽签确定"),
    ("tie_rule", 8, "就票数相等的项目再次投票", "由主席团决定入选的项目"),
    ("shortfall_action", 9, "不足部分是否另行票决由主席团决定", "不足部分空缺"),
    ("max_rounds", 9, "最多进行3轮", "最多进行2轮"),
    ("scrutineers", 10, "监票人5名", "监票人7名"),
    ("scrutineers", 10, "由3名监票人分别保管", "由五名监票人分别保管"),
    ("scrutineers", 10, "2名以上共同操作", "3名以上共同操作"),
    ("no_input_means", 11, "计为未收回", "视为弃权"),
    ("min_channel", 11, "不得少于10名", "不得少于5名"),
    ("audit_sample", 12, "不少于5%的纸质票", "不少于10%的纸质票"),
    ("fallback", 12, "改用人工计票", "改用举手表决"),
    ("publish_level", 14, "公布确定的项目名称和赞成票数", "公布全部候选项目的得票数"),
    ("retention", 15, "保管期限：按归档范围和保管期限表", "保管期限：三年，期满销毁"),
)


def reworded(number: int, before: str, after: str) -> tuple[str, ...]:
    assert before in TEXTS[number - 1]
    return tuple(
        text.replace(before, after) if place == number else text
        for place, text in enumerate(TEXTS, start=1)
    )


@pytest.mark.parametrize("context", CONTEXTS)
def test_the_generated_text_read_back_is_machine_checked_throughout(context: str) -> None:
    clauses = draft(CONTEXTS[context], FACTS)
    paper = "标题\n（草案）\n\n" + "\n".join(
        f"　　{chinese(clause.number)}、{clause.text}" for clause in clauses
    )

    assert passed_text(CONTEXTS[context], split(paper), FACTS) == clauses


@pytest.mark.parametrize(("number", "before", "after"), HARMLESS)
def test_a_harmless_wording_is_kept_and_marked(number: int, before: str, after: str) -> None:
    texts = reworded(number, before, after)
    found = compare(FULL, texts, FACTS)

    assert found.contradictions == ()
    assert [clause.number for clause in found.edited] == [number]
    assert found.clauses[number - 1].text == texts[number - 1]
    assert numbering_of(found.clauses) == numbering_of(DRAFT)
    require_as_written(found.clauses, FULL, FACTS)


@pytest.mark.parametrize(("parameter", "number", "before", "after"), AGAINST)
def test_a_wording_against_its_parameter_is_refused_by_name(
    parameter: str, number: int, before: str, after: str
) -> None:
    with pytest.raises(Refused) as refused:
        passed_text(FULL, reworded(number, before, after), FACTS)

    assert refused.value.code == "text.contradiction"
    assert f"第{chinese(number)}条" in refused.value.sentence
    assert f"（{parameter}）" in refused.value.sentence


@pytest.mark.parametrize("context", CONTEXTS)
def test_the_clause_of_any_other_value_is_refused(context: str) -> None:
    """Each clause as another value would make it, put in place of the own one."""
    rules, tried = CONTEXTS[context], 0
    judge = Contradictions(rules, FACTS)
    own = {(clause.parameters, clause.number): clause for clause in draft(rules, FACTS)}

    for name in Rules.__struct_fields__:
        for value in alternatives(name, rules)[:MOST_VALUES]:
            for other in draft(msgspec.structs.replace(rules, **{name: value}), FACTS):
                mine = own.get((other.parameters, other.number))
                if mine is None or mine.text == other.text:
                    continue
                tried += 1
                found = judge.of_clause(mine, other.text, mine.number)
                assert found is not None, other.text
                assert found.parameter == name
    print(f"{context}: {tried} clauses of another value")  # noqa: T201 -- part of the claim
    assert tried > 100


def test_a_clause_put_in_between_moves_the_numbers_and_is_marked() -> None:
    added = "票决结果由大会秘书处立卷归档。"
    clauses = passed_text(FULL, (*TEXTS[:4], added, *TEXTS[4:]), FACTS)

    assert clauses[4] == Clause(number=5, parameters=(), text=added, edited=True)
    assert numbering_of(clauses)["threshold"] == 8
    require_as_written(clauses, FULL, FACTS)


def test_a_clause_put_in_that_says_what_a_parameter_denies_is_refused() -> None:
    added = "因票数相等不能确定的，由总监票人主持公开抽签确定。"

    with pytest.raises(Refused, match="末位并列"):
        passed_text(FULL, (*TEXTS, added), FACTS)


@pytest.mark.parametrize("number", [1, 7, 8, 15])
def test_a_clause_left_out_is_missed_by_name(number: int) -> None:
    with pytest.raises(Refused, match="没有规定"):
        passed_text(FULL, TEXTS[: number - 1] + TEXTS[number:], FACTS)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("没有编号的一段话。", "text.no_clauses"),
        ("", "text.no_clauses"),
        ("一、\n二、有内容。", "text.empty_clause"),
        ("一、" + "长" * 2_000, "text.too_long"),
        ("前言" * 6_001, "text.too_long"),
        ("\n".join(f"{chinese(number)}、条。" for number in range(1, 102)), "text.too_many"),
    ],
)
def test_what_is_no_text_is_malformed(text: str, code: str) -> None:
    with pytest.raises(Malformed) as malformed:
        split(text)

    assert malformed.value.code == code


def test_articles_and_lists_within_a_clause_are_told_apart() -> None:
    text = "办法\n第一条　甲：\n（一）乙；\n一、丙；\n二、丁。\n第三条 戊。"

    assert split("办法\n第一条　甲：\n（一）乙；\n一、丙。\n第二条 戊。") == (
        "甲：\n（一）乙；\n一、丙。",
        "戊。",
    )
    assert len(split(text)) == 3


@pytest.mark.parametrize(
    "spoil",
    [
        lambda clauses: clauses[:6] + clauses[7:],
        lambda clauses: (*clauses, clauses[6]),
        lambda clauses: clauses[::-1],
        lambda clauses: (
            *clauses[:6],
            msgspec.structs.replace(clauses[6], text="另一种说法。"),
            *clauses[7:],
        ),
        lambda clauses: (
            *clauses[:6],
            msgspec.structs.replace(clauses[6], parameters=("seats",)),
            *clauses[7:],
        ),
        lambda clauses: (
            *clauses,
            Clause(number=len(clauses) + 1, parameters=(), text="添加而不注明。"),
        ),
    ],
    ids=["left out", "twice", "numbers", "worded", "parameters", "added"],
)
def test_the_log_takes_no_clause_that_is_not_what_it_claims(spoil: Spoil) -> None:
    with pytest.raises(TextDiffers):
        require_as_written(spoil(DRAFT), FULL, FACTS)


def test_the_log_takes_an_edited_clause_and_no_text_at_all() -> None:
    edited = msgspec.structs.replace(DRAFT[6], text="另一种说法。", edited=True)

    require_as_written((*DRAFT[:6], edited, *DRAFT[7:]), FULL, FACTS)
    require_as_written((), FULL, FACTS)


def test_the_text_of_another_session_is_not_this_ones() -> None:
    with pytest.raises(TextDiffers):
        require_as_written(DRAFT, FULL, TextFacts(title="别的票决"))
