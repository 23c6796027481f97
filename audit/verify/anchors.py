"""E: the record against what the caller knows from elsewhere."""

from audit.checkpoint import open_checkpoint
from audit.fingerprints import short, short_digest
from audit.verify.case import Case
from audit.verify.checks import Findings, NotRun
from audit.verify.expectations import digits_of

_NOTHING = "没有给出比对依据"


def definition(case: Case) -> Findings:
    """E-01: the definition that people signed was frozen in this log."""
    wanted = _expected(case.expected.definition)
    frozen = [one.definition for one in case.folding.election.rounds if one.definition]
    if not any(_same(wanted, one, short_digest(one)) for one in frozen):
        yield "票决定义与所给的摘要不符：这份记录不是您签过字的那次票决。"


def log_key(case: Case) -> Findings:
    """E-02: the log was signed by the key that people were shown."""
    wanted, key = _expected(case.expected.log_key), case.created.log_key
    if not _same(wanted, key, short(key.encode())):
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


def _expected(text: str | None) -> str:
    if text is None:
        raise NotRun(_NOTHING)
    return digits_of(text)


def _same(wanted: str, whole: str, fingerprint: str) -> bool:
    """Compare with the whole or with its short fingerprint."""
    return wanted in {whole, "".join(fingerprint.split())}
