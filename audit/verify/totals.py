"""T: the totals are those of the ballots: opened in sum by enough holders, or counted twice."""

from collections.abc import Iterator

from audit.verify.case import Case
from audit.verify.checks import Findings, NotRun
from audit.verify.sealed_round import SealedRound
from ballot.canonical import Digest, digest
from ballot.results import ChannelTally, Tally
from ballot.sealed import (
    Partial,
    SealedFault,
    check_partial,
    check_strong,
    encode_result,
    open_tally,
)
from ballot.sealed.v1.tally import read_result
from counting.opening import tablet_tally


def product(case: Case) -> Findings:
    """T-01: the encrypted tally is the product of exactly the ballots of the log."""
    for one, tally in _tallies(case):
        found = one.examined.product
        if found is None or found.encode() != tally:
            yield f"第 {one.number} 轮的加密合计与封票之积不符：有封票被漏计、多计或合计被改动。"


def archived(case: Case) -> Findings:
    """T-02: tally, number, weight and decryptions in the archive are those of the log."""
    for one, tally in _opened(case):
        archive, cast = one.archive, one.current.cast
        if (archive.tally, archive.count, archive.weight) != (tally, cast, cast):
            yield f"第 {one.number} 轮封票档案中的合计、张数或权重与日志不符。"
        wanted = [(owner, names[0]) for owner, names in sorted(one.current.partials.items())]
        if [(owner, digest(raw)) for owner, raw in archive.partials] != wanted:
            yield f"第 {one.number} 轮封票档案中的部分解密与日志不符。"


def decryptions(case: Case) -> Findings:
    """T-03: the format's own proofs of every partial decryption hold."""
    for one, tally in _tallies(case):
        for owner, (name, _) in sorted(one.current.partials.items()):
            try:
                key = case.trustees.keys[owner - 1]
                check_partial(one.election, tally, key, case.objects.get(name))
            except SealedFault as fault:
                yield f"第 {one.number} 轮 {owner} 号持有人：{fault.sentence}"


def strong(case: Case) -> Findings:
    """T-04: the strong proofs of every partial decryption hold."""
    for one, tally in _tallies(case):
        for owner, (name, beside) in sorted(one.current.partials.items()):
            partial = Partial(owner, case.objects.get(name), case.objects.get(beside))
            try:
                check_strong(one.election, tally, case.trustees.keys[owner - 1], partial)
            except SealedFault as fault:
                yield f"第 {one.number} 轮 {owner} 号持有人：{fault.sentence}"


def opened(case: Case) -> Findings:
    """T-05: all decryptions agree, and the sums in the archive are what they open."""
    for one, tally in _opened(case):
        try:
            found = _result(case, one, tally)
            same = read_result(one.archive.result) == found
        except SealedFault as fault:
            yield f"第 {one.number} 轮：{fault.sentence}"
            continue
        if not same:
            yield f"第 {one.number} 轮封票档案中的结果不是解密所得的 {encode_result(found)!r}。"


def tablets(case: Case) -> Findings:
    """T-06: the tablets' totals in the log are the opened sums."""
    for one, tally in _opened(case):
        wanted = _channel(one.current.tally, "tablet")
        result = _result(case, one, tally)
        questions, numbers, cast = one.election.questions, one.current.candidates, one.current.cast
        try:
            found = tablet_tally(questions, result, numbers, cast, case.created.rules)
        except SealedFault as fault:
            yield f"第 {one.number} 轮：{fault.sentence}"
            continue
        if found != wanted:
            yield f"第 {one.number} 轮日志中的平板票合计与解密所得不符。"


def sources(case: Case) -> Findings:
    """T-07: every channel's totals have a source: two tellers, sheets read, or an opened sum."""
    counted = [one for one in case.folding.election.rounds if one.tally]
    if not counted:
        raise NotRun("还没有合计")
    for one in counted:
        for channel in one.tally.channels if one.tally else ():
            if channel.channel in {"paper", "hands"} and channel != one.paper_count:
                source = "两名计票人核对一致" if one.hand_count else "读票合计"
                yield f"第 {one.number} 轮日志中的合计与{source}的数字不符。"
            elif channel.channel == "tablet" and one.encrypted_tally is None:
                yield f"第 {one.number} 轮有平板票合计，却没有开启过平板票。"


def _channel(tally: Tally | None, name: str) -> ChannelTally | None:
    channels = tally.channels if tally else ()
    return next((one for one in channels if one.channel == name), None)


def _tallies(case: Case) -> Iterator[tuple[SealedRound, bytes]]:
    """Yield the rounds that have an encrypted tally, with it."""
    found = [one for one in case.sealed if one.current.encrypted_tally is not None]
    if not found:
        raise NotRun("没有开启过平板票的合计")
    for one in found:
        yield one, case.objects.get(Digest(one.current.encrypted_tally or ""))


def _opened(case: Case) -> Iterator[tuple[SealedRound, bytes]]:
    """Yield the rounds whose sum was opened, with their encrypted tally."""
    found = [(one, tally) for one, tally in _tallies(case) if one.current.tally is not None]
    if not found:
        raise NotRun("没有开启过平板票的合计")
    yield from found


def _result(case: Case, one: SealedRound, tally: bytes) -> tuple[tuple[int, ...], ...]:
    partials = {owner: case.objects.get(names[0]) for owner, names in one.current.partials.items()}
    return open_tally(one.election, case.trustees, tally, partials, one.current.cast)
