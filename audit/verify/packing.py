"""R: the file itself, before a word of the log is believed."""

from collections import Counter

from audit.record import layout
from audit.record.body import hashed
from audit.record.objects import public_objects
from audit.record.rounds import has_archive
from audit.verify.case import Case
from audit.verify.checks import Findings, NotRun, Remark
from ballot.sealed import round_uuid


def container(case: Case) -> Findings:
    """R-01: the zip file is of the one form that the format allows."""
    yield Remark(f"共 {len(case.container.members)} 个文件。")


def names(case: Case) -> Findings:
    """R-02: every file has a name of the format, once, in order, and is not too large."""
    listed = [one.name for one in case.container.members]
    for member in case.container.members:
        limit = layout.size_limit("record-1", member.name)
        if limit is None:
            yield f"“{member.name}”不是记录包中应有的文件名。"
        elif member.size > limit:
            yield f"“{member.name}”有 {member.size} 字节，超过上限 {limit}。"
    entries = sum(one.size for one in case.container.members if one.name.startswith(layout.BUNDLE))
    if entries > layout.LOG_LIMIT:
        yield f"日志有 {entries} 字节，超过上限 {layout.LOG_LIMIT}。"
    for name in sorted(name for name, times in Counter(listed).items() if times > 1):
        yield f"“{name}”出现不止一次。"
    if len(set(listed)) == len(listed) and not layout.in_order(listed):
        yield "文件没有按名称排列，或者清单不在最后。"


def manifest(case: Case) -> Findings:
    """R-03: the manifest is canonical and of a known version."""
    yield Remark(f"日志共 {case.manifest.size} 条。")


def listed(case: Case) -> Findings:
    """R-04: the files are exactly those that the manifest lists."""
    there = set(case.objects.members) - {layout.MANIFEST}
    named = set(case.manifest.files)
    for name in sorted(named - there):
        yield f"清单列有“{name}”，记录包中没有。"
    for name in sorted(there - named):
        yield f"记录包中有“{name}”，清单没有列出。"


def contents(case: Case) -> Findings:
    """R-05: every file has the digest of the manifest and the checksum of the container."""
    for name, member in case.objects.members.items():
        wanted = case.manifest.files.get(name)
        found, crc = hashed(case.container.window(member))
        if wanted is not None and found != wanted:
            yield f"“{name}”的内容与清单中的摘要不符。"
        if crc != member.crc:
            yield f"“{name}”的内容与压缩包中的校验和不符。"


def objects(case: Case) -> Findings:
    """R-06: every object is named by its own digest."""
    for name, member in case.objects.members.items():
        if name.startswith(layout.OBJECTS):
            found, _ = hashed(case.container.window(member))
            if layout.object_name(found) != name:
                yield f"“{name}”的名称不是其内容的摘要。"


def named_by_log(case: Case) -> Findings:
    """R-07: every public object that the log names is there."""
    for name in sorted(_named(case) - _objects(case)):
        yield f"日志提到“{name}”，记录包中没有。"


def only_named(case: Case) -> Findings:
    """R-10: there is no object that the log does not name."""
    for name in sorted(_objects(case) - _named(case)):
        yield f"“{name}”在日志中没有提到。"


def _named(case: Case) -> set[str]:
    return {layout.object_name(one) for one in public_objects(case.events)}


def _objects(case: Case) -> set[str]:
    return {name for name in case.objects.members if name.startswith(layout.OBJECTS)}


def same_election(case: Case) -> Findings:
    """R-08: the manifest speaks of the log's election."""
    if case.manifest.election != case.created.id:
        yield f"清单写的是票决 {case.manifest.election}，日志是票决 {case.created.id}。"


def archives(case: Case) -> Findings:
    """R-09: there is one archive for each round with sealed ballots, and no other."""
    election = case.folding.election
    wanted = {
        layout.sealed_name(round_uuid(election.id, one.number))
        for one in election.rounds
        if has_archive(one)
    }
    there = {name for name in case.objects.members if name.startswith(layout.SEALED)}
    for name in sorted(wanted - there):
        yield f"缺少封票档案“{name}”。"
    for name in sorted(there - wanted):
        yield f"封票档案“{name}”不属于任何一轮。"
    if not wanted and not there:
        raise NotRun("没有平板票")
