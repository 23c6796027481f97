"""抽样复核: how many paper ballots people look at again, and which ones (`audit_sample`).

The seed is drawn before everybody after all sheets were read, so that nobody could know which
readings would be looked at; anybody can repeat the draw with any program that knows SHA-256.
"""

from collections.abc import Iterable

from ballot.canonical import Digest, digest
from ballot.rules import Rules
from ballot.state import Round

DOMAIN = "piaojue-sample"


def sample_size(rules: Rules, sheets: int) -> int:
    """Return how many of ``sheets`` paper ballots are drawn: all of a small pile, else a share.

    The share is rounded up, so that a pile above the limit is never left without a sample unless
    the rules ask for none.
    """
    sample = rules.audit_sample
    if sheets <= sample.all_up_to:
        return sheets
    numerator, denominator = sample.ratio
    return min(sheets, -(-sheets * numerator // denominator))


def to_draw(rules: Rules, current: Round) -> int:
    """Return how many sheets of the standing bundles a sample drawn now would have.

    As many as the rules ask for, or all that the machine is certain of where those are fewer.
    """
    asked = sample_size(rules, sum(len(one.sheets) for one in current.live))
    return min(asked, len(current.certain))


def sampled(
    election: str, number: int, seed: str, certain: Iterable[Digest], size: int
) -> frozenset[Digest]:
    """Return which of the ``certain`` sheets of round ``number`` are drawn; all, if they are few.

    The ``size`` first in the order of SHA-256 over
    ``piaojue-sample|<election>|<round>|<seed>|<salted digest of the reading>`` (UTF-8).
    """

    def ticket(sheet: Digest) -> str:
        return digest(f"{DOMAIN}|{election}|{number}|{seed}|{sheet}".encode())

    return frozenset(sorted(set(certain), key=ticket)[:size])
