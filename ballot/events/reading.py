"""读票: bundles of paper that a machine reads, and what people rule on doubtful sheets.

Nothing here says what stands on a sheet. A sheet is named by the salted digest of its reading
(`ballot.reading`), which lies in the evidence; digests are in ascending order, so that they tell
nothing of the order in which sheets were read. No time, and no totals of a bundle: it may be one
sheet.
"""

from typing import Annotated

import msgspec

from ballot.events.base import (
    Approvals,
    Count,
    Fact,
    Minute,
    Number,
    RoundNumber,
    Sentence,
    Sha256,
    Value,
)
from ballot.results import ChannelTally

MOST_IN_BATCH = 50
"""Sheets of one bundle: few enough to be counted by hand twice, as many as a feeder takes."""
MOST_RULINGS = 200
"""Rulings of one page that people sign."""


class BatchRead(Fact, frozen=True, kw_only=True):
    """A bundle of ``declared`` sheets, counted by hand first, went through the machine.

    ``batch`` is its number in the round, from 1; a bundle read again gets the next number.
    ``sheets`` are the salted digests of the readings and ``doubtful`` those of them that await
    people, both in ascending order. ``foreign`` sheets were set aside: they are not this round's.
    """

    round: RoundNumber
    batch: Number
    declared: Number
    sheets: tuple[Sha256, ...]
    foreign: Count
    doubtful: tuple[Sha256, ...]


class BatchWithdrawn(Fact, frozen=True, kw_only=True):
    """The reading of a bundle does not count; the bundle is read again under another number."""

    round: RoundNumber
    batch: Number
    reason: Sentence
    at: Minute
    approvals: Approvals


class RuledSheet(Value, frozen=True, kw_only=True):
    """What people decided on one ``sheet``: the salted digest of their ``ruling``."""

    sheet: Sha256
    ruling: Sha256


class SheetsAdjudicated(Fact, frozen=True, kw_only=True):
    """A page of decisions on sheets (疑问票认定), in ascending order of the sheets' digests.

    A sheet may be ruled on again until the paper is frozen; the last ruling counts.
    """

    round: RoundNumber
    rulings: Annotated[tuple[RuledSheet, ...], msgspec.Meta(min_length=1, max_length=MOST_RULINGS)]
    approvals: Approvals


class SampleDrawn(Fact, frozen=True, kw_only=True):
    """抽样复核: ``seed`` was drawn before everybody and read aloud after all sheets were read.

    People look at ``count`` sheets of which the machine was certain; which ones, `ballot.sampling`
    computes from the seed.
    """

    round: RoundNumber
    seed: Sentence
    count: Count
    at: Minute
    approvals: Approvals


class SheetsCounted(Fact, frozen=True, kw_only=True):
    """The paper's totals from the final readings, as ``counting`` computed them."""

    round: RoundNumber
    tally: ChannelTally
