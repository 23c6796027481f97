"""勾稽核对表: every identity with its two sides and their difference, in words.

It is the last page of the 计票结果报告单; by itself it also shows identities that do not hold, so
that people see where to look.
"""

import re

from printing.papers.content import Block, Cell, Closing, Paper, Paragraph, Table
from printing.papers.values import Identity, Reconciled
from printing.papers.wording import (
    CHANNEL_NAMES,
    require,
    signatures,
    signed,
    subtitle,
    vote_name,
)

WORDS = {
    "abstain": "弃权",
    "approve": "赞成",
    "archived": "存档",
    "box_counted": "票箱清点",
    "cast": "投出",
    "distinct_items": "各项目不同结果的个数",
    "dont_know": "不了解",
    "foreign": "非本次票",
    "grades": "各等次",
    "illegible": "辨认不清",
    "invalid": "无效",
    "issued": "发出",
    "least": "各数中最小的",
    "left_over": "剩余",
    "most": "最高分",
    "oppose": "反对",
    "points": "积分",
    "present": "实到",
    "printed": "印制",
    "replaced": "换发",
    "returned": "收回",
    "roster": "全体",
    "seats": "应选数",
    "sum_approve": "赞成合计",
    "sum_points": "积分合计",
    "unused": "未投",
    "valid": "有效",
    "written": "另提项目票数",
}
"""Every word of the names of `counting.identities`."""
_SPECIAL = {
    "sum_points<=valid*points": "积分合计≤有效×每票总分",
    "points<=approve*most": "积分≤排入×最高分",
    "points>=approve*least": "积分≥排入×最低分",
}
_SIGNS = {"<=": "≤", ">=": "≥", "=": "＝", "+": "＋", "*": "×"}
_PART = re.compile(r"[a-z_]+|<=|>=|[=+*]|\d+|.")


def in_words(name: str) -> str:
    """Say an identity's name in words: ``returned=valid+invalid`` is 收回＝有效＋无效.

    A part that is not known stays as it is written.
    """
    if name in _SPECIAL:
        return _SPECIAL[name]
    parts = _PART.findall(name)
    return "".join(WORDS.get(part) or _SIGNS.get(part, part) for part in parts)


def identity_table(identities: tuple[Identity, ...], *, folded: bool = True) -> list[Block]:
    """Return a sentence on all identities and the table of them, failing ones first.

    ``folded``: projects of a channel in which both sides are the same share a row.
    """
    failed = [one for one in identities if not one.holds]
    told = f"共核对{len(identities)}项勾稽关系，" + (
        f"其中{len(failed)}项不符，查清以前不得宣布结果。" if failed else "全部相符。"
    )
    head = tuple(
        Cell(text) for text in ("勾稽关系", "票种", "项目", "左数", "右数", "差额", "核对")
    )
    groups: dict[object, list[Identity]] = {}
    for one in (*failed, *(one for one in identities if one.holds)):
        same = (one.name, one.channel, one.number is None, one.left, one.right, one.holds)
        groups.setdefault(same if folded else id(one), []).append(one)
    rows = tuple(_row(group) for group in groups.values())
    return [Paragraph(told), Table((70, 18, 20, 13, 13, 11, 11), (head,), rows)]


def _row(same: list[Identity]) -> tuple[Cell, ...]:
    one = same[0]
    return (
        Cell(in_words(one.name), left=True),
        Cell("合计" if one.channel is None else CHANNEL_NAMES[one.channel]),
        Cell(_ranges([each.number for each in same if each.number is not None])),
        Cell(f"{one.left:,}"),
        Cell(f"{one.right:,}"),
        Cell(signed(one.difference)),
        Cell("相符" if one.holds else "不符", strong=not one.holds),
    )


def _ranges(numbers: list[int]) -> str:
    """Write project numbers shortly: 1—5、7号."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [str(run[0]) if len(run) == 1 else f"{run[0]}—{run[-1]}" for run in runs]
    return f"{'、'.join(parts)}号" if parts else ""


def reconciliation_sheet(facts: Reconciled) -> Paper:
    """Make the table as a paper of its own; identities that do not hold stand first."""
    require(bool(facts.identities), "还没有可以勾稽的数字，不能出勾稽核对表。")
    return Paper(
        titles=(facts.session.congress, f"{vote_name(facts.session)}勾稽核对表"),
        blocks=(
            subtitle(facts.session),
            *identity_table(facts.identities),
            Paragraph("以上各项由监票人逐项核对。"),
            *signatures("总监票人", facts.signers.chief),
            Closing((facts.date,)),
        ),
        rehearsal=facts.session.rehearsal,
    )
