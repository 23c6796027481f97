"""E: the record against what the caller knows from elsewhere."""

import re

from audit.checkpoint import open_checkpoint
from audit.errors import Malformed
from audit.fingerprints import DIGITS, short, short_digest
from audit.verify.case import Case
from audit.verify.checks import Findings, NotRun

_HEX = re.compile(rf"[0-9a-f]{{{DIGITS}}}|[0-9a-f]{{64}}")
_NOTHING = "没有给出比对依据"


def definition(case: Case) -> Findings:
    """E-01: the definition that people signed was frozen in this log."""
    wanted = _digits(case.expected.definition)
    frozen = [one.definition for one in case.folding.election.rounds if one.definition]
    if not any(wanted in {one, _compact(short_digest(one))} for one in frozen):
        yield "票决定义与所给的摘要不符：这份记录不是您签过字的那次票决。"


def log_key(case: Case) -> Findings:
    """E-02: the log was signed by the key that people were shown."""
    wanted, key = _digits(case.expected.log_key), case.created.log_key
    if wanted not in {key, _compact(short(key.encode()))}:
        yield "日志公钥与所给的不符：这份记录不是出自那台服务器的日志。"


def checkpoint(case: Case) -> Findings:
    """E-03: the log is a continuation of the one that the caller saw."""
    if case.expected.checkpoint is None:
        raise NotRun(_NOTHING)
    seen = open_checkpoint(case.expected.checkpoint, case.log_key)
    if seen.origin != case.log_key.name:
        yield f"所给的检查点属于“{seen.origin}”，不是本日志。"
    elif seen.size > len(case.leaves):
        yield f"所给的检查点有 {seen.size} 条，本日志只有 {len(case.leaves)} 条：有内容被删去。"
    elif seen.root != case.tree.root(seen.size):
        yield f"本日志前 {seen.size} 条与所给的检查点不符：日志被改写过。"


def _digits(text: str | None) -> str:
    """Return the expected hex digits. Raises NotRun without any, Malformed for other text."""
    if text is None:
        raise NotRun(_NOTHING)
    digits = _compact(text).lower()
    if not _HEX.fullmatch(digits):
        raise Malformed(
            f"比对依据应为 64 位或 {DIGITS} 位十六进制数字。", code="expectation.digits"
        )
    return digits


def _compact(text: str) -> str:
    return "".join(text.split())
