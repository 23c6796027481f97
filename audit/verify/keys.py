"""K: the election key was made by its holders together, and nobody else has a part of it."""

from collections.abc import Iterator

from audit.verify.case import Case
from audit.verify.checks import Findings, NotRun
from ballot import events as e
from ballot.sealed import (
    SealedFault,
    check_circle,
    check_commitments,
    check_contribution,
    check_reloaded,
    trustees_document,
)
from ballot.state import Ceremony, Stage

BEFORE_OPENING: tuple[Stage, ...] = ("drafting", "listed", "ready")


def document(case: Case) -> Findings:
    """K-01: the trustees' document holds: every key, commitment, proof and signature in it."""
    rounds = case.folding.election.rounds
    try:
        ceremony = _ceremony(case)
    except NotRun:
        # Before the opening cards may be handed out while the key is still made, or made again.
        begun = (one for one in rounds if one.stage not in BEFORE_OPENING)
        if any(one.tablet.issued or one.cast for one in begun):
            yield "有平板票，却没有生成选举密钥。"
        raise
    items = case.trustees.items
    shapes = [(one.threshold, len(one.keys)) for one in items]
    if shapes != [(ceremony.threshold, ceremony.trustees)]:
        yield (
            f"密钥文件不是 {ceremony.trustees} 人中 {ceremony.threshold} 人开启的密钥，"
            "与日志登记的人数不符。"
        )


def messages(case: Case) -> Findings:
    """K-02: what the holders contributed is well-formed, and revealed as it was committed to."""
    ceremony = _ceremony(case)
    if ceremony.trustees == 1:
        return
    circle = check_circle(case.group, ceremony.threshold, _step(ceremony, "certificate"))
    commitments = _step(ceremony, "commitment")
    check_commitments(circle, commitments)
    for index, raw in enumerate(_step(ceremony, "contribution"), start=1):
        try:
            check_contribution(circle, commitments, index, raw)
        except SealedFault as fault:
            yield f"{index} 号持有人：{fault.sentence}"


def made_of_messages(case: Case) -> Findings:
    """K-03: the document is made of the holders' messages and of nothing else."""
    ceremony = _ceremony(case)
    if ceremony.trustees == 1:
        made = _step(ceremony, "single")[0]
    else:
        circle = check_circle(case.group, ceremony.threshold, _step(ceremony, "certificate"))
        made = trustees_document(
            circle, _step(ceremony, "contribution"), _step(ceremony, "verification")
        ).raw
    if made != case.trustees.raw:
        yield "密钥文件与各持有人在日志中提交的内容不符。"


def public_key(case: Case) -> Findings:
    """K-04: the election key follows from the document."""
    if case.group.text(case.trustees.public_key) != _ceremony(case).public_key:
        yield "日志中的选举公钥不是由密钥文件算出的那一个：有人另有一把钥匙。"


def read_aloud(case: Case) -> Findings:
    """K-05: the digits that the holders confirmed aloud are those of certificates and document."""
    ceremony = _ceremony(case)
    if ceremony.trustees > 1:
        circle = check_circle(case.group, ceremony.threshold, _step(ceremony, "certificate"))
        for event in _since_start(case):
            if isinstance(event, e.KeyContribution) and event.code not in {"", circle.spoken}:
                yield f"{event.index} 号持有人核对的证书代码与证书不符。"
    for event in _since_start(case):
        if isinstance(event, e.KeysProven) and event.code != case.trustees.spoken:
            yield f"{event.index} 号持有人核对的密钥代码与密钥文件不符。"


def reloaded(case: Case) -> Findings:
    """K-06: every holder proved to be able to use the saved key."""
    _ = _ceremony(case)
    for event in _since_start(case):
        if isinstance(event, e.KeysProven):
            try:
                check_reloaded(case.group, case.trustees, event.index, event.proof.encode())
            except SealedFault as fault:
                yield f"{event.index} 号持有人：{fault.sentence}"


def _ceremony(case: Case) -> Ceremony:
    ceremony = case.folding.election.ceremony
    if ceremony is None or ceremony.public_key is None:
        raise NotRun("没有生成选举密钥")
    return ceremony


def _step(ceremony: Ceremony, step: str) -> list[bytes]:
    """Return the messages of one step in the order of the holders."""
    numbers = range(1, ceremony.trustees + 1)
    return [ceremony.messages[step, index].encode() for index in numbers]


def _since_start(case: Case) -> Iterator[e.Event]:
    """Yield what happened since the ceremony was last begun."""
    starts = [
        index for index, event in enumerate(case.events) if isinstance(event, e.CeremonyStarted)
    ]
    yield from case.events[starts[-1] :]
