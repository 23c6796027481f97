"""Sealed ballots: encrypted on a tablet, proven well-formed, opened only in sum.

The public formats are Belenios protocol version 1 (``v1``); docs/sealed-ballots.md specifies what
is added to them.  Nothing here opens a path, a socket, a clock or a source of entropy.
"""

from ballot.sealed.ceremony import (
    Circle,
    certificate,
    check_circle,
    check_commitments,
    check_contribution,
    commitment,
    contribution,
    finish,
    single_trustee,
    trustees_document,
)
from ballot.sealed.checking import check_cast, check_sealed, verify_ballot
from ballot.sealed.decryption import Partial, check_partial, check_strong, partial_decryption
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
from ballot.sealed.reloading import check_reloaded, make_test, prove_reloaded
from ballot.sealed.scrutineer import OwnTally, decrypt_own_tally, own_tally
from ballot.sealed.sealing import Draft, SealedBallot, check_opening, draft, seal, sign
from ballot.sealed.tally import Product, encode_result, multiply, open_tally
from ballot.sealed.trustee import TrusteeSecret, new_trustee, read_trustee
from ballot.sealed.trustees import Trustees, check_trustees
from ballot.sealed.v1.archive import ArchiveWriter, write_archive
from ballot.sealed.v1.container import Limits
from ballot.sealed.v1.credentials import read_credentials, write_credentials
from ballot.sealed.v1.reader import Archive, read_archive

__all__ = [
    "Archive",
    "ArchiveWriter",
    "Circle",
    "Draft",
    "Element",
    "Entropy",
    "Group",
    "Limits",
    "Mark",
    "OwnTally",
    "Partial",
    "Product",
    "Question",
    "ReadBallot",
    "SealedBallot",
    "SealedElection",
    "SealedFault",
    "TrusteeSecret",
    "Trustees",
    "Unsupported",
    "certificate",
    "check_cast",
    "check_circle",
    "check_commitments",
    "check_contribution",
    "check_opening",
    "check_partial",
    "check_reloaded",
    "check_sealed",
    "check_strong",
    "check_trustees",
    "commitment",
    "contribution",
    "decrypt_own_tally",
    "draft",
    "encode_result",
    "exclusive",
    "finish",
    "graded_plaintext",
    "group_named",
    "make_election",
    "make_test",
    "multiply",
    "new_trustee",
    "open_tally",
    "own_tally",
    "parse_election",
    "partial_decryption",
    "plaintext",
    "prove_reloaded",
    "questions_for",
    "read_archive",
    "read_ballot",
    "read_credentials",
    "read_trustee",
    "round_uuid",
    "seal",
    "sign",
    "single_trustee",
    "totals",
    "trustees_document",
    "verify_ballot",
    "write_archive",
    "write_credentials",
]
