"""The names of the files in a record and in its evidence, and how large each may be."""

import re
from itertools import pairwise
from typing import Literal

from audit.tiles import Tile
from ballot.canonical import Digest
from ballot.events.closing import PaperKind

MANIFEST = "manifest.json"
CHECKPOINT = "log/checkpoint"
DEFINITION = "definition.json"
OUTCOME = "outcome.json"

LOG, OBJECTS, SEALED, PAPERS = "log/", "objects/", "sealed/", "papers/"
BATCHES = "batches/"
FORMS: tuple[Literal["docx", "pdf"], ...] = ("docx", "pdf")
BUNDLE = LOG + "tile/entries/"

_KIB, _MIB = 1 << 10, 1 << 20
LOG_LIMIT = 256 * _MIB
"""Bytes of all entry bundles together: a verifier holds the log in memory."""
_KINDS: tuple[PaperKind, ...] = (
    "attendance",
    "issue_return",
    "count_report",
    "announcement",
    "sealing_list",
    "evaluation_summary",
)
_RECORD = (
    (re.compile(r"manifest\.json"), 16 * _MIB),
    (re.compile(r"log/checkpoint"), 64 * _KIB),
    (re.compile(r"log/tile/entries/[0-9x/]+(\.p/[0-9]+)?"), 256 * (2 + 0xFFFF)),
    (re.compile(r"log/tile/[0-9]{1,2}/[0-9x/]+(\.p/[0-9]+)?"), 256 * 32),
    (re.compile(r"objects/[0-9a-f]{64}"), 64 * _MIB),
    (re.compile(r"sealed/[1-9A-HJ-NP-Za-km-z]{14,64}\.bel"), 0xFFFF_FFFE),
    (re.compile(r"definition\.json|outcome\.json"), 4 * _MIB),
    (re.compile(rf"papers/[1-8]-({'|'.join(_KINDS)})\.(docx|pdf)"), 64 * _MIB),
)
_EVIDENCE = (
    (re.compile(r"manifest\.json"), 16 * _MIB),
    (re.compile(r"batches/[1-8]-[1-9][0-9]{0,6}\.json"), 4 * _MIB),
    (re.compile(r"objects/[0-9a-f]{64}"), 64 * _MIB),
)
_SHAPES = {"record-1": _RECORD, "evidence-1": _EVIDENCE}

Package = Literal["record-1", "evidence-1"]


def object_name(digest: Digest) -> str:
    """Return the name of the object with this digest."""
    return OBJECTS + digest


def tile_name(tile: Tile) -> str:
    """Return the name of a file of the log."""
    return LOG + tile.path


def sealed_name(uuid: str) -> str:
    """Return the name of the archive of a round's sealed ballots."""
    return f"{SEALED}{uuid}.bel"


def paper_name(number: int, kind: PaperKind, form: Literal["docx", "pdf"]) -> str:
    """Return the name of a paper of round ``number``."""
    return f"{PAPERS}{number}-{kind}.{form}"


def batch_name(number: int, batch: int) -> str:
    """Return the name of the totals of a bundle of round ``number``, in the evidence."""
    return f"{BATCHES}{number}-{batch}.json"


def size_limit(package: Package, name: str) -> int | None:
    """Return how many bytes the file ``name`` may have; None for a name that is not allowed."""
    for pattern, limit in _SHAPES[package]:
        if pattern.fullmatch(name):
            return limit
    return None


def in_order(names: list[str]) -> bool:
    """Tell whether ``names`` ascend, none twice, with the manifest at the end.

    The manifest comes last because it names the digests of all the others.
    """
    keys = [(name == MANIFEST, name) for name in names]
    return all(before < after for before, after in pairwise(keys))
