"""Verifies a bare archive of sealed ballots, ours or one that other software made.

The last ballot of a credential counts and weights are honoured, as the format says; in a record our
own rules are stricter (chapter B).  Exclusivity and strong decryption proofs are no part of an
archive, so what they would prove is stated as a remark.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import BinaryIO

from audit.verify.archive_list import ARCHIVE_CHECKS
from audit.verify.checks import Findings, Inspect, Mapper, Remark, Report
from audit.verify.runner import run
from ballot.sealed import (
    Archive,
    Limits,
    Product,
    SealedElection,
    SealedFault,
    Trustees,
    Unsupported,
    check_partial,
    check_trustees,
    exclusive,
    open_tally,
    parse_election,
    read_archive,
    read_ballot,
    read_credentials,
    verify_ballot,
)
from ballot.sealed.decryption import factors_of
from ballot.sealed.tally import GREATEST_SUM, combine
from ballot.sealed.v1.credentials import check_credentials
from ballot.sealed.v1.tally import read_result

_CONTAINER = {"archive.header", "archive.hash", "archive.truncated", "archive.too_large"}


@dataclass(kw_only=True)
class ArchiveCase:
    """The archive ``file`` (seekable, at its start) under examination; parts are read once."""

    file: BinaryIO
    each: Mapper = map
    limits: Limits | None = None

    @cached_property
    def archive(self) -> Archive | SealedFault:
        """The contents, or why they cannot be read (A-01, A-02)."""
        self.file.seek(0)
        try:
            return read_archive(self.file, self.limits)
        except Unsupported:
            raise
        except SealedFault as fault:
            return fault

    @property
    def contents(self) -> Archive:
        """The contents of an archive that A-02 passed."""
        if isinstance(self.archive, SealedFault):
            raise self.archive
        return self.archive

    @cached_property
    def election(self) -> SealedElection:
        """The election (A-03)."""
        return parse_election(self.contents.election)

    @cached_property
    def trustees(self) -> Trustees:
        """The holders of the key (A-04)."""
        return check_trustees(self.contents.trustees, self.election.group)

    @cached_property
    def weights(self) -> Mapping[str, int]:
        """Credential -> weight (A-06)."""
        return read_credentials(self.contents.credentials)

    def ballots(self) -> Iterator[bytes]:
        """Yield the ballots in their order."""
        return (span.read(self.file) for span in self.contents.ballots)

    @cached_property
    def cast(self) -> tuple[str, ...]:
        """The credential of every ballot, in their order (A-07)."""
        return tuple(read_ballot(self.election, raw, None).credential for raw in self.ballots())

    @cached_property
    def counted(self) -> Mapping[str, int]:
        """Credential -> the place of its last ballot, which is the one that counts."""
        return {credential: place for place, credential in enumerate(self.cast)}


def verify_archive(file: BinaryIO, *, each: Mapper = map, limits: Limits | None = None) -> Report:
    """Carry out every check on the archive ``file`` (seekable, at its start).

    ``each`` maps the verification of ballots.  Raises Unsupported for an archive of a kind that is
    not read here (shuffles, RFC-3526-2048, another version); nothing else that the file may
    contain raises.
    """
    case = ArchiveCase(file=file, each=each, limits=limits)
    try:
        _ = case.election
    except Unsupported:
        raise
    except SealedFault:
        title = None
    else:
        title = case.election.name
    return Report(results=run(ARCHIVE_CHECKS, ARCHIVE_FUNCTIONS, case), title=title)


def container(case: ArchiveCase) -> Findings:
    """A-01: headers, padding and names are right to the byte."""
    if isinstance(case.archive, SealedFault) and case.archive.code in _CONTAINER:
        yield case.archive.sentence


def events(case: ArchiveCase) -> Findings:
    """A-02: chain, order and records of the events."""
    if isinstance(case.archive, SealedFault):
        yield case.archive.sentence


def election(case: ArchiveCase) -> Findings:
    """A-03: the election can be read."""
    if exclusive(case.election.questions):
        yield Remark("归档不含互斥证明：同一项目既赞成又反对的封票，只有对照记录包才能发现。")


def trustees(case: ArchiveCase) -> Findings:
    """A-04: everything about the key holders holds."""
    _ = case.trustees
    yield from ()


def election_key(case: ArchiveCase) -> Findings:
    """A-05: the election key is theirs."""
    if case.trustees.public_key != case.election.public_key:
        yield "票决公钥不是监票人公钥之积：有人另有一把钥匙。"


def credentials(case: ArchiveCase) -> Findings:
    """A-06: distinct members of the group."""
    check_credentials(case.election.group, case.weights)
    yield from ()


def ballots_read(case: ArchiveCase) -> Findings:
    """A-07: form and election of every ballot."""
    for number, raw in enumerate(case.ballots(), start=1):
        try:
            read_ballot(case.election, raw, None)
        except SealedFault as fault:
            yield f"第 {number} 张封票：{fault.sentence}"


def ballots_known(case: ArchiveCase) -> Findings:
    """A-08: every credential is in the list."""
    for number, credential in enumerate(case.cast, start=1):
        if credential not in case.weights:
            yield f"第 {number} 张封票的凭据不在名单之内。"


def ballots_once(case: ArchiveCase) -> Findings:
    """A-09: no ballot occurs twice."""
    seen: set[str] = set()
    for number, span in enumerate(case.contents.ballots, start=1):
        if span.digest in seen:
            yield f"第 {number} 张封票与前面的一张完全相同。"
        seen.add(span.digest)


def ballots_proven(case: ArchiveCase) -> Findings:
    """A-10: proofs and signatures."""
    verify = partial(_fault_of, case.contents.election)
    for number, fault in enumerate(case.each(verify, case.ballots()), start=1):
        if fault:
            yield f"第 {number} 张封票：{fault}"


def tally(case: ArchiveCase) -> Findings:
    """A-11: the product of what counts."""
    product = Product(case.election)
    for place, raw in enumerate(case.ballots()):
        credential = case.cast[place]
        if case.counted[credential] == place:
            product.add(read_ballot(case.election, raw, None), case.weights[credential])
    if product.encode() != case.contents.tally:
        yield "加密合计与归档中的封票不符：有封票被漏计、多计或合计被改动。"


def sizes(case: ArchiveCase) -> Findings:
    """A-12: number and weight of what was counted."""
    weight = sum(case.weights[credential] for credential in case.counted)
    stated = (case.contents.count, case.contents.weight)
    if stated != (len(case.counted), weight):
        yield (
            f"合计记录称 {stated[0]} 张、总权重 {stated[1]}，"
            f"实为 {len(case.counted)} 张、总权重 {weight}。"
        )


def owners(case: ArchiveCase) -> Findings:
    """A-13: enough different and known owners."""
    numbers = [owner for owner, _ in case.contents.partials]
    if len(set(numbers)) != len(numbers):
        yield "同一位监票人有两份部分解密。"
    if not set(numbers) <= set(range(1, len(case.trustees.keys) + 1)):
        yield "有一份部分解密不是任何监票人的。"
    first = 1
    for item in case.trustees.items:
        present = len(set(range(first, first + len(item.keys))) & set(numbers))
        if present < item.threshold:
            yield f"开票需要 {item.threshold} 位监票人，只有 {present} 位作了部分解密。"
        first += len(item.keys)


def decryptions(case: ArchiveCase) -> Findings:
    """A-14: the proofs of every partial decryption."""
    for owner, raw in case.contents.partials:
        try:
            key = case.trustees.keys[owner - 1]
            check_partial(case.election, case.contents.tally, key, raw)
        except SealedFault as fault:
            yield f"监票人 {owner} 的部分解密：{fault.sentence}"


def one_polynomial(case: ArchiveCase) -> Findings:
    """A-15: surplus decryptions agree with the others."""
    factors = {owner: factors_of(case.election, raw) for owner, raw in case.contents.partials}
    combine(case.election.group, case.trustees, factors)
    if len(factors) == sum(item.threshold for item in case.trustees.items):
        yield Remark(
            "格式本身的解密证明是弱证明，又没有多余的部分解密可供对照；"
            "伪造的解密只有凭记录包中的强证明才能发现。"
        )


def result(case: ArchiveCase) -> Findings:
    """A-16: the sums are those that were encrypted."""
    archive = case.contents
    weight = min(sum(case.weights.values()), GREATEST_SUM)
    opened = open_tally(case.election, case.trustees, archive.tally, dict(archive.partials), weight)
    if opened != read_result(archive.result):
        yield f"公布的结果是 {read_result(archive.result)}，解密所得是 {opened}。"


ARCHIVE_FUNCTIONS: Mapping[str, Inspect] = {
    "A-01": container,
    "A-02": events,
    "A-03": election,
    "A-04": trustees,
    "A-05": election_key,
    "A-06": credentials,
    "A-07": ballots_read,
    "A-08": ballots_known,
    "A-09": ballots_once,
    "A-10": ballots_proven,
    "A-11": tally,
    "A-12": sizes,
    "A-13": owners,
    "A-14": decryptions,
    "A-15": one_polynomial,
    "A-16": result,
}


def _fault_of(election_raw: bytes, ballot: bytes) -> str:
    """Return what is wrong with the proofs of a ballot, or nothing; runs in a worker process."""
    parsed = _parsed(election_raw)
    try:
        verify_ballot(parsed, read_ballot(parsed, ballot, None), bare=True)
    except SealedFault as fault:
        return fault.sentence
    return ""


_parsed = lru_cache(maxsize=8)(parse_election)
