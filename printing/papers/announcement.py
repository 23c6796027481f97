"""公告: what the vote has brought about, at the level of detail that the rules allow.

It is made from the counts that were reported, so it cannot differ from the 计票结果报告单.
A void vote has no announcement.
"""

from itertools import pairwise

from printing.papers.content import Block, Closing, Level, Note, Paper, Paragraph
from printing.papers.result import foot, full_table, line_sentence, passed, tie_sentence
from printing.papers.standing import VOID, reconcile, total
from printing.papers.values import Announcement, Count, Project
from printing.papers.wording import require, round_name, under, vote_name


def announcement(facts: Announcement) -> Paper:
    """Make the announcement; PaperRefused if the vote is void or the figures disagree."""
    _reconcile(facts)
    last = facts.rounds[-1]
    blocks: list[Block] = [
        *([Note(f"（{facts.number}）")] if facts.number else []),
        Paragraph(_opening(facts)),
        *_listed(facts),
        *(Paragraph(sentence) for sentence in _remarks(facts)),
        Closing((facts.issuer, facts.date)),
        *_full(facts),
    ]
    return Paper(
        titles=_titles(facts),
        blocks=tuple(blocks),
        foot=foot(last.fingerprints),
        rehearsal=last.session.rehearsal,
    )


def _reconcile(facts: Announcement) -> None:
    require(bool(facts.rounds), "没有计票结果，不能发布公告。")
    require(facts.rounds[-1].status not in VOID, "本次票决无效，没有结果可以公告，请重新票决。")
    for count in facts.rounds:
        reconcile(count)
    for before, after in pairwise(facts.rounds):
        _reconcile_rounds(before, after)
    elected = _elected(facts)
    require(len(set(elected)) == len(elected), "同一项目在两轮中都入选，请核对。")


def _reconcile_rounds(before: Count, after: Count) -> None:
    numbers = {project.number for project in after.projects}
    follows = {
        "first": False,
        "runoff": numbers == set(before.tied) and after.seats == before.seats_left,
        "fill": 0 < after.seats <= before.vacant and not numbers & set(before.elected),
        "revote": before.status in VOID and after.seats == before.seats,
    }
    require(
        follows[after.session.round],
        f"{round_name(after.session)}的候选项目或应选数与上一轮的结果接不上，请核对。",
    )


def _elected(facts: Announcement) -> list[int]:
    return [number for count in facts.rounds for number in count.elected]


def _ordered(facts: Announcement) -> list[int]:
    elected = _elected(facts)
    return sorted(elected) if facts.order == "ballot" else elected


def _titles(facts: Announcement) -> tuple[str, ...]:
    session = facts.rounds[0].session
    if session.body == "street_assembly":
        return (f"关于{session.subject}票选结果的通报",)
    if facts.issuer.startswith(session.congress):
        return (session.congress, f"{facts.issuer.removeprefix(session.congress)}公告")
    return (f"{facts.issuer}公告",)


def _opening(facts: Announcement) -> str:
    session = facts.rounds[0].session
    elected = len(_elected(facts))
    vote = f"{facts.date}，{session.congress}以无记名投票方式，"
    if elected == 0:
        what = f"对{session.subject}进行{round_name(session)}，没有候选项目入选"
    else:
        what = f"{vote_name(session)}产生{session.subject}{elected}项"
    return f"{vote}{what}。现予{'通报' if session.body == 'street_assembly' else '公告'}。"


def _listed(facts: Announcement) -> list[Block]:
    projects = {project.number: project for project in facts.rounds[0].projects}
    for count in facts.rounds:
        projects |= {project.number: project for project in count.projects}
    return [
        Paragraph(f"{place}. {_described(facts, projects[number])}")
        for place, number in enumerate(_ordered(facts), start=1)
    ]


def _described(facts: Announcement, project: Project) -> str:
    details = [
        f"责任单位：{project.department}" if project.department else "",
        f"年度目标：{project.target}" if project.target else "",
        f"投资：{project.investment:,}万元" if project.investment is not None else "",
        "" if facts.level == "names" else f"赞成{_approvals(facts, project.number):,}票",
    ]
    shown = "；".join(detail for detail in details if detail)
    return f"{project.name}（{shown}）" if shown else project.name


def _approvals(facts: Announcement, number: int) -> int:
    """Return the votes of the round in which the project was elected."""
    count = next(count for count in facts.rounds if number in count.elected)
    return next(item.approve for item in total(count).items if item.number == number)


def _remarks(facts: Announcement) -> list[str]:
    later = [_later(facts, count) for count in facts.rounds[1:]]
    return [sentence for sentence in (*later, _open_end(facts)) if sentence]


def _later(facts: Announcement, count: Count) -> str:
    """Say which projects a later round has brought; a revote replaces the void one silently."""
    if count.session.round == "revote" or not count.elected:
        return ""
    places = [_ordered(facts).index(number) + 1 for number in count.elected]
    named = "、".join(f"第{place}项" for place in sorted(places))
    return f"其中{named}经{round_name(count.session)}产生。"


def _open_end(facts: Announcement) -> str:
    """Say what the last round left open, and who goes on with it."""
    last = facts.rounds[-1]
    grounds, vote = under(last.session, last.clause_result), vote_name(last.session)
    match last.status:
        case "shortfall":
            return (
                f"{passed(last)}的项目不足应选数，缺额{_missing(facts)}项。{grounds}，"
                f"不足部分是否另行{vote}，由{last.session.presidium}决定。"
            )
        case "tie_at_cutoff":
            return f"{_tie(facts)}{grounds}，再次{vote}后另行公告。"
        case "undecided_second_tie":
            return f"{_tie(facts)}{grounds}，由{last.session.presidium}决定后另行公告。"
        case _:
            return last.decision


def _tie(facts: Announcement) -> str:
    """Name the tied projects; where only names are published, not their votes."""
    return tie_sentence(facts.rounds[-1], with_votes=facts.level != "names")


def _missing(facts: Announcement) -> int:
    counted = [count for count in facts.rounds if count.status not in VOID]
    return counted[0].seats - len(_elected(facts))


def _full(facts: Announcement) -> list[Block]:
    if facts.level != "full":
        return []
    blocks: list[Block] = []
    for count in facts.rounds:
        if count.status in VOID:
            continue
        sums = total(count)
        blocks += [
            Paragraph(f"附：{round_name(count.session)}得票情况", Level.HEADING),
            Paragraph(
                f"发出{sums.issued:,}张，收回{sums.returned:,}张，有效票{sums.valid:,}张，无效票{sums.invalid:,}张。"
                f"{line_sentence(count)}"
            ),
            full_table(count),
        ]
    return blocks
