"""E: good records that are not the expected ones, and spoilt evidence."""

import io
from collections.abc import Callable
from dataclasses import replace

from audit.record import layout
from audit.record.manifest import EvidenceManifest
from audit.verify.expectations import Expectations
from ballot.canonical import canonical, digest
from ballot.definition import freeze
from tests.support.bad_records.registry import Case, bad, hand
from tests.support.forging import Forger, zipped
from tests.support.hand_counted import hand_counted
from tests.support.session import PAGE

GENUINE, FORGED = hand_counted(), hand_counted(seed="fresh keys")
"""The session, and a whole copy of it by somebody without its keys."""


def _against(**expected: object) -> Case:
    """Compare the forged record with what is known of the genuine one."""
    return Case(record=Forger(FORGED).record(), expected=Expectations(**expected))  # type: ignore[arg-type]  # the fields of Expectations


@bad("E-01")
def definition_of_another_session() -> Case:
    return _against(definition=freeze(GENUINE.definition((1, 2, 3), 1))[1])


@bad("E-01")
def definition_expected_is_no_digest() -> Case:
    return _against(definition="about 12")


@bad("E-02")
def log_key_of_another_house() -> Case:
    return _against(log_key=GENUINE.public("log"))


@bad("E-02")
def log_key_of_another_short_fingerprint() -> Case:
    return _against(log_key="0000 1111 2222 3333")


@bad("E-03")
def checkpoint_of_the_genuine_log() -> Case:
    return _against(checkpoint=GENUINE.checkpoint(GENUINE.sign(GENUINE.script)))


@bad("E-03")
def checkpoint_is_no_note() -> Case:
    return _against(checkpoint=b"20 entries, I think")


@bad("E-03")
def checkpoint_of_a_longer_log() -> Case:
    events = FORGED.sign(FORGED.script)
    return _against(checkpoint=FORGED.checkpoint([*events, events[-1]]))


@bad("E-03")
def checkpoint_of_a_rewritten_history() -> Case:
    events = FORGED.sign(FORGED.script)
    return _against(checkpoint=FORGED.checkpoint([events[0], *events[2:9]]))


@bad("E-03")
def checkpoint_of_the_same_key_for_another_log() -> Case:
    other = replace(FORGED, id="another")
    return _against(checkpoint=other.checkpoint(FORGED.sign(FORGED.script)))


def _evidence(edit: Callable[[bytes], bytes], *, booked: bool = True) -> Case:
    """Hand in spoilt evidence; ``booked``: the record names the spoilt one."""
    forger = hand()
    if booked:
        forger.evidence = edit
        record = forger.record()
        handed_in = forger.made_evidence
    else:
        record = forger.record()
        handed_in = edit(forger.made_evidence)
    return Case(record=record, expected=Expectations(evidence=io.BytesIO(handed_in)))


@bad("E-04")
def evidence_that_the_record_does_not_name() -> Case:
    return _evidence(lambda _: _packed(PAGE, b"one page more"), booked=False)


@bad("E-04")
def evidence_of_a_record_without_any() -> Case:
    forger = hand()
    forger.manifest = lambda manifest: manifest | {"evidence": None}
    record = forger.record()
    return Case(record=record, expected=Expectations(evidence=io.BytesIO(forger.made_evidence)))


def _packed(*pages: bytes, **fields: object) -> bytes:
    files = {layout.object_name(digest(one)): one for one in pages}
    manifest = {
        "piaojue": "evidence-1",
        "election": GENUINE.id,
        "files": {name: digest(data) for name, data in files.items()},
    }
    return zipped([*sorted(files.items()), (layout.MANIFEST, canonical(manifest | fields))])


@bad("E-05")
def evidence_truncated() -> Case:
    return _evidence(lambda data: data[:-1])


@bad("E-05")
def evidence_of_another_election() -> Case:
    return _evidence(lambda _: _packed(PAGE, election="another"))


@bad("E-05")
def evidence_with_a_file_not_listed() -> Case:
    return _evidence(lambda _: _packed(PAGE, files={}))


@bad("E-05")
def evidence_without_a_manifest() -> Case:
    return _evidence(lambda _: zipped([(layout.object_name(digest(PAGE)), PAGE)]))


@bad("E-05")
def evidence_with_a_path_that_leads_out() -> Case:
    def lead_out(_: bytes) -> bytes:
        manifest = EvidenceManifest(election=GENUINE.id, files={"../x": digest(PAGE)})
        return zipped([("../x", PAGE), (layout.MANIFEST, canonical(manifest))])

    return _evidence(lead_out)


@bad("E-05")
def page_altered() -> Case:
    def alter(data: bytes) -> bytes:
        return data.replace(PAGE, PAGE.replace(b"signed", b"forged"))

    return _evidence(alter)


@bad("E-06")
def signed_page_absent() -> Case:
    return _evidence(lambda _: _packed())
