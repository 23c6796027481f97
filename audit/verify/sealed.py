"""B: the sealed ballots are those of the closed log, each lawful, each from a card of the round."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice

from audit.record.rounds import closed_at
from audit.verify.case import Case
from audit.verify.checks import Findings, NotRun, Remark
from audit.verify.sealed_round import SealedRound, Verdict
from ballot import events as e
from ballot.errors import BallotError
from ballot.sealed import SealedFault, group_named, read_credentials, write_credentials
from ballot.sealed.group import read_member

BATCH = 16
"""Credentials examined by one call."""

EXCLUSION = {"sealed.exclusion_proof", "sealed.exclusion_form", "sealed.other_ballot"}
"""What is wrong with exclusivity proofs, not with the ballot beside them."""


def lists(case: Case) -> Findings:
    """B-01: eight lists, each sorted, without repetition, as long as cards were printed.

    The credentials of the rounds that took place are keys of the group.
    """
    election = case.folding.election
    if not election.credential_lists:
        if case.sealed:
            yield "有平板票，却没有印制投票卡。"
        raise NotRun("没有印制投票卡")
    for number, name in enumerate(election.credential_lists, start=1):
        used = number <= len(election.rounds)
        for fault in _of_list(case, case.objects.get(name), used=used):
            yield f"第 {number} 轮的凭据名册{fault}"


def _of_list(case: Case, raw: bytes, *, used: bool) -> Iterator[str]:
    printed = case.folding.election.cards_printed
    try:
        credentials = read_credentials(raw)
    except BallotError as error:
        yield f"：{error.sentence}"
        return
    if raw != write_credentials(credentials):
        yield "没有按规定排列和书写。"
    if len(credentials) != printed:
        yield f"有 {len(credentials)} 个凭据，投票卡印制了 {printed} 张。"
    if used:
        wrong = sum(case.each(partial(strange, case.group.name), _batched(credentials)))
        if wrong:
            yield f"中有 {wrong} 个不是群中的公钥。"


def _batched(credentials: Iterable[str]) -> Iterator[tuple[str, ...]]:
    rest = iter(credentials)
    while batch := tuple(islice(rest, BATCH)):
        yield batch


def strange(group_name: str, credentials: tuple[str, ...]) -> int:
    """Return how many of ``credentials`` are no keys of the group; runs in a worker process."""
    group, count = group_named(group_name), 0
    for text in credentials:
        try:
            read_member(group, text)
        except SealedFault:
            count += 1
    return count


def dead(case: Case) -> Findings:
    """B-02: only cards of the deck were voided or cancelled."""
    election = case.folding.election
    for number, name in enumerate(election.credential_lists, start=1):
        strange = election.dead[number - 1] - set(read_credentials(case.objects.get(name)))
        if strange:
            yield f"第 {number} 轮作废的凭据中有 {len(strange)} 个不在名册之内。"


def readable(case: Case) -> Findings:
    """B-03: every archive is of the exact form, with the time of the close as its time."""
    for one in _rounds(case):
        try:
            archive = one.archive
        except BallotError as error:
            yield f"第 {one.number} 轮：{error.sentence}"
            continue
        if archive.timestamp != closed_at(case.events, one.number):
            yield f"第 {one.number} 轮封票档案的时间不是截止时间。"


def derived(case: Case) -> Findings:
    """B-04: election, trustees and list of credentials in the archive are those of the log."""
    for one in _rounds(case):
        if one.archive.election != one.election.raw:
            yield f"第 {one.number} 轮的封票定义不是由票决定义和选举公钥得出的。"
        if one.archive.trustees != case.trustees.raw:
            yield f"第 {one.number} 轮封票档案中的密钥文件不是日志所登记的。"
        if one.archive.credentials != case.objects.get(one.credential_list):
            yield f"第 {one.number} 轮封票档案中的凭据名册不是印卡时登记的。"


def in_log(case: Case) -> Findings:
    """B-05: the archive holds the ballots of the log, exactly these, in their order."""
    for one in _rounds(case):
        there = [span.digest for span in one.archive.ballots]
        wanted = [str(event.ballot) for event in one.casts]
        if there != wanted:
            lost, more = len(set(wanted) - set(there)), len(set(there) - set(wanted))
            yield f"第 {one.number} 轮封票档案与日志不符：缺 {lost} 张，多 {more} 张，或次序不同。"


def known(case: Case) -> Findings:
    """B-06: every credential that cast a ballot is in the round's list."""
    for one in _rounds(case):
        for event in one.casts:
            if event.credential not in one.credentials:
                yield f"{_named(one, event)}的凭据不在名册之内。"


def proven(case: Case) -> Findings:
    """B-07: every ballot is well-formed, its proofs and its signature hold."""
    count = 0
    for one, event, verdict in _verdicts(case):
        count += 1
        if verdict.code and verdict.code not in EXCLUSION:
            yield f"{_named(one, event)}：{verdict.sentence}"
    yield Remark(f"核对了 {count} 张封票。")


def exclusive(case: Case) -> Findings:
    """B-08: the exclusivity proofs hold: no project is both approved and opposed."""
    for one, event, verdict in _verdicts(case):
        if verdict.code in EXCLUSION:
            yield f"{_named(one, event)}：{verdict.sentence}"


def own_credential(case: Case) -> Findings:
    """B-09: the log books every ballot on the credential that signed it."""
    for one, event, verdict in _verdicts(case):
        if not verdict.code and verdict.credential != event.credential:
            yield f"{_named(one, event)}由另一个凭据签名，与日志登记的不同。"


def _rounds(case: Case) -> tuple[SealedRound, ...]:
    if not case.sealed:
        raise NotRun("没有平板票")
    return case.sealed


def _verdicts(case: Case) -> Iterator[tuple[SealedRound, e.BallotCast, Verdict]]:
    for one in _rounds(case):
        for event, verdict in zip(one.casts, one.examined.verdicts, strict=True):
            yield one, event, verdict


def _named(one: SealedRound, event: e.BallotCast) -> str:
    return f"第 {one.number} 轮封票 {event.ballot[:16]}…"
