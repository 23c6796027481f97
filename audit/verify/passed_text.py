"""F-11: the text that the session passed and the rules that the engine carries out."""

from audit.verify.case import Case
from audit.verify.checks import Findings, NotRun, Remark
from audit.verify.legality import refused_under
from ballot.rules.text import EDITED, WORDING, WORDINGS, compare
from ballot.rules.text.numerals import chinese


def as_written(case: Case) -> Findings:
    """F-11: each clause is what the rules make of these names, or is marked as edited.

    Whether an edited clause contradicts a parameter no program can prove; where the wording speaks
    for it, that is a remark, and the reader judges. A text in a wording that only a newer program
    has is not checked, and the report says so.
    """
    yield from refused_under(case, "F-11")
    created = case.created
    if not created.clauses:
        raise NotRun("日志没有登记票决办法的文本")
    if created.names.wording not in WORDINGS:
        raise NotRun(
            f"条文用第 {created.names.wording} 版措辞写成，本程序只认识第 1 至 {WORDING} 版，"
            "没有与规则核对，请改用更新的程序复核"
        )
    edited = [clause for clause in created.clauses if clause.edited]
    for clause in edited:
        yield Remark(f"票决办法第{chinese(clause.number)}条：{EDITED}。")
    if edited:
        texts = [clause.text for clause in created.clauses]
        for one in compare(created.rules, texts, created.names).contradictions:
            yield Remark(one.sentence)
