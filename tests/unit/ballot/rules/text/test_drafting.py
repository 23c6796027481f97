"""The text says what the parameters say: a value that decides changes its clause, and only that."""

import dataclasses
from itertools import combinations

import msgspec
import pytest

from ballot.canonical import canonical
from ballot.rules import Rules
from ballot.rules.presets import NAMED
from ballot.rules.text import Clause, TextFacts, draft, numbering, numbering_of
from ballot.rules.text.alternatives import alternatives
from ballot.rules.text.drafting import FIGURES
from ballot.rules.text.structure import EVALUATION, VOTE
from tests.support import rule_contexts
from tests.support.rule_contexts import FULL, SYMBOLS

FACTS = TextFacts(
    title="青禾县2026年民生实事项目票决",
    session="青禾县第十八届人民代表大会第四次会议",
    body="青禾县人民代表大会",
)
CONTEXTS = {**rule_contexts.CONTEXTS, "symbols": SYMBOLS}
DECIDING = tuple(name for name in Rules.__struct_fields__ if name not in FIGURES)
ONE_VALUE = {"overvote", "returned_gt_issued", "dual_channel"}
"""Parameters whose vocabulary has a single word: nothing can differ."""


MOTION = {"candidates_n": (1,)}
"""A value that makes another text of a list decided as a whole: one draft put to the vote."""


def values(name: str, rules: Rules) -> tuple[object, ...]:
    return (*alternatives(name, rules), *MOTION.get(name, ()))


def said(rules: Rules) -> dict[tuple[str, ...], Clause]:
    return {(*clause.parameters, str(clause.number)): clause for clause in draft(rules, FACTS)}


def listing(name: str, clauses: dict[tuple[str, ...], Clause]) -> set[tuple[str, ...]]:
    return {key for key, one in clauses.items() if name in (*one.parameters, *one.repeats)}


def changed(rules: Rules, name: str, value: object) -> set[tuple[str, ...]]:
    after = {
        clause.text for clause in draft(msgspec.structs.replace(rules, **{name: value}), FACTS)
    }
    return {key for key, clause in said(rules).items() if clause.text not in after}


@pytest.mark.parametrize("specs", [VOTE, EVALUATION], ids=["vote", "evaluation"])
def test_each_parameter_is_stated_in_one_clause_of_a_text(specs: tuple) -> None:  # type: ignore[type-arg]
    stated = [name for spec in specs for name in spec.states]

    assert len(set(stated)) == len(stated)


def test_every_parameter_that_decides_something_is_stated_in_some_text() -> None:
    stated = {name for spec in (*VOTE, *EVALUATION) for name in spec.states}

    assert stated == set(DECIDING)


@pytest.mark.parametrize("context", CONTEXTS)
def test_a_change_touches_no_clause_that_does_not_list_the_parameter(context: str) -> None:
    rules = CONTEXTS[context]
    clauses, tried = said(rules), 0

    for name in DECIDING:
        for value in values(name, rules):
            tried += 1
            assert changed(rules, name, value) <= listing(name, clauses), (name, value)
    print(f"{context}: {tried} changes")  # noqa: T201 -- how many were tried is part of the claim
    assert tried > 100


@pytest.mark.parametrize("name", [name for name in DECIDING if name not in ONE_VALUE])
def test_every_clause_that_lists_a_parameter_changes_with_it(name: str) -> None:
    for rules in CONTEXTS.values():
        lists = {key: one for key, one in said(rules).items() if key in listing(name, said(rules))}
        moved = {key for value in values(name, rules) for key in changed(rules, name, value)}
        repeated = {key for key, one in lists.items() if name in one.repeats}
        assert repeated <= moved, name
    assert any(
        key in changed(rules, name, value)
        for rules in CONTEXTS.values()
        for value in values(name, rules)
        for key, one in said(rules).items()
        if name in one.parameters
    )


@pytest.mark.parametrize("name", [name for name in DECIDING if name not in ONE_VALUE])
def test_no_two_values_of_a_parameter_make_the_same_text(name: str) -> None:
    assert any(_all_differ(name, rules) for rules in CONTEXTS.values())


def _all_differ(name: str, rules: Rules) -> bool:
    own = getattr(rules, name)
    texts = [
        [clause.text for clause in draft(msgspec.structs.replace(rules, **{name: value}), FACTS)]
        for value in (own, *alternatives(name, rules))
        if not (name == "result_verb" and value == "票决产生")  # what None means for a congress
    ]
    return all(one != other for one, other in combinations(texts, 2))


@pytest.mark.parametrize("context", CONTEXTS)
def test_the_numbers_that_cost_nothing_are_those_of_the_text(context: str) -> None:
    rules = CONTEXTS[context]

    assert numbering(rules) == numbering_of(draft(rules, FACTS))


@pytest.mark.parametrize("context", CONTEXTS)
def test_a_clause_is_whole_sentences_with_full_width_punctuation(context: str) -> None:
    for clause in draft(CONTEXTS[context], FACTS):
        assert clause.text.endswith("。")
        assert not set(clause.text) & set(",;:()?!\"'"), clause.text
        assert not any(bad in clause.text for bad in ("。。", "，，", "，。", "；。", "None", "{"))


def test_a_draft_without_facts_leaves_blanks() -> None:
    first = draft(Rules())[0].text

    assert "候选项目　　项" in first
    assert "差额　　项" in first


def test_the_model_clauses_of_a_county_congress_are_said_as_usual() -> None:
    texts = {clause.number: clause.text for clause in draft(FULL, FACTS)}

    assert texts[1].startswith("本次会议对青禾县2026年民生实事项目的候选项目进行票决。")
    assert "候选项目12项，票决产生10项，实行差额票决，差额2项" in texts[1]
    assert "出席会议的代表应达到全体代表的三分之二以上" in texts[3]
    assert "代表不得委托他人投票" in texts[3]
    assert "可以表示赞成、反对或者弃权，不得另提项目" in texts[4]
    assert "赞成的，在“赞成”格内画“○”；反对的，在“反对”格内画“×”" in texts[4]
    assert texts[4].endswith("弃权的，在“弃权”格内画“○”，或者各格都不作标记。")
    assert "等于或者少于10项的有效，多于10项的无效" in texts[5]
    assert "该部分无效，计入“辨认不清”，其余部分有效；全部无法辨认的，该票无效" in texts[5]
    assert texts[6] == (
        "收回的票决票等于或者少于发出的票决票，票决有效；"
        "多于发出的票决票，票决无效，由主席团决定重新进行票决。"
        "各种投票方式分别比较，其中一种收回的多于发出的，票决同样无效。"
    )
    assert texts[7] == (
        "获得全体代表过半数赞成的候选项目，按赞成票数由多到少确定；超过10项的，取前10项。"
    )
    assert "就票数相等的项目再次投票" in texts[8]
    assert "不足部分是否另行票决由主席团决定" in texts[9]
    assert "总监票人1名、监票人5名" in texts[10]
    assert "在监票人监督下改用人工计票" in texts[12]


@pytest.mark.parametrize(
    ("body", "government"),
    [
        ("青禾县人民代表大会", "青禾县人民政府"),
        ("青禾县人民代表大会常务委员会", "青禾县人民政府"),
        ("四屏镇人民代表大会", "四屏镇人民政府"),
        ("城关街道居民议事会", "城关街道办事处"),
        ("议事会", "本级人民政府"),
        ("", "本级人民政府"),
    ],
)
def test_the_body_says_whose_government_proposes(body: str, government: str) -> None:
    assert TextFacts(body=body).government == government


def test_a_street_assembly_has_neither_presidium_nor_announcement() -> None:
    text = "".join(clause.text for clause in draft(CONTEXTS["street"], FACTS))

    assert not any(word in text for word in ("主席团", "公告", "法定人数", "票决票", "代表团"))
    assert "街道人大工委" in text
    assert "票选产生" in text


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("category_quota", {}),
        ("grader_weights", {"ballot_mode": "graded", "grade_rule": "rate"}),
    ],
)
def test_names_in_any_order_draw_the_text_that_the_log_draws(
    name: str, more: dict[str, object]
) -> None:
    """The log keeps canonical JSON, whose keys are sorted."""
    rules = msgspec.convert({"seats": 3, name: {"教育": 60, "交通": 40}, **more}, Rules)
    kept = msgspec.json.decode(canonical(rules), type=Rules)

    assert list(getattr(kept, name)) == list(getattr(rules, name))
    assert draft(kept, FACTS) == draft(rules, FACTS)


def test_a_motion_speaks_of_the_draft_and_never_of_candidates() -> None:
    motion = msgspec.convert(NAMED["motion"].given, Rules)
    facts = dataclasses.replace(FACTS, title="青禾县民生实事项目票决办法（草案）表决")
    clauses = draft(motion, facts)

    assert clauses[0].text.startswith("本次会议对")
    assert "提请表决的草案1件" in clauses[0].text
    assert [one.number for one in clauses if "候选" in one.text or "清单" in one.text] == []
    several = msgspec.structs.replace(motion, candidates_n=12)
    assert "作为一份清单整体票决" in draft(several, facts)[0].text


@pytest.mark.parametrize("fallback", ["hand_count", "show_of_hands"])
def test_tablets_alone_leave_nothing_that_people_could_count_by_hand(fallback: str) -> None:
    rules = Rules(channels=("tablet",), fallback=fallback)  # type: ignore[arg-type]  # one of two
    assert not [one.text for one in draft(rules, FACTS) if "人工计票" in one.text]
    paper = Rules(channels=("paper", "tablet"))
    assert [one for one in draft(paper, FACTS) if "改用人工计票" in one.text]
