"""主持词: figures where they are known, blanks where they are not, a sentence for each mishap."""

from pathlib import Path
from typing import get_args

import pytest
from msgspec.structs import replace

from ballot.rules.values import ShortfallAction, TieRule
from printing.papers import render
from printing.papers.content import texts
from printing.papers.mishaps import BLANK, mishaps
from printing.papers.script import script_paper, speeches
from printing.papers.script_values import Provisions, Script
from printing.papers.values import (
    Announcement,
    Attendance,
    Count,
    Fingerprints,
    Issue,
    PublishLevel,
    Session,
)

GOLDEN = Path(__file__).parent / "golden" / "script.txt"
CLAUSES = Provisions(
    returned_clause="第六条",
    tie_clause="第七条",
    shortfall_clause="第七条",
    fallback_clause="第九条",
    exchange_clause="第九条",
    least=10,
)


def bare(**more: object) -> Script:
    return Script(
        session=Session(
            congress="青禾县第十八届人民代表大会第四次会议", subject="青禾县2026年民生实事项目"
        ),
        channels=("paper", "tablet"),
        candidates=12,
        seats=10,
        provisions=CLAUSES,
        **more,  # type: ignore[arg-type]  # fields by name
    )


@pytest.fixture
def full(attendance: Attendance, issue: Issue, count: Count) -> Script:
    issuer = "青禾县第十八届人民代表大会第四次会议主席团"
    notice = Announcement(rounds=(count,), issuer=issuer, date="2026年1月22日")
    return bare(
        attendance=attendance,
        issue=issue,
        count=count,
        announcement=notice,
        handed=(("paper", 140), ("tablet", 88)),
        prints=Fingerprints(
            definition="3f2a 91c4 07de b5a8",
            election_key="c0de 77a1 5e2b 9d34",
            log_key="8b16 e2f0 4a7c 13d9",
            checkpoint="",
        ),
        instructions=("应选10项。", "不得另提项目。"),
        trustees=5,
        threshold=3,
    )


def said(facts: Script, name: str) -> str:
    return "".join(next(one for one in speeches(facts) if one.id == name).text)


def case(facts: Script, name: str) -> str:
    return next(one.text for one in mishaps(facts) if one.id == name)


def told(facts: Script) -> str:
    """Write everything down, as the golden file has it."""
    lines: list[str] = []
    for speech in speeches(facts):
        lines += [f"== {speech.title}（{speech.who}）", f"（{speech.cue}）", *speech.text]
    for one in mishaps(facts):
        lines += [f"** {one.title}", one.text, f"（{one.then}）"]
    return "\n".join(lines) + "\n"


def test_the_whole_script_reads_as_it_did(full: Script) -> None:
    assert told(full) == GOLDEN.read_text(encoding="utf-8")


def test_what_a_report_says_is_said_in_the_same_words(full: Script) -> None:
    assert "应到代表236名，因事因病请假8名，实到代表228名" in said(full, "attendance")
    assert "发出228张，收回227张，收回票数少于发出票数" in said(full, "returned")
    assert "其中有效票224张，无效票3张" in said(full, "result")
    assert "3号“村级养老服务站建设”，赞成218票，反对2票，弃权4票。" in said(full, "result")


def test_before_anything_is_reported_there_are_blanks_and_no_figure_is_made_up() -> None:
    waiting = {one.id for one in speeches(bare()) if not one.filled}

    assert waiting == {"attendance", "hand_out", "instructions", "returned", "result", "announce"}
    assert BLANK in said(bare(), "attendance")


def test_nothing_is_blank_once_all_is_known(full: Script) -> None:
    assert [one.id for one in speeches(full) if not one.filled] == []


def test_figures_of_one_channel_alone_are_no_total() -> None:
    half = bare(handed=(("paper", 140),))

    assert f"票决票140张、投票卡{BLANK}张" in said(half, "hand_out")
    assert "共" not in said(half, "hand_out")


def test_fingerprints_are_read_aloud_before_the_vote(full: Script) -> None:
    for part in ("3f2a 91c4 07de b5a8", "c0de 77a1 5e2b 9d34", "8b16 e2f0 4a7c 13d9"):
        assert part in said(full, "open")


def test_a_second_vote_is_about_the_tied_alone() -> None:
    again = replace(bare(), session=replace(bare().session, round="runoff"), candidates=2, seats=1)

    assert "就票数相等的2个项目再次投票，产生1项" in said(again, "begin")


def test_a_show_of_hands_hands_nothing_out() -> None:
    hands = bare(hands=True)

    assert {"hand_out", "returned"}.isdisjoint(one.id for one in speeches(hands))
    assert {"returned_more", "scanner", "tablets", "spoiled"}.isdisjoint(
        one.id for one in mishaps(hands)
    )


@pytest.mark.parametrize(
    ("channels", "missing"),
    [
        (("paper",), {"tablets", "lost_card", "urn_lost", "keys_lost", "few_tablets", "one_key"}),
        (("tablet",), {"scanner", "spoiled", "tellers"}),
    ],
)
def test_what_cannot_happen_has_no_sentence(channels: tuple[str, ...], missing: set[str]) -> None:
    facts = replace(bare(), channels=channels)

    assert missing.isdisjoint(one.id for one in mishaps(facts))
    assert missing <= {one.id for one in mishaps(bare())}


@pytest.mark.parametrize("rule", get_args(TieRule))
@pytest.mark.parametrize("action", get_args(ShortfallAction))
def test_every_rule_on_ties_and_shortfalls_has_its_sentence(
    rule: TieRule, action: ShortfallAction
) -> None:
    facts = replace(bare(), provisions=replace(CLAUSES, tie=rule, shortfall=action))
    words = {
        "re_vote_tied": "就票数相等的项目再次投票",
        "presidium": "由主席团决定",
        "admit_all": "全部入选",
        "lot": "当众抽签确定",
        "lower_cost": "投资较少的入选",
    }

    assert "根据票决办法第七条" in case(facts, "tie")
    assert words[rule] in case(facts, "tie")
    assert {
        "presidium_decides": "由主席团决定",
        "vacant": "不足部分空缺",
        "same_session": "在本次会议上另行票决",
        "next_session": "留待下次会议",
    }[action] in case(facts, "shortfall")


def test_more_ballots_than_were_handed_out_is_void_under_its_clause() -> None:
    at_once = replace(bare(), provisions=replace(CLAUSES, at_once=True))

    assert "根据票决办法第六条，本次票决无效，由主席团决定重新票决。" in case(
        bare(), "returned_more"
    )
    assert "即行重新票决" in case(at_once, "returned_more")


def test_tied_projects_are_named_once_the_count_knows_them(count: Count) -> None:
    tied = bare(count=replace(count, status="tie_at_cutoff", tied=(11, 8), seats_left=1))

    assert "11号“残疾人家庭无障碍改造”、8号“口袋公园”票数相等" in case(tied, "tie")


def test_the_paper_has_every_sentence_and_the_mark_of_a_rehearsal(full: Script) -> None:
    practice = replace(full, session=replace(full.session, rehearsal=True))
    paper = script_paper(practice)
    written = "".join(texts(paper))

    assert all(sentence in written for one in speeches(full) for sentence in one.text)
    assert all(one.text in written for one in mishaps(full))
    assert paper.rehearsal
    assert render(paper).pdf.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("level", "heard", "kept_back"),
    [
        ("full", ["赞成218票，反对2票", "赞成97票"], []),
        ("names_approve", ["3号“村级养老服务站建设”，赞成218票。"], ["反对", "赞成97票"]),
        ("names", [], ["赞成"]),
    ],
)
def test_the_chief_reads_no_more_than_will_be_published(
    count: Count, level: PublishLevel, heard: list[str], kept_back: list[str]
) -> None:
    words = said(bare(count=count, level=level), "result")

    assert all(one in words for one in heard)
    assert not any(one in words for one in kept_back)
