"""R: faults of the file and of its list of contents."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

from audit.note import Note, parse
from audit.record import layout
from ballot.canonical import digest
from tests.support.bad_records.registry import bad, hand, tablets
from tests.support.forging import Forger, Members

REPORT = "papers/1-count_report.pdf"


@bad("R-01")
def truncated() -> Forger:
    forger = hand()
    forger.data = lambda data: data[:-1]
    return forger


@bad("R-01")
def empty_file() -> Forger:
    forger = hand()
    forger.data = lambda _: b""
    return forger


@bad("R-01")
def something_before_the_zip() -> Forger:
    forger = hand()
    forger.data = lambda data: b"#!/bin/sh\n" + data
    return forger


@bad("R-01")
def something_after_the_zip() -> Forger:
    forger = hand()
    forger.data = lambda data: data + b"\n"
    return forger


def _repacked(data: bytes, add: Callable[[zipfile.ZipFile], None]) -> bytes:
    """Return the record as a common zip program packs it, with something added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        add(new)
    return out.getvalue()


@bad("R-01")
def zip_bomb() -> Forger:
    def bomb(target: zipfile.ZipFile) -> None:
        target.writestr("bomb", bytes(50_000_000), compress_type=zipfile.ZIP_DEFLATED)

    forger = hand()
    forger.data = lambda data: _repacked(data, bomb)
    return forger


@bad("R-01")
def symbolic_link() -> Forger:
    def link(target: zipfile.ZipFile) -> None:
        info = zipfile.ZipInfo("definition.json", (1980, 1, 1, 0, 0, 0))
        info.external_attr = 0o120777 << 16
        target.writestr(info, "/etc/passwd")

    def only(data: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as new:
            link(new)
        return out.getvalue() or data

    forger = hand()
    forger.data = only
    return forger


def _with_member(name: str, data: bytes = b"x") -> Forger:
    forger = hand()
    forger.members = lambda members: members | {name: data}
    return forger


@bad("R-02")
def path_leads_out() -> Forger:
    return _with_member("../../etc/cron.d/piaojue")


@bad("R-02")
def path_is_absolute() -> Forger:
    return _with_member("/etc/passwd")


@bad("R-02")
def path_with_backslash() -> Forger:
    return _with_member("papers\\1-count_report.pdf")


@bad("R-02")
def unknown_folder() -> Forger:
    return _with_member("votes/1.txt")


@bad("R-02")
def file_too_large() -> Forger:
    return _with_member("log/tile/0/001", bytes(256 * 32 + 1))


@bad("R-02")
def file_twice() -> Forger:
    forger = hand()
    forger.order = lambda members: [members[0], *members]
    return forger


@bad("R-02")
def files_out_of_order() -> Forger:
    forger = hand()
    forger.order = lambda members: [members[-1], *members[:-1]]
    return forger


def _manifest_bytes(change: Callable[[bytes], bytes]) -> Forger:
    forger = hand()
    forger.order = lambda members: [*members[:-1], (layout.MANIFEST, change(members[-1][1]))]
    return forger


@bad("R-03")
def manifest_not_canonical() -> Forger:
    return _manifest_bytes(lambda raw: raw.replace(b",", b", ", 1))


@bad("R-03")
def manifest_is_no_json() -> Forger:
    return _manifest_bytes(lambda _: b"\xff{")


@bad("R-03")
def manifest_deeply_nested() -> Forger:
    return _manifest_bytes(lambda _: b"[" * 100_000)


@bad("R-03")
def manifest_of_unknown_version() -> Forger:
    forger = hand()
    forger.manifest = lambda manifest: manifest | {"piaojue": "record-2"}
    return forger


@bad("R-03")
def manifest_with_unknown_field() -> Forger:
    forger = hand()
    forger.manifest = lambda manifest: manifest | {"note": "hello"}
    return forger


@bad("R-03")
def manifest_absent() -> Forger:
    forger = hand()
    forger.order = lambda members: members[:-1]
    return forger


def _files(change: Callable[[dict[str, str]], dict[str, str]]) -> Forger:
    forger = hand()
    forger.manifest = lambda manifest: manifest | {"files": change(dict(manifest["files"]))}  # type: ignore[call-overload]  # it is a dict
    return forger


@bad("R-04")
def listed_file_absent() -> Forger:
    return _files(lambda files: files | {"papers/1-attendance.pdf": digest(b"")})


@bad("R-04")
def file_not_listed() -> Forger:
    return _files(lambda files: {name: d for name, d in files.items() if name != REPORT})


@bad("R-05")
def digest_in_manifest_wrong() -> Forger:
    return _files(lambda files: files | {REPORT: digest(b"another report")})


@bad("R-05")
def checksum_of_container_wrong() -> Forger:
    def change(data: bytes) -> bytes:
        right = zipfile.ZipFile(io.BytesIO(data)).getinfo(REPORT).CRC.to_bytes(4, "little")
        return data.replace(right, bytes(4))

    forger = hand()
    forger.data = change
    return forger


@bad("R-05", "P-01")
def paper_altered_in_the_zip() -> Forger:
    def change(members: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
        return [(n, b"%PDF forged" if n == REPORT else data) for n, data in members]

    forger = hand()
    forger.order = change
    return forger


def _definition(members: Members) -> str:
    return next(name for name in members if name.startswith("objects/"))


@bad("R-06")
def object_is_not_its_name() -> Forger:
    forger = hand()
    forger.members = lambda members: members | {_definition(members): b"{}"}
    return forger


@bad("R-07")
def object_absent() -> Forger:
    forger = hand()
    forger.members = lambda members: {
        name: data for name, data in members.items() if name != _definition(members)
    }
    return forger


@bad("R-08")
def manifest_of_another_election() -> Forger:
    forger = hand()
    forger.manifest = lambda manifest: manifest | {"election": "another"}
    return forger


@bad("R-09")
def archive_absent() -> Forger:
    forger = tablets()
    forger.members = lambda members: {
        name: data for name, data in members.items() if not name.startswith("sealed/")
    }
    return forger


@bad("R-09")
def archive_of_no_round() -> Forger:
    return _with_member("sealed/11111111111111.bel")


@bad("R-10")
def object_that_nobody_named() -> Forger:
    return _with_member(layout.object_name(digest(b"contraband")), b"contraband")


@bad("L-01")
def size_in_manifest_wrong() -> Forger:
    forger = hand()
    forger.manifest = lambda manifest: manifest | {"size": int(str(manifest["size"])) - 1}
    return forger


@bad("L-01")
def size_in_manifest_enormous() -> Forger:
    forger = hand()
    forger.manifest = lambda manifest: manifest | {"size": (1 << 53) - 1}
    return forger


@bad("L-01")
def tile_absent() -> Forger:
    forger = hand()
    forger.members = lambda members: {
        name: data for name, data in members.items() if not name.startswith("log/tile/0/")
    }
    return forger


@bad("L-01")
def tile_too_many() -> Forger:
    return _with_member("log/tile/1/000", bytes(32))


def _bundle(members: Members) -> str:
    return next(name for name in members if name.startswith(layout.BUNDLE))


@bad("L-02")
def bundle_torn() -> Forger:
    forger = hand()
    forger.members = lambda members: members | {_bundle(members): members[_bundle(members)][:-1]}
    return forger


@bad("L-02")
def bundle_extended() -> Forger:
    forger = hand()
    forger.members = lambda members: members | {_bundle(members): members[_bundle(members)] + b"x"}
    return forger


@bad("L-03")
def leaf_not_canonical() -> Forger:
    forger = hand()
    forger.leaves = lambda leaves: [*leaves[:-1], leaves[-1].replace(b",", b", ", 1)]
    return forger


@bad("L-03")
def leaf_of_unknown_event() -> Forger:
    forger = hand()
    forger.leaves = lambda leaves: [*leaves, b'{"event":"votes_added","round":1}']
    return forger


@bad("L-03")
def leaf_with_unknown_field() -> Forger:
    forger = hand()
    forger.leaves = lambda leaves: [*leaves[:-1], leaves[-1][:-1] + b',"z":1}']
    return forger


@bad("L-03")
def leaf_deeply_nested() -> Forger:
    forger = hand()
    forger.leaves = lambda leaves: [*leaves, b"[" * 60_000]
    return forger


@bad("L-03")
def leaf_empty() -> Forger:
    forger = hand()
    forger.leaves = lambda leaves: [*leaves, b""]
    return forger


@bad("L-04")
def log_without_its_beginning() -> Forger:
    forger = hand()
    forger.events = lambda events: events[1:]
    return forger


@bad("L-04")
def election_created_twice() -> Forger:
    forger = hand()
    forger.events = lambda events: [*events, events[0]]
    return forger


@bad("L-05")
def checkpoint_torn() -> Forger:
    forger = hand()
    forger.checkpoint = lambda note, _: note[:-2]
    return forger


@bad("L-05")
def checkpoint_is_no_checkpoint() -> Forger:
    forger = hand()
    forger.checkpoint = lambda note, _: note.replace(b"\n20\n", b"\n020\n", 1)
    return forger


@bad("L-06")
def checkpoint_signature_forged() -> Forger:
    def forge(note: bytes, _: list[bytes]) -> bytes:
        parsed = parse(note)
        line = parsed.signatures[0]
        return Note(parsed.text, (replace(line, value=bytes(64)),)).serialize()

    forger = hand()
    forger.checkpoint = forge
    return forger


@bad("L-06")
def checkpoint_signed_by_another_key() -> Forger:
    forger = hand()
    forger.checkpoint = lambda _, leaves: replace(forger.session, seed="a stranger").note(leaves)
    return forger


@bad("L-06")
def checkpoint_of_another_log() -> Forger:
    forger = hand()
    forger.checkpoint = lambda _, leaves: replace(forger.session, id="another").note(leaves)
    return forger


@bad("L-07")
def checkpoint_of_a_shorter_log() -> Forger:
    forger = hand()
    forger.checkpoint = lambda _, leaves: forger.session.note(leaves[:-1])
    return forger


@bad("L-07")
def checkpoint_of_another_history() -> Forger:
    forger = hand()
    forger.checkpoint = lambda _, leaves: forger.session.note([*leaves[:-1], leaves[0]])
    return forger


@bad("L-08")
def hash_tile_altered() -> Forger:
    forger = hand()

    def flip(members: Members) -> Members:
        name = next(one for one in members if one.startswith("log/tile/0/"))
        return members | {name: bytes(32) + members[name][32:]}

    forger.members = flip
    return forger


@bad("P-01")
def paper_replaced() -> Forger:
    forger = hand()
    forger.members = lambda members: members | {REPORT: b"%PDF another report"}
    return forger


@bad("P-01")
def paper_absent() -> Forger:
    forger = hand()
    forger.members = lambda members: {n: data for n, data in members.items() if n != REPORT}
    return forger


@bad("P-01")
def paper_that_nobody_issued() -> Forger:
    return _with_member("papers/1-attendance.pdf", b"%PDF who was there")
