"""公布纸质票: which sheets are shown at a level of the 票决办法, and what shown sheets add up to.

Sheets that bear a name or a special mark, or something written in beside the list, are never shown;
foreign sheets do not count and are none of these. Item by item only valid sheets are shown: what is
invalid changes no total, and a single invalid sheet would lie open in every project.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ballot.events.publishing import ImageLevel, SheetImages, Withheld
from ballot.reading import RuledRow
from ballot.results import ChannelTally
from counting.doubts import ground_name
from counting.errors import RulingContradicts
from counting.paper import ReadSheet, added, final_of
from counting.paper_form import PaperForm, weighed

Reason = Literal["marked", "written", "unscanned"]
Said = tuple[tuple[str, ...], str | None]
"""The final rows of a sheet, and why it is void."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A sheet that is shown, with its final ``rows`` and why it is ``void``."""

    sheet: ReadSheet
    rows: tuple[str, ...]
    void: str | None

    @property
    def said(self) -> Said:
        """Return what is published of it beside its picture."""
        return self.rows, self.void


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The sheets that a round shows, and how many it does not."""

    shown: tuple[Shown, ...]
    withheld: Withheld


def publication_of(sheets: Iterable[ReadSheet], form: PaperForm, level: ImageLevel) -> Publication:
    """Return what ``level`` shows of the ``sheets`` of all standing bundles, in their order.

    Raises what `counting.paper.final_of` raises.
    """
    shown: list[Shown] = []
    withheld: list[Reason] = []
    for one in sheets:
        if not one.genuine:
            continue
        void = final_of(one, form).void
        if level == "items" and void is not None:
            continue
        reason = _reason(one, void, form)
        if reason is None:
            shown.append(Shown(sheet=one, rows=_rows(one), void=void))
        else:
            withheld.append(reason)
    counts = {one: withheld.count(one) for one in ("marked", "written", "unscanned")}
    return Publication(shown=tuple(shown), withheld=Withheld(**counts))


def _reason(sheet: ReadSheet, void: str | None, form: PaperForm) -> Reason | None:
    if void == "identifying_mark":
        return "marked"
    if void == "write_in" or (sheet.ruling is not None and sheet.ruling.written):
        return "written"
    if form.rules.write_in == "ignore" and "writing_outside" in sheet.reading.doubts:
        # Under such rules nobody has to say in a ruling that something was written in.
        return "written"
    if not sheet.reading.pages or "page_missing" in sheet.reading.doubts:
        return "unscanned"
    return None


def _rows(sheet: ReadSheet) -> tuple[str, ...]:
    rows = sheet.reading.rows if sheet.ruling is None else sheet.ruling.rows
    return tuple(one.reading for one in rows)


def published_totals(sheets: Sequence[SheetImages], form: PaperForm) -> ChannelTally:
    """Return what published sheets add up to by their rows.

    Raises NotOnTheSheet for rows that the sheets do not have, RulingContradicts for a sheet that
    is void by its rows and called valid, or the other way round.
    """
    finals = []
    for one in sheets:
        rows = [
            RuledRow(project=project, reading=reading)
            for project, reading in zip(form.rows, one.rows, strict=False)
        ]
        final = weighed(rows, form, blank=one.void == "all_blank")
        if final.void != one.void:
            raise RulingContradicts(
                f"公布的票面 {one.pages[0][:16]}… 列为{ground_name(one.void)}，"
                f"按所列各项应为{ground_name(final.void)}。"
            )
        finals.append(final)
    return added(finals, form)
