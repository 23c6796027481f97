"""The manifest: what a record or its evidence consists of."""

from typing import Annotated, Literal, TypeVar

import msgspec

from audit.errors import Malformed
from ballot.canonical import canonical
from ballot.errors import BallotError
from ballot.events.base import Sentence, Sha256

Size = Annotated[int, msgspec.Meta(ge=1, le=(1 << 53) - 1)]


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The public record's: ``files`` maps every other member to its digest.

    ``size`` counts the entries of the log. ``evidence`` is the digest of the evidence file, None
    where there is none.
    """

    piaojue: Literal["record-1"] = "record-1"
    election: Sentence
    size: Size
    evidence: Sha256 | None
    files: dict[str, Sha256]


class EvidenceManifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The evidence's: ``files`` maps every other member to its digest."""

    piaojue: Literal["evidence-1"] = "evidence-1"
    election: Sentence
    files: dict[str, Sha256]


_record = msgspec.json.Decoder(Manifest)
_evidence = msgspec.json.Decoder(EvidenceManifest)


def read_manifest(raw: bytes) -> Manifest:
    """Return the record's manifest; raises Malformed unless ``raw`` is its canonical form."""
    return _exact(_record, raw)


def read_evidence_manifest(raw: bytes) -> EvidenceManifest:
    """Return the evidence's manifest; raises Malformed unless ``raw`` is its canonical form."""
    return _exact(_evidence, raw)


T = TypeVar("T", Manifest, EvidenceManifest)


def _exact(decoder: msgspec.json.Decoder[T], raw: bytes) -> T:
    try:
        manifest = decoder.decode(raw)
        same = canonical(manifest) == raw
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, BallotError) as error:
        raise Malformed(f"清单文件格式不对：{error}", code="manifest.malformed") from error
    if not same:
        raise Malformed("清单文件不是规范 JSON。", code="manifest.not_canonical")
    return manifest
