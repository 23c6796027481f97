"""封存清单: what was put under seal after the count, by whom, and for how long."""

import re

from printing.papers.content import Block, Cell, Closing, Paper, Paragraph, Table
from printing.papers.values import SealedItem, Sealing
from printing.papers.wording import counts, require, signatures, subtitle, vote_name

_SHA256 = re.compile(r"[0-9a-f]{64}")


def sealing_list(facts: Sealing) -> Paper:
    """Make the list; PaperRefused if the sheets do not add up."""
    _reconcile(facts)
    signers = [block for role, people in facts.sealed_by for block in signatures(role, people)]
    blocks: list[Block] = [
        subtitle(facts.session),
        _table(facts),
        Paragraph(f"日志根 SHA-256：{_grouped(facts.record_digest)}"),
        Paragraph(f"封存期限：{facts.retention.rstrip('。')}。"),
        *signers,
        Closing((facts.date,)),
    ]
    return Paper(
        titles=(facts.session.congress, f"{vote_name(facts.session)}材料封存清单"),
        blocks=tuple(blocks),
        rehearsal=facts.session.rehearsal,
    )


def _sheets(facts: Sealing) -> dict[str, int]:
    return {
        "有效票": facts.valid,
        "无效票": facts.invalid,
        "剩余作废票": facts.left_over,
        "换发收回的废票": facts.replaced,
        "存档样票": facts.archived,
        "票箱内发现的非本次票": facts.foreign,
    }


def _reconcile(facts: Sealing) -> None:
    counts("封存清单", _sheets(facts) | {item.name: item.quantity for item in facts.items})
    used = facts.issued + facts.replaced + facts.archived + facts.left_over
    require(
        facts.printed == used,
        f"印制{facts.printed}张，与发出、换发、存档、剩余之和{used}张不相等，请核对。",
    )
    require(
        facts.valid + facts.invalid == facts.returned <= facts.issued,
        f"有效{facts.valid}张、无效{facts.invalid}张、收回{facts.returned}张、"
        f"发出{facts.issued}张不相符，请核对。",
    )
    require(
        _SHA256.fullmatch(facts.record_digest) is not None,
        "电子记录的散列应为64位十六进制数字，请核对。",
    )
    require(bool(facts.sealed_by), "没有写明封存人，不能出封存清单。")


def _table(facts: Sealing) -> Table:
    paper = [
        SealedItem(name=name, quantity=quantity, unit="张")
        for name, quantity in _sheets(facts).items()
        if quantity
    ]
    head = tuple(Cell(text) for text in ("序号", "材料", "数量", "单位", "备注"))
    body = tuple(
        (
            Cell(str(place)),
            Cell(item.name, left=True),
            Cell(f"{item.quantity:,}"),
            Cell(item.unit),
            Cell(item.note, left=True),
        )
        for place, item in enumerate((*paper, *facts.items), start=1)
    )
    return Table((14, 66, 22, 16, 38), (head,), body)


def _grouped(digest: str) -> str:
    return " ".join(digest[place : place + 8] for place in range(0, len(digest), 8))
