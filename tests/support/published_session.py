"""A session whose paper is made public: item by item or sheet by sheet, some of it withheld."""

import struct
import zlib
from collections.abc import Callable
from functools import cache
from typing import Literal

import msgspec

from ballot import events as e
from ballot.canonical import Digest
from ballot.definition import freeze
from ballot.reading import Ruling, SheetReading
from ballot.results import ChannelTally
from counting.paper import ReadSheet, count
from counting.paper_form import PaperForm, form_of
from counting.publication import publication_of
from service.commands.publishing import items_published, sheets_published
from tests.support.read_sheets import as_read, named, ruling
from tests.support.scanned_session import CLEAR, FIRST, FOREIGN, NUMBERS, RULES, SECOND, Scene
from tests.support.session import Session

Level = Literal["items", "sheets"]
SIZE = (12, 4)
"""Pixels of a crop, width and height."""
MARKED = msgspec.structs.replace(CLEAR[0], doubts=("writing_outside",))
"""A sheet that is ruled to bear a special mark."""
BY_HAND = msgspec.structs.replace(CLEAR[1], pages=(), doubts=("page_missing",))
"""A sheet that no scan could read; people decided on it with the paper in their hands."""


def grey(text: str, size: tuple[int, int] = SIZE, extra: bytes = b"") -> bytes:
    """Return a PNG of grey pixels made of ``text``, with ``extra`` chunks before the pixels."""
    width, height = size
    rows = b"".join(b"\0" + (f"{text} {y} " * width).encode()[:width] for y in range(height))
    head = struct.pack(">II5B", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + extra
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


class Shop:
    """A scene whose sheets are published at ``level`` of the rules."""

    def __init__(self, level: Level) -> None:
        rules = msgspec.structs.replace(RULES, publish_paper=level)
        self.level = level
        self.definition = Session(rules=rules).definition(NUMBERS, 2)
        self.form: PaperForm = form_of(self.definition)
        self.name = freeze(self.definition)[1]
        self.images: Callable[[str], bytes] = grey

    def session(self) -> Session:
        """Return the whole session, announced, with its paper published."""
        session = self.announced()
        session.tell(*self.publication(session))
        return session

    def announced(self) -> Session:
        scene = Scene(definition=self.definition, change=self._own, tally=lambda _: self.tally())
        scene.bundles = [[_instead(one) for one in each] for each in scene.bundles]
        scene.rulings += self.rulings()[len(scene.rulings) :]
        return scene.session()

    def _own(self, one: SheetReading) -> SheetReading:
        return msgspec.structs.replace(one, definition=self.name)

    def rulings(self) -> list[Ruling]:
        return [
            *Scene().rulings,
            ruling(MARKED, as_read(MARKED), "identifying_mark"),
            ruling(BY_HAND, as_read(BY_HAND)),
        ]

    def sheets(self) -> list[ReadSheet]:
        """Return all sheets that lie in the box, ruled on as they are."""
        by_sheet = {one.sheet: one for one in self.rulings()}
        return [
            ReadSheet(digest=named(one), reading=one, ruling=by_sheet.get(named(one)))
            for one in map(_instead, (*FIRST, *SECOND))
        ]

    def tally(self) -> ChannelTally:
        return count(self.sheets(), self.form, set_aside=FOREIGN)

    def publication(self, session: Session) -> tuple[e.PaperPublished, ...]:
        """Return the events that publish the paper; the images lie in the session."""
        found = publication_of(self.sheets(), self.form, self.level)
        if self.level == "sheets":
            sheets = [
                e.SheetImages(
                    pages=(self._put(session, f"sheet {one.sheet.digest}"),),
                    rows=one.rows,
                    void=one.void,
                )
                for one in found.shown
            ]
            return sheets_published(1, found.withheld, sheets)
        crops = [
            (project, self._put(session, f"{one.sheet.digest} {project}"))
            for one in found.shown
            for project in NUMBERS
        ]
        return items_published(1, found.withheld, crops, NUMBERS)

    def _put(self, session: Session, text: str) -> Digest:
        return session.put(self.images(text[-16:]))


def _instead(one: SheetReading) -> SheetReading:
    return {CLEAR[0]: MARKED, CLEAR[1]: BY_HAND}.get(one, one)


@cache
def published_session(level: Level) -> Session:
    """Return the session as it should be."""
    return Shop(level).session()
