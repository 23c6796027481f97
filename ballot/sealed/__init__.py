"""Sealed ballots: encrypted on a tablet, proven well-formed, opened only in sum.

The public formats are Belenios protocol version 1 (``v1``); docs/sealed-ballots.md specifies what
is added to them.  Nothing here opens a path, a socket, a clock or a source of entropy.
"""

from ballot.sealed.checking import check_sealed, verify_ballot
from ballot.sealed.election import SealedElection, make_election, parse_election, round_uuid
from ballot.sealed.element import Element
from ballot.sealed.fault import SealedFault, Unsupported
from ballot.sealed.group import Group, group_named
from ballot.sealed.proof import Entropy
from ballot.sealed.question import (
    Mark,
    Question,
    exclusive,
    graded_plaintext,
    plaintext,
    questions_for,
    totals,
)
from ballot.sealed.reading import ReadBallot, read_ballot
from ballot.sealed.sealing import Draft, SealedBallot, check_opening, draft, seal, sign

__all__ = [
    "Draft",
    "Element",
    "Entropy",
    "Group",
    "Mark",
    "Question",
    "ReadBallot",
    "SealedBallot",
    "SealedElection",
    "SealedFault",
    "Unsupported",
    "check_opening",
    "check_sealed",
    "draft",
    "exclusive",
    "graded_plaintext",
    "group_named",
    "make_election",
    "parse_election",
    "plaintext",
    "questions_for",
    "read_ballot",
    "round_uuid",
    "seal",
    "sign",
    "totals",
    "verify_ballot",
]
