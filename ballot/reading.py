"""What a machine read on a sheet of paper, and what people ruled about it.

Both are private: they lie in the evidence, and the public log names only their salted digests, so
that nobody who has photographed a sheet's code can look its marks up.
"""

from collections.abc import Iterable
from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from ballot.canonical import Digest, canonical, digest
from ballot.errors import Malformed
from ballot.events.base import Sentence, Sha256, Value

Project = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
Permille = Annotated[int, msgspec.Meta(ge=-1_000_000, le=1_000_000)]
Opinion = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
"""``approve``, ``oppose``, ``abstain``, ``illegible``, ``doubtful``, ``dont_know``, a 等次, or a
rank in decimal digits."""

DOUBTFUL = "doubtful"

Mark = Literal["marked", "blank", "doubtful"]
Doubt = Literal[
    "identity_unreadable",
    "page_missing",
    "item_doubtful",
    "overvote",
    "undervote",
    "all_blank",
    "all_illegible",
    "item_illegible",
    "over_budget",
    "writing_outside",
    "frames_unseen",
    "copied",
    "sample",
]
"""Why people look at a sheet: what the machine cannot decide, what it holds for invalid, the code
of another sheet (``copied``), and the sample that the rules have looked at in any case."""

SALT_BYTES = 32
MOST_CHANGES = 20
"""How often one 监票人 may change the view of one sheet: all of them are kept."""


class BoxReading(Value, frozen=True, kw_only=True):
    """One box: ``mark``, how sure (``score``, 0 to 1000), and what was measured.

    ``features`` are the measures in the order that the reader of this version documents, in
    thousandths, and what a second opinion said, where one was asked; with them the box can be read
    again under other thresholds.
    """

    choice: Opinion
    mark: Mark
    score: Annotated[int, msgspec.Meta(ge=0, le=1000)]
    features: tuple[Permille, ...] = ()


class RowReading(Value, frozen=True, kw_only=True):
    """One project (0: the whole list): what its boxes say together."""

    project: Project
    reading: Opinion
    boxes: tuple[BoxReading, ...]


class PageReading(Value, frozen=True, kw_only=True):
    """One side: its page ``number``, the SHA-256 of the kept ``image``, the measured ``scale``.

    ``scale`` is None where the file states no resolution, as photographs do.
    """

    number: Annotated[int, msgspec.Meta(ge=1, le=12)]
    image: Sha256
    scale: Permille | None


class SheetReading(Value, frozen=True, kw_only=True):
    """One sheet as read. ``identity`` is 32 hex digits, None where no code could be read.

    ``reader`` names the version of reader and thresholds. ``doubts`` is empty where the reading is
    certain in every item.
    """

    piaojue: Literal["reading-1"] = "reading-1"
    round: Annotated[int, msgspec.Meta(ge=1, le=8)]
    definition: Sha256
    identity: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}$")] | None
    known_by: Literal["code", "small_code", "batch"] | None
    reader: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    pages: Annotated[tuple[PageReading, ...], msgspec.Meta(max_length=12)]
    rows: tuple[RowReading, ...]
    doubts: tuple[Doubt, ...] = ()


class RuledRow(Value, frozen=True, kw_only=True):
    """One project as people decided it."""

    project: Project
    reading: Opinion


class View(Value, frozen=True, kw_only=True):
    """What one 监票人 held: the ``rows`` in doubt, or that the whole sheet is ``void``."""

    scrutineer: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    rows: tuple[RuledRow, ...]
    void: Annotated[str, msgspec.Meta(min_length=1, max_length=40)] | None = None


class Ruling(Value, frozen=True, kw_only=True):
    """The chief's decision on one sheet after 监票人 gave their views; all rows are named.

    ``void`` is the ground (`counting.validity.Ground`, or ``not_genuine``), None where the sheet
    is valid. ``clause`` quotes the rule that it follows (依据).
    """

    piaojue: Literal["ruling-1"] = "ruling-1"
    sheet: Sha256
    """The salted digest of the reading that was ruled on."""
    rows: tuple[RuledRow, ...]
    void: Annotated[str, msgspec.Meta(min_length=1, max_length=40)] | None
    clause: Sentence
    written: Annotated[tuple[Opinion, ...], msgspec.Meta(max_length=200)] = ()
    """Projects that somebody wrote in beside the list (另提)."""
    views: Annotated[tuple[View, ...], msgspec.Meta(min_length=2, max_length=1000)]
    """What all who looked held of it, by their numbers; nobody's is left out."""
    former: (
        Annotated[tuple[View, ...], msgspec.Meta(min_length=1, max_length=1000 * MOST_CHANGES)]
        | UnsetType
    ) = UNSET
    """Views that a person gave before and took another in the place of: by their numbers, each
    person's in their order. Left out where nobody did, so that older rulings keep their bytes."""

    @property
    def replaced(self) -> tuple[View, ...]:
        """The ``former`` views; () for none."""
        return () if isinstance(self.former, UnsetType) else self.former

    def held_by(self, view: View) -> tuple[View, ...]:
        """Return all that the person of ``view`` held of the sheet, one after the other."""
        return (*earlier_views(view, self.replaced), view)


def earlier_views(view: View, former: Iterable[View]) -> tuple[View, ...]:
    """Return those of the ``former`` views that the person of ``view`` gave, in their order."""
    return tuple(one for one in former if one.scrutineer == view.scrutineer)


def opening(salt: bytes, value: SheetReading | Ruling) -> bytes:
    """Return what the log's digest is taken over: the 32-byte ``salt`` and the canonical JSON.

    It is an object named by its own digest, in the evidence alone. Raises Malformed for a salt of
    another length.
    """
    if len(salt) != SALT_BYTES:
        raise Malformed(f"盐须为 {SALT_BYTES} 字节。", code="reading.salt")
    return salt + canonical(value)


def salted(salt: bytes, value: SheetReading | Ruling) -> Digest:
    """Return the digest under which the log names ``value``. Raises as `opening`."""
    return digest(opening(salt, value))


def read_reading(raw: bytes) -> SheetReading:
    """Return the reading that ``raw`` (`opening`) opens to. Raises Malformed."""
    return _read(_readings, raw, "读票记录")


def read_ruling(raw: bytes) -> Ruling:
    """Return the ruling that ``raw`` (`opening`) opens to. Raises Malformed."""
    return _read(_rulings, raw, "认定记录")


_readings = msgspec.json.Decoder(SheetReading)
_rulings = msgspec.json.Decoder(Ruling)
T = TypeVar("T", SheetReading, Ruling)


def _read(decoder: msgspec.json.Decoder[T], raw: bytes, name: str) -> T:
    content = raw[SALT_BYTES:]
    try:
        value = decoder.decode(content)
        same = canonical(value) == content
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(f"{name}格式不对：{error}", code="reading.malformed") from error
    if not same:
        raise Malformed(f"{name}不是规范 JSON。", code="reading.not_canonical")
    return value
