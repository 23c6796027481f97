"""Which parameter a misspelt key was meant to be: by its pairs of letters, or by its Chinese name.

A rules file with many unknown keys must not cost much, so no edit distance is computed.
"""

from ballot.rules.terms import TERMS

LEAST = 0.5
"""Below this share of common pairs (Dice's coefficient) two words are not alike."""


def _pairs(word: str) -> frozenset[str]:
    return frozenset(word[place : place + 2] for place in range(len(word) - 1))


_SPELLINGS = tuple(
    (term.identifier, _pairs(spelling))
    for term in TERMS
    for spelling in (term.identifier, term.chinese)
)


def resembling(key: str) -> str | None:
    """Return the identifier that ``key`` resembles most, None if it resembles no parameter."""
    pairs = _pairs(key[:60].strip().lower())
    likeness = {
        identifier: 2 * len(pairs & theirs) / (len(pairs) + len(theirs))
        for identifier, theirs in _SPELLINGS
        if pairs & theirs
    }
    best = max(likeness, key=likeness.__getitem__, default=None)
    return best if best is not None and likeness[best] >= LEAST else None
