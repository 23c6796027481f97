"""C: who stands behind it, and behind which state of the log."""

from collections.abc import Iterator

from audit.checkpoint import open_checkpoint
from audit.errors import AuditError
from audit.record.objects import approvals_of
from audit.verify.case import Case
from audit.verify.checks import Findings, NotRun, Remark
from ballot import events as e
from ballot.canonical import digest_of
from ballot.events.base import Approval, KeyApproval, PublicKey, Role
from ballot.folding.guards import ROLE_NAMES
from ballot.signing import BadSignature, check_signature, statement

_Keys = dict[tuple[Role, int], PublicKey | None]


def approvals(case: Case) -> Findings:
    """C-01: every signature by a key verifies; pages signed by hand are counted and named."""
    signed = by_hand = 0
    for index, event, approval, key in _approvals(case):
        if not isinstance(approval, KeyApproval):
            by_hand += 1
            if key is not None:
                yield Remark(_instead_of_key(index, event, approval))
        elif key is not None:
            signed += 1
            try:
                check_signature(key, statement(case.created.id, event), approval.signature)
            except BadSignature:
                who = f"{approval.role} {approval.holder}"
                yield f"第 {index + 1} 条中 {who} 号的签名与内容不符。"
    yield Remark(f"核对了 {signed} 个密钥签名。")
    for index in _new_officers(case):
        yield Remark(
            f"第 {index + 1} 条在清单确定或者密钥生成开始以后更换了监票人、计票人名单，"
            "请核对是否经会议通过。"
        )
    if by_hand:
        yield Remark(f"另有 {by_hand} 处在纸上签字，程序不能核对，请查验签字原件。")


def _new_officers(case: Case) -> Iterator[int]:
    """Yield where officers were appointed late: the clerk alone can do it.

    Late is after a list was frozen, or after people began to make the key.
    """
    late = False
    for index, event in enumerate(case.events):
        late = late or isinstance(event, e.ListFrozen | e.CeremonyStarted)
        if late and isinstance(event, e.OfficersAppointed):
            yield index


def _instead_of_key(index: int, event: e.Event, approval: Approval) -> str:
    """Say that a page, which the clerk alone can enter, stands where a key could have signed."""
    act = type(event).__struct_config__.tag
    return (
        f"第 {index + 1} 条（{act}）：{ROLE_NAMES[approval.role]} {approval.holder} 号登记有密钥，"
        "却以纸上签字页代替，请向本人核实。"
    )


def _approvals(case: Case) -> Iterator[tuple[int, e.Event, Approval, PublicKey | None]]:
    """Yield every approval with the key of its officer as appointed at that moment."""
    keys: _Keys = {}
    for index, event in enumerate(case.events):
        if isinstance(event, e.OfficersAppointed):
            keys = {(one.role, one.number): one.key for one in event.officers}
        for approval in approvals_of(event):
            yield index, event, approval, keys.get((approval.role, approval.holder))


def certified(case: Case) -> Findings:
    """C-02: what was certified is this log: its checkpoint is signed and a prefix of it."""
    found = [
        (index, event) for index, event in enumerate(case.events) if isinstance(event, e.Certified)
    ]
    for index, event in found:
        where = f"第 {event.round} 轮签字所附的检查点"
        try:
            seen = open_checkpoint(event.checkpoint.encode(), case.log_key)
        except AuditError as error:
            yield f"{where}：{error.sentence}"
            continue
        if seen.origin != case.log_key.name:
            yield f"{where}属于另一份日志。"
        elif not _outcome_at(case, event) < seen.size <= index:
            yield f"{where}有 {seen.size} 条，不含所签字的结果，或者晚于签字。"
        elif seen.root != case.tree.root(seen.size):
            yield f"{where}与本日志前 {seen.size} 条不符：签字的人看到的是另一份日志。"
    if not found:
        raise NotRun("还没有人签字确认")


def _outcome_at(case: Case, certified: e.Certified) -> int:
    """Return the place of the outcome that was certified; the size of the log if there is none."""
    for one in case.folding.outcomes:
        if one.event.round == certified.round and digest_of(one.event.outcome) == certified.outcome:
            return one.index
    return len(case.events)
