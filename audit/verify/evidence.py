"""E: the evidence, for those who hold it."""

from typing import BinaryIO

from audit.errors import Malformed
from audit.record import layout
from audit.record.body import hashed
from audit.record.container import Container, Member
from audit.record.manifest import EvidenceManifest, read_evidence_manifest
from audit.record.objects import signed_pages
from audit.verify.case import Case
from audit.verify.checks import Findings, NotRun


def same(case: Case) -> Findings:
    """E-04: the evidence is the file that the record names."""
    file = _file(case)
    file.seek(0)
    found, _ = hashed(file)
    if case.manifest.evidence is None:
        yield "记录包没有登记证据包。"
    elif found != case.manifest.evidence:
        yield "证据包与记录包中登记的摘要不符。"


def well_formed(case: Case) -> Findings:
    """E-05: the evidence is of the written form, of this election, and its files are intact."""
    container, members, manifest = _opened(case)
    if manifest.election != case.created.id:
        yield "证据包属于另一次票决。"
    if set(manifest.files) != set(members) - {layout.MANIFEST}:
        yield "证据包中的文件与其清单不一致。"
    for name, member in members.items():
        limit = layout.size_limit("evidence-1", name)
        if limit is None or member.size > limit:
            yield f"证据包中的“{name}”不是应有的文件名，或者过大。"
        elif name != layout.MANIFEST:
            found, crc = hashed(container.window(member))
            named = layout.object_name(found) if name.startswith(layout.OBJECTS) else name
            if (manifest.files.get(name), name, member.crc) != (found, named, crc):
                yield f"证据包中“{name}”的内容与清单或名称不符。"


def pages(case: Case) -> Findings:
    """E-06: every page that the log says was signed by hand is in the evidence."""
    _, members, _ = _opened(case)
    wanted = sorted(signed_pages(case.events))
    if not wanted:
        raise NotRun("没有在纸上签字的页")
    for page in wanted:
        if layout.object_name(page) not in members:
            yield f"证据包中缺少纸上签字页 {page[:16]}…。"


def _file(case: Case) -> BinaryIO:
    if case.expected.evidence is None:
        raise NotRun("没有给出证据包")
    return case.expected.evidence


def _opened(case: Case) -> tuple[Container, dict[str, Member], EvidenceManifest]:
    container = Container.open(_file(case))
    names = [one.name for one in container.members]
    members = {one.name: one for one in container.members}
    if not layout.in_order(names) or layout.MANIFEST not in members:
        raise Malformed("证据包缺少清单，或者文件没有按名称排列。", code="evidence.names")
    return container, members, read_evidence_manifest(container.read(members[layout.MANIFEST]))
