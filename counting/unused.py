"""未投, 未按: what a card counts as that was handed out and with which nobody voted.

Paper that is kept is always 未收回. For tablets and keypads the rules choose (``no_input_means``):
未收回 too; or 弃权, and then the card counts as returned and valid and abstains everywhere; or it
is neither 收回 nor 未收回 and only shown (全国人大 2007: 未按表决器的不计入).
"""

from dataclasses import replace

import msgspec

from ballot.results import ChannelTally
from ballot.rules import Rules
from ballot.rules.values import NoInputMeans
from counting.figures import ChannelFigures, Figures

WORDS: dict[NoInputMeans, str] = {
    "not_returned": "计入未收回",
    "abstain": "按弃权计入收回票和有效票",
    "not_counted": "不计入收回，也不计入未收回",
}


def unused_of(figures: Figures) -> int:
    """Return the cards of all channels with which nobody voted."""
    return sum(part.unused or 0 for part in figures.channels)


def forgotten(figures: Figures) -> Figures:
    """Return ``figures`` without a word on unused cards, for a round that decides nothing."""
    return replace(figures, channels=tuple(replace(part, unused=None) for part in figures.channels))


def settled(figures: Figures, rules: Rules) -> Figures:
    """Return ``figures`` with every unused card counted as the rules say.

    Asked after the identities: those are about what really came back.
    """
    if not unused_of(figures):
        return figures
    channels = tuple(_settled(part, rules.no_input_means) for part in figures.channels)
    return replace(figures, channels=channels)


def _settled(part: ChannelFigures, means: NoInputMeans) -> ChannelFigures:
    if not part.unused or means == "not_counted":
        return part
    if means == "not_returned":
        return replace(part, unused=None)
    return replace(part, tally=_abstaining(part.tally, part.unused))


def _abstaining(tally: ChannelTally, cards: int) -> ChannelTally:
    items = tuple(
        msgspec.structs.replace(item, abstain=item.abstain + cards) for item in tally.items
    )
    return msgspec.structs.replace(
        tally, returned=tally.returned + cards, valid=tally.valid + cards, items=items
    )
