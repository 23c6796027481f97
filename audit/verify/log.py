"""L: the log is the one that its key signed."""

from audit.errors import AuditError
from audit.note import verify
from audit.record import layout
from audit.record.rounds import unix_seconds
from audit.tiles import build_hash_tiles, entry_bundles, hash_tiles
from audit.verify.case import Case
from audit.verify.checks import Findings, Remark
from ballot import events as e
from ballot.errors import BallotError

_SOME_MINUTE = "2026-01-01T00:00+08:00"
"""For events that bear no time."""


def tile_names(case: Case) -> Findings:
    """L-01: the tiles are exactly those of a log of the manifest's size."""
    size = case.manifest.size
    there = {name for name in case.objects.members if name.startswith(layout.LOG + "tile/")}
    if size > len(case.objects.members) * 256:
        yield f"清单称日志有 {size} 条，文件中放不下这么多。"
        return
    wanted = {layout.tile_name(one) for one in (*hash_tiles(size), *entry_bundles(size))}
    for name in sorted(wanted - there):
        yield f"缺少日志文件“{name}”。"
    for name in sorted(there - wanted):
        yield f"日志文件“{name}”多余：{size} 条日志没有这一块。"


def entries(case: Case) -> Findings:
    """L-02: the bundles can be taken apart into as many entries as they should hold."""
    yield Remark(f"读出 {len(case.leaves)} 条。")


def canonical_entries(case: Case) -> Findings:
    """L-03: every entry is the canonical form of a known event."""
    for index, leaf in enumerate(case.leaves):
        try:
            e.decode(leaf)
        except BallotError as error:
            yield f"第 {index + 1} 条：{error.sentence}"


def first_entry(case: Case) -> Findings:
    """L-04: the log begins with ``election_created``, names a usable log key, and begins once."""
    _ = case.log_key
    for index, event in enumerate(case.events[1:], start=2):
        if isinstance(event, e.ElectionCreated):
            yield f"第 {index} 条又建立了一次票决。"


def checkpoint(case: Case) -> Findings:
    """L-05: the checkpoint is a signed note of the form of a checkpoint."""
    yield Remark(f"检查点为 {case.checkpoint.size} 条。")


def signature(case: Case) -> Findings:
    """L-06: the log's own key, named by its first entry, signed a checkpoint of this log."""
    if case.checkpoint.origin != case.log_key.name:
        yield f"检查点属于“{case.checkpoint.origin}”，不是“{case.log_key.name}”。"
        return
    verify(case.note, [case.log_key])
    witnesses = [one.name for one in case.note.signatures if one.name != case.log_key.name]
    if witnesses:
        yield Remark(f"另有见证签名（未核对）：{'、'.join(witnesses)}。")


def root(case: Case) -> Findings:
    """L-07: size and root of the checkpoint are those of the entries."""
    if case.checkpoint.size != len(case.leaves):
        yield f"检查点为 {case.checkpoint.size} 条，日志为 {len(case.leaves)} 条。"
    elif case.checkpoint.root != case.tree.root():
        yield "由日志各条算出的根散列与检查点不符：日志被改动过。"


def tiles(case: Case) -> Findings:
    """L-08: the hash tiles are those of the entries."""
    for tile, data in build_hash_tiles(case.hashes):
        name = layout.tile_name(tile)
        try:
            same = case.objects.read(name) == data
        except AuditError as error:
            yield error.sentence
            continue
        if not same:
            yield f"“{name}”中的散列与日志各条不符。"


def times(case: Case) -> Findings:
    """L-09: every minute in the log is one of the calendar."""
    for index, event in enumerate(case.events):
        try:
            unix_seconds(getattr(event, "at", _SOME_MINUTE))
        except AuditError as error:
            yield f"第 {index + 1} 条：{error.sentence}"
