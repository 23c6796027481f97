"""公告: what the vote has brought about, at the level of detail that the rules allow.

It is made from the counts that were reported, so it cannot differ from the 计票结果报告单, and it
covers all rounds: a tie that was voted on again, drawn by lot or decided is settled here.
A void vote has no announcement.
"""

from printing.papers.content import Appendix, Block, Closing, Level, Note, Paper, Paragraph
from printing.papers.courses import Choice, chosen, reconcile_course
from printing.papers.outcomes import (
    category_name,
    decided,
    shortfall_sentence,
    tie_end,
    tie_sentence,
)
from printing.papers.result import by_hands, foot, line_sentence, lot_sentences
from printing.papers.result_tables import full_tables, lot_table
from printing.papers.standing import VOID, groups, listed, total
from printing.papers.values import Announcement, Count, Group, Project
from printing.papers.wording import money, notice, round_name, verb


def announcement(facts: Announcement) -> Paper:
    """Make the announcement; PaperRefused if the vote is void or the figures disagree."""
    reconcile_course(facts)
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


def _titles(facts: Announcement) -> tuple[str, ...]:
    session = facts.rounds[0].session
    if session.body == "street_assembly":
        return (f"关于{session.subject}票选结果的通报",)
    if facts.issuer.startswith(session.congress):
        return (session.congress, f"{facts.issuer.removeprefix(session.congress)}公告")
    return (f"{facts.issuer}公告",)


def _opening(facts: Announcement) -> str:
    session = facts.rounds[0].session
    number = len(chosen(facts))
    vote = f"{facts.date}，{session.congress}{_manner(facts)}，"
    if number == 0:
        what = f"对{session.subject}进行{round_name(session)}，没有候选项目入选"
    else:
        what = f"{verb(session)}{session.subject}{number}项"
    return f"{vote}{what}。现予{notice(session)}。"


def _manner(facts: Announcement) -> str:
    """Say how people voted; a show of hands is named, never passed off as a secret ballot."""
    hands = [by_hands(count) for count in facts.rounds if count.status not in VOID]
    if all(hands):
        return "以举手表决方式"
    return "以无记名投票方式和举手表决方式" if any(hands) else "以无记名投票方式"


def _projects(facts: Announcement) -> dict[int, Project]:
    return {project.number: project for count in facts.rounds for project in count.projects}


def _ordered(facts: Announcement) -> list[int]:
    """Return the chosen as they are listed; under 分类名额 category by category."""
    projects, numbers = _projects(facts), [choice.number for choice in chosen(facts)]
    order = listed(facts.order, [projects[number] for number in numbers], numbers)
    return [number for _, part in _parts(facts, order) for number in part]


def _parts(facts: Announcement, order: tuple[int, ...]) -> list[tuple[Group | None, list[int]]]:
    """Divide ``order`` by category, in the order of the categories of the first round."""
    named = facts.rounds[0].groups
    if not named:
        return [(None, list(order))]
    categories = {group.category for group in named}
    projects = _projects(facts)

    def category(number: int) -> str:
        own = projects[number].category
        return own if own in categories else ""

    return [
        (group, [number for number in order if category(number) == group.category])
        for group in named
    ]


def _listed(facts: Announcement) -> list[Block]:
    projects, order = _projects(facts), _ordered(facts)
    blocks: list[Block] = []
    for group, numbers in _parts(facts, tuple(order)):
        if group is not None and numbers:
            blocks.append(Paragraph(f"{category_name(group)}{len(numbers)}项", Level.SUBHEADING))
        for number in numbers:
            blocks.append(
                Paragraph(f"{order.index(number) + 1}. {_described(facts, projects[number])}")
            )
            blocks += [Paragraph(title) for title in projects[number].titles]
    return blocks


def _described(facts: Announcement, project: Project) -> str:
    cost = project.investment_fen
    details = [
        f"责任单位：{project.department}" if project.department else "",
        f"年度目标：{project.target}" if project.target else "",
        f"投资：{money(cost)}" if cost is not None else "",
        "" if facts.level == "names" else _votes(facts, project.number),
    ]
    shown = "；".join(detail for detail in details if detail)
    return f"{project.name}（{shown}）" if shown else project.name


def _votes(facts: Announcement, number: int) -> str:
    """Return the votes of the round in which the project was chosen."""
    choice = next(one for one in chosen(facts) if one.number == number)
    count = facts.rounds[choice.place]
    item = next(item for item in total(count).items if item.number == number)
    if count.rank_by == "points":
        return f"积分{item.points:,}分"
    return f"赞成{item.approve:,}票"


def _remarks(facts: Announcement) -> list[str]:
    later = [_later(facts, choices) for choices in _by_way(facts)]
    lots = [sentence for count in facts.rounds for sentence in lot_sentences(count)]
    said = [text for count in facts.rounds if count.status not in VOID for text in decided(count)]
    return [sentence for sentence in (*later, *said, *lots, *_open_end(facts)) if sentence]


def _by_way(facts: Announcement) -> list[list[Choice]]:
    """Put together what came the same way: by the same later round, by lot, by decision."""
    ways: dict[tuple[int, str], list[Choice]] = {}
    for choice in chosen(facts):
        ways.setdefault((choice.place, choice.how), []).append(choice)
    return list(ways.values())


def _later(facts: Announcement, choices: list[Choice]) -> str:
    """Say what did not come by the vote alone; a revote replaces the void one silently."""
    count = facts.rounds[choices[0].place]
    ways = {
        "lot": "当众抽签",
        "presidium": f"{count.session.presidium}决定",
        "vote": "" if count.session.round in ("first", "revote") else round_name(count.session),
    }
    way = ways[choices[0].how]
    order = _ordered(facts)
    places = sorted(order.index(choice.number) + 1 for choice in choices)
    return f"其中{'、'.join(f'第{place}项' for place in places)}经{way}产生。" if way else ""


def _open_end(facts: Announcement) -> list[str]:
    """Say what the last round left open, and who goes on with it."""
    last = facts.rounds[-1]
    open_ties = [] if last.settled else [group for group in groups(last) if group.tied]
    told = [_tie(facts, last, group) for group in open_ties]
    missing = facts.rounds[0].seats - len(chosen(facts)) - (last.seats_left if open_ties else 0)
    short = [count for count in facts.rounds if count.vacant]
    if missing > 0 and short:
        told.append(shortfall_sentence(short[-1], missing))
    return told


def _tie(facts: Announcement, count: Count, group: Group) -> str:
    """Name the tied projects; where only names are published, not their votes."""
    told = tie_sentence(count, group, with_votes=facts.level != "names")
    return f"{told}{tie_end(count, group).rstrip('。')}，结果另行{notice(count.session)}。"


def _full(facts: Announcement) -> list[Block]:
    if facts.level != "full":
        return []
    blocks: list[Block] = []
    for count in facts.rounds:
        if count.status in VOID:
            continue
        blocks += [
            Appendix(f"附：{round_name(count.session)}得票情况"),
            Paragraph(f"{_ballots(count)}{line_sentence(count)}"),
            *full_tables(count),
            *([lot_table(count, count.lot)] if count.lot else []),
        ]
    return blocks


def _ballots(count: Count) -> str:
    sums = total(count)
    if by_hands(count):
        return f"举手表决，实到{sums.issued:,}名，参加表决{sums.valid:,}名。"
    return (
        f"发出{sums.issued:,}张，收回{sums.returned:,}张，"
        f"有效票{sums.valid:,}张，无效票{sums.invalid:,}张。"
    )
