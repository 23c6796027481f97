"""代表到会情况报告: how many should be here, how many are, and whether that is enough.

The share is that of 地方组织法 (two thirds of all members) unless the rules say otherwise;
it is compared in integers, because exactly two thirds is enough for 「以上」 but not for 「超过」.
"""

from printing.papers.content import Block, Closing, KeyFigures, Paper, Paragraph
from printing.papers.values import Attendance, QuorumRule
from printing.papers.wording import counts, require, round_name, signatures, subtitle

#: numerator, denominator, whether the share itself is enough, and how the share is read aloud.
_QUORUMS: dict[QuorumRule, tuple[int, int, bool, str]] = {
    "ge_2_3": (2, 3, True, "三分之二"),
    "gt_2_3": (2, 3, False, "三分之二"),
    "gt_1_2": (1, 2, False, "半数"),
    "ge_4_5": (4, 5, True, "五分之四"),
    "gt_4_5": (4, 5, False, "五分之四"),
}
#: Characters of a name that stands above its figure: 常务委员会组成人员 is too long for it.
_LONGEST_LABEL = 4


def attendance_report(facts: Attendance) -> Paper:
    """Make the report; PaperRefused if the figures contradict each other."""
    _reconcile(facts)
    blocks: list[Block] = [
        subtitle(facts.session),
        KeyFigures(_strip(facts)),
        Paragraph(attendance_sentence(facts)),
        *signatures("总监票人", facts.signers.chief),
        Closing((facts.at,)),
    ]
    return Paper(
        titles=(facts.session.congress, f"{facts.session.members}到会情况报告"),
        blocks=tuple(blocks),
        rehearsal=facts.session.rehearsal,
    )


def _reconcile(facts: Attendance) -> None:
    counts("到会情况报告", {"应到": facts.roster_total, "实到": facts.present})
    require(facts.roster_total > 0, "应到人数是 0，不能出到会情况报告。")
    require(
        facts.present <= facts.roster_total,
        f"实到{facts.present}名多于应到{facts.roster_total}名，请核对签到后再出到会情况报告。",
    )
    absent = facts.roster_total - facts.present
    require(
        facts.excused is None or 0 <= facts.excused <= absent,
        f"请假{facts.excused}名与应到{facts.roster_total}名、实到{facts.present}名不相符，请核对。",
    )


def _needed(facts: Attendance) -> int:
    numerator, denominator, inclusive, _ = _QUORUMS[facts.quorum_rule]
    exact = facts.roster_total * numerator
    return -(-exact // denominator) if inclusive else exact // denominator + 1


def _legal(facts: Attendance) -> str:
    return "规定人数" if facts.session.body == "street_assembly" else "法定人数"


def _strip(facts: Attendance) -> tuple[tuple[str, str], ...]:
    members = facts.session.members
    who = members if len(members) <= _LONGEST_LABEL else "人数"
    return (
        (f"应到{who}", f"{facts.roster_total:,}"),
        (f"实到{who}", f"{facts.present:,}"),
        ("未到", f"{facts.roster_total - facts.present:,}"),
        (_legal(facts), f"{_needed(facts):,}"),
    )


def attendance_sentence(facts: Attendance) -> str:
    """Say who should be here, who is, and whether that is enough."""
    members = facts.session.members
    enough = facts.present >= _needed(facts)
    may = round_name(facts.session)
    return (
        f"本次会议应到{members}{facts.roster_total:,}名，{_absence(facts)}"
        f"实到{members}{facts.present:,}名，{_share(facts)}，"
        + (f"符合{_legal(facts)}，可以进行{may}。" if enough else "")
        + ("" if enough else f"不符合{_legal(facts)}，不能进行{may}。")
    )


def _absence(facts: Attendance) -> str:
    absent = facts.roster_total - facts.present
    excused = absent if facts.excused is None else facts.excused
    if absent == 0:
        return ""
    if facts.excused is None:
        return f"因故未到{absent:,}名，"
    parts = [f"因事因病请假{excused:,}名" if excused else "", _unexcused(absent - excused)]
    return "".join(f"{part}，" for part in parts if part)


def _unexcused(people: int) -> str:
    return f"缺席{people:,}名" if people else ""


def _share(facts: Attendance) -> str:
    numerator, denominator, _, words = _QUORUMS[facts.quorum_rule]
    present, needed = facts.present * denominator, facts.roster_total * numerator
    if present == needed:
        return f"恰为{facts.session.everybody}的{words}"
    return f"{'超过' if present > needed else '不足'}{facts.session.everybody}的{words}"
